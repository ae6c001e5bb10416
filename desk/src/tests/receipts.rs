//! 签收 of a result on the applicant's screen: what is shown is what is signed under, and nothing is delivered without it.

use cases::case::delivery::{Signed, digest_of};

use super::applicant::{Window, name};
use super::fake_hall::walk_in;
use super::{TestDesk, intake};
use crate::view::applicant::{ApplicantScreen, InkView, ReceiptView};
use crate::view::desk::DeskEvent;
use crate::view::outcome::AcceptView;
use crate::view::results::{AgentForm, DeliverForm, HandedOutView};

fn by_hand() -> DeliverForm {
    DeliverForm {
        way: "direct".into(),
        agent: None,
        copies: 1,
        proof: String::new(),
    }
}

/// A case whose result lies at the window where its applicant still stands; the screen is there.
async fn decided() -> (TestDesk, String) {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    let mut test = test.complete(&view).await;
    let revision = intake(&test.desk).delta.revision;
    let AcceptView::Accepted { slip, .. } = test.desk.accept(&view.id, revision).await.unwrap() else {
        panic!("not accepted")
    };
    test.hall.doing().results.ready = true;
    test.beside = Some(Window::open(&test.desk).await);
    (test, slip)
}

fn shown(test: &TestDesk) -> (u32, ReceiptView) {
    let view = test.desk.applicant_view();
    match view.screen {
        ApplicantScreen::Receipt { sheet } => (view.serial, sheet),
        other => panic!("nothing to sign for: {other:?}"),
    }
}

fn handed(test: &mut TestDesk) -> Option<HandedOutView> {
    while let Ok(event) = test.events.try_recv() {
        if let DeskEvent::HandedOut { handed } = event {
            return Some(*handed);
        }
    }
    None
}

fn nothing_delivered(test: &TestDesk) -> bool {
    test.hall.doing().results.delivered.is_empty()
}

#[tokio::test]
async fn promise_04_what_is_signed_for_is_what_was_shown() {
    let (mut test, slip) = decided().await;
    let strip = test.desk.ask_receipt(&slip, by_hand()).await.unwrap();
    assert_eq!(strip.state, "receipt");
    assert!(nothing_delivered(&test), "nobody has signed yet");
    let (serial, sheet) = shown(&test);
    assert_eq!(
        (sheet.results[0].name.as_str(), sheet.results[0].number.as_str()),
        ("代理记账许可证书", "DLJZ35019920260001")
    );
    assert_eq!(
        (sheet.receiver.as_str(), sheet.relation.as_str(), sheet.copies),
        ("林思远", "本人", 1)
    );
    assert!(sheet.id_shown.contains('*'), "{}", sheet.id_shown);
    assert!(sheet.statement.contains("予以领取"), "{}", sheet.statement);

    // Neither other words, nor a dot, nor no signature at all.
    let sign = async |digest: &str, ink: Option<InkView>| test.desk.applicant_sign(serial, digest, ink).await;
    assert_eq!(
        sign(&"0".repeat(64), Some(name())).await.unwrap_err().code,
        "YC-5443"
    );
    let dot = InkView {
        strokes: Vec::new(),
        ..name()
    };
    assert!(sign(&sheet.digest, Some(dot)).await.is_err());
    assert!(sign(&sheet.digest, None).await.is_err());
    assert!(nothing_delivered(&test));
    test.desk.applicant_pen(serial).unwrap();
    let thanks = sign(&sheet.digest, Some(name())).await.unwrap();
    assert!(matches!(&thanks.screen, ApplicantScreen::Thanks { what } if what == "received"));
    let delivered = test.hall.doing().results.delivered.clone();
    assert_eq!(delivered.len(), 1);
    let Signed::Screen { ink, words, shown } = &delivered[0].signed else {
        panic!("{:?}", delivered[0].signed)
    };
    assert_eq!((shown, &digest_of(words)), (&sheet.digest, &sheet.digest));
    assert_eq!(ink.strokes.len(), 3);
    for said in ["DLJZ35019920260001", "予以领取", "林思远"] {
        assert!(words.contains(said), "{said} is not in {words}");
    }
    // The clerk learns of it without asking.
    let handed = handed(&mut test).unwrap();
    assert_eq!(
        (handed.case.slip.as_str(), handed.case.stage.as_str()),
        (slip.as_str(), "delivered")
    );
    assert!(handed.signed);
    // A second press is no second delivery.
    let again = test
        .desk
        .applicant_sign(serial, &sheet.digest, Some(name()))
        .await;
    assert_eq!(again.unwrap_err().code, "YC-5442");
    assert_eq!(test.hall.doing().results.delivered.len(), 1);
}

#[tokio::test]
async fn who_does_not_sign_takes_nothing_and_the_clerk_is_told() {
    let (test, slip) = decided().await;
    test.desk.ask_receipt(&slip, by_hand()).await.unwrap();
    let (serial, sheet) = shown(&test);
    let idle = test.desk.applicant_doubt(serial, Vec::new()).unwrap();
    assert_eq!(idle.screen, ApplicantScreen::Idle);
    assert_eq!(
        test.desk.applicant_strip().note.map(|note| note.code).as_deref(),
        Some("YC-5547")
    );
    // The clerk takes it back himself.
    test.desk.ask_receipt(&slip, by_hand()).await.unwrap();
    let (serial, _) = shown(&test);
    test.desk.withdraw_from_applicant().unwrap();
    let late = test
        .desk
        .applicant_sign(serial, &sheet.digest, Some(name()))
        .await;
    assert!(late.is_err());
    assert!(nothing_delivered(&test));
    // He signs on paper, as without a screen.
    test.desk.deliver(&slip, by_hand()).await.unwrap();
    assert_eq!(test.hall.doing().results.delivered[0].signed, Signed::Paper);
}

#[tokio::test]
async fn nobody_is_asked_to_sign_for_what_the_hall_would_not_deliver() {
    let (test, slip) = decided().await;
    let refused = async |form: DeliverForm| test.desk.ask_receipt(&slip, form).await.unwrap_err().code;
    let mail = DeliverForm {
        way: "mail".into(),
        proof: "EM1".into(),
        ..by_hand()
    };
    assert_eq!(refused(mail).await, "YC-5546");
    let none = DeliverForm {
        copies: 0,
        ..by_hand()
    };
    assert_eq!(refused(none).await, "YC-2860");
    let agent = |relation: &str| DeliverForm {
        agent: Some(AgentForm {
            relation: relation.into(),
            authority: "2026年11月19日授权委托书".into(),
        }),
        ..by_hand()
    };
    assert_eq!(refused(agent(" ")).await, "YC-2856");
    assert_eq!(test.desk.applicant_view().screen, ApplicantScreen::Idle);
    test.desk.ask_receipt(&slip, agent("同事")).await.unwrap();
    let (_, sheet) = shown(&test);
    assert_eq!(
        (sheet.relation.as_str(), sheet.authority.as_deref()),
        ("同事", Some("2026年11月19日授权委托书"))
    );
    assert!(nothing_delivered(&test));
    // Without a screen it is signed for on paper.
    test.desk.applicant_left();
    assert_eq!(refused(by_hand()).await, "YC-5440");
}

#[tokio::test]
async fn promise_01_a_line_that_breaks_while_somebody_signs_loses_nothing() {
    let (mut test, slip) = decided().await;
    test.desk.ask_receipt(&slip, by_hand()).await.unwrap();
    let (serial, sheet) = shown(&test);
    test.hall.doing().down = true;
    let failed = test
        .desk
        .applicant_sign(serial, &sheet.digest, Some(name()))
        .await;
    assert_eq!(failed.unwrap_err().code, "YC-5542");
    assert_eq!(
        test.desk.applicant_strip().note.map(|note| note.code).as_deref(),
        Some("YC-5542")
    );
    assert!(nothing_delivered(&test) && handed(&mut test).is_none());
    // The question stands; with the line back it is signed for.
    test.hall.doing().down = false;
    let (again, sheet) = shown(&test);
    assert_eq!(again, serial);
    test.desk
        .applicant_sign(serial, &sheet.digest, Some(name()))
        .await
        .unwrap();
    assert_eq!(test.hall.doing().results.delivered.len(), 1);
}

/// What is signed for belongs to the visit of who signs.
#[tokio::test]
async fn promise_08_a_receipt_goes_with_its_visit() {
    let (test, slip) = decided().await;
    test.desk.ask_receipt(&slip, by_hand()).await.unwrap();
    let (serial, sheet) = shown(&test);
    let now = crate::clock::Clock::now(&*test.clock);
    let other = walk_in("测试", 77, now);
    test.desk.state().visit.as_mut().unwrap().visit = other;
    let late = test
        .desk
        .applicant_sign(serial, &sheet.digest, Some(name()))
        .await;
    assert_eq!(late.unwrap_err().code, "YC-5442");
    assert_eq!(test.desk.applicant_view().screen, ApplicantScreen::Idle);
    assert!(nothing_delivered(&test));
}
