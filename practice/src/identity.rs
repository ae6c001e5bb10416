//! The identity platforms: 政务服务码, made anew for whoever asks, resolved once while it stands; and the real-name
//! platform, which knows who is on the population register.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sm2::dsa::signature::Signer;
use sm2::dsa::{Signature, SigningKey};
use sm2::pkcs8::EncodePublicKey;
use sm2::pkcs8::spki::der::pem::LineEnding;
use uuid::Uuid;

use crate::chance::draw;
use crate::checks::uscc;
use crate::http::{Refusal, read};
use crate::people::{BodyKind, Province, Resident};
use crate::{Shared, local_time};

/// A code stands this long.
const LIFE: SignedDuration = SignedDuration::from_secs(60);
/// Codes that are remembered.
const MOST: usize = 10_000;
/// 默认用户标识, GM/T 0009-2012 §10.
const ID: &str = "1234567812345678";
const NAME: &str = "示范区数据服务中心";

/// Codes that were made, by token, and the key that they are signed with.
pub struct Codes {
    key: sm2::SecretKey,
    made: Mutex<HashMap<String, Made>>,
}

struct Made {
    number: String,
    body: Option<String>,
    at: Timestamp,
    used: Option<Timestamp>,
}

impl Codes {
    /// The key comes from the seed, as the people do.
    pub fn of_seed(seed: u64) -> Self {
        // A digest is a key unless it is 0 or at least the order of the curve: less than one in 2^32 is not.
        let key = (0u32..)
            .find_map(|turn| {
                let bytes = Sha256::digest(format!("identity platform {seed} {turn}"));
                sm2::SecretKey::from_slice(&bytes).ok()
            })
            .expect("nearly every digest is a key");
        Self {
            key,
            made: Mutex::default(),
        }
    }

    fn sign(&self, text: &str) -> Result<String, Refusal> {
        let key = SigningKey::from_slice(ID, &self.key.to_bytes()).map_err(|_| Refusal::broken())?;
        let signed: Signature = key.try_sign(text.as_bytes()).map_err(|_| Refusal::broken())?;
        Ok(hex::encode_upper(sequence(&signed.to_bytes())))
    }
}

fn issuer() -> String {
    uscc("11350199", "MB9A0088")
}

/// SEQUENCE { INTEGER r, INTEGER s }, GM/T 0009-2012 §7.3.
fn sequence(both: &[u8]) -> Vec<u8> {
    let integer = |number: &[u8]| {
        let mut digits: Vec<u8> = number.iter().copied().skip_while(|byte| *byte == 0).collect();
        if digits.first().is_none_or(|first| *first >= 0x80) {
            digits.insert(0, 0);
        }
        let mut whole = vec![0x02, digits.len() as u8];
        whole.extend(digits);
        whole
    };
    let (r, s) = both.split_at(both.len() / 2);
    let inside = [integer(r), integer(s)].concat();
    let mut whole = vec![0x30, inside.len() as u8];
    whole.extend(inside);
    whole
}

/// What a training hall has to know to take codes.
pub fn issuers(codes: &Codes) -> Value {
    match codes.key.public_key().to_public_key_pem(LineEnding::LF) {
        Ok(key) => json!([{ "code": issuer(), "name": NAME, "key": key }]),
        Err(_) => json!([]),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Wanted {
    id_number: String,
    /// Shows the code of this body.
    uscc: Option<String>,
}

/// `GET /identity/code`: what the phone of a resident shows at this moment.
pub async fn show(
    State(practice): State<Shared>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Value>, Refusal> {
    living(&practice.province, &wanted.id_number)?;
    if let Some(body) = &wanted.uscc {
        practice.province.body(body).ok_or_else(Refusal::no_record)?;
    }
    let at = (practice.clock)();
    let token = Uuid::new_v4().simple().to_string().to_ascii_uppercase();
    let of = if wanted.uscc.is_some() { "E" } else { "P" };
    let signed = format!("ZWM1.{of}.T.{}.{token}.{}", issuer(), at.as_second());
    let signature = practice.codes.sign(&signed)?;
    let mut made = practice.codes.made.lock().unwrap_or_else(PoisonError::into_inner);
    if made.len() >= MOST {
        made.retain(|_, one| at.duration_since(one.at) <= LIFE);
    }
    made.insert(
        token,
        Made {
            number: wanted.id_number,
            body: wanted.uscc,
            at,
            used: None,
        },
    );
    Ok(Json(json!({ "code": format!("{signed}.{signature}") })))
}

fn living<'a>(province: &'a Province, number: &str) -> Result<&'a Resident, Refusal> {
    let resident = province.resident(number).filter(|one| one.died_on.is_none());
    resident.ok_or_else(Refusal::no_record)
}

/// What every look carries, as far as this platform reads it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Head {
    request_id: Uuid,
    purpose: String,
    operator: String,
    grant: String,
}

impl Head {
    fn check(&self) -> Result<(), Refusal> {
        let stated = [&self.purpose, &self.operator, &self.grant];
        if stated.iter().any(|text| text.trim().is_empty()) {
            return Err(Refusal::not_granted(
                "授权、用途或操作人缺失",
                "grant, purpose or operator is missing",
            ));
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct Resolve {
    #[serde(flatten)]
    head: Head,
    issuer: String,
    token: String,
    of: Of,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Of {
    Person,
    Body,
}

/// `POST /codes/resolve`: whose code it is, once.
pub async fn resolve(State(practice): State<Shared>, body: Bytes) -> Result<Response, Refusal> {
    let passed = practice.switches.enter("codes").await?;
    let ask: Resolve = read(&body)?;
    ask.head.check()?;
    let now = (practice.clock)();
    let (number, uscc) = {
        let mut made = practice.codes.made.lock().unwrap_or_else(PoisonError::into_inner);
        let of_us = ask.issuer == issuer();
        let one = made
            .get_mut(&ask.token)
            .filter(|one| of_us && one.body.is_some() == (ask.of == Of::Body))
            .ok_or_else(Refusal::no_record)?;
        if let Some(at) = one.used {
            return Err(Refusal::used(&local_time(at)));
        }
        if now.duration_since(one.at) > LIFE {
            return Err(Refusal::no_record());
        }
        one.used = Some(now);
        (one.number.clone(), one.body.clone())
    };
    let resident = living(&practice.province, &number)?;
    let held = uscc.as_deref().and_then(|uscc| practice.province.body(uscc));
    let body = held.map(|body| {
        let relation = match (body.legal_rep == resident.index, body.kind) {
            (true, BodyKind::Enterprise) => "legalRep",
            (true, BodyKind::SoleTrader) => "operator",
            (false, _) if body.staff.contains(&resident.index) => "staff",
            (false, _) => "agent",
        };
        json!({ "uscc": body.uscc, "name": body.name, "relation": relation })
    });
    let opened = if body.is_some() {
        ("11100000MB0143028R001", "营业执照")
    } else {
        ("11100000000013127D001", "居民身份证")
    };
    Ok(passed.reply(json!({
        "requestId": ask.head.request_id,
        "provider": NAME,
        "token": ask.token,
        "holder": { "name": resident.name, "idType": "111", "idNumber": resident.id_number },
        "body": body,
        "licences": [{ "typeCode": opened.0, "typeName": opened.1 }],
    })))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Check {
    #[serde(flatten)]
    head: Head,
    id_type: String,
    id_number: String,
    name: String,
}

/// `POST /names/check`: whether name and number belong together. One resident in fifty is not on this platform yet.
pub async fn check(State(practice): State<Shared>, body: Bytes) -> Result<Response, Refusal> {
    let passed = practice.switches.enter("names").await?;
    let ask: Check = read(&body)?;
    ask.head.check()?;
    let known = living(&practice.province, &ask.id_number)
        .ok()
        .filter(|_| ask.id_type == "111")
        .filter(|one| !draw(&["real name", &one.id_number]).is_multiple_of(50));
    let result = match known {
        None => "unknown",
        Some(resident) if resident.name == ask.name.trim() => "match",
        Some(_) => "mismatch",
    };
    Ok(passed.reply(json!({
        "requestId": ask.head.request_id,
        "idNumber": ask.id_number,
        "result": result,
        "at": local_time((practice.clock)()),
    })))
}
