//! A window that asks for approval, and what it does with the answer.

use std::sync::Arc;

use cases::wire::feed::{Change as Told, What};
use cases::wire::intake::Command;
use uuid::Uuid;

use super::fake_hall::FakeHall;
use super::{KeyFile, NOON, TestDesk, clock, intake, set};
use crate::Post;
use crate::store::outbox;
use crate::view::approval::ApprovalView;
use crate::view::desk::DeskEvent;
use crate::view::intake::IntakeView;
use crate::view::outcome::AcceptView;

const REASONS: &str = "经营场所在邻市，不属本区办理";

async fn settled(test: &mut TestDesk) {
    test.until(|desk| desk.desk_view().unwrap().unsent == 0).await;
}

async fn ask(test: &TestDesk, view: &IntakeView) -> Result<ApprovalView, cases::error::Trouble> {
    let revision = intake(&test.desk).delta.revision;
    test.desk
        .ask_refusal(&view.id, revision, "notOurs", REASONS, Some("邻市财政局"))
        .await
}

/// What the hall says over the feed when something of an approval changed.
async fn told(test: &TestDesk, state: &str) {
    let what = What::Approval {
        approval: Uuid::from_u128(900),
        desk: "08".into(),
        state: state.into(),
    };
    test.desk.hear(Told { cursor: 7, what }).await;
}

async fn asked(test: &mut TestDesk) -> (IntakeView, ApprovalView) {
    let view = test.with_intake().await;
    settled(test).await;
    let asked = ask(test, &view).await.unwrap();
    (view, asked)
}

fn answered(test: &TestDesk, approve: bool, note: &str) {
    test.hall.doing().answer(approve, note, NOON.parse().unwrap());
}

/// Whether the screen was told that something of an approval changed, since this was asked last.
fn heard(test: &mut TestDesk) -> bool {
    let mut heard = false;
    while let Ok(event) = test.events.try_recv() {
        heard |= event == DeskEvent::Approvals;
    }
    heard
}

async fn refuse(test: &TestDesk, view: &IntakeView, of: &ApprovalView) -> Result<AcceptView, String> {
    let revision = intake(&test.desk).delta.revision;
    let done = test.desk.refuse(&view.id, revision, &of.id).await;
    done.map_err(|trouble| trouble.code)
}

fn refusals(hall: &FakeHall) -> usize {
    let doing = hall.doing();
    let sent = doing.arrived.iter();
    sent.filter(|one| matches!(one.command, Command::Refuse { .. }))
        .count()
}

#[tokio::test]
async fn a_refusal_is_asked_answered_and_issued() {
    let mut test = TestDesk::signed_in().await;
    let (view, asked) = asked(&mut test).await;
    let licence: Vec<&str> = view.grounds.iter().map(|ground| ground.code.as_str()).collect();
    assert_eq!(licence, ["notOurs", "falseMaterials", "barred", "noPermitNeeded"]);
    assert!(view.grounds[0].needs_body && view.grounds[0].basis.contains("第三十二条"));
    assert_eq!(
        (asked.state.as_str(), asked.kind.as_str(), asked.stale),
        ("waiting", "refusal", false)
    );
    assert_eq!(asked.what, "申请事项依法不属于本机关职权范围");
    assert_eq!(refuse(&test, &view, &asked).await, Err("YC-2707".to_owned()));

    heard(&mut test);
    answered(&test, true, "");
    told(&test, "approved").await;
    assert!(heard(&mut test), "the screen is told to look again");
    let mine = test.desk.approvals().await.unwrap();
    assert_eq!(
        (mine[0].state.as_str(), mine[0].answered_by.as_deref()),
        ("approved", Some("陈立"))
    );
    let done = refuse(&test, &view, &asked).await.unwrap();
    let AcceptView::Refused { slip, number, .. } = done else {
        panic!("not refused: {done:?}")
    };
    assert_eq!(slip, view.slip);
    assert!(number.contains("不予受字"));
    assert!(test.desk.desk_view().unwrap().intake.is_none());
    assert!(test.desk.drafts().unwrap().is_empty());
    // Pressed again, it is the same answer and nothing goes out.
    let sent = refusals(&test.hall);
    let again = test.desk.refuse(&view.id, 1, &asked.id).await.unwrap();
    assert!(matches!(again, AcceptView::Refused { .. }));
    assert_eq!(refusals(&test.hall), sent);
}

#[tokio::test]
async fn an_edit_makes_what_was_asked_void_and_says_so() {
    let mut test = TestDesk::signed_in().await;
    let (view, asked) = asked(&mut test).await;
    answered(&test, true, "");
    told(&test, "approved").await;
    heard(&mut test);
    test.set(&view, "accSoftware", "新软件");
    assert!(heard(&mut test), "the screen is told to look again");
    assert!(test.desk.approvals().await.unwrap()[0].stale);
    assert_eq!(refuse(&test, &view, &asked).await, Err("YC-5463".to_owned()));
    assert_eq!(refusals(&test.hall), 0);
    settled(&mut test).await;
    let again = ask(&test, &view).await.unwrap();
    assert_ne!(again.id, asked.id);
    answered(&test, true, "");
    told(&test, "approved").await;
    let done = refuse(&test, &view, &again).await.unwrap();
    assert!(matches!(done, AcceptView::Refused { .. }), "{done:?}");
}

#[tokio::test]
async fn without_the_hall_nobody_is_asked_and_the_clerk_hears_it() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    settled(&mut test).await;
    test.hall.doing().down = true;
    assert_eq!(ask(&test, &view).await.unwrap_err().code, "YC-5461");
    assert_eq!(
        test.desk
            .withdraw_approval(&Uuid::nil().to_string())
            .await
            .unwrap_err()
            .code,
        "YC-5461"
    );
    assert_eq!(test.desk.approvals().await.unwrap(), []);
    // The intake is as it was.
    test.hall.doing().down = false;
    test.set(&view, "accSoftware", "新软件");
}

#[tokio::test]
async fn promise_02_a_lost_reply_refuses_once() {
    let mut test = TestDesk::signed_in().await;
    let (view, asked) = asked(&mut test).await;
    answered(&test, true, "");
    told(&test, "approved").await;
    test.hall.doing().lose_replies = 1;
    assert_eq!(refuse(&test, &view, &asked).await, Err("YC-5464".to_owned()));
    // The intake goes nowhere else meanwhile.
    let edit = test.desk.edit_intake(
        &view.id,
        intake(&test.desk).delta.revision,
        &[set("accSoftware", "晚")],
    );
    assert!(edit.is_err());
    let done = refuse(&test, &view, &asked).await.unwrap();
    assert!(matches!(done, AcceptView::Refused { .. }), "{done:?}");
    let doing = test.hall.doing();
    let sent: Vec<_> = doing
        .arrived
        .iter()
        .filter(|one| matches!(one.command, Command::Refuse { .. }))
        .collect();
    assert_eq!(sent.len(), 2, "sent again");
    assert_eq!((&sent[0].place, sent[0].key), (&sent[1].place, sent[1].key));
}

/// The window ends between the approval and the issuing, and once more after the issuing was committed.
#[tokio::test]
async fn promise_01_what_waits_is_kept_over_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let keys = || Arc::new(KeyFile(folder.path().join("key")));
    let hall = FakeHall::open(clock());
    let home = folder.path().join("data");
    let mut test = TestDesk::in_folder(hall.clone(), home.clone(), keys());
    test.sign_in().await;
    let (view, asked) = asked(&mut test).await;
    answered(&test, true, "");
    told(&test, "approved").await;
    drop(test);

    let test = TestDesk::in_folder(hall.clone(), home.clone(), keys());
    test.sign_in().await;
    hall.doing().down = true;
    let kept = test.desk.approvals().await.unwrap();
    assert_eq!(
        (kept.len(), kept[0].state.as_str(), kept[0].stale),
        (1, "approved", false)
    );
    assert_eq!(intake(&test.desk).id, view.id);
    assert_eq!(refuse(&test, &view, &asked).await, Err("YC-5464".to_owned()));
    drop(test);

    hall.doing().down = false;
    let mut test = TestDesk::in_folder(hall.clone(), home, keys());
    test.sign_in().await;
    test.until(|desk| desk.drafts().unwrap().is_empty()).await;
    assert!(test.desk.desk_view().unwrap().intake.is_none());
    assert_eq!(refusals(&hall), 1);
}

#[tokio::test]
async fn a_refusal_that_the_hall_does_not_take_opens_the_intake_again() {
    let mut test = TestDesk::signed_in().await;
    let (view, asked) = asked(&mut test).await;
    answered(&test, true, "");
    told(&test, "approved").await;
    test.hall.doing().down = true;
    assert_eq!(refuse(&test, &view, &asked).await, Err("YC-5464".to_owned()));
    // Taken back from another side before it arrived.
    let withdrawn = {
        let mut doing = test.hall.doing();
        let row = doing.approvals.last_mut().unwrap();
        row.approval = row
            .approval
            .clone()
            .withdraw("08", NOON.parse().unwrap())
            .unwrap();
        let word = row.approval.state.word();
        doing.down = false;
        word
    };
    assert_eq!(withdrawn, "withdrawn");
    test.desk
        .rooms()
        .unwrap()
        .store
        .mark(|tx| outbox::try_now(tx))
        .unwrap();
    test.desk.send_due().await.unwrap();
    test.set(&view, "accSoftware", "新软件");
}

#[tokio::test]
async fn an_open_case_of_the_same_matter_is_passed_under_its_approval() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    let mut test = test.complete(&view).await;
    settled(&mut test).await;
    test.hall.doing().duplicate = Some("N1".into());
    let accept = async |test: &TestDesk| {
        let revision = intake(&test.desk).delta.revision;
        test.desk.accept(&view.id, revision).await.unwrap()
    };
    assert!(matches!(accept(&test).await, AcceptView::Duplicate { .. }));
    let revision = intake(&test.desk).delta.revision;
    test.desk
        .ask_override(&view.id, revision, "N1", "前一件已书面放弃")
        .await
        .unwrap();
    assert!(matches!(accept(&test).await, AcceptView::Duplicate { .. }));
    answered(&test, true, "");
    told(&test, "approved").await;
    let done = accept(&test).await;
    assert!(matches!(done, AcceptView::Accepted { .. }), "{done:?}");
}

#[tokio::test]
async fn a_source_and_a_second_demand_are_asked_for() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    settled(&mut test).await;
    let grant = test
        .desk
        .ask_grant(&view.id, "legalEntity", 1, "授权到期")
        .await
        .unwrap();
    assert_eq!((grant.kind.as_str(), grant.what.as_str()), ("grant", "法人库"));
    assert_eq!(grant.until.as_deref(), Some("2026-11-20T16:00:00Z"));
    let odd = test.desk.ask_grant(&view.id, "legalEntity", 0, "x").await;
    assert_eq!(odd.unwrap_err().code, "YC-5417");
    let demand = test
        .desk
        .ask_second_demand("K7PM3XW9R4", vec![" 租赁合同 ".into(), " ".into()], "核查发现")
        .await
        .unwrap();
    assert_eq!(
        (demand.kind.as_str(), demand.what.as_str()),
        ("secondDemand", "K7PM3XW9R4：租赁合同")
    );
    let back = test.desk.withdraw_approval(&demand.id).await.unwrap();
    assert_eq!(back.state, "withdrawn");
}

#[tokio::test]
async fn a_supervisor_opens_and_answers_and_the_second_is_told() {
    let mut clerk = TestDesk::signed_in().await;
    let (_, asked) = asked(&mut clerk).await;
    let above = TestDesk::signed_in_at(Post::Supervisor).await;
    above.hall.doing().approvals = clerk.hall.doing().approvals.clone();
    let list = above.desk.approvals().await.unwrap();
    assert_eq!((list.len(), list[0].reason.as_str()), (1, REASONS));
    let opened = above.desk.open_approval(&asked.id).await.unwrap();
    assert!(opened.applicant.is_some());
    let first = above
        .desk
        .answer_approval(&asked.id, false, " 理由不足 ")
        .await
        .unwrap();
    assert!(first.answered);
    assert_eq!(first.approval.note.as_deref(), Some("理由不足"));
    let second = above.desk.answer_approval(&asked.id, true, "").await.unwrap();
    assert!(!second.answered);
    assert_eq!(second.approval.answered_by.as_deref(), Some("陈立"));
    // A supervisor asks for nothing, a clerk answers nothing.
    let code = |done: Result<ApprovalView, cases::error::Trouble>| done.unwrap_err().code;
    assert_eq!(code(above.desk.withdraw_approval(&asked.id).await), "YC-5302");
    let answer = clerk.desk.answer_approval(&asked.id, true, "").await;
    assert_eq!(answer.unwrap_err().code, "YC-5302");
    above.hall.doing().down = true;
    assert!(above.desk.approvals().await.is_err());
}
