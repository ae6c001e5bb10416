//! The text gateway (短信平台): takes each message once by its id, so many in a second, and keeps them in memory where
//! a telephone would have rung.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::http::{Refusal, read};
use crate::{Shared, local_time};

/// Messages that it takes in a second.
const RATE: usize = 50;
const SECOND: Duration = Duration::from_secs(1);
/// Characters of one part of one, and of one of several.
const ALONE: usize = 70;
const PART: usize = 67;

/// A message as it went out.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Sent {
    message_id: Uuid,
    to: String,
    text: String,
    parts: usize,
    receipt_no: String,
    at: String,
}

/// Everything that went out, and when the last ones were taken.
#[derive(Default)]
pub struct Book(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    sent: Vec<Sent>,
    lately: Vec<Instant>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    message_id: Uuid,
    to: String,
    text: String,
    parts: usize,
}

/// `PUT /sms/messages/{id}`. A message that was taken is out, however late the answer comes.
pub async fn put(
    State(practice): State<Shared>,
    Path(id): Path<Uuid>,
    body: Bytes,
) -> Result<Response, Refusal> {
    let passed = practice.switches.admit("messages")?;
    let message: Message = read(&body)?;
    if message.message_id != id {
        return Err(Refusal::bad_request(
            "短信编号与地址不符",
            "the message id is not the one in the address",
        ));
    }
    if let Some((code, zh, en)) = wrong(&message) {
        let refused = json!({"state": "refused", "code": code, "messageZh": zh, "messageEn": en});
        return Ok(passed.reply_as(StatusCode::UNPROCESSABLE_ENTITY, refused));
    }
    let at = local_time((practice.clock)());
    let (status, sent) = practice.messages.take(message, at, Instant::now())?;
    passed.dawdle().await;
    let taken = json!({"state": "taken", "receiptNo": sent.receipt_no, "at": sent.at});
    Ok(passed.reply_as(status, taken))
}

/// `GET /sms/messages`: what the telephones got, oldest first.
pub async fn sent(State(practice): State<Shared>) -> Json<Value> {
    Json(json!(practice.messages.hold().sent))
}

impl Book {
    fn hold(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, message: Message, at: String, now: Instant) -> Result<(StatusCode, Sent), Refusal> {
        let mut kept = self.hold();
        if let Some(known) = kept
            .sent
            .iter()
            .find(|sent| sent.message_id == message.message_id)
        {
            return if known.to == message.to && known.text == message.text {
                Ok((StatusCode::OK, known.clone()))
            } else {
                Err(Refusal::message_changed())
            };
        }
        kept.lately.retain(|taken| now.duration_since(*taken) < SECOND);
        if kept.lately.len() >= RATE {
            return Err(Refusal::too_many());
        }
        kept.lately.push(now);
        let sent = Sent {
            receipt_no: format!("M{:08}", kept.sent.len() + 1),
            message_id: message.message_id,
            to: message.to,
            text: message.text,
            parts: message.parts,
            at,
        };
        kept.sent.push(sent.clone());
        Ok((StatusCode::CREATED, sent))
    }
}

/// What a gateway would never send.
fn wrong(message: &Message) -> Option<(&'static str, &'static str, &'static str)> {
    let number = message.to.as_bytes();
    let is_mobile = number.len() == 11
        && number.iter().all(u8::is_ascii_digit)
        && number.starts_with(b"1")
        && number.get(1).is_some_and(|second| *second >= b'3');
    if !is_mobile {
        return Some(("BAD_NUMBER", "不是手机号码", "not a mobile number"));
    }
    let signed = message
        .text
        .strip_prefix('【')
        .and_then(|rest| rest.split_once('】'))
        .is_some_and(|(sender, said)| !sender.is_empty() && !said.is_empty());
    if !signed {
        return Some(("NO_SENDER", "没有签名", "the sender does not stand in front"));
    }
    let length = message.text.encode_utf16().count();
    let parts = if length <= ALONE { 1 } else { length.div_ceil(PART) };
    if parts != message.parts {
        return Some(("WRONG_PARTS", "条数不符", "the number of parts is wrong"));
    }
    None
}
