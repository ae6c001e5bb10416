//! 数据校核: raised with a draft, sent once, answered by its source alone, aged, and of no concern to what becomes of
//! the case.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Router, routing};
use cases::case::Draft;
use cases::form::Value;
use cases::objection::{Evidence, Objection, Why};
use cases::wire::gateway::SubjectKey;
use hall::clock::Clock;
use hall::config::TRAINING_SECRET;
use hall::{Outside, OutsideSource};
use hmac::{Hmac, KeyInit, Mac};
use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use sha2::Sha256;
use tokio::net::TcpListener;
use uuid::Uuid;

use crate::harness::{FRIDAY, NUMBER, Province, TestClock, TestHall, Window, code, config, item};

const ITEM: &str = "rs-socialcard";

/// A register that takes objections.
#[derive(Default)]
struct Register {
    url: String,
    /// Status and body of the next sendings; without one it takes them.
    says: Mutex<Option<(u16, Json)>>,
    /// What is asked after; without one it has nothing new.
    standing: Mutex<Option<(u16, Json)>>,
    came: Mutex<Vec<Json>>,
    asked: Mutex<u32>,
}

impl Register {
    async fn open() -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let register = Arc::new(Self {
            url: format!("http://{}", listener.local_addr().unwrap()),
            ..Self::default()
        });
        let app = Router::new()
            .route("/query/{dataset}", routing::post(query))
            .route("/objections/{id}", routing::put(put).get(standing))
            .with_state(Arc::clone(&register));
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        register
    }

    fn count(&self) -> usize {
        self.came.lock().unwrap().len()
    }

    fn says(&self, says: Option<(u16, Json)>) {
        *self.says.lock().unwrap() = says;
    }

    fn stands(&self, standing: Json) {
        *self.standing.lock().unwrap() = Some((200, standing));
    }
}

async fn query(Path(_): Path<String>, body: Bytes) -> Response {
    let asked: Json = serde_json::from_slice(&body).unwrap();
    axum::Json(json!({ "requestId": asked["requestId"], "provider": "示范区人口库", "recordId": "R-1", "asOf": FRIDAY,
        "values": { "person.householdAddress": "示范市旧街1号" } }))
    .into_response()
}

async fn put(State(register): State<Arc<Register>>, Path(id): Path<Uuid>, body: Bytes) -> Response {
    let came: Json = serde_json::from_slice(&body).unwrap();
    assert_eq!(came["objectionId"], json!(id));
    register.came.lock().unwrap().push(came);
    let says = register.says.lock().unwrap().clone();
    let (status, body) =
        says.unwrap_or_else(|| (201, json!({ "state": "taken", "receiptNo": "J1", "at": FRIDAY })));
    (StatusCode::from_u16(status).unwrap(), axum::Json(body)).into_response()
}

async fn standing(State(register): State<Arc<Register>>, Path(id): Path<Uuid>) -> Response {
    *register.asked.lock().unwrap() += 1;
    let standing = register.standing.lock().unwrap().clone();
    let (status, body) = standing.unwrap_or_else(|| (200, said(id, "population", "J1", "taken")));
    (StatusCode::from_u16(status).unwrap(), axum::Json(body)).into_response()
}

fn said(id: Uuid, dataset: &str, receipt: &str, state: &str) -> Json {
    json!({ "objectionId": id, "dataset": dataset, "receiptNo": receipt, "state": state,
        "value": "示范市新街2号", "note": "经核实", "at": "2026-11-24T10:00:00+08:00" })
}

async fn hall(register: &Register) -> TestHall {
    let (province, clock) = (Province::open().await, TestClock::at(FRIDAY));
    let outside = Outside {
        registry: Some(register.url.clone()),
        ..province.outside()
    };
    let config = config(&clock, OutsideSource::Fixed(outside));
    TestHall::open_with(config, province, clock).await
}

fn field() -> &'static cases::catalogue::FieldSpec {
    let is = |field: &&cases::catalogue::FieldSpec| {
        field.data_element == "person.householdAddress"
            && field.source_chain.contains(&"population".to_owned())
    };
    item(ITEM)
        .fields
        .iter()
        .find(is)
        .expect("an address from the register")
}

fn objection(window: &Window) -> Objection {
    let field = field();
    Objection {
        id: Uuid::now_v7(),
        field: field.key.clone(),
        label: field.label.clone(),
        element: field.data_element.clone(),
        dataset: "population".to_owned(),
        provider: "示范区人口库".to_owned(),
        record_id: Some("R-1".to_owned()),
        as_of: None,
        subject: SubjectKey {
            role: field.subject.clone(),
            id_type: Some("111".to_owned()),
            id_number: Some(NUMBER.to_owned()),
            name: Some("林试".to_owned()),
            uscc: None,
        },
        theirs: Value::Text("示范市旧街1号".to_owned()),
        stated: Value::Text("示范市新街2号".to_owned()),
        raw: None,
        theirs_shown: "示范市旧街1号".to_owned(),
        stated_shown: "示范市新街2号".to_owned(),
        why: Why::Outdated,
        evidence: vec![Evidence::Material {
            material: "m1".to_owned(),
            name: "户口簿".to_owned(),
            pieces: vec!["ab".repeat(32)],
        }],
        answer_days: 10,
        by: window.staff.clone(),
        at: window.clock.now(),
    }
}

/// An intake whose register was asked, and a value of it objected to.
async fn raise(window: &Window) -> (Draft, Uuid) {
    let visit = window.open_visit().await;
    let mut draft = window.complete(ITEM);
    draft.visit = visit;
    window.save(&draft).await;
    let field = field();
    let ask = json!({ "visit": visit, "draft": draft.id, "item": ITEM, "dataset": "population",
        "subject": { "role": field.subject, "idType": "111", "idNumber": NUMBER, "name": "林试" },
        "elements": [field.data_element] });
    let (status, reply) = window.post("/v1/gateway/query", &ask).await;
    assert_eq!(status, 200, "{reply}");
    let objection = objection(window);
    let id = objection.id;
    draft.heard.objections.push(objection);
    draft.revision += 1;
    window.save(&draft).await;
    (draft, id)
}

async fn page(window: &Window, query: &str) -> Json {
    let (status, page) = window.get(&format!("/v1/objections?{query}")).await;
    assert_eq!(status, 200, "{page}");
    page
}

/// Waits until the first objection of the window looks as it should.
async fn until(window: &Window, wanted: impl Fn(&Json) -> bool) -> Json {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let page = page(window, "of=window").await;
        if wanted(&page["rows"][0]) {
            return page["rows"][0].clone();
        }
        assert!(Instant::now() < deadline, "it stayed as it was: {page}");
        tokio::task::yield_now().await;
    }
}

fn is(state: &'static str) -> impl Fn(&Json) -> bool {
    move |row| row["state"] == json!(state)
}

/// A source brings an answer.
async fn bring(hall: &TestHall, id: Uuid, kid: &str, secret: &str, body: &Json) -> (u16, Json) {
    let bytes = serde_json::to_vec(body).unwrap();
    let t = hall.clock.now().as_second();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{t}.").as_bytes());
    mac.update(&bytes);
    let v1 = hex::encode(mac.finalize().into_bytes());
    let reply = hall
        .http
        .put(format!("{}/v1/outside/objections/{id}", hall.running.url))
        .header("x-yichuang-signature", format!("t={t},kid={kid},v1={v1}"))
        .body(bytes)
        .send()
        .await
        .unwrap();
    (reply.status().as_u16(), reply.json().await.unwrap())
}

#[tokio::test]
async fn an_objection_is_sent_once_and_its_answer_comes_back_to_list_and_case() {
    let register = Register::open().await;
    register.says(Some((503, json!({ "code": "UNAVAILABLE" }))));
    let hall = hall(&register).await;
    let window = hall.clerk().await;
    let (draft, id) = raise(&window).await;
    let row = until(&window, |row| row["cause"]["code"] == json!("YC-2322")).await;
    assert_eq!(
        (&row["state"], &row["theirs"]),
        (&json!("raised"), &json!("示范市旧街1号"))
    );
    // The same draft again, and once more under another revision, raises nothing anew.
    let mut again = draft.clone();
    again.revision += 1;
    window.save(&again).await;
    register.says(None);
    let row = until(&window, is("sent")).await;
    assert_eq!(row["receiptNo"], json!("J1"));
    assert_eq!(row["answerBy"], json!("2026-12-04"));
    assert_eq!((&row["light"], &row["daysLeft"]), (&json!("green"), &json!(10)));
    let came = register.came.lock().unwrap().clone();
    let last = came.last().unwrap();
    assert!(came.iter().all(|one| one["objectionId"] == json!(id)));
    assert_eq!(last["subject"]["idNumber"], json!(NUMBER));
    assert_eq!(
        (&last["sourceValue"], &last["statedValue"]),
        (&json!("示范市旧街1号"), &json!("示范市新街2号"))
    );
    assert_eq!(
        (&last["recordId"], &last["reason"]),
        (&json!("R-1"), &json!("outdated"))
    );
    assert_eq!(last["evidence"][0]["name"], json!("户口簿"));

    // The case goes on with what the applicant states, and names it to the department and in the receipt.
    let outcome = window.accept(&again).await;
    assert_eq!(outcome["outcome"], json!("accepted"), "{outcome}");
    let parcels = hall.province.parcels_arrived(1).await;
    assert_eq!(parcels[0]["objections"][0]["id"], json!(id));
    assert_eq!(parcels[0]["objections"][0]["sourceValue"], json!("示范市旧街1号"));

    register.stands(said(id, "population", "J1", "upheld"));
    let row = until(&window, is("upheld")).await;
    assert_eq!(row["answer"]["value"], json!("示范市新街2号"));
    assert!(row["light"].is_null());
    let (_, case) = window.get(&format!("/v1/cases/{}", again.slip)).await;
    assert_eq!(case["objections"][0]["state"], json!("upheld"), "{case}");
    assert_eq!(case["objections"][0]["itemName"], case["itemName"]);
    let (_, texts) = window.get(&format!("/v1/cases/{}/texts", again.slip)).await;
    let moments: Vec<&str> = texts
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|text| text["moment"].as_str())
        .collect();
    assert_eq!(
        moments.iter().filter(|moment| **moment == "checked").count(),
        1,
        "{texts}"
    );
    let count = register.count();
    hall.clock.advance(SignedDuration::from_hours(2));
    let page = page(&window, "of=window&open=true").await;
    assert_eq!((&page["total"], &page["open"]), (&json!(0), &json!(0)));
    assert_eq!(register.count(), count, "it is not sent again");
}

#[tokio::test]
async fn answers_that_are_late_repeated_or_forged_change_nothing() {
    let register = Register::open().await;
    let hall = hall(&register).await;
    let window = hall.clerk().await;
    let (_, id) = raise(&window).await;
    until(&window, is("sent")).await;
    let good = said(id, "population", "J1", "rejected");
    let secret = TRAINING_SECRET;
    let check = async |id: Uuid, kid: &str, secret: &str, body: &Json, expected: (u16, &str)| {
        let (status, reply) = bring(&hall, id, kid, secret, body).await;
        assert_eq!((status, code(&reply)), expected, "{kid} {body}");
    };
    check(id, "population", "guessed", &good, (401, "YC-2510")).await;
    // Signed by a source that has no part in it, and under a receipt that it never gave.
    check(
        id,
        "tax",
        secret,
        &said(id, "tax", "J1", "rejected"),
        (403, "YC-2352"),
    )
    .await;
    check(
        id,
        "population",
        secret,
        &said(id, "population", "J9", "rejected"),
        (403, "YC-2352"),
    )
    .await;
    check(
        id,
        "population",
        secret,
        &said(id, "tax", "J1", "rejected"),
        (422, "YC-2356"),
    )
    .await;
    check(
        id,
        "population",
        secret,
        &said(id, "population", "J1", "granted"),
        (422, "YC-2356"),
    )
    .await;
    check(
        id,
        "population",
        secret,
        &json!({ "state": "upheld" }),
        (422, "YC-2356"),
    )
    .await;
    let unknown = Uuid::now_v7();
    check(
        unknown,
        "population",
        secret,
        &said(unknown, "population", "J1", "upheld"),
        (404, "YC-2353"),
    )
    .await;
    assert_eq!(until(&window, |_| true).await["state"], json!("sent"));
    let alarms = hall.store().alarms().await.unwrap();
    assert_eq!(
        alarms.iter().filter(|what| *what == "foreignObjection").count(),
        2,
        "{alarms:?}"
    );
    assert_eq!(alarms.iter().filter(|what| *what == "forgedCallback").count(), 1);

    let hearing = said(id, "population", "J1", "hearing");
    assert_eq!(
        bring(&hall, id, "population", secret, &hearing).await.1,
        json!({ "applied": true })
    );
    assert_eq!(
        bring(&hall, id, "population", secret, &good).await.1,
        json!({ "applied": true })
    );
    assert_eq!(
        bring(&hall, id, "population", secret, &good).await.1,
        json!({ "applied": false })
    );
    assert_eq!(
        bring(&hall, id, "population", secret, &hearing).await.1,
        json!({ "applied": false })
    );
    check(
        id,
        "population",
        secret,
        &said(id, "population", "J1", "upheld"),
        (409, "YC-2354"),
    )
    .await;
    assert_eq!(until(&window, |_| true).await["state"], json!("rejected"));
    // Nobody's number is left where it is of no use any more.
    let log = hall.store().audit(0, 1_000).await.unwrap();
    let deeds: Vec<&str> = log
        .iter()
        .map(|entry| entry.deed.as_str())
        .filter(|deed| deed.ends_with("Objection"))
        .collect();
    assert_eq!(
        deeds.iter().filter(|deed| **deed == "answerObjection").count(),
        2,
        "{deeds:?}"
    );
}

#[tokio::test]
async fn what_nobody_looked_at_or_does_not_fit_never_leaves() {
    let register = Register::open().await;
    let hall = hall(&register).await;
    let window = hall.clerk().await;
    // The register was never asked in this intake.
    let mut draft = window.complete(ITEM);
    draft.heard.objections.push(objection(&window));
    window.save(&draft).await;
    let row = until(&window, is("refused")).await;
    assert_eq!(row["cause"]["code"], json!("YC-2350"));
    let (mut draft, _) = raise(&window).await;
    until(&window, |row| {
        row["state"] == json!("sent") || row["state"] == json!("refused")
    })
    .await;
    let mut odd = objection(&window);
    odd.element = "person.nation".to_owned();
    draft.heard.objections.push(odd);
    let mut odd = objection(&window);
    odd.evidence.clear();
    draft.heard.objections.push(odd);
    draft.revision += 1;
    window.save(&draft).await;
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let page = page(&window, "of=window").await;
        let states: Vec<&str> = page["rows"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|row| row["state"].as_str())
            .collect();
        if states.iter().filter(|state| **state == "refused").count() == 3 && states.contains(&"sent") {
            break;
        }
        assert!(Instant::now() < deadline, "{page}");
        tokio::task::yield_now().await;
    }
    assert_eq!(register.count(), 1, "the one that fits");
}

#[tokio::test]
async fn it_ages_is_told_to_supervisors_and_settled_by_one_of_them() {
    let register = Register::open().await;
    let hall = hall(&register).await;
    let window = hall.clerk().await;
    let (_, id) = raise(&window).await;
    until(&window, is("sent")).await;
    hall.clock.advance(SignedDuration::from_hours(24 * 12));
    let window = hall.clerk().await;
    let row = until(&window, is("sent")).await;
    assert_eq!(
        (&row["light"], &row["daysLeft"]),
        (&json!("amber"), &json!(2)),
        "{row}"
    );
    hall.clock.advance(SignedDuration::from_hours(24 * 5));
    let (window, chief) = (hall.clerk().await, hall.signed_in("01", "0801").await);
    let deadline = Instant::now() + Duration::from_secs(20);
    while !hall
        .store()
        .alarms()
        .await
        .unwrap()
        .contains(&"objectionOverdue".to_owned())
    {
        assert!(Instant::now() < deadline, "nobody was told");
        tokio::task::yield_now().await;
    }
    let of_hall = page(&chief, "of=hall").await;
    assert_eq!((&of_hall["open"], &of_hall["overdue"]), (&json!(1), &json!(1)));
    assert_eq!(of_hall["rows"][0]["light"], json!("red"));
    let settle = |verdict: &str, note: &str| json!({ "verdict": verdict, "note": note });
    let path = format!("/v1/objections/{id}/settle");
    let (status, problem) = window.post(&path, &settle("upheld", "书面答复")).await;
    assert_eq!(
        (status, code(&problem)),
        (403, "YC-2203"),
        "a clerk settles nothing"
    );
    assert_eq!(window.get("/v1/objections?of=hall").await.0, 403);
    assert_eq!(
        code(&chief.post(&path, &settle("upheld", " ")).await.1),
        "YC-2356"
    );
    assert_eq!(
        code(&chief.post(&path, &settle("heard", "来电")).await.1),
        "YC-2356"
    );
    let (status, row) = chief.post(&path, &settle("partly", "来源部门来函答复")).await;
    assert_eq!((status, &row["state"]), (200, &json!("partly")), "{row}");
    assert_eq!(
        (&row["answer"]["by"], &row["itemName"]),
        (&json!("0801"), &json!(item(ITEM).name))
    );
    let (status, problem) = chief.post(&path, &settle("upheld", "又来函")).await;
    assert_eq!((status, code(&problem)), (409, "YC-2354"));
    let late = said(id, "population", "J1", "upheld");
    let (status, problem) = bring(&hall, id, "population", TRAINING_SECRET, &late).await;
    assert_eq!((status, code(&problem)), (409, "YC-2354"));
}

#[tokio::test]
async fn it_goes_on_by_itself_when_its_case_is_withdrawn() {
    let register = Register::open().await;
    register.says(Some((503, json!({ "code": "UNAVAILABLE" }))));
    let hall = hall(&register).await;
    let window = hall.clerk().await;
    let (draft, id) = raise(&window).await;
    let outcome = window.accept(&draft).await;
    assert_eq!(outcome["outcome"], json!("accepted"), "{outcome}");
    let withdraw = json!({ "reason": "不办了", "signed": true });
    let (status, reply) = window
        .post(&format!("/v1/cases/{}/withdrawal", draft.slip), &withdraw)
        .await;
    assert_eq!(status, 200, "{reply}");
    register.says(None);
    until(&window, is("sent")).await;
    register.stands(said(id, "population", "J1", "upheld"));
    until(&window, is("upheld")).await;
}

#[tokio::test]
async fn a_source_that_forgot_it_gets_it_again() {
    let register = Register::open().await;
    let hall = hall(&register).await;
    let window = hall.clerk().await;
    *register.standing.lock().unwrap() = Some((
        404,
        json!({ "code": "UNKNOWN", "messageZh": "", "messageEn": "" }),
    ));
    let (_, id) = raise(&window).await;
    let deadline = Instant::now() + Duration::from_secs(20);
    while register.count() < 2 {
        assert!(Instant::now() < deadline, "it was not sent again");
        tokio::task::yield_now().await;
    }
    register.stands(said(id, "population", "J1", "upheld"));
    until(&window, is("upheld")).await;
}

#[tokio::test]
async fn that_a_source_takes_none_is_told() {
    let register = Register::open().await;
    register.says(Some((404, json!({}))));
    let hall = hall(&register).await;
    let window = hall.clerk().await;
    raise(&window).await;
    let row = until(&window, |row| row["cause"]["code"] == json!("YC-2351")).await;
    assert_eq!(row["state"], json!("raised"));
    register.says(Some((422, json!({ "code": "NO_RECORD" }))));
    let row = until(&window, is("refused")).await;
    assert_eq!(row["cause"]["code"], json!("YC-2357"));
}
