//! The window's day: numbers called, missed, parked and moved on; shifts; what the hall takes back; copying.

use std::sync::Arc;

use cases::queue::TicketState;
use cases::wire::feed::{Change, What};
use cases::wire::intake::Command;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::fake_hall::{FakeHall, USCC, body_facts};
use super::{KeyFile, Keys, TestDesk, clock, field, intake};
use crate::clock::Clock;
use crate::view::desk::{DeskEvent, PartyChoice};
use crate::view::queue::TransferChoice;
use crate::{Keeping, Post};

/// A window with two people of group A waiting.
async fn with_queue() -> TestDesk {
    let test = TestDesk::signed_in().await;
    let now = clock().now();
    for serial in 1..=2 {
        test.hall.doing().queue.arrives(serial, "A", now);
    }
    test
}

fn number(test: &TestDesk) -> Option<String> {
    test.desk
        .desk_view()
        .unwrap()
        .visit
        .and_then(|visit| visit.ticket)
}

#[tokio::test]
async fn a_number_is_called_recalled_missed_and_called_again() {
    let test = with_queue().await;
    let view = test.desk.call_next().await.unwrap();
    assert_eq!(view.visit.unwrap().called.unwrap().number, "A001");
    assert_eq!(view.queue.window.unwrap().state, "serving");
    let view = test.desk.recall_ticket().await.unwrap();
    assert_eq!(view.visit.unwrap().called.unwrap().calls, 2);
    let view = test.desk.miss_ticket().await.unwrap();
    assert_eq!((view.visit.is_none(), view.queue.missed.len()), (true, 1));
    let id = view.queue.missed[0].id.clone();
    let view = test.desk.rejoin_ticket(&id).await.unwrap();
    assert!(view.queue.waiting.iter().any(|ticket| ticket.returned));
    test.desk.call_next().await.unwrap();
    // Whoever is missed and stands there is taken up out of line.
    test.desk.miss_ticket().await.unwrap();
    let view = test.desk.take_up_ticket(&id).await.unwrap();
    assert_eq!(view.visit.unwrap().ticket.as_deref(), Some("A001"));
    assert_eq!(test.desk.take_up_ticket(&id).await.unwrap_err().code, "YC-5304");
    assert_eq!(test.desk.rejoin_ticket("x").await.unwrap_err().code, "YC-5413");
}

#[tokio::test]
async fn a_visit_is_parked_with_its_reason_and_transferred() {
    let test = with_queue().await;
    test.desk.call_next().await.unwrap();
    assert_eq!(test.desk.park_visit("  ").await.unwrap_err().code, "YC-5418");
    let view = test.desk.park_visit("回家取结婚证").await.unwrap();
    assert_eq!(
        (view.visit.is_none(), view.queue.parked[0].parked_why.as_deref()),
        (true, Some("回家取结婚证"))
    );
    test.desk.call_next().await.unwrap();
    let to = TransferChoice::Person { staff: "0827".into() };
    let view = test.desk.transfer_visit(to).await.unwrap();
    assert!(view.visit.is_none());
    // It is kept for another window: this one does not count it.
    assert!(view.queue.waiting.is_empty());
    // A walk-in has no number.
    test.desk.walk_in("电话预约").await.unwrap();
    assert_eq!(test.desk.park_visit("取材料").await.unwrap_err().code, "YC-5412");
    assert_eq!(test.desk.recall_ticket().await.unwrap_err().code, "YC-5412");
}

#[tokio::test]
async fn the_window_opens_pauses_and_closes_with_its_clerk() {
    let test = TestDesk::signed_in().await;
    let state = |test: &TestDesk| {
        test.hall
            .doing()
            .queue
            .window
            .clone()
            .map(|window| window.state.word())
    };
    assert_eq!(state(&test), Some("free"));
    let view = test.desk.pause_window("lunch").await.unwrap();
    assert_eq!(view.queue.window.unwrap().pause.as_deref(), Some("lunch"));
    assert_eq!(
        test.desk.pause_window("boredom").await.unwrap_err().code,
        "YC-5417"
    );
    test.desk.resume_window().await.unwrap();
    assert_eq!(state(&test), Some("free"));
    test.desk.sign_out().await.unwrap();
    assert_eq!(state(&test), Some("closed"));
}

/// The window crashed while serving and comes back: its visit is there, or the hall says that it is not any more.
#[tokio::test]
async fn after_a_crash_the_visit_goes_on_unless_the_hall_took_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let hall = FakeHall::open(clock());
    let open = || {
        let keys = Arc::new(KeyFile(folder.path().join("key")));
        TestDesk::in_folder(hall.clone(), folder.path().join("data"), keys)
    };
    let mut test = open();
    test.sign_in().await;
    let view = test.with_intake().await;
    test.until(|desk| desk.desk_view().unwrap().unsent == 0).await;
    drop(test);

    let test = open();
    test.sign_in().await;
    assert_eq!(intake(&test.desk).id, view.id);
    drop(test);

    hall.doing().queue.release(clock().now());
    let mut test = open();
    test.sign_in().await;
    let desk = test.desk.desk_view().unwrap();
    assert!(desk.visit.is_none() && desk.intake.is_none());
    assert_eq!(desk.queue.window.unwrap().state, "free");
    assert!(told(&mut test, "YC-5411"));
    assert_eq!(test.desk.drafts().unwrap().len(), 1, "the draft is parked");
}

fn told(test: &mut TestDesk, code: &str) -> bool {
    let mut found = false;
    while let Ok(event) = test.events.try_recv() {
        if let DeskEvent::Trouble { trouble } = event {
            found |= trouble.code == code;
        }
    }
    found
}

#[tokio::test]
async fn a_window_that_the_supervisor_took_back_lets_its_visit_go() {
    let mut test = TestDesk::signed_in().await;
    test.with_visitor().await;
    test.hall.doing().queue.release(clock().now());
    let what = What::Window {
        desk: "08".into(),
        state: cases::queue::WindowState::Closed,
        groups: Vec::new(),
    };
    test.desk.hear(Change { cursor: 9, what }).await;
    assert!(test.desk.desk_view().unwrap().visit.is_none());
    assert!(told(&mut test, "YC-5411"));
}

#[tokio::test]
async fn the_next_clerk_sees_nothing_before_he_takes_the_shift_over() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    test.until(|desk| desk.desk_view().unwrap().unsent == 0).await;
    test.desk.sign_out().await.unwrap();
    assert_eq!(
        test.hall.doing().queue.window.clone().unwrap().pause,
        Some(cases::queue::PauseReason::Shift)
    );
    test.hall.doing().staff = Some("0827".into());
    let desk = test.desk.sign_in("0827", "yichuang-train").await.unwrap();
    assert!(desk.queue.shift_due && desk.visit.is_none() && desk.intake.is_none());
    assert!(told(&mut test, "YC-5414"));
    let desk = test.desk.take_shift().await.unwrap();
    assert!(!desk.queue.shift_due);
    assert_eq!(desk.intake.unwrap().id, view.id);
    // The hall learns whose the draft is.
    test.until(|desk| desk.desk_view().unwrap().unsent == 0).await;
    let last = test.hall.doing().arrived.last().unwrap().command.clone();
    let Command::SaveDraft { draft } = last else {
        panic!("a draft was to be saved");
    };
    assert_eq!(draft.clerk, "0827");
    let revision = intake(&test.desk).delta.revision;
    assert_eq!(u64::from(revision), draft.revision);
}

#[tokio::test]
async fn promise_02_a_visit_that_ended_without_the_hall_is_told_before_the_next_one() {
    let test = with_queue().await;
    test.desk.call_next().await.unwrap();
    test.hall.doing().down = true;
    let view = test.desk.close_visit("served").await.unwrap();
    assert!(view.visit.is_none());
    assert!(test.hall.doing().queue.closed.is_empty());
    test.hall.doing().down = false;
    test.desk.call_next().await.unwrap();
    assert_eq!(number(&test).as_deref(), Some("A002"));
    assert_eq!(test.hall.doing().queue.closed, ["served"]);
}

#[tokio::test]
async fn a_kiosk_keeps_nothing_of_the_card() {
    let test = TestDesk::signed_in_at(Post::Kiosk).await;
    let comer = crate::walk::people::person(&mut ChaCha8Rng::seed_from_u64(3), 1);
    test.desk.0.tray.as_ref().unwrap().place(comer.card);
    let person = comer.id_number;
    let taken = test
        .desk
        .take_number("A", Some("elder"), true, None)
        .await
        .unwrap();
    assert_eq!((taken.number.as_str(), taken.ahead), ("A001", 0));
    let asked = test.hall.doing().queue.issued[0].clone();
    let day = cases::deadline::hall_date(clock().now());
    assert_eq!(
        asked.holder.as_deref(),
        Some(cases::wire::queue::holder_digest(day, &person).as_str())
    );
    assert!(!serde_json::to_string(&asked).unwrap().contains(&person));
    assert!(!format!("{:?}", test.desk.desk_view().unwrap()).contains(&person));
    // The next one finds no card on the reader.
    assert!(test.desk.take_number("A", None, true, None).await.is_err());
    let odd = test.desk.take_number("A", Some("rich"), false, None).await;
    assert_eq!(odd.unwrap_err().code, "YC-5417");
    assert_eq!(test.desk.rejoin_number("A777").await.unwrap_err().code, "YC-5413");
    let clerks = test.desk.call_next().await;
    assert_eq!(clerks.unwrap_err().code, "YC-5302");
}

#[tokio::test]
async fn promise_05_what_is_copied_from_the_previous_intake_names_it_and_own_acts_are_not() {
    let hall = FakeHall::open(clock());
    hall.doing().sources.insert("legalEntity".into(), body_facts());
    let mut test = TestDesk::over(hall, Post::Clerk, Keeping::Memory, Arc::new(Keys::working()));
    test.sign_in().await;
    let first = test.with_intake().await;
    assert_eq!(test.desk.previous_intake(&first.id).unwrap_err().code, "YC-5415");
    let mut test = test.complete(&first).await;
    let slip = first.slip.clone();
    test.desk
        .accept(&first.id, intake(&test.desk).delta.revision)
        .await
        .unwrap();
    test.until(|desk| desk.desk_view().unwrap().intake.is_none())
        .await;
    let visit = test.desk.desk_view().unwrap().visit;
    assert!(visit.is_some(), "the visit stays open for the next case");

    test.desk
        .choose_party(PartyChoice::Body {
            uscc: USCC.into(),
            as_agent: false,
        })
        .unwrap();
    let second = test.desk.open_intake("cz-bookkeeping").await.unwrap();
    test.until(|desk| {
        let sources = intake(desk).delta.sources;
        sources.iter().all(|source| source.state != "asking")
    })
    .await;
    let offered = test.desk.previous_intake(&second.id).unwrap();
    assert_eq!(offered.slip, slip);
    let has = |key: &str| offered.fields.iter().any(|field| field.key == key);
    assert!(
        has("accInternalRules") && has("deliverMethod"),
        "{:?}",
        offered.fields
    );
    let staff = offered
        .fields
        .iter()
        .find(|field| field.key == "accStaffIdNumber");
    assert!(staff.unwrap().text.contains("****"), "masked whatever its source");
    assert!(!has("applyTruth") && !has("applyPromiseMode"));
    let revision = intake(&test.desk).delta.revision;
    let refused = test
        .desk
        .copy_previous(&second.id, revision, &["applyTruth".into()], &[], &[]);
    assert_eq!(refused.unwrap_err().code, "YC-5416");

    let papers: Vec<String> = offered
        .papers
        .iter()
        .map(|paper| paper.material.clone())
        .collect();
    test.desk
        .copy_previous(&second.id, revision, &["accInternalRules".into()], &[], &papers)
        .unwrap();
    let chip = field(&test.desk, "accInternalRules").chip.unwrap();
    assert_eq!(
        (chip.kind.as_str(), chip.record_id.as_deref()),
        ("history", Some(slip.as_str()))
    );
    assert!(!field(&test.desk, "applyTruth").filled);
    let slots = intake(&test.desk).delta.slots;
    for material in &papers {
        assert!(
            slots
                .iter()
                .any(|slot| slot.material == *material && slot.satisfied)
        );
    }
    assert!(!slots.iter().any(|slot| slot.how.as_deref() == Some("generated")));
}

#[tokio::test]
async fn a_draft_that_a_supervisor_gives_to_this_window_lies_there() {
    let what = |draft| What::Draft {
        draft,
        revision: 3,
        desk: "08".into(),
    };
    given_to_this_window(what).await;
}

/// The change itself was among those that the hall does not keep any more.
#[tokio::test]
async fn a_draft_that_was_given_while_the_feed_was_away_lies_there() {
    given_to_this_window(|_| What::Reset).await;
}

async fn given_to_this_window(what: impl Fn(uuid::Uuid) -> What) {
    let mut test = TestDesk::signed_in().await;
    test.with_intake().await;
    test.until(|desk| desk.desk_view().unwrap().unsent == 0).await;
    let Command::SaveDraft { mut draft } = test.hall.doing().arrived.last().unwrap().command.clone() else {
        panic!("a draft was to be saved");
    };
    draft.id = uuid::Uuid::from_u128(77);
    draft.slip = "ABCDEFGHJK".into();
    test.hall.doing().given = Some(draft.clone());
    let what = what(draft.id);
    let change = Change { cursor: 11, what };
    test.desk.hear(change.clone()).await;
    test.desk.hear(change).await;
    let lying = test.desk.drafts().unwrap();
    assert_eq!(lying.iter().filter(|row| row.slip == draft.slip).count(), 1);
    assert!(told(&mut test, "YC-5419"));
}

#[tokio::test]
async fn the_states_of_tickets_reach_the_screen() {
    let test = with_queue().await;
    let id = test.hall.doing().queue.tickets[1].id;
    let view = test.desk.drop_ticket(&id.to_string()).await.unwrap();
    assert_eq!(view.queue.waiting.len(), 1);
    assert_eq!(test.hall.doing().queue.ticket(id).state, TicketState::Left);
}

#[tokio::test]
async fn an_old_cursor_brings_the_queue_as_it_is() {
    let mut test = with_queue().await;
    while test.events.try_recv().is_ok() {}
    test.desk
        .hear(Change {
            cursor: 40,
            what: What::Reset,
        })
        .await;
    let mut waiting = 0;
    while let Ok(event) = test.events.try_recv() {
        if let DeskEvent::Queue { queue } = event {
            waiting = queue.waiting.len();
        }
    }
    assert_eq!(waiting, 2);
}

/// The reply to a call was lost: the number is the window's all the same, and the next press shows it.
#[tokio::test]
async fn promise_02_a_call_whose_reply_was_lost_calls_nobody_else() {
    let test = with_queue().await;
    test.desk.call_next().await.unwrap();
    let visit = test.hall.doing().queue.visit.clone().unwrap();
    let line = test.desk.line("0826", "test", visit.id, "the reply is lost");
    test.desk.end_here(line).unwrap();
    assert_eq!(number(&test), None);
    let view = test.desk.call_next().await.unwrap();
    assert_eq!(view.visit.unwrap().id, visit.id.to_string());
    let waiting = test.hall.doing().queue.tickets.clone();
    assert_eq!(waiting[1].state, TicketState::Waiting);
}
