//! Progress from departments: authenticated by its signature, not by a token.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use cases::error::Trouble;
use cases::wire::Problem;
use serde::Serialize;
use utoipa::ToSchema;

use super::caller::raw;
use crate::dispatch::events;
use crate::fault::Fault;
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
