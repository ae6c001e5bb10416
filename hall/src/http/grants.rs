//! 事前审批: grants are asked for at one window and approved at another.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use cases::roles::Deed;
use cases::wire::Problem;
use cases::wire::grant::{AnswerGrant, AskGrant, GrantAsk, GrantRow, WithdrawGrant};
use jiff::SignedDuration;
use uuid::Uuid;

use super::caller::{Caller, Reply, Write};
use crate::fault::{self, Fault};
use crate::gateway::may_be_granted;
use crate::rooms::Rooms;

/// No grant is given for longer: three years.
const LONGEST: SignedDuration = SignedDuration::from_hours(24 * 366 * 3);

/// Every grant that was ever given, those in force first.
#[utoipa::path(get, path = "/v1/grants", tag = "grants",
    responses((status = 200, body = Vec<GrantRow>), (status = 403, body = Problem)))]
pub async fn list(State(rooms): State<Arc<Rooms>>, caller: Caller) -> Reply<Vec<GrantRow>> {
    caller.may(Deed::AskGrant)?;
    let mut grants = rooms.store.grants(rooms.now()).await?;
    for grant in &mut grants {
        grant.item_name = item_name(&rooms, &grant.item);
    }
    Ok(Json(grants))
}

/// What was asked for: what waits first.
#[utoipa::path(get, path = "/v1/grants/asks", tag = "grants",
    responses((status = 200, body = Vec<GrantAsk>), (status = 403, body = Problem)))]
pub async fn asks(State(rooms): State<Arc<Rooms>>, caller: Caller) -> Reply<Vec<GrantAsk>> {
    caller.may(Deed::AskGrant)?;
    let asks = rooms.store.grant_asks().await?;
    Ok(Json(asks.into_iter().map(|ask| named(&rooms, ask)).collect()))
}

/// Asks for elements that the item declares, with a reason and an end.
#[utoipa::path(post, path = "/v1/grants/asks", tag = "grants", request_body = AskGrant,
    responses((status = 200, body = GrantAsk), (status = 403, body = Problem), (status = 404, body = Problem),
              (status = 422, body = Problem)))]
pub async fn ask(State(rooms): State<Arc<Rooms>>, write: Write<AskGrant>) -> Reply<GrantAsk> {
    write.caller.may(Deed::AskGrant)?;
    let wanted = &write.body;
    let catalogue = rooms.catalogue();
    let item = catalogue.item(&wanted.item).ok_or_else(fault::no_such_item)?;
    may_be_granted(&catalogue, item, &wanted.dataset, &wanted.elements)?;
    check_until(&rooms, wanted)?;
    let ask = rooms.store.ask_grant(write.act(), wanted.clone()).await?;
    Ok(Json(named(&rooms, ask)))
}

fn check_until(rooms: &Rooms, wanted: &AskGrant) -> Result<(), Fault> {
    let ahead = wanted.valid_until.duration_since(rooms.now());
    if ahead.is_positive() && ahead <= LONGEST {
        Ok(())
    } else {
        Err(fault::odd_grant_until())
    }
}

/// By another person at another window.
#[utoipa::path(post, path = "/v1/grants/asks/{id}/answer", tag = "grants", params(("id" = Uuid, Path)),
    request_body = AnswerGrant,
    responses((status = 200, body = GrantAsk), (status = 403, body = Problem), (status = 404, body = Problem),
              (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn answer(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    write: Write<AnswerGrant>,
) -> Reply<GrantAsk> {
    write.caller.may(Deed::ApproveGrant)?;
    let ask = rooms
        .store
        .answer_grant(write.act(), id, write.body.clone())
        .await?;
    Ok(Json(named(&rooms, ask)))
}

/// From here on nothing is read under it.
#[utoipa::path(post, path = "/v1/grants/withdraw", tag = "grants", request_body = WithdrawGrant,
    responses((status = 200, body = GrantRow), (status = 403, body = Problem), (status = 404, body = Problem),
              (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn withdraw(State(rooms): State<Arc<Rooms>>, write: Write<WithdrawGrant>) -> Reply<GrantRow> {
    write.caller.may(Deed::ApproveGrant)?;
    let mut grant = rooms
        .store
        .withdraw_grant(write.act(), write.body.clone())
        .await?;
    grant.item_name = item_name(&rooms, &grant.item);
    Ok(Json(grant))
}

fn named(rooms: &Rooms, mut ask: GrantAsk) -> GrantAsk {
    ask.item_name = item_name(rooms, &ask.item);
    ask
}

fn item_name(rooms: &Rooms, id: &str) -> String {
    match rooms.catalogue().item(id) {
        Some(item) => item.name.clone(),
        None => id.to_owned(),
    }
}
