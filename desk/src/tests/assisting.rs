//! A helper's desk, and a window that takes over what he prepared.

use cases::assist::Mode;
use cases::assist::left::Prepared;
use cases::case::Draft;
use cases::wire::assist::{HandOverRow, HandedOver};
use cases::wire::feed::{Change as Told, What};
use jiff::Timestamp;
use uuid::Uuid;

use super::fake_hall::USCC;
use super::{NOON, TestDesk, field, intake, set};
use crate::Post;
use crate::store::drafts;
use crate::view::assist::MandateForm;
use crate::view::desk::{DeskEvent, PartyChoice};
use crate::view::intake::{Change, IntakeView};

const PERSON: &str = "林思远";

/// A helper beside somebody, with an open intake of the bookkeeping item.
async fn helper(mode: Mode) -> (TestDesk, IntakeView, String) {
    let mut test = TestDesk::signed_in_at(Post::Helper).await;
    test.desk.open_assist(mode.word()).await.unwrap();
    let number = number();
    test.desk
        .identify_typed("111", &number, PERSON, "111")
        .await
        .unwrap();
    test.desk
        .choose_party(PartyChoice::Body {
            uscc: USCC.into(),
            as_agent: false,
        })
        .unwrap();
    let view = test.desk.open_intake("cz-bookkeeping").await.unwrap();
    test.until(|desk| desk.desk_view().unwrap().unsent == 0).await;
    (test, view, number)
}

fn number() -> String {
    use rand::SeedableRng;
    crate::walk::people::number(&mut rand_chacha::ChaCha8Rng::seed_from_u64(1))
}

fn saved(test: &TestDesk) -> Vec<drafts::SavedDraft> {
    test.desk.rooms().unwrap().store.read(drafts::all).unwrap()
}

/// Check 24: nothing of the applicant's own can be done, shown or printed at a helper's desk.
#[tokio::test]
async fn check_24_a_helper_fills_in_and_nothing_else() {
    let (test, view, _) = helper(Mode::Beside).await;
    let desk = &test.desk;
    let code = |trouble: cases::error::Trouble| trouble.code;
    assert_eq!(code(desk.accept(&view.id, 1).await.unwrap_err()), "YC-5302");
    let form = intake(desk)
        .delta
        .slots
        .into_iter()
        .find(|slot| slot.generated)
        .unwrap();
    let denied = desk.make_form(&view.id, &form.material).await.unwrap_err();
    assert_eq!(code(denied), "YC-5302");
    assert_eq!(
        code(desk.sign_form(&view.id, &form.material, 1).unwrap_err()),
        "YC-5302"
    );
    let by_paper = desk.paper(&view.id, &form.material, 1, 0, 1, true).unwrap_err();
    assert_eq!(code(by_paper), "YC-5431");
    assert_eq!(code(desk.papers("x").await.unwrap_err()), "YC-5302");

    let own = view.schema.iter().find(|field| field.own_act).unwrap();
    let revision = intake(desk).delta.revision;
    let declared = desk
        .edit_intake(&view.id, revision, &[set(&own.key, "1")])
        .unwrap_err();
    assert_eq!(code(declared), "YC-5432");
    assert!(!field(desk, &own.key).filled);
    assert_eq!(code(desk.reveal(&view.id, &own.key).unwrap_err()), "YC-5302");
    assert_eq!(
        saved(&test)[0].draft.revision,
        u64::from(revision),
        "nothing was saved"
    );
}

#[tokio::test]
async fn what_a_helper_typed_is_masked_as_well() {
    let (test, view, number) = helper(Mode::Beside).await;
    let sensitive = view.schema.iter().find(|field| field.kind == "idNumber").unwrap();
    let shown = test.set(&view, &sensitive.key, &number);
    assert!(shown.filled && shown.masked, "{shown:?}");
    assert!(!shown.text.contains(&number[6..14]), "{}", shown.text);
    let whole = serde_json::to_string(&test.desk.desk_view().unwrap()).unwrap();
    assert!(!whole.contains(&number));
}

#[tokio::test]
async fn a_line_lost_in_mid_edit_keeps_the_edits_and_sends_them_later() {
    let (mut test, view, _) = helper(Mode::Beside).await;
    test.hall.doing().down = true;
    test.set(&view, "accSoftware", "新软件");
    let away = test.desk.desk_view().unwrap();
    assert_eq!(away.unsent, 1);
    test.until(|desk| !desk.desk_view().unwrap().link.up).await;
    let words = test.desk.desk_view().unwrap().link.trouble.unwrap();
    assert_eq!(words.code, "YC-5210", "a helper accepts nothing: {}", words.zh);
    test.hall.doing().down = false;
    test.desk.0.link.measure().await.unwrap();
    test.until(|desk| desk.desk_view().unwrap().unsent == 0).await;
    let arrived = test.hall.doing().arrived.last().unwrap().command.draft().clone();
    assert_eq!(arrived.form["accSoftware"].text(), Some("新软件"));
    assert!(test.desk.lost_edits().unwrap().is_empty());
}

/// While the line was away a window took the draft: the helper is told and shown what he typed, nothing is merged.
#[tokio::test]
async fn edits_that_come_too_late_are_shown_and_not_merged() {
    let (mut test, view, _) = helper(Mode::Beside).await;
    let id: Uuid = view.id.parse().unwrap();
    test.hall.doing().down = true;
    test.set(&view, "accSoftware", "新软件");
    test.hall.doing().taken_by = Some(("09".into(), "0827".into()));
    test.hall.doing().down = false;
    // The feed tells it before the outbox does: what waits to be sent has its answer first.
    let told = Told {
        cursor: 7,
        what: What::Draft {
            draft: id,
            revision: 9,
            desk: "09".into(),
        },
    };
    test.desk.hear(told).await;
    test.desk.0.link.measure().await.unwrap();
    test.until(|desk| !desk.lost_edits().unwrap().is_empty()).await;
    let lost = test.desk.lost_edits().unwrap();
    assert_eq!(
        (lost[0].holder.as_str(), lost[0].draft.as_str()),
        ("09", view.id.as_str())
    );
    let labels: Vec<&str> = lost[0].edits.iter().map(|edit| edit.text.as_str()).collect();
    assert_eq!(labels, ["新软件"]);
    assert_eq!(saved(&test), [], "the draft is another desk's");
    assert_eq!(test.desk.desk_view().unwrap().unsent, 0);
    let refused = test.desk.edit_intake(
        &view.id,
        intake(&test.desk).delta.revision,
        &[set("accSoftware", "再改")],
    );
    assert_eq!(refused.unwrap_err().code, "YC-5314");
    test.desk.dismiss_lost(&view.id).unwrap();
    assert!(test.desk.lost_edits().unwrap().is_empty());
}

#[tokio::test]
async fn an_old_feed_takes_no_draft_away() {
    let (test, view, _) = helper(Mode::Beside).await;
    // The hall itself says nothing of another holder.
    test.desk.heard_of_draft(view.id.parse().unwrap(), "09").await;
    assert_eq!(saved(&test).len(), 1);
}

/// 同标准办理: whoever prepares it, the same facts have the same findings, limits, questions and materials.
#[tokio::test]
async fn the_same_intake_is_judged_alike_at_a_helpers_desk_and_at_a_window() {
    let (helper, at_helper, _) = helper(Mode::Beside).await;
    let mut window = TestDesk::signed_in().await;
    let at_window = window.with_intake().await;
    let typed: Vec<Change> = at_window
        .schema
        .iter()
        .filter(|field| field.kind == "text" || field.kind == "date")
        .map(|field| {
            set(
                &field.key,
                if field.kind == "date" {
                    "2026-01-05"
                } else {
                    "一二三"
                },
            )
        })
        .collect();
    assert!(typed.len() > 10, "enough to be wrong in: {}", typed.len());
    for (test, view) in [(&helper, &at_helper), (&window, &at_window)] {
        let revision = intake(&test.desk).delta.revision;
        test.desk.edit_intake(&view.id, revision, &typed).unwrap();
    }
    let judged = |test: &TestDesk| {
        let view = intake(&test.desk);
        serde_json::json!({
            "promise": view.promise,
            "fee": view.fee,
            "schema": view.schema,
            "grounds": view.grounds,
            "findings": view.delta.findings,
            "questions": view.delta.questions,
            "due": view.delta.due_day,
            "shown": view.delta.fields.iter().map(|field| (&field.key, field.required, field.shown)).collect::<Vec<_>>(),
        })
    };
    let (prepared, taken) = (judged(&helper), judged(&window));
    assert!(prepared["findings"].as_array().unwrap().len() > 3);
    assert_eq!(prepared, taken);
}

/// A draft as a helper's desk made it, offered under a code.
async fn prepared_draft(window: &TestDesk) -> Draft {
    let (helper, _, _) = helper(Mode::Beside).await;
    let mut draft = saved(&helper)[0].draft.clone();
    draft.desk = "08".into();
    draft.fence += 1;
    draft.party.person.verified = None;
    let at: Timestamp = NOON.parse().unwrap();
    window.hall.doing().handed = Some(HandedOver {
        draft: draft.clone(),
        hand_over: HandOverRow {
            id: Uuid::from_u128(1),
            draft: draft.id,
            number: "H001".into(),
            mode: Mode::Beside,
            desk: "B1".into(),
            helper: "周晓".into(),
            item: draft.item.clone(),
            item_name: "代理记账".into(),
            applicant: "林*".into(),
            prepared: Prepared {
                required: 10,
                filled: 9,
                materials: 2,
                in_hand: 2,
                left: Vec::new(),
            },
            group: None,
            ticket: None,
            made_at: at,
            until: at,
            taken: None,
        },
    });
    draft
}

fn unverified(view: &IntakeView) -> bool {
    view.delta
        .findings
        .iter()
        .any(|finding| finding.code == "YC-1401")
}

#[tokio::test]
async fn a_window_takes_over_values_and_sources_and_verifies_the_person_again() {
    let window = TestDesk::signed_in().await;
    let draft = prepared_draft(&window).await;
    window.desk.walk_in("测试").await.unwrap();
    let taken = window.desk.take_hand_over(" 47 29 ").await.unwrap();
    assert!(taken.opened, "{:?}", taken.why);
    assert_eq!((taken.number.as_str(), taken.helper.as_str()), ("H001", "周晓"));
    let here = saved(&window).remove(0).draft;
    assert_eq!((&here.form, &here.slots), (&draft.form, &draft.slots));
    assert!(unverified(&intake(&window.desk)));
    let prepared_for = intake(&window.desk).party;
    assert_eq!(
        (prepared_for.person.as_str(), prepared_for.how),
        (PERSON, None),
        "who stands there is said before anybody was verified"
    );
    assert!(prepared_for.masked_person.contains("********"));
    assert_eq!(
        here.visit,
        window.desk.state().visit.as_ref().unwrap().visit.id,
        "looks have the window's visit for their reason"
    );

    // Somebody else's card verifies nobody.
    let other =
        crate::walk::people::number(&mut <rand_chacha::ChaCha8Rng as rand::SeedableRng>::seed_from_u64(2));
    window
        .desk
        .identify_typed("111", &other, "王某", "111")
        .await
        .unwrap();
    assert!(unverified(&intake(&window.desk)));
    window
        .desk
        .identify_typed("111", &number(), PERSON, "111")
        .await
        .unwrap();
    assert!(!unverified(&intake(&window.desk)));
    // For whom he acts was asked at the helper's.
    let visit = window.desk.desk_view().unwrap().visit.unwrap();
    assert_eq!(
        visit.party.map(|party| party.name),
        Some(intake(&window.desk).party.name)
    );
}

#[tokio::test]
async fn a_hand_over_beside_an_open_intake_waits_among_the_drafts() {
    let mut window = TestDesk::signed_in().await;
    let open = window.with_intake().await;
    let draft = prepared_draft(&window).await;
    let taken = window.desk.take_hand_over("4729").await.unwrap();
    assert!(!taken.opened);
    assert_eq!(taken.why.unwrap().code, "YC-5437");
    assert_eq!(intake(&window.desk).id, open.id);
    assert!(saved(&window).iter().any(|saved| saved.draft.id == draft.id));
    assert_eq!(
        window.desk.take_hand_over("4729").await.unwrap_err().code,
        "YC-2811"
    );
    assert_eq!(window.desk.take_hand_over(" ").await.unwrap_err().code, "YC-5436");
}

#[tokio::test]
async fn in_somebodys_place_no_account_is_typed() {
    let mut test = TestDesk::signed_in_at(Post::Helper).await;
    test.desk.open_assist("inPlace").await.unwrap();
    test.desk
        .identify_typed("111", &number(), PERSON, "111")
        .await
        .unwrap();
    test.desk.choose_party(PartyChoice::Own).unwrap();
    let view = test.desk.open_intake("mz-disability-subsidy").await.unwrap();
    test.until(|desk| desk.desk_view().unwrap().unsent == 0).await;
    let account = view
        .schema
        .iter()
        .find(|field| field.kind == "bankAccount")
        .unwrap();
    let revision = intake(&test.desk).delta.revision;
    let change = Change::Set {
        key: account.key.clone(),
        text: "6222021234567890".into(),
        reason: None,
    };
    let refused = test.desk.edit_intake(&view.id, revision, &[change]);
    assert_eq!(refused.unwrap_err().code, "YC-5433");
    let ended = test.desk.end_assist("left").await.unwrap();
    assert!(ended.visit.is_none() && ended.intake.is_none());
    assert_eq!(saved(&test).len(), 1, "the draft stays");
    while let Ok(event) = test.events.try_recv() {
        assert!(!matches!(event, DeskEvent::Trouble { .. }), "{event:?}");
    }
}

#[tokio::test]
async fn a_helper_makes_the_mandate_on_paper_and_no_other() {
    let (test, view, _) = helper(Mode::InPlace).await;
    let form = |from: &str, until: &str, powers: &[&str]| MandateForm {
        powers: powers.iter().map(|power| (*power).to_owned()).collect(),
        from: from.to_owned(),
        until: until.to_owned(),
        identity: None,
        will: None,
        reference: String::new(),
        revoked: false,
        file: None,
    };
    for odd in [
        form("2026-11-20", "2026-11-19", &["fill"]),
        form("2026-11-20", "someday", &["fill"]),
        form("2026-11-20", "2026-12-20", &[]),
        form("2026-11-20", "2026-12-20", &["sign"]),
    ] {
        let refused = test.desk.mandate_paper(&view.id, odd).await;
        assert_eq!(refused.unwrap_err().code, "YC-5435");
    }
    // Without the hall as well: it is a sheet to be signed.
    test.hall.doing().down = true;
    let good = form("2026-11-20", "2026-12-20", &["fill", "submit"]);
    let paper = test.desk.mandate_paper(&view.id, good).await.unwrap();
    assert_eq!((paper.kind.as_str(), paper.title.as_str()), ("mandate", "委托书"));
    // Other papers stay the window's.
    assert!(test.desk.papers(&view.slip).await.is_err());
    assert!(test.desk.companion(&paper.id).await.is_err());
}
