//! What is over is deleted after the days that the hall's file gives it.

use std::num::NonZeroU16;
use std::time::Duration;

use hall::OutsideSource;
use hall::config::Keep;
use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::harness::{FRIDAY, Province, TestClock, TestHall, config};

/// A hall that keeps what is over for so many days; without a number for as long as halls do.
async fn hall_keeping(days: Option<u16>) -> TestHall {
    let province = Province::open().await;
    let clock = TestClock::at(FRIDAY);
    let mut config = config(&clock, OutsideSource::Practice(province.url.clone()));
    if let Some(days) = days {
        let window_days = NonZeroU16::new(days).unwrap();
        config.keep = Keep { window_days };
    }
    TestHall::open_with(config, province, clock).await
}

/// Deletions that the log tells of, in their order.
async fn forgotten(hall: &TestHall) -> usize {
    let log = hall.store().audit(0, 100_000).await.unwrap();
    log.iter().filter(|entry| entry.deed == "forget").count()
}

/// Waits until so many deletions are told of.
async fn until_forgotten(hall: &TestHall, count: usize) {
    let waited = tokio::time::timeout(Duration::from_secs(20), async {
        while forgotten(hall).await < count {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    });
    waited.await.expect("forgotten in time");
}

/// A call that ended, one that is open, a message; each under a key, so that what it was answered with is known.
async fn said(hall: &TestHall) -> (Json, Json, [String; 2]) {
    let clerk = hall.clerk().await;
    let chief = hall.desk("S1", "0801").await;
    let keys = [Uuid::new_v4().to_string(), Uuid::new_v4().to_string()];
    let call = json!({ "kind": "support", "why": "upset", "note": "请主管来一下" });
    let (status, called) = clerk.post_under("/v1/supports", &keys[0], &call).await;
    assert_eq!(status, 200, "{called}");
    let id = called["id"].as_str().unwrap();
    let (status, _) = clerk
        .post(&format!("/v1/supports/{id}/withdraw"), &Json::Null)
        .await;
    assert_eq!(status, 200);
    let (status, _) = clerk.post("/v1/supports", &json!({ "kind": "quietAlarm" })).await;
    assert_eq!(status, 200);
    let message = json!({ "to": { "kind": "all" }, "text": "二楼打印机可用", "minutes": 30 });
    let (status, posted) = chief.post_under("/v1/messages", &keys[1], &message).await;
    assert_eq!(status, 200, "{posted}");
    let heard = posted["id"].as_str().unwrap();
    let path = format!("/v1/messages/{heard}/acknowledge");
    assert_eq!(clerk.post(&path, &Json::Null).await.0, 200);
    (call, message, keys)
}

#[tokio::test]
async fn calls_and_messages_are_gone_a_month_after_their_end_and_open_calls_are_not() {
    let hall = hall_keeping(None).await;
    let (call, message, keys) = said(&hall).await;
    hall.clock.advance(SignedDuration::from_hours(24 * 29));
    let clerk = hall.clerk().await;
    hall.desk("S1", "0801").await;
    let (status, answered) = clerk.post_under("/v1/supports", &keys[0], &call).await;
    assert_eq!((status, &answered["note"]), (200, &json!("请主管来一下")));
    let before = forgotten(&hall).await;

    hall.clock.advance(SignedDuration::from_hours(24 * 2));
    until_forgotten(&hall, before + 1).await;
    let (clerk, chief) = (hall.clerk().await, hall.desk("S1", "0801").await);
    // One key, one reply; its words are no longer kept anywhere.
    let (status, answered) = clerk.post_under("/v1/supports", &keys[0], &call).await;
    assert_eq!((status, &answered["note"]), (200, &json!("")), "{answered}");
    let (status, answered) = chief.post_under("/v1/messages", &keys[1], &message).await;
    assert_eq!((status, &answered["text"]), (200, &json!("")), "{answered}");
    let id = answered["id"].as_str().unwrap();
    let (status, _) = chief.post(&format!("/v1/messages/{id}/end"), &Json::Null).await;
    assert_eq!(status, 404, "the message is no row any more");
    // Nobody has come for the quiet alarm: it stands.
    let (_, open) = chief.get("/v1/supports").await;
    assert_eq!(open[0]["kind"], "quietAlarm", "{open}");
    // The chain tells how much was deleted, and stands.
    let log = hall.store().audit(0, 100_000).await.unwrap();
    let last = log.iter().rfind(|entry| entry.deed == "forget").unwrap();
    assert_eq!(last.actor, "hall@hall");
}

#[tokio::test]
async fn a_hall_says_how_many_days() {
    let hall = hall_keeping(Some(2)).await;
    let (call, _, keys) = said(&hall).await;
    let before = forgotten(&hall).await;
    hall.clock.advance(SignedDuration::from_hours(24 * 3));
    until_forgotten(&hall, before + 1).await;
    let clerk = hall.clerk().await;
    let (_, answered) = clerk.post_under("/v1/supports", &keys[0], &call).await;
    assert_eq!(answered["note"], "");
}

#[tokio::test]
async fn an_old_number_keeps_its_times_and_loses_the_words_beside_it() {
    let hall = hall_keeping(Some(1)).await;
    let clerk = hall.clerk().await;
    let taken = json!({ "group": "A", "priority": "disabled", "holder": null });
    let (status, ticket) = clerk.post("/v1/tickets", &taken).await;
    assert_eq!(status, 200, "{ticket}");
    let (_, called) = clerk.post("/v1/queue/call", &json!({ "groups": ["A"] })).await;
    let id = called["visit"]["ticket"]["id"].as_str().unwrap().to_owned();
    let (status, parked) = clerk
        .post(&format!("/v1/tickets/{id}/park"), &json!({ "why": "回家取病历" }))
        .await;
    assert_eq!(status, 200, "{parked} after {called}");
    let day = cases::deadline::hall_date(FRIDAY.parse().unwrap());
    let told = |tickets: &[cases::queue::Ticket]| serde_json::to_string(tickets).unwrap();
    let tickets = hall.store().tickets(day).await.unwrap();
    assert!(told(&tickets).contains("回家取病历") && told(&tickets).contains("disabled"));

    let before = forgotten(&hall).await;
    hall.clock.advance(SignedDuration::from_hours(24 * 2));
    until_forgotten(&hall, before + 1).await;
    let kept = hall.store().tickets(day).await.unwrap();
    assert_eq!(kept.len(), tickets.len());
    assert!(!told(&kept).contains("回家取病历") && !told(&kept).contains("disabled"));
    let times = |all: &[cases::queue::Ticket]| {
        all.iter()
            .map(|one| (one.taken_at, one.called_at))
            .collect::<Vec<_>>()
    };
    assert_eq!(times(&kept), times(&tickets));
}
