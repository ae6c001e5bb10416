//! The intake as the screen draws it: the whole view once, deltas after that.

use std::collections::BTreeMap;

use cases::case::party::How;
use cases::case::{Draft, Person};
use cases::catalogue::{FieldSpec, FieldType, Item};
use cases::deadline::{OpeningHours, Promise, Unit, due, hall_time};
use cases::form::{Cell, Provenance, SourceKind, Value, value};
use cases::identity::mask;
use cases::material::{Held, Slot, WhyPaper};
use cases::review::{self, Finding, Level, Spot};
use cases::wire::visit::Relative;
use jiff::Timestamp;

use super::asks::is_own_act;
use super::{Ground, Intake, subjects};
use crate::view::TroubleView;
use crate::view::desk::{BodyView, PartyView};
use crate::view::intake::{
    Chip, Choice, Counts, FieldSchema, FieldState, FindingView, IntakeDelta, IntakeView, Offer, QuestionView,
    Relative as RelativeView, SlotView, SourceView, SubjectView,
};

/// Local time `HH:MM` in the hall's zone.
pub fn minute(at: Timestamp) -> String {
    let time = hall_time(at).time();
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// Local time `HH:MM:SS` in the hall's zone.
pub fn second(at: Timestamp) -> String {
    format!("{}:{:02}", minute(at), hall_time(at).time().second())
}

pub fn view(ground: Ground<'_>, intake: &Intake, family: &[Relative]) -> IntakeView {
    let item = ground.item;
    let draft = &intake.draft;
    let mut lists = BTreeMap::new();
    for list in item.fields.iter().filter_map(|field| field.code_list.as_ref()) {
        lists.entry(list.clone()).or_insert_with(|| {
            let entries = ground.catalogue.codes.entries(list).iter();
            entries
                .map(|entry| Choice {
                    code: entry.code.clone(),
                    name: entry.name.clone(),
                })
                .collect()
        });
    }
    IntakeView {
        id: draft.id.to_string(),
        item_id: item.id.clone(),
        item_name: item.name.clone(),
        item_type: item.item_type.clone(),
        department: item.department.clone(),
        promise: promise_words(item),
        fee: item.fee.clone(),
        result: item.result.clone(),
        slip: draft.slip.clone(),
        party: party(&draft.party),
        position: intake.position.clone(),
        schema: item.fields.iter().map(schema).collect(),
        lists,
        delta: delta(ground, intake, family, |_| true),
    }
}

/// 承诺 5 个工作日（法定 10 个工作日）
pub fn promise_words(item: &Item) -> String {
    let length = |days: u32, unit: &str| match days {
        0 => "即时办结".to_owned(),
        days => format!("{days} 个{unit}"),
    };
    format!(
        "承诺 {}（法定 {}）",
        length(item.promised_days, &item.day_unit),
        length(item.statutory_days, &item.statutory_day_unit)
    )
}

pub fn party(party: &cases::case::Party) -> PartyView {
    PartyView {
        name: party.applicant_name().to_owned(),
        masked_number: match &party.body {
            Some(body) => body.uscc.clone(),
            None => mask::document(&party.person.id_number),
        },
        body: party.body.as_ref().map(body),
        as_agent: party.as_agent,
    }
}

pub fn body(body: &cases::case::Body) -> BodyView {
    BodyView {
        uscc: body.uscc.clone(),
        name: body.name.clone(),
        relation: body.relation.clone(),
    }
}

fn schema(field: &FieldSpec) -> FieldSchema {
    FieldSchema {
        key: field.key.clone(),
        label: field.label.clone(),
        group: field.group.clone(),
        subject: field.subject.clone(),
        kind: kind_word(field.kind).to_owned(),
        max_length: field.max_length.and_then(|max| u32::try_from(max).ok()),
        list: field.code_list.clone(),
        many: value::holds_many(field),
        own_act: is_own_act(field),
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

/// Everything that can change, whole; of the fields those that `wanted` picks by key.
pub fn delta(
    ground: Ground<'_>,
    intake: &Intake,
    family: &[Relative],
    wanted: impl Fn(&str) -> bool,
) -> IntakeDelta {
    let draft = &intake.draft;
    let rules = &ground.catalogue.rules;
    let findings = review::run(ground.item, rules, &ground.catalogue.codes, draft, ground.today());
    let promise = promise(ground.item);
    let due = due(
        ground.now,
        promise,
        &ground.catalogue.calendar,
        &OpeningHours::default(),
    );
    IntakeDelta {
        id: draft.id.to_string(),
        revision: u32::try_from(draft.revision).unwrap_or(u32::MAX),
        stale: false,
        saved_at: second(intake.saved_at),
        fields: ground
            .item
            .fields
            .iter()
            .filter(|field| wanted(&field.key))
            .map(|field| state(ground, draft, field, &findings))
            .collect(),
        questions: draft
            .questions(ground.item, rules)
            .into_iter()
            .map(|text| QuestionView {
                text: text.to_owned(),
                answer: draft.answers.get(text).copied(),
            })
            .collect(),
        subjects: subject_views(ground, draft, family),
        slots: slot_views(ground, draft),
        counts: counts(ground, draft, &findings),
        findings: findings.into_iter().map(finding).collect(),
        sources: source_views(ground, intake),
        due_day: Some(due.day.to_string()),
        due_provisional: due.provisional,
        stage: intake.stage.word().to_owned(),
    }
}

/// The promised limit as the law's clock counts it.
pub fn promise(item: &Item) -> Promise {
    let unit = match item.day_unit.as_str() {
        "自然日" | "日" => Unit::CalendarDays,
        "小时" => Unit::Hours,
        _ => Unit::WorkingDays,
    };
    Promise {
        days: u16::try_from(item.promised_days).unwrap_or(u16::MAX),
        unit,
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

fn state(ground: Ground<'_>, draft: &Draft, field: &FieldSpec, findings: &[Finding]) -> FieldState {
    static EMPTY: Cell = Cell {
        held: None,
        offered: Vec::new(),
        undecided: false,
        decided: None,
        rejected: None,
    };
    let cell = draft.form.get(&field.key).unwrap_or(&EMPTY);
    let hidden = masks(field, cell);
    let (text, codes) = match (&cell.rejected, cell.value()) {
        (Some(text), _) => (text.clone(), Vec::new()),
        (None, Some(value)) if !cell.undecided => shown(ground, field, value, hidden),
        (None, Some(_) | None) => (String::new(), Vec::new()),
    };
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
            cell.offered
                .iter()
                .map(|one| Offer {
                    text: shown(ground, field, &one.value, hidden).0,
                    chip: chip(&one.from),
                })
                .collect()
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

/// Numbers and accounts that did not come from the keyboard are masked; unmasking is a deed of its own.
fn masks(field: &FieldSpec, cell: &Cell) -> bool {
    let sensitive = matches!(field.kind, FieldType::IdNumber | FieldType::BankAccount)
        || (field.sensitivity == "sensitivePersonal"
            && matches!(
                field.kind,
                FieldType::Phone | FieldType::Address | FieldType::Email
            ));
    sensitive && cell.rejected.is_none() && cell.source() != Some(SourceKind::Typed)
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

pub fn finding(finding: Finding) -> FindingView {
    let (at, id) = match finding.spot {
        Spot::Field(id) => ("field", id),
        Spot::Material(id) => ("material", id),
        Spot::Subject(id) => ("subject", id),
        Spot::Question(id) => ("question", id),
        Spot::Party => ("party", String::new()),
    };
    FindingView {
        level: match finding.level {
            Level::Block => "block",
            Level::Remind => "remind",
        }
        .to_owned(),
        at: at.to_owned(),
        id,
        code: finding.trouble.code,
        zh: finding.trouble.zh,
        en: finding.trouble.en,
    }
}

fn counts(ground: Ground<'_>, draft: &Draft, findings: &[Finding]) -> Counts {
    let mut counts = Counts::default();
    for field in ground
        .item
        .fields
        .iter()
        .filter(|field| is_shown(ground, draft, field))
    {
        let required = draft.requires(ground.item, &ground.catalogue.rules, field, ground.today());
        counts.total += 1;
        counts.required += u32::from(required);
        let Some(cell) = draft.form.get(&field.key).filter(|cell| cell.is_filled()) else {
            continue;
        };
        let Some(source) = cell.source() else { continue };
        *counts.by_source.entry(source.word().to_owned()).or_default() += 1;
        counts.required_filled += u32::from(required);
        counts.required_prefilled += u32::from(required && source != SourceKind::Typed);
    }
    let blocks = findings
        .iter()
        .filter(|finding| finding.level == Level::Block)
        .count();
    counts.blocks = u32::try_from(blocks).unwrap_or(u32::MAX);
    counts
}

pub fn how_word(person: &Person) -> Option<String> {
    person.verified.as_ref().map(|verified| {
        match verified.how {
            How::Card => "card",
            How::Document => "document",
            How::Register => "register",
        }
        .to_owned()
    })
}

fn subject_views(ground: Ground<'_>, draft: &Draft, family: &[Relative]) -> Vec<SubjectView> {
    let rules = &ground.catalogue.rules;
    subjects::others(ground.item, rules, draft, ground.today())
        .into_iter()
        .map(|subject| {
            let person = draft.subjects.get(subject);
            SubjectView {
                subject: subject.to_owned(),
                label: subjects::label(ground.item, subject).to_owned(),
                name: person.map(|person| person.name.clone()),
                masked_number: person.map(|person| mask::document(&person.id_number)),
                how: person.and_then(how_word),
                must_be_present: rules.subjects.get(subject).is_some_and(|rule| rule.present),
                offered: subjects::relatives(rules, family, subject)
                    .into_iter()
                    .map(|relative| RelativeView {
                        relation: relative.relation.clone(),
                        name: relative.person.name.clone(),
                        masked_number: mask::document(&relative.person.id_number),
                    })
                    .collect(),
            }
        })
        .collect()
}

fn slot_views(ground: Ground<'_>, draft: &Draft) -> Vec<SlotView> {
    let form_digest = draft.form_digest();
    ground
        .item
        .materials
        .iter()
        .map(|material| {
            let slot = draft.slot(&material.id);
            let held = slot.and_then(|slot| slot.held.as_ref());
            let satisfied = slot.is_some_and(|slot| slot.is_satisfied(&form_digest));
            let applies = draft.needs(ground.item, &ground.catalogue.rules, material, ground.today());
            SlotView {
                material: material.id.clone(),
                name: material.name.clone(),
                source: material.source.clone(),
                required: applies == Some(true),
                applies: match &material.condition {
                    Some(_) => applies,
                    None => Some(true),
                },
                condition: material.condition.clone(),
                originals: material.originals,
                copies: material.copies,
                satisfied,
                how: held.map(|held| how_held(held).to_owned()),
                note: slot.map(note).unwrap_or_default(),
                why_paper: slot
                    .and_then(|slot| slot.why_paper)
                    .map(|why| why_word(why).to_owned()),
                unsigned: !satisfied && matches!(held, Some(Held::Generated { .. })),
            }
        })
        .collect()
}

fn how_held(held: &Held) -> &'static str {
    match held {
        Held::Licence { .. } => "licence",
        Held::Verified { .. } => "verified",
        Held::Files { .. } => "files",
        Held::Paper { .. } => "paper",
        Held::Generated { .. } => "generated",
    }
}

fn why_word(why: WhyPaper) -> &'static str {
    match why {
        WhyPaper::NotFound => "notFound",
        WhyPaper::NotValid => "notValid",
        WhyPaper::SourceDown => "sourceDown",
        WhyPaper::OriginalByLaw => "originalByLaw",
    }
}

fn note(slot: &Slot) -> String {
    match &slot.held {
        None => String::new(),
        Some(Held::Licence {
            type_name, valid_to, ..
        }) => {
            format!("{type_name} 有效至 {}", valid_to.as_deref().unwrap_or("长期"))
        }
        Some(Held::Verified { provider, .. }) => format!("{provider}已核验"),
        Some(Held::Files { pieces }) => {
            format!(
                "文件 {} 份 {} 页",
                pieces.len(),
                pieces.iter().map(|piece| piece.pages).sum::<u32>()
            )
        }
        Some(Held::Paper {
            originals,
            copies,
            pages,
            kept,
        }) => {
            let what = if *kept { "已收" } else { "已核" };
            let mut parts = Vec::new();
            if *originals > 0 {
                parts.push(format!("原件{what} {originals} 份"));
            }
            if *copies > 0 {
                parts.push(format!("复印件 {copies} 份"));
            }
            parts.push(format!("{pages} 页"));
            parts.join("，")
        }
        Some(Held::Generated {
            pages, signed_copies, ..
        }) => match signed_copies {
            0 => format!("已打印 {pages} 页，未签"),
            copies => format!("已签 {copies} 份"),
        },
    }
}

fn source_views(ground: Ground<'_>, intake: &Intake) -> Vec<SourceView> {
    intake
        .sources
        .iter()
        .map(|source| SourceView {
            dataset: source.dataset.clone(),
            label: ground.catalogue.source_word(&source.dataset).to_owned(),
            subject: source.subject.role.clone(),
            state: source.state.word().to_owned(),
            fields: source.fields,
            trouble: source.trouble.clone().map(TroubleView::from),
        })
        .collect()
}
