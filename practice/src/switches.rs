//! Bad days on demand: every part of the province can be slow, dead, malformed, or a department that repeats,
//! reorders or forges its events. Also counts how often each part was asked.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::http::Refusal;

/// How a part behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mode {
    #[serde(rename = "ok")]
    Ok,
    #[serde(rename = "slow")]
    Slow,
    #[serde(rename = "dead")]
    Dead,
    /// 429: more than it takes at a time.
    #[serde(rename = "busy")]
    Busy,
    /// 500: broken inside.
    #[serde(rename = "failing")]
    Failing,
    #[serde(rename = "duplicate")]
    Duplicate,
    #[serde(rename = "outOfOrder")]
    OutOfOrder,
    #[serde(rename = "malformed:truncated")]
    Truncated,
    #[serde(rename = "malformed:gbk")]
    Gbk,
    #[serde(rename = "malformed:html")]
    Html,
    #[serde(rename = "malformed:huge")]
    Huge,
    #[serde(rename = "malformed:wrongType")]
    WrongType,
    #[serde(rename = "forgedSignature")]
    ForgedSignature,
}

/// One position of a switch.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Position {
    /// A data set, `represent`, `family`, `licences`, `department:<uscc>`, `messages`, `objections`, `online`, `codes`, `names`, `credit`, or `*` for every part.
    pub part: String,
    pub mode: Mode,
    /// Milliseconds a slow part waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delay_ms: Option<u64>,
}

const SLOW_MS: u64 = 2_000;
/// Size of a huge reply in bytes.
const HUGE_BYTES: usize = 100 * 1024 * 1024;

/// All switches and counts.
pub struct Switches {
    positions: Mutex<BTreeMap<String, (Mode, u64)>>,
    counts: Mutex<BTreeMap<String, u64>>,
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Switches {
    /// The fixed gaps of a fresh province: `veteran` answers after two seconds, `education` is out of service.
    pub fn fresh() -> Self {
        let gaps = [("veteran", Mode::Slow), ("education", Mode::Dead)];
        let positions = gaps.map(|(part, mode)| (part.to_owned(), (mode, SLOW_MS)));
        Self {
            positions: Mutex::new(positions.into()),
            counts: Mutex::default(),
        }
    }

    /// Turns a switch. `*` clears every other position first.
    pub fn turn(&self, position: &Position) {
        let mut positions = held(&self.positions);
        if position.part == "*" {
            positions.clear();
        }
        let setting = (position.mode, position.delay_ms.unwrap_or(SLOW_MS));
        positions.insert(position.part.clone(), setting);
    }

    /// The position a part is in.
    pub fn mode(&self, part: &str) -> (Mode, u64) {
        let positions = held(&self.positions);
        positions
            .get(part)
            .or_else(|| positions.get("*"))
            .copied()
            .unwrap_or((Mode::Ok, 0))
    }

    /// Requests received so far, by part.
    pub fn counts(&self) -> BTreeMap<String, u64> {
        held(&self.counts).clone()
    }

    /// Every switch that has been turned.
    pub fn positions(&self) -> Vec<Position> {
        let positions = held(&self.positions);
        let one = |(part, &(mode, delay)): (&String, &(Mode, u64))| Position {
            part: part.clone(),
            mode,
            delay_ms: Some(delay),
        };
        positions.iter().map(one).collect()
    }

    /// Lets a request into a part: counts it, refuses when dead, waits when slow.
    pub async fn enter(&self, part: &str) -> Result<Passed, Refusal> {
        let passed = self.admit(part)?;
        passed.dawdle().await;
        Ok(passed)
    }

    /// Counts a request and refuses it where the switch says so; a slow part has not waited yet.
    pub fn admit(&self, part: &str) -> Result<Passed, Refusal> {
        *held(&self.counts).entry(part.to_owned()).or_default() += 1;
        let (mode, delay_ms) = self.mode(part);
        let passed = Passed {
            mode,
            late_ms: if mode == Mode::Slow { delay_ms } else { 0 },
        };
        match mode {
            Mode::Dead => Err(Refusal::unavailable()),
            Mode::Busy => Err(Refusal::too_many()),
            Mode::Failing => Err(Refusal::broken()),
            Mode::Ok
            | Mode::Slow
            | Mode::Duplicate
            | Mode::OutOfOrder
            | Mode::Truncated
            | Mode::Gbk
            | Mode::Html
            | Mode::Huge
            | Mode::WrongType
            | Mode::ForgedSignature => Ok(passed),
        }
    }
}

/// A request that was let in, and how its reply is to look.
pub struct Passed {
    mode: Mode,
    late_ms: u64,
}

impl Passed {
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Waits as long as a slow part does.
    pub async fn dawdle(&self) {
        if self.late_ms > 0 {
            tokio::time::sleep(Duration::from_millis(self.late_ms)).await;
        }
    }

    /// A reply with status 200.
    pub fn reply(&self, body: Value) -> Response {
        self.reply_as(StatusCode::OK, body)
    }

    /// A reply in the shape the switch asks for.
    pub fn reply_as(&self, status: StatusCode, body: Value) -> Response {
        let json_type = [(header::CONTENT_TYPE, "application/json")];
        let text = body.to_string();
        match self.mode {
            Mode::Ok
            | Mode::Slow
            | Mode::Dead
            | Mode::Busy
            | Mode::Failing
            | Mode::Duplicate
            | Mode::OutOfOrder
            | Mode::ForgedSignature => (status, json_type, text).into_response(),
            Mode::Truncated => {
                let bytes = text.into_bytes();
                let half = Bytes::copy_from_slice(&bytes[..bytes.len() / 2]);
                (status, json_type, half).into_response()
            }
            // {"provider":"示范区"} in GBK.
            Mode::Gbk => (
                status,
                json_type,
                &b"{\"provider\":\"\xca\xbe\xb7\xb6\xc7\xf8\",\"values\":{}}"[..],
            )
                .into_response(),
            Mode::Html => {
                let page = "<!DOCTYPE html><html><body><h1>系统维护中</h1></body></html>";
                (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
            }
            Mode::Huge => (status, json_type, huge()).into_response(),
            Mode::WrongType => (status, json_type, wrong_types(body).to_string()).into_response(),
        }
    }
}

/// A JSON text that does not end for a hundred megabytes.
fn huge() -> Body {
    const PIECE: &[u8] = &[b'x'; 1 << 20];
    let pieces = std::iter::once(Bytes::from_static(b"{\"provider\":\""))
        .chain(std::iter::repeat_n(
            Bytes::from_static(PIECE),
            HUGE_BYTES / PIECE.len(),
        ))
        .chain(std::iter::once(Bytes::from_static(b"\"}")));
    Body::from_stream(futures::stream::iter(
        pieces.map(Ok::<_, std::convert::Infallible>),
    ))
}

/// The same members, each of a type the contract does not allow.
fn wrong_types(body: Value) -> Value {
    match body {
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| {
                let wrong = match value {
                    Value::Object(_) | Value::Array(_) => json!("not this"),
                    Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                        json!([{"not": "this"}])
                    }
                };
                (name, wrong)
            })
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => json!(7),
    }
}
