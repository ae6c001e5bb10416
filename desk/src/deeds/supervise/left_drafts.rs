//! 改派: what an absent clerk left goes to another window.

use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::queue::{OpenDraft, Reassign, Reassigned};

use crate::chance;
use crate::desk::Desk;
use crate::view::board::WindowDraftView;

impl Desk {
    /// What lies open at a window, last saved first.
    pub async fn window_drafts(&self, desk: &str) -> Result<Vec<WindowDraftView>, Trouble> {
        self.permit(Deed::ManageWindows)?;
        let path = format!("/v1/windows/{}/drafts", super::in_path(desk)?);
        let lying: Vec<OpenDraft> = self.0.link.get(&path).await?;
        let book = self.shelf()?;
        let views = lying.into_iter().map(|draft| WindowDraftView {
            id: draft.id.to_string(),
            slip: draft.slip,
            item_name: match book.catalogue.item(&draft.item) {
                Some(item) => item.name.clone(),
                None => draft.item,
            },
            saved_at: draft.saved_at.to_string(),
        });
        Ok(views.collect())
    }

    /// Gives them to the window `to`; all that lie there, where none is named. What still lies there afterwards.
    pub async fn reassign_drafts(
        &self,
        desk: &str,
        to: &str,
        drafts: &[String],
    ) -> Result<Vec<WindowDraftView>, Trouble> {
        let session = self.permit(Deed::ManageWindows)?;
        let named = drafts.iter().map(|id| crate::deeds::id(id));
        let ask = Reassign {
            to: to.to_owned(),
            drafts: named.collect::<Result<_, _>>()?,
        };
        let line = self.line(&session.staff, "reassign_drafts", desk, "改派");
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        let key = chance::id_at(self.0.link.legal_now());
        let path = format!("/v1/windows/{}/reassign", super::in_path(desk)?);
        let _: Reassigned = self.0.link.post(&path, key, &ask).await?;
        self.board_changed();
        self.window_drafts(desk).await
    }
}
