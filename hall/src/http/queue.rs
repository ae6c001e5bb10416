//! The queue: take a ticket, see who waits, call the next, and what may become of a ticket.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use cases::deadline::hall_date;
use cases::queue::{Step, Ticket};
use cases::roles::Deed;
use cases::wire::Problem;
use cases::wire::queue::{
    Appointment, CallNext, CallReply, IssueTicket, MakeAppointment, ParkTicket, QueueView, Transfer,
    TransferTicket,
};
use cases::wire::visit::Visit;
use uuid::Uuid;

use super::caller::{Caller, Reply, Write};
use super::drafts::Nothing;
use crate::rooms::Rooms;
use crate::store::NewTicket;
use crate::{chance, fault, queue};

#[utoipa::path(post, path = "/v1/tickets", tag = "queue", request_body = IssueTicket,
    responses((status = 200, body = Ticket), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn issue(State(rooms): State<Arc<Rooms>>, write: Write<IssueTicket>) -> Reply<Ticket> {
    write.caller.may(Deed::IssueTicket)?;
    let act = write.act();
    let ask = write.body;
    let appointment = match &ask.appointment {
        Some(code) => Some(
            rooms
                .store
                .appointment(hall_date(act.at), code)
                .await?
                .ok_or_else(fault::no_appointment)?,
        ),
        None => None,
    };
    let letter = appointment.as_ref().map_or(&ask.group, |kept| &kept.group);
    let group = rooms.queue.group(letter).ok_or_else(fault::unknown_group)?;
    if ask.holder.as_deref().is_some_and(|holder| !is_digest(holder)) {
        return Err(fault::odd_holder());
    }
    let new = NewTicket {
        group: group.letter.clone(),
        daily: group.daily,
        priority: ask.priority,
        appointment,
        holder: ask.holder,
        taken_at: None,
    };
    rooms.store.issue_ticket(act, new).await.map(Json)
}

/// 预约, by a member of staff or a device, under a code made here.
#[utoipa::path(post, path = "/v1/appointments", tag = "queue", request_body = MakeAppointment,
    responses((status = 200, body = Appointment), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn make_appointment(
    State(rooms): State<Arc<Rooms>>,
    write: Write<MakeAppointment>,
) -> Reply<Appointment> {
    write.caller.may(Deed::IssueTicket)?;
    let act = write.act();
    let MakeAppointment { group, at } = write.body;
    rooms.queue.group(&group).ok_or_else(fault::unknown_group)?;
    if at < act.at {
        return Err(fault::odd_appointment());
    }
    let made = Appointment {
        code: chance::digits(6)?,
        group,
        at,
        ticket: None,
    };
    rooms.store.make_appointment(act, made).await.map(Json)
}

fn is_digest(text: &str) -> bool {
    text.len() == 64
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

#[utoipa::path(get, path = "/v1/queue", tag = "queue", responses((status = 200, body = QueueView)))]
pub async fn view(State(rooms): State<Arc<Rooms>>, caller: Caller) -> Reply<QueueView> {
    caller.may(Deed::SeeQueue)?;
    queue::view(&rooms).await.map(Json)
}

#[utoipa::path(post, path = "/v1/queue/call", tag = "queue", request_body = CallNext,
    responses((status = 200, body = CallReply), (status = 403, body = Problem), (status = 409, body = Problem)))]
pub async fn call(State(rooms): State<Arc<Rooms>>, write: Write<CallNext>) -> Reply<CallReply> {
    write.caller.may(Deed::CallNext)?;
    let act = write.act();
    rooms
        .store
        .call_next(act, write.body.groups, rooms.queue.rules)
        .await
        .map(Json)
}

/// Somebody who was missed or parked stands at this window.
#[utoipa::path(post, path = "/v1/tickets/{id}/take-up", tag = "queue", params(("id" = Uuid, Path)),
    responses((status = 200, body = Visit), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn take_up(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    write: Write<Nothing>,
) -> Reply<Visit> {
    write.caller.may(Deed::HandleTicket)?;
    rooms
        .store
        .take_up(write.act(), id, rooms.queue.rules)
        .await
        .map(Json)
}

/// 重呼
#[utoipa::path(post, path = "/v1/tickets/{id}/recall", tag = "queue", params(("id" = Uuid, Path)),
    responses((status = 200, body = Ticket), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn recall(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    write: Write<Nothing>,
) -> Reply<Ticket> {
    handle(&rooms, Deed::HandleTicket, id, Step::Recall, &write).await
}

/// 过号
#[utoipa::path(post, path = "/v1/tickets/{id}/miss", tag = "queue", params(("id" = Uuid, Path)),
    responses((status = 200, body = Ticket), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn miss(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    write: Write<Nothing>,
) -> Reply<Ticket> {
    handle(&rooms, Deed::HandleTicket, id, Step::Miss, &write).await
}

/// 回队: at a kiosk or at a window.
#[utoipa::path(post, path = "/v1/tickets/{id}/rejoin", tag = "queue", params(("id" = Uuid, Path)),
    responses((status = 200, body = Ticket), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn rejoin(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    write: Write<Nothing>,
) -> Reply<Ticket> {
    handle(&rooms, Deed::IssueTicket, id, Step::Rejoin, &write).await
}

/// 挂起
#[utoipa::path(post, path = "/v1/tickets/{id}/park", tag = "queue", params(("id" = Uuid, Path)),
    request_body = ParkTicket,
    responses((status = 200, body = Ticket), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn park(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    write: Write<ParkTicket>,
) -> Reply<Ticket> {
    let why = write.body.why.trim().to_owned();
    if why.is_empty() || why.chars().count() > 100 {
        write.caller.may(Deed::HandleTicket)?;
        return Err(fault::no_park_reason());
    }
    handle(&rooms, Deed::HandleTicket, id, Step::Park { why }, &write).await
}

/// 转移
#[utoipa::path(post, path = "/v1/tickets/{id}/transfer", tag = "queue", params(("id" = Uuid, Path)),
    request_body = TransferTicket,
    responses((status = 200, body = Ticket), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn transfer(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    write: Write<TransferTicket>,
) -> Reply<Ticket> {
    write.caller.may(Deed::HandleTicket)?;
    let act = write.act();
    let to = write.body.to;
    if let Transfer::Group { group } = &to {
        rooms.queue.group(group).ok_or_else(fault::unknown_group)?;
    }
    rooms
        .store
        .transfer_ticket(act, id, to, rooms.queue.rules)
        .await
        .map(Json)
}

/// 弃号
#[utoipa::path(post, path = "/v1/tickets/{id}/leave", tag = "queue", params(("id" = Uuid, Path)),
    responses((status = 200, body = Ticket), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn leave(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    write: Write<Nothing>,
) -> Reply<Ticket> {
    handle(&rooms, Deed::HandleTicket, id, Step::Leave, &write).await
}

async fn handle<T>(rooms: &Rooms, deed: Deed, id: Uuid, step: Step, write: &Write<T>) -> Reply<Ticket> {
    write.caller.may(deed)?;
    rooms
        .store
        .handle_ticket(write.act(), id, step, rooms.queue.rules)
        .await
        .map(Json)
}
