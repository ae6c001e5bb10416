//! Departments (部门审批系统): take a parcel, acknowledge it, handle it at the chosen speed, report back.

mod said;

pub use said::tell;

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Json, http::HeaderMap, http::Method};
use jiff::{Timestamp, ToSpan};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::{mpsc, watch};
use uuid::Uuid;

use crate::canonical::parcel_digest;
use crate::chance::digits_of;
use crate::events::{Outgoing, sender};
use crate::http::{Refusal, read};
use crate::parcel::Parcel;
use crate::{Shared, Speed, local_date, local_time};

/// Where a parcel stands at the department.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Step {
    Acknowledged,
    Handling,
    Returned,
    Decided,
    Done,
    /// Given back to the hall with the void case.
    Recalled,
    /// 特别程序开始: nothing is decided until it ends.
    Suspended,
    /// 特别程序结束
    Resumed,
    /// 延期
    Extended,
}

impl Step {
    fn name(self) -> &'static str {
        match self {
            Self::Acknowledged => "acknowledged",
            Self::Handling => "handling",
            Self::Returned => "returned",
            Self::Decided => "decided",
            Self::Done => "done",
            Self::Recalled => "recalled",
            Self::Suspended => "suspended",
            Self::Resumed => "resumed",
            Self::Extended => "extended",
        }
    }

    /// Whether it is reported beside the steps of handling and leaves the parcel where it stands.
    fn is_aside(self) -> bool {
        matches!(self, Self::Suspended | Self::Resumed | Self::Extended)
    }

    /// The step a department takes by itself after this one.
    fn next(self) -> Option<Self> {
        match self {
            Self::Acknowledged => Some(Self::Handling),
            Self::Handling => Some(Self::Decided),
            Self::Decided => Some(Self::Done),
            // Waits for what was asked for.
            Self::Returned | Self::Done | Self::Recalled => None,
            Self::Suspended | Self::Resumed | Self::Extended => None,
        }
    }

    fn may_follow(self, earlier: Self) -> bool {
        match self {
            Self::Acknowledged => false,
            Self::Handling => matches!(earlier, Self::Acknowledged | Self::Returned),
            Self::Returned => matches!(earlier, Self::Acknowledged | Self::Handling),
            Self::Decided => matches!(earlier, Self::Acknowledged | Self::Handling),
            Self::Done => earlier == Self::Decided,
            Self::Recalled => matches!(earlier, Self::Acknowledged | Self::Handling | Self::Returned),
            Self::Suspended | Self::Resumed | Self::Extended => {
                matches!(earlier, Self::Acknowledged | Self::Handling)
            }
        }
    }

    /// Milliseconds a department works before this step.
    fn takes_ms(self, speed: Speed) -> Option<u64> {
        match (speed, self) {
            (Speed::Paused, _) => None,
            (Speed::Fast, _) => Some(50),
            (Speed::Normal, Self::Handling) => Some(3_000),
            (
                Speed::Normal,
                Self::Acknowledged
                | Self::Returned
                | Self::Decided
                | Self::Done
                | Self::Recalled
                | Self::Suspended
                | Self::Resumed
                | Self::Extended,
            ) => Some(6_000),
        }
    }
}

/// A parcel in the department's hands.
struct Held {
    parcel_id: Uuid,
    case_number: String,
    item_code: String,
    item_name: String,
    received_at: Timestamp,
    step: Step,
    /// A special procedure runs.
    suspended: bool,
    /// 不予: what was decided.
    denied: bool,
    digest: String,
    receipt: Value,
    events_url: String,
    hall_ahead_ms: i64,
    sent: Vec<Outgoing>,
    queue: mpsc::UnboundedSender<Outgoing>,
    /// What the hall said of it afterwards.
    said: Vec<said::Said>,
}

impl Held {
    /// Takes a step: writes the event down and hands it to the sender.
    fn take(&mut self, uscc: &str, step: Step, words: &Words, now: Timestamp) {
        if step.is_aside() {
            self.suspended = match step {
                Step::Suspended => true,
                Step::Resumed => false,
                _ => self.suspended,
            };
        } else {
            self.step = step;
        }
        let sequence = u32::try_from(self.sent.len())
            .unwrap_or(u32::MAX)
            .saturating_add(1);
        let time = now
            .saturating_add(self.hall_ahead_ms.milliseconds())
            .unwrap_or(now);
        let granted = words.decision.as_deref() != Some("denied");
        let mut data = json!({"caseNumber": self.case_number});
        match step {
            Step::Acknowledged | Step::Recalled | Step::Resumed => {}
            Step::Suspended | Step::Extended => {
                data["approver"] = json!(officer(&self.case_number));
                data["reason"] = json!(words.reason.as_deref().unwrap_or("须进一步核实"));
                data["days"] = json!(words.days.unwrap_or(5));
                if step == Step::Suspended {
                    data["kind"] = json!(words.kind.as_deref().unwrap_or("检验"));
                }
            }
            Step::Handling => data["by"] = json!(officer(&self.case_number)),
            Step::Returned => {
                data["by"] = json!(officer(&self.case_number));
                data["opinion"] = json!(words.opinion.as_deref().unwrap_or("请补充材料"));
                if let Some(demands) = &words.demands {
                    data["demands"] = demands.clone();
                    data["reason"] = json!(words.reason.as_deref().unwrap_or("审查中发现材料不足"));
                    data["approver"] = json!(officer(&self.case_number));
                }
            }
            Step::Decided => {
                data["by"] = json!(officer(&self.case_number));
                let default = if granted {
                    "经审查，符合条件，准予办理"
                } else {
                    "经审查，不符合条件"
                };
                data["opinion"] = json!(words.opinion.as_deref().unwrap_or(default));
                data["decision"] = json!(if granted { "granted" } else { "denied" });
                self.denied = !granted;
            }
            Step::Done => {
                let name = if self.denied {
                    "不予办理决定书"
                } else {
                    "办理结果"
                };
                let digits = digits_of(&["result", &self.case_number], 8);
                let valid_to = local_date(time).saturating_add(3.years());
                data["result"] = json!({
                    "name": format!("{}{name}", self.item_name),
                    "number": format!("示政〔{}〕{digits}", local_date(time).year()),
                    // What is denied does not run out.
                    "validTo": (!self.denied).then(|| valid_to.to_string()),
                });
            }
        }
        let event = json!({
            "specversion": "1.0",
            "id": format!("{}-{sequence}", self.parcel_id),
            "source": format!("/departments/{uscc}"),
            "type": format!("cn.yichuang.parcel.{}", step.name()),
            "subject": self.parcel_id,
            "time": local_time(time),
            "datacontenttype": "application/json",
            "sequence": sequence.to_string(),
            "data": data,
        });
        let outgoing = Outgoing {
            url: self.events_url.clone(),
            event,
            sequence,
            last: step == Step::Done,
            hall_ahead_ms: self.hall_ahead_ms,
        };
        self.sent.push(outgoing.clone());
        // The sender ends only with the program; then nobody is left to tell.
        let _ = self.queue.send(outgoing);
    }
}

fn officer(case_number: &str) -> &'static str {
    let last = case_number.bytes().last().unwrap_or(b'0');
    ["林经办", "陈经办", "黄经办"][usize::from(last % 3)]
}

/// What a person at the department says with a step.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Words {
    opinion: Option<String>,
    decision: Option<String>,
    /// Of a special procedure: 种类.
    kind: Option<String>,
    /// Of a special procedure, an extension or a return.
    reason: Option<String>,
    /// Of a return: what the applicant is asked for.
    demands: Option<Value>,
    days: Option<u16>,
}

/// All departments that have been spoken to, and their common speed.
pub struct Departments {
    all: Mutex<HashMap<String, Vec<Held>>>,
    /// Asked back before they came: department and parcel.
    never: Mutex<HashSet<(String, Uuid)>>,
    speed: watch::Sender<Speed>,
}

impl Departments {
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

fn no_department() -> Refusal {
    Refusal::unknown("没有这个部门", "there is no such department")
}

fn refused(code: &str, zh: &str, en: &str) -> Value {
    json!({"state": "refused", "code": code, "messageZh": zh, "messageEn": en})
}

/// `PUT /departments/{uscc}/parcels/{id}`.
pub async fn put_parcel(
    State(practice): State<Shared>,
    Path((uscc, id)): Path<(String, Uuid)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    if let Some(second) = practice.second_for(&uscc) {
        return second
            .pass_on(Method::PUT, &format!("parcels/{id}"), &headers, body)
            .await;
    }
    if !is_uscc(&uscc) {
        return Err(no_department());
    }
    let passed = practice.switches.enter(&format!("department:{uscc}")).await?;
    let value: Value = read(&body)?;
    let parcel: Parcel = read(&body)?;
    let problem = if parcel.parcel_id != id {
        Some((
            "ID_MISMATCH",
            "办件包编号与地址不符",
            "the parcel id is not the one in the address",
        ))
    } else if practice.departments.was_recalled(&uscc, id) {
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
    };
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

/// `PUT /departments/{uscc}/parcels/{id}/recall`: the case is void; what is decided stays decided.
pub async fn recall(
    State(practice): State<Shared>,
    Path((uscc, id)): Path<(String, Uuid)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    if let Some(second) = practice.second_for(&uscc) {
        return second
            .pass_on(Method::PUT, &format!("parcels/{id}/recall"), &headers, body)
            .await;
    }
    if !is_uscc(&uscc) {
        return Err(no_department());
    }
    let passed = practice.switches.enter(&format!("department:{uscc}")).await?;
    let asked: RecallAsk = read(&body)?;
    if asked.parcel_id != id {
        return Err(Refusal::bad_request(
            "办件包编号与地址不符",
            "the parcel id is not the one in the address",
        ));
    }
    let mut all = practice.departments.hold();
    let held = all
        .get_mut(&uscc)
        .and_then(|parcels| parcels.iter_mut().find(|held| held.parcel_id == id));
    match held {
        Some(held) if held.step == Step::Recalled || Step::Recalled.may_follow(held.step) => {
            held.step = Step::Recalled;
        }
        Some(_) => {
            let code = json!({
                "code": "ALREADY_DECIDED",
                "messageZh": "已作出决定，不能撤回",
                "messageEn": "decided already, not given back",
            });
            return Ok(passed.reply_as(StatusCode::CONFLICT, code));
        }
        None => {
            let mut never = practice
                .departments
                .never
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            never.insert((uscc, id));
        }
    }
    Ok(passed.reply(json!({"state": "recalled", "at": local_time(asked.sent_at)})))
}

/// What comes with a recall; members that are not looked at are still required.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RecallAsk {
    parcel_id: Uuid,
    #[serde(rename = "caseNumber")]
    _case_number: String,
    #[serde(rename = "wrong")]
    _wrong: Wrong,
    #[serde(rename = "reason")]
    _reason: String,
    sent_at: Timestamp,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Wrong {
    Item,
    Person,
    Content,
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

impl crate::Practice {
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
    headers: HeaderMap,
    Query(Since { since }): Query<Since>,
) -> Result<Response, Refusal> {
    if let Some(second) = practice.second_for(&uscc) {
        let query = since
            .map(|time| format!("?since={}", time.replace('+', "%2B")))
            .unwrap_or_default();
        return second
            .pass_on(Method::GET, &format!("parcels{query}"), &headers, Bytes::new())
            .await;
    }
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
pub async fn log(
    State(practice): State<Shared>,
    Path(uscc): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    if let Some(second) = practice.second_for(&uscc) {
        return second.pass_on(Method::GET, "log", &headers, Bytes::new()).await;
    }
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
                "messages": held.said.iter().map(said::Said::shown).collect::<Vec<_>>(),
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
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    if let Some(second) = practice.second_for(&uscc) {
        return second
            .pass_on(Method::POST, &format!("parcels/{id}/advance"), &headers, body)
            .await;
    }
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
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    if let Some(second) = practice.second_for(&uscc) {
        return second
            .pass_on(
                Method::POST,
                &format!("parcels/{id}/resend"),
                &headers,
                Bytes::new(),
            )
            .await;
    }
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
