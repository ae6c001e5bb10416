//! Several sources, one field (promise 5).
//!
//! Equal values merge quietly; unequal ones wait for a person. Recognition never overwrites anything, and no
//! source overwrites what a person confirmed or typed. What an earlier case said too long ago only lies beside the field.

use jiff::Timestamp;

use super::alike::same;
use super::cell::{Candidate, Cell, Decision, Replaced};
use super::provenance::{Provenance, SourceKind};
use super::value::Value;
use crate::catalogue::FieldSpec;

/// What offering a candidate did to the cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offered {
    /// The field was empty and holds it.
    Filled,
    /// It equals what stands there; the better source is named.
    Agreed,
    /// It differs: a person has to choose.
    Conflict,
    /// It differs from what a person decided or said; kept for the record only.
    Kept,
    /// Nothing was said.
    Empty,
}

/// Offers one candidate to a cell. What stands there afterwards does not depend on the order in which sources answer.
pub fn offer(field: &FieldSpec, cell: &mut Cell, candidate: Candidate) -> Offered {
    if candidate.value.is_empty() {
        return Offered::Empty;
    }
    let (kind, value) = (candidate.from.kind, candidate.value.clone());
    let was_empty = cell.held.is_none();
    lay(field, cell, candidate);
    settle(field, cell);
    let holds = cell
        .held
        .as_ref()
        .is_some_and(|held| same(field, &held.value, &value));
    match &cell.held {
        Some(_) if cell.undecided => match kind {
            SourceKind::Recognition | SourceKind::Derived => Offered::Kept,
            _ => Offered::Conflict,
        },
        Some(held) if holds && was_empty && held.from.kind == kind => Offered::Filled,
        Some(_) if holds => Offered::Agreed,
        Some(_) | None => Offered::Kept,
    }
}

/// Lays a value before a person: it counts only once he has chosen it. Where he has said something, that stands.
pub fn propose(field: &FieldSpec, cell: &mut Cell, candidate: Candidate) {
    if candidate.value.is_empty() {
        return;
    }
    lay(field, cell, candidate);
    cell.undecided |= cell.held.is_none() && cell.decided.is_none();
}

/// Takes what follows from other values back: it follows no longer.
pub fn retract_derived(field: &FieldSpec, cell: &mut Cell) {
    let derived = |one: &Candidate| one.from.kind == SourceKind::Derived;
    if cell.offered.iter().any(derived) {
        cell.offered.retain(|one| !derived(one));
        if cell.decided.is_none() && cell.held.as_ref().is_some_and(derived) {
            cell.held = None;
        }
        settle(field, cell);
    }
}

/// Puts a candidate among the others, best first: by the field's chain, then the newest. What the same record said
/// before it takes the place of.
fn lay(field: &FieldSpec, cell: &mut Cell, candidate: Candidate) {
    cell.offered
        .retain(|old| !same_origin(&old.from, &candidate.from));
    let rank = |one: &Candidate| {
        let from = &one.from;
        let newest = std::cmp::Reverse(from.as_of);
        // Two of one age: by their names, so that the order of answers says nothing.
        let name = (from.provider.clone(), from.record_id.clone());
        (precedence(field, from), newest, name)
    };
    let own = rank(&candidate);
    let at = cell.offered.partition_point(|one| rank(one) <= own);
    cell.offered.insert(at, candidate);
}

/// Works out what stands in the field: what a person said, else the best of what sources say, if they agree.
fn settle(field: &FieldSpec, cell: &mut Cell) {
    if cell.decided.is_some() || cell.rejected.is_some() || field.is_own_act() {
        return;
    }
    let by_person = |held: &Candidate| matches!(held.from.kind, SourceKind::Typed | SourceKind::Guidance);
    if let Some(held) = cell.held.as_ref().filter(|held| by_person(held)) {
        // A source that says the same is the better word for it.
        let agrees = cell.offered.iter().find(|one| {
            one.from.kind != SourceKind::Recognition
                && !one.from.is_only_offered()
                && precedence(field, &one.from) < precedence(field, &held.from)
                && same(field, &one.value, &held.value)
        });
        cell.held = agrees.or(Some(held)).cloned();
        return;
    }
    let said = |one: &&Candidate| {
        let follows = matches!(one.from.kind, SourceKind::Recognition | SourceKind::Derived);
        !follows && !one.from.is_only_offered()
    };
    let best = cell.offered.iter().find(said);
    let follows = || {
        let derived = |one: &&Candidate| one.from.kind == SourceKind::Derived;
        cell.offered.iter().find(derived)
    };
    cell.undecided = !agree(field, cell.offered.iter().filter(said));
    cell.held = best.or_else(follows).cloned();
}

/// More values than this, all written in another way, are no ways of writing one.
const MANY: usize = 32;

/// Whether all of them say the same. Each is compared with each: an address without its region is the same as two that
/// are not the same.
fn agree<'a>(field: &FieldSpec, said: impl Iterator<Item = &'a Candidate>) -> bool {
    let mut different: Vec<&Value> = Vec::new();
    for one in said {
        if different.contains(&&one.value) {
            continue;
        }
        if different.iter().any(|other| !same(field, other, &one.value)) || different.len() == MANY {
            return false;
        }
        different.push(&one.value);
    }
    true
}

/// A person chooses one of the offered values. `None` when there is no such offer.
pub fn choose(cell: &mut Cell, index: usize, by: &str, at: Timestamp) -> Option<()> {
    let chosen = cell.offered.get(index)?.clone();
    replace(cell, Some(&chosen), by, "chosen", at);
    cell.held = Some(chosen);
    cell.undecided = false;
    cell.rejected = None;
    cell.decided = Some(Decision {
        by: by.to_owned(),
        at,
        reason: "chosen".to_owned(),
    });
    Some(())
}

/// A person types a value. What sources offered stays beside it, with the reason for going another way.
pub fn type_in(
    field: &FieldSpec,
    cell: &mut Cell,
    value: Value,
    by: &str,
    reason: Option<&str>,
    at: Timestamp,
) {
    let from = said(SourceKind::Typed, "手工", by, at);
    say(field, cell, Candidate { value, from }, by, reason, at);
}

/// Whether a reading may be taken: nothing stands there, or only an earlier reading. Whatever a source or a person said is
/// confirmed or waits for a person.
pub fn takes_reading(cell: &Cell) -> bool {
    let read = cell.source() == Some(SourceKind::Recognition);
    (cell.held.is_none() || read) && !cell.undecided && cell.rejected.is_none()
}

/// A person takes what recognition (识别) read. False where it may not be taken, and for the applicant's own act: then nothing
/// changes.
pub fn take_reading(
    field: &FieldSpec,
    cell: &mut Cell,
    value: Value,
    from: Provenance,
    by: &str,
    at: Timestamp,
) -> bool {
    if field.is_own() || value.is_empty() || !takes_reading(cell) {
        return false;
    }
    let origin = from.clone();
    lay(field, cell, Candidate { value, from });
    let taken = cell
        .offered
        .iter()
        .position(|one| same_origin(&one.from, &origin));
    taken.is_some_and(|index| choose(cell, index, by, at).is_some())
}

/// An answer of the guidance (引导) states a value, as a person who types it would.
pub fn guide(field: &FieldSpec, cell: &mut Cell, value: Value, question: &str, by: &str, at: Timestamp) {
    let stands = cell.is_filled() && cell.value().is_some_and(|held| same(field, held, &value));
    if !stands {
        let mut from = said(SourceKind::Guidance, "引导", by, at);
        from.record_id = Some(question.to_owned());
        say(field, cell, Candidate { value, from }, by, None, at);
    }
}

/// The answer that stated the value holds no longer: what sources offered takes its place. What a person typed stays.
pub fn unguide(field: &FieldSpec, cell: &mut Cell, question: &str) {
    let stated = cell.held.as_ref().is_some_and(|held| {
        held.from.kind == SourceKind::Guidance && held.from.record_id.as_deref() == Some(question)
    });
    if stated {
        cell.held = None;
        cell.decided = None;
        cell.undecided = false;
        settle(field, cell);
    }
}

fn said(kind: SourceKind, label: &str, by: &str, at: Timestamp) -> Provenance {
    Provenance {
        kind,
        label: label.to_owned(),
        provider: by.to_owned(),
        dataset: None,
        record_id: None,
        as_of: None,
        grant: None,
        base: None,
        consent: None,
        earlier: None,
        raw: None,
        at,
    }
}

fn say(field: &FieldSpec, cell: &mut Cell, said: Candidate, by: &str, reason: Option<&str>, at: Timestamp) {
    cell.rejected = None;
    if said.value.is_empty() {
        replace(cell, None, by, reason.unwrap_or("cleared"), at);
        cell.held = None;
        cell.decided = None;
        cell.undecided = false;
        return;
    }
    let offered = cell.offered.iter();
    if let Some(index) = offered
        .clone()
        .position(|one| same(field, &one.value, &said.value))
    {
        // Saying what a source says is a choice of that source, not a new one. The index was just found.
        let _ = choose(cell, index, by, at);
        return;
    }
    let contradicts = offered.clone().any(|one| one.from.kind != SourceKind::Typed);
    replace(cell, Some(&said), by, reason.unwrap_or("applicantStates"), at);
    cell.held = Some(said);
    cell.undecided = false;
    cell.decided = contradicts.then(|| Decision {
        by: by.to_owned(),
        at,
        reason: reason.unwrap_or("applicantStates").to_owned(),
    });
}

/// Values before this many are forgotten, the oldest first.
const REPLACED_KEPT: usize = 50;

/// Keeps what counted before a person put something else there.
fn replace(cell: &mut Cell, next: Option<&Candidate>, by: &str, reason: &str, at: Timestamp) {
    let Some(was) = cell.held.clone().filter(|_| !cell.undecided) else {
        return;
    };
    if next.is_some_and(|next| next.value == was.value && next.from.kind == was.from.kind) {
        return;
    }
    cell.replaced.push(Replaced {
        was,
        by: by.to_owned(),
        at,
        reason: reason.to_owned(),
    });
    let over = cell.replaced.len().saturating_sub(REPLACED_KEPT);
    cell.replaced.drain(..over);
}

fn same_origin(a: &Provenance, b: &Provenance) -> bool {
    a.kind == b.kind && a.dataset == b.dataset && a.provider == b.provider && a.record_id == b.record_id
}

/// Place in the order: a card in the hand first, then the field's own chain, then what is derived.
fn precedence(field: &FieldSpec, from: &Provenance) -> usize {
    let in_chain = |code: &str| field.source_chain.iter().position(|one| one == code);
    let tail = field.source_chain.len();
    match from.kind {
        SourceKind::Card => 0,
        SourceKind::Registry | SourceKind::Licence | SourceKind::History => {
            1 + from.dataset.as_deref().and_then(in_chain).unwrap_or(tail)
        }
        SourceKind::Online => tail + 2,
        SourceKind::Guidance => tail + 3,
        SourceKind::Typed => tail + 4,
        SourceKind::Derived => tail + 5,
        SourceKind::Recognition => tail + 6,
    }
}
