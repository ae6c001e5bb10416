//! 版本回退: the content of an older edition is published again under the next number. What that changes is read first,
//! and the reason is kept with the edition.

use cases::catalogue::edition::EditionFault;
use cases::error::Trouble;
use cases::roles::Deed;
use cases::wire::edition::{CatalogueHead, PublishReply, Rollback};
use uuid::Uuid;

use super::editions::row;
use crate::chance;
use crate::desk::Desk;
use crate::trouble;
use crate::view::library::{EditionChanges, EditionRow};

/// What was looked at and may be brought back.
pub(crate) struct ToRollBack {
    /// The same press twice is one publish.
    key: Uuid,
    to: String,
    /// The edition in force when it was looked at.
    previous: String,
}

impl Desk {
    /// What bringing an older edition back would change, against the one in force.
    pub async fn rollback_changes(&self, number: &str) -> Result<EditionChanges, Trouble> {
        self.permit(Deed::PublishCatalogue)?;
        self.library()?;
        // The hall's, not this window's: it may not have taken the newest one up yet.
        let head: CatalogueHead = self.0.link.get("/v1/catalogue").await?;
        let in_force = head.edition.read().map_err(EditionFault::trouble)?.number;
        let to = self.manifest_of(number).await?.number;
        let mut changes = EditionChanges {
            number: to.clone(),
            previous: Some(in_force.clone()),
            total: 0,
            changes: Vec::new(),
        };
        self.compare(&in_force, &to, &mut changes).await?;
        self.state().to_roll_back = Some(ToRollBack {
            key: chance::id_at(self.0.link.legal_now()),
            to,
            previous: in_force,
        });
        Ok(changes)
    }

    /// Brings back what was looked at last. Pressed again after the line broke, it is the same publish.
    pub async fn roll_back(&self, note: &str) -> Result<EditionRow, Trouble> {
        let session = self.permit(Deed::PublishCatalogue)?;
        let note = note.trim();
        if note.is_empty() {
            return Err(trouble::no_rollback_reason());
        }
        let (key, rollback) = {
            let state = self.state();
            let looked = state.to_roll_back.as_ref().ok_or_else(trouble::no_rollback)?;
            let rollback = Rollback {
                to: looked.to.clone(),
                note: note.to_owned(),
                previous: Some(looked.previous.clone()),
            };
            (looked.key, rollback)
        };
        let line = self.line(&session.staff, "roll_back", &rollback.to, note);
        self.rooms()?.store.transact(line, |_| Ok(()))?;
        let reply: PublishReply = self.0.link.post("/v1/catalogue/rollback", key, &rollback).await?;
        let edition = reply.edition.ok_or_else(trouble::hall_garbled)?;
        self.state().to_roll_back = None;
        row(&edition, None).ok_or_else(trouble::hall_garbled)
    }
}
