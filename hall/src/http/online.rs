//! 待收件: how many wait; whose they are only with him identified in an open visit.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use cases::roles::Deed;
use cases::wire::Problem;
use cases::wire::online::{
    OnlineCase, OnlineOffers, OnlineTaken, ReleaseOnline, TakeOnline, WaitingItem, WhoseOnline,
};
use uuid::Uuid;

use super::caller::{Body, Caller, Reply, Write};
use crate::fault::{self, Fault};
use crate::rooms::Rooms;
use crate::store::online::Asker;

/// Characters of a reason for putting an application back.
const LONGEST_REASON: usize = 200;

#[utoipa::path(get, path = "/v1/online", tag = "online",
    responses((status = 200, body = Vec<WaitingItem>), (status = 403, body = Problem)))]
pub async fn waiting(State(rooms): State<Arc<Rooms>>, caller: Caller) -> Reply<Vec<WaitingItem>> {
    caller.may(Deed::Receive)?;
    let reach = caller.reach(&rooms, Deed::Receive);
    rooms.store.online_waiting(reach).await.map(Json)
}

#[utoipa::path(post, path = "/v1/visits/{id}/online", tag = "online", request_body = WhoseOnline,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = OnlineOffers), (status = 403, body = Problem)))]
pub async fn of_person(
    State(rooms): State<Arc<Rooms>>,
    Path(visit): Path<Uuid>,
    caller: Caller,
    Body(whose): Body<WhoseOnline>,
) -> Reply<OnlineOffers> {
    caller.may(Deed::Receive)?;
    let asker = Asker {
        visit,
        id_number: whose.id_number,
        reach: caller.reach(&rooms, Deed::Receive),
    };
    rooms.store.online_of(caller.act(), asker).await.map(Json)
}

#[utoipa::path(post, path = "/v1/visits/{id}/online/{application}/take", tag = "online", request_body = TakeOnline,
    params(("id" = Uuid, Path), ("application" = String, Path)),
    responses((status = 200, body = OnlineTaken), (status = 403, body = Problem), (status = 404, body = Problem),
              (status = 409, body = Problem)))]
pub async fn take(
    State(rooms): State<Arc<Rooms>>,
    Path((visit, application)): Path<(Uuid, String)>,
    write: Write<TakeOnline>,
) -> Reply<OnlineTaken> {
    write.caller.may(Deed::Receive)?;
    let asker = Asker {
        visit,
        id_number: write.body.id_number.clone(),
        reach: write.caller.reach(&rooms, Deed::Receive),
    };
    rooms
        .store
        .take_online(write.act(), asker, &application, write.body.draft)
        .await
        .map(Json)
}

#[utoipa::path(get, path = "/v1/online/drafts/{draft}", tag = "online", params(("draft" = Uuid, Path)),
    responses((status = 200, body = OnlineCase), (status = 409, body = Problem)))]
pub async fn of_draft(
    State(rooms): State<Arc<Rooms>>,
    Path(draft): Path<Uuid>,
    caller: Caller,
) -> Reply<OnlineCase> {
    caller.may(Deed::Receive)?;
    rooms.store.online_of_draft(&caller.desk, draft).await.map(Json)
}

#[utoipa::path(post, path = "/v1/online/drafts/{draft}/release", tag = "online", request_body = ReleaseOnline,
    params(("draft" = Uuid, Path)),
    responses((status = 204), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn release(
    State(rooms): State<Arc<Rooms>>,
    Path(draft): Path<Uuid>,
    write: Write<ReleaseOnline>,
) -> Result<StatusCode, Fault> {
    write.caller.may(Deed::Receive)?;
    let reason = write.body.reason.trim();
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
        return Err(fault::no_reason());
    }
    rooms.store.release_online(write.act(), draft, reason).await?;
    Ok(StatusCode::NO_CONTENT)
}
