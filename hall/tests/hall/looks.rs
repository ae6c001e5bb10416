use std::time::{Duration, Instant};

use hall::{Outside, OutsideSource};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::harness::{FRIDAY, Manner, NUMBER, Province, TestClock, TestHall, Window, code, config, item};

/// Asked for an intake about the test's person, saved at this window.
async fn ask(window: &Window, visit: Uuid, elements: &[&str]) -> Json {
    let draft = window.complete("wj-parenting");
    window.save(&draft).await;
    json!({
        "visit": visit, "draft": draft.id, "item": "wj-parenting", "dataset": "population",
        "subject": { "role": "applicant", "idType": "111", "idNumber": NUMBER, "name": "林试" },
        "elements": elements,
    })
}

async fn query(window: &Window, visit: Uuid) -> (u16, Json) {
    window
        .post("/v1/gateway/query", &ask(window, visit, &["person.name"]).await)
        .await
}

fn card() -> Json {
    json!({ "by": "card", "card": { "name": "林试", "idType": "111", "idNumber": NUMBER } })
}

#[tokio::test]
async fn promise_08_nothing_is_asked_without_an_open_visit_at_this_desk() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let other = hall.desk("09", "0827").await;
    let visit = window.open_visit().await;
    for (who, visit) in [(&window, Uuid::nil()), (&other, visit)] {
        let (status, problem) = query(who, visit).await;
        assert_eq!((status, code(&problem)), (403, "YC-2301"));
        let (status, problem) = who.post(&format!("/v1/visits/{visit}/people"), &card()).await;
        assert_eq!((status, code(&problem)), (403, "YC-2301"));
        let licence = json!({ "visit": visit, "draft": Uuid::nil(), "item": "ga-idcard", "holderCode": NUMBER,
            "holderType": "111", "typeName": item("ga-idcard").materials[0].licence_type });
        let (status, problem) = who.post("/v1/gateway/licences", &licence).await;
        assert_eq!((status, code(&problem)), (403, "YC-2301"));
        let body = json!({ "uscc": "11350199MB9A00014B" });
        let (status, problem) = who.post(&format!("/v1/visits/{visit}/bodies"), &body).await;
        assert_eq!((status, code(&problem)), (403, "YC-2301"));
    }
    window
        .post(
            &format!("/v1/visits/{visit}/close"),
            &json!({ "outcome": "left" }),
        )
        .await;
    assert_eq!(code(&query(&window, visit).await.1), "YC-2301");
    assert_eq!(hall.province.asked_count(), 0);
}

#[tokio::test]
async fn promise_08_undeclared_elements_and_ungranted_looks_never_leave() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let visit = window.open_visit().await;
    for elements in [
        &["person.name", "person.income"][..],
        &[][..],
        &["enterprise.name"][..],
    ] {
        let (status, problem) = window
            .post("/v1/gateway/query", &ask(&window, visit, elements).await)
            .await;
        assert_eq!((status, code(&problem)), (403, "YC-2302"), "{elements:?}");
    }
    let mut odd = ask(&window, visit, &["person.name"]).await;
    odd["dataset"] = json!("manual");
    assert_eq!(code(&window.post("/v1/gateway/query", &odd).await.1), "YC-2304");
    odd["dataset"] = json!("tax");
    assert_eq!(code(&window.post("/v1/gateway/query", &odd).await.1), "YC-2302");
    let mut wrong = ask(&window, visit, &["person.name"]).await;
    wrong["subject"]["idNumber"] = json!("350199199003070012");
    assert_eq!(window.post("/v1/gateway/query", &wrong).await.0, 422);

    // The grant runs out after a year.
    hall.clock.advance(jiff::SignedDuration::from_hours(24 * 367));
    let window = hall.desk("07", "0827").await;
    let visit = window.open_visit().await;
    assert_eq!(code(&query(&window, visit).await.1), "YC-2303");
    assert_eq!(hall.province.asked_count(), 0);
}

#[tokio::test]
async fn check_10_a_look_beyond_the_purpose_is_blocked_and_logged() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let visit = window.open_visit().await;
    let (status, problem) = window
        .post(
            "/v1/gateway/query",
            &ask(&window, visit, &["person.name", "person.income"]).await,
        )
        .await;
    assert_eq!((status, code(&problem)), (403, "YC-2302"));
    let licence = json!({ "visit": visit, "draft": Uuid::nil(), "item": "wj-parenting", "holderCode": NUMBER,
        "holderType": "111", "typeName": "不动产权证书" });
    let (status, problem) = window.post("/v1/gateway/licences", &licence).await;
    assert_eq!((status, code(&problem)), (403, "YC-2302"));
    assert_eq!(hall.province.asked_count(), 0, "nothing left the hall");
    let log = hall.store().audit(0, 1_000).await.unwrap();
    let refused: Vec<(&str, &str)> = log
        .iter()
        .filter(|entry| entry.deed.starts_with("lookRefused:"))
        .map(|entry| (entry.deed.as_str(), entry.purpose.as_str()))
        .collect();
    assert_eq!(
        refused,
        [
            ("lookRefused:population", "YC-2302"),
            ("lookRefused:eLicence", "YC-2302")
        ]
    );
    assert!(!log.iter().any(|entry| entry.subject.contains(NUMBER)));
}

#[tokio::test]
async fn promise_08_the_audit_line_stands_before_the_request_even_if_the_source_is_dead() {
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let dead = format!("http://{}", closed.local_addr().unwrap());
    drop(closed);
    let clock = TestClock::at(FRIDAY);
    let outside = Outside {
        registry: Some(dead.clone()),
        licences: Some(dead),
        ..Outside::default()
    };
    let config = config(&clock, OutsideSource::Fixed(outside));
    let hall = TestHall::open_with(config, Province::open().await, clock).await;
    let window = hall.clerk().await;
    let visit = window.open_visit().await;
    let begun = Instant::now();
    let (status, problem) = query(&window, visit).await;
    assert_eq!((status, code(&problem)), (503, "YC-2320"));
    assert!(begun.elapsed() < Duration::from_secs(2));

    let log = hall.store().audit(0, 1_000).await.unwrap();
    let look = log
        .iter()
        .find(|entry| entry.deed == "look:population")
        .expect("the audit line");
    assert_eq!(look.actor, "0826@08");
    assert_eq!(look.subject, "350199********0011");
    assert!(look.purpose.contains("科学育儿"), "{}", look.purpose);

    // Card and document stand alone: nothing is an error, and the reply says what is not known.
    let (status, identified) = window.post(&format!("/v1/visits/{visit}/people"), &card()).await;
    assert_eq!(status, 200, "{identified}");
    assert_eq!(identified["register"], "unavailable");
    assert_eq!(identified["bodiesKnown"], false);
    assert_eq!(identified["person"]["verified"]["how"], "card");
}

#[tokio::test]
async fn a_reply_is_cut_to_what_was_asked_and_carries_its_grant() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let visit = window.open_visit().await;
    let (status, reply) = query(&window, visit).await;
    assert_eq!(status, 200, "{reply}");
    assert_eq!(reply["values"], json!({ "person.name": "林试" }));
    assert_eq!(reply["grant"], "train/wj-parenting/population");
    let asked = hall.province.asked.lock().unwrap()[0].clone();
    assert_eq!(asked["operator"], "0826");
    assert_eq!(asked["terminal"], "08");
    assert_eq!(asked["itemCode"].as_str().unwrap().len(), 33);
    assert_eq!(asked["elements"], json!(["person.name"]));
    assert!(asked["purpose"].as_str().unwrap().chars().count() <= 200);
}

#[tokio::test]
async fn people_are_confirmed_with_bodies_and_family() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let visit = window.open_visit().await;
    let path = format!("/v1/visits/{visit}/people");
    let (_, identified) = window.post(&path, &card()).await;
    assert_eq!(identified["register"], "match");
    assert_eq!(
        identified["bodies"].as_array().unwrap().len(),
        1,
        "a body that no longer exists is not offered"
    );
    assert_eq!(identified["family"][0]["person"]["verified"]["how"], "register");

    let typed = json!({ "by": "document", "idType": "111", "idNumber": "350199199003070012", "name": "林试", "document": "111" });
    let (status, problem) = window.post(&path, &typed).await;
    assert_eq!(status, 422);
    assert!(code(&problem).starts_with("YC-11"), "{problem}");

    let (_, body) = window
        .post(
            &format!("/v1/visits/{visit}/bodies"),
            &json!({ "uscc": "11350199mb9a00014b" }),
        )
        .await;
    assert_eq!(
        body,
        json!({ "uscc": "11350199MB9A00014B", "name": "测试", "relation": "legalRep" })
    );
    let (_, body) = window
        .post(
            &format!("/v1/visits/{visit}/bodies"),
            &json!({ "uscc": "11350199MB9A00049X" }),
        )
        .await;
    assert_eq!(body["relation"], "agent");
    assert_eq!(
        window
            .post(&format!("/v1/visits/{visit}/bodies"), &json!({ "uscc": "1" }))
            .await
            .0,
        422
    );

    hall.province.behaves(Manner::Status(404));
    let (_, identified) = window.post(&path, &card()).await;
    assert_eq!(identified["register"], "unknown");
}

#[tokio::test]
async fn a_silent_register_holds_nobody_up() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let visit = window.open_visit().await;
    hall.province.behaves(Manner::Silent);
    let begun = Instant::now();
    let (status, identified) = window.post(&format!("/v1/visits/{visit}/people"), &card()).await;
    assert_eq!(
        (status, identified["register"].as_str()),
        (200, Some("unavailable"))
    );
    assert!(begun.elapsed() < Duration::from_secs(4));
}

#[tokio::test]
async fn licences_are_cut_to_the_item_and_other_types_are_refused() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let visit = window.open_visit().await;
    let of = item("rs-socialcard");
    let material = of
        .materials
        .iter()
        .find(|material| material.licence_type.is_some())
        .unwrap();
    let draft = window.complete("rs-socialcard");
    window.save(&draft).await;
    let mut ask = json!({
        "visit": visit, "draft": draft.id, "item": of.id, "holderCode": NUMBER, "holderType": "111",
        "typeCode": material.licence_type_code, "typeName": material.licence_type,
    });
    let (status, reply) = window.post("/v1/gateway/licences", &ask).await;
    assert_eq!(status, 200, "{reply}");
    let face = reply["licences"][0]["face"].as_object().unwrap();
    assert!(!face.contains_key("person.secret"));
    assert_eq!(reply["licences"][0]["state"], "有效");

    ask["typeCode"] = json!("other");
    ask["typeName"] = json!("医师资格证");
    let (status, problem) = window.post("/v1/gateway/licences", &ask).await;
    assert_eq!((status, code(&problem)), (403, "YC-2302"));
    assert_eq!(hall.province.asked_count(), 1);
}

#[tokio::test]
async fn malformed_replies_are_refused_in_words_and_the_hall_lives_on() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let visit = window.open_visit().await;
    let json_type = "application/json";
    let gbk = b"{\"provider\":\"\xc8\xcb\xbf\xda\xbf\xe2\"}".to_vec();
    let rows = [
        (Manner::Says("text/html", b"<html>".to_vec()), 502, "YC-2311"),
        (Manner::Endless, 502, "YC-2312"),
        (Manner::Says(json_type, gbk), 502, "YC-2313"),
        (
            Manner::Says(json_type, b"{\"requestId\":".to_vec()),
            502,
            "YC-2314",
        ),
        (Manner::Says(json_type, b"{}".to_vec()), 502, "YC-2315"),
        (Manner::Confused, 502, "YC-2315"),
        (Manner::Status(404), 404, "YC-2306"),
        (Manner::Status(403), 403, "YC-2307"),
        (Manner::Status(429), 503, "YC-2322"),
        (Manner::Status(503), 503, "YC-2322"),
        (Manner::Status(500), 503, "YC-2320"),
    ];
    for (manner, status, expected) in rows {
        hall.province.behaves(manner.clone());
        let (got, problem) = query(&window, visit).await;
        assert_eq!((got, code(&problem)), (status, expected), "{manner:?}");
        assert!(!problem["zh"].as_str().unwrap().is_empty());
    }
    hall.province.behaves(Manner::Good);
    assert_eq!(query(&window, visit).await.0, 200);
}
