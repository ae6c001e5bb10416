//! The text gateway takes each message once.

use axum::http::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Town;
use super::contracts::check;

const TEXT: &str = "【示范区政务服务中心】您申请的事项已受理，收件码SF6AB2CD3E。咨询12345";

fn message(id: Uuid, to: &str, text: &str) -> Value {
    json!({"messageId": id, "to": to, "text": text, "parts": 1, "sentAt": "2026-09-28T01:00:00Z", "attempt": 1})
}

async fn put(town: &Town, id: Uuid, message: &Value) -> (StatusCode, Value) {
    town.put(&format!("/sms/messages/{id}"), message).await
}

#[tokio::test]
async fn the_same_message_goes_out_once() {
    let town = Town::open_alone().await;
    let id = Uuid::from_u128(1);
    let said = message(id, "13812341234", TEXT);
    check("messages", "Message", &said);
    let (status, first) = put(&town, id, &said).await;
    assert_eq!(status, StatusCode::CREATED);
    check("messages", "Taken", &first);
    let (status, again) = put(&town, id, &said).await;
    assert_eq!((status, &again), (StatusCode::OK, &first));
    let (status, changed) = put(&town, id, &message(id, "13812341235", TEXT)).await;
    assert_eq!(
        (status, &changed["code"]),
        (StatusCode::CONFLICT, &json!("MESSAGE_CHANGED"))
    );
    check("messages", "Error", &changed);
    let sent = town.get("/sms/messages").await;
    assert_eq!(sent.as_array().unwrap().len(), 1);
    assert_eq!((&sent[0]["to"], &sent[0]["text"]), (&said["to"], &said["text"]));
}

#[tokio::test]
async fn what_no_gateway_sends_is_refused() {
    let town = Town::open_alone().await;
    let id = Uuid::from_u128(2);
    let check_refused = async |said: Value, code: &str| {
        let (status, refused) = put(&town, id, &said).await;
        assert_eq!(
            (status, &refused["code"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!(code))
        );
        check("messages", "Refused", &refused);
    };
    check_refused(message(id, "05991234567", TEXT), "BAD_NUMBER").await;
    check_refused(message(id, "13812341234", "已受理"), "NO_SENDER").await;
    check_refused(
        message(id, "13812341234", &format!("{TEXT}{TEXT}")),
        "WRONG_PARTS",
    )
    .await;
    assert_eq!(town.get("/sms/messages").await, json!([]));
}

#[tokio::test]
async fn more_than_it_takes_in_a_second_waits_and_a_late_answer_is_no_second_message() {
    let town = Town::open_alone().await;
    let mut refused = None;
    for place in 0..60u128 {
        let id = Uuid::from_u128(100 + place);
        let (status, reply) = put(&town, id, &message(id, "13812341234", TEXT)).await;
        if status == StatusCode::TOO_MANY_REQUESTS {
            refused = Some((id, reply));
            break;
        }
    }
    let (id, reply) = refused.unwrap();
    assert_eq!(reply["code"], "TOO_MANY");
    let before = town.get("/sms/messages").await.as_array().unwrap().len();
    tokio::time::sleep(std::time::Duration::from_millis(1_050)).await;
    town.switch("messages", "slow", 60_000).await;
    let said = message(id, "13812341234", TEXT);
    let late = put(&town, id, &said);
    assert!(
        tokio::time::timeout(std::time::Duration::from_millis(200), late)
            .await
            .is_err()
    );
    town.switch("messages", "ok", 0).await;
    assert_eq!(put(&town, id, &said).await.0, StatusCode::OK);
    assert_eq!(
        town.get("/sms/messages").await.as_array().unwrap().len(),
        before + 1
    );
    for (mode, status) in [
        ("busy", StatusCode::TOO_MANY_REQUESTS),
        ("failing", StatusCode::INTERNAL_SERVER_ERROR),
        ("dead", StatusCode::SERVICE_UNAVAILABLE),
    ] {
        town.switch("messages", mode, 0).await;
        assert_eq!(put(&town, id, &said).await.0, status, "{mode}");
    }
}
