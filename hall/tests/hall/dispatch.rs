use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value as Json, json};
use sha2::Sha256;

use cases::wire::intake::Command;
use hall::clock::Clock;
use hall::config::TRAINING_SECRET;

use crate::harness::{Desk, OTHER_NUMBER, TestHall, Window, case_until, code, item};

const ITEM: &str = "wj-parenting";

fn event(parcel: &str, sequence: u32, kind: &str) -> Json {
    event_of(ITEM, parcel, sequence, kind)
}

/// An event of the department of an item.
pub fn event_of(of: &str, parcel: &str, sequence: u32, kind: &str) -> Json {
    json!({
        "specversion": "1.0", "id": format!("{parcel}-{sequence}"),
        "source": format!("/departments/{}", item(of).department_uscc),
        "type": format!("cn.yichuang.parcel.{kind}"), "subject": parcel, "time": "2026-11-20T02:10:00Z",
        "datacontenttype": "application/json", "sequence": sequence.to_string(),
        "data": { "caseNumber": "x", "opinion": "同意", "decision": "granted" },
    })
}

fn sign(secret: &str, t: i64, body: &str) -> String {
    sign_as(&item(ITEM).department_uscc, secret, t, body)
}

pub fn sign_as(kid: &str, secret: &str, t: i64, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{t}.{body}").as_bytes());
    format!("t={t},kid={kid},v1={}", hex::encode(mac.finalize().into_bytes()))
}

pub async fn call_back(hall: &TestHall, event: &Json, secret: &str, late_s: i64) -> (u16, Json) {
    let body = event.to_string();
    let signature = sign(secret, hall.clock.now().as_second() - late_s, &body);
    send(hall, body, Some(signature)).await
}

pub async fn send(hall: &TestHall, body: String, signature: Option<String>) -> (u16, Json) {
    let mut request = hall
        .http
        .post(format!("{}/v1/outside/events", hall.running.url))
        .header("content-type", "application/cloudevents+json")
        .body(body);
    if let Some(signature) = signature {
        request = request.header("x-yichuang-signature", signature);
    }
    let reply = request.send().await.unwrap();
    (reply.status().as_u16(), reply.json().await.unwrap())
}

pub async fn sent_case(hall: &TestHall, window: &Window) -> (String, String) {
    let draft = window.complete(ITEM);
    window.accept(&draft).await;
    let parcel = hall.province.parcels_arrived(1).await[0]["parcelId"]
        .as_str()
        .unwrap()
        .to_owned();
    case_until(window, &draft.slip, |view| {
        view["parcels"][0]["state"] == "acknowledged"
    })
    .await;
    (draft.slip, parcel)
}

#[tokio::test]
async fn a_parcel_says_what_the_contract_says() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let draft = window.complete("scjg-food-licence");
    let accepted = window.accept(&draft).await;
    let parcel = hall.province.parcels_arrived(1).await[0].clone();
    let contract: Json =
        serde_json::from_str(include_str!("../../contracts/department.openapi.json")).unwrap();
    for key in contract["components"]["schemas"]["Parcel"]["required"]
        .as_array()
        .unwrap()
    {
        assert!(parcel.get(key.as_str().unwrap()).is_some(), "{key}");
    }
    assert_eq!(parcel["caseNumber"], accepted["caseNumber"]);
    assert_eq!(parcel["noticeNumber"], accepted["noticeNumber"]);
    assert_eq!(parcel["dueDay"], accepted["dueDay"]);
    assert_eq!(parcel["applicant"]["kind"], "body");
    assert_eq!(parcel["agent"]["kind"], "person");
    // What an earlier answer left behind is kept at the desk and is none of the case: here nobody mails, no agent acts.
    let item = item("scjg-food-licence");
    let here = draft.situated(item, cases::deadline::hall_date(hall.clock.now()));
    let shown = item.fields.iter().filter(|field| here.shows(field));
    let shown: Vec<&str> = shown.map(|field| field.key.as_str()).collect();
    let sent = parcel["form"].as_array().unwrap().iter();
    let sent: Vec<&str> = sent.map(|field| field["key"].as_str().unwrap()).collect();
    assert_eq!(sent, shown);
    assert!(draft.form.contains_key("agentName") && !sent.contains(&"agentName"));
    assert_eq!(parcel["attempt"], 1);
    assert!(
        parcel["eventsUrl"]
            .as_str()
            .unwrap()
            .starts_with("http://127.0.0.1:")
    );
}

#[tokio::test]
async fn promise_02_a_busy_department_gets_the_parcel_later_and_in_order() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    hall.province.department_is(Desk::Busy(503, 0));
    let first = window.accept(&window.complete(ITEM)).await;
    let second = window.accept(&window.complete_for(ITEM, OTHER_NUMBER)).await;
    let tried = hall.province.parcels_arrived(3).await;
    assert!(
        tried
            .iter()
            .all(|parcel| parcel["caseNumber"] == first["caseNumber"]),
        "the head holds the others back"
    );
    let attempts: Vec<u64> = tried
        .iter()
        .take(3)
        .map(|parcel| parcel["attempt"].as_u64().unwrap())
        .collect();
    assert_eq!(attempts, [1, 2, 3]);
    let slip = first["slip"].as_str().unwrap();
    let view = case_until(&window, slip, |view| !view["parcels"][0]["cause"].is_null()).await;
    assert_eq!(view["parcels"][0]["cause"]["code"], "YC-2504");
    assert!(!view["parcels"][0]["nextTry"].is_null());

    hall.province.department_is(Desk::Good);
    let view = case_until(&window, slip, |view| {
        view["parcels"][0]["state"] == "acknowledged"
    })
    .await;
    assert!(
        view["parcels"][0]["receiptNo"]
            .as_str()
            .unwrap()
            .starts_with("S-")
    );
    assert_eq!(view["parcels"][0]["cause"], json!(null));
    case_until(&window, second["slip"].as_str().unwrap(), |view| {
        view["parcels"][0]["state"] == "acknowledged"
    })
    .await;
}

#[tokio::test]
async fn retry_after_is_honoured() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    hall.province.department_is(Desk::Busy(429, 3_600));
    let accepted = window.accept(&window.complete(ITEM)).await;
    let slip = accepted["slip"].as_str().unwrap();
    let view = case_until(&window, slip, |view| view["parcels"][0]["attempts"] == 1).await;
    let next: jiff::Timestamp = view["parcels"][0]["nextTry"].as_str().unwrap().parse().unwrap();
    let wait = next.duration_since(hall.clock.now()).as_secs();
    assert!((3_500..=3_600).contains(&wait), "{wait}");
    hall.province.department_is(Desk::Good);
    hall.clock.advance(jiff::SignedDuration::from_secs(3_601));
    // Anything that changes wakes the engine.
    window.post("/v1/tickets", &json!({ "group": "A" })).await;
    case_until(&window, slip, |view| {
        view["parcels"][0]["state"] == "acknowledged"
    })
    .await;
}

#[tokio::test]
async fn a_refused_parcel_waits_for_a_person_and_lets_the_others_pass() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    hall.province.department_is(Desk::Refuses);
    let first = window.accept(&window.complete(ITEM)).await;
    let view = case_until(&window, first["slip"].as_str().unwrap(), |view| {
        view["parcels"][0]["state"] == "refused"
    })
    .await;
    assert_eq!(view["parcels"][0]["cause"]["code"], "YC-2501");
    hall.province.department_is(Desk::Good);
    let second = window.accept(&window.complete_for(ITEM, OTHER_NUMBER)).await;
    case_until(&window, second["slip"].as_str().unwrap(), |view| {
        view["parcels"][0]["state"] == "acknowledged"
    })
    .await;
}

#[tokio::test]
async fn promise_02_progress_is_applied_once_in_order_whatever_the_order_it_comes_in() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (slip, parcel) = sent_case(&hall, &window).await;
    let back = async |sequence: u32, kind: &str| {
        call_back(&hall, &event(&parcel, sequence, kind), TRAINING_SECRET, 0).await
    };
    assert_eq!(back(1, "acknowledged").await, (200, json!({ "applied": true })));
    assert_eq!(back(1, "acknowledged").await, (200, json!({ "applied": false })));
    // 3 and 4 come before 2: held, then applied with it.
    assert_eq!(back(4, "done").await, (202, json!({ "applied": false })));
    assert_eq!(back(3, "decided").await, (202, json!({ "applied": false })));
    let (_, view) = window.get(&format!("/v1/cases/{slip}")).await;
    assert_eq!(
        (view["stage"].as_str(), view["parcels"][0]["state"].as_str()),
        (Some("accepted"), Some("acknowledged"))
    );
    assert_eq!(back(2, "handling").await, (200, json!({ "applied": true })));
    let (_, view) = window.get(&format!("/v1/cases/{slip}")).await;
    assert_eq!(
        (view["stage"].as_str(), view["parcels"][0]["state"].as_str()),
        (Some("completed"), Some("done"))
    );
    assert_eq!(back(4, "done").await, (200, json!({ "applied": false })));
    let words: Vec<&str> = view["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["what"].as_str().unwrap())
        .collect();
    for word in [
        "received",
        "accepted",
        "parcelAcknowledged",
        "parcelHandling",
        "parcelDecided",
        "decided",
        "parcelDone",
        "completed",
    ] {
        assert!(words.contains(&word), "{word} in {words:?}");
    }
    // A decided case is no duplicate any more.
    assert_eq!(window.accept(&window.complete(ITEM)).await["outcome"], "accepted");
}

#[tokio::test]
async fn a_forged_callback_changes_nothing_and_is_logged() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (slip, parcel) = sent_case(&hall, &window).await;
    let (_, before) = window.get(&format!("/v1/cases/{slip}")).await;
    let good = event(&parcel, 1, "done");
    let body = good.to_string();
    let now = hall.clock.now().as_second();
    let signed = sign(TRAINING_SECRET, now, &body);
    for (name, reply) in [
        ("secret", call_back(&hall, &good, "another secret", 0).await),
        ("old", call_back(&hall, &good, TRAINING_SECRET, 301).await),
        ("early", call_back(&hall, &good, TRAINING_SECRET, -310).await),
        (
            "body",
            send(&hall, body.replace("同意", "驳回"), Some(signed.clone())).await,
        ),
        ("none", send(&hall, body.clone(), None).await),
        ("odd", send(&hall, body.clone(), Some("v1=zz".to_owned())).await),
    ] {
        assert_eq!((reply.0, code(&reply.1)), (401, "YC-2510"), "{name}");
    }
    let (_, after) = window.get(&format!("/v1/cases/{slip}")).await;
    assert_eq!(before, after);
    assert_eq!(hall.store().alarms().await.unwrap(), ["forgedCallback"; 6]);

    // Rightly signed by one department for another's parcel, or misshapen.
    let mut foreign = good.clone();
    foreign["source"] = json!("/departments/11350199MB9A00065K");
    assert_eq!(
        code(&call_back(&hall, &foreign, TRAINING_SECRET, 0).await.1),
        "YC-2511"
    );
    let mut unknown = good.clone();
    unknown["subject"] = json!(uuid::Uuid::nil());
    assert_eq!(
        code(&call_back(&hall, &unknown, TRAINING_SECRET, 0).await.1),
        "YC-2512"
    );
    let mut odd = good;
    odd["sequence"] = json!("0");
    assert_eq!(
        code(&call_back(&hall, &odd, TRAINING_SECRET, 0).await.1),
        "YC-2511"
    );
}

/// The department's clock has whole seconds; the hall's has milliseconds.
#[tokio::test]
async fn progress_within_the_second_of_acceptance_stands_after_it() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (slip, parcel) = sent_case(&hall, &window).await;
    let (_, view) = window.get(&format!("/v1/cases/{slip}")).await;
    let accepted: jiff::Timestamp = view["acceptedAt"].as_str().unwrap().parse().unwrap();
    let mut early = event(&parcel, 1, "handling");
    early["time"] = json!(jiff::Timestamp::from_second(accepted.as_second()).unwrap());
    assert_eq!(call_back(&hall, &early, TRAINING_SECRET, 0).await.0, 200);
    let (_, view) = window.get(&format!("/v1/cases/{slip}")).await;
    let words: Vec<&str> = view["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["what"].as_str().unwrap())
        .collect();
    assert_eq!(words[..2], ["received", "accepted"], "{words:?}");
}

/// The department's reply is lost; it knows the parcel by its id, and the case is not sent as another.
#[tokio::test]
async fn a_lost_reply_is_the_same_parcel_again() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    hall.province.department_is(Desk::Busy(500, 0));
    let envelope = window.envelope(Command::Accept {
        draft: window.complete(ITEM),
        approval: None,
    });
    window.send(&envelope).await;
    let tried = hall.province.parcels_arrived(2).await;
    let plain = |parcel: &Json| {
        let mut parcel = parcel.clone();
        for key in ["attempt", "sentAt"] {
            parcel.as_object_mut().unwrap().remove(key);
        }
        parcel
    };
    assert_eq!(plain(&tried[0]), plain(&tried[1]));
}

#[tokio::test]
async fn what_a_department_sends_back_is_on_the_list_of_what_is_to_be_corrected() {
    let hall = TestHall::open().await;
    let window = hall.clerk().await;
    let (slip, parcel) = sent_case(&hall, &window).await;
    let returned = async || window.get("/v1/case-page?desk=08&returned=true").await.1;
    assert_eq!(returned().await["total"], 0);
    let back = async |sequence: u32, kind: &str| {
        call_back(&hall, &event(&parcel, sequence, kind), TRAINING_SECRET, 0).await
    };
    back(1, "acknowledged").await;
    assert_eq!(back(2, "returned").await, (200, json!({ "applied": true })));
    let page = returned().await;
    assert_eq!(
        (&page["total"], &page["rows"][0]["slip"]),
        (&json!(1), &json!(slip))
    );
    back(3, "handling").await;
    assert_eq!(returned().await["total"], 0);
}
