//! The online portal (网上办事平台): applicants file, change and take back applications; each revision is pushed to the
//! hall, signed; what the hall says of it is kept. Written from the published contract.
//!
//! - [`application`]: an application as the portal has it. [`push`]: revisions on their way to the hall.
//! - [`training`]: what an applicant, or the portal's own department, does in an exercise. [`seeds`]: what lies there
//!   when a hall comes.

mod application;
mod push;
mod seeds;
mod training;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use self::application::Held;
pub use self::training::{accept, change, list, submit, withdraw};
use crate::Shared;
use crate::http::{Refusal, read};

/// The switch of this part.
const PART: &str = "online";
/// More than any hall fetches.
const HUGE_BYTES: usize = 21 * 1024 * 1024;

/// Everything the portal knows.
#[derive(Default)]
pub struct Portal(Mutex<Book>);

#[derive(Default)]
struct Book {
    applications: BTreeMap<String, Held>,
    /// Files by digest, whoever attached them.
    files: HashMap<String, Vec<u8>>,
    /// Halls by region code.
    halls: HashMap<String, HallThere>,
    given: u32,
}

/// Where a hall takes applications.
#[derive(Debug, Clone)]
struct HallThere {
    url: String,
    /// The hall's clock minus ours, so that signatures are fresh in its legal time.
    ahead_ms: i64,
}

impl Portal {
    fn hold(&self) -> MutexGuard<'_, Book> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct HallAddress {
    code: String,
    applications_url: String,
    sent_at: Timestamp,
}

/// `PUT /online/halls/{code}`: a hall says where it is; what waits for it is pushed.
pub async fn announce(
    State(practice): State<Shared>,
    Path(code): Path<String>,
    body: Bytes,
) -> Result<StatusCode, Refusal> {
    practice.switches.enter(PART).await?;
    let address: HallAddress = read(&body)?;
    if address.code != code {
        return Err(Refusal::bad_request(
            "大厅代码与地址不符",
            "the hall's code is not the one in the address",
        ));
    }
    let there = HallThere {
        url: address.applications_url,
        ahead_ms: address.sent_at.as_millisecond() - (practice.clock)().as_millisecond(),
    };
    let waiting = {
        let mut book = practice.online.hold();
        if book.halls.insert(code.clone(), there).is_none() {
            seeds::plant(&practice.province, &mut book, &code, address.sent_at);
        }
        book.waiting_for(&code)
    };
    for id in waiting {
        push::spawn(&practice, id);
    }
    Ok(StatusCode::NO_CONTENT)
}

impl Book {
    fn waiting_for(&self, code: &str) -> Vec<String> {
        let mine = self.applications.values().filter(|held| held.is_open_for(code));
        mine.map(|held| held.id().to_owned()).collect()
    }
}

/// `GET /online/applications/{id}/files/{digest}`
pub async fn file(
    State(practice): State<Shared>,
    Path((id, digest)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    use crate::switches::Mode;
    let passed = practice.switches.enter(PART).await?;
    let bytes = {
        let book = practice.online.hold();
        let held = book.applications.get(&id).ok_or_else(unknown)?;
        let named = held.names_file(&digest);
        named.then(|| book.files.get(&digest).cloned()).flatten()
    };
    let mut bytes = bytes.ok_or_else(unknown)?;
    match passed.mode() {
        Mode::Truncated => bytes.truncate(bytes.len() / 2),
        Mode::Huge => bytes.resize(HUGE_BYTES, b' '),
        Mode::Html => bytes = b"<!DOCTYPE html><html></html>".to_vec(),
        Mode::Ok
        | Mode::Slow
        | Mode::Dead
        | Mode::Busy
        | Mode::Failing
        | Mode::Duplicate
        | Mode::OutOfOrder
        | Mode::Gbk
        | Mode::WrongType
        | Mode::ForgedSignature => {}
    }
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response())
}

/// `PUT /online/applications/{id}/states/{sequence}`: what the hall says, each once.
pub async fn state(
    State(practice): State<Shared>,
    Path((id, sequence)): Path<(String, u64)>,
    body: Bytes,
) -> Result<Response, Refusal> {
    practice.switches.enter(PART).await?;
    let said: Value = read(&body)?;
    let named = said["applicationId"] == json!(id) && said["sequence"] == json!(sequence);
    let word = said["state"].as_str().unwrap_or_default().to_owned();
    if !named || word.is_empty() {
        return Err(Refusal::bad_request(
            "申报号或序号与地址不符，或者没有状态",
            "the address names another application or state",
        ));
    }
    let mut book = practice.online.hold();
    let held = book.applications.get_mut(&id).ok_or_else(unknown)?;
    match held.hear(sequence, &word, said) {
        Ok(()) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(number) => {
            let no = json!({"code": "ALREADY_ACCEPTED", "number": number,
                "messageZh": "已在网上受理", "messageEn": "accepted online already"});
            Ok((StatusCode::CONFLICT, Json(no)).into_response())
        }
    }
}

fn unknown() -> Refusal {
    Refusal::unknown("没有这件申报或附件", "there is no such application or file")
}
