//! 免提交: whether a material may be taken from the applicant, on paper or as a file, at this moment.

use cases::case::Stage;
use cases::error::Trouble;
use cases::material::Held;

use super::{Ground, Intake, online};
use crate::trouble;

/// A licence in the slot is not replaced by paper, and before the library answered nobody is asked for any.
///
/// # Errors
/// What the clerk does first.
pub fn may_be_taken(ground: Ground<'_>, intake: &Intake, material: &str) -> Result<(), Trouble> {
    let Some((spec, slot)) = ground.item.material(material).zip(intake.draft.slot(material)) else {
        return Ok(());
    };
    if matches!(slot.held, Some(Held::Licence { .. })) {
        return Err(trouble::licence_in_hand());
    }
    let is_open = slot.held.is_none() || online::is_laid(&intake.draft, material);
    let may_have = spec.licence_type.is_some() && ground.catalogue.sources.library().is_some();
    if intake.stage != Stage::Draft || !is_open || !may_have || slot.why_paper.is_some() {
        return Ok(());
    }
    Err(trouble::licence_awaited())
}
