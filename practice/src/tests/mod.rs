//! The province from outside: real HTTP on loopback, a small hall that collects events, and independent checks.

mod answers;
mod contracts;
mod departments;
mod identity;
mod messages;
mod objections;
mod online;
mod people;
mod personas;
mod switching;

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use reqwest::{Client, Method, Response};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::{Mutex, mpsc};

use crate::people::Province;
use crate::{Running, SecondDepartment, Settings, Speed, start};

pub const DAY: Date = date(2026, 9, 28);
pub const SECRET: &str = "a secret for tests";
/// A department that this process serves, and the one in another language.
pub const OWN: &str = "11350199MB9A00014B";
pub const OTHER: &str = crate::second::USCC;

pub fn province() -> Province {
    Province::invent(11, DAY)
}

fn test_clock() -> Timestamp {
    "2026-09-28T01:00:00Z".parse().unwrap()
}

/// A running province and a client that knows the secret.
pub struct Town {
    pub running: Running,
    pub client: Client,
    pub people: Province,
}

impl Town {
    /// With the second department as a program of its own.
    pub async fn open(speed: Speed) -> Self {
        Self::open_with(speed, SecondDepartment::Child).await
    }

    /// With every department served by the province itself.
    pub async fn open_alone() -> Self {
        Self::open_with(Speed::Paused, SecondDepartment::Own).await
    }

    async fn open_with(speed: Speed, second: SecondDepartment) -> Self {
        let settings = Settings {
            port: 0,
            seed: 11,
            day: DAY,
            secret: SECRET.to_owned(),
            speed,
            second,
            clock: test_clock,
        };
        let running = start(settings).await.unwrap();
        let client = Client::builder().no_proxy().build().unwrap();
        Self {
            running,
            client,
            people: province(),
        }
    }

    pub async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Response {
        let request = self
            .client
            .request(method, format!("{}{path}", self.running.base))
            .bearer_auth(SECRET);
        let request = match body {
            Some(body) => request.json(body),
            None => request,
        };
        request.send().await.unwrap()
    }

    pub async fn post(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        let reply = self.send(Method::POST, path, Some(body)).await;
        (reply.status(), reply.json().await.unwrap())
    }

    pub async fn get(&self, path: &str) -> Value {
        self.send(Method::GET, path, None).await.json().await.unwrap()
    }

    pub async fn put(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        let reply = self.send(Method::PUT, path, Some(body)).await;
        (reply.status(), reply.json().await.unwrap())
    }

    pub async fn switch(&self, part: &str, mode: &str, delay_ms: u64) {
        let position = json!({"part": part, "mode": mode, "delayMs": delay_ms});
        let (status, _) = self.post("/switches", &position).await;
        assert_eq!(status, StatusCode::OK);
    }
}

/// A question to a registry that lacks nothing.
pub fn question(subject: Value, elements: &[&str]) -> Value {
    json!({
        "requestId": "0199c0de-0000-7000-8000-000000000001",
        "purpose": "办理食品经营许可",
        "caseRef": "visit-1",
        "itemCode": "11350199MB9A00014B400013150100001",
        "itemName": "食品经营许可",
        "operator": "0801",
        "terminal": "08",
        "grant": "G-1",
        "at": "2026-09-28T09:00:00+08:00",
        "subject": subject,
        "elements": elements,
    })
}

/// One event as it came in, with its signature header.
#[derive(Debug, Clone)]
pub struct Arrived {
    pub signature: String,
    pub body: Vec<u8>,
}

impl Arrived {
    pub fn event(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn sequence(&self) -> String {
        self.event()["sequence"].as_str().unwrap().to_owned()
    }
}

/// The part of a hall that takes events. It may refuse the first ones.
pub struct TinyHall {
    pub url: String,
    events: Mutex<mpsc::UnboundedReceiver<Arrived>>,
}

type HallState = (mpsc::UnboundedSender<Arrived>, Arc<std::sync::atomic::AtomicU32>);

impl TinyHall {
    pub async fn open(refuse_first: u32) -> Self {
        let (sender, receiver) = mpsc::unbounded_channel();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/v1/outside/events", listener.local_addr().unwrap());
        let state: HallState = (sender, Arc::new(refuse_first.into()));
        let router = Router::new()
            .route("/v1/outside/events", post(take))
            .with_state(state);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            url,
            events: Mutex::new(receiver),
        }
    }

    pub async fn next(&self) -> Arrived {
        let mut events = self.events.lock().await;
        let waited = tokio::time::timeout(std::time::Duration::from_secs(20), events.recv()).await;
        waited.expect("an event within 20 s").unwrap()
    }

    pub async fn take(&self, count: usize) -> Vec<Arrived> {
        let mut taken = Vec::new();
        for _ in 0..count {
            taken.push(self.next().await);
        }
        taken
    }
}

async fn take(State((events, refusals)): State<HallState>, headers: HeaderMap, body: Bytes) -> StatusCode {
    use std::sync::atomic::Ordering::SeqCst;
    assert_eq!(headers["content-type"], "application/cloudevents+json");
    if refusals
        .fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1))
        .is_ok()
    {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    let signature = headers["x-yichuang-signature"].to_str().unwrap().to_owned();
    let _ = events.send(Arrived {
        signature,
        body: body.to_vec(),
    });
    StatusCode::OK
}
