//! Signing in and out.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use cases::wire::Problem;
use cases::wire::session::{Session, SignIn};

use super::caller::{Body, Caller, Desk, Reply};
use crate::fault::Fault;
use crate::rooms::Rooms;
use crate::staff;

#[utoipa::path(post, path = "/v1/sessions", tag = "staff", request_body = SignIn,
    responses((status = 200, body = Session), (status = 401, body = Problem), (status = 423, body = Problem)))]
pub async fn sign_in(
    State(rooms): State<Arc<Rooms>>,
    Desk(desk): Desk,
    Body(ask): Body<SignIn>,
) -> Reply<Session> {
    staff::sign_in(&rooms, desk, ask).await.map(Json)
}

#[utoipa::path(delete, path = "/v1/sessions/current", tag = "staff",
    responses((status = 204), (status = 401, body = Problem)))]
pub async fn sign_out(State(rooms): State<Arc<Rooms>>, caller: Caller) -> Result<StatusCode, Fault> {
    rooms
        .store
        .close_session(caller.act(), &caller.token_digest)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
