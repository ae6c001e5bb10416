//! Accepting what was received while a department's line was down: dated by the law, receipt then, acceptance at
//! recovery.

use std::sync::Arc;
use std::time::Duration;

use cases::deadline::hall_date;
use cases::review;
use tokio::sync::watch;

use super::plan::AcceptPlan;
use super::service::ground;
use crate::fault::Fault;
use crate::keeping;
use crate::rooms::Rooms;
use crate::store::{Act, PendingCase};

/// Looks at waiting cases until the hall closes.
pub async fn run(rooms: Arc<Rooms>, mut closing: watch::Receiver<bool>) {
    loop {
        match rooms.store.waiting_for_line().await {
            Ok(pending) => {
                for case in pending {
                    if let Err(fault) = accept_if_back(&rooms, case).await {
                        tracing::warn!(intake.code = fault.code(), "a waiting case could not be accepted");
                    }
                }
            }
            Err(fault) => tracing::warn!(intake.code = fault.code(), "waiting cases could not be read"),
        }
        tokio::select! {
            () = tokio::time::sleep(Duration::from_millis(rooms.pace.waiting_ms)) => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
    }
}

async fn accept_if_back(rooms: &Rooms, pending: PendingCase) -> Result<(), Fault> {
    let id = pending.draft.id;
    let ground = ground(rooms, pending.draft).await?;
    let item = ground.item()?;
    let now = rooms.now();
    if !rooms
        .lines
        .is_up(&rooms.door, &rooms.directory, &item.department_uscc, now)
        .await
    {
        return Ok(());
    }
    let catalogue = &ground.catalogue;
    let findings = review::run(
        item,
        &catalogue.rules,
        &catalogue.codes,
        &ground.draft,
        hall_date(now),
    );
    if !review::is_clear(&findings) {
        // It was complete when it was received; somebody has to look at what time has done to it.
        return Ok(());
    }
    rooms
        .store
        .accept_waiting(
            Act::of_hall(now),
            AcceptPlan {
                ground,
                accepted_at: now,
                deemed: false,
                remarks: Vec::new(),
                // A duplicate that it may pass was noted when it was received.
                approval: None,
            },
        )
        .await?;
    keeping::papers_of(rooms, id).await?;
    Ok(())
}
