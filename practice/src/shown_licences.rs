//! What the e-licence library answers beside the query by holder: 亮证码 that a holder's phone shows, good once and for
//! a minute; a licence by its identifier; and what its own check of the seal says (签章核验).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::http::{Refusal, read};
use crate::licences::{Envelope, cause_is_stated, of_holder, refuse, shown};
use crate::{Shared, local_time};

/// A code stands this long (亮证码 60 秒).
const LIFE: SignedDuration = SignedDuration::from_secs(60);
/// Codes that are remembered.
const MOST: usize = 10_000;

/// Codes that were made.
#[derive(Default)]
pub struct Codes(Mutex<HashMap<String, Made>>);

struct Made {
    identifier: String,
    at: Timestamp,
    used: Option<Timestamp>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Wanted {
    holder_code: String,
    /// Name of the licence type.
    type_name: String,
}

/// `GET /licences/phone`: the 亮证码 that this holder's phone shows for a licence at this moment.
pub async fn phone(
    State(practice): State<Shared>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Value>, Refusal> {
    let found = of_holder(&practice.province, &wanted.holder_code);
    let licence = found
        .iter()
        .find(|licence| licence.matches(None, Some(&wanted.type_name)))
        .ok_or_else(Refusal::no_record)?;
    let code = format!(
        "LZM1.{}",
        Uuid::new_v4().simple().to_string().to_ascii_uppercase()
    );
    let at = (practice.clock)();
    let mut made = practice
        .licence_codes
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    if made.len() >= MOST {
        made.retain(|_, one| at.duration_since(one.at) <= LIFE);
    }
    let identifier = licence.identifier();
    made.insert(
        code.clone(),
        Made {
            identifier: identifier.clone(),
            at,
            used: None,
        },
    );
    Ok(Json(
        json!({ "code": code, "identifier": identifier, "state": licence.state }),
    ))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Ask {
    #[serde(default)]
    code: String,
    #[serde(default)]
    identifier: String,
    use_cause: String,
    item_code: String,
    operator: String,
    case_ref: String,
}

impl Ask {
    fn is_stated(&self) -> bool {
        let all = [&self.item_code, &self.operator, &self.case_ref];
        cause_is_stated(&self.use_cause) && all.iter().all(|text| !text.trim().is_empty())
    }
}

/// `POST /licences/code`: the licence that a 亮证码 shows, once.
pub async fn by_code(State(practice): State<Shared>, body: Bytes) -> Result<Response, Refusal> {
    let passed = practice.switches.enter("licences").await?;
    let Envelope { data: ask, .. }: Envelope<Ask> = read(&body)?;
    if !ask.is_stated() {
        return Ok(passed.reply(refuse("用证事由、事项、办件或操作人缺失")));
    }
    let now = (practice.clock)();
    let identifier = {
        let mut made = practice
            .licence_codes
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let one = made.get_mut(&ask.code).ok_or_else(Refusal::no_record)?;
        if let Some(at) = one.used {
            return Err(Refusal::used(&local_time(at)));
        }
        if now.duration_since(one.at) > LIFE {
            return Err(Refusal::no_record());
        }
        one.used = Some(now);
        one.identifier.clone()
    };
    Ok(passed.reply(found(&practice, &identifier)))
}

/// `POST /licences/identifier`: a licence by its identifier (证照标识).
pub async fn by_identifier(State(practice): State<Shared>, body: Bytes) -> Result<Response, Refusal> {
    let passed = practice.switches.enter("licences").await?;
    let Envelope { data: ask, .. }: Envelope<Ask> = read(&body)?;
    if !ask.is_stated() {
        return Ok(passed.reply(refuse("用证事由、事项、办件或操作人缺失")));
    }
    Ok(passed.reply(found(&practice, &ask.identifier)))
}

fn found(practice: &Shared, identifier: &str) -> Value {
    let now = local_time((practice.clock)());
    let holder = practice.licence_index.get(identifier);
    let all = holder
        .map(|code| of_holder(&practice.province, code))
        .unwrap_or_default();
    let found = all.iter().find(|licence| licence.identifier() == identifier);
    let licences: Vec<Value> = found.map(|licence| shown(licence, &now)).into_iter().collect();
    json!({"head": {"status": 0, "message": "成功"}, "data": {"licences": licences}})
}

/// `POST /licences/verify`: what the library's own check of file and seal says.
pub async fn verify(State(practice): State<Shared>, body: Bytes) -> Result<Response, Refusal> {
    let passed = practice.switches.enter("licences").await?;
    let Envelope { data: ask, .. }: Envelope<Ask> = read(&body)?;
    if !ask.is_stated() {
        return Ok(passed.reply(refuse("用证事由、事项、办件或操作人缺失")));
    }
    if !practice.licence_index.contains_key(&ask.identifier) {
        return Ok(passed.reply(refuse("没有这个证照标识")));
    }
    let steps = [
        "integrity",
        "signature",
        "seal",
        "chain",
        "revocation",
        "signedAt",
    ]
    .map(|step| json!({"step": step, "holds": true}));
    Ok(passed.reply(json!({
        "head": {"status": 0, "message": "成功"},
        "data": {
            "identifier": ask.identifier,
            "holds": true,
            "steps": steps,
            "checkedAt": local_time((practice.clock)()),
        },
    })))
}
