//! 换新版: what changed in the item of the open intake since its draft was opened, and its move to the newer edition.

use cases::catalogue::edition::{Dropped, ItemChange, item_changes, move_draft};
use cases::error::Trouble;
use cases::post::Post;
use cases::roles::Deed;

use crate::change::Why;
use crate::desk::Desk;
use crate::trouble;
use crate::view::edition::{ChangeLine, DroppedView, MovedDraftView, NewerEdition};

impl Desk {
    /// What a newer edition says otherwise of the open intake's item; `None` while it says the same.
    pub fn newer_edition(&self, id: &str) -> Result<Option<NewerEdition>, Trouble> {
        self.permit(Deed::SaveDraft)?;
        let id = super::id(id)?;
        let (newest, own) = (self.newest_book()?, self.book()?);
        let state = self.state();
        let intake = state.intake.as_ref().filter(|intake| intake.draft.id == id);
        let draft = &intake.ok_or_else(trouble::no_such_draft)?.draft;
        if draft.edition == newest.catalogue.edition {
            return Ok(None);
        }
        let named = state
            .pinned
            .as_ref()
            .is_some_and(|(name, _)| *name == draft.edition);
        let is_lost = !named && draft.edition != own.catalogue.edition;
        let before = own.catalogue.item(&draft.item);
        let after = newest.catalogue.item(&draft.item);
        let changes = match (before, after) {
            (Some(before), Some(after)) => item_changes(before, after),
            (Some(_) | None, _) => Vec::new(),
        };
        let mut changes: Vec<ChangeLine> = changes.into_iter().map(line).collect();
        if is_lost {
            changes.insert(0, lost());
        }
        if changes.is_empty() && after.is_some() {
            return Ok(None);
        }
        Ok(Some(NewerEdition {
            own: draft.edition.clone(),
            newer: newest.catalogue.edition.clone(),
            withdrawn: after.is_none(),
            changes,
        }))
    }

    /// Moves the open draft: values stay by field key, and what has no place any more is listed.
    pub fn move_edition(&self, id: &str) -> Result<MovedDraftView, Trouble> {
        let session = self.permit_here(Deed::SaveDraft)?;
        let id = super::id(id)?;
        let (newest, own) = (self.newest_book()?, self.book()?);
        let item = {
            let state = self.state();
            let intake = state.intake.as_ref().filter(|intake| intake.draft.id == id);
            let intake = intake.ok_or_else(trouble::no_such_draft)?;
            if intake.closed {
                return Err(trouble::already_received());
            }
            intake.draft.item.clone()
        };
        if newest.catalogue.item(&item).is_none() {
            return Err(trouble::item_withdrawn());
        }
        let from = own.catalogue.item(&item).ok_or_else(trouble::no_such_item)?;
        let before = {
            let mut state = self.state();
            let before = state.pinned.take();
            let own_name = state.intake.as_ref().map(|intake| intake.draft.edition.clone());
            // Until it is saved the draft is still of the edition that it was.
            state.pinned = own_name.map(|name| (name, newest.clone()));
            before
        };
        let why = Why {
            actor: &session.staff,
            deed: "move_edition",
            purpose: "换新版",
            since: None,
        };
        let mut dropped = Vec::new();
        let mut gone = Vec::new();
        let moved = self.change(id, &why, |ground, intake| {
            let moved = move_draft(
                &intake.draft,
                &own.catalogue,
                from,
                ground.catalogue,
                ground.item,
                ground.today(),
            );
            gone.extend(
                intake
                    .draft
                    .form
                    .keys()
                    .filter(|key| !moved.draft.form.contains_key(*key))
                    .cloned(),
            );
            intake.draft = moved.draft;
            // Their places are another edition's: nothing is taken back into them.
            intake.undo.clear();
            dropped = moved.dropped;
            Ok(())
        });
        let mut state = self.state();
        match moved {
            Ok(_) => {
                let name = newest.catalogue.edition.clone();
                state.pinned = Some((name, newest.clone()));
                if let Some(intake) = state.intake.as_mut() {
                    intake.changed_at.retain(|key, _| !gone.contains(key));
                }
            }
            Err(trouble) => {
                state.pinned = before;
                return Err(trouble);
            }
        }
        drop(state);
        let masked = self.0.post == Post::Helper;
        Ok(MovedDraftView {
            newer: newest.catalogue.edition.clone(),
            dropped: dropped.into_iter().map(|one| shown(one, masked)).collect(),
            intake: self.intake_view(id)?,
        })
    }
}

fn line(change: ItemChange) -> ChangeLine {
    ChangeLine {
        zh: change.zh,
        en: change.en,
    }
}

/// The hall judges a draft by its own edition alone.
fn lost() -> ChangeLine {
    ChangeLine {
        zh: "收件时的版本大厅已没有，换新版后才能受理".to_owned(),
        en: "the hall no longer has the draft's edition; it can be accepted after the move".to_owned(),
    }
}

/// A helper sees what was dropped, and of sensitive fields not what stood there.
fn shown(dropped: Dropped, masked: bool) -> DroppedView {
    let hidden = masked && !dropped.sensitivity.is_empty();
    DroppedView {
        what: dropped.what,
        value: if hidden { String::new() } else { dropped.value },
        to_settle: dropped.to_settle,
    }
}
