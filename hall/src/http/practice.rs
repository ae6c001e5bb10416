//! Exercises of the training realm: what a live hall has of itself.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use cases::queue::Ticket;
use cases::realm::Realm;
use cases::roles::Deed;
use cases::wire::Problem;
use cases::wire::board::PracticeWaiting;
use jiff::SignedDuration;

use super::caller::{Reply, Write};
use crate::fault;
use crate::rooms::Rooms;
use crate::store::NewTicket;

/// The longest wait of an exercise.
const MOST_MIN: u32 = 240;

/// Somebody who has waited for so many minutes.
#[utoipa::path(post, path = "/v1/practice/waiting", tag = "training", request_body = PracticeWaiting,
    responses((status = 200, body = Ticket), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn waiting(State(rooms): State<Arc<Rooms>>, write: Write<PracticeWaiting>) -> Reply<Ticket> {
    write.caller.may(Deed::ManageWindows)?;
    match rooms.realm {
        Realm::Training => {}
        Realm::Live => return Err(fault::not_in_training()),
    }
    let act = write.act();
    let PracticeWaiting { group, minutes } = &write.body;
    let group = rooms.queue.group(group).ok_or_else(fault::unknown_group)?;
    if *minutes > MOST_MIN {
        return Err(fault::odd_practice());
    }
    let ago = SignedDuration::from_mins(i64::from(*minutes));
    let new = NewTicket {
        group: group.letter.clone(),
        daily: group.daily,
        priority: None,
        appointment: None,
        holder: None,
        taken_at: act.at.checked_sub(ago).ok(),
    };
    rooms.store.issue_ticket(act, new).await.map(Json)
}
