//! 数据最多采一次: what an accepted case says of somebody may be offered again in the next one, so that nobody states twice
//! what the hall holds (《政务数据共享条例》，国务院令第809号: what is shared is not collected again).
//!
//! A fact belongs to the person or body it is about, by data element, whatever item asked for it. Kept is what the
//! applicant himself stated. What a source said was read for that case alone, as he was told; the source is asked anew.
//!
//! - [`facts`]: what of a case may be kept. [`newest`]: which of several counts.
//! - [`rules`]: for how long the hall offers and keeps it.

pub mod rules;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

pub use self::rules::{OddReuse, ReuseRule, ReuseRules, Use};
use super::draft::Draft;
use super::whose::own_key_of;
use crate::catalogue::{Catalogue, FieldSpec, FieldType, Item};
use crate::consent::{Kind, age};
use crate::form::{Candidate, Cell, SourceKind, Value};

/// The `sensitivity` of 敏感个人信息.
const SENSITIVE: &str = "sensitivePersonal";

/// What a case says of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Number of the person, or code of the body, it is about.
    pub of: String,
    pub element: String,
    /// Of the field, as the catalogue has it.
    pub sensitivity: String,
    pub value: Value,
    /// How it came: typed, an answer of the guidance, said online …
    pub how: SourceKind,
}

/// A fact as the hall kept it, with its origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFact {
    pub element: String,
    pub sensitivity: String,
    pub value: Value,
    pub how: SourceKind,
    /// Name of the item whose case said it.
    pub item: String,
    pub case_number: String,
    /// When that case was accepted.
    pub as_of: Timestamp,
}

/// What of an accepted case may be offered again by `source`: what the applicant stated of a known person or body, in a
/// field that is on the form. Never his own act (声明、承诺、送达方式), which is for this case alone, nor rows of other
/// people; of sensitive data only what he would be asked about apart, and nothing of somebody who took his consent to
/// such looks back.
pub fn facts(
    catalogue: &Catalogue,
    item: &Item,
    draft: &Draft,
    source: &str,
    rules: &ReuseRules,
    today: Date,
) -> Vec<Fact> {
    let here = draft.situated(item, today);
    let mut facts: Vec<Fact> = Vec::new();
    for field in &item.fields {
        let once_only = field.is_own() || field.repeatable;
        let no_words = matches!(field.kind, FieldType::Table | FieldType::Photo);
        if once_only || no_words || !here.shows(field) || !is_offered_by(catalogue, source, field) {
            continue;
        }
        let Some((value, how)) = draft.form.get(&field.key).and_then(stated) else {
            continue;
        };
        let Some(key) = own_key_of(item, &catalogue.rules, draft, &field.subject) else {
            continue;
        };
        let of = key.number().trim();
        let is_dead = draft.deceased.iter().any(|one| one.number == of);
        let known = |one: &Fact| one.of == of && one.element == field.data_element;
        if of.is_empty()
            || is_dead
            || facts.iter().any(known)
            || rules.is_never(&field.data_element, &field.sensitivity)
            || took_back(draft, source, of)
            || !may_be_sensitive(catalogue, item, field, source, of, today)
        {
            continue;
        }
        facts.push(Fact {
            of: of.to_owned(),
            element: field.data_element.clone(),
            sensitivity: field.sensitivity.clone(),
            value: value.clone(),
            how,
        });
    }
    facts
}

/// Of each element the fact that was said last.
pub fn newest(kept: Vec<KeptFact>) -> BTreeMap<String, KeptFact> {
    let mut newest: BTreeMap<String, KeptFact> = BTreeMap::new();
    for fact in kept {
        let age = |one: &KeptFact| (one.as_of, one.case_number.clone());
        match newest.get(&fact.element) {
            Some(known) if age(known) >= age(&fact) => {}
            Some(_) | None => {
                newest.insert(fact.element.clone(), fact);
            }
        }
    }
    newest
}

/// Whether a look at an element rests on a base that is enough for it: sensitive data wants its own word (单独同意, art. 29).
pub fn may_be_sensitive(
    catalogue: &Catalogue,
    item: &Item,
    field: &FieldSpec,
    source: &str,
    of: &str,
    today: Date,
) -> bool {
    let bases = catalogue.sources.bases();
    let base = bases.of_field(item, source, field, age(of, today));
    field.sensitivity != SENSITIVE || matches!(bases.kind(base), Kind::Separate | Kind::Guardian)
}

/// Whether some form takes the element from this source at all; what nobody could ever be offered is not kept.
fn is_offered_by(catalogue: &Catalogue, source: &str, field: &FieldSpec) -> bool {
    let names = |chain: &[String]| chain.iter().any(|code| code == source);
    let element = catalogue.elements.get(&field.data_element);
    let items = || catalogue.items.iter().flat_map(|item| &item.fields);
    names(&field.source_chain)
        || element.is_some_and(|element| names(&element.source_chain))
        || items().any(|other| other.data_element == field.data_element && names(&other.source_chain))
}

/// What the applicant himself stated, and how. An earlier fact counts as said anew only where a person chose it.
fn stated(cell: &Cell) -> Option<(&Value, SourceKind)> {
    let held = cell.held.as_ref().filter(|_| cell.is_filled())?;
    let Candidate { value, from } = held;
    let how = match (from.kind, &from.earlier) {
        (SourceKind::Typed | SourceKind::Guidance | SourceKind::Online, _) => from.kind,
        // Read from his paper, and confirmed by a person.
        (SourceKind::Recognition, _) if cell.decided.is_some() => from.kind,
        // Carried over from the intake before it in one visit.
        (SourceKind::History, None) if from.dataset.is_none() => SourceKind::Typed,
        (SourceKind::History, Some(earlier)) if cell.decided.is_some() => earlier.how,
        (
            SourceKind::History
            | SourceKind::Recognition
            | SourceKind::Registry
            | SourceKind::Licence
            | SourceKind::Card
            | SourceKind::Derived,
            _,
        ) => return None,
    };
    (!value.is_empty()).then_some((value, how))
}

/// 撤回同意: whether his last word on looks at this source was to take it back.
fn took_back(draft: &Draft, source: &str, of: &str) -> bool {
    let is = |set: &crate::consent::Named| set.source == source && set.of == of;
    draft.heard.consents.iter().fold(false, |back, consent| {
        let agreed = consent
            .answer
            .as_ref()
            .is_some_and(|answer| answer.agreed.iter().any(is));
        let withdrawn = consent.withdrawn.iter().any(|one| is(&one.set));
        withdrawn || (back && !agreed)
    })
}
