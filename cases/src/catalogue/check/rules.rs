//! Expressions: a condition in words has one beside it, a review point says how it is judged, and each can come true.

use std::collections::BTreeMap;

use super::super::bundle::{Bundle, Bundles};
use super::super::element::CodeLists;
use super::super::item::{FieldSpec, Item, MaterialSpec};
use super::super::rule::{FactNames, Rule};
use super::super::situation;
use super::super::whens::Whens;
use super::fault::Fault;
use super::reach::can_hold;
use super::report::Report;

pub fn items(items: &[Item], codes: &CodeLists, report: &mut Report) {
    let report = report.of("items.json");
    for (at, item) in items.iter().enumerate() {
        let path = |rest: String| format!("[{at}].{rest}");
        for (m, material) in item.materials.iter().enumerate() {
            if material.condition.is_some() && material.when.is_none() {
                report.say(&path(format!("materials[{m}].condition")), &Fault::NoWhen);
            }
            let included = || {
                let mut answers = item.situations.iter().flat_map(|question| &question.answers);
                answers.any(|answer| answer.includes.contains(&material.id))
            };
            if material.necessity == "非必要"
                && material.condition.is_none()
                && material.when.is_none()
                && !included()
            {
                report.say(&path(format!("materials[{m}]")), &Fault::NeverAsked);
            }
        }
        for (f, field) in item.fields.iter().enumerate() {
            if field.required_when.is_some() && field.when.is_none() {
                report.say(&path(format!("fields[{f}].requiredWhen")), &Fault::NoWhen);
            }
        }
        for (p, point) in item.review_points.iter().enumerate() {
            let a_person = point.by_person.as_ref().is_some_and(|why| !why.trim().is_empty());
            if point.cel.is_none() && !a_person {
                report.say(&path(format!("reviewPoints[{p}]")), &Fault::NoJudgement);
            }
        }
        for (key, name) in FactNames::of(item).clashes() {
            if let Some(f) = item.fields.iter().position(|field| field.key == *key) {
                report.say(
                    &path(format!("fields[{f}].subject")),
                    &Fault::NameTaken(name.clone()),
                );
            }
        }
        reach(item, codes, &path, &|m| format!("materials[{m}].when"), report);
    }
}

/// What no situation can ask for, among what compiles.
fn reach(
    item: &Item,
    codes: &CodeLists,
    path: &dyn Fn(String) -> String,
    material_path: &dyn Fn(usize) -> String,
    report: &mut Report,
) {
    let never = |text: &Option<String>| {
        let rule = text.as_deref().and_then(|text| item.whens.rule(text));
        rule.is_some_and(|rule| !can_hold(rule, item, codes))
    };
    for (q, question) in item.situations.iter().enumerate() {
        if never(&question.when) {
            report.say(&path(format!("situations[{q}].when")), &Fault::Unreachable);
        }
    }
    for (m, material) in item.materials.iter().enumerate() {
        if never(&material.when) {
            report.say(&path(material_path(m)), &Fault::NeverAsked);
        }
    }
    for (f, field) in item.fields.iter().enumerate() {
        for (key, text) in [("when", &field.when), ("shownWhen", &field.shown_when)] {
            if never(text) {
                report.say(&path(format!("fields[{f}].{key}")), &Fault::NeverAsked);
            }
        }
    }
}

pub fn bundles(bundles: &Bundles, items: &[Item], codes: &CodeLists, report: &mut Report) {
    let report = report.of("bundles.json");
    let known: BTreeMap<&str, &Item> = items.iter().map(|item| (item.id.as_str(), item)).collect();
    for (at, bundle) in bundles.bundles.iter().enumerate() {
        let Some(mut whole) = as_item(bundle, &known) else {
            continue;
        };
        let path = |rest: String| format!("bundles[{at}].{rest}");
        for (m, member) in bundle.members.iter().enumerate() {
            if member.condition.is_some() && member.when.is_none() {
                report.say(&path(format!("members[{m}].condition")), &Fault::NoWhen);
            }
        }
        // Members stand where an item has its materials.
        let place = |below: String| path(below.replacen("materials[", "members[", 1));
        for (below, fault) in situation::check(&whole, codes) {
            report.add(&place(below), fault.trouble());
        }
        let (whens, wrong) = Whens::compile(&whole);
        whole.whens = whens;
        for (below, fault) in wrong {
            report.add(&place(below), fault.trouble());
        }
        let names = FactNames::of(&whole).with_questions(&whole.situations);
        for (q, question) in bundle.guide_questions.iter().enumerate() {
            if let Some(when) = &question.when
                && let Err(fault) = Rule::compile(when, &names)
            {
                report.add(&path(format!("guideQuestions[{q}].when")), fault.trouble());
            }
        }
        reach(&whole, codes, &path, &|m| format!("members[{m}].when"), report);
    }
}

/// The bundle as if it were one item: the fields of all members, each under whom it is in the bundle, and the members
/// themselves as what an answer can include. `None` when it has no item of this catalogue.
fn as_item(bundle: &Bundle, known: &BTreeMap<&str, &Item>) -> Option<Item> {
    let own = || {
        bundle
            .members
            .iter()
            .filter_map(|member| Some((member, *known.get(member.item_id.as_str())?)))
    };
    let (_, first) = own().next()?;
    let mut whole = first.clone();
    whole.id.clone_from(&bundle.id);
    whole.situations.clone_from(&bundle.situations);
    whole.review_points.clear();
    whole.fields = Vec::new();
    for (member, item) in own() {
        for field in &item.fields {
            let subject = member.subject_map.get(&field.subject).unwrap_or(&field.subject);
            let is_there =
                |other: &FieldSpec| other.subject == *subject && other.data_element == field.data_element;
            if !whole.fields.iter().any(is_there) {
                let mut field = field.clone();
                field.key = format!("{subject}/{}", field.data_element);
                field.subject.clone_from(subject);
                field.when = None;
                field.shown_when = None;
                whole.fields.push(field);
            }
        }
    }
    whole.materials = bundle
        .members
        .iter()
        .map(|member| MaterialSpec {
            id: member.item_id.clone(),
            name: member.name.clone(),
            source: String::new(),
            originals: 0,
            copies: 0,
            necessity: String::new(),
            tolerant_days: None,
            licence_type: None,
            licence_type_code: None,
            original_by_law: None,
            condition: member.condition.clone(),
            when: member.when.clone(),
            obtained_from: None,
            sample: None,
            accept_electronic: false,
            format: String::new(),
            rest: BTreeMap::new(),
        })
        .collect();
    Some(whole)
}
