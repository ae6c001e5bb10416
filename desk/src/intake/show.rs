//! The intake as the screen draws it: the whole view once, deltas after that.

use std::collections::BTreeMap;

use cases::case::{Asked, Draft, Meter, Person, Situated, Stage, Told};
use cases::catalogue::{FieldSpec, Item, ReviewPoint};
use cases::deadline::{OpeningHours, Promise, Unit, due, hall_time};
use cases::form::Cell;
use cases::identity::mask;
use cases::review::{self, Finding, Level, Spot};
use cases::wire::visit::Relative;
use jiff::Timestamp;

use super::show_fields::{schema, state};
use super::show_slots::slot_views;
use super::{Ground, Intake, Source, SourceState, consents, online, subjects};
use crate::applicant::sheet;
use crate::view::TroubleView;
use crate::view::approval::GroundView;
use crate::view::desk::{BodyView, PartyView};
use crate::view::intake::{
    Choice, Counts, FindingView, IntakeDelta, IntakeView, PersonPoint, QuestionView,
    Relative as RelativeView, SourceView, SubjectView,
};
use crate::view::outcome::{ToldLine, ToldView};

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
        received: false,
        by_person: item.review_points.iter().filter_map(person_point).collect(),
        grounds: ground
            .catalogue
            .rules
            .grounds(item)
            .map(|known| GroundView {
                code: known.code.clone(),
                zh: known.zh.clone(),
                en: known.en.clone(),
                basis: known.basis(item),
                needs_body: known.needs_body,
                not_needed: known.not_needed,
            })
            .collect(),
        delta: delta(ground, intake, family, |_| true),
    }
}

fn person_point(point: &ReviewPoint) -> Option<PersonPoint> {
    let why = point.by_person.as_ref().filter(|why| !why.trim().is_empty())?;
    Some(PersonPoint {
        id: point.id.clone(),
        text: point.text.clone(),
        why: why.clone(),
        by_rule: point.judged.is_some(),
        on_fail: point.on_fail.clone(),
    })
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
        person: party.person.name.clone(),
        masked_person: mask::document(&party.person.id_number),
        how: how_word(&party.person),
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
    let here = draft.situated(ground.item, ground.today());
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
            .map(|field| state(ground, draft, &here, &intake.sitting, field, &findings))
            .collect(),
        questions: here.questions.iter().map(question).collect(),
        subjects: subject_views(ground, draft, family),
        slots: slot_views(ground, draft),
        counts: counts(ground, draft, &here, &findings),
        by_commitment: draft.is_by_commitment(ground.item),
        told: draft.told.as_ref().map(|told| told_view(told, &findings)),
        findings: findings.into_iter().map(finding).collect(),
        sources: source_views(ground, intake, &here),
        withdrawn: draft.heard.withdrawn.keys().cloned().collect(),
        unasked: unasked(ground, intake),
        dropped: None,
        online: online::view(ground, draft),
        due_day: Some(due.day.to_string()),
        due_provisional: due.provisional,
        stage: intake.stage.word().to_owned(),
    }
}

/// Sets that who stands at the window could be asked about.
fn unasked(ground: Ground<'_>, intake: &Intake) -> u32 {
    if intake.closed || intake.stage != Stage::Draft {
        return 0;
    }
    let draft = &intake.draft;
    let open = consents::open_for(ground, draft, &draft.party.person);
    u32::try_from(open.len()).unwrap_or(u32::MAX)
}

pub(crate) fn question(asked: &Asked<'_>) -> QuestionView {
    QuestionView {
        id: asked.id.to_owned(),
        text: asked.text.to_owned(),
        several: asked.several,
        answers: asked
            .answers
            .iter()
            .map(|(code, label)| Choice {
                code: (*code).to_owned(),
                name: (*label).to_owned(),
            })
            .collect(),
        chosen: asked.chosen.iter().map(|code| (*code).to_owned()).collect(),
        follows: asked.follows,
    }
}

fn told_view(told: &Told, findings: &[Finding]) -> ToldView {
    let mut now = told.clone();
    now.keep_cured(Some(told), findings);
    ToldView {
        number: now.number,
        on: now.on.to_string(),
        until: now.until.to_string(),
        round: now.round,
        lines: now
            .demands
            .into_iter()
            .map(|demand| ToldLine {
                by_review: demand.spot.is_some(),
                material: demand.material,
                wrong: demand.wrong,
                cure: demand.cure,
                cured: demand.cured,
            })
            .collect(),
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

fn counts(ground: Ground<'_>, draft: &Draft, here: &Situated<'_>, findings: &[Finding]) -> Counts {
    let meter = Meter::of(ground.item, draft, ground.today());
    let mut counts = Counts {
        meant_for_sources: meter.required,
        prefilled: meter.filled,
        ..Counts::default()
    };
    for field in ground.item.fields.iter().filter(|field| here.shows(field)) {
        let required = here.requires(field);
        counts.total += 1;
        counts.required += u32::from(required);
        let Some(cell) = draft.form.get(&field.key).filter(|cell| cell.is_filled()) else {
            continue;
        };
        let Some(source) = cell.source() else { continue };
        *counts.by_source.entry(source.word().to_owned()).or_default() += 1;
        counts.required_filled += u32::from(required);
    }
    let blocks = findings
        .iter()
        .filter(|finding| finding.level == Level::Block)
        .count();
    counts.blocks = u32::try_from(blocks).unwrap_or(u32::MAX);
    // While he has something to answer, what goes to his screen is the question for his consent.
    let open = draft.heard.open().is_some();
    if !open && consents::open_for(ground, draft, &draft.party.person).is_empty() {
        let unready = findings
            .iter()
            .filter(|finding| sheet::stands_in_the_way(finding));
        counts.unready = u32::try_from(unready.count()).unwrap_or(u32::MAX);
    }
    counts
}

pub fn how_word(person: &Person) -> Option<String> {
    let verified = person.verified.as_ref()?;
    Some(verified.how.word().to_owned())
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

/// Fields that only this source would have filled by now.
fn affected(ground: Ground<'_>, intake: &Intake, here: &Situated<'_>, source: &Source) -> Vec<String> {
    if source.state != SourceState::Failed {
        return Vec::new();
    }
    let draft = &intake.draft;
    let empty = |field: &FieldSpec| !draft.form.get(&field.key).is_some_and(Cell::is_filled);
    ground
        .item
        .fields
        .iter()
        .filter(|field| field.source_chain.contains(&source.dataset))
        .filter(|field| source.elements.contains(&field.data_element))
        .filter(|field| empty(field) && here.shows(field))
        .map(|field| field.label.clone())
        .collect()
}

fn source_views(ground: Ground<'_>, intake: &Intake, here: &Situated<'_>) -> Vec<SourceView> {
    intake
        .sources
        .iter()
        .map(|source| SourceView {
            dataset: source.dataset.clone(),
            label: ground.catalogue.sources.word(&source.dataset).to_owned(),
            subject: source.subject.role.clone(),
            base_word: ground.catalogue.sources.bases().word(&source.base).to_owned(),
            base: source.base.clone(),
            state: source.state.word().to_owned(),
            fields: source.fields,
            affected: affected(ground, intake, here, source),
            trouble: source.trouble.clone().map(TroubleView::from),
        })
        .collect()
}
