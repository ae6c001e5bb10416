//! Whom a case is about: the person at the window, the body he acts for, and whom else its form names.

use crate::case::Draft;
use crate::catalogue::Item;

/// How an intake names somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// Who stands at the window, or the body he acts for.
    Party,
    /// Somebody else whom its form is about: spouse, child, legal representative …
    Other,
}

/// Whether and how an intake names this number.
pub fn named(draft: &Draft, number: &str) -> Option<Named> {
    let number = number.trim();
    let is = |known: &str| !number.is_empty() && known.trim().eq_ignore_ascii_case(number);
    let party = &draft.party;
    if is(&party.person.id_number) || party.body.as_ref().is_some_and(|body| is(&body.uscc)) {
        return Some(Named::Party);
    }
    let identified = draft.subjects.values().any(|person| is(&person.id_number));
    let written = || draft.form.values().any(|cell| cell.text().is_some_and(is));
    (identified || written()).then_some(Named::Other)
}

/// Whether the item asks for something about this subject of its form from this dataset.
pub fn asks_for(item: &Item, role: &str, dataset: &str) -> bool {
    item.fields
        .iter()
        .any(|field| field.subject == role && field.source_chain.iter().any(|source| source == dataset))
}
