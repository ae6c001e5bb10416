//! Sources on their bad days, each answer with its own sentence and none of it believed that should not be.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Router, routing};
use cases::case::{Deceased, Draft};
use cases::review::DECEASED;
use hall::{Outside, OutsideSource};
use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use tokio::net::TcpListener;
use uuid::Uuid;

use crate::harness::{
    FRIDAY, NUMBER, OTHER_NUMBER, Province, TestClock, TestHall, Window, code, config, item,
};

const ITEM: &str = "rs-socialcard";

/// What the register says next; `{}` of a body stands for the request's id.
#[derive(Clone)]
enum Says {
    Status(u16, Json),
    /// Status 200 and these bytes as they are.
    Bytes(&'static str, Vec<u8>),
    /// A byte now and then, for ever.
    Drip,
    /// So many bytes of JSON, said beforehand or not.
    Huge(u64, bool),
}

struct Register {
    url: String,
    says: Mutex<Says>,
    /// Bytes that were taken of a huge reply.
    taken: Arc<Mutex<u64>>,
}

impl Register {
    async fn open() -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let register = Arc::new(Self {
            url: format!("http://{}", listener.local_addr().unwrap()),
            says: Mutex::new(Says::Status(200, answer(json!({})))),
            taken: Arc::default(),
        });
        let app = Router::new()
            .route("/query/{dataset}", routing::post(query))
            .route("/licences/query", routing::post(licences))
            .with_state(Arc::clone(&register));
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        register
    }

    fn says(&self, says: Says) {
        *self.says.lock().unwrap() = says;
    }

    fn tells(&self, values: Json) {
        self.says(Says::Status(200, answer(values)));
    }
}

fn answer(values: Json) -> Json {
    json!({ "requestId": "{}", "provider": "示范区人口库", "recordId": "R-1", "asOf": FRIDAY, "values": values })
}

async fn query(State(register): State<Arc<Register>>, Path(_): Path<String>, body: Bytes) -> Response {
    let asked: Json = serde_json::from_slice(&body).unwrap();
    let id = asked["requestId"].as_str().unwrap().to_owned();
    say(&register, &id)
}

async fn licences(State(register): State<Arc<Register>>) -> Response {
    say(&register, "")
}

fn say(register: &Register, id: &str) -> Response {
    let says = register.says.lock().unwrap().clone();
    let typed = [("content-type", "application/json")];
    match says {
        Says::Status(status, body) => {
            let text = body.to_string().replace("{}", id);
            (StatusCode::from_u16(status).unwrap(), typed, text).into_response()
        }
        Says::Bytes(kind, bytes) => {
            let text = String::from_utf8(bytes.clone()).map(|text| text.replace("{id}", id).into_bytes());
            ([("content-type", kind)], text.unwrap_or(bytes)).into_response()
        }
        Says::Drip => {
            let drip = futures::stream::unfold((), |()| async {
                tokio::time::sleep(Duration::from_millis(20)).await;
                Some((Ok::<_, std::io::Error>(Bytes::from_static(b" ")), ()))
            });
            (typed, Body::from_stream(drip)).into_response()
        }
        Says::Huge(bytes, said) => {
            const PIECE: usize = 65_536;
            let taken = Arc::clone(&register.taken);
            let pieces = (0..bytes / PIECE as u64).map(move |_| {
                *taken.lock().unwrap() += PIECE as u64;
                Ok::<_, std::io::Error>(Bytes::from(vec![b' '; PIECE]))
            });
            let body = Body::from_stream(futures::stream::iter(pieces));
            let whole = (bytes / PIECE as u64 * PIECE as u64).to_string();
            match said {
                true => (
                    [("content-type", "application/json"), ("content-length", &whole)],
                    body,
                )
                    .into_response(),
                false => (typed, body).into_response(),
            }
        }
    }
}

async fn hall(register: &Register) -> TestHall {
    let (province, clock) = (Province::open().await, TestClock::at(FRIDAY));
    let outside = Outside {
        registry: Some(register.url.clone()),
        licences: Some(register.url.clone()),
        ..province.outside()
    };
    let mut config = config(&clock, OutsideSource::Fixed(outside));
    let file: hall::config::HallFile =
        toml::from_str("[sources.population]\ntimeoutMs = 700\nfailures = 100").unwrap();
    file.apply(&mut config);
    TestHall::open_with(config, province, clock).await
}

struct Asking {
    window: Window,
    visit: Uuid,
    draft: Draft,
}

impl Asking {
    async fn begin(hall: &TestHall) -> Self {
        let window = hall.clerk().await;
        let visit = window.open_visit().await;
        let mut draft = window.complete(ITEM);
        draft.visit = visit;
        window.save(&draft).await;
        Self { window, visit, draft }
    }

    async fn ask(&self, elements: &[&str]) -> (u16, Json) {
        let ask = json!({ "visit": self.visit, "draft": self.draft.id, "item": ITEM, "dataset": "population",
            "subject": { "role": "applicant", "idType": "111", "idNumber": NUMBER, "name": "林试" },
            "elements": elements });
        self.window.post("/v1/gateway/query", &ask).await
    }

    async fn refused(&self, expected: (u16, &str)) {
        let (status, problem) = self.ask(&["person.name"]).await;
        assert_eq!((status, code(&problem)), expected, "{problem}");
        for sentence in [&problem["zh"], &problem["en"]] {
            assert!(sentence.as_str().is_some_and(|said| said.len() > 10), "{problem}");
        }
    }
}

#[tokio::test]
async fn missing_extra_and_wrong_elements_are_cut_passed_on_and_judged_where_they_belong() {
    let register = Register::open().await;
    let hall = hall(&register).await;
    let asking = Asking::begin(&hall).await;
    register.tells(json!({ "person.name": "林试", "person.income": "9", "person.sex": null, "person.nation": { "a": 1 } }));
    let (status, reply) = asking.ask(&["person.name", "person.sex", "person.nation"]).await;
    assert_eq!(status, 200, "{reply}");
    // What is not of the field's kind is the form's to refuse, with the field's name.
    assert_eq!(
        reply["values"],
        json!({ "person.name": "林试", "person.nation": { "a": 1 } })
    );
    for odd in [json!([]), json!("林试"), json!(null), json!(7)] {
        register.tells(odd);
        asking.refused((502, "YC-2315")).await;
    }
    for missing in ["requestId", "provider", "recordId", "asOf", "values"] {
        let mut reply = answer(json!({ "person.name": "林试" }));
        reply.as_object_mut().unwrap().remove(missing);
        register.says(Says::Status(200, reply));
        asking.refused((502, "YC-2315")).await;
    }
    let twice = r#"{"requestId":"{id}","provider":"p","recordId":"r","asOf":"2026-11-20T02:00:00Z","values":{"person.name":"林试","person.name":"林甲"}}"#;
    register.says(Says::Bytes("application/json", twice.as_bytes().to_vec()));
    asking.refused((502, "YC-2315")).await;
}

#[tokio::test]
async fn who_died_is_said_to_have_died_and_the_case_does_not_go_on() {
    let register = Register::open().await;
    let hall = hall(&register).await;
    let asking = Asking::begin(&hall).await;
    register.says(Says::Status(
        410,
        json!({ "code": "DECEASED", "messageZh": "", "messageEn": "" }),
    ));
    asking.refused((409, "YC-2318")).await;
    let card = json!({ "by": "card", "card": { "name": "林试", "idType": "111", "idNumber": NUMBER } });
    let path = format!("/v1/visits/{}/people", asking.visit);
    let (status, problem) = asking.window.post(&path, &card).await;
    assert_eq!(
        (status, code(&problem)),
        (409, "YC-2318"),
        "nobody is confirmed by a dead person's card"
    );

    // The window keeps it with the draft; the hall judges by the same rule.
    let mut draft = asking.draft.clone();
    draft.deceased.push(Deceased {
        number: NUMBER.to_owned(),
        source: "人口库".to_owned(),
        at: FRIDAY.parse().unwrap(),
    });
    let outcome = asking.window.accept(&draft).await;
    assert_eq!(outcome["outcome"], json!("blocked"), "{outcome}");
    let codes: Vec<&str> = outcome["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one["code"].as_str())
        .collect();
    assert!(codes.contains(&DECEASED), "{codes:?}");
    // Somebody else is here by now.
    draft.deceased[0].number = OTHER_NUMBER.to_owned();
    draft.revision += 1;
    assert_eq!(asking.window.accept(&draft).await["outcome"], json!("accepted"));
}

#[tokio::test]
async fn of_two_records_none_is_taken() {
    let register = Register::open().await;
    let hall = hall(&register).await;
    let asking = Asking::begin(&hall).await;
    register.says(Says::Status(
        409,
        json!({ "code": "SEVERAL_RECORDS", "messageZh": "", "messageEn": "" }),
    ));
    asking.refused((409, "YC-2329")).await;
}

#[tokio::test]
async fn a_reply_for_somebody_else_is_refused_and_alarmed() {
    let register = Register::open().await;
    let hall = hall(&register).await;
    let asking = Asking::begin(&hall).await;
    register.tells(json!({ "person.name": "陈别", "person.idNumber": OTHER_NUMBER }));
    asking.refused((502, "YC-2316")).await;
    let mut other = answer(json!({ "person.name": "陈别" }));
    other["subject"] = json!({ "idNumber": OTHER_NUMBER });
    register.says(Says::Status(200, other.clone()));
    asking.refused((502, "YC-2316")).await;
    other["subject"] = json!({ "idNumber": "350199********0011" });
    register.says(Says::Status(200, other));
    assert_eq!(
        asking.ask(&["person.name"]).await.0,
        200,
        "masked it is the same one"
    );
    let alarms = hall.store().alarms().await.unwrap();
    assert_eq!(alarms, ["answeredOfAnother", "answeredOfAnother"]);
    let chief = hall.signed_in("01", "0801").await;
    let (_, board) = chief.get("/v1/board").await;
    let shown = board["alerts"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|alert| alert["note"] == json!("answeredOfAnother"));
    let shown: Vec<&Json> = shown.collect();
    assert_eq!((shown.len(), &shown[0]["desk"]), (2, &json!("08")), "{board}");
    assert!(!board.to_string().contains(OTHER_NUMBER));

    let of = item(ITEM);
    let material = of
        .materials
        .iter()
        .find(|one| one.licence_type.is_some())
        .unwrap();
    let held = json!({ "identifier": "1.2", "typeCode": "t", "typeName": "n", "number": "1", "holderName": "陈别",
        "holderCode": OTHER_NUMBER, "issuer": "i", "validFrom": null, "validTo": null, "state": "有效", "asOf": FRIDAY, "face": {"a": 1} });
    register.says(Says::Status(
        200,
        json!({ "head": { "status": 0 }, "data": { "licences": [held] } }),
    ));
    let ask = json!({ "visit": asking.visit, "draft": asking.draft.id, "item": ITEM, "holderCode": NUMBER,
        "holderType": "111", "typeCode": material.licence_type_code, "typeName": material.licence_type });
    let (status, problem) = asking.window.post("/v1/gateway/licences", &ask).await;
    assert_eq!((status, code(&problem)), (502, "YC-2316"));
}

#[tokio::test]
async fn a_clock_that_is_a_day_ahead_is_told_and_not_believed() {
    let register = Register::open().await;
    let hall = hall(&register).await;
    let asking = Asking::begin(&hall).await;
    let dated = |by: SignedDuration| {
        let mut reply = answer(json!({ "person.name": "林试" }));
        let at = FRIDAY.parse::<jiff::Timestamp>().unwrap() + by;
        reply["asOf"] = json!(at);
        (Says::Status(200, reply), at)
    };
    let (says, ahead) = dated(SignedDuration::from_hours(24));
    register.says(says);
    let (status, reply) = asking.ask(&["person.name"]).await;
    assert_eq!((status, &reply["values"]["person.name"]), (200, &json!("林试")));
    assert_eq!(reply["notes"][0]["code"], json!("YC-2328"));
    let as_of: jiff::Timestamp = reply["asOf"].as_str().unwrap().parse().unwrap();
    assert!(as_of < ahead, "{as_of}");
    for behind in [-24, -24 * 400] {
        let (says, at) = dated(SignedDuration::from_hours(behind));
        register.says(says);
        let (_, reply) = asking.ask(&["person.name"]).await;
        assert_eq!(
            (&reply["asOf"], reply.get("notes")),
            (&json!(at), None),
            "an old record is an old record"
        );
    }
}

#[tokio::test]
async fn ten_thousand_candidates_are_one_sentence() {
    let register = Register::open().await;
    let hall = hall(&register).await;
    let asking = Asking::begin(&hall).await;
    let rows = |count: usize| json!((0..count).map(|at| format!("人{at}")).collect::<Vec<_>>());
    register.tells(json!({ "person.name": rows(10_000) }));
    asking.refused((502, "YC-2327")).await;
    register.tells(json!({ "person.name": [rows(400), rows(400)] }));
    asking.refused((502, "YC-2327")).await;
    register.tells(json!({ "person.name": rows(500) }));
    let (status, reply) = asking.ask(&["person.name"]).await;
    assert_eq!(
        (status, reply["values"]["person.name"].as_array().unwrap().len()),
        (200, 500)
    );
}

#[tokio::test]
async fn huge_deep_odd_and_dripping_answers_end_in_words_and_the_hall_lives_on() {
    let register = Register::open().await;
    let hall = hall(&register).await;
    let asking = Asking::begin(&hall).await;
    for said in [true, false] {
        *register.taken.lock().unwrap() = 0;
        register.says(Says::Huge(200 * 1024 * 1024, said));
        asking.refused((502, "YC-2312")).await;
        let taken = *register.taken.lock().unwrap();
        assert!(taken < 32 * 1024 * 1024, "{taken} bytes were taken");
    }
    let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let deep = format!(
        r#"{{"requestId":"{{id}}","provider":"p","recordId":"r","asOf":"{FRIDAY}","values":{{"person.name":{nested}}}}}"#
    );
    let rows = [
        ("application/json", deep.into_bytes(), "YC-2314"),
        ("application/json", br#"{"values":"#.to_vec(), "YC-2314"),
        ("application/json", b"<html>".to_vec(), "YC-2314"),
        ("application/json", Vec::new(), "YC-2314"),
        ("text/html", b"<html>".to_vec(), "YC-2311"),
        (
            "application/json",
            b"{\"provider\":\"\xc8\xcb\"}".to_vec(),
            "YC-2313",
        ),
    ];
    for (kind, bytes, expected) in rows {
        register.says(Says::Bytes(kind, bytes));
        asking.refused((502, expected)).await;
    }
    let begun = Instant::now();
    register.says(Says::Drip);
    asking.refused((503, "YC-2321")).await;
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "a drip does not hold the window"
    );
    register.tells(json!({ "person.name": "林试" }));
    assert_eq!(asking.ask(&["person.name"]).await.0, 200);
}
