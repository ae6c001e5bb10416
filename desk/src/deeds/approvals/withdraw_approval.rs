//! 撤回提请

use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::approval::ApprovalRow;
use serde_json::json;

use super::{approval_id, needs_hall};
use crate::chance;
use crate::desk::Desk;
use crate::view::approval::ApprovalView;
use crate::view::desk::DeskEvent;

impl Desk {
    pub async fn withdraw_approval(&self, id: &str) -> Result<ApprovalView, Trouble> {
        let session = self.permit(Deed::AskApproval)?;
        let id = approval_id(id)?;
        let line = self.line(&session.staff, "withdraw_approval", id, "撤回提请");
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        let key = chance::id_at(self.0.link.legal_now());
        let path = format!("/v1/approvals/{id}/withdraw");
        let row: ApprovalRow = self
            .0
            .link
            .post(&path, key, &json!({}))
            .await
            .map_err(needs_hall)?;
        self.refresh_approvals().await;
        self.emit(DeskEvent::Approvals);
        Ok(self.approval_view(&row))
    }
}
