//! Visits: open a walk-in, say who stands there, close.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use cases::case::Body as BodyOfLaw;
use cases::catalogue::sources::{Confirms, Kind};
use cases::roles::Deed;
use cases::wire::Problem;
use cases::wire::visit::{CloseVisit, FindBody, Identified, Identify, OpenWalkIn, Visit};
use uuid::Uuid;

use super::caller::{Body, Caller, Reply, Write};
use crate::fault::{self, Fault};
use crate::gateway::watching::{Asked, noted};
use crate::gateway::{ANY_ITEM, people};
use crate::rooms::Rooms;

#[utoipa::path(post, path = "/v1/visits", tag = "visits", request_body = OpenWalkIn,
    responses((status = 200, body = Visit), (status = 422, body = Problem)))]
pub async fn open(State(rooms): State<Arc<Rooms>>, write: Write<OpenWalkIn>) -> Reply<Visit> {
    write.caller.may(Deed::OpenWalkIn)?;
    let reason = write.body.reason.trim();
    if reason.is_empty() || reason.chars().count() > 200 {
        return Err(fault::no_reason());
    }
    rooms.store.open_walk_in(write.act(), reason).await.map(Json)
}

#[utoipa::path(post, path = "/v1/visits/{id}/close", tag = "visits", request_body = CloseVisit,
    params(("id" = Uuid, Path)), responses((status = 204), (status = 409, body = Problem)))]
pub async fn close(
    State(rooms): State<Arc<Rooms>>,
    Path(visit): Path<Uuid>,
    write: Write<CloseVisit>,
) -> Result<StatusCode, Fault> {
    write.caller.may(Deed::OpenWalkIn)?;
    rooms
        .store
        .close_visit(write.act(), visit, &write.body.outcome, rooms.queue.rules)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Confirms a person by card, code or document.
#[utoipa::path(post, path = "/v1/visits/{id}/people", tag = "visits", request_body = Identify,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = Identified), (status = 403, body = Problem), (status = 409, body = Problem),
              (status = 422, body = Problem), (status = 502, body = Problem), (status = 503, body = Problem)))]
pub async fn people(
    State(rooms): State<Arc<Rooms>>,
    Path(visit): Path<Uuid>,
    caller: Caller,
    Body(by): Body<Identify>,
) -> Reply<Identified> {
    caller.may(Deed::Identify)?;
    let answer = people::identify(&rooms, caller.act(), visit, by.clone()).await;
    let catalogue = rooms.catalogue();
    let register = catalogue.sources.confirming(Confirms::Person);
    let (number, source) = match &by {
        Identify::Card { card } => (card.id_number.as_str(), register),
        Identify::Document { id_number, .. } => (id_number.as_str(), register),
        Identify::Code { .. } => ("", catalogue.sources.first(Kind::Codes)),
    };
    let asked = Asked {
        visit,
        draft: None,
        item: ANY_ITEM,
        dataset: source.unwrap_or_default(),
        number,
    };
    noted(&rooms, caller.act(), asked, answer).await.map(Json)
}

/// Finds a body by its credit code.
#[utoipa::path(post, path = "/v1/visits/{id}/bodies", tag = "visits", request_body = FindBody,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = BodyOfLaw), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn bodies(
    State(rooms): State<Arc<Rooms>>,
    Path(visit): Path<Uuid>,
    caller: Caller,
    Body(ask): Body<FindBody>,
) -> Reply<BodyOfLaw> {
    caller.may(Deed::Identify)?;
    let answer = people::find_body(&rooms, caller.act(), visit, ask.clone()).await;
    let catalogue = rooms.catalogue();
    let asked = Asked {
        visit,
        draft: None,
        item: ANY_ITEM,
        dataset: catalogue.sources.confirming(Confirms::Body).unwrap_or_default(),
        number: &ask.uscc,
    };
    noted(&rooms, caller.act(), asked, answer).await.map(Json)
}
