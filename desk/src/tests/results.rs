//! 即办件: the visit waits for its decision, over restarts and a lost line, and ends only when it waits for nothing.

use std::sync::Arc;

use cases::case::Stage;
use cases::wire::feed::{Change, What};

use super::fake_hall::FakeHall;
use super::{KeyFile, TestDesk, clock, intake};
use crate::Desk;
use crate::desk::Book;
use crate::store::{papers, print_jobs};
use crate::view::desk::DeskEvent;
use crate::view::outcome::AcceptView;
use crate::view::results::DeliverForm;

/// The bookkeeping item, decided while the applicant waits.
fn decide_on_the_spot(desk: &Desk) {
    let mut state = desk.state();
    let book = state.book.clone().unwrap();
    let mut catalogue = book.catalogue.clone();
    for item in &mut catalogue.items {
        if item.id == "cz-bookkeeping" {
            item.case_type_code = "1".into();
        }
    }
    state.book = Some(Arc::new(Book::new(catalogue, &state.uses)));
}

async fn accepted(mut test: TestDesk) -> (TestDesk, String) {
    decide_on_the_spot(&test.desk);
    let view = test.with_intake().await;
    let test = test.complete(&view).await;
    let revision = intake(&test.desk).delta.revision;
    match test.desk.accept(&view.id, revision).await.unwrap() {
        AcceptView::Accepted { slip, waits, .. } => {
            assert!(waits);
            (test, slip)
        }
        other => panic!("not accepted: {other:?}"),
    }
}

fn waits(desk: &Desk) -> Vec<String> {
    desk.desk_view().unwrap().visit.unwrap().waits
}

fn moved_on(cursor: u64, slip: &str, stage: Stage) -> Change {
    Change {
        cursor,
        what: What::Case {
            slip: slip.to_owned(),
            case_number: None,
            stage,
            desk: "08".into(),
        },
    }
}

/// Withdrawn at another window, void, or handed over elsewhere: the visit waits no longer, and nobody presses a key for it.
#[tokio::test]
async fn a_visit_waits_no_longer_for_a_case_that_ended_elsewhere() {
    for (stage, told) in [
        (Stage::Withdrawn, true),
        (Stage::Void, true),
        (Stage::Delivered, false),
    ] {
        let (mut test, slip) = accepted(TestDesk::signed_in().await).await;
        test.desk.hear(moved_on(40, &slip, Stage::Decided)).await;
        test.desk.hear(moved_on(41, &slip, Stage::Completed)).await;
        assert_eq!(
            waits(&test.desk),
            [slip.as_str()],
            "its result is to be handed over"
        );
        while test.events.try_recv().is_ok() {}
        test.desk.hear(moved_on(42, &slip, stage)).await;
        assert_eq!(waits(&test.desk), Vec::<String>::new(), "{stage:?}");
        let mut codes = Vec::new();
        while let Ok(event) = test.events.try_recv() {
            if let DeskEvent::Trouble { trouble } = event {
                codes.push(trouble.code);
            }
        }
        assert_eq!(codes.contains(&"YC-5580".to_owned()), told, "{stage:?} {codes:?}");
        test.desk.close_visit("served").await.unwrap();
    }
    // Nobody heard of it: it is looked up with everything else that is held.
    let (test, slip) = accepted(TestDesk::signed_in().await).await;
    test.hall.doing().over.insert(slip, Stage::Void);
    let reset = Change {
        cursor: 50,
        what: What::Reset,
    };
    test.desk.hear(reset).await;
    assert_eq!(waits(&test.desk), Vec::<String>::new());
}

#[tokio::test]
async fn a_visit_that_waits_for_a_decision_is_not_ended_by_accident() {
    let (test, slip) = accepted(TestDesk::signed_in().await).await;
    assert_eq!(waits(&test.desk), [slip.as_str()]);
    for outcome in ["served", "left"] {
        assert_eq!(test.desk.close_visit(outcome).await.unwrap_err().code, "YC-5540");
    }
    // Another item may be taken in meanwhile.
    test.desk.open_intake("cz-bookkeeping").await.unwrap();
    test.desk.close_intake().unwrap();
    assert_eq!(waits(&test.desk), [slip.as_str()]);
    // One key: it is collected later, and nothing holds the window any more.
    assert!(
        test.desk
            .collect_later(&slip)
            .unwrap()
            .visit
            .unwrap()
            .waits
            .is_empty()
    );
    assert_eq!(test.desk.collect_later(&slip).unwrap_err().code, "YC-5541");
    assert!(test.desk.close_visit("served").await.unwrap().visit.is_none());
}

#[tokio::test]
async fn promise_01_the_wait_survives_a_restart_and_a_line_that_is_away() {
    let folder = tempfile::tempdir().unwrap();
    let hall = FakeHall::open(clock());
    let keys = || Arc::new(KeyFile(folder.path().join("key")));
    let test = TestDesk::in_folder(hall.clone(), folder.path().join("data"), keys());
    test.sign_in().await;
    let (test, slip) = accepted(test).await;
    drop(test);

    hall.doing().queue.visit = Some(super::fake_hall::walk_in(
        "测试",
        1,
        crate::clock::Clock::now(&*clock()),
    ));
    let test = TestDesk::in_folder(hall.clone(), folder.path().join("data"), keys());
    test.sign_in().await;
    assert_eq!(waits(&test.desk), [slip.as_str()]);
    let now = test.desk.case_now(&slip).await.unwrap();
    assert!(now.waits && !now.stale);
    hall.doing().down = true;
    // What was seen last, and said so; a delivery that nobody can record is not made.
    let now = test.desk.case_now(&slip).await.unwrap();
    assert!(now.waits && now.stale);
    let form = DeliverForm {
        way: "direct".into(),
        agent: None,
        copies: 1,
        proof: String::new(),
    };
    assert_eq!(test.desk.deliver(&slip, form).await.unwrap_err().code, "YC-5542");
    assert_eq!(waits(&test.desk), [slip.as_str()]);
    assert_eq!(test.desk.close_visit("served").await.unwrap_err().code, "YC-5540");
    // Putting it off needs no hall.
    test.desk.collect_later(&slip).unwrap();
    assert!(test.desk.close_visit("served").await.unwrap().visit.is_none());
}

#[tokio::test]
async fn an_odd_way_of_delivery_is_refused_here() {
    let (test, slip) = accepted(TestDesk::signed_in().await).await;
    let form = DeliverForm {
        way: "pigeon".into(),
        agent: None,
        copies: 1,
        proof: String::new(),
    };
    assert_eq!(test.desk.deliver(&slip, form).await.unwrap_err().code, "YC-5543");
    let wrong = test.desk.ask_void(&slip, "colour", "录错").await.unwrap_err();
    assert_eq!(wrong.code, "YC-5545");
}

/// Prints are counted here until the hall has counted them, and then as the hall counts.
#[tokio::test]
async fn prints_that_the_hall_has_not_counted_are_counted_here() {
    let test = TestDesk::signed_in().await;
    let store = &test.desk.rooms().unwrap().store;
    let at = crate::clock::Clock::now(&*test.clock);
    let id = uuid::Uuid::from_u128(7);
    let paper = papers::KeptPaper {
        id,
        slip: "S".into(),
        kind: "acceptance".into(),
        title: "受理通知书".into(),
        number: None,
        digest: String::new(),
        pages: 1,
        missing: Vec::new(),
        bytes: Vec::new(),
        prints: 2,
        voided_by: None,
        companion_of: None,
        companion: None,
    };
    let prints = || {
        store
            .read(|connection| papers::get(connection, id))
            .unwrap()
            .unwrap()
    };
    let keys = [uuid::Uuid::from_u128(1), uuid::Uuid::from_u128(2)];
    store
        .mark(|tx| {
            papers::add(tx, &paper, at)?;
            print_jobs::add(tx, keys[0], id, at)?;
            print_jobs::add(tx, keys[1], id, at)
        })
        .unwrap();
    assert_eq!(prints().prints, 4);
    store.mark(|tx| print_jobs::counted(tx, keys[0], id, 3)).unwrap();
    assert_eq!(prints().prints, 4);
    store.mark(|tx| print_jobs::counted(tx, keys[1], id, 4)).unwrap();
    assert_eq!((prints().prints, prints().voided_by), (4, None));
    // The hall knows of prints at other windows, and of what became void.
    store
        .mark(|tx| papers::note(tx, id, 6, Some("废字第1号")))
        .unwrap();
    store.mark(|tx| papers::note(tx, id, 5, None)).unwrap();
    assert_eq!(
        (prints().prints, prints().voided_by.as_deref()),
        (6, Some("废字第1号"))
    );
    assert!(store.read(print_jobs::all).unwrap().is_empty());
}
