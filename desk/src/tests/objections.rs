//! 数据校核 at the window: raised at a field, saved with the intake, named where the case goes, heard of again.

use cases::objection::State;
use cases::wire::feed::{Change as FeedChange, What};
use cases::wire::intake::Command;
use serde_json::json;
use uuid::Uuid;

use super::fake_hall::{Source, USCC, body_facts};
use super::telling::read;
use super::{TestDesk, field, intake};
use crate::view::intake::IntakeView;
use crate::view::objection::ObjectionForm;
use crate::view::outcome::AcceptView;

const KEY: &str = "enterpriseDomicile";

async fn opened() -> (TestDesk, IntakeView) {
    let mut test = TestDesk::signed_in().await;
    test.hall
        .doing()
        .sources
        .insert("legalEntity".into(), body_facts());
    let view = test.with_intake().await;
    (test, view)
}

fn form(stated: &str, words: &str) -> ObjectionForm {
    ObjectionForm {
        key: KEY.into(),
        offer: 0,
        stated: Some(stated.into()),
        why: "outdated".into(),
        materials: Vec::new(),
        words: words.into(),
    }
}

fn raise(test: &TestDesk, view: &IntakeView, form: &ObjectionForm) -> Result<(), String> {
    let base = intake(&test.desk).delta.revision;
    test.desk
        .raise_objection(&view.id, base, form)
        .map(drop)
        .map_err(|trouble| trouble.code)
}

/// The draft as the hall has it last.
fn at_hall(test: &TestDesk) -> Option<cases::case::Draft> {
    let doing = test.hall.doing();
    let mut drafts = doing.arrived.iter().rev();
    drafts.find_map(|envelope| match &envelope.command {
        Command::SaveDraft { draft } => Some(draft.clone()),
        _ => None,
    })
}

#[tokio::test]
async fn the_case_goes_on_with_what_the_applicant_states_and_both_values_stay() {
    let (mut test, view) = opened().await;
    let theirs = field(&test.desk, KEY).text;
    let sheet = test.desk.objection_sheet(&view.id, KEY).unwrap();
    assert_eq!((sheet.offers.len(), sheet.answer_days), (1, 10));
    assert_eq!(sheet.offers[0].text, theirs);
    assert_eq!(sheet.offers[0].chip.record_id.as_deref(), Some("R1"));
    assert!(!sheet.basis.is_empty() && sheet.reasons.len() == 4);
    raise(&test, &view, &form("示范市湖滨路88号", "新的租赁合同")).unwrap();
    let state = field(&test.desk, KEY);
    assert_eq!(state.text, "示范市湖滨路88号");
    assert_eq!(state.chip.unwrap().kind, "typed");
    assert_eq!(state.others[0].text, theirs);
    let mark = state.objection.unwrap();
    assert_eq!(
        (mark.state.as_str(), mark.theirs.as_str()),
        ("raised", theirs.as_str())
    );
    let hall = test.hall.clone();
    test.until(|_| at_hall_has(&hall, 1)).await;
    let draft = at_hall(&test).unwrap();
    let sent = &draft.heard.objections[0];
    assert_eq!(sent.subject.uscc.as_deref(), Some(USCC));
    assert_eq!((sent.record_id.as_deref(), sent.answer_days), (Some("R1"), 10));
    assert_eq!(draft.objections_shown().len(), 1);
}

fn at_hall_has(hall: &super::fake_hall::FakeHall, count: usize) -> bool {
    let doing = hall.doing();
    doing.arrived.iter().any(|envelope| match &envelope.command {
        Command::SaveDraft { draft } => draft.heard.objections.len() == count,
        _ => false,
    })
}

#[tokio::test]
async fn receipt_and_annex_name_it_as_another_program_reads_them() {
    let (mut test, view) = opened().await;
    let theirs = field(&test.desk, KEY).text;
    let label = view
        .schema
        .iter()
        .find(|one| one.key == KEY)
        .unwrap()
        .label
        .clone();
    raise(&test, &view, &form("示范市湖滨路88号", "新的租赁合同")).unwrap();
    let annex = test.desk.make_annex(&view.id).await.unwrap();
    let text = read(&test.desk.paper_bytes(&annex.id).unwrap());
    for said in ["示范市湖滨路88号", theirs.as_str(), "法人库", "R1", "G1"] {
        let said: String = said.chars().filter(|ch| !ch.is_whitespace()).collect();
        assert!(text.contains(&said), "{said} in {text}");
    }
    test.until(|desk| desk.desk_view().unwrap().unsent == 0).await;
    test.hall.doing().down = true;
    let base = intake(&test.desk).delta.revision;
    let outcome = test
        .desk
        .receive_only(&view.id, base, "大厅断线，先收材料")
        .await
        .unwrap();
    let AcceptView::Received { papers, .. } = outcome else {
        panic!("not received: {outcome:?}")
    };
    let text = read(&test.desk.paper_bytes(&papers[0].id).unwrap());
    assert!(
        text.contains("已提出校核") && text.contains(&label) && text.contains("示范区legalEntity"),
        "{text}"
    );
}

#[tokio::test]
async fn what_cannot_be_raised_is_said_and_leaves_the_form_as_it_was() {
    let (test, view) = opened().await;
    let before = intake(&test.desk).delta;
    let theirs = field(&test.desk, KEY).text;
    let check = |form: ObjectionForm, expected: &str| {
        assert_eq!(raise(&test, &view, &form), Err(expected.to_owned()), "{form:?}");
    };
    check(form(&theirs, "新的租赁合同"), "YC-5660");
    check(form("示范市湖滨路88号", "  "), "YC-5661");
    check(form("示范市湖滨路88号", &"长".repeat(201)), "YC-5662");
    check(form("示范市湖滨路88号", "350199199003070011的证明"), "YC-5662");
    check(
        ObjectionForm {
            materials: vec!["nothing".into()],
            ..form("示范市湖滨路88号", "x")
        },
        "YC-5661",
    );
    check(
        ObjectionForm {
            offer: 7,
            ..form("示范市湖滨路88号", "x")
        },
        "YC-5660",
    );
    // Nobody said anything of it: there is nothing to object to.
    let silent = before
        .fields
        .iter()
        .find(|field| field.shown && field.chip.is_none())
        .unwrap();
    assert_eq!(
        test.desk.objection_sheet(&view.id, &silent.key).unwrap_err().code,
        "YC-5660"
    );
    let after = intake(&test.desk).delta;
    assert_eq!((after.revision, after.fields), (before.revision, before.fields));
    raise(&test, &view, &form("示范市湖滨路88号", "新的租赁合同")).unwrap();
    check(form("示范市湖滨路88号", "新的租赁合同"), "YC-5663");
}

#[tokio::test]
async fn without_the_hall_it_waits_with_the_intake() {
    let (mut test, view) = opened().await;
    test.hall.doing().down = true;
    raise(&test, &view, &form("示范市湖滨路88号", "新的租赁合同")).unwrap();
    assert!(field(&test.desk, KEY).objection.is_some());
    assert!(
        test.desk.objections(true, 0, 20).await.is_err(),
        "the list is the hall's"
    );
    test.hall.doing().down = false;
    let hall = test.hall.clone();
    test.until(|_| at_hall_has(&hall, 1)).await;
}

#[tokio::test]
async fn an_answer_is_heard_at_the_field_and_what_was_put_right_is_read_anew() {
    let (mut test, view) = opened().await;
    raise(&test, &view, &form("示范市湖滨路88号", "新的租赁合同")).unwrap();
    let hall = test.hall.clone();
    test.until(|_| at_hall_has(&hall, 1)).await;
    let draft = at_hall(&test).unwrap();
    let id = draft.heard.objections[0].id;
    let right = json!({ "enterprise.domicile": "示范市湖滨路88号" });
    let right = Source::Has(right.as_object().unwrap().clone().into_iter().collect());
    test.hall.doing().sources.insert("legalEntity".into(), right);
    let asked = test.hall.doing().asked.len();
    let tell = async |test: &TestDesk, cursor: u64, state: State| {
        let what = What::Objection {
            objection: id,
            slip: draft.slip.clone(),
            draft: draft.id,
            desk: "08".into(),
            state,
        };
        test.desk.hear(FeedChange { cursor, what }).await;
    };
    tell(&test, 900, State::Heard).await;
    assert_eq!(field(&test.desk, KEY).objection.unwrap().state, "heard");
    assert_eq!(
        test.hall.doing().asked.len(),
        asked,
        "nothing is read anew before it is put right"
    );
    tell(&test, 901, State::Upheld).await;
    test.until(|desk| {
        let state = field(desk, KEY);
        state.objection.is_some_and(|mark| mark.state == "upheld")
            && state
                .others
                .first()
                .is_some_and(|offer| offer.text == "示范市湖滨路88号")
    })
    .await;
    assert_eq!(field(&test.desk, KEY).text, "示范市湖滨路88号");
    // Of another intake: nothing here changes.
    let revision = intake(&test.desk).delta.revision;
    let what = What::Objection {
        objection: Uuid::nil(),
        slip: "S".into(),
        draft: Uuid::nil(),
        desk: "08".into(),
        state: State::Rejected,
    };
    test.desk.hear(FeedChange { cursor: 902, what }).await;
    assert_eq!(intake(&test.desk).delta.revision, revision);
}
