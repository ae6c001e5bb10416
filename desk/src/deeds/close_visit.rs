//! The visit ends: `served` or `left`. An open intake is parked; its draft stays.

use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::visit::CloseVisit;

use crate::chance;
use crate::desk::Desk;
use crate::store::meta;
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
            // The person has gone whatever the line does; the hall closes what a desk leaves behind.
            Err(fault) if fault.is_line() => {}
            // Closed already, perhaps by the reply that was lost.
            Err(crate::hall_link::HallFault::Problem {
                status: 404 | 409, ..
            }) => {}
            Err(fault) => return Err(fault.into()),
        }
        let line = self.line(&session.staff, "close_visit", id, outcome);
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
        if let Some(tray) = &self.0.tray {
            tray.remove();
        }
        self.desk_view()
    }
}
