//! 情形引导 at the desk: an answer changes form and materials at once; what goes is kept and said.

use cases::case::Answer;
use cases::error::Trouble;

use super::fake_hall::USCC;
use super::{TestDesk, intake};
use crate::view::desk::PartyChoice;
use crate::view::intake::{Change, FieldState, IntakeDelta, IntakeView};

const ITEM: &str = "scjg-company-change";

async fn opened(test: &TestDesk) -> IntakeView {
    test.with_visitor().await;
    let party = PartyChoice::Body {
        uscc: USCC.into(),
        as_agent: false,
    };
    test.desk.choose_party(party).unwrap();
    test.desk.open_intake(ITEM).await.unwrap()
}

fn answer(
    test: &TestDesk,
    view: &IntakeView,
    question: &str,
    codes: &[&str],
) -> Result<IntakeDelta, Trouble> {
    let change = Change::Answer {
        question: question.to_owned(),
        codes: codes.iter().map(|code| (*code).to_owned()).collect(),
    };
    let revision = intake(&test.desk).delta.revision;
    test.desk.edit_intake(&view.id, revision, &[change])
}

fn state<'a>(delta: &'a IntakeDelta, key: &str) -> &'a FieldState {
    delta.fields.iter().find(|field| field.key == key).unwrap()
}

fn needed(delta: &IntakeDelta) -> Vec<&str> {
    let slots = delta.slots.iter().filter(|slot| slot.required);
    slots.map(|slot| &slot.material[ITEM.len() + 1..]).collect()
}

#[tokio::test]
async fn an_answer_changes_form_and_materials_in_one_delta() {
    let test = TestDesk::signed_in().await;
    let view = opened(&test).await;
    let delta = answer(&test, &view, "changes", &["name"]).unwrap();
    assert_eq!(needed(&delta), ["m01", "m02", "m03", "m04"]);
    assert!(state(&delta, "regNameReserveNo").shown);
    let filled = state(&delta, "regChangeItems");
    assert_eq!(filled.codes, ["名称"]);
    assert_eq!(filled.chip.as_ref().unwrap().kind, "guidance");
    assert_eq!(delta.dropped, None);
    // The prefill meter counts what sources filled, not what somebody answered.
    let counts = intake(&test.desk).delta.counts;
    assert_eq!(counts.by_source["guidance"], 1);
    let delta = answer(&test, &view, "changes", &["head", "home"]).unwrap();
    assert_eq!(needed(&delta), ["m01", "m02", "m03", "m04", "m05", "m06"]);
    assert_eq!(
        delta.questions.len(),
        2,
        "where the new domicile is from is asked now"
    );
}

#[tokio::test]
async fn what_an_answer_takes_away_is_said_kept_and_back_with_the_answer() {
    let test = TestDesk::signed_in().await;
    let view = opened(&test).await;
    answer(&test, &view, "changes", &["home"]).unwrap();
    test.set(&view, "regDomicileDeclared", "示范区政务路1号");
    let material = format!("{ITEM}-m05");
    test.desk.paper(&view.id, &material, 1, 0, 2, true).unwrap();
    let delta = answer(&test, &view, "changes", &["head"]).unwrap();
    let said = delta.dropped.clone().unwrap();
    assert_eq!(said.code, "YC-5560");
    assert!(said.zh.ends_with("申报住所、新住所使用相关文件"), "{}", said.zh);
    assert!(!state(&delta, "regDomicileDeclared").shown);
    // It is neither on the one-time notice nor in the review.
    let paper = test.desk.tell_once(&view.id).await.unwrap();
    let bytes = test.desk.paper_bytes(&paper.paper.id).unwrap();
    assert!(!bytes.is_empty());
    let stands = |delta: &IntakeDelta| delta.findings.iter().any(|one| one.id == "regDomicileDeclared");
    assert!(!stands(&delta));
    let delta = answer(&test, &view, "changes", &["head", "home"]).unwrap();
    assert_eq!(state(&delta, "regDomicileDeclared").text, "示范区政务路1号");
    let slot = delta.slots.iter().find(|slot| slot.material == material).unwrap();
    assert!(slot.satisfied && slot.required);
    assert_eq!(delta.dropped, None);
}

#[tokio::test]
async fn an_answer_is_taken_back_with_the_field_it_filled() {
    let test = TestDesk::signed_in().await;
    let view = opened(&test).await;
    answer(&test, &view, "changes", &["home"]).unwrap();
    test.set(&view, "regDomicileDeclared", "示范区政务路1号");
    answer(&test, &view, "changes", &["name"]).unwrap();
    let undone = test.desk.undo_edit(&view.id).unwrap();
    assert_eq!(undone.key, None);
    assert_eq!(undone.delta.questions[0].chosen, ["home"]);
    let back = state(&undone.delta, "regDomicileDeclared");
    assert_eq!((back.shown, back.text.as_str()), (true, "示范区政务路1号"));
    assert_eq!(
        test.desk.undo_edit(&view.id).unwrap().key.as_deref(),
        Some("regDomicileDeclared")
    );
    assert!(
        test.desk.undo_edit(&view.id).unwrap().delta.questions[0]
            .chosen
            .is_empty()
    );
    assert_eq!(test.desk.undo_edit(&view.id).unwrap_err().code, "YC-5454");
}

#[tokio::test]
async fn an_answer_to_nothing_changes_nothing() {
    let test = TestDesk::signed_in().await;
    let view = opened(&test).await;
    let revision = intake(&test.desk).delta.revision;
    for (question, codes, code) in [
        ("nobody", &["yes"][..], "YC-5561"),
        ("changes", &["weather"], "YC-5561"),
        ("acquire", &["own"], "YC-5562"),
    ] {
        assert_eq!(
            answer(&test, &view, question, codes).unwrap_err().code,
            code,
            "{question}"
        );
    }
    assert_eq!(intake(&test.desk).delta.revision, revision);
    answer(&test, &view, "changes", &["home"]).unwrap();
    let both = answer(&test, &view, "acquire", &["own", "rent"]);
    assert_eq!(both.unwrap_err().code, "YC-5563");
}

#[tokio::test]
async fn a_draft_that_was_answered_with_yes_and_no_goes_on() {
    let test = TestDesk::signed_in().await;
    let view = opened(&test).await;
    // As an earlier version of the desk left it.
    let said = [("变更住所".to_owned(), Answer::Said(true))];
    test.desk
        .state()
        .intake
        .as_mut()
        .unwrap()
        .draft
        .answers
        .extend(said);
    test.set(&view, "enterprisePostcode", "350001");
    let delta = intake(&test.desk).delta;
    assert!(
        needed(&delta).contains(&"m05"),
        "what was said of the material stands"
    );
    assert!(
        delta.questions[0].chosen.is_empty(),
        "which other matters change is asked"
    );
    let delta = answer(&test, &view, "changes", &["head"]).unwrap();
    assert_eq!(needed(&delta), ["m01", "m02", "m03", "m06"]);
    let draft = test.desk.state().intake.as_ref().unwrap().draft.clone();
    assert_eq!(draft.answers["变更住所"], Answer::Said(true));
}
