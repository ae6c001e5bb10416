//! Several sources, one field (promise 5).
//!
//! Equal values merge quietly; unequal ones wait for a person. Recognition never overwrites anything, and no
//! source overwrites what a person confirmed or typed.

use jiff::Timestamp;
use unicode_normalization::UnicodeNormalization;

use super::cell::{Candidate, Cell, Decision};
use super::provenance::{Provenance, SourceKind};
use super::value::{Value, fold_width};
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

/// Offers one candidate to a cell.
pub fn offer(field: &FieldSpec, cell: &mut Cell, candidate: Candidate) -> Offered {
    if candidate.value.is_empty() {
        return Offered::Empty;
    }
    let known = cell
        .offered
        .iter_mut()
        .find(|old| same_origin(&old.from, &candidate.from));
    match known {
        Some(old) => *old = candidate.clone(),
        None => cell.offered.push(candidate.clone()),
    }
    cell.offered.sort_by_key(|one| precedence(field, &one.from));
    let Some(held) = &cell.held else {
        if candidate.from.kind != SourceKind::Recognition {
            cell.held = Some(candidate);
            cell.rejected = None;
            return Offered::Filled;
        }
        return Offered::Kept;
    };
    if same(&held.value, &candidate.value) {
        if cell.decided.is_none() && precedence(field, &candidate.from) < precedence(field, &held.from) {
            cell.held = Some(candidate);
        }
        return Offered::Agreed;
    }
    if cell.decided.is_some()
        || matches!(held.from.kind, SourceKind::Typed | SourceKind::Guidance)
        || candidate.from.kind == SourceKind::Recognition
    {
        return Offered::Kept;
    }
    if matches!(held.from.kind, SourceKind::Derived) {
        cell.held = Some(candidate);
        return Offered::Filled;
    }
    if candidate.from.kind == SourceKind::Derived {
        return Offered::Kept;
    }
    cell.undecided = true;
    Offered::Conflict
}

/// Lays a value before a person: it counts only once he has chosen it. Where he has said something, that stands.
pub fn propose(field: &FieldSpec, cell: &mut Cell, candidate: Candidate) {
    if candidate.value.is_empty() {
        return;
    }
    cell.offered
        .retain(|old| !same_origin(&old.from, &candidate.from));
    cell.offered.push(candidate);
    cell.offered.sort_by_key(|one| precedence(field, &one.from));
    cell.undecided |= cell.held.is_none() && cell.decided.is_none();
}

/// A person chooses one of the offered values. `None` when there is no such offer.
pub fn choose(cell: &mut Cell, index: usize, by: &str, at: Timestamp) -> Option<()> {
    let chosen = cell.offered.get(index)?.clone();
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
pub fn type_in(cell: &mut Cell, value: Value, by: &str, reason: Option<&str>, at: Timestamp) {
    let from = said(SourceKind::Typed, "手工", by, at);
    say(cell, Candidate { value, from }, by, reason, at);
}

/// An answer of the guidance (引导) states a value, as a person who types it would.
pub fn guide(cell: &mut Cell, value: Value, question: &str, by: &str, at: Timestamp) {
    let stands = cell.is_filled() && cell.value().is_some_and(|held| same(held, &value));
    if !stands {
        let mut from = said(SourceKind::Guidance, "引导", by, at);
        from.record_id = Some(question.to_owned());
        say(cell, Candidate { value, from }, by, None, at);
    }
}

/// The answer that stated the value holds no longer: what sources offered takes its place. What a person typed stays.
pub fn unguide(cell: &mut Cell, question: &str) {
    let stated = cell.held.as_ref().is_some_and(|held| {
        held.from.kind == SourceKind::Guidance && held.from.record_id.as_deref() == Some(question)
    });
    if stated {
        cell.held = cell.offered.first().cloned();
        cell.decided = None;
        cell.undecided = match &cell.held {
            Some(best) => cell.offered.iter().any(|one| !same(&one.value, &best.value)),
            None => false,
        };
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
        raw: None,
        at,
    }
}

fn say(cell: &mut Cell, said: Candidate, by: &str, reason: Option<&str>, at: Timestamp) {
    cell.rejected = None;
    if said.value.is_empty() {
        cell.held = None;
        cell.decided = None;
        cell.undecided = false;
        return;
    }
    if let Some(index) = cell.offered.iter().position(|one| same(&one.value, &said.value)) {
        // Saying what a source says is a choice of that source, not a new one. The index was just found.
        let _ = choose(cell, index, by, at);
        return;
    }
    let contradicts = cell.offered.iter().any(|one| one.from.kind != SourceKind::Typed);
    cell.held = Some(said);
    cell.undecided = false;
    cell.decided = contradicts.then(|| Decision {
        by: by.to_owned(),
        at,
        reason: reason.unwrap_or("applicantStates").to_owned(),
    });
}

/// Whether two values say the same: width, case, spaces and common address punctuation do not count.
pub fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Text(a), Value::Text(b)) => normal(a) == normal(b),
        (Value::Many(a), Value::Many(b)) => {
            let mut a: Vec<String> = a.iter().map(|one| normal(one)).collect();
            let mut b: Vec<String> = b.iter().map(|one| normal(one)).collect();
            a.sort();
            b.sort();
            a == b
        }
        (Value::Flag(a), Value::Flag(b)) => a == b,
        (Value::Text(_) | Value::Many(_) | Value::Flag(_), _) => false,
    }
}

/// A text as it is compared: without width, case, spaces and common punctuation.
pub fn normal(text: &str) -> String {
    fold_width(&text.nfc().collect::<String>())
        .to_uppercase()
        .chars()
        .filter(|ch| !ch.is_whitespace() && !matches!(ch, '(' | ')' | '-' | ',' | '.' | '、'))
        .collect()
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
