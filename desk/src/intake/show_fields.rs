//! One field on the screen: what stays the same about it, what changes, what is masked.

use std::collections::BTreeMap;

use cases::case::Draft;
use cases::catalogue::{FieldSpec, FieldType};
use cases::deadline::hall_time;
use cases::form::{Cell, Provenance, SourceKind, Value, value};
use cases::identity::mask;
use cases::review::{self, Finding, Spot};

use super::Ground;
use crate::view::TroubleView;
use crate::view::intake::{Chip, FieldSchema, FieldState, Offer};

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

/// Whether a field is on the form at all: the agent's only with an agent, conditional ones only when they hold.
pub fn is_shown(ground: Ground<'_>, draft: &Draft, field: &FieldSpec) -> bool {
    if field.subject == "agent" && !draft.party.as_agent {
        return false;
    }
    let rules = &ground.catalogue.rules;
    field
        .required_when
        .as_deref()
        .is_none_or(|condition| draft.holds(ground.item, rules, condition, ground.today()) != Some(false))
}

/// The states of all fields by key, to find what a change really changed on the screen.
pub fn states(ground: Ground<'_>, draft: &Draft) -> BTreeMap<String, FieldState> {
    let rules = &ground.catalogue.rules;
    let findings = review::run(ground.item, rules, &ground.catalogue.codes, draft, ground.today());
    ground
        .item
        .fields
        .iter()
        .map(|field| (field.key.clone(), state(ground, draft, field, &findings)))
        .collect()
}

pub(super) fn state(
    ground: Ground<'_>,
    draft: &Draft,
    field: &FieldSpec,
    findings: &[Finding],
) -> FieldState {
    static EMPTY: Cell = Cell {
        held: None,
        offered: Vec::new(),
        undecided: false,
        decided: None,
        rejected: None,
    };
    let cell = draft.form.get(&field.key).unwrap_or(&EMPTY);
    let hidden = masks(ground, field, cell);
    let (text, codes) = match (&cell.rejected, cell.value()) {
        (Some(text), _) => (text.clone(), Vec::new()),
        (None, Some(value)) if !cell.undecided => shown(ground, field, value, hidden),
        (None, Some(_) | None) => (String::new(), Vec::new()),
    };
    let offers: Vec<Offer> = cell
        .offered
        .iter()
        .map(|one| Offer {
            text: shown(ground, field, &one.value, hidden).0,
            chip: chip(&one.from),
        })
        .collect();
    FieldState {
        key: field.key.clone(),
        masked: hidden && !text.is_empty(),
        text,
        codes,
        filled: cell.is_filled(),
        required: draft.requires(ground.item, &ground.catalogue.rules, field, ground.today()),
        shown: is_shown(ground, draft, field),
        chip: cell
            .held
            .as_ref()
            .filter(|_| !cell.undecided)
            .map(|held| chip(&held.from)),
        conflict: if cell.undecided {
            offers.clone()
        } else {
            Vec::new()
        },
        others: if cell.decided.is_some() {
            offers
        } else {
            Vec::new()
        },
        trouble: findings
            .iter()
            .find(|finding| finding.spot == Spot::Field(field.key.clone()))
            .filter(|_| cell.rejected.is_some() || cell.undecided || cell.held.is_some())
            .map(|finding| TroubleView::from(finding.trouble.clone())),
    }
}

/// Numbers, accounts and a person's telephone that did not come from the keyboard are masked; unmasking is a deed of
/// its own.
fn masks(ground: Ground<'_>, field: &FieldSpec, cell: &Cell) -> bool {
    let typed_here = cell.source() == Some(SourceKind::Typed) && !ground.always_masked;
    is_sensitive(field) && cell.rejected.is_none() && !typed_here
}

fn is_sensitive(field: &FieldSpec) -> bool {
    matches!(field.kind, FieldType::IdNumber | FieldType::BankAccount)
        || (field.kind == FieldType::Phone && field.sensitivity == "personal")
        || (field.sensitivity == "sensitivePersonal"
            && matches!(
                field.kind,
                FieldType::Phone | FieldType::Address | FieldType::Email
            ))
}

/// A value of another intake, masked wherever it came from.
pub fn masked(ground: Ground<'_>, field: &FieldSpec, value: &Value) -> String {
    shown(ground, field, value, is_sensitive(field)).0
}

/// A value on a screen that others in the hall may see: numbers masked, wherever they come from.
pub fn before_others(ground: Ground<'_>, field: &FieldSpec, value: &Value) -> String {
    let hidden = is_sensitive(field) || field.kind == FieldType::Phone;
    shown(ground, field, value, hidden).0
}

fn shown(ground: Ground<'_>, field: &FieldSpec, value: &Value, hidden: bool) -> (String, Vec<String>) {
    let choice = matches!(field.kind, FieldType::Enum | FieldType::Multi);
    let codes = match value {
        Value::Flag(true) => vec!["1".to_owned()],
        Value::Flag(false) => vec!["0".to_owned()],
        Value::Text(text) if choice => vec![text.clone()],
        Value::Many(all) if choice => all.clone(),
        Value::Text(_) | Value::Many(_) => Vec::new(),
    };
    let one = |text: &str| {
        if !hidden {
            return text.to_owned();
        }
        match field.kind {
            FieldType::IdNumber => mask::document(text),
            FieldType::BankAccount => mask::account(text),
            FieldType::Phone => mask::phone(text),
            FieldType::Address => mask::mask(mask::MaskKind::Address, text),
            FieldType::Email => mask::mask(mask::MaskKind::Email, text),
            FieldType::Text
            | FieldType::Textarea
            | FieldType::Enum
            | FieldType::Multi
            | FieldType::Date
            | FieldType::Month
            | FieldType::Datetime
            | FieldType::Number
            | FieldType::Money
            | FieldType::Bool
            | FieldType::Region
            | FieldType::Uscc
            | FieldType::Table
            | FieldType::Photo => text.to_owned(),
        }
    };
    let text = match value {
        Value::Many(all) if !choice => all.iter().map(|text| one(text)).collect::<Vec<_>>().join("\n"),
        Value::Text(text) if !choice => one(text),
        Value::Flag(_) | Value::Text(_) | Value::Many(_) => value.words(field, &ground.catalogue.codes),
    };
    (text, codes)
}

/// The whole value, for the logged deed of unmasking.
pub fn unmasked(ground: Ground<'_>, draft: &Draft, field: &FieldSpec) -> Option<String> {
    let value = draft.form.get(&field.key)?.value()?;
    Some(shown(ground, field, value, false).0)
}

fn chip(from: &Provenance) -> Chip {
    Chip {
        kind: from.kind.word().to_owned(),
        label: from.label.clone(),
        provider: from.provider.clone(),
        record_id: from.record_id.clone(),
        as_of: from.as_of.map(|at| hall_time(at).date().to_string()),
        grant: from.grant.clone(),
    }
}
