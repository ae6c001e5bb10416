//! Switches do what they say.

use std::time::Duration;

use axum::http::StatusCode;
use futures::StreamExt;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::time::timeout;
use uuid::Uuid;

use super::departments::{parcel, signed_with};
use super::{Arrived, OTHER, OWN, SECRET, TinyHall, Town, question};
use crate::Speed;

fn ask(town: &Town) -> Value {
    let subject =
        json!({"role": "applicant", "idType": "111", "idNumber": town.people.residents[0].id_number});
    question(subject, &["person.name"])
}

#[tokio::test]
async fn a_fresh_province_has_one_dead_and_one_slow_source() {
    let town = Town::open_alone().await;
    let positions = town.get("/switches").await;
    let expected = json!([
        {"part": "education", "mode": "dead", "delayMs": 2000},
        {"part": "veteran", "mode": "slow", "delayMs": 2000},
    ]);
    assert_eq!(positions["positions"], expected);
    let (status, reply) = town.post("/query/education", &ask(&town)).await;
    assert_eq!(
        (status, &reply["code"]),
        (StatusCode::SERVICE_UNAVAILABLE, &json!("UNAVAILABLE"))
    );
}

#[tokio::test]
async fn a_slow_part_answers_late_and_the_others_do_not_wait() {
    let town = Town::open_alone().await;
    town.switch("population", "slow", 60_000).await;
    let body = ask(&town);
    let slow = town.post("/query/population", &body);
    assert!(timeout(Duration::from_millis(200), slow).await.is_err());
    let (status, _) = town
        .post(
            "/query/medicalInsurance",
            &question(body["subject"].clone(), &["person.medicalNo"]),
        )
        .await;
    assert_eq!(status, StatusCode::OK);
    town.switch("population", "slow", 1).await;
    assert_eq!(town.post("/query/population", &body).await.0, StatusCode::OK);
}

#[tokio::test]
async fn everything_can_be_dead_and_come_back() {
    let town = Town::open(Speed::Paused).await;
    town.switch("*", "dead", 0).await;
    let body = ask(&town);
    for path in ["/query/population", "/represent", "/family", "/licences/query"] {
        let reply = town.send(Method::POST, path, Some(&body)).await;
        assert_eq!(reply.status(), StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert!(reply.headers().contains_key("retry-after"));
    }
    for uscc in [OWN, OTHER] {
        let id = Uuid::now_v7();
        let body = parcel(id, uscc, "http://127.0.0.1:9/");
        let (status, _) = town
            .put(&format!("/departments/{uscc}/parcels/{id}"), &body)
            .await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    }
    town.switch("*", "ok", 0).await;
    assert_eq!(town.post("/query/population", &body).await.0, StatusCode::OK);
}

#[tokio::test]
async fn malformed_replies_are_malformed_in_the_way_that_was_asked() {
    let town = Town::open(Speed::Paused).await;
    let parcel_of = |uscc: &str| {
        let id = Uuid::now_v7();
        (
            format!("/departments/{uscc}/parcels/{id}"),
            parcel(id, uscc, "http://127.0.0.1:9/"),
        )
    };
    let ((own_path, own), (other_path, other)) = (parcel_of(OWN), parcel_of(OTHER));
    let (own_part, other_part) = (format!("department:{OWN}"), format!("department:{OTHER}"));
    let body = ask(&town);
    let parts = [
        ("population", Method::POST, "/query/population", &body),
        (own_part.as_str(), Method::PUT, own_path.as_str(), &own),
        (other_part.as_str(), Method::PUT, other_path.as_str(), &other),
    ];
    for (part, method, path, body) in parts {
        let reply = |mode: &'static str| {
            let (town, method) = (&town, method.clone());
            async move {
                town.switch(part, mode, 0).await;
                town.send(method, path, Some(body)).await
            }
        };
        let truncated = reply("malformed:truncated").await.bytes().await.unwrap();
        assert!(truncated.starts_with(b"{") && serde_json::from_slice::<Value>(&truncated).is_err());
        let gbk = reply("malformed:gbk").await.bytes().await.unwrap();
        assert!(std::str::from_utf8(&gbk).is_err());
        let html = reply("malformed:html").await;
        assert!(html.status().is_success());
        assert!(
            html.headers()["content-type"]
                .to_str()
                .unwrap()
                .starts_with("text/html")
        );
        let wrong: Value = reply("malformed:wrongType").await.json().await.unwrap();
        assert!(
            wrong
                .as_object()
                .unwrap()
                .values()
                .all(|v| v.is_array() || v == &json!("not this")),
            "{wrong}"
        );
    }
    town.switch("population", "malformed:huge", 0).await;
    let mut stream = town
        .send(Method::POST, "/query/population", Some(&body))
        .await
        .bytes_stream();
    let mut seen = 0;
    while seen < 3 * 1024 * 1024 {
        seen += stream.next().await.unwrap().unwrap().len();
    }
}

#[tokio::test]
async fn a_department_repeats_reorders_and_forges_when_told() {
    let town = Town::open(Speed::Fast).await;
    for uscc in [OWN, OTHER] {
        let part = format!("department:{uscc}");
        for (mode, expected) in [
            ("duplicate", &["1", "1", "2", "2", "3", "3", "4", "4"][..]),
            ("outOfOrder", &["1", "3", "2", "4"]),
            ("forgedSignature", &["1", "2", "3", "4"]),
        ] {
            town.switch(&part, mode, 0).await;
            let hall = TinyHall::open(0).await;
            let id = Uuid::now_v7();
            town.put(
                &format!("/departments/{uscc}/parcels/{id}"),
                &parcel(id, uscc, &hall.url),
            )
            .await;
            let events = hall.take(expected.len()).await;
            let sequences: Vec<String> = events.iter().map(Arrived::sequence).collect();
            assert_eq!(sequences, expected, "{uscc} {mode}");
            assert_eq!(
                events.iter().all(|e| signed_with(e, SECRET)),
                mode != "forgedSignature"
            );
            if mode == "duplicate" {
                assert_eq!(events[0].event()["id"], events[1].event()["id"]);
            }
        }
    }
}

#[tokio::test]
async fn every_request_of_the_contracts_is_counted() {
    let town = Town::open_alone().await;
    assert_eq!(town.get("/counts").await.get("population"), None);
    let body = ask(&town);
    for _ in 0..3 {
        town.post("/query/population", &body).await;
    }
    town.post("/query/population", &json!({})).await;
    town.post("/family", &body).await;
    let counts = town.get("/counts").await;
    assert_eq!((&counts["population"], &counts["family"]), (&json!(4), &json!(1)));
    assert_eq!(counts.get("represent"), None);
}
