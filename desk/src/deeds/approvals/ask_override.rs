//! 提请放行

use cases::approval::{About, Overridden, seen};
use cases::error::Trouble;
use cases::roles::Deed;

use crate::desk::Desk;
use crate::view::approval::ApprovalView;

impl Desk {
    /// Asks to have the open intake accepted beside an open case of the same applicant and item.
    pub async fn ask_override(
        &self,
        id: &str,
        base_revision: u32,
        case_number: &str,
        reason: &str,
    ) -> Result<ApprovalView, Trouble> {
        let session = self.permit_here(Deed::AskApproval)?;
        let draft = self.asked_draft(id, base_revision).await?;
        let about = About::Override {
            draft: draft.id,
            revision: draft.revision,
            seen: seen(&draft),
            what: Overridden::Duplicate {
                case_number: case_number.to_owned(),
            },
            reason: reason.trim().to_owned(),
        };
        self.ask_approval(&session, "ask_override", draft.id, about).await
    }
}
