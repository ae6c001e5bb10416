//! Addresses, the shared secret, and the one shape of every refusal.

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::switches::Position;
use crate::{
    Shared, credit, departments, identity, licences, messages, objections, online, personas, registry,
    second, shown_licences,
};

/// An answer that is not a success.
#[derive(Debug)]
pub struct Refusal {
    status: StatusCode,
    code: &'static str,
    zh: String,
    en: String,
    retry_after_s: Option<u32>,
    /// When it was done before.
    at: Option<String>,
}

impl Refusal {
    fn new(status: StatusCode, code: &'static str, zh: &str, en: &str) -> Self {
        Self {
            status,
            code,
            zh: zh.to_owned(),
            en: en.to_owned(),
            retry_after_s: None,
            at: None,
        }
    }

    pub fn no_record() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "NO_RECORD",
            "没有查到记录",
            "nothing is on record for this subject",
        )
    }

    pub fn deceased() -> Self {
        Self::new(
            StatusCode::GONE,
            "DECEASED",
            "登记此人已死亡",
            "this person is on record as dead",
        )
    }

    pub fn unknown(zh: &str, en: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "UNKNOWN", zh, en)
    }

    pub fn unknown_dataset() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "UNKNOWN_DATASET",
            "没有这个数据集",
            "there is no such data set",
        )
    }

    pub fn not_granted(zh: &str, en: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "NOT_GRANTED", zh, en)
    }

    pub fn bad_request(zh: &str, en: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BAD_REQUEST", zh, en)
    }

    pub fn parcel_changed() -> Self {
        let (zh, en) = (
            "同一办件包编号的内容不同",
            "the parcel is known with another body",
        );
        Self::new(StatusCode::CONFLICT, "PARCEL_CHANGED", zh, en)
    }

    pub fn unavailable() -> Self {
        let refusal = Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "UNAVAILABLE",
            "系统暂停服务，请稍后再试",
            "out of service, try again later",
        );
        Self {
            retry_after_s: Some(1),
            ..refusal
        }
    }

    pub fn message_changed() -> Self {
        let (zh, en) = (
            "同一短信编号的内容不同",
            "the message is known with another number or text",
        );
        Self::new(StatusCode::CONFLICT, "MESSAGE_CHANGED", zh, en)
    }

    pub fn conflict(code: &'static str, zh: &str, en: &str) -> Self {
        Self::new(StatusCode::CONFLICT, code, zh, en)
    }

    /// A code that was resolved before.
    pub fn used(at: &str) -> Self {
        let refusal = Self::conflict("USED", "该码已使用", "the code was used");
        Self {
            at: Some(at.to_owned()),
            ..refusal
        }
    }

    pub fn too_many() -> Self {
        let (zh, en) = ("请求过于频繁，请稍后再试", "too many requests, try again later");
        Self {
            retry_after_s: Some(1),
            ..Self::new(StatusCode::TOO_MANY_REQUESTS, "TOO_MANY", zh, en)
        }
    }

    pub fn broken() -> Self {
        let (zh, en) = ("系统内部错误", "broken inside");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "BROKEN", zh, en)
    }

    fn unauthorized() -> Self {
        let (zh, en) = ("密钥缺失或不正确", "the secret is missing or wrong");
        Self::new(StatusCode::UNAUTHORIZED, "UNAUTHORIZED", zh, en)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut body = json!({"code": self.code, "messageZh": self.zh, "messageEn": self.en});
        if let Some(at) = self.at {
            body["at"] = json!(at);
        }
        let mut response = (self.status, Json(body)).into_response();
        if let Some(seconds) = self.retry_after_s {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

/// Reads a request body; what does not fit is said by place, never by content.
pub fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|error| {
        let reason = match error.classify() {
            serde_json::error::Category::Data => missing_member(&error.to_string()),
            serde_json::error::Category::Syntax
            | serde_json::error::Category::Eof
            | serde_json::error::Category::Io => "not JSON".to_owned(),
        };
        let place = format!("{reason}, line {} column {}", error.line(), error.column());
        Refusal::bad_request(
            &format!("请求不符合接口规范（{place}）"),
            &format!("not of the published shape ({place})"),
        )
    })
}

/// Only "missing field" sentences name no content of the request.
fn missing_member(sentence: &str) -> String {
    let is_missing = sentence.starts_with("missing field");
    if is_missing {
        sentence.split(" at line").next().unwrap_or("").to_owned()
    } else {
        "wrong type".to_owned()
    }
}

async fn secret_required(State(practice): State<Shared>, request: Request, next: Next) -> Response {
    let given = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    if given.and_then(|value| value.strip_prefix("Bearer ")) == Some(practice.secret.as_str()) {
        next.run(request).await
    } else {
        Refusal::unauthorized().into_response()
    }
}

/// All addresses. The contracts ask for the secret; the training listings do not.
pub fn router(practice: Shared) -> Router {
    let contracts = Router::new()
        .route("/query/{dataset}", post(registry::query))
        .route("/represent", post(registry::represent))
        .route("/family", post(registry::family))
        .route("/licences/query", post(licences::query))
        .route("/licences/file", post(licences::file))
        .route("/licences/code", post(shown_licences::by_code))
        .route("/licences/identifier", post(shown_licences::by_identifier))
        .route("/licences/verify", post(shown_licences::verify))
        .route("/departments/{uscc}/parcels/{id}", put(departments::put_parcel))
        .route(
            "/departments/{uscc}/parcels/{id}/recall",
            put(departments::recall),
        )
        .route(
            "/departments/{uscc}/parcels/{id}/messages/{message}",
            put(departments::tell),
        )
        .route("/departments/{uscc}/parcels", get(departments::list_parcels))
        .route("/credit/query", post(credit::query))
        .route("/identity/codes/resolve", post(identity::resolve))
        .route("/identity/names/check", post(identity::check))
        .route("/sms/messages/{id}", put(messages::put))
        .route("/objections/{id}", put(objections::put).get(objections::get))
        .route("/online/halls/{code}", put(online::announce))
        .route("/online/applications/{id}/files/{digest}", get(online::file))
        .route("/online/applications/{id}/states/{sequence}", put(online::state))
        .route_layer(from_fn_with_state(practice.clone(), second::its_own))
        .route_layer(from_fn_with_state(practice.clone(), secret_required));
    let training = Router::new()
        .route("/health", get(async || Json(json!({"practice": "ok"}))))
        .route("/directory", get(directory))
        .route("/personas", get(personas::all))
        .route("/personas/fit", get(personas::fit))
        .route("/switches", post(turn_switch).get(switches))
        .route("/speed", post(departments::set_speed))
        .route("/counts", get(counts))
        .route("/identity/code", get(identity::show))
        .route("/licences/phone", get(shown_licences::phone))
        .route("/sms/messages", get(messages::sent))
        .route("/objections", get(objections::all))
        .route("/objections/{id}/answer", post(objections::answer_now))
        .route("/online/applications", get(online::list).post(online::submit))
        .route("/online/applications/{id}", put(online::change))
        .route("/online/applications/{id}/withdraw", post(online::withdraw))
        .route("/online/applications/{id}/accept", post(online::accept))
        .route("/departments/{uscc}/log", get(departments::log))
        .route(
            "/departments/{uscc}/parcels/{id}/advance",
            post(departments::advance),
        )
        .route(
            "/departments/{uscc}/parcels/{id}/resend",
            post(departments::resend),
        )
        .route_layer(from_fn_with_state(practice.clone(), second::its_own));
    contracts
        .merge(training)
        .layer(DefaultBodyLimit::max(16 * 1024 * 1024))
        .with_state(practice)
}

/// `GET /directory`: what a training hall needs to configure itself.
async fn directory(State(practice): State<Shared>) -> Json<Value> {
    let base = &practice.base;
    let mut overrides = serde_json::Map::new();
    if let Some(second) = &practice.second {
        overrides.insert(second::USCC.to_owned(), json!(second.base));
    }
    Json(json!({
        "registry": base,
        "licences": base,
        "departmentBase": format!("{base}/departments/{{uscc}}"),
        "departmentOverrides": overrides,
        "messages": format!("{base}/sms"),
        "online": format!("{base}/online"),
        "identity": format!("{base}/identity"),
        "codeIssuers": identity::issuers(&practice.codes),
    }))
}

/// `POST /switches`: one position or a list of them.
async fn turn_switch(State(practice): State<Shared>, body: Bytes) -> Result<Json<Value>, Refusal> {
    let value: Value = read(&body)?;
    let list = if value.is_array() { value } else { json!([value]) };
    let positions: Vec<Position> = serde_json::from_value(list)
        .map_err(|_| Refusal::bad_request("开关的部件或方式不正确", "no such part or mode"))?;
    for position in &positions {
        practice.switches.turn(position);
        let second_meant = position.part == "*" || position.part.ends_with(second::USCC);
        if let (Some(second), true) = (&practice.second, second_meant) {
            second.turn(position).await?;
        }
    }
    Ok(Json(json!({"positions": practice.switches.positions()})))
}

async fn switches(State(practice): State<Shared>) -> Json<Value> {
    Json(json!({"positions": practice.switches.positions()}))
}

/// `GET /counts`: requests received so far, by part.
async fn counts(State(practice): State<Shared>) -> Result<Json<Value>, Refusal> {
    let mut counts = practice.switches.counts();
    if let Some(second) = &practice.second {
        counts.insert(format!("department:{}", second::USCC), second.count().await?);
    }
    Ok(Json(json!(counts)))
}
