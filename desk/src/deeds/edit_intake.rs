//! A clerk's edit: saved with its audit entry and outbox row before it is shown. An edit of something that
//! changed unseen is not applied; the reply shows how it stands.

use cases::catalogue::Item;
use cases::error::Trouble;
use cases::roles::Deed;

use crate::change::Why;
use crate::desk::Desk;
use crate::intake::{Intake, edit, show};
use crate::trouble;
use crate::view::intake::{Change, IntakeDelta};

impl Desk {
    pub fn edit_intake(
        &self,
        id: &str,
        base_revision: u32,
        changes: &[Change],
    ) -> Result<IntakeDelta, Trouble> {
        let session = self.permit_here(Deed::SaveDraft)?;
        let id = super::id(id)?;
        let base = u64::from(base_revision);
        if let Some(delta) = self.stale_delta(id, base, changes)? {
            return Ok(delta);
        }
        let why = Why {
            actor: &session.staff,
            deed: "edit_intake",
            purpose: "填表",
            since: Some(base),
        };
        self.change(id, &why, |ground, intake| {
            if intake.closed {
                return Err(trouble::already_received());
            }
            // Between the look above and here a source may have answered.
            if overtakes(ground.item, intake, changes, base) {
                return Err(trouble::changed_meanwhile());
            }
            changes.iter().try_for_each(|change| {
                let before = intake.spots(ground.item, change);
                edit::apply(ground, intake, change, &session.staff)?;
                intake.note_edit(change, before);
                Ok(())
            })
        })
    }

    /// The whole present state, when the edit was made on an older one.
    fn stale_delta(
        &self,
        id: uuid::Uuid,
        base: u64,
        changes: &[Change],
    ) -> Result<Option<IntakeDelta>, Trouble> {
        let book = self.book()?;
        let state = self.state();
        let intake = state
            .intake
            .as_ref()
            .filter(|intake| intake.draft.id == id)
            .ok_or_else(trouble::no_such_draft)?;
        let item = book
            .catalogue
            .item(&intake.draft.item)
            .ok_or_else(trouble::no_such_item)?;
        if !overtakes(item, intake, changes, base) {
            return Ok(None);
        }
        let family = state.visit.as_ref().and_then(|visit| visit.identified.as_ref());
        let family = family
            .map(|identified| identified.family.as_slice())
            .unwrap_or_default();
        let mut delta = show::delta(self.ground(&book, item), intake, family, |_| true);
        delta.stale = true;
        Ok(Some(delta))
    }
}

/// Whether a change would overwrite something unseen.
fn overtakes(item: &Item, intake: &Intake, changes: &[Change], base: u64) -> bool {
    let mut spots = changes.iter().flat_map(|change| intake.spots(item, change));
    spots.any(|spot| intake.is_stale(&spot.name(), base))
}
