//! 退回待收件: the clerk does not go on with an application; it waits for another window, and its portal is told.

use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::online::ReleaseOnline;
use uuid::Uuid;

use crate::chance;
use crate::desk::Desk;
use crate::store::drafts;
use crate::trouble;
use crate::view::desk::DeskView;

impl Desk {
    pub async fn put_back_online(&self, reason: &str) -> Result<DeskView, Trouble> {
        let session = self.permit_here(Deed::Receive)?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(trouble::no_put_back_reason());
        }
        let id = {
            let state = self.state();
            let intake = state.intake.as_ref().ok_or_else(trouble::no_such_draft)?;
            if intake.draft.online.is_none() {
                return Err(trouble::not_online());
            }
            intake.draft.id
        };
        // What was typed last goes before it: the hall ends the draft as it stood.
        self.send_due().await?;
        self.released(id, reason).await?;
        let line = self.line(&session.staff, "put_back_online", id, reason);
        self.rooms()?.store.transact(line, |tx| drafts::end(tx, id))?;
        {
            let mut state = self.state();
            state.intake = state.intake.take().filter(|intake| intake.draft.id != id);
        }
        self.tidy_applicant();
        self.desk_view()
    }

    async fn released(&self, draft: Uuid, reason: &str) -> Result<(), Trouble> {
        let path = format!("/v1/online/drafts/{draft}/release");
        let key = chance::id_at(self.0.link.legal_now());
        let ask = ReleaseOnline {
            reason: reason.to_owned(),
        };
        Ok(self.0.link.post_plain(&path, key, &ask).await?)
    }

    /// Gives back what was taken and not begun. If the hall does not hear it, it is free when the visit ends.
    pub(super) async fn give_back(&self, draft: Uuid, reason: &str) {
        if let Err(trouble) = self.released(draft, reason).await {
            tracing::info!(online.code = %trouble.code, "an application is given back when the visit ends");
        }
    }
}
