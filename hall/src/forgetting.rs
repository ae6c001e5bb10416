//! 到期删除: what windows and supervisors said to each other, and the words beside a number, are kept for so many days
//! and no longer (个人信息保护法第十九条: the shortest time that is necessary).
//!
//! Facts of earlier cases have rules of their own (`hall/reuse.toml`).
//!
//! Cases, papers, looks and ratings are records and have their own law; the audit chain stays as it was written.

use std::sync::Arc;
use std::time::Duration;

use cases::deadline::hall_date;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

use crate::fault::Fault;
use crate::rooms::Rooms;
use crate::store::Act;

/// Forgets when the hall opens and on each of its days, until it closes.
pub async fn run(rooms: Arc<Rooms>, mut closing: watch::Receiver<bool>) {
    let pace = Duration::from_millis(rooms.pace.law_ms);
    let mut done: Option<Date> = None;
    loop {
        let now = rooms.now();
        let today = hall_date(now);
        if done != Some(today) {
            match forget(&rooms, now).await {
                Ok(()) => done = Some(today),
                Err(fault) => {
                    tracing::warn!(
                        store.code = fault.code(),
                        "what is over could not be deleted; it is tried again"
                    );
                }
            }
        }
        tokio::select! {
            () = tokio::time::sleep(pace) => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
    }
}

async fn forget(rooms: &Rooms, now: Timestamp) -> Result<(), Fault> {
    let kept = SignedDuration::from_hours(24 * i64::from(rooms.keep.window_days.get()));
    let before = now.saturating_sub(kept).unwrap_or(now);
    let forgotten = rooms.store.forget(Act::of_hall(now), before).await?;
    if !forgotten.is_nothing() {
        tracing::info!(
            hall.calls = forgotten.calls,
            hall.messages = forgotten.messages,
            hall.appointments = forgotten.appointments,
            hall.tickets = forgotten.tickets,
            hall.online = forgotten.online,
            hall.collected = forgotten.collected,
            "what is over was deleted"
        );
    }
    Ok(())
}
