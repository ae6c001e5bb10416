//! What a window makes of an intake beside acceptance, and what comes back to it.

use cases::case::Stage;
use cases::wire::feed::{Change, What};
use cases::wire::intake::Command;

use super::{TestDesk, intake, set};
use crate::view::desk::DeskEvent;
use crate::view::intake::IntakeView;
use crate::view::outcome::{AcceptView, DemandForm};

fn in_words(material: &str) -> DemandForm {
    DemandForm {
        at: String::new(),
        id: String::new(),
        material: material.into(),
        wrong: "附图不清晰".into(),
        cure: "重新提交".into(),
        basis: String::new(),
    }
}

async fn settled(test: &mut TestDesk) {
    test.until(|desk| desk.desk_view().unwrap().unsent == 0).await;
}

fn sent(test: &TestDesk, kind: &str) -> usize {
    let doing = test.hall.doing();
    let arrived = doing.arrived.iter();
    arrived
        .filter(|one| crate::store::outbox::kind(&one.command) == kind)
        .count()
}

async fn told(test: &TestDesk, view: &IntakeView) -> Result<AcceptView, String> {
    let mut demands = test.desk.to_demand(&view.id).unwrap();
    demands.push(in_words("申请书附图"));
    let revision = intake(&test.desk).delta.revision;
    let done = test.desk.supplement(&view.id, revision, demands).await;
    done.map_err(|trouble| trouble.code)
}

#[tokio::test]
async fn what_is_missing_is_listed_told_once_and_taken_up_again() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    settled(&mut test).await;
    let listed = test.desk.to_demand(&view.id).unwrap();
    let blocks = intake(&test.desk).delta.findings;
    let blocks = blocks.iter().filter(|finding| finding.level == "block");
    assert!(!listed.is_empty() && listed.len() <= blocks.count());
    assert!(
        listed
            .iter()
            .all(|one| !one.cure.is_empty() && one.basis.contains("第三十二条"))
    );
    let revision = intake(&test.desk).delta.revision;
    let empty = test.desk.supplement(&view.id, revision, Vec::new()).await;
    assert_eq!(empty.unwrap_err().code, "YC-5502");
    let AcceptView::Supplementing { slip, demands, .. } = told(&test, &view).await.unwrap() else {
        panic!("not told")
    };
    assert_eq!(
        (slip.as_str(), demands as usize),
        (view.slip.as_str(), listed.len() + 1)
    );
    assert!(test.desk.desk_view().unwrap().intake.is_none());
    // What the clerk left empty is the law of the item.
    let last = test.hall.doing().arrived.last().unwrap().command.clone();
    let Command::Supplement { demands, .. } = last else {
        panic!("not the last")
    };
    assert!(demands.last().unwrap().basis.contains("第三十二条"));

    let again = test.desk.reopen_case(&slip).await.unwrap();
    let lines = again.delta.told.clone().unwrap().lines;
    assert_eq!(lines.len(), listed.len() + 1);
    assert!(lines.iter().all(|line| !line.cured));
    assert!(lines.last().is_some_and(|line| !line.by_review));
    // A tick is seen at once, and can be taken back until something is received by it.
    let place = u32::try_from(lines.len() - 1).unwrap();
    for cured in [true, false, true] {
        let delta = test.desk.tick_demand(&again.id, place, cured).unwrap();
        assert_eq!(delta.told.unwrap().lines.last().unwrap().cured, cured);
    }
    let nowhere = test.desk.tick_demand(&again.id, 999, true);
    assert_eq!(nowhere.unwrap_err().code, "YC-5503");
    let only = test
        .desk
        .receive_only(&again.id, intake(&test.desk).delta.revision, "先收")
        .await;
    assert_eq!(only.unwrap_err().code, "YC-5505");
    let revision = intake(&test.desk).delta.revision;
    let AcceptView::Returned { came, open, .. } = test.desk.take_return(&again.id, revision).await.unwrap()
    else {
        panic!("not returned")
    };
    assert_eq!(came, ["申请书附图"]);
    assert_eq!(open.len(), listed.len());
}

#[tokio::test]
async fn a_case_that_is_withdrawn_is_put_away_with_its_draft() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    settled(&mut test).await;
    assert!(!view.received);
    told(&test, &view).await.unwrap();
    let again = test.desk.reopen_case(&view.slip).await.unwrap();
    assert!(again.received, "there is something to take back");
    assert!(test.desk.desk_view().unwrap().intake.unwrap().received);
    let case = test.desk.withdraw_case(&view.slip, "不办了", true).await.unwrap();
    assert_eq!(case.slip, view.slip);
    assert!(test.desk.desk_view().unwrap().intake.is_none());
    assert!(test.desk.drafts().unwrap().is_empty());
}

/// An intake of a case that was told before, taken up again at this window.
async fn taken_up_again() -> (TestDesk, IntakeView) {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    settled(&mut test).await;
    told(&test, &view).await.unwrap();
    let again = test.desk.reopen_case(&view.slip).await.unwrap();
    settled(&mut test).await;
    while test.events.try_recv().is_ok() {}
    (test, again)
}

/// The feed's word about a case, whose receipt another window issued.
fn stands_at(slip: &str, stage: Stage) -> Change {
    Change {
        cursor: 40,
        what: What::Case {
            slip: slip.to_owned(),
            case_number: None,
            stage,
            desk: "05".into(),
        },
    }
}

/// Codes and stages that the screens were told since the last look.
fn said(test: &mut TestDesk) -> (Vec<String>, Vec<String>) {
    let (mut codes, mut stages) = (Vec::new(), Vec::new());
    while let Ok(event) = test.events.try_recv() {
        match event {
            DeskEvent::Trouble { trouble } => codes.push(trouble.code),
            DeskEvent::Case { stage, .. } => stages.push(stage),
            _ => {}
        }
    }
    (codes, stages)
}

fn nothing_is_held(test: &TestDesk) -> bool {
    test.desk.desk_view().unwrap().intake.is_none() && test.desk.drafts().unwrap().is_empty()
}

#[tokio::test]
async fn what_was_typed_last_goes_before_the_withdrawal() {
    let (mut test, view) = taken_up_again().await;
    let before = sent(&test, "saveDraft");
    test.set(&view, "accSoftware", "新软件");
    let row = test.desk.withdraw_case(&view.slip, "不办了", true).await.unwrap();
    assert_eq!(row.stage, "withdrawn");
    assert!(sent(&test, "saveDraft") > before);
    let last = test.hall.doing().arrived.last().unwrap().command.draft().clone();
    assert_eq!(last.form["accSoftware"].text(), Some("新软件"));
    // The feed tells of it again: that was this window's own deed.
    test.desk.hear(stands_at(&view.slip, Stage::Withdrawn)).await;
    assert_eq!(test.desk.desk_view().unwrap().unsent, 0);
    assert!(nothing_is_held(&test));
    assert!(test.desk.lost_edits().unwrap().is_empty());
    assert_eq!(said(&mut test), (Vec::new(), vec!["withdrawn".to_owned()]));
}

#[tokio::test]
async fn a_parked_intake_of_a_withdrawn_case_is_not_listed() {
    let (test, view) = taken_up_again().await;
    test.desk.close_intake().unwrap();
    assert_eq!(test.desk.drafts().unwrap().len(), 1);
    test.desk.withdraw_case(&view.slip, "不办了", true).await.unwrap();
    assert!(nothing_is_held(&test));
    assert_eq!(
        test.desk.resume_intake(&view.id).await.unwrap_err().code,
        "YC-5308"
    );
}

#[tokio::test]
async fn an_intake_of_a_case_made_void_here_is_put_away() {
    let (mut test, view) = taken_up_again().await;
    let asked = test
        .desk
        .ask_void(&view.slip, "content", "经营范围录错")
        .await
        .unwrap();
    let now = crate::clock::Clock::now(&*test.clock);
    test.hall.doing().answer(true, "", now);
    let voided = test.desk.void_case(&view.slip, &asked.id, None).await.unwrap();
    assert_eq!(voided.case.stage, "void");
    assert!(nothing_is_held(&test));
    test.desk.hear(stands_at(&view.slip, Stage::Void)).await;
    assert_eq!(said(&mut test), (Vec::new(), vec!["void".to_owned()]));
}

/// Withdrawn, void or lapsed while it is open here: said, put away, and what only this window has is shown.
#[tokio::test]
async fn a_case_that_ended_elsewhere_does_not_go_on_here() {
    for stage in [Stage::Withdrawn, Stage::Void, Stage::Lapsed, Stage::Accepted] {
        let (mut test, view) = taken_up_again().await;
        test.hall.doing().down = true;
        test.set(&view, "accSoftware", "新软件");
        test.hall.doing().over.insert(view.slip.clone(), stage);
        test.desk.hear(stands_at(&view.slip, Stage::Supplementing)).await;
        assert!(!nothing_is_held(&test), "it still waits for what is missing");
        while test.events.try_recv().is_ok() {}
        test.desk.hear(stands_at(&view.slip, stage)).await;
        assert!(nothing_is_held(&test));
        assert_eq!(
            said(&mut test),
            (vec!["YC-5509".to_owned()], vec![stage.word().to_owned()])
        );
        let lost = test.desk.lost_edits().unwrap();
        let texts: Vec<&str> = lost[0].edits.iter().map(|edit| edit.text.as_str()).collect();
        assert_eq!((lost[0].holder.as_str(), texts), ("", vec!["新软件"]));
        let edit = test.desk.edit_intake(&view.id, 1, &[set("accSoftware", "再改")]);
        assert_eq!(edit.unwrap_err().code, "YC-5308");
        // What waited is refused by the hall, and nobody has to hear of it twice.
        test.hall.doing().down = false;
        test.desk.0.link.measure().await.unwrap();
        settled(&mut test).await;
        assert_eq!(said(&mut test).0, Vec::<String>::new());
        let row = last_save(&test, &view);
        assert_eq!(
            (row.state.as_str(), row.cause.unwrap().code.as_str()),
            ("refused", "YC-2418")
        );
        assert!(row.body.contains("新软件"), "its text is kept");
    }
}

fn last_save(test: &TestDesk, view: &IntakeView) -> crate::store::outbox::OutboxRow {
    let id = view.id.parse().unwrap();
    let rooms = test.desk.rooms().unwrap();
    let last = rooms
        .store
        .read(|connection| crate::store::outbox::last_of(connection, id, "saveDraft"));
    last.unwrap().unwrap()
}

/// The feed did not keep the change, or it comes after the next save: the hall is asked.
#[tokio::test]
async fn an_end_that_nobody_heard_of_is_seen_at_the_next_save_or_reset() {
    let (mut test, view) = taken_up_again().await;
    test.hall.doing().over.insert(view.slip.clone(), Stage::Lapsed);
    test.set(&view, "accSoftware", "新软件");
    test.until(|desk| desk.drafts().unwrap().is_empty()).await;
    assert!(nothing_is_held(&test));

    let (mut test, view) = taken_up_again().await;
    test.hall.doing().over.insert(view.slip.clone(), Stage::Lapsed);
    let reset = Change {
        cursor: 90,
        what: What::Reset,
    };
    test.desk.hear(reset.clone()).await;
    assert!(nothing_is_held(&test));
    let (codes, stages) = said(&mut test);
    assert_eq!(
        (codes, stages),
        (vec!["YC-5509".to_owned()], vec!["lapsed".to_owned()])
    );

    // What goes on, and what never was a case, stays.
    let (test, _) = taken_up_again().await;
    test.desk.hear(reset.clone()).await;
    assert!(!nothing_is_held(&test));
    let mut test = TestDesk::signed_in().await;
    test.with_intake().await;
    test.desk.hear(reset).await;
    assert!(!nothing_is_held(&test));
}

/// The reply to this window's own decision is lost and the feed is first: that is nobody else's.
#[tokio::test]
async fn promise_02_the_end_by_this_window_itself_is_not_one_from_elsewhere() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    let mut test = test.complete(&view).await;
    settled(&mut test).await;
    test.hall.doing().lose_replies = 1;
    let revision = intake(&test.desk).delta.revision;
    test.desk.accept(&view.id, revision).await.unwrap();
    assert!(test.desk.desk_view().unwrap().unsent > 0);
    test.desk.hear(stands_at(&view.slip, Stage::Accepted)).await;
    assert!(!said(&mut test).0.contains(&"YC-5509".to_owned()));
    assert_eq!(test.desk.drafts().unwrap().len(), 1, "its answer comes first");
    // The clock stands still, so nothing is due again by itself.
    let rooms = test.desk.rooms().unwrap();
    rooms.store.mark(|tx| crate::store::outbox::try_now(tx)).unwrap();
    test.desk.send_due().await.unwrap();
    assert!(nothing_is_held(&test));
    let (codes, stages) = said(&mut test);
    assert_eq!((codes, stages.last().unwrap().as_str()), (Vec::new(), "accepted"));
}

/// A notice waits for the line while the applicant withdraws at another window.
#[tokio::test]
async fn a_decision_about_a_case_that_is_over_meanwhile_is_refused_and_it_is_put_away() {
    let (mut test, view) = taken_up_again().await;
    test.hall.doing().down = true;
    let revision = intake(&test.desk).delta.revision;
    let place = u32::try_from(view.delta.told.unwrap().lines.len() - 1).unwrap();
    test.desk.tick_demand(&view.id, place, true).unwrap();
    let waits = test.desk.take_return(&view.id, revision + 1).await;
    assert_eq!(waits.unwrap_err().code, "YC-5500");
    test.hall.doing().over.insert(view.slip.clone(), Stage::Withdrawn);
    test.desk.hear(stands_at(&view.slip, Stage::Withdrawn)).await;
    assert!(!nothing_is_held(&test), "what waits has its answer first");
    while test.events.try_recv().is_ok() {}
    test.hall.doing().down = false;
    test.desk.0.link.measure().await.unwrap();
    test.until(|desk| desk.drafts().unwrap().is_empty()).await;
    settled(&mut test).await;
    assert!(nothing_is_held(&test));
    assert!(test.desk.lost_edits().unwrap().is_empty(), "the tick is no text");
}

#[tokio::test]
async fn promise_02_a_lost_reply_tells_once() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    settled(&mut test).await;
    test.hall.doing().lose_replies = 1;
    let first = told(&test, &view).await;
    assert_eq!(first, Err("YC-5500".to_owned()));
    // Pressed again, it is the answer that was lost.
    let again = test.desk.supplement(&view.id, 0, Vec::new()).await.unwrap();
    assert!(matches!(again, AcceptView::Supplementing { .. }), "{again:?}");
    let doing = test.hall.doing();
    let mut keys: Vec<_> = doing
        .arrived
        .iter()
        .filter(|one| matches!(one.command, Command::Supplement { .. }))
        .map(|one| one.key)
        .collect();
    keys.dedup();
    assert_eq!(keys.len(), 1);
}

#[tokio::test]
async fn promise_04_without_the_hall_nothing_is_told_and_the_applicant_leaves_with_a_receipt() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    settled(&mut test).await;
    test.hall.doing().down = true;
    assert_eq!(told(&test, &view).await, Err("YC-5500".to_owned()));
    let revision = intake(&test.desk).delta.revision;
    let wordless = test.desk.receive_only(&view.id, revision, " ").await;
    assert_eq!(wordless.unwrap_err().code, "YC-5504");
    let done = test
        .desk
        .receive_only(&view.id, revision, "大厅断线，先收材料")
        .await
        .unwrap();
    let AcceptView::Received { why, papers, .. } = done else {
        panic!("not received")
    };
    assert_eq!((why, papers.len()), (None, 1));
    assert_eq!(papers[0].kind, "receipt");
    assert!(test.desk.desk_view().unwrap().intake.is_none());
    test.hall.doing().down = false;
    settled(&mut test).await;
    assert_eq!(sent(&test, "receive"), 1);
}

#[tokio::test]
async fn what_the_situation_needs_is_told_on_paper_without_the_hall() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    settled(&mut test).await;
    test.hall.doing().down = true;
    let paper = test.desk.tell_once(&view.id).await.unwrap().paper;
    assert_eq!(
        (paper.kind.as_str(), paper.title.as_str()),
        ("guidance", "一次性告知书")
    );
    let kept = test.desk.papers(&view.slip).await.unwrap();
    assert!(
        kept.iter().any(|one| one.id == paper.id),
        "printed again as the same bytes"
    );
    let facts = {
        let book = test.desk.book().unwrap();
        let item = book.catalogue.item("cz-bookkeeping").unwrap();
        let state = test.desk.state();
        let maker = crate::intake::forms::Maker {
            realm: cases::realm::Realm::Training,
            hall_name: "大厅",
            desk: "08",
            clerk: "王雨桐",
        };
        let ground = test.desk.ground(&book, item);
        crate::intake::forms::guidance(ground, &state.intake.as_ref().unwrap().draft, &maker, None).0
    };
    let listed: Vec<&str> = facts.materials.iter().map(|one| one.name.as_str()).collect();
    for slot in view.delta.slots.iter().filter(|slot| slot.required) {
        assert!(
            listed.contains(&slot.name.as_str()),
            "{} in {listed:?}",
            slot.name
        );
    }
    for slot in view.delta.slots.iter().filter(|slot| slot.applies == Some(false)) {
        assert!(
            !listed.contains(&slot.name.as_str()),
            "{} in {listed:?}",
            slot.name
        );
    }
}

#[tokio::test]
async fn only_what_may_come_later_is_promised() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    let slot = view
        .delta
        .slots
        .iter()
        .find(|slot| slot.tolerant_days.is_none())
        .unwrap();
    let refused = test.desk.promise_material(&view.id, &slot.material, true);
    assert_eq!(refused.unwrap_err().code, "YC-5506");
    let unknown = test.desk.promise_material(&view.id, "no-such", true);
    assert!(unknown.is_err());
    assert!(intake(&test.desk).delta.slots.iter().all(|slot| !slot.promised));
}

#[tokio::test]
async fn what_only_the_hall_does_says_so_when_it_does_not_answer() {
    let test = TestDesk::signed_in().await;
    test.with_visitor().await;
    test.hall.doing().down = true;
    let codes = [
        test.desk.reopen_case("225K77DAXR").await.unwrap_err().code,
        test.desk
            .withdraw_case("225K77DAXR", "不办了", true)
            .await
            .unwrap_err()
            .code,
        test.desk
            .keep_promises("225K77DAXR", vec!["m".into()])
            .await
            .unwrap_err()
            .code,
        test.desk.tell_further("225K77DAXR").await.unwrap_err().code,
        test.desk
            .take_further("225K77DAXR", Vec::new())
            .await
            .unwrap_err()
            .code,
    ];
    assert!(codes.iter().all(|code| code == "YC-5501"), "{codes:?}");
    test.hall.doing().down = false;
    // A case that lapsed is not opened, and says why.
    let lapsed = test.desk.reopen_case("225K77DAXR").await;
    assert_eq!(lapsed.unwrap_err().code, "YC-2842");
    assert!(test.desk.desk_view().unwrap().intake.is_none());
}

#[tokio::test]
async fn an_edit_after_the_list_was_shown_is_said_and_nothing_is_told() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    let revision = intake(&test.desk).delta.revision;
    let demands = test.desk.to_demand(&view.id).unwrap();
    test.desk
        .edit_intake(&view.id, revision, &[set("accSoftware", "新软件")])
        .unwrap();
    let done = test.desk.supplement(&view.id, revision, demands).await;
    assert!(done.is_err());
    assert_eq!(sent(&test, "supplement"), 0);
}
