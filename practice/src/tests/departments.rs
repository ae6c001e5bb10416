//! Parcels and progress, the same for a department served here and for the one in another language.

use axum::http::StatusCode;
use hmac::{Hmac, KeyInit, Mac};
use reqwest::Method;
use serde_json::{Value, json};
use sha2::Sha256;
use uuid::Uuid;

use super::contracts::check;
use super::{Arrived, OTHER, OWN, SECRET, TinyHall, Town};
use crate::Speed;
use crate::canonical::parcel_digest;

pub fn parcel(id: Uuid, uscc: &str, events_url: &str) -> Value {
    json!({
        "parcelId": id,
        "caseNumber": format!("{uscc}4000131501000{}", "202609280001"),
        "slipCode": "7K3MQ2X9PA",
        "bundle": null,
        "item": {"id": "scjg-food-licence", "code": "x", "name": "食品经营许可", "department": "部门", "departmentUscc": uscc},
        "applicant": {"kind": "person", "name": "陈𠮷祥", "idType": "111", "idNumber": "350199199003070011"},
        "agent": null,
        "acceptedAt": "2026-09-28T09:00:00+08:00",
        "dueDay": "2026-10-15",
        "noticeNumber": "(示)政务(市)受字〔2026〕第000001号",
        "form": [{"key": "area", "label": "面积", "dataElement": "premises.area", "value": 80.0, "source": "typed",
            "provider": null, "asOf": null, "grant": null, "confirmedBy": "0801"}],
        "materials": [{"id": "m1", "name": "申请书", "how": "generated", "originals": 1, "copies": 0, "pages": 2,
            "digestSha256": null, "licenceIdentifier": null}],
        "eventsUrl": events_url,
        "sentAt": "2027-03-01T08:00:00+08:00",
        "attempt": 1,
    })
}

/// Recomputes the signature from the header and the raw body.
pub fn signed_with(arrived: &Arrived, secret: &str) -> bool {
    let parts: Vec<&str> = arrived.signature.split(',').collect();
    let time = parts[0].strip_prefix("t=").unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(time.as_bytes());
    mac.update(b".");
    mac.update(&arrived.body);
    parts[2].strip_prefix("v1=").unwrap() == hex::encode(mac.finalize().into_bytes())
}

#[tokio::test]
async fn a_parcel_is_taken_once_and_its_progress_comes_back_signed() {
    let town = Town::open(Speed::Fast).await;
    for uscc in [OWN, OTHER] {
        let hall = TinyHall::open(0).await;
        let id = Uuid::now_v7();
        let path = format!("/departments/{uscc}/parcels/{id}");
        let body = parcel(id, uscc, &hall.url);
        check("department", "Parcel", &body);
        let (status, receipt) = town.put(&path, &body).await;
        assert_eq!(status, StatusCode::CREATED, "{receipt}");
        check("department", "Acknowledged", &receipt);

        let mut again = body.clone();
        again["attempt"] = json!(2);
        again["sentAt"] = json!("2027-03-01T08:00:05+08:00");
        assert_eq!(town.put(&path, &again).await, (StatusCode::OK, receipt));
        let mut changed = body.clone();
        changed["form"][0]["value"] = json!(81.0);
        let (status, refusal) = town.put(&path, &changed).await;
        assert_eq!(
            (status, &refusal["code"]),
            (StatusCode::CONFLICT, &json!("PARCEL_CHANGED"))
        );

        let events = hall.take(4).await;
        for (place, arrived) in events.iter().enumerate() {
            let event = arrived.event();
            check("department", "ProgressEvent", &event);
            assert!(signed_with(arrived, SECRET) && !signed_with(arrived, "another"));
            assert_eq!(event["sequence"], json!((place + 1).to_string()));
            assert_eq!(event["source"], json!(format!("/departments/{uscc}")));
            assert_eq!(event["subject"], json!(id));
            // The department's clock follows the hall's: the parcel was sent in March of the next year.
            let seconds: i64 = arrived.signature[2..].split(',').next().unwrap().parse().unwrap();
            let sent = "2027-03-01T08:00:00+08:00"
                .parse::<jiff::Timestamp>()
                .unwrap()
                .as_second();
            assert!((sent - 10..sent + 60).contains(&seconds), "{seconds} {sent}");
        }
        let kinds: Vec<String> = events
            .iter()
            .map(|e| e.event()["type"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(
            kinds,
            ["acknowledged", "handling", "decided", "done"].map(|s| format!("cn.yichuang.parcel.{s}"))
        );
        assert_eq!(events[2].event()["data"]["decision"], json!("granted"));

        let digest = parcel_digest(&body);
        let mut log = town.get(&format!("/departments/{uscc}/log")).await;
        // Nothing was said of it afterwards; the other program keeps no such book.
        let said = log[0].as_object_mut().unwrap().remove("messages");
        assert!(said.is_none_or(|said| said == json!([])));
        let expected = json!([{"parcelId": id, "caseNumber": body["caseNumber"], "itemCode": "x", "receivedAt": "2027-03-01T08:00:00+08:00",
            "state": "done", "digestSha256": digest}]);
        assert_eq!(log, expected);
        let since = |time: &str| format!("/departments/{uscc}/parcels?since={time}");
        let held = town.get(&since("2027-03-01T00:00:00Z")).await;
        check("department", "HeldParcels", &held);
        assert_eq!(held["parcels"][0]["digestSha256"], json!(digest));
        let none = town.get(&since("2027-03-01T08:00:01%2B08:00")).await;
        assert_eq!(none["parcels"], json!([]));
    }
}

#[tokio::test]
async fn a_parcel_that_does_not_fit_is_refused_for_good() {
    let town = Town::open(Speed::Paused).await;
    for uscc in [OWN, OTHER] {
        let id = Uuid::now_v7();
        let path = format!("/departments/{uscc}/parcels/{id}");
        let good = parcel(id, uscc, "http://127.0.0.1:9/");
        let mut short = good.clone();
        short["caseNumber"] = json!("1");
        let mut stray = good.clone();
        stray["item"]["departmentUscc"] = json!("11350199MB9A00073E");
        let mut other_id = good.clone();
        other_id["parcelId"] = json!(Uuid::now_v7());
        for (body, code) in [
            (short, "BAD_CASE_NUMBER"),
            (stray, "WRONG_DEPARTMENT"),
            (other_id, "ID_MISMATCH"),
        ] {
            let (status, reply) = town.put(&path, &body).await;
            assert_eq!(
                (status, &reply["code"]),
                (StatusCode::UNPROCESSABLE_ENTITY, &json!(code))
            );
            check("department", "Refused", &reply);
        }
        for member in good
            .as_object()
            .unwrap()
            .keys()
            .filter(|name| !["bundle", "agent"].contains(&name.as_str()))
        {
            let mut missing = good.clone();
            missing.as_object_mut().unwrap().remove(member);
            let (status, reply) = town.put(&path, &missing).await;
            assert_eq!(
                (status, &reply["code"]),
                (StatusCode::BAD_REQUEST, &json!("BAD_REQUEST")),
                "{member}"
            );
        }
        let url = format!("{}{path}", town.running.base);
        let reply = town
            .client
            .put(&url)
            .bearer_auth("wrong")
            .json(&good)
            .send()
            .await
            .unwrap();
        assert_eq!(reply.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(town.get(&format!("/departments/{uscc}/log")).await, json!([]));
    }
}

#[tokio::test]
async fn a_paused_department_moves_when_a_person_moves_it() {
    let town = Town::open(Speed::Paused).await;
    for uscc in [OWN, OTHER] {
        let hall = TinyHall::open(0).await;
        let id = Uuid::now_v7();
        let path = format!("/departments/{uscc}/parcels/{id}");
        town.put(&path, &parcel(id, uscc, &hall.url)).await;
        assert_eq!(hall.next().await.sequence(), "1");
        let advance = format!("{path}/advance");
        let (status, _) = town.post(&advance, &json!({"step": "done"})).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        for (step, words) in [
            ("returned", "缺少平面图"),
            ("handling", ""),
            ("decided", "不符合条件"),
        ] {
            let body = json!({"step": step, "opinion": words, "decision": "denied"});
            assert_eq!(
                town.post(&advance, &body).await,
                (StatusCode::OK, json!({"state": step}))
            );
        }
        let events = hall.take(3).await;
        assert_eq!(events[0].event()["data"]["opinion"], json!("缺少平面图"));
        assert_eq!(events[2].event()["data"]["decision"], json!("denied"));
        // Set going again, it ends by itself; asked to, it sends everything once more with the same ids.
        town.post("/speed", &json!({"speed": "fast"})).await;
        assert_eq!(
            hall.next().await.event()["type"],
            json!("cn.yichuang.parcel.done")
        );
        town.post(&format!("{path}/resend"), &json!({})).await;
        let repeated = hall.take(5).await;
        assert_eq!(repeated[1].event(), events[0].event());
        town.post("/speed", &json!({"speed": "paused"})).await;
    }
}

#[tokio::test]
async fn a_parcel_is_given_back_until_it_is_decided_and_one_that_never_came_is_not_taken() {
    let town = Town::open(Speed::Paused).await;
    for uscc in [OWN, OTHER] {
        let hall = TinyHall::open(0).await;
        let [held, decided, never] = [(); 3].map(|()| Uuid::now_v7());
        let path = |id: Uuid| format!("/departments/{uscc}/parcels/{id}");
        let ask = |id: Uuid| {
            json!({"parcelId": id, "caseNumber": "x", "wrong": "person", "reason": "录错",
                "sentAt": "2027-03-01T08:00:00+08:00"})
        };
        for id in [held, decided] {
            town.put(&path(id), &parcel(id, uscc, &hall.url)).await;
        }
        let advance = format!("{}/advance", path(decided));
        town.post(&advance, &json!({"step": "decided"})).await;
        for id in [held, held, never] {
            let body = ask(id);
            check("department", "Recall", &body);
            let (status, reply) = town.put(&format!("{}/recall", path(id)), &body).await;
            assert_eq!(status, StatusCode::OK, "{reply}");
            check("department", "Recalled", &reply);
        }
        let (status, reply) = town
            .put(&format!("{}/recall", path(decided)), &ask(decided))
            .await;
        assert_eq!(
            (status, &reply["code"]),
            (StatusCode::CONFLICT, &json!("ALREADY_DECIDED"))
        );
        let (status, reply) = town.put(&path(never), &parcel(never, uscc, &hall.url)).await;
        assert_eq!(
            (status, &reply["code"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!("RECALLED"))
        );
        let advance = format!("{}/advance", path(held));
        let (status, _) = town.post(&advance, &json!({"step": "decided"})).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn a_hall_that_is_away_gets_its_events_later() {
    let town = Town::open(Speed::Fast).await;
    for uscc in [OWN, OTHER] {
        let hall = TinyHall::open(2).await;
        let id = Uuid::now_v7();
        town.put(
            &format!("/departments/{uscc}/parcels/{id}"),
            &parcel(id, uscc, &hall.url),
        )
        .await;
        let sequences: Vec<String> = hall.take(4).await.iter().map(Arrived::sequence).collect();
        assert_eq!(sequences, ["1", "2", "3", "4"]);
    }
}

#[tokio::test]
async fn the_second_department_is_another_program_with_its_own_address() {
    let town = Town::open(Speed::Paused).await;
    let directory = town.get("/directory").await;
    let base = directory["departmentOverrides"][OTHER]
        .as_str()
        .expect("node is installed")
        .to_owned();
    assert!(!base.starts_with(&town.running.base));
    let id = Uuid::now_v7();
    let request = town
        .client
        .request(Method::PUT, format!("{base}/parcels/{id}"))
        .bearer_auth(SECRET);
    let reply = request
        .json(&parcel(id, OTHER, "http://127.0.0.1:9/"))
        .send()
        .await
        .unwrap();
    assert_eq!(reply.status(), StatusCode::CREATED);
    let log = town.get(&format!("/departments/{OTHER}/log")).await;
    assert_eq!(log[0]["parcelId"], json!(id));
    assert_eq!(town.get("/counts").await[format!("department:{OTHER}")], json!(1));
}

/// Its clock stands still: nothing is decided until a person ends the special procedure.
#[tokio::test]
async fn a_special_procedure_holds_the_decision_until_it_ends() {
    let town = Town::open(Speed::Paused).await;
    let hall = TinyHall::open(0).await;
    let id = Uuid::now_v7();
    let path = format!("/departments/{OWN}/parcels/{id}");
    town.put(&path, &parcel(id, OWN, &hall.url)).await;
    let advance = format!("{path}/advance");
    let step = async |body: Value| town.post(&advance, &body).await.0;
    assert_eq!(step(json!({"step": "resumed"})).await, StatusCode::BAD_REQUEST);
    let special = json!({"step": "suspended", "kind": "专家评审", "reason": "须评审", "days": 7});
    assert_eq!(step(special.clone()).await, StatusCode::OK);
    assert_eq!(step(special).await, StatusCode::BAD_REQUEST);
    assert_eq!(step(json!({"step": "decided"})).await, StatusCode::BAD_REQUEST);
    assert_eq!(
        step(json!({"step": "extended", "reason": "外省核实", "days": 3})).await,
        StatusCode::OK
    );
    assert_eq!(step(json!({"step": "resumed"})).await, StatusCode::OK);
    assert_eq!(step(json!({"step": "decided"})).await, StatusCode::OK);
    let events = hall.take(5).await;
    for event in &events {
        check("department", "ProgressEvent", &event.event());
    }
    let suspended = events[1].event();
    let data = &suspended["data"];
    assert_eq!((&data["kind"], &data["days"]), (&json!("专家评审"), &json!(7)));
    assert_eq!(suspended["type"], json!("cn.yichuang.parcel.suspended"));
    assert_eq!(events[4].event()["type"], json!("cn.yichuang.parcel.decided"));
}
