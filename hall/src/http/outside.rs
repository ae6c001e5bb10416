//! What comes from outside: progress of departments, applications of the portal. Authenticated by its signature, not by a
//! token.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use cases::error::Trouble;
use cases::wire::Problem;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::caller::raw;
use crate::dispatch::events;
use crate::fault::Fault;
use crate::objections;
use crate::online;
use crate::rooms::Rooms;
use crate::store::Progressed;

#[derive(Debug, Serialize, ToSchema)]
pub struct Applied {
    /// False for what was seen before or waits for the ones before it.
    applied: bool,
    /// Why it is not believed, where it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<Trouble>,
}

#[utoipa::path(post, path = "/v1/outside/events", tag = "outside",
    request_body(content = serde_json::Value, content_type = "application/cloudevents+json"),
    params(("X-Yichuang-Signature" = String, Header, description = "t=<unix seconds>,kid=<department>,v1=<hex HMAC-SHA256>")),
    responses((status = 200, body = Applied), (status = 202, body = Applied), (status = 401, body = Problem)))]
pub async fn events(
    State(rooms): State<Arc<Rooms>>,
    request: Request,
) -> Result<(StatusCode, Json<Applied>), Fault> {
    let signature = request
        .headers()
        .get("x-yichuang-signature")
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let body = raw(request, &rooms).await?;
    let (status, applied, why) = match events::take(&rooms, signature.as_deref(), &body).await? {
        Progressed::Applied => (StatusCode::OK, true, None),
        Progressed::Ignored => (StatusCode::OK, false, None),
        Progressed::Held => (StatusCode::ACCEPTED, false, None),
        Progressed::NotTaken(why) => (StatusCode::OK, false, Some(why.into())),
    };
    Ok((status, Json(Applied { applied, why })))
}

/// What became of an application that came.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Kept {
    /// False for what was seen before, or was overtaken by a later revision.
    applied: bool,
}

/// An answer to an objection (数据校核), signed like events by the source that gives it.
#[utoipa::path(put, path = "/v1/outside/objections/{objectionId}", tag = "outside",
    request_body(content = serde_json::Value, content_type = "application/json"),
    params(("objectionId" = Uuid, Path),
           ("X-Yichuang-Signature" = String, Header, description = "t=<unix seconds>,kid=<source>,v1=<hex HMAC-SHA256>")),
    responses((status = 200, body = Kept), (status = 401, body = Problem), (status = 403, body = Problem),
              (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn objection(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    request: Request,
) -> Result<Json<Kept>, Fault> {
    let signature = request
        .headers()
        .get("x-yichuang-signature")
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let body = raw(request, &rooms).await?;
    let applied = objections::take(&rooms, signature.as_deref(), id, &body).await?;
    Ok(Json(Kept { applied }))
}

/// An application of the online portal in one revision, signed like events.
#[utoipa::path(put, path = "/v1/outside/online/{applicationId}", tag = "outside",
    request_body = cases::online::Application,
    params(("applicationId" = String, Path),
           ("X-Yichuang-Signature" = String, Header, description = "t=<unix seconds>,kid=online,v1=<hex HMAC-SHA256>")),
    responses((status = 200, body = Kept), (status = 401, body = Problem), (status = 409, body = Problem),
              (status = 413, body = Problem), (status = 422, body = Problem)))]
pub async fn application(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Json<Kept>, Fault> {
    let signature = request
        .headers()
        .get("x-yichuang-signature")
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let body = raw(request, &rooms).await?;
    let applied = online::take(&rooms, signature.as_deref(), &id, &body).await?;
    Ok(Json(Kept { applied }))
}
