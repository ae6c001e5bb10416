//! A window's basket for telephones: opened, looked into, emptied, closed.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use cases::roles::Deed;
use cases::wire::Problem;
use cases::wire::phone::{PhoneAnswer, PhoneBasket, PhoneFiles};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::caller::{Caller, Reply, Write};
use super::drafts::Nothing;
use crate::fault::Fault;
use crate::rooms::Rooms;

/// How long a look waits for something to see.
const PATIENCE: Duration = Duration::from_secs(8);

/// Opens this window's basket, in place of the one it had.
#[utoipa::path(post, path = "/v1/phone-baskets", tag = "phones",
    responses((status = 200, body = PhoneBasket), (status = 403, body = Problem), (status = 409, body = Problem)))]
pub async fn open(State(rooms): State<Arc<Rooms>>, write: Write<Nothing>) -> Reply<PhoneBasket> {
    write.caller.may(Deed::SaveDraft)?;
    rooms.phones.open(&write.caller.desk, rooms.now()).map(Json)
}

#[derive(Deserialize, IntoParams)]
pub struct Behind {
    /// The last number that was seen; 0 before the first.
    #[serde(default)]
    after: u32,
    /// A telephone was seen already: that one comes is nothing new.
    #[serde(default)]
    opened: bool,
}

/// Files that wait; where none does, a change is waited for.
#[utoipa::path(get, path = "/v1/phone-baskets/{id}", tag = "phones", params(("id" = Uuid, Path), Behind),
    responses((status = 200, body = PhoneFiles), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn waiting(
    State(rooms): State<Arc<Rooms>>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Query(behind): Query<Behind>,
) -> Reply<PhoneFiles> {
    caller.may(Deed::SaveDraft)?;
    let mut changes = rooms.phones.changes();
    let mut closing = rooms.closing.subscribe();
    let late = tokio::time::sleep(PATIENCE);
    tokio::pin!(late);
    loop {
        changes.borrow_and_update();
        let found = rooms
            .phones
            .waiting(&caller.desk, id, behind.after, rooms.now())?;
        if !found.files.is_empty() || found.opened != behind.opened {
            return Ok(Json(found));
        }
        tokio::select! {
            () = &mut late => return Ok(Json(found)),
            _ = closing.wait_for(|closing| *closing) => return Ok(Json(found)),
            _ = changes.changed() => {}
        }
    }
}

/// The bytes of a file that waits.
#[utoipa::path(get, path = "/v1/phone-baskets/{id}/files/{number}", tag = "phones",
    params(("id" = Uuid, Path), ("number" = u32, Path)),
    responses((status = 200, content_type = "application/octet-stream"), (status = 404, body = Problem)))]
pub async fn file(
    State(rooms): State<Arc<Rooms>>,
    caller: Caller,
    Path((id, number)): Path<(Uuid, u32)>,
) -> Result<Response, Fault> {
    caller.may(Deed::SaveDraft)?;
    let bytes: Bytes = rooms.phones.file(&caller.desk, id, number, rooms.now())?;
    Ok(([(CONTENT_TYPE, "application/octet-stream")], bytes).into_response())
}

/// Taken, or why not.
#[utoipa::path(post, path = "/v1/phone-baskets/{id}/files/{number}", tag = "phones",
    params(("id" = Uuid, Path), ("number" = u32, Path)), request_body = PhoneAnswer,
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn answer(
    State(rooms): State<Arc<Rooms>>,
    Path((id, number)): Path<(Uuid, u32)>,
    write: Write<PhoneAnswer>,
) -> Result<StatusCode, Fault> {
    write.caller.may(Deed::SaveDraft)?;
    let refused = write.body.refused;
    rooms
        .phones
        .answer(&write.caller.desk, id, number, refused, rooms.now())?;
    Ok(StatusCode::NO_CONTENT)
}

/// Closes it: what waits in it is gone, and its code has ended.
#[utoipa::path(delete, path = "/v1/phone-baskets/{id}", tag = "phones", params(("id" = Uuid, Path)),
    responses((status = 204), (status = 403, body = Problem)))]
pub async fn close(
    State(rooms): State<Arc<Rooms>>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Fault> {
    caller.may(Deed::SaveDraft)?;
    rooms.phones.close(&caller.desk, id, rooms.now());
    Ok(StatusCode::NO_CONTENT)
}
