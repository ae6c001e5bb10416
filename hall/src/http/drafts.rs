//! The inbox, the drafts of a desk, and files of materials.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use cases::case::Draft;
use cases::roles::{Deed, Role};
use cases::wire::Problem;
use cases::wire::intake::{Envelope, Outcome};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::caller::{Caller, Reply, Write, raw};
use crate::fault::{self, Fault};
use crate::intake::service;
use crate::rooms::Rooms;

/// Everything a desk commits. Each place is applied once; the same key gives the same outcome for ever.
#[utoipa::path(post, path = "/v1/inbox", tag = "intake", request_body = Envelope,
    responses((status = 200, body = Outcome), (status = 403, body = Problem), (status = 409, body = Problem),
              (status = 422, body = Problem)))]
pub async fn inbox(State(rooms): State<Arc<Rooms>>, write: Write<Envelope>) -> Reply<Outcome> {
    let command = &write.body.command;
    write
        .caller
        .may_with(&rooms, service::deed_of(command), command.draft())
        .await?;
    if write.keyed.key.parse::<Uuid>().ok() != Some(write.body.key) {
        return Err(fault::no_key());
    }
    if write.caller.role == Role::Helper {
        service::no_own_act(&rooms, write.body.command.draft()).await?;
    }
    // The inbox keeps its own record of keys, with their places.
    service::take(&rooms, write.caller.act(), write.body)
        .await
        .map(Json)
}

/// Open drafts of this desk, last saved first.
#[utoipa::path(get, path = "/v1/drafts", tag = "intake", responses((status = 200, body = Vec<Draft>)))]
pub async fn list(State(rooms): State<Arc<Rooms>>, caller: Caller) -> Reply<Vec<Draft>> {
    caller.may(Deed::SaveDraft)?;
    rooms.store.drafts_of(&caller.desk).await.map(Json)
}

#[utoipa::path(get, path = "/v1/drafts/{id}", tag = "intake", params(("id" = Uuid, Path)),
    responses((status = 200, body = Draft), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn one(State(rooms): State<Arc<Rooms>>, Path(id): Path<Uuid>, caller: Caller) -> Reply<Draft> {
    caller.may(Deed::SaveDraft)?;
    let (draft, _) = rooms.store.draft(id).await?.ok_or_else(fault::no_draft)?;
    if draft.desk != caller.desk {
        return Err(fault::draft_elsewhere().about(draft.desk));
    }
    Ok(Json(draft))
}

/// Takes a draft over: a new fence, and whoever held it has lost it.
#[utoipa::path(post, path = "/v1/drafts/{id}/take", tag = "intake", params(("id" = Uuid, Path)),
    responses((status = 200, body = Draft), (status = 403, body = Problem), (status = 409, body = Problem)))]
pub async fn take(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    write: Write<Nothing>,
) -> Reply<Draft> {
    write.caller.may(Deed::TakeDraft)?;
    if let Some((draft, _)) = rooms.store.draft(id).await? {
        write.caller.may_with(&rooms, Deed::TakeDraft, &draft).await?;
    }
    rooms.store.take_draft(write.act(), id).await.map(Json)
}

/// A body that says nothing: absent, `null` or any object.
pub struct Nothing;

impl<'de> serde::Deserialize<'de> for Nothing {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde::de::IgnoredAny::deserialize(deserializer).map(|_| Nothing)
    }
}

/// Keeps a file of a material under the SHA-256 of its bytes.
#[utoipa::path(put, path = "/v1/pieces/{sha256}", tag = "intake", params(("sha256" = String, Path)),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 204), (status = 413, body = Problem), (status = 422, body = Problem)))]
pub async fn put_piece(
    State(rooms): State<Arc<Rooms>>,
    Path(sha256): Path<String>,
    caller: Caller,
    request: Request,
) -> Result<StatusCode, Fault> {
    caller.may(Deed::SaveDraft)?;
    let bytes: Bytes = raw(request, &rooms).await?;
    if bytes.is_empty() || hex::encode(Sha256::digest(&bytes)) != sha256 {
        return Err(fault::digest_differs());
    }
    rooms
        .store
        .put_piece(&sha256, bytes.to_vec(), rooms.now())
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(get, path = "/v1/pieces/{sha256}", tag = "intake", params(("sha256" = String, Path)),
    responses((status = 200, content_type = "application/octet-stream"), (status = 404, body = Problem)))]
pub async fn piece(
    State(rooms): State<Arc<Rooms>>,
    Path(sha256): Path<String>,
    caller: Caller,
) -> Result<Response, Fault> {
    caller.may(Deed::SaveDraft)?;
    let bytes = rooms.store.piece(&sha256).await?.ok_or_else(fault::no_piece)?;
    Ok(([(CONTENT_TYPE, "application/octet-stream")], bytes).into_response())
}
