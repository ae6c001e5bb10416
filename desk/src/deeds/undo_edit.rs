//! 撤销: the clerk's last edit is taken back with the value, its source and its decision as they were. What
//! came in after the edit stays: then nothing is taken back and the clerk is told.

use cases::error::Trouble;
use cases::roles::Deed;

use crate::change::Why;
use crate::desk::Desk;
use crate::trouble;
use crate::view::clerk::UndoneView;

impl Desk {
    pub fn undo_edit(&self, id: &str) -> Result<UndoneView, Trouble> {
        let session = self.permit_here(Deed::SaveDraft)?;
        let id = super::id(id)?;
        let why = Why {
            actor: &session.staff,
            deed: "undo_edit",
            purpose: "撤销",
            since: None,
        };
        let mut key = None;
        let mut overtaken = false;
        let delta = self.change(id, &why, |_, intake| {
            if intake.closed {
                return Err(trouble::already_received());
            }
            let edit = intake.undo.pop().ok_or_else(trouble::nothing_to_undo)?;
            key.clone_from(&edit.key);
            overtaken = !intake.take_back(edit);
            Ok(())
        })?;
        if overtaken {
            return Err(trouble::overtaken_edit());
        }
        Ok(UndoneView { key, delta })
    }
}
