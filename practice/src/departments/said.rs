//! What the hall says of a parcel afterwards (后续通知): taken for parcels that are here, each once.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::held::{Step, Words};
use super::{enter, handle};
use crate::Shared;
use crate::http::{Refusal, read};

/// A message; members that are not looked at are still required.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    parcel_id: Uuid,
    kind: Kind,
    note: String,
    at: Timestamp,
    #[serde(rename = "sentAt")]
    _sent_at: Timestamp,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
enum Kind {
    Withdrawn,
    PromiseKept,
    PromiseBroken,
    FurtherCame,
    LimitNear,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Kind::Withdrawn => "withdrawn",
            Kind::PromiseKept => "promiseKept",
            Kind::PromiseBroken => "promiseBroken",
            Kind::FurtherCame => "furtherCame",
            Kind::LimitNear => "limitNear",
        }
    }
}

/// What was said of a parcel, as the log shows it.
#[derive(Debug, Clone)]
pub(super) struct Said {
    id: Uuid,
    kind: &'static str,
    note: String,
    at: Timestamp,
}

impl Said {
    pub(super) fn shown(&self) -> Value {
        json!({ "kind": self.kind, "note": self.note, "at": self.at })
    }
}

/// `PUT /departments/{uscc}/parcels/{id}/messages/{message}`. What is withdrawn is worked on no longer.
pub async fn tell(
    State(practice): State<Shared>,
    Path((uscc, id, message)): Path<(String, Uuid, Uuid)>,
    body: Bytes,
) -> Result<Response, Refusal> {
    let passed = enter(&practice, &uscc).await?;
    let told: Message = read(&body)?;
    if told.parcel_id != id {
        return Err(Refusal::bad_request(
            "办件包编号与地址不符",
            "the parcel id is not the one in the address",
        ));
    }
    let mut all = practice.departments.hold();
    let held = all
        .get_mut(&uscc)
        .and_then(|parcels| parcels.iter_mut().find(|held| held.parcel_id == id))
        .ok_or_else(|| Refusal::unknown("没有这个办件包", "there is no such parcel"))?;
    if held.said.iter().all(|said| said.id != message) {
        held.said.push(Said {
            id: message,
            kind: told.kind.word(),
            note: told.note.clone(),
            at: told.at,
        });
        if told.kind == Kind::Withdrawn && Step::Recalled.may_follow(held.step) {
            held.step = Step::Recalled;
        }
    }
    drop(all);
    // What was asked for is there: the case is taken up again.
    let again = told.kind == Kind::FurtherCame
        && !told.note.contains("尚缺")
        && practice.take_step(&uscc, id, Step::Handling, &Words::default()) == Some(true);
    if again {
        tokio::spawn(handle(practice.clone(), uscc, id));
    }
    Ok(passed.reply(json!({})))
}
