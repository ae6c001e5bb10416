//! A guide from what the item's data says, and nothing else. What a guide has by GB/T 39554.2 and the data has not is
//! named as such; a key that this version does not know is shown under its own name.

use std::collections::BTreeMap;

use cases::catalogue::{Catalogue, FieldSpec, Item, MaterialSpec, ReviewPoint, Situation};
use serde_json::Value as Json;

use crate::view::library::{
    AnswerRow, GuideBasis, GuideField, GuideGroup, GuideLimit, GuideMaterial, GuideOther, GuidePoint,
    GuideSituation, GuideSpecial, GuideStep, GuideView, Unsaid,
};

/// A list longer than this is looked up in the form, not read in a guide.
const FEW_CHOICES: usize = 12;

/// Keys beside the known ones that have a place of their own in the guide.
const PLACED: [&str; 9] = [
    "baseCodeVerified",
    "exerciseLevelCode",
    "exerciseLevel",
    "onlineDepth",
    "fujianStar",
    "visitsToSite",
    "resultValidity",
    "note",
    "factStatus",
];

/// Keys under which halls keep what the standard has beside: of one group any says it.
const ELEMENTS: [(Unsaid, &[&str]); 6] = [
    (Unsaid::FeeBasis, &["feeBasis", "feeStandard"]),
    (
        Unsaid::Place,
        &[
            "place",
            "address",
            "handlingPlace",
            "openingHours",
            "handlingTime",
        ],
    ),
    (Unsaid::Phone, &["phone", "consultation", "consult"]),
    (
        Unsaid::Complaints,
        &["complaintPhone", "complaints", "supervision"],
    ),
    (Unsaid::Area, &["handlingArea", "acrossArea", "serviceArea"]),
    (Unsaid::Intermediary, &["intermediaryServices", "intermediary"]),
];

/// Keys of a material that show how it has to look.
const SAMPLES: [&str; 4] = ["sampleHint", "form", "fillingNotes", "hint"];

pub fn of(catalogue: &Catalogue, item: &Item, answers: Vec<AnswerRow>) -> GuideView {
    GuideView {
        id: item.id.clone(),
        name: item.name.clone(),
        aliases: item.aliases.clone(),
        edition: catalogue.edition.clone(),
        department: item.department.clone(),
        item_type: item.item_type.clone(),
        level: said(item, "exerciseLevel"),
        case_type: item.case_type.clone(),
        applicants: item.applicant_types.clone(),
        base_code: item.base_code.clone(),
        base_code_verified: item.rest.get("baseCodeVerified").and_then(Json::as_bool),
        implementation_code: item.implementation_code.clone(),
        business_item_code: item.business_item_code.clone(),
        online_depth: said(item, "onlineDepth"),
        star: number(item, "fujianStar"),
        visits: number(item, "visitsToSite"),
        conditions: item.conditions.clone(),
        in_person: catalogue.rules.in_person.get(&item.id).cloned(),
        situations: item.situations.iter().map(situation).collect(),
        materials: item.materials.iter().map(material).collect(),
        flow: flow(item),
        procedure: item.procedure_note.clone().filter(|note| !note.trim().is_empty()),
        basis: basis(item),
        statutory: limit(item.statutory_days, &item.statutory_day_unit),
        promised: limit(item.promised_days, &item.day_unit),
        special: special(item),
        fee: item.fee.clone(),
        charged: item.charged,
        consult_phone: worded(&item.consult_phone),
        result: item.result.clone(),
        result_validity: said(item, "resultValidity"),
        groups: groups(catalogue, item),
        total: count(item.fields.len()),
        required: count(item.fields.iter().filter(|field| field.required).count()),
        review: item.review_points.iter().map(point).collect(),
        note: said(item, "note"),
        fact_status: said(item, "factStatus"),
        others: others(&item.rest, &PLACED),
        unsaid: unsaid(item),
        answers,
    }
}

fn said(item: &Item, key: &str) -> Option<String> {
    item.rest.get(key).and_then(words)
}

fn number(item: &Item, key: &str) -> Option<u32> {
    let number = item.rest.get(key).and_then(Json::as_u64);
    number.and_then(|number| u32::try_from(number).ok())
}

/// A value in words; `None` where it says nothing.
fn words(value: &Json) -> Option<String> {
    let said = match value {
        Json::Null => return None,
        Json::Bool(true) => "是".to_owned(),
        Json::Bool(false) => "否".to_owned(),
        Json::Number(number) => number.to_string(),
        Json::String(text) => text.trim().to_owned(),
        Json::Array(all) => all.iter().filter_map(words).collect::<Vec<_>>().join("；"),
        Json::Object(all) => {
            let parts = all
                .iter()
                .filter_map(|(key, value)| Some(format!("{key}：{}", words(value)?)));
            parts.collect::<Vec<_>>().join("；")
        }
    };
    Some(said).filter(|said| !said.is_empty())
}

fn others(rest: &BTreeMap<String, Json>, placed: &[&str]) -> Vec<GuideOther> {
    let unknown = rest.iter().filter(|(key, _)| !placed.contains(&key.as_str()));
    let said = unknown.filter_map(|(key, value)| {
        Some(GuideOther {
            key: key.clone(),
            value: words(value)?,
        })
    });
    said.collect()
}

fn situation(of: &Situation) -> GuideSituation {
    GuideSituation {
        question: of.question.clone(),
        several: of.several,
        answers: of.answers.iter().map(|answer| answer.label.clone()).collect(),
    }
}

fn material(of: &MaterialSpec) -> GuideMaterial {
    GuideMaterial {
        name: of.name.clone(),
        source: of.source.clone(),
        originals: of.originals,
        copies: of.copies,
        necessity: of.necessity.clone(),
        tolerant_days: of.tolerant_days,
        licence_type: of.licence_type.clone(),
        condition: of.condition.clone(),
        electronic: of.accept_electronic,
        format: of.format.clone(),
        obtained_from: worded(&of.obtained_from),
        sample: worded(&of.sample),
        others: others(&of.rest, &[]),
    }
}

/// A text that says something.
fn worded(text: &Option<String>) -> Option<String> {
    text.clone().filter(|text| !text.trim().is_empty())
}

fn point(of: &ReviewPoint) -> GuidePoint {
    GuidePoint {
        text: of.text.clone(),
        on_fail: of.on_fail.clone(),
        by_rule: of.cel.is_some(),
        by_person: worded(&of.by_person),
    }
}

/// The item's own steps; without them what the law has every case go through, with the item's own procedures where they
/// stand.
fn flow(item: &Item) -> Vec<GuideStep> {
    if !item.flow.is_empty() {
        let own = item.flow.iter().map(|step| GuideStep::Own {
            name: step.step.clone(),
            by: step.by.clone(),
        });
        return own.collect();
    }
    let licence = item.is_licence();
    let mut steps = vec![
        GuideStep::Apply {
            materials: count(item.materials.len()),
        },
        GuideStep::Accept { licence },
    ];
    let procedures = item.special_procedures.iter().map(|special| GuideStep::Special {
        name: special.name.clone(),
        days: special.days,
        counts: special.counts_in_limit,
    });
    steps.extend(procedures);
    steps.push(GuideStep::Review {
        points: count(item.review_points.len()),
    });
    steps.push(GuideStep::Decide {
        days: item.promised_days,
        unit: item.day_unit.clone(),
    });
    steps.push(GuideStep::Deliver {
        result: item.result.clone(),
        licence,
    });
    steps
}

fn basis(item: &Item) -> Vec<GuideBasis> {
    let basis = item.legal_basis.iter().map(|basis| GuideBasis {
        law: basis.law.clone(),
        article: basis.article.clone(),
    });
    basis.collect()
}

fn special(item: &Item) -> Vec<GuideSpecial> {
    let special = item.special_procedures.iter().map(|special| GuideSpecial {
        name: special.name.clone(),
        days: special.days,
        counts_in_limit: special.counts_in_limit,
    });
    special.collect()
}

fn limit(days: u32, unit: &str) -> GuideLimit {
    GuideLimit {
        days,
        unit: unit.to_owned(),
    }
}

/// The form as it is laid out: groups in the order in which they come first.
fn groups(catalogue: &Catalogue, item: &Item) -> Vec<GuideGroup> {
    let mut groups: Vec<GuideGroup> = Vec::new();
    for field in &item.fields {
        let shown = show(catalogue, field);
        match groups.iter_mut().find(|group| group.name == field.group) {
            Some(group) => group.fields.push(shown),
            None => groups.push(GuideGroup {
                name: field.group.clone(),
                fields: vec![shown],
            }),
        }
    }
    groups
}

fn show(catalogue: &Catalogue, field: &FieldSpec) -> GuideField {
    let list = field
        .code_list
        .as_deref()
        .map_or(&[][..], |list| catalogue.codes.entries(list));
    let few = list.len() <= FEW_CHOICES
        && !field
            .code_list
            .as_deref()
            .is_some_and(|list| catalogue.codes.is_open(list));
    GuideField {
        label: field.label.clone(),
        required: field.required,
        required_when: field.required_when.clone(),
        sources: field
            .source_chain
            .iter()
            .map(|code| catalogue.sources.word(code).to_owned())
            .collect(),
        choices: match few {
            true => list.iter().map(|entry| entry.name.clone()).collect(),
            false => Vec::new(),
        },
        repeatable: field.repeatable,
        own_act: field.is_own_act(),
    }
}

fn unsaid(item: &Item) -> Vec<Unsaid> {
    let mut unsaid = Vec::new();
    let mut lacks = |what: Unsaid, lacks: bool| {
        if lacks {
            unsaid.push(what);
        }
    };
    lacks(Unsaid::Conditions, item.conditions.is_empty());
    lacks(Unsaid::Materials, item.materials.is_empty());
    let shows = |material: &MaterialSpec| {
        let said = |key: &str| material.rest.get(key).and_then(words).is_some();
        worded(&material.sample).is_some() || SAMPLES.iter().any(|key| said(key))
    };
    lacks(
        Unsaid::Samples,
        !item.materials.is_empty() && !item.materials.iter().any(shows),
    );
    lacks(
        Unsaid::Procedure,
        item.procedure_note
            .as_deref()
            .is_none_or(|note| note.trim().is_empty()),
    );
    lacks(Unsaid::Basis, item.legal_basis.is_empty());
    lacks(Unsaid::ResultValidity, said(item, "resultValidity").is_none());
    for (what, keys) in ELEMENTS {
        let asked = what != Unsaid::FeeBasis || item.charged;
        let own = what == Unsaid::Phone && worded(&item.consult_phone).is_some();
        lacks(
            what,
            asked && !own && !keys.iter().any(|key| said(item, key).is_some()),
        );
    }
    unsaid
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}
