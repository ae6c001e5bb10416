//! The panel of a batch.

use cases::case::Draft;
use cases::material::{Held, Slot};

use super::batch::{Batch, Lie, Place};
use super::propose::{Known, Proposal, proposals, separates};
use crate::intake::{Ground, Intake, show_slots};
use crate::view::scan::{ScanMaterialView, ScanPageView, ScanProposalView, ScanView};

/// Materials that pages can be put to.
pub fn known(ground: Ground<'_>, intake: &Intake, batch: &Batch) -> Vec<Known> {
    let draft = &intake.draft;
    let here = draft.situated(ground.item, ground.today());
    let form_digest = draft.form_digest();
    let asked = ground
        .item
        .materials
        .iter()
        .filter(|material| here.applies(material) != Some(false));
    (1..)
        .zip(asked)
        .map(|(number, material)| {
            let slot = draft.slot(&material.id);
            let satisfied = slot.is_some_and(|slot| slot.is_satisfied(&form_digest));
            Known {
                id: material.id.clone(),
                code: separates(&ground.item.id, &material.id),
                name: material.name.clone(),
                number,
                generated: material.is_generated(),
                printed: slot.map_or(0, printed),
                wanting: here.needs(material) == Some(true)
                    && !satisfied
                    && batch.documents(&material.id).is_empty(),
            }
        })
        .collect()
}

fn printed(slot: &Slot) -> u32 {
    match &slot.held {
        Some(Held::Generated { pages, .. }) => *pages,
        Some(Held::Licence { .. } | Held::Verified { .. } | Held::Files { .. } | Held::Paper { .. })
        | None => 0,
    }
}

/// What is proposed of the unsorted pages.
pub fn proposed(ground: Ground<'_>, intake: &Intake, batch: &Batch) -> Vec<Proposal> {
    let own = [intake.draft.slip.clone()];
    proposals(batch, &known(ground, intake, batch), &own)
}

/// Without what the scanner does.
pub fn view(ground: Ground<'_>, intake: &Intake, batch: &Batch) -> ScanView {
    let known = known(ground, intake, batch);
    let slots = show_slots::slot_views(ground, &intake.draft);
    let materials: Vec<ScanMaterialView> = known
        .iter()
        .filter_map(|one| {
            let slot = slots.iter().find(|slot| slot.material == one.id)?;
            let pages: usize = batch.documents(&one.id).iter().map(Vec::len).sum();
            Some(ScanMaterialView {
                material: one.id.clone(),
                name: one.name.clone(),
                number: one.number,
                required: slot.required,
                satisfied: slot.satisfied,
                pages: u32::try_from(pages).unwrap_or(u32::MAX),
                unfiled: is_unfiled(batch, &intake.draft, &one.id),
                sample: ground.item.material(&one.id).and_then(|spec| spec.sample.clone()),
                note: slot.note.clone(),
                originals: slot.originals,
                copies: slot.copies,
            })
        })
        .collect();
    let named = |id: &str| known.iter().find(|one| one.id == id).map(|one| one.name.clone());
    ScanView {
        draft: intake.draft.id.to_string(),
        pages: batch.lies().iter().filter_map(|lie| page(batch, lie)).collect(),
        unfiled: ground
            .item
            .materials
            .iter()
            .any(|material| is_unfiled(batch, &intake.draft, &material.id)),
        materials,
        proposals: proposals(batch, &known, std::slice::from_ref(&intake.draft.slip))
            .into_iter()
            .map(|one| ScanProposalView {
                name: named(&one.sorted.material).unwrap_or_default(),
                material: one.sorted.material,
                pages: one.sorted.pages,
                aside: one.sorted.aside,
                why: one.why.word().to_owned(),
            })
            .collect(),
        can_undo: batch.can_undo(),
        running: None,
        halted: None,
        unread: None,
        phone: None,
    }
}

/// The pages of a material lie otherwise than in its files, or these were taken out of it.
pub fn is_unfiled(batch: &Batch, draft: &Draft, material: &str) -> bool {
    let has = |digest: &String| {
        let slot = draft.slot(material);
        slot.is_some_and(|slot| slot.pieces().any(|piece| piece.digest == *digest))
    };
    let filed = batch.filed(material);
    batch.is_unfiled(material) || filed.is_some_and(|filed| !filed.pieces.iter().all(has))
}

fn page(batch: &Batch, lie: &Lie) -> Option<ScanPageView> {
    let facts = batch.facts(lie.page)?;
    let judged = &facts.judgement;
    let (place, material) = match &lie.place {
        Place::Unsorted => ("unsorted", None),
        Place::Material(id) => ("material", Some(id.clone())),
        Place::Aside => ("aside", None),
    };
    Some(ScanPageView {
        number: lie.page,
        place: place.to_owned(),
        material,
        begins: lie.begins,
        quarters: u32::from(lie.quarters),
        seen: lie.seen,
        problem: batch.problem(lie).map(|problem| problem.word().to_owned()),
        dpi: judged.dpi,
        dpi_is_enough: judged.dpi_is_enough,
        sharpness: judged.sharpness,
        is_sharp: judged.is_sharp,
        blank: judged.blank,
        corners_whole: judged.corners_whole,
        seal: judged.seal,
        same_as: judged.same_as,
        turned: facts.turned != 0,
        cropped: facts.cropped,
        read: None,
    })
}
