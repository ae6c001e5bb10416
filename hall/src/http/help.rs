//! Help: ask, see who waits, take, end; and the visits of helpers.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use cases::assist::request::{HelpEnd, HelpNote, HelpRequest, order, promised};
use cases::deadline::hall_date;
use cases::roles::Deed;
use cases::wire::Problem;
use cases::wire::assist::{AskHelp, Assist, EndHelp, HelpBoard, OpenAssist, Reason};
use uuid::Uuid;

use super::caller::{Caller, Reply, Write};
use super::drafts::Nothing;
use crate::fault;
use crate::rooms::Rooms;

/// Longest name of a place, in characters.
const PLACE: usize = 40;

#[utoipa::path(post, path = "/v1/help", tag = "help", request_body = AskHelp,
    responses((status = 200, body = HelpRequest), (status = 422, body = Problem)))]
pub async fn ask(State(rooms): State<Arc<Rooms>>, write: Write<AskHelp>) -> Reply<HelpRequest> {
    write.caller.may(Deed::AskHelp)?;
    let act = write.act();
    let mut ask = write.body;
    ask.place = ask.place.trim().to_owned();
    // A run of digits is somebody's number, not a place.
    let digits = ask.place.chars().filter(char::is_ascii_digit).count();
    if ask.place.is_empty() || ask.place.chars().count() > PLACE || digits > 6 {
        return Err(fault::no_place());
    }
    rooms.store.ask_help(act, ask).await.map(Json)
}

/// Who waits, in order, then who is helped; with the one-minute promise of the day.
#[utoipa::path(get, path = "/v1/help", tag = "help", responses((status = 200, body = HelpBoard)))]
pub async fn board(State(rooms): State<Arc<Rooms>>, caller: Caller) -> Reply<HelpBoard> {
    caller
        .may(Deed::GiveHelp)
        .or_else(|_| caller.may(Deed::AskHelp))?;
    let now = rooms.now();
    let today = hall_date(now);
    let all = rooms.store.help(now).await?;
    let of_today: Vec<HelpRequest> = all
        .iter()
        .filter(|request| hall_date(request.asked_at) == today)
        .cloned()
        .collect();
    let mut times: BTreeMap<HelpNote, u32> = BTreeMap::new();
    for request in &of_today {
        *times.entry(request.note).or_default() += 1;
    }
    let mut reasons: Vec<Reason> = times
        .into_iter()
        .map(|(note, times)| Reason { note, times })
        .collect();
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.times));
    let waiting = order(&all, now).into_iter().cloned();
    let helped = all
        .iter()
        .filter(|request| request.taken.is_some() && request.ended.is_none())
        .cloned();
    let count = rooms.store.assists(now).await?;
    Ok(Json(HelpBoard {
        requests: waiting.chain(helped).collect(),
        promised: promised(&of_today, now),
        reasons,
        beside: count.beside,
        in_place: count.in_place,
    }))
}

/// One helper wins; the others are told who.
#[utoipa::path(post, path = "/v1/help/{id}/take", tag = "help", params(("id" = Uuid, Path)),
    responses((status = 200, body = HelpRequest), (status = 409, body = Problem)))]
pub async fn take(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    write: Write<Nothing>,
) -> Reply<HelpRequest> {
    write.caller.may(Deed::GiveHelp)?;
    rooms.store.take_help(write.act(), id).await.map(Json)
}

/// By the helper, with how it ended; or withdrawn by the desk that asked.
#[utoipa::path(post, path = "/v1/help/{id}/end", tag = "help", params(("id" = Uuid, Path)), request_body = EndHelp,
    responses((status = 200, body = HelpRequest), (status = 403, body = Problem), (status = 409, body = Problem)))]
pub async fn end(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    write: Write<EndHelp>,
) -> Reply<HelpRequest> {
    write.caller.may(match write.body.how {
        HelpEnd::Withdrawn => Deed::AskHelp,
        HelpEnd::Answered | HelpEnd::Prepared | HelpEnd::Window | HelpEnd::Left => Deed::GiveHelp,
    })?;
    rooms
        .store
        .end_help(write.act(), id, write.body.how)
        .await
        .map(Json)
}

/// Opens a helper's visit: the reason for every look of his.
#[utoipa::path(post, path = "/v1/assists", tag = "help", request_body = OpenAssist,
    responses((status = 200, body = Assist), (status = 403, body = Problem)))]
pub async fn open(State(rooms): State<Arc<Rooms>>, write: Write<OpenAssist>) -> Reply<Assist> {
    write.caller.may(Deed::GiveHelp)?;
    let act = write.act();
    rooms
        .store
        .open_assist(act, write.body.request, write.body.mode)
        .await
        .map(Json)
}
