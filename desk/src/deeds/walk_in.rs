//! 免号直办: a visit without a ticket, with its reason.

use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::visit::{OpenWalkIn, Visit};

use super::call_next::is_busy;
use crate::chance;
use crate::desk::Desk;
use crate::view::desk::DeskView;

impl Desk {
    pub async fn walk_in(&self, reason: &str) -> Result<DeskView, Trouble> {
        let session = self.permit(Deed::OpenWalkIn)?;
        self.no_visit_open()?;
        self.send_ended().await;
        let key = chance::id_at(self.0.link.legal_now());
        let ask = OpenWalkIn {
            reason: reason.trim().to_owned(),
        };
        let visit: Visit = match self.0.link.post("/v1/visits", key, &ask).await {
            Err(fault) if is_busy(&fault) => return self.find_visit().await,
            other => other?,
        };
        self.begin_visit(&session.staff, "walk_in", visit)?;
        self.refresh_queue().await;
        self.desk_view()
    }
}
