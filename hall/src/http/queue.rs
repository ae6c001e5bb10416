//! The queue: take a ticket, see who waits, call the next.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use cases::deadline::hall_date;
use cases::queue::Ticket;
use cases::roles::Deed;
use cases::wire::Problem;
use cases::wire::visit::{CallNext, CallReply, IssueTicket, QueueView};

use super::caller::{Caller, Reply, Write};
use crate::fault;
use crate::rooms::Rooms;

#[utoipa::path(post, path = "/v1/tickets", tag = "queue", request_body = IssueTicket,
    responses((status = 200, body = Ticket), (status = 422, body = Problem)))]
pub async fn issue(State(rooms): State<Arc<Rooms>>, write: Write<IssueTicket>) -> Reply<Ticket> {
    write.caller.may(Deed::IssueTicket)?;
    let lane = &write.body.group;
    if lane.len() != 1 || !lane.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(fault::unknown_group());
    }
    rooms
        .store
        .issue_ticket(write.act(), lane, write.body.priority)
        .await
        .map(Json)
}

#[utoipa::path(get, path = "/v1/queue", tag = "queue", responses((status = 200, body = QueueView)))]
pub async fn view(State(rooms): State<Arc<Rooms>>, caller: Caller) -> Reply<QueueView> {
    caller.may(Deed::SeeQueue)?;
    let waiting = rooms.store.waiting(hall_date(rooms.now())).await?;
    Ok(Json(QueueView { waiting }))
}

#[utoipa::path(post, path = "/v1/queue/call", tag = "queue", request_body = CallNext,
    responses((status = 200, body = CallReply), (status = 403, body = Problem)))]
pub async fn call(State(rooms): State<Arc<Rooms>>, write: Write<CallNext>) -> Reply<CallReply> {
    write.caller.may(Deed::CallNext)?;
    let act = write.act();
    rooms.store.call_next(act, write.body.groups).await.map(Json)
}
