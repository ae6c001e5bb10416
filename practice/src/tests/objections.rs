//! 数据校核 against the published contract: taken once, looked into, corrected where a material shows it, brought back.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::put;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::Mutex;

use super::contracts::check;
use super::{SECRET, Town, question};
use crate::events::signature;

type Brought = Arc<Mutex<Vec<(String, Value)>>>;

/// The part of a hall that takes answers.
async fn hall() -> (Brought, String) {
    let brought: Brought = Arc::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/answers", listener.local_addr().unwrap());
    let kept = Arc::clone(&brought);
    let take = move |headers: HeaderMap, body: Bytes| async move {
        let signed = headers["x-yichuang-signature"].to_str().unwrap().to_owned();
        let t: i64 = signed[2..].split(',').next().unwrap().parse().unwrap();
        assert_eq!(signed, signature(SECRET, "population", t, &body));
        kept.lock()
            .await
            .push((signed, serde_json::from_slice(&body).unwrap()));
        StatusCode::OK
    };
    tokio::spawn(async move {
        axum::serve(listener, Router::new().route("/answers", put(take)))
            .await
            .unwrap();
    });
    (brought, url)
}

fn objection(id: &str, number: &str, has: &str, evidence: Value, url: &str) -> Value {
    json!({
        "objectionId": id, "dataset": "population", "hall": { "code": "350199", "name": "示范区政务服务中心" },
        "caseRef": "K7PM3XW9R4", "itemCode": "1", "itemName": "社会保障卡申领",
        "subject": { "role": "applicant", "idType": "111", "idNumber": number },
        "element": "person.householdAddress", "label": "户籍地址", "recordId": "R1", "asOf": null,
        "sourceValue": has, "statedValue": "示范区新街2号", "reason": "outdated", "reasonWords": "变更后未更新",
        "evidence": evidence, "operator": "0826", "raisedAt": "2026-09-28T09:00:00+08:00", "answerBy": "2026-10-15",
        "answersUrl": url, "sentAt": "2026-09-28T09:00:01+08:00", "attempt": 1,
    })
}

#[tokio::test]
async fn a_record_is_corrected_where_a_material_shows_it_and_left_where_nothing_does() {
    let town = Town::open_alone().await;
    let (brought, url) = hall().await;
    let person = town
        .people
        .residents
        .iter()
        .find(|one| one.died_on.is_none())
        .unwrap();
    let subject = json!({ "role": "applicant", "idType": "111", "idNumber": person.id_number });
    let look = question(subject, &["person.householdAddress", "person.name"]);
    let (_, before) = town.post("/query/population", &look).await;
    let has = before["values"]["person.householdAddress"]
        .as_str()
        .unwrap()
        .to_owned();

    let said = json!([{ "kind": "words", "text": "申请人口述" }]);
    let shown = json!([{ "kind": "material", "name": "户口簿", "digestsSha256": [] }]);
    let rows = [
        (
            "0199c0de-0000-7000-8000-00000000000a",
            has.as_str(),
            &said,
            "rejected",
        ),
        (
            "0199c0de-0000-7000-8000-00000000000b",
            "没有这样的地址",
            &shown,
            "rejected",
        ),
        (
            "0199c0de-0000-7000-8000-00000000000c",
            has.as_str(),
            &shown,
            "upheld",
        ),
    ];
    for (id, has, evidence, expected) in rows {
        let body = objection(id, &person.id_number, has, evidence.clone(), &url);
        check("objections", "Objection", &body);
        let path = format!("/objections/{id}");
        let (status, taken) = town.put(&path, &body).await;
        assert_eq!(status, StatusCode::CREATED);
        check("objections", "Taken", &taken);
        let (status, again) = town.put(&path, &body).await;
        assert_eq!((status, &again), (StatusCode::OK, &taken), "the same again");
        let mut other = body.clone();
        other["statedValue"] = json!("别处");
        let (status, error) = town.put(&path, &other).await;
        assert_eq!(
            (status, &error["code"]),
            (StatusCode::CONFLICT, &json!("OBJECTION_CHANGED"))
        );
        let standing = town.get(&path).await;
        check("objections", "Standing", &standing);
        assert_eq!(standing["state"], json!("taken"));
        let (_, answer) = town.post(&format!("{path}/answer"), &json!({})).await;
        assert_eq!(answer["state"], json!(expected), "{answer}");
        let standing = town.get(&path).await;
        check("objections", "Answer", &standing);
        assert_eq!(standing, answer);
    }
    let brought: Vec<Value> = brought
        .lock()
        .await
        .iter()
        .map(|(_, body)| body["state"].clone())
        .collect();
    assert_eq!(brought, [json!("rejected"), json!("rejected"), json!("upheld")]);
    let (_, after) = town.post("/query/population", &look).await;
    assert_eq!(after["values"]["person.householdAddress"], json!("示范区新街2号"));
    assert_eq!(after["values"]["person.name"], before["values"]["person.name"]);
}

#[tokio::test]
async fn what_cannot_be_taken_is_refused_in_words_and_codes() {
    let town = Town::open_alone().await;
    let id = "0199c0de-0000-7000-8000-00000000000d";
    let path = format!("/objections/{id}");
    let reply = town.send(Method::GET, &path, None).await;
    assert_eq!(reply.status(), StatusCode::NOT_FOUND);
    let error: Value = reply.json().await.unwrap();
    assert_eq!(error["code"], json!("UNKNOWN"));
    check("objections", "Error", &error);
    let shown = json!([{ "kind": "material", "name": "户口簿" }]);
    let good = objection(id, "350199199003070011", "旧街", shown, "http://127.0.0.1:9/");
    let mut weather = good.clone();
    weather["dataset"] = json!("weather");
    let mut bare = good.clone();
    bare["evidence"] = json!([]);
    let mut other = good.clone();
    other["objectionId"] = json!("0199c0de-0000-7000-8000-00000000000e");
    for (body, status, code) in [
        (&weather, 404, "UNKNOWN_DATASET"),
        (&bare, 400, "BAD_REQUEST"),
        (&other, 400, "BAD_REQUEST"),
        (&json!({}), 400, "BAD_REQUEST"),
    ] {
        let (got, error) = town.put(&path, body).await;
        assert_eq!((got.as_u16(), &error["code"]), (status, &json!(code)));
    }
    town.switch("objections", "dead", 0).await;
    assert_eq!(town.put(&path, &good).await.0, StatusCode::SERVICE_UNAVAILABLE);
}
