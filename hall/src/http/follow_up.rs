//! What a supervisor follows up: 督办 of a case, 回访 of a bad rating.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use cases::roles::Deed;
use cases::wire::Problem;
use cases::wire::board::{BadRating, CallBack, Urged};
use uuid::Uuid;

use super::caller::{Caller, Reply, Write};
use super::drafts::Nothing;
use crate::rooms::Rooms;
use crate::{board, fault};

/// Characters of a note.
const LONGEST_NOTE: usize = 200;

/// 督办
#[utoipa::path(post, path = "/v1/cases/{slip}/urge", tag = "board", params(("slip" = String, Path)),
    responses((status = 200, body = Urged), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn urge(
    State(rooms): State<Arc<Rooms>>,
    Path(slip): Path<String>,
    write: Write<Nothing>,
) -> Reply<Urged> {
    write.caller.may(Deed::FollowUp)?;
    let (_, case) = rooms
        .store
        .case(rooms.now(), &slip)
        .await?
        .ok_or_else(fault::no_case)?;
    if let Some(item) = rooms.catalogue().item(&case.item) {
        write.caller.may_for(Deed::FollowUp, item)?;
    }
    rooms.store.urge(write.act(), &slip).await.map(Json)
}

/// A bad rating; the look is logged.
#[utoipa::path(get, path = "/v1/ratings/{id}", tag = "board", params(("id" = Uuid, Path)),
    responses((status = 200, body = BadRating), (status = 404, body = Problem)))]
pub async fn rating(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    caller: Caller,
) -> Reply<BadRating> {
    caller.may(Deed::FollowUp)?;
    let file = rooms
        .store
        .bad_rating(id)
        .await?
        .ok_or_else(fault::no_bad_rating)?;
    rooms
        .store
        .note_look(caller.act(), "look:rating", &file.slip, "差评回访")
        .await?;
    Ok(Json(board::rating(&rooms, file)))
}

/// 回访: reached or not.
#[utoipa::path(post, path = "/v1/ratings/{id}/call-back", tag = "board", params(("id" = Uuid, Path)),
    request_body = CallBack,
    responses((status = 200, body = BadRating), (status = 404, body = Problem), (status = 409, body = Problem),
              (status = 422, body = Problem)))]
pub async fn call_back(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    write: Write<CallBack>,
) -> Reply<BadRating> {
    write.caller.may(Deed::FollowUp)?;
    let call = CallBack {
        note: write.body.note.trim().to_owned(),
        ..write.body
    };
    if call.note.chars().count() > LONGEST_NOTE {
        return Err(fault::odd_call_back());
    }
    let file = rooms.store.call_back(write.act(), id, call).await?;
    Ok(Json(board::rating(&rooms, file)))
}
