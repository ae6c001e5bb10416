//! One field on the screen: what stays the same about it, what changes, what is masked.

use std::collections::BTreeMap;

use cases::case::{Draft, Situated, collected};
use cases::catalogue::{FieldSpec, FieldType};
use cases::deadline::hall_time;
use cases::form::masking::{is_sensitive, mask_of};
use cases::form::{Candidate, Cell, Provenance, SourceKind, Value, reason_words, value};
use cases::identity::mask;
use cases::review::{self, Finding, Level, Spot};
use jiff::civil::Date;

use super::{Ground, Sitting};
use crate::view::TroubleView;
use crate::view::intake::{Chip, ConsentedView, DecidedView, EarlierView, FieldSchema, FieldState, Offer};
use crate::view::objection::ObjectionMark;

pub(super) fn schema(field: &FieldSpec) -> FieldSchema {
    FieldSchema {
        key: field.key.clone(),
        label: field.label.clone(),
        group: field.group.clone(),
        subject: field.subject.clone(),
        kind: kind_word(field.kind).to_owned(),
        max_length: field.max_length.and_then(|max| u32::try_from(max).ok()),
        list: field.code_list.clone(),
        many: value::holds_many(field),
        own_act: field.is_own_act(),
    }
}

fn kind_word(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Text => "text",
        FieldType::Textarea => "textarea",
        FieldType::Enum => "enum",
        FieldType::Multi => "multi",
        FieldType::Date => "date",
        FieldType::Month => "month",
        FieldType::Datetime => "datetime",
        FieldType::Number => "number",
        FieldType::Money => "money",
        FieldType::Bool => "bool",
        FieldType::Phone => "phone",
        FieldType::Email => "email",
        FieldType::Address => "address",
        FieldType::Region => "region",
        FieldType::IdNumber => "idNumber",
        FieldType::Uscc => "uscc",
        FieldType::BankAccount => "bankAccount",
        FieldType::Table => "table",
        FieldType::Photo => "photo",
    }
}

/// The states of all fields by key, to find what a change really changed on the screen.
pub fn states(ground: Ground<'_>, draft: &Draft, own: &Sitting) -> BTreeMap<String, FieldState> {
    let rules = &ground.catalogue.rules;
    let findings = review::run(ground.item, rules, &ground.catalogue.codes, draft, ground.today());
    let here = draft.situated(ground.item, ground.today());
    ground
        .item
        .fields
        .iter()
        .map(|field| {
            (
                field.key.clone(),
                state(ground, draft, &here, own, field, &findings),
            )
        })
        .collect()
}

pub(super) fn state(
    ground: Ground<'_>,
    draft: &Draft,
    here: &Situated<'_>,
    own: &Sitting,
    field: &FieldSpec,
    findings: &[Finding],
) -> FieldState {
    static EMPTY: Cell = Cell {
        held: None,
        offered: Vec::new(),
        undecided: false,
        decided: None,
        replaced: Vec::new(),
        rejected: None,
    };
    let cell = draft.form.get(&field.key).unwrap_or(&EMPTY);
    let sensitive = is_sensitive(field);
    let rejected = cell.rejected.as_deref();
    let hidden = sensitive && rejected.is_none_or(|text| !own.said(&field.key, text));
    let (text, codes) = match (rejected, cell.value()) {
        (Some(text), _) if hidden => (mask_of(field, text), Vec::new()),
        (Some(text), _) => (text.to_owned(), Vec::new()),
        (None, Some(value)) if !cell.undecided => shown(ground, field, value, hidden),
        (None, Some(_) | None) => (String::new(), Vec::new()),
    };
    let offers: Vec<Offer> = cell.offered.iter().map(|one| offer(ground, field, one)).collect();
    FieldState {
        key: field.key.clone(),
        masked: hidden && (cell.undecided || !text.is_empty()),
        text,
        codes,
        filled: cell.is_filled(),
        required: here.requires(field),
        shown: here.shows(field),
        chip: cell
            .held
            .as_ref()
            .filter(|_| !cell.undecided)
            .map(|held| chip(ground, field, &held.from)),
        conflict: if cell.undecided {
            offers.clone()
        } else {
            Vec::new()
        },
        others: if cell.decided.is_some() || cell.rejected.is_some() || waits_to_be_chosen(cell) {
            offers
        } else {
            Vec::new()
        },
        decided: cell.decided.as_ref().map(|decision| DecidedView {
            by: decision.by.clone(),
            at: minute(decision.at),
            reason: reason_words(&decision.reason).to_owned(),
            was: None,
        }),
        before: before(ground, field, cell, sensitive),
        objection: mark(ground, draft, own, field),
        trouble: findings
            .iter()
            .find(|finding| finding.level == Level::Block && finding.spot == Spot::Field(field.key.clone()))
            // That nothing stands in it yet is not said in red.
            .filter(|finding| {
                finding.trouble.code != review::EMPTY
                    || cell.rejected.is_some()
                    || cell.undecided
                    || cell.held.is_some()
            })
            .map(|finding| TroubleView::from(finding.trouble.clone())),
    }
}

/// Nothing stands in it, and an earlier case said something that may be taken.
fn waits_to_be_chosen(cell: &Cell) -> bool {
    cell.held.is_none() && cell.offered.iter().any(|one| one.from.is_only_offered())
}

/// Whether a text is only what the screen shows for a value that it does not show itself, the mask of a sensitive one
/// or the size of a photo: nothing anybody said.
pub fn is_its_stand_in(ground: Ground<'_>, field: &FieldSpec, cell: &Cell, text: &str) -> bool {
    let masked = match (&cell.rejected, cell.value()) {
        (Some(rejected), _) => mask_of(field, rejected),
        (None, Some(value)) => shown(ground, field, value, true).0,
        (None, None) => return false,
    };
    let stands_for = (is_sensitive(field) && text.contains('*')) || field.kind == FieldType::Photo;
    stands_for && text.trim() == masked
}

/// A value of another intake, masked wherever it came from.
pub fn masked(ground: Ground<'_>, field: &FieldSpec, value: &Value) -> String {
    shown(ground, field, value, is_sensitive(field)).0
}

/// A text of which nobody knows what it is: whatever may be a number is masked.
pub fn without_numbers(text: &str) -> String {
    let is_part = |ch: char| ch.is_ascii_alphanumeric();
    let mut shown = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(is_part) {
        let run = &rest[start..];
        let end = run.find(|ch| !is_part(ch)).unwrap_or(run.len());
        shown.push_str(&rest[..start]);
        if run[..end].bytes().filter(u8::is_ascii_digit).count() >= 6 {
            shown.push_str(&mask::document(&run[..end]));
        } else {
            shown.push_str(&run[..end]);
        }
        rest = &run[end..];
    }
    shown + rest
}

/// A value on a screen that others in the hall may see: numbers masked, wherever they come from.
pub fn before_others(ground: Ground<'_>, field: &FieldSpec, value: &Value) -> String {
    let hidden = is_sensitive(field) || field.kind == FieldType::Phone;
    shown(ground, field, value, hidden).0
}

fn shown(ground: Ground<'_>, field: &FieldSpec, value: &Value, hidden: bool) -> (String, Vec<String>) {
    let choice = matches!(field.kind, FieldType::Enum | FieldType::Multi);
    let in_words = choice || field.kind == FieldType::Photo;
    let codes = match value {
        Value::Flag(true) => vec!["1".to_owned()],
        Value::Flag(false) => vec!["0".to_owned()],
        Value::Text(text) if choice => vec![text.clone()],
        Value::Many(all) if choice => all.clone(),
        Value::Text(_) | Value::Many(_) => Vec::new(),
    };
    let one = |text: &str| {
        if hidden {
            mask_of(field, text)
        } else {
            text.to_owned()
        }
    };
    let text = match value {
        Value::Many(all) if !in_words => all.iter().map(|text| one(text)).collect::<Vec<_>>().join("\n"),
        Value::Text(text) if !in_words => one(text),
        Value::Flag(_) | Value::Text(_) | Value::Many(_) => value.words(field, &ground.catalogue.codes),
    };
    (text, codes)
}

/// What stands in the field in full, for the logged deed of unmasking: a rejected text, the value, or every value on
/// offer where sources disagree, one a line.
pub fn unmasked(ground: Ground<'_>, draft: &Draft, field: &FieldSpec) -> Option<String> {
    let cell = draft.form.get(&field.key)?;
    let plain = |value: &Value| shown(ground, field, value, false).0;
    if cell.undecided {
        let all = cell
            .offered
            .iter()
            .map(|one| format!("{} {}", one.from.label, plain(&one.value)));
        return Some(all.collect::<Vec<_>>().join("\n"));
    }
    match &cell.rejected {
        Some(text) => Some(text.clone()),
        None => cell.value().map(plain),
    }
}

/// The last objection to what a source says of the field.
fn mark(ground: Ground<'_>, draft: &Draft, own: &Sitting, field: &FieldSpec) -> Option<ObjectionMark> {
    let last = draft.objections_to(&field.key).last()?;
    let state = own.state_of(last.id);
    Some(ObjectionMark {
        state: state.word().to_owned(),
        state_word: state.zh().to_owned(),
        source: ground.catalogue.sources.word(&last.dataset).to_owned(),
        theirs: last.theirs_shown.clone(),
        at: minute(last.at),
    })
}

/// What a source said, as a list of offers shows it.
pub fn offer(ground: Ground<'_>, field: &FieldSpec, one: &Candidate) -> Offer {
    Offer {
        text: shown(ground, field, &one.value, is_sensitive(field)).0,
        chip: chip(ground, field, &one.from),
    }
}

/// What stood in the field before, the last one first.
fn before(ground: Ground<'_>, field: &FieldSpec, cell: &Cell, hidden: bool) -> Vec<DecidedView> {
    let replaced = cell.replaced.iter().rev();
    let view = replaced.map(|one| DecidedView {
        by: one.by.clone(),
        at: minute(one.at),
        reason: reason_words(&one.reason).to_owned(),
        was: Some(Offer {
            text: shown(ground, field, &one.was.value, hidden).0,
            chip: chip(ground, field, &one.was.from),
        }),
    });
    view.collect()
}

fn chip(ground: Ground<'_>, field: &FieldSpec, from: &Provenance) -> Chip {
    let raw = from.raw.as_deref();
    Chip {
        kind: from.kind.word().to_owned(),
        label: from.label.clone(),
        provider: from.provider.clone(),
        dataset: from.dataset.clone(),
        record_id: from
            .record_id
            .as_deref()
            .map(|record| record_words(ground, from, record)),
        as_of: from.as_of.map(minute),
        at: minute(from.at),
        grant: from.grant.clone(),
        base: from
            .base
            .as_deref()
            .map(|base| ground.catalogue.sources.bases().word(base).to_owned()),
        consent: from.consent.map(|consent| ConsentedView {
            how: consent.how.word().to_owned(),
            by: consent.by.word().to_owned(),
            at: minute(consent.at),
        }),
        earlier: from.earlier.as_ref().map(|earlier| EarlierView {
            item: earlier.item.clone(),
            how: earlier.how.word().to_owned(),
            months: months_old(from, ground.today()),
            only_offered: earlier.only_offered,
        }),
        raw: raw.map(|raw| {
            if is_sensitive(field) {
                mask_of(field, raw)
            } else {
                raw.to_owned()
            }
        }),
    }
}

/// How old what an earlier case said is.
pub(super) fn months_old(from: &Provenance, today: Date) -> u32 {
    from.as_of
        .map_or(0, |said| collected::rules::months_old(said, today))
}

/// What a value follows from is named as the form names it.
pub(super) fn record_words(ground: Ground<'_>, from: &Provenance, record: &str) -> String {
    let follows = (from.kind == SourceKind::Derived)
        .then(|| ground.item.field(record))
        .flatten();
    follows.map_or(record, |field| &field.label).to_owned()
}

/// `2026-09-28 10:00`, legal time.
pub(crate) fn minute(at: jiff::Timestamp) -> String {
    hall_time(at).strftime("%Y-%m-%d %H:%M").to_string()
}
