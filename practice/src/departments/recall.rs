//! 撤回: a parcel is asked back with the void case it belongs to.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::enter;
use super::held::Step;
use crate::http::{Refusal, read};
use crate::{Shared, local_time};

/// `PUT /departments/{uscc}/parcels/{id}/recall`: the case is void; what is decided stays decided.
pub async fn recall(
    State(practice): State<Shared>,
    Path((uscc, id)): Path<(String, Uuid)>,
    body: Bytes,
) -> Result<Response, Refusal> {
    let passed = enter(&practice, &uscc).await?;
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
        None => practice.departments.never_take(uscc, id),
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
