use std::collections::BTreeSet;

use serde_json::json;

use crate::harness::{TestHall, code};

/// Fifty windows call at once; nineteen people wait.
#[tokio::test]
async fn promise_03_fifty_calls_give_each_ticket_to_one_window() {
    let hall = TestHall::open().await;
    let mut windows = Vec::new();
    for number in 50..100 {
        windows.push(hall.desk(&format!("{number}"), "0826").await);
    }
    let body = json!({ "groups": [] });
    let calls = windows.iter().map(|window| window.post("/v1/queue/call", &body));
    let mut numbers = Vec::new();
    for (status, reply) in futures::future::join_all(calls).await {
        assert_eq!(status, 200, "{reply}");
        if let Some(number) = reply["visit"]["ticket"]["number"].as_str() {
            numbers.push(number.to_owned());
        }
    }
    let distinct: BTreeSet<&String> = numbers.iter().collect();
    assert_eq!((numbers.len(), distinct.len()), (19, 19), "{numbers:?}");
    assert_eq!(windows[0].get("/v1/queue").await.1["waiting"], json!([]));
}

#[tokio::test]
async fn promise_02_the_same_key_gives_the_same_ticket_and_another_body_is_refused() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let body = json!({ "group": "B", "priority": "elder" });
    let (_, first) = window
        .post_under("/v1/tickets", "key-of-this-ticket", &body)
        .await;
    let (_, again) = window
        .post_under("/v1/tickets", "key-of-this-ticket", &body)
        .await;
    assert_eq!(first["number"], "B001");
    assert_eq!(first, again);

    let other = json!({ "group": "B" });
    let (status, problem) = window
        .post_under("/v1/tickets", "key-of-this-ticket", &other)
        .await;
    assert_eq!((status, code(&problem)), (422, "YC-2405"));
    // The same body on another route is another body.
    let (status, _) = window
        .post_under("/v1/queue/call", "key-of-this-ticket", &json!({ "groups": [] }))
        .await;
    assert_eq!(status, 422);
    let (status, problem) = window.post_under("/v1/tickets", "", &body).await;
    assert_eq!((status, code(&problem)), (400, "YC-2403"));
}

#[tokio::test]
async fn tickets_are_called_by_priority_then_time_and_visits_end() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (_, urgent) = window
        .post("/v1/tickets", &json!({ "group": "A", "priority": "elder" }))
        .await;
    let (_, called) = window.post("/v1/queue/call", &json!({ "groups": ["A"] })).await;
    assert_eq!(called["visit"]["ticket"]["id"], urgent["id"]);
    let first = format!("/v1/visits/{}/close", called["visit"]["id"].as_str().unwrap());
    assert_eq!(window.post(&first, &json!({ "outcome": "left" })).await.0, 204);
    let (_, called) = window.post("/v1/queue/call", &json!({ "groups": [] })).await;
    assert_eq!(called["visit"]["ticket"]["number"], "A001");
    let visit = called["visit"]["id"].as_str().unwrap();
    let path = format!("/v1/visits/{visit}/close");
    assert_eq!(window.post(&path, &json!({ "outcome": "odd" })).await.0, 422);
    assert_eq!(window.post(&path, &json!({ "outcome": "served" })).await.0, 204);
    assert_eq!(window.post(&path, &json!({ "outcome": "served" })).await.0, 409);
    let (_, none) = window.post("/v1/queue/call", &json!({ "groups": ["Z"] })).await;
    assert_eq!(none["visit"], json!(null));
    assert_eq!(window.post("/v1/visits", &json!({ "reason": "  " })).await.0, 422);
    assert_eq!(window.post("/v1/tickets", &json!({ "group": "AA" })).await.0, 422);
}
