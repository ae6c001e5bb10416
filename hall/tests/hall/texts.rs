//! Text messages to the applicant: each once, whatever the gateway does.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Router, routing};
use cases::form::Value;
use cases::texting::Texts;
use hall::clock::Clock;
use hall::config::TRAINING_SECRET;
use hall::store::rows::ProgressKind;
use hall::store::{Act, Progress};
use hall::{Hall, HallConfig, OpenFault, Outside, OutsideSource};
use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use tokio::net::TcpListener;
use uuid::Uuid;

use crate::harness::{FRIDAY, NUMBER, OTHER_NUMBER, Province, TestClock, TestHall, Window, config, item};

/// How the gateway behaves.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Manner {
    Good,
    /// This status, with Retry-After seconds.
    Says(u16, u64),
    /// Status 200 and no JSON.
    Garbage,
    /// Takes the message and answers after so many milliseconds.
    Late(u64),
    Refuses,
}

struct Gateway {
    url: String,
    manner: Mutex<Manner>,
    /// Every request, also of messages that were taken before.
    tried: Mutex<Vec<Json>>,
    /// What went out: id, number and text.
    out: Mutex<Vec<(String, String, String)>>,
}

impl Gateway {
    async fn open() -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let gateway = Arc::new(Self {
            url: format!("http://{}/sms", listener.local_addr().unwrap()),
            manner: Mutex::new(Manner::Good),
            tried: Mutex::default(),
            out: Mutex::default(),
        });
        let app = Router::new()
            .route("/sms/messages/{id}", routing::put(put))
            .with_state(Arc::clone(&gateway));
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        gateway
    }

    fn behaves(&self, manner: Manner) {
        *self.manner.lock().unwrap() = manner;
    }

    fn tries(&self) -> usize {
        self.tried.lock().unwrap().len()
    }

    fn words(&self) -> Vec<String> {
        let out = self.out.lock().unwrap();
        out.iter().map(|(_, _, text)| text.clone()).collect()
    }
}

async fn put(
    State(gateway): State<Arc<Gateway>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    assert_eq!(headers["authorization"], format!("Bearer {TRAINING_SECRET}"));
    let said: Json = serde_json::from_slice(&body).unwrap();
    assert_eq!(said["messageId"], json!(id));
    assert_eq!(said["parts"], 1);
    gateway.tried.lock().unwrap().push(said.clone());
    let manner = *gateway.manner.lock().unwrap();
    match manner {
        Manner::Says(status, after) => {
            return (
                StatusCode::from_u16(status).unwrap(),
                [("retry-after", after.to_string())],
                "",
            )
                .into_response();
        }
        Manner::Refuses => {
            let no = json!({"state": "refused", "code": "STOPPED", "messageZh": "", "messageEn": ""});
            return (StatusCode::UNPROCESSABLE_ENTITY, axum::Json(no)).into_response();
        }
        Manner::Good | Manner::Garbage | Manner::Late(_) => {}
    }
    let text = |key: &str| said[key].as_str().unwrap().to_owned();
    {
        let mut out = gateway.out.lock().unwrap();
        match out.iter().find(|(known, ..)| *known == id) {
            Some((_, to, words)) => assert_eq!((to, words), (&text("to"), &text("text")), "the same again"),
            None => out.push((id.clone(), text("to"), text("text"))),
        }
    }
    match manner {
        Manner::Garbage => return "<html>系统维护中</html>".into_response(),
        Manner::Late(millis) => tokio::time::sleep(Duration::from_millis(millis)).await,
        Manner::Good | Manner::Says(..) | Manner::Refuses => {}
    }
    axum::Json(json!({"state": "taken", "receiptNo": "M1", "at": FRIDAY})).into_response()
}

/// A hall with a gateway.
async fn open_at(moment: &str) -> (TestHall, Arc<Gateway>) {
    let province = Province::open().await;
    let gateway = Gateway::open().await;
    let clock = TestClock::at(moment);
    let outside = connected(&province, &gateway);
    let hall = TestHall::open_with(config(&clock, outside), province, clock).await;
    (hall, gateway)
}

fn connected(province: &Province, gateway: &Gateway) -> OutsideSource {
    OutsideSource::Fixed(Outside {
        messages: Some(gateway.url.clone()),
        ..province.outside()
    })
}

/// The texts of a case once they look as they should.
pub async fn until(window: &Window, slip: &str, wanted: impl Fn(&[Json]) -> bool) -> Vec<Json> {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let (status, texts) = window.get(&format!("/v1/cases/{slip}/texts")).await;
        assert_eq!(status, 200, "{texts}");
        let texts = texts.as_array().unwrap().clone();
        if wanted(&texts) {
            return texts;
        }
        assert!(
            Instant::now() < deadline,
            "the texts stayed as they were: {texts:?}"
        );
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

fn all(state: &'static str, count: usize) -> impl Fn(&[Json]) -> bool {
    move |texts| texts.len() == count && texts.iter().all(|text| text["state"] == state)
}

fn moments(texts: &[Json]) -> Vec<&str> {
    texts
        .iter()
        .map(|text| text["moment"].as_str().unwrap())
        .collect()
}

async fn accepted(window: &Window, item: &str, number: &str) -> String {
    let outcome = window.accept(&window.complete_for(item, number)).await;
    assert_eq!(outcome["outcome"], "accepted", "{outcome}");
    outcome["slip"].as_str().unwrap().to_owned()
}

/// The department reports these steps, a second after each other.
async fn progress(hall: &TestHall, window: &Window, slip: &str, kinds: &[ProgressKind]) {
    let (_, case) = window.get(&format!("/v1/cases/{slip}")).await;
    let parcel: Uuid = case["parcels"][0]["id"].as_str().unwrap().parse().unwrap();
    let department = case["parcels"][0]["departmentUscc"].as_str().unwrap();
    for (before, kind) in kinds.iter().enumerate() {
        // Each in its own moment: what happens in one moment is told in one message.
        hall.clock.advance(SignedDuration::from_secs(1));
        let at = hall.clock.now();
        let told = Progress {
            parcel,
            department: department.to_owned(),
            event_id: format!("{parcel}-{}", kind.word()),
            sequence: before as u64 + 1,
            kind: *kind,
            at,
            granted: Some(true),
            note: None,
            act: None,
            asked: None,
            results: Vec::new(),
        };
        hall.store()
            .note_progress(Act::new("outside", "callback", hall.clock.now()), told, None)
            .await
            .unwrap();
    }
}

const DONE: [ProgressKind; 4] = [
    ProgressKind::Acknowledged,
    ProgressKind::Handling,
    ProgressKind::Decided,
    ProgressKind::Done,
];

#[tokio::test]
async fn the_applicant_hears_once_of_each_moment_and_nothing_of_a_person() {
    let (hall, gateway) = open_at(FRIDAY).await;
    let window = hall.clerk().await;
    let slip = accepted(&window, "ga-idcard", NUMBER).await;
    // Receipt and acceptance were one act and are told in one message.
    let texts = until(&window, &slip, all("sent", 1)).await;
    assert_eq!(moments(&texts), ["accepted"]);
    assert_eq!(texts[0]["phone"], "138****1234");
    progress(&hall, &window, &slip, &DONE).await;
    let texts = until(&window, &slip, all("sent", 3)).await;
    assert_eq!(moments(&texts), ["accepted", "decided", "pickup"]);
    assert_eq!(
        gateway.words(),
        [
            format!(
                "【示范区政务服务中心】居民身份证申领已受理，收件码{slip}，承诺12月11日前办结。咨询12345"
            ),
            format!("【示范区政务服务中心】居民身份证申领已作出决定，文书制作中，收件码{slip}。咨询12345"),
            format!(
                "【示范区政务服务中心】居民身份证申领已办结，请凭收件码{slip}和证件到大厅领取结果。咨询12345"
            ),
        ]
    );
    let out = gateway.out.lock().unwrap().clone();
    for (_, to, words) in out {
        assert_eq!(to, "13812341234");
        for personal in ["林试", NUMBER, "测试", "13812341234"] {
            assert!(!words.contains(personal), "{personal} in {words}");
        }
    }
    assert_eq!(gateway.tries(), 3);
}

#[tokio::test]
async fn an_item_that_betrays_something_is_not_named() {
    let (hall, gateway) = open_at(FRIDAY).await;
    let window = hall.clerk().await;
    let slip = accepted(&window, "mz-disability-subsidy", NUMBER).await;
    until(&window, &slip, all("sent", 1)).await;
    let words = gateway.words();
    assert!(words[0].contains("您申请的事项已受理"), "{words:?}");
    assert!(!words[0].contains("残疾"), "{words:?}");
}

#[tokio::test]
async fn promise_02_a_bad_gateway_sends_each_message_once_in_the_end() {
    for manner in [
        Manner::Says(500, 0),
        Manner::Says(429, 0),
        Manner::Says(503, 0),
        Manner::Says(302, 0),
        Manner::Garbage,
    ] {
        let (hall, gateway) = open_at(FRIDAY).await;
        let window = hall.clerk().await;
        gateway.behaves(manner);
        let slip = accepted(&window, "ga-idcard", NUMBER).await;
        let texts = until(&window, &slip, |texts| {
            texts
                .first()
                .is_some_and(|text| text["attempts"].as_u64().unwrap() >= 2)
        })
        .await;
        assert_eq!(texts[0]["state"], "waiting", "{manner:?}");
        let code = texts[0]["cause"]["code"].as_str().unwrap();
        let expected = match manner {
            Manner::Says(429 | 503, _) => "YC-2914",
            Manner::Says(..) | Manner::Garbage | Manner::Good | Manner::Late(_) | Manner::Refuses => {
                "YC-2913"
            }
        };
        assert_eq!(code, expected, "{manner:?}");
        assert!(texts[0]["nextTry"].is_string() && texts[0]["sentAt"].is_null());
        gateway.behaves(Manner::Good);
        let texts = until(&window, &slip, all("sent", 1)).await;
        assert!(texts[0]["cause"].is_null());
        assert_eq!(gateway.words().len(), 1, "{manner:?}");
        assert!(gateway.tries() >= 3);
    }
}

#[tokio::test]
async fn what_the_gateway_asks_for_is_honoured_and_the_line_rests_for_all() {
    let (hall, gateway) = open_at(FRIDAY).await;
    let window = hall.clerk().await;
    gateway.behaves(Manner::Says(429, 600));
    let first = accepted(&window, "ga-idcard", NUMBER).await;
    let texts = until(&window, &first, |texts| {
        texts.first().is_some_and(|text| text["attempts"] == 1)
    })
    .await;
    let next: jiff::Timestamp = texts[0]["nextTry"].as_str().unwrap().parse().unwrap();
    let wait = next.duration_since(hall.clock.now()).as_secs();
    assert!((590..=600).contains(&wait), "{wait}");
    gateway.behaves(Manner::Good);
    let second = accepted(&window, "ga-idcard", OTHER_NUMBER).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(gateway.tries(), 1, "an open line is not tried");
    hall.clock.advance(SignedDuration::from_secs(601));
    until(&window, &first, all("sent", 1)).await;
    until(&window, &second, all("sent", 1)).await;
    assert_eq!(gateway.words().len(), 2);
}

#[tokio::test]
async fn promise_02_a_hall_killed_between_sending_and_writing_it_down_sends_nothing_twice() {
    let folder = tempfile::tempdir().unwrap();
    let province = Province::open().await;
    let gateway = Gateway::open().await;
    let clock = TestClock::at(FRIDAY);
    let kept = |config: HallConfig| HallConfig {
        data_dir: Some(folder.path().to_owned()),
        key: Some([7; 32]),
        ..config
    };
    gateway.behaves(Manner::Late(60_000));
    let outside = connected(&province, &gateway);
    let hall = TestHall::open_with(
        kept(config(&clock, outside)),
        Arc::clone(&province),
        Arc::clone(&clock),
    )
    .await;
    let window = hall.clerk().await;
    let slip = accepted(&window, "ga-idcard", NUMBER).await;
    let deadline = Instant::now() + Duration::from_secs(20);
    while gateway.tries() == 0 {
        assert!(Instant::now() < deadline, "nothing was sent");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    hall.running.shutdown().await;

    gateway.behaves(Manner::Good);
    let outside = connected(&province, &gateway);
    let hall = TestHall::open_with(kept(config(&clock, outside)), province, clock).await;
    let window = hall.clerk().await;
    let texts = until(&window, &slip, all("sent", 1)).await;
    assert_eq!(moments(&texts), ["accepted"]);
    assert_eq!((gateway.words().len(), gateway.tries()), (1, 2));
    // The number is not kept once the message is out; no file has it in clear either.
    hall.running.shutdown().await;
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(11).any(|part| part == b"13812341234"));
    }
}

#[tokio::test]
async fn a_late_answer_is_no_second_message() {
    let (hall, gateway) = open_at(FRIDAY).await;
    let window = hall.clerk().await;
    gateway.behaves(Manner::Late(700));
    let slip = accepted(&window, "ga-idcard", NUMBER).await;
    // The case goes on meanwhile: the next message waits for its turn.
    progress(&hall, &window, &slip, &DONE).await;
    let texts = until(&window, &slip, all("sent", 3)).await;
    assert_eq!(moments(&texts), ["accepted", "decided", "pickup"]);
    assert_eq!((gateway.words().len(), gateway.tries()), (3, 3));
}

#[tokio::test]
async fn without_a_mobile_number_it_says_so_and_a_refused_one_asks_for_a_call() {
    let (hall, gateway) = open_at(FRIDAY).await;
    let window = hall.clerk().await;
    let mut draft = window.complete("ga-idcard");
    for field in &item("ga-idcard").fields {
        if field.key.ends_with("Phone") {
            let cell = draft.form.get_mut(&field.key).unwrap();
            cell.held.as_mut().unwrap().value = Value::Text("05991234567".to_owned());
        }
    }
    for slot in &mut draft.slots {
        if let Some(cases::material::Held::Generated { form_digest, .. }) = &mut slot.held {
            form_digest.clear();
        }
    }
    let digest = draft.form_digest();
    for slot in &mut draft.slots {
        if let Some(cases::material::Held::Generated { form_digest, .. }) = &mut slot.held {
            form_digest.clone_from(&digest);
        }
    }
    let outcome = window.accept(&draft).await;
    let texts = until(&window, outcome["slip"].as_str().unwrap(), all("noPhone", 1)).await;
    assert!(texts[0]["phone"].is_null() && texts[0]["cause"].is_null());
    assert_eq!(gateway.tries(), 0);

    gateway.behaves(Manner::Refuses);
    let slip = accepted(&window, "ga-idcard", OTHER_NUMBER).await;
    let texts = until(&window, &slip, all("refused", 1)).await;
    assert_eq!(texts[0]["cause"]["code"], "YC-2917");
    assert!(texts[0]["cause"]["zh"].as_str().unwrap().contains("STOPPED"));
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(gateway.tries(), 1, "a refusal is final");
}

#[tokio::test]
async fn at_night_only_who_stands_at_the_window_hears() {
    // Half past nine in the evening, on a day with longer hours.
    let (hall, gateway) = open_at("2026-11-20T13:30:00Z").await;
    let window = hall.clerk().await;
    let slip = accepted(&window, "ga-idcard", NUMBER).await;
    until(&window, &slip, all("sent", 1)).await;
    progress(&hall, &window, &slip, &DONE).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let texts = until(&window, &slip, |texts| texts.len() == 3).await;
    let states: Vec<&str> = texts.iter().map(|text| text["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["sent", "waiting", "waiting"]);
    assert_eq!(gateway.tries(), 1);
    // Half past seven, then half past eight.
    hall.clock.advance(SignedDuration::from_hours(10));
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(gateway.tries(), 1);
    hall.clock.advance(SignedDuration::from_hours(1));
    until(&window, &slip, all("sent", 3)).await;
}

#[tokio::test]
async fn a_due_day_is_told_two_working_days_before_once_and_not_when_it_is_over() {
    // Monday; due on Friday, 11 December: fifteen working days.
    let (hall, gateway) = open_at(FRIDAY).await;
    let window = hall.clerk().await;
    let slip = accepted(&window, "ga-idcard", NUMBER).await;
    let short = accepted(&window, "cg-outdoor-sign", NUMBER).await;
    until(&window, &slip, all("sent", 1)).await;
    until(&window, &short, all("sent", 1)).await;
    let days = |count: i64| SignedDuration::from_hours(24 * count);
    // Tuesday, 8 December: three working days are left. The sign's three were over on the way.
    hall.clock.advance(days(18));
    let window = hall.clerk().await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(moments(&until(&window, &slip, |_| true).await), ["accepted"]);
    hall.clock.advance(days(1));
    let window = hall.clerk().await;
    let texts = until(&window, &slip, all("sent", 2)).await;
    assert_eq!(moments(&texts), ["accepted", "dueSoon"]);
    assert!(texts[1]["words"].as_str().unwrap().contains("12月11日"));
    hall.clock.advance(days(1));
    let window = hall.clerk().await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(until(&window, &slip, |_| true).await.len(), 2);
    assert_eq!(gateway.words().len(), 3);
}

#[tokio::test]
async fn a_warning_that_waits_for_the_morning_is_overtaken_by_the_decision() {
    let (hall, gateway) = open_at(FRIDAY).await;
    let window = hall.clerk().await;
    let slip = accepted(&window, "ga-idcard", NUMBER).await;
    until(&window, &slip, all("sent", 1)).await;
    // One in the morning of Wednesday, 9 December.
    hall.clock.advance(SignedDuration::from_hours(24 * 18 + 15));
    let window = hall.clerk().await;
    let texts = until(&window, &slip, |texts| texts.len() == 2).await;
    assert_eq!(
        (&texts[1]["moment"], &texts[1]["state"]),
        (&json!("dueSoon"), &json!("waiting"))
    );
    progress(&hall, &window, &slip, &DONE).await;
    hall.clock.advance(SignedDuration::from_hours(8));
    let window = hall.clerk().await;
    let texts = until(&window, &slip, |texts| {
        texts.len() == 4 && texts.iter().all(|text| text["state"] != "waiting")
    })
    .await;
    let states: Vec<&str> = texts.iter().map(|text| text["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["sent", "overtaken", "sent", "sent"]);
    assert_eq!(gateway.words().len(), 3);
}

#[tokio::test]
async fn words_that_say_too_much_do_not_open_a_hall() {
    let mut texts = Texts::load(include_str!("../../../catalogue/messages.json")).unwrap();
    texts.neutral = "身份证号350199199003070011".to_owned();
    let config = HallConfig {
        texts: Some(texts),
        ..HallConfig::training("t", OutsideSource::Nowhere)
    };
    match Hall::open(config).await {
        Err(OpenFault::Other(fault)) => {
            assert_eq!(fault.code(), "YC-2910");
            assert!(fault.trouble.zh.contains("neutral"), "{}", fault.trouble.zh);
        }
        Err(OpenFault::Catalogue(_) | OpenFault::Sources(_)) | Ok(_) => panic!("opened"),
    }
}
