//! An edition is published while a window has an intake open: the intake goes on under its own, the next takes the new.

use std::time::Duration;

use cases::wire::edition::{Publish, PublishReply};
use desk::Post;
use desk::view::desk::DeskEvent;
use practice::SecondDepartment;
use tokio::time::{Instant, timeout_at};

use crate::hand_over::Window;
use crate::walk::{Place, TOKEN};

const ITEM: &str = "cz-bookkeeping";

/// The demonstration items, one of them with another limit.
fn items() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../catalogue/items.json");
    let text = std::fs::read_to_string(path).expect("the items");
    let mut items: Vec<serde_json::Value> = serde_json::from_str(&text).expect("json");
    for item in items.iter_mut().filter(|item| item["id"] == ITEM) {
        item["promisedDays"] = 2.into();
    }
    serde_json::to_string(&items).expect("json")
}

async fn publish(place: &Place) -> PublishReply {
    let http = reqwest::Client::builder().no_proxy().build().expect("a client");
    let base = &place.hall.url;
    let sign_in = serde_json::json!({ "staff": "0801", "password": "yichuang-train" });
    let asked = |path: &str| {
        let ask = http.post(format!("{base}{path}")).bearer_auth(TOKEN);
        ask.header("x-yichuang-desk", "00")
    };
    let session = asked("/v1/sessions")
        .json(&sign_in)
        .send()
        .await
        .expect("answered");
    let session: serde_json::Value = session.json().await.expect("a session");
    let publish = Publish {
        note: "时限缩短".to_owned(),
        previous: None,
        files: [("items.json".to_owned(), items())].into(),
    };
    let reply = asked("/v1/catalogue/editions")
        .header("x-yichuang-staff", session["token"].as_str().expect("a token"))
        .header("idempotency-key", "publish-0001")
        .json(&publish);
    let reply = reply.send().await.expect("answered");
    reply.json().await.expect("published")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_edition_published_during_an_intake_is_taken_by_the_next() {
    let place = Place::open(SecondDepartment::Own).await;
    let mut window = Window::open(&place, Post::Clerk, "08", "0826").await;
    let other = Window::open(&place, Post::Clerk, "09", "0827").await;
    let open = window.with_intake(ITEM).await;
    assert_eq!(window.desk.newer_edition(&open.id).expect("asked"), None);

    let reply = publish(&place).await;
    assert!(reply.faults.is_empty() && reply.edition.is_some(), "{reply:?}");
    let limit = Instant::now() + Duration::from_secs(60);
    while window.desk.newer_edition(&open.id).expect("asked").is_none() {
        let heard = timeout_at(limit, window.events.recv()).await;
        assert!(heard.is_ok(), "the edition did not arrive");
        assert!(!matches!(heard, Ok(Some(DeskEvent::Trouble { .. }))), "{heard:?}");
    }
    let newer = window
        .desk
        .newer_edition(&open.id)
        .expect("asked")
        .expect("a newer one");
    assert!(
        newer.own.ends_with("-1") && newer.newer.ends_with("-2"),
        "{newer:?}"
    );
    assert_eq!(newer.changes.len(), 1);
    assert!(newer.changes[0].zh.starts_with("承诺时限：5 "), "{newer:?}");
    // The open intake is what it was; the next one is of the new edition.
    let still = window
        .desk
        .desk_view()
        .expect("a view")
        .intake
        .expect("an intake");
    assert_eq!((&still.id, &still.schema), (&open.id, &open.schema));
    window.desk.close_intake().expect("parked");
    let next = window.desk.open_intake(ITEM).await.expect("an intake");
    assert_eq!(window.desk.newer_edition(&next.id).expect("asked"), None);
    window.desk.resume_intake(&open.id).await.expect("the parked one");
    let moved = window.desk.move_edition(&open.id).expect("moved");
    assert!(moved.dropped.is_empty(), "{:?}", moved.dropped);
    assert_eq!(window.desk.newer_edition(&open.id).expect("asked"), None);
    drop(other);
}
