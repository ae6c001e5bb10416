//! 续办、补正: the applicant comes back. The case is open again at the window where he stands, whichever desk had it.

use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::outcome::Reopened;
use serde_json::json;

use super::{needs_hall, reference};
use crate::chance;
use crate::desk::Desk;
use crate::store::{drafts, lost_edits};
use crate::trouble;
use crate::view::intake::IntakeView;

impl Desk {
    /// Takes a received case, or one that was told what is missing, by its slip code or number.
    pub async fn reopen_case(&self, slip: &str) -> Result<IntakeView, Trouble> {
        let session = self.permit_here(Deed::Supplement)?;
        if self.state().visit.is_none() {
            return Err(trouble::no_visit());
        }
        if let Some(open) = self.state().intake.as_ref().filter(|intake| !intake.closed) {
            return Err(trouble::intake_is_open(&open.draft.slip));
        }
        let path = format!("/v1/cases/{}/reopen", reference(slip));
        let key = chance::id_at(self.0.link.legal_now());
        // The feed tells of the draft as well, perhaps before the reply: it comes once, by this deed.
        self.state().taking = true;
        let reopened = self.0.link.post::<_, Reopened>(&path, key, &json!({})).await;
        let kept = reopened.map_err(needs_hall).and_then(|reopened| {
            let at = self.0.link.legal_now();
            let draft = &reopened.draft;
            let line = self.line(&session.staff, "reopen_case", draft.id, reopened.stage.zh());
            self.rooms()?.store.transact(line, |tx| {
                drafts::save(tx, draft, "draft", at)?;
                lost_edits::confirm(tx, draft)
            })?;
            Ok(reopened)
        });
        self.state().taking = false;
        let draft = kept?.draft;
        self.fetch_pieces(&draft).await;
        self.resume_intake(&draft.id.to_string()).await
    }
}
