//! The visit ends: `served` or `left`. An open intake is parked; its draft stays.

use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::visit::CloseVisit;

use crate::chance;
use crate::desk::Desk;
use crate::store::{Line, meta};
use crate::trouble;
use crate::view::desk::DeskView;

impl Desk {
    pub async fn close_visit(&self, outcome: &str) -> Result<DeskView, Trouble> {
        let session = self.permit(Deed::OpenWalkIn)?;
        let id = self
            .state()
            .visit
            .as_ref()
            .map(|visit| visit.visit.id)
            .ok_or_else(trouble::no_visit)?;
        self.waits_for_nothing()?;
        let key = chance::id_at(self.0.link.legal_now());
        let ask = CloseVisit {
            outcome: outcome.to_owned(),
        };
        match self
            .0
            .link
            .post_plain(&format!("/v1/visits/{id}/close"), key, &ask)
            .await
        {
            Ok(()) => {}
            // The person has gone whatever the line does; the hall is told before the next visit.
            Err(fault) if fault.is_line() => {
                let ended = Ended {
                    visit: id,
                    outcome: outcome.to_owned(),
                    key,
                };
                let json = serde_json::to_string(&ended).map_err(|_| trouble::store_failed())?;
                self.rooms()?.store.mark(|tx| meta::set(tx, meta::ENDED, &json))?;
            }
            // Closed already, perhaps by the reply that was lost.
            Err(crate::hall_link::HallFault::Problem {
                status: 404 | 409, ..
            }) => {}
            Err(fault) => return Err(fault.into()),
        }
        let line = self.line(&session.staff, "close_visit", id, outcome);
        self.end_here(line)?;
        self.ask_what_was_put_off(id);
        self.refresh_queue().await;
        self.desk_view()
    }

    /// Clears the desk of visit, intake and card; drafts stay.
    pub(crate) fn end_here(&self, line: Line) -> Result<(), Trouble> {
        self.rooms()?.store.transact(line, |tx| {
            meta::clear(tx, meta::VISIT)?;
            meta::clear(tx, meta::INTAKE)
        })?;
        {
            let mut state = self.state();
            state.visit = None;
            state.intake = None;
            state.practice = None;
        }
        self.switch_edition();
        self.tidy_applicant();
        if let Some(tray) = &self.0.tray {
            tray.remove();
        }
        Ok(())
    }

    /// Tells the hall of a visit that ended while the line was away.
    pub(crate) async fn send_ended(&self) {
        let Ok(rooms) = self.rooms() else { return };
        let kept = rooms
            .store
            .read(|connection| meta::get(connection, meta::ENDED))
            .ok()
            .flatten();
        let Some(ended) = kept.and_then(|json| serde_json::from_str::<Ended>(&json).ok()) else {
            return;
        };
        let ask = CloseVisit {
            outcome: ended.outcome,
        };
        let path = format!("/v1/visits/{}/close", ended.visit);
        match self.0.link.post_plain(&path, ended.key, &ask).await {
            Err(fault) if fault.is_line() => {}
            // Told, or known there already.
            Ok(()) | Err(_) => {
                if let Err(fault) = rooms.store.mark(|tx| meta::clear(tx, meta::ENDED)) {
                    tracing::warn!(store.fault = %fault, "an ended visit could not be struck off");
                }
            }
        }
    }
}

/// A visit that ended without the hall.
#[derive(serde::Serialize, serde::Deserialize)]
struct Ended {
    visit: uuid::Uuid,
    outcome: String,
    key: uuid::Uuid,
}
