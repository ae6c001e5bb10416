//! Departments (部门审批系统): take a parcel, acknowledge it, handle it at the chosen speed, report back.
//!
//! - [`held`]: a parcel in a department's hands. [`recall`]: asked back with its void case. [`said`]: what the hall says
//!   of it afterwards.
//! - The department in another language answers before any of this: see [`crate::second`].

mod held;
mod recall;
mod said;

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::{mpsc, watch};
use uuid::Uuid;

use self::held::{Held, Step, Words};
pub use self::recall::recall;
use self::said::Said;
pub use self::said::tell;
use crate::canonical::parcel_digest;
use crate::events::{Outgoing, sender};
use crate::http::{Refusal, read};
use crate::parcel::Parcel;
use crate::switches::Passed;
use crate::{Practice, Shared, Speed, local_time};

/// All departments that have been spoken to, and their common speed.
pub struct Departments {
    all: Mutex<HashMap<String, Vec<Held>>>,
    /// Asked back before they came: department and parcel.
    never: Mutex<HashSet<(String, Uuid)>>,
    speed: watch::Sender<Speed>,
}

impl Departments {
    /// How fast the province works.
    pub fn speed(&self) -> Speed {
        *self.speed.borrow()
    }

    pub fn new(speed: Speed) -> Self {
        Self {
            all: Mutex::default(),
            never: Mutex::default(),
            speed: watch::Sender::new(speed),
        }
    }

    /// Whether a parcel was asked back before it came.
    fn was_recalled(&self, uscc: &str, id: Uuid) -> bool {
        let never = self.never.lock().unwrap_or_else(PoisonError::into_inner);
        never.contains(&(uscc.to_owned(), id))
    }

    /// Asked back before it came: it is not taken when it comes.
    fn never_take(&self, uscc: String, id: Uuid) {
        let mut never = self.never.lock().unwrap_or_else(PoisonError::into_inner);
        never.insert((uscc, id));
    }

    fn hold(&self) -> MutexGuard<'_, HashMap<String, Vec<Held>>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_uscc(text: &str) -> bool {
    text.len() == 18
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}

/// A request to a department of this province, which may be dead or slow.
async fn enter(practice: &Practice, uscc: &str) -> Result<Passed, Refusal> {
    if !is_uscc(uscc) {
        return Err(Refusal::unknown("没有这个部门", "there is no such department"));
    }
    practice.switches.enter(&format!("department:{uscc}")).await
}

fn refused(code: &str, zh: &str, en: &str) -> Value {
    json!({"state": "refused", "code": code, "messageZh": zh, "messageEn": en})
}

/// `PUT /departments/{uscc}/parcels/{id}`.
pub async fn put_parcel(
    State(practice): State<Shared>,
    Path((uscc, id)): Path<(String, Uuid)>,
    body: Bytes,
) -> Result<Response, Refusal> {
    let passed = enter(&practice, &uscc).await?;
    let value: Value = read(&body)?;
    let parcel: Parcel = read(&body)?;
    let problem = problem(&practice, &uscc, id, &parcel);
    if let Some((code, zh, en)) = problem {
        return Ok(passed.reply_as(StatusCode::UNPROCESSABLE_ENTITY, refused(code, zh, en)));
    }

    let now = (practice.clock)();
    let digest = parcel_digest(&value);
    let hall_ahead_ms = parcel.sent_at.as_millisecond() - now.as_millisecond();
    let (receipt, queue_end) = {
        let mut all = practice.departments.hold();
        let parcels = all.entry(uscc.clone()).or_default();
        if let Some(held) = parcels.iter_mut().find(|held| held.parcel_id == id) {
            if held.digest != digest {
                return Err(Refusal::parcel_changed());
            }
            held.events_url = parcel.events_url;
            held.hall_ahead_ms = hall_ahead_ms;
            (held.receipt.clone(), None)
        } else {
            let receipt = json!({
                "state": "acknowledged",
                "receiptNo": format!("S{}{:06}", &uscc[8..17], parcels.len() + 1),
                "at": local_time(parcel.sent_at),
            });
            let (queue, queue_end) = mpsc::unbounded_channel();
            let mut held = Held {
                parcel_id: id,
                case_number: parcel.case_number,
                item_code: parcel.item.code,
                item_name: parcel.item.name,
                received_at: parcel.sent_at,
                step: Step::Acknowledged,
                denied: false,
                suspended: false,
                digest,
                receipt: receipt.clone(),
                events_url: parcel.events_url,
                hall_ahead_ms,
                sent: Vec::new(),
                queue,
                said: Vec::new(),
            };
            held.take(&uscc, Step::Acknowledged, &Words::default(), now);
            parcels.push(held);
            (receipt, Some(queue_end))
        }
    };
    let Some(queue_end) = queue_end else {
        return Ok(passed.reply(receipt));
    };
    tokio::spawn(sender(practice.clone(), uscc.clone(), queue_end));
    tokio::spawn(handle(practice.clone(), uscc, id));
    Ok(passed.reply_as(StatusCode::CREATED, receipt))
}

/// Why a parcel is not taken: code, Chinese and English words.
fn problem(
    practice: &Practice,
    uscc: &str,
    id: Uuid,
    parcel: &Parcel,
) -> Option<(&'static str, &'static str, &'static str)> {
    if parcel.parcel_id != id {
        Some((
            "ID_MISMATCH",
            "办件包编号与地址不符",
            "the parcel id is not the one in the address",
        ))
    } else if practice.departments.was_recalled(uscc, id) {
        Some(("RECALLED", "办件包已撤回", "the parcel was recalled"))
    } else if parcel.item.department_uscc != uscc {
        Some((
            "WRONG_DEPARTMENT",
            "不属于本部门",
            "the item belongs to another department",
        ))
    } else if parcel.case_number.chars().count() != 43 {
        Some((
            "BAD_CASE_NUMBER",
            "办件编号不是43位",
            "the case number does not have 43 characters",
        ))
    } else if [&parcel.applicant]
        .into_iter()
        .chain(&parcel.agent)
        .any(|p| p.name.is_empty() || p.id_number.is_empty())
    {
        Some((
            "NO_APPLICANT",
            "申请人或代理人不完整",
            "applicant or agent is not complete",
        ))
    } else {
        None
    }
}

/// Works on one parcel at the department's speed until it is done or waits for the applicant.
async fn handle(practice: Shared, uscc: String, id: Uuid) {
    let mut speed = practice.departments.speed.subscribe();
    loop {
        let step = practice.step_of(&uscc, id);
        let Some(next) = step.and_then(Step::next) else {
            return;
        };
        let pace = *speed.borrow_and_update();
        let Some(delay_ms) = next.takes_ms(pace) else {
            if speed.changed().await.is_err() {
                return;
            }
            continue;
        };
        tokio::select! {
            () = tokio::time::sleep(Duration::from_millis(delay_ms)) => {
                practice.take_step(&uscc, id, next, &Words::default());
            }
            changed = speed.changed() => if changed.is_err() { return },
        }
    }
}

impl Practice {
    fn step_of(&self, uscc: &str, id: Uuid) -> Option<Step> {
        let all = self.departments.hold();
        all.get(uscc)?
            .iter()
            .find(|held| held.parcel_id == id)
            .map(|held| held.step)
    }

    /// Takes a step if it may follow the one before; says whether it did.
    fn take_step(&self, uscc: &str, id: Uuid, step: Step, words: &Words) -> Option<bool> {
        let mut all = self.departments.hold();
        let held = all.get_mut(uscc)?.iter_mut().find(|held| held.parcel_id == id)?;
        let in_turn = match step {
            Step::Resumed => held.suspended,
            Step::Extended | Step::Recalled => true,
            _ => !held.suspended,
        };
        let allowed = in_turn && step.may_follow(held.step);
        if allowed {
            held.take(uscc, step, words, (self.clock)());
        }
        Some(allowed)
    }
}

#[derive(Deserialize)]
pub struct Since {
    since: Option<String>,
}

/// `GET /departments/{uscc}/parcels?since=`.
pub async fn list_parcels(
    State(practice): State<Shared>,
    Path(uscc): Path<String>,
    Query(Since { since }): Query<Since>,
) -> Result<Response, Refusal> {
    let passed = practice.switches.enter(&format!("department:{uscc}")).await?;
    // A plus sign in a query reads as a space.
    let since = since
        .filter(|time| !time.is_empty())
        .map(|time| time.replace(' ', "+").parse::<Timestamp>());
    let since = since
        .transpose()
        .map_err(|_| Refusal::bad_request("时间格式不正确", "since is not a time"))?
        .unwrap_or(Timestamp::MIN);
    let all = practice.departments.hold();
    let mut held: Vec<&Held> = all
        .get(&uscc)
        .into_iter()
        .flatten()
        .filter(|held| held.received_at >= since)
        .collect();
    held.sort_by_key(|held| held.received_at);
    let next = held
        .last()
        .map_or_else(|| since.max(Timestamp::UNIX_EPOCH), |held| held.received_at);
    let parcels: Vec<Value> = held
        .into_iter()
        .map(|held| {
            json!({
                "parcelId": held.parcel_id,
                "caseNumber": held.case_number,
                "state": held.step.name(),
                "receivedAt": local_time(held.received_at),
                "digestSha256": held.digest,
            })
        })
        .collect();
    Ok(passed.reply(json!({"parcels": parcels, "next": local_time(next)})))
}

/// `GET /departments/{uscc}/log`: the department's own book, oldest first.
pub async fn log(State(practice): State<Shared>, Path(uscc): Path<String>) -> Result<Response, Refusal> {
    let all = practice.departments.hold();
    let lines: Vec<Value> = all
        .get(&uscc)
        .into_iter()
        .flatten()
        .map(|held| {
            json!({
                "parcelId": held.parcel_id,
                "caseNumber": held.case_number,
                "itemCode": held.item_code,
                "receivedAt": local_time(held.received_at),
                "state": held.step.name(),
                "digestSha256": held.digest,
                "messages": held.said.iter().map(Said::shown).collect::<Vec<_>>(),
            })
        })
        .collect();
    Ok(Json(lines).into_response())
}

#[derive(Deserialize)]
struct Advance {
    step: Step,
    #[serde(flatten)]
    words: Words,
}

/// `POST /departments/{uscc}/parcels/{id}/advance`: a person at the department takes a step.
pub async fn advance(
    State(practice): State<Shared>,
    Path((uscc, id)): Path<(String, Uuid)>,
    body: Bytes,
) -> Result<Response, Refusal> {
    let Advance { step, words } = read(&body)?;
    match practice.take_step(&uscc, id, step, &words) {
        None => Err(Refusal::unknown("没有这个办件包", "there is no such parcel")),
        Some(false) => Err(Refusal::bad_request(
            "当前环节不能走这一步",
            "this step may not follow the one before",
        )),
        Some(true) => {
            // Taken up again after it was given back. A second worker on one parcel finds each step taken.
            if step == Step::Handling {
                tokio::spawn(handle(practice.clone(), uscc, id));
            }
            Ok(Json(json!({"state": step.name()})).into_response())
        }
    }
}

/// `POST /departments/{uscc}/parcels/{id}/resend`: every event of a parcel once more, with the same ids.
pub async fn resend(
    State(practice): State<Shared>,
    Path((uscc, id)): Path<(String, Uuid)>,
) -> Result<Response, Refusal> {
    let all = practice.departments.hold();
    let held = all
        .get(&uscc)
        .into_iter()
        .flatten()
        .find(|held| held.parcel_id == id);
    let held = held.ok_or_else(|| Refusal::unknown("没有这个办件包", "there is no such parcel"))?;
    for outgoing in &held.sent {
        let fresh = Outgoing {
            url: held.events_url.clone(),
            hall_ahead_ms: held.hall_ahead_ms,
            ..outgoing.clone()
        };
        let _ = held.queue.send(fresh);
    }
    Ok(Json(json!({"resent": held.sent.len()})).into_response())
}

#[derive(Deserialize)]
struct SetSpeed {
    speed: Speed,
}

/// `POST /speed`: how fast departments work from here on.
pub async fn set_speed(State(practice): State<Shared>, body: Bytes) -> Result<Json<Value>, Refusal> {
    let SetSpeed { speed } = read(&body)?;
    practice.departments.speed.send_replace(speed);
    if let Some(second) = &practice.second {
        second.set_speed(speed).await?;
    }
    Ok(Json(json!({"speed": speed})))
}
