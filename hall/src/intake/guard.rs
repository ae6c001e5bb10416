//! Nobody is left waiting: a request to turn somebody away that no supervisor answers goes to the next one after five
//! minutes and becomes a receipt at closing; promises are reminded of, and broken ones are said.

use std::sync::Arc;
use std::time::Duration;

use cases::approval::ANSWER_LIMIT_S;
use cases::deadline::hall_time;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

use super::plan::ReceivePlan;
use super::service::ground;
use crate::fault::{self, Fault};
use crate::keeping;
use crate::rooms::Rooms;
use crate::store::Act;
use crate::store::outcome::Unanswered;

/// What the receipt that a request became says.
const UNANSWERED: &str = "提请不予受理至闭厅未获审批，先予收件";
/// How often it is looked, at most.
const LONGEST: Duration = Duration::from_secs(30);

/// Looks until the hall closes.
pub async fn run(rooms: Arc<Rooms>, mut closing: watch::Receiver<bool>) {
    let pace = Duration::from_millis(rooms.pace.waiting_ms).min(LONGEST);
    loop {
        if let Err(fault) = round(&rooms).await {
            tracing::warn!(guard.code = fault.code(), "who waits could not be looked after");
        }
        tokio::select! {
            () = tokio::time::sleep(pace) => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
    }
}

async fn round(rooms: &Rooms) -> Result<(), Fault> {
    let now = rooms.now();
    rooms.store.sweep_promises(Act::of_hall(now)).await?;
    for request in rooms.store.unanswered().await? {
        let approval = request.approval;
        if let Err(fault) = one(rooms, &request, now).await {
            tracing::warn!(approval.id = %approval, guard.code = fault.code(), "a request that waits was not looked after");
        }
    }
    Ok(())
}

async fn one(rooms: &Rooms, request: &Unanswered, now: Timestamp) -> Result<(), Fault> {
    if is_over(rooms, request.asked_at, now) {
        let (draft, _) = rooms
            .store
            .draft(request.draft)
            .await?
            .ok_or_else(fault::no_draft)?;
        let case = draft.id;
        let plan = ReceivePlan {
            ground: ground(rooms, draft).await?,
            received_at: request.asked_at,
            desk_received_at: None,
            printed: None,
            why: None,
            approval: None,
            reason: Some(UNANSWERED.to_owned()),
        };
        rooms
            .store
            .receive_unanswered(Act::of_hall(now), request.approval, plan)
            .await?;
        keeping::papers_of(rooms, case).await?;
        return Ok(());
    }
    let limit = SignedDuration::from_secs(ANSWER_LIMIT_S);
    if !request.passed_on && now.duration_since(request.asked_at) >= limit {
        rooms.store.pass_on(Act::of_hall(now), request.approval).await?;
    }
    Ok(())
}

/// Whether the hall has closed since it was asked, on the day it was asked.
fn is_over(rooms: &Rooms, asked_at: Timestamp, now: Timestamp) -> bool {
    let (asked, at) = (hall_time(asked_at), hall_time(now));
    if at.date() > asked.date() {
        return true;
    }
    let counting = &rooms.counting();
    let hours = counting.opening.on(at.date(), &counting.calendar);
    // What was asked just before closing, or in the time that a window stays longer, waits for two supervisors first.
    hours.is_none_or(|hours| at.time() > hours.closes)
        && now.duration_since(asked_at) >= SignedDuration::from_secs(2 * ANSWER_LIMIT_S)
}
