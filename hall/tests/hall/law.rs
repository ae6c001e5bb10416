//! The law's clock at the hall, by a clock that is moved: 视为受理, 补正不来, and what is said before.

use cases::case::Draft;
use cases::wire::intake::Command;
use hall::clock::Clock;
use jiff::SignedDuration;
use serde_json::{Value as Json, json};

use crate::harness::{TestHall, Window, case_until};

const DAY: SignedDuration = SignedDuration::from_hours(24);
const ITEM: &str = "cz-bookkeeping";

/// Received and told nothing.
async fn receive(window: &Window, draft: &Draft) -> Json {
    let (status, outcome) = window
        .send(&window.envelope(Command::Receive {
            draft: draft.clone(),
            received_at: window.clock.now(),
            receipt_digest: String::new(),
            receipt_pdf: String::new(),
        }))
        .await;
    assert_eq!(
        (status, &outcome["outcome"]),
        (200, &json!("received")),
        "{outcome}"
    );
    outcome
}

/// Time passes; who sat at the window signs in again.
async fn later(hall: &TestHall, by: SignedDuration) -> Window {
    hall.clock.advance(by);
    hall.signed_in("08", "0826").await
}

fn words(view: &Json) -> Vec<&str> {
    let lines = view["timeline"].as_array().unwrap().iter();
    lines.map(|line| line["what"].as_str().unwrap()).collect()
}

fn happened<'a>(view: &'a Json, what: &str) -> &'a Json {
    let mut lines = view["timeline"].as_array().unwrap().iter();
    let line = lines.find(|line| line["what"] == what);
    line.unwrap_or_else(|| panic!("{what} in {view}"))
}

fn count(view: &Json, what: &str) -> usize {
    words(view).into_iter().filter(|word| *word == what).count()
}

#[tokio::test]
async fn untold_for_five_working_days_it_counts_as_accepted_at_its_receipt() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let draft = window.complete(ITEM);
    receive(&window, &draft).await;
    // Said before, not after: two working days are left on Wednesday.
    let window = later(&hall, DAY * 5).await;
    let view = case_until(&window, &draft.slip, |view| count(view, "noticeNear") == 1).await;
    assert_eq!(
        happened(&view, "noticeNear")["note"],
        "期限2026-11-27，还剩2个工作日"
    );
    assert_eq!(view["stage"], "received");
    // Friday the 27th may be used to its end.
    let window = later(&hall, DAY * 2 + SignedDuration::from_hours(13)).await;
    let (_, view) = window.get(&format!("/v1/cases/{}", draft.slip)).await;
    assert_eq!(view["stage"], "received");
    let window = later(&hall, SignedDuration::from_hours(1)).await;
    let view = case_until(&window, &draft.slip, |view| view["stage"] == "accepted").await;
    let received = view["receivedAt"].clone();
    assert_eq!(view["acceptedAt"], received);
    assert_eq!(
        view["acts"][1],
        json!({ "at": received, "event": "accepted", "deemed": true })
    );
    // Five working days are promised, from the day of receipt: they are over.
    assert_eq!(view["dueDay"], "2026-11-27");
    assert_eq!(happened(&view, "deemedAccepted")["by"], "hall");
    assert!(view["caseNumber"].as_str().unwrap()[31..].starts_with("20261120"));
    let parcel = &hall.province.parcels_arrived(1).await[0];
    assert_eq!(parcel["caseNumber"], view["caseNumber"]);
    assert_eq!(parcel["remarks"], json!([]));
    let view = case_until(&window, &draft.slip, |view| {
        let papers = view["papers"].as_array().unwrap();
        papers
            .iter()
            .any(|paper| paper["kind"] == "acceptanceNotice" && paper["digest"] != "")
    })
    .await;
    // Once, however long it goes on.
    let window = later(&hall, DAY * 30).await;
    assert_eq!(count(&view, "deemedAccepted"), 1);
    let (_, much_later) = window.get(&format!("/v1/cases/{}", draft.slip)).await;
    assert_eq!(much_later["timeline"], view["timeline"]);
    assert_eq!(hall.province.parcels_arrived(1).await.len(), 1);
}

#[tokio::test]
async fn what_the_review_stops_is_accepted_all_the_same_and_the_department_is_told() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let mut draft = window.complete(ITEM);
    draft.slots.clear();
    receive(&window, &draft).await;
    let window = later(&hall, DAY * 8).await;
    let view = case_until(&window, &draft.slip, |view| view["stage"] == "accepted").await;
    let note = happened(&view, "deemedAccepted")["note"]
        .as_str()
        .unwrap()
        .to_owned();
    let parcel = &hall.province.parcels_arrived(1).await[0];
    let remarks = parcel["remarks"].as_array().unwrap().iter();
    let remarks: Vec<&str> = remarks.map(|remark| remark.as_str().unwrap()).collect();
    assert!(!remarks.is_empty());
    assert_eq!(note, remarks.join("；"));
}

/// The hall's own watch has not looked yet: whoever accepts at the window accepts what is accepted already.
#[tokio::test]
async fn a_clerk_who_accepts_too_late_accepts_as_of_the_receipt() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let draft = window.complete(ITEM);
    receive(&window, &draft).await;
    let window = later(&hall, DAY * 10).await;
    let accepted = window.accept(&draft).await;
    assert_eq!(accepted["outcome"], "accepted");
    let (_, view) = window.get(&format!("/v1/cases/{}", draft.slip)).await;
    assert_eq!(view["acceptedAt"], view["receivedAt"]);
    assert_eq!((count(&view, "deemedAccepted"), count(&view, "accepted")), (1, 0));
    assert_eq!(hall.province.parcels_arrived(1).await.len(), 1);
}

#[tokio::test]
async fn a_year_without_calendar_is_waited_for_and_never_guessed() {
    let hall = TestHall::open_at("2026-12-30T02:00:00Z").await;
    let window = hall.clerk().await;
    let draft = window.complete(ITEM);
    receive(&window, &draft).await;
    let window = later(&hall, DAY * 20).await;
    let view = case_until(&window, &draft.slip, |view| count(view, "calendarMissing") == 1).await;
    assert_eq!(view["stage"], "received");
    let note = happened(&view, "calendarMissing")["note"].as_str().unwrap();
    assert!(note.contains("当年工作日历未载入"), "{note}");
}
