//! The online portal against its contract: seeds, revisions, and one owner at a time.

use axum::http::StatusCode;
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::Town;
use super::contracts::check;

/// Puts; an empty reply is null.
async fn put(town: &Town, path: &str, body: &Value) -> (StatusCode, Value) {
    let reply = town.send(Method::PUT, path, Some(body)).await;
    let status = reply.status();
    (status, reply.json().await.unwrap_or_default())
}

async fn announced(town: &Town) -> Value {
    // Nobody listens there: what is pushed waits for the next announcement.
    let hall = json!({"code": "350199", "applicationsUrl": "http://127.0.0.1:9/v1/outside/online", "sentAt": "2026-09-28T01:00:00Z"});
    check("online", "HallAddress", &hall);
    let (status, _) = put(town, "/online/halls/350199", &hall).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    town.get("/online/applications").await
}

fn word(id: &str, sequence: u64, state: &str) -> Value {
    json!({"applicationId": id, "sequence": sequence, "state": state, "at": "2026-09-28T01:00:00Z", "window": "08"})
}

async fn tell(town: &Town, id: &str, said: &Value) -> (StatusCode, Value) {
    check("online", "HallState", said);
    let path = format!("/online/applications/{id}/states/{}", said["sequence"]);
    put(town, &path, said).await
}

#[tokio::test]
async fn what_lies_there_is_of_the_published_shape_and_the_same_for_the_same_province() {
    let town = Town::open_alone().await;
    let first = announced(&town).await;
    let all = first.as_array().unwrap();
    assert!(all.len() > 5, "{}", all.len());
    for one in all {
        check("online", "Application", &one["application"]);
        for file in one["application"]["files"].as_array().unwrap() {
            let id = one["application"]["applicationId"].as_str().unwrap();
            let digest = file["digest"].as_str().unwrap();
            let path = format!("/online/applications/{id}/files/{digest}");
            let bytes = town.send(Method::GET, &path, None).await.bytes().await.unwrap();
            assert_eq!(hex::encode(Sha256::digest(&bytes)), digest);
        }
    }
    // Announced again, nothing is filed anew.
    assert_eq!(announced(&town).await.as_array().unwrap().len(), all.len());
}

#[tokio::test]
async fn promise_03_an_application_has_one_owner() {
    let town = Town::open_alone().await;
    let all = announced(&town).await;
    let id = |at: usize| {
        all[at]["application"]["applicationId"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let (first, second) = (id(0), id(1));
    let at_window = word(&first, 1, "atWindow");
    for _ in 0..2 {
        assert_eq!(tell(&town, &first, &at_window).await.0, StatusCode::NO_CONTENT);
    }
    let (status, no) = town
        .post(&format!("/online/applications/{first}/accept"), &json!({}))
        .await;
    assert_eq!((status, &no["code"]), (StatusCode::CONFLICT, &json!("AT_WINDOW")));
    // At the window he may still change it.
    let change = json!({"values": [{"fact": "a/b", "value": "1"}]});
    let (status, changed) = put(&town, &format!("/online/applications/{first}"), &change).await;
    assert_eq!((status, &changed["revision"]), (StatusCode::OK, &json!(2)));

    let (_, accepted) = town
        .post(&format!("/online/applications/{second}/accept"), &json!({}))
        .await;
    let (status, no) = tell(&town, &second, &word(&second, 1, "atWindow")).await;
    check("online", "AlreadyAccepted", &no);
    assert_eq!(
        (status, &no["number"]),
        (StatusCode::CONFLICT, &accepted["number"])
    );

    let mut filed = word(&first, 2, "accepted");
    filed["number"] = json!("N1");
    assert_eq!(tell(&town, &first, &filed).await.0, StatusCode::NO_CONTENT);
    for deed in ["withdraw", "accept"] {
        let (_, no) = town
            .post(&format!("/online/applications/{first}/{deed}"), &json!({}))
            .await;
        assert_eq!(no["code"], "ALREADY_FILED");
        assert!(no["messageZh"].as_str().unwrap().contains("N1"));
    }
}
