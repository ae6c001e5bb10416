//! Editions at the window: taken between cases, never inside one; refused where they are not what they say.

use serde_json::json;

use super::fake_editions::Tampered;
use super::{TestDesk, intake};
use crate::Desk;
use crate::view::desk::DeskEvent;
use cases::wire::feed::{Change, What};

const ITEM: &str = "cz-bookkeeping";

/// What the window works by, as its next intake would.
fn in_force(desk: &Desk) -> String {
    desk.shelf().unwrap().catalogue.edition.clone()
}

/// The feed says that an edition was published; waits until the window has dealt with it.
async fn heard(test: &mut TestDesk, number: &str) {
    let what = What::Edition {
        number: number.to_owned(),
        sequence: 0,
    };
    test.desk.hear(Change { cursor: 900, what }).await;
    test.desk.catch_up().await.unwrap();
}

fn shorter(test: &TestDesk) -> String {
    let publish = |item: &mut serde_json::Value| item["promisedDays"] = json!(2);
    test.hall.doing().editions.publish(ITEM, publish)
}

/// Codes of what the clerk was told.
fn told(test: &mut TestDesk) -> Vec<String> {
    let mut codes = Vec::new();
    while let Ok(event) = test.events.try_recv() {
        if let DeskEvent::Trouble { trouble } = event {
            codes.push(trouble.code);
        }
    }
    codes
}

#[tokio::test]
async fn a_window_where_nobody_is_served_takes_the_new_edition_at_once() {
    let mut test = TestDesk::signed_in().await;
    assert_eq!(in_force(&test.desk), "20261120-1");
    let number = shorter(&test);
    heard(&mut test, &number).await;
    assert_eq!(in_force(&test.desk), number);
    let asked = test.hall.doing().editions.asked.clone();
    // The first contact takes all of it in pages; later ones what changed.
    assert_eq!(asked.len(), 3, "{asked:?}");
    assert_eq!(
        asked[2],
        format!("/v1/catalogue/editions/{number}/difference?from=20261120-1")
    );
}

#[tokio::test]
async fn an_open_intake_keeps_its_edition_and_the_next_takes_the_new() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    let number = shorter(&test);
    heard(&mut test, &number).await;
    assert_eq!(in_force(&test.desk), "20261120-1");
    let newer = test.desk.newer_edition(&view.id).unwrap().unwrap();
    assert_eq!(
        (newer.own.as_str(), newer.newer.as_str()),
        ("20261120-1", number.as_str())
    );
    assert_eq!(newer.changes.len(), 1);
    // Parked, and the visit goes on: still the old one until the next intake.
    test.desk.close_intake().unwrap();
    assert_eq!(in_force(&test.desk), "20261120-1");
    let next = test.desk.open_intake(ITEM).await.unwrap();
    assert_eq!(in_force(&test.desk), number);
    assert_eq!(test.desk.newer_edition(&next.id).unwrap(), None);
    // The parked one is of its own edition, as it was.
    test.desk.resume_intake(&view.id).await.unwrap();
    assert_eq!(test.desk.book().unwrap().catalogue.edition, "20261120-1");
    assert!(test.desk.newer_edition(&view.id).unwrap().is_some());
    test.desk.close_visit("served").await.unwrap();
    assert_eq!(test.desk.book().unwrap().catalogue.edition, number);
}

#[tokio::test]
async fn an_open_draft_moves_and_what_was_dropped_is_listed() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    let free: Vec<(String, String)> = view
        .schema
        .iter()
        .filter(|field| field.kind == "text" && !field.own_act)
        .map(|field| (field.key.clone(), field.label.clone()))
        .collect();
    let (kept, gone) = (&free[free.len() - 1], &free[free.len() - 2]);
    test.set(&view, &kept.0, "留下");
    test.set(&view, &gone.0, "去掉");
    let key = gone.0.clone();
    let number = test.hall.doing().editions.publish(ITEM, |item| {
        let fields = item["fields"].as_array_mut().unwrap();
        fields.retain(|field| field["key"] != json!(key));
    });
    heard(&mut test, &number).await;
    let before = intake(&test.desk).delta.revision;
    let moved = test.desk.move_edition(&view.id).unwrap();
    assert_eq!((moved.newer.as_str(), moved.dropped.len()), (number.as_str(), 1));
    assert_eq!(
        (&moved.dropped[0].what, moved.dropped[0].value.as_str()),
        (&gone.1, "去掉")
    );
    assert!(moved.intake.schema.iter().all(|field| field.key != gone.0));
    let field = |key: &str| moved.intake.delta.fields.iter().find(|field| field.key == key);
    assert!(field(&gone.0).is_none() && field(&kept.0).unwrap().filled);
    assert_eq!(moved.intake.delta.revision, before + 1);
    assert_eq!(test.desk.newer_edition(&view.id).unwrap(), None);
    // It is saved, and sent to the hall, under its new edition.
    let draft = test.desk.state().intake.as_ref().unwrap().draft.clone();
    assert_eq!(draft.edition, number);
    // Once more there is nothing to move to; an item that was withdrawn cannot be moved to.
    let last = test.hall.doing().editions.withdraw(ITEM);
    heard(&mut test, &last).await;
    assert!(test.desk.newer_edition(&view.id).unwrap().unwrap().withdrawn);
    assert_eq!(test.desk.move_edition(&view.id).unwrap_err().code, "YC-5552");
    assert_eq!(test.desk.book().unwrap().catalogue.edition, number);
}

#[tokio::test]
async fn what_is_damaged_unsigned_forged_or_older_is_refused_and_said_once() {
    for (tampered, code) in [
        (Tampered::Text, "YC-1353"),
        (Tampered::Part, "YC-1353"),
        (Tampered::Unsigned, "YC-1350"),
        (Tampered::Manifest, "YC-1352"),
    ] {
        let mut test = TestDesk::signed_in().await;
        let number = shorter(&test);
        test.hall.doing().editions.tampered = Some(tampered);
        for _ in 0..3 {
            heard(&mut test, &number).await;
        }
        assert_eq!(told(&mut test), [code], "{tampered:?}");
        assert_eq!(in_force(&test.desk), "20261120-1");
        // The window goes on, and takes the edition once it is what it says.
        test.hall.doing().editions.tampered = None;
        heard(&mut test, &number).await;
        assert_eq!(in_force(&test.desk), number);
    }
    let mut test = TestDesk::signed_in().await;
    let second = shorter(&test);
    heard(&mut test, &second).await;
    told(&mut test);
    test.hall.doing().editions.replay_first();
    heard(&mut test, "20261120-1").await;
    assert_eq!(told(&mut test), ["YC-1354"]);
    assert_eq!(in_force(&test.desk), second);
    let mut test = TestDesk::signed_in().await;
    test.hall.doing().editions.change_key();
    let number = shorter(&test);
    heard(&mut test, &number).await;
    assert_eq!(told(&mut test), ["YC-1351"]);
    assert_eq!(in_force(&test.desk), "20261120-1");
}

/// A month of editions later one difference is enough; where the hall does not know the window's edition, the whole
/// comes.
#[tokio::test]
async fn a_window_that_was_off_catches_up_with_one_difference() {
    for forgotten in [0, 1] {
        let mut test = TestDesk::signed_in().await;
        test.hall.doing().editions.asked.clear();
        let mut last = String::new();
        for days in 2..22 {
            let publish = |item: &mut serde_json::Value| item["statutoryDays"] = json!(days + 20);
            last = test.hall.doing().editions.publish(ITEM, publish);
        }
        test.hall.doing().editions.forgotten = forgotten;
        heard(&mut test, &last).await;
        assert_eq!(in_force(&test.desk), last);
        let asked = test.hall.doing().editions.asked.len();
        assert_eq!(asked, if forgotten == 0 { 1 } else { 2 });
    }
}

/// A case that comes back after its edition has gone from this window: it is fetched again.
#[tokio::test]
async fn a_draft_of_an_edition_that_is_not_here_fetches_it() {
    let mut test = TestDesk::signed_in().await;
    let view = test.with_intake().await;
    let number = shorter(&test);
    heard(&mut test, &number).await;
    test.desk.close_intake().unwrap();
    test.desk.open_intake(ITEM).await.unwrap();
    let store = test.desk.rooms().unwrap();
    let gone = store.store.mark(|tx| {
        tx.execute("DELETE FROM editions WHERE number = '20261120-1'", [])?;
        Ok(())
    });
    gone.unwrap();
    test.desk.state().pinned = None;
    test.hall.doing().down = true;
    assert_eq!(
        test.desk.resume_intake(&view.id).await.unwrap_err().code,
        "YC-5551"
    );
    test.hall.doing().down = false;
    test.desk.resume_intake(&view.id).await.unwrap();
    let book = test.desk.book().unwrap();
    // Its item alone, with the lists of that edition.
    assert_eq!(
        (book.catalogue.edition.as_str(), book.catalogue.items.len()),
        ("20261120-1", 1)
    );
}

/// Fifty drafts lie parked at a window while an edition comes: each keeps its own, shows what changed, and may move.
#[tokio::test]
async fn fifty_parked_drafts_keep_their_edition_show_what_changed_and_may_move() {
    let mut test = TestDesk::signed_in().await;
    let first = test.with_intake().await;
    let mut drafts = vec![first.id.clone()];
    test.desk.close_intake().unwrap();
    for _ in 1..50 {
        let view = test.desk.open_intake(ITEM).await.unwrap();
        drafts.push(view.id.clone());
        test.desk.close_intake().unwrap();
    }
    let number = shorter(&test);
    heard(&mut test, &number).await;
    for (at, id) in drafts.iter().enumerate() {
        test.desk.resume_intake(id).await.unwrap();
        let newer = test.desk.newer_edition(id).unwrap().unwrap();
        assert_eq!(
            (newer.own.as_str(), newer.newer.as_str()),
            ("20261120-1", number.as_str())
        );
        assert_eq!(newer.changes.len(), 1);
        if at % 2 == 0 {
            test.desk.move_edition(id).unwrap();
        }
        test.desk.close_intake().unwrap();
    }
    for (at, id) in drafts.iter().enumerate() {
        test.desk.resume_intake(id).await.unwrap();
        let edition = test.desk.state().intake.as_ref().unwrap().draft.edition.clone();
        let own = if at % 2 == 0 {
            number.as_str()
        } else {
            "20261120-1"
        };
        assert_eq!(edition, own, "draft {at}");
        test.desk.close_intake().unwrap();
    }
}
