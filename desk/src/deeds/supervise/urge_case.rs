//! 督办 of a case that is over its day, or near it.

use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::board::Urged;
use serde_json::json;

use crate::chance;
use crate::desk::Desk;

impl Desk {
    /// Stands in the case's timeline and is counted; the window that took it in is told.
    pub async fn urge_case(&self, slip: &str) -> Result<(), Trouble> {
        let session = self.permit(Deed::FollowUp)?;
        let line = self.line(&session.staff, "urge_case", slip, "督办");
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        let key = chance::id_at(self.0.link.legal_now());
        let path = format!("/v1/cases/{}/urge", super::in_path(slip)?);
        let _: Urged = self.0.link.post(&path, key, &json!({})).await?;
        self.board_changed();
        Ok(())
    }
}
