//! The clerk's screen beside the form: lock, undo, the trail, 办件 by pages.

use super::fake_hall::{Source, USCC, body_facts};
use super::{TestDesk, field, intake};
use crate::view::clerk::CaseList;
use crate::view::desk::{DeskEvent, PartyChoice, StartState};
use crate::view::intake::Change;

const PASSWORD: &str = "yichuang-train";

#[tokio::test]
async fn a_locked_desk_gives_nothing_out_until_the_same_password() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    let standing = test.desk.lock().unwrap();
    assert_eq!(
        standing.state,
        StartState::Locked {
            staff: "0826".into(),
            staff_name: "王雨桐".into()
        }
    );
    test.desk.lock().unwrap();

    let code = |refused: Result<(), cases::error::Trouble>| refused.unwrap_err().code;
    let desk = &test.desk;
    assert_eq!(code(desk.desk_view().map(drop)), "YC-5451");
    assert_eq!(code(desk.find_items("dljz").map(drop)), "YC-5451");
    assert_eq!(code(desk.trail(&view.id).map(drop)), "YC-5451");
    assert_eq!(
        code(desk.reveal(&view.id, "legalRepIdNumber").map(drop)),
        "YC-5451"
    );
    assert_eq!(code(desk.edit_intake(&view.id, 1, &[]).map(drop)), "YC-5451");
    assert_eq!(
        code(desk.case_page(CaseList::Mine, "", 0, 10).await.map(drop)),
        "YC-5451"
    );
    assert_eq!(code(desk.sign_in("0827", PASSWORD).await.map(drop)), "YC-5451");

    assert_eq!(code(desk.unlock("wrong").await.map(drop)), "YC-5452");
    let opened = desk.unlock(PASSWORD).await.unwrap();
    assert_eq!(opened.intake.unwrap().id, view.id);
    assert!(
        desk.unlock("wrong").await.is_ok(),
        "an open desk asks for nothing"
    );
    let mut told = Vec::new();
    while let Ok(event) = test.events.try_recv() {
        if let DeskEvent::Lock { locked } = event {
            told.push(locked);
        }
    }
    assert_eq!(told, [true, false]);
}

#[tokio::test]
async fn five_wrong_passwords_sign_out_and_lose_nothing() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    test.desk.lock().unwrap();
    for _ in 0..4 {
        assert_eq!(test.desk.unlock("wrong").await.unwrap_err().code, "YC-5452");
    }
    assert_eq!(test.desk.unlock("wrong").await.unwrap_err().code, "YC-5453");
    assert_eq!(test.desk.start().state, StartState::SignIn);
    assert_eq!(test.desk.unlock(PASSWORD).await.unwrap_err().code, "YC-5301");
    test.sign_in().await;
    assert_eq!(intake(&test.desk).id, view.id);
}

#[tokio::test]
async fn undo_brings_back_the_value_with_its_source_step_by_step() {
    let mut test = TestDesk::signed_in().await;
    test.hall
        .doing()
        .sources
        .insert("legalEntity".into(), body_facts());
    let view = test.with_intake().await;
    let key = "enterpriseDomicile";
    let first = field(&test.desk, key);
    assert_eq!(first.chip.as_ref().unwrap().kind, "registry");
    let second = test.set(&view, key, "示范区政务路 1 号");
    assert_eq!(second.chip.as_ref().unwrap().kind, "typed");
    assert!(
        !second.others.is_empty(),
        "what the register says stays beside it"
    );
    let third = test.set(&view, key, "示范区政务路 2 号");
    assert_ne!(second.text, third.text);

    let undone = test.desk.undo_edit(&view.id).unwrap();
    assert_eq!(undone.key.as_deref(), Some(key));
    assert_eq!(field(&test.desk, key), second);
    test.desk.undo_edit(&view.id).unwrap();
    assert_eq!(field(&test.desk, key), first);
    assert_eq!(test.desk.undo_edit(&view.id).unwrap_err().code, "YC-5454");
    assert!(test.desk.verify_audit().unwrap() > 0);
}

#[tokio::test]
async fn an_edit_that_changed_nothing_is_not_a_step_of_undo() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    test.set(&view, "enterprisePhone", "05918800662");
    test.set(&view, "enterprisePhone", "05918800662");
    test.desk.undo_edit(&view.id).unwrap();
    assert!(!field(&test.desk, "enterprisePhone").filled);
    assert_eq!(test.desk.undo_edit(&view.id).unwrap_err().code, "YC-5454");
}

#[tokio::test]
async fn an_answer_is_taken_back_like_a_value() {
    let test = TestDesk::signed_in().await;
    test.with_visitor().await;
    let party = PartyChoice::Body {
        uscc: USCC.into(),
        as_agent: false,
    };
    test.desk.choose_party(party).unwrap();
    let view = test.desk.open_intake("scjg-food-licence").await.unwrap();
    let question = view.delta.questions[0].id.clone();
    let code = view.delta.questions[0].answers[1].code.clone();
    let revision = intake(&test.desk).delta.revision;
    let answer = Change::Answer {
        question: question.clone(),
        codes: vec![code],
    };
    test.desk.edit_intake(&view.id, revision, &[answer]).unwrap();
    let undone = test.desk.undo_edit(&view.id).unwrap();
    assert_eq!(undone.key, None);
    let again = undone.delta.questions.into_iter().find(|one| one.id == question);
    assert!(again.unwrap().chosen.is_empty());
}

#[tokio::test]
async fn the_trail_tells_the_visit_and_the_intake_in_order_and_no_values() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    test.set(&view, "enterprisePhone", "05918800662");
    test.set(&view, "enterprisePostcode", "350001");
    let trail = test.desk.trail(&view.id).unwrap();
    let deeds: Vec<&str> = trail.iter().map(|row| row.deed.as_str()).collect();
    let place = |deed: &str| deeds.iter().position(|one| *one == deed).unwrap();
    assert!(place("identify") < place("choose_party"), "{deeds:?}");
    assert!(place("choose_party") < place("open_intake"), "{deeds:?}");
    assert_eq!(deeds.last(), Some(&"edit_intake"));
    assert_eq!(trail.last().unwrap().times, 2);
    assert!(!format!("{trail:?}").contains("05918800662"));
}

#[tokio::test]
async fn check_11_a_failed_source_names_the_fields_it_leaves_empty() {
    let mut test = TestDesk::signed_in().await;
    let dead = Source::Raw(503, Vec::new());
    test.hall.doing().sources.insert("legalEntity".into(), dead);
    let view = test.with_intake().await;
    let failed = intake(&test.desk).delta.sources;
    let register = failed.iter().find(|one| one.dataset == "legalEntity").unwrap();
    assert_eq!(register.state, "failed");
    let label = &view
        .schema
        .iter()
        .find(|one| one.key == "enterpriseDomicile")
        .unwrap()
        .label;
    assert!(register.affected.contains(label), "{:?}", register.affected);
    test.set(&view, "enterpriseDomicile", "示范区政务路 1 号");
    let again = intake(&test.desk).delta.sources;
    let register = again.iter().find(|one| one.dataset == "legalEntity").unwrap();
    assert!(!register.affected.contains(label));
}

#[tokio::test]
async fn fifty_thousand_cases_come_by_pages_and_the_last_seen_without_the_hall() {
    let test = TestDesk::signed_in().await;
    let desk = &test.desk;
    let page = desk.case_page(CaseList::Mine, "", 0, 50_000).await.unwrap();
    assert_eq!((page.total, page.rows.len(), page.stale), (50_000, 200, false));
    let far = desk.case_page(CaseList::Mine, "", 49_990, 50).await.unwrap();
    assert_eq!((far.offset, far.rows.len()), (49_990, 10));
    assert_ne!(far.rows[0].slip, page.rows[0].slip);
    assert_eq!(
        desk.case_page(CaseList::Any, "3501", 0, 10)
            .await
            .unwrap_err()
            .code,
        "YC-5456"
    );

    test.hall.doing().down = true;
    let kept = desk.case_page(CaseList::Mine, "", 0, 50).await.unwrap();
    assert_eq!((kept.total, kept.rows.len(), kept.stale), (200, 50, true));
    assert_eq!(kept.rows, page.rows[..50]);
    let one = &page.rows[3];
    let found = desk.case_page(CaseList::Mine, &one.slip, 0, 50).await.unwrap();
    assert_eq!(found.rows, std::slice::from_ref(one));
    assert_eq!(desk.case_counts().await.unwrap().unsent, 0);
}
