//! 提请不予受理

use cases::approval::{About, RightBody, seen};
use cases::error::Trouble;
use cases::roles::Deed;

use crate::desk::Desk;
use crate::view::approval::ApprovalView;

impl Desk {
    /// Asks to refuse the open intake on a ground of its item, in these words; `body` is where the applicant has to go.
    pub async fn ask_refusal(
        &self,
        id: &str,
        base_revision: u32,
        ground: &str,
        reasons: &str,
        body: Option<&str>,
    ) -> Result<ApprovalView, Trouble> {
        let session = self.permit_here(Deed::AskApproval)?;
        let draft = self.asked_draft(id, base_revision).await?;
        let about = About::Refusal {
            draft: draft.id,
            revision: draft.revision,
            seen: seen(&draft),
            ground: ground.to_owned(),
            // The hall quotes the law of the edition.
            basis: String::new(),
            reasons: reasons.trim().to_owned(),
            right_body: body
                .map(str::trim)
                .filter(|name| !name.is_empty())
                .map(|name| RightBody {
                    name: name.to_owned(),
                }),
        };
        self.ask_approval(&session, "ask_refusal", draft.id, about).await
    }
}
