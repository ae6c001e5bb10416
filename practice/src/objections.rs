//! 数据校核 at the registers: takes each objection once by its id, looks into its own record, corrects it where the
//! applicant is right, and brings the answer to the hall.
//!
//! It believes a material; what is only said it leaves as it is. Where the record does not have the value that is
//! contested, there is nothing to correct.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use reqwest::header;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::events::{SIGNATURE, signature};
use crate::http::{Refusal, read};
use crate::registry::DATASETS;
use crate::switches::Mode;
use crate::values::{Subject, value_of};
use crate::{Practice, Shared, Speed, local_time};

/// Its name among the switches.
pub const PART: &str = "objections";
/// Attempts before an answer is given up; the hall asks for it all the same.
const ATTEMPTS: u32 = 9;
const PAUSE_MS: u64 = 50;
const LONGEST_PAUSE_MS: u64 = 5_000;
const LIMIT: Duration = Duration::from_secs(10);

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Objection {
    objection_id: Uuid,
    dataset: String,
    subject: Whose,
    element: String,
    source_value: Value,
    /// As this register wrote it.
    source_raw: Option<String>,
    stated_value: Value,
    evidence: Vec<Evidence>,
    answers_url: String,
    sent_at: jiff::Timestamp,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Whose {
    role: String,
    id_number: Option<String>,
    uscc: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Evidence {
    kind: String,
}

impl Objection {
    /// What makes it this one, whatever the attempt.
    fn is_the_same(&self, other: &Objection) -> bool {
        self.dataset == other.dataset
            && self.subject == other.subject
            && self.element == other.element
            && self.source_value == other.source_value
            && self.stated_value == other.stated_value
            && self.evidence == other.evidence
    }

    /// Whether this is the value that is said to be wrong.
    fn contests(&self, value: &Value) -> bool {
        let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let value = plain(value);
        value == plain(&self.source_value) || self.source_raw.as_ref() == Some(&value)
    }

    fn whose(&self) -> &str {
        let subject = &self.subject;
        subject
            .id_number
            .as_deref()
            .or(subject.uscc.as_deref())
            .unwrap_or_default()
    }
}

struct Held {
    objection: Objection,
    receipt_no: String,
    taken_at: String,
    /// The hall's clock minus ours.
    ahead_ms: i64,
    /// `taken` until it is answered.
    answer: Value,
}

/// What was objected to, and what was corrected since.
#[derive(Default)]
pub struct Register(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    held: HashMap<Uuid, Held>,
    /// Dataset, number, element → the value that is on record now.
    corrected: HashMap<(String, String, String), Value>,
}

impl Register {
    fn hold(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts what was corrected in the place of what was on record.
    pub fn correct(&self, dataset: &str, number: &str, values: &mut serde_json::Map<String, Value>) {
        let kept = self.hold();
        for (element, value) in values {
            let key = (dataset.to_owned(), number.to_owned(), element.clone());
            if let Some(corrected) = kept.corrected.get(&key) {
                value.clone_from(corrected);
            }
        }
    }
}

/// `PUT /objections/{id}`.
pub async fn put(
    State(practice): State<Shared>,
    Path(id): Path<Uuid>,
    body: Bytes,
) -> Result<Response, Refusal> {
    let passed = practice.switches.admit(PART)?;
    let objection: Objection = read(&body)?;
    if objection.objection_id != id || objection.evidence.is_empty() {
        return Err(Refusal::bad_request(
            "校核编号与地址不符，或没有佐证",
            "the id is not the one in the address, or nothing shows it",
        ));
    }
    if !DATASETS.iter().any(|(name, _)| *name == objection.dataset) {
        return Err(Refusal::unknown_dataset());
    }
    let now = (practice.clock)();
    let ahead_ms = objection.sent_at.as_millisecond() - now.as_millisecond();
    let (status, taken) = {
        let mut kept = practice.objections.hold();
        let count = kept.held.len() + 1;
        match kept.held.get(&id) {
            Some(held) if !held.objection.is_the_same(&objection) => {
                return Err(Refusal::conflict(
                    "OBJECTION_CHANGED",
                    "同一校核编号的内容不同",
                    "the objection is known with another content",
                ));
            }
            Some(held) => (StatusCode::OK, taken(held)),
            None => {
                let held = Held {
                    receipt_no: format!("J{count:08}"),
                    taken_at: local_time(now),
                    ahead_ms,
                    answer: Value::Null,
                    objection,
                };
                let taken = taken(&held);
                kept.held.insert(id, held);
                (StatusCode::CREATED, taken)
            }
        }
    };
    if status == StatusCode::CREATED && practice.departments.speed() != Speed::Paused {
        look_into(&practice, id, passed.mode());
    }
    passed.dawdle().await;
    Ok(passed.reply_as(status, taken))
}

fn taken(held: &Held) -> Value {
    json!({ "state": "taken", "receiptNo": held.receipt_no, "at": held.taken_at })
}

/// `GET /objections/{id}`.
pub async fn get(State(practice): State<Shared>, Path(id): Path<Uuid>) -> Result<Response, Refusal> {
    let passed = practice.switches.enter(PART).await?;
    let kept = practice.objections.hold();
    let held = kept
        .held
        .get(&id)
        .ok_or_else(|| Refusal::unknown("没有这项校核", "there is no such objection"))?;
    let standing = match held.answer {
        Value::Null => said(held, "taken", None, None, &held.taken_at),
        _ => held.answer.clone(),
    };
    Ok(passed.reply(standing))
}

/// `POST /objections/{id}/answer`: answered now, whatever the speed of the province.
pub async fn answer_now(
    State(practice): State<Shared>,
    Path(id): Path<Uuid>,
) -> Result<Json<Value>, Refusal> {
    let answer = decide(&practice, id)
        .ok_or_else(|| Refusal::unknown("没有这项校核", "there is no such objection"))?;
    let (mode, _) = practice.switches.mode(PART);
    bring(&practice, id, mode).await;
    Ok(Json(answer))
}

/// `GET /objections`: everything that was objected to.
pub async fn all(State(practice): State<Shared>) -> Json<Value> {
    let kept = practice.objections.hold();
    let mut all: Vec<Value> = kept
        .held
        .values()
        .map(|held| json!({ "objectionId": held.objection.objection_id, "receiptNo": held.receipt_no, "answer": held.answer }))
        .collect();
    all.sort_by_key(|one| one["receiptNo"].to_string());
    Json(json!(all))
}

fn said(held: &Held, state: &str, value: Option<&Value>, note: Option<&str>, at: &str) -> Value {
    let value = value.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    json!({
        "objectionId": held.objection.objection_id, "dataset": held.objection.dataset,
        "receiptNo": held.receipt_no, "state": state, "value": value, "note": note, "at": at,
    })
}

fn look_into(practice: &Shared, id: Uuid, mode: Mode) {
    let practice = Arc::clone(practice);
    tokio::spawn(async move {
        let patience = match practice.departments.speed() {
            Speed::Fast => Duration::from_millis(50),
            Speed::Normal | Speed::Paused => Duration::from_secs(4),
        };
        tokio::time::sleep(patience).await;
        if decide(&practice, id).is_some() {
            bring(&practice, id, mode).await;
            if mode == Mode::Duplicate {
                bring(&practice, id, mode).await;
            }
        }
    });
}

/// Looks into the record and corrects it where it is wrong. What was decided stays.
fn decide(practice: &Practice, id: Uuid) -> Option<Value> {
    let at = local_time((practice.clock)());
    let mut kept = practice.objections.hold();
    let held = kept.held.get(&id)?;
    if !held.answer.is_null() {
        return Some(held.answer.clone());
    }
    let objection = held.objection.clone();
    let key = (
        objection.dataset.clone(),
        objection.whose().to_owned(),
        objection.element.clone(),
    );
    let on_record = kept
        .corrected
        .get(&key)
        .cloned()
        .or_else(|| on_record(practice, &objection));
    let contested = on_record.as_ref().is_some_and(|value| objection.contests(value));
    let is_shown = objection.evidence.iter().any(|one| one.kind == "material");
    let (state, value, note) = match (contested, is_shown) {
        (true, true) => (
            "upheld",
            Some(objection.stated_value.clone()),
            "经核实，登记已更正",
        ),
        (true, false) => ("rejected", on_record, "没有材料证明，维持原登记"),
        (false, _) => ("rejected", on_record, "本库没有所述的数据"),
    };
    let answer = said(held, state, value.as_ref(), Some(note), &at);
    if state == "upheld" {
        kept.corrected.insert(key, objection.stated_value);
    }
    if let Some(held) = kept.held.get_mut(&id) {
        held.answer = answer.clone();
    }
    Some(answer)
}

fn on_record(practice: &Practice, objection: &Objection) -> Option<Value> {
    let province = &practice.province;
    let subject = match (&objection.subject.uscc, &objection.subject.id_number) {
        (Some(uscc), _) => Subject {
            tell_person: objection.subject.role == "legalRep",
            ..Subject::of_body(province, province.body(uscc)?)
        },
        (None, Some(number)) => Subject::of_person(province, province.resident(number)?),
        (None, None) => return None,
    };
    value_of(&objection.element, &subject)
}

/// Brings the answer, signed by the register that gives it; tried again a bounded number of times.
async fn bring(practice: &Practice, id: Uuid, mode: Mode) {
    let Some((url, dataset, ahead_ms, body)) = ({
        let kept = practice.objections.hold();
        kept.held.get(&id).map(|held| {
            let objection = &held.objection;
            let body = held.answer.to_string().into_bytes();
            (
                objection.answers_url.clone(),
                objection.dataset.clone(),
                held.ahead_ms,
                body,
            )
        })
    }) else {
        return;
    };
    let secret = if mode == Mode::ForgedSignature {
        "forged"
    } else {
        practice.secret.as_str()
    };
    let mut pause = PAUSE_MS;
    for _ in 1..=ATTEMPTS {
        let seconds = ((practice.clock)().as_millisecond() + ahead_ms).div_euclid(1000);
        let request = practice
            .client
            .put(&url)
            .header(header::CONTENT_TYPE, "application/json")
            .header(SIGNATURE, signature(secret, &dataset, seconds, &body))
            .timeout(LIMIT)
            .body(body.clone());
        match request.send().await.map(|reply| reply.status()) {
            Ok(status) if !status.is_server_error() && status != StatusCode::TOO_MANY_REQUESTS => return,
            Ok(_) | Err(_) => tokio::time::sleep(Duration::from_millis(pause)).await,
        }
        pause = (pause * 2).min(LONGEST_PAUSE_MS);
    }
    tracing::warn!(attempts = ATTEMPTS, "an answer to an objection was not brought");
}
