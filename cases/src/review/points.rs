//! Review points (审查要点) as far as a rule of the catalogue judges them.

use crate::case::situation::Situated;
use crate::catalogue::rule::{Failed, Seen, Source, Verdict};
use crate::catalogue::{CodeLists, FieldSpec, FieldType, Item, ReviewPoint};
use crate::error::Trouble;
use crate::form::Value;
use crate::form::masking::{is_sensitive, mask_of};
use crate::identity::mask::{MaskKind, mask};

use super::{Finding, Level, Spot};

/// 补正: a review point does not hold and can be cured.
pub const POINT_CURE: &str = "YC-1413";
/// 不予受理: a review point does not hold, and the case cannot be accepted as it is.
pub const POINT_REFUSE: &str = "YC-1414";
/// 提示: a review point does not hold; acceptance goes on.
pub const POINT_REMIND: &str = "YC-1415";

/// Entries of a list that a sentence tells.
const TOLD: usize = 5;

/// One finding for each clause that is false. What is not filled in makes none, nor does a field that is not on the
/// form.
pub(super) fn judge(item: &Item, codes: &CodeLists, here: &Situated<'_>) -> Vec<Finding> {
    let facts = here.facts();
    let mut findings = Vec::new();
    for point in &item.review_points {
        let Some(rule) = &point.judged else { continue };
        if let Verdict::Fails(failed) = rule.judge(&facts) {
            let found = failed.iter().map(|one| finding(item, codes, point, one));
            findings.extend(found.filter(|one| match &one.spot {
                Spot::Field(key) => item.field(key).is_some_and(|field| here.shows(field)),
                Spot::Material(_) | Spot::Subject(_) | Spot::Question(_) | Spot::Party => true,
            }));
        }
    }
    findings
}

fn finding(item: &Item, codes: &CodeLists, point: &ReviewPoint, failed: &Failed) -> Finding {
    let text = failed.text.as_deref().unwrap_or(&point.text);
    let seen = failed
        .seen
        .iter()
        .filter_map(|seen| words(item, codes, seen))
        .collect::<Vec<_>>();
    let seen = if seen.is_empty() {
        String::new()
    } else {
        format!("（现为：{}）", seen.join("；"))
    };
    let (level, code, zh, en) = match point.on_fail.as_str() {
        "提示" => (
            Level::Remind,
            POINT_REMIND,
            format!("提示：{text}{seen}"),
            "a review point does not hold; take note",
        ),
        "不予受理" => (
            Level::Block,
            POINT_REFUSE,
            format!("不符合受理条件：{text}{seen}。内容无误的，应作不予受理"),
            "a review point does not hold: if what was given is right, the case is to be refused",
        ),
        _ => (
            Level::Block,
            POINT_CURE,
            format!("须补正：{text}{seen}"),
            "a review point does not hold: to be supplemented",
        ),
    };
    Finding {
        level,
        spot: spot(failed),
        trouble: Trouble::new(code, zh, format!("{en} ({})", point.id)),
    }
}

/// The first field that the clause names; a material or the party where it names none.
fn spot(failed: &Failed) -> Spot {
    let field = failed.seen.iter().find_map(|seen| match &seen.source {
        Source::Field(key) | Source::Shared(key) => Some(Spot::Field(key.clone())),
        Source::Today | Source::Party(_) | Source::Answer(_) => None,
    });
    let material = || failed.materials.first().map(|id| Spot::Material(id.clone()));
    field.or_else(material).unwrap_or(Spot::Party)
}

fn words(item: &Item, codes: &CodeLists, seen: &Seen) -> Option<String> {
    let (key, whose) = match &seen.source {
        Source::Field(key) => (key, ""),
        Source::Shared(key) => (key, "（共享数据）"),
        Source::Today | Source::Party(_) | Source::Answer(_) => return None,
    };
    let field = item.field(key)?;
    let said = match &seen.value {
        Some(value) => shown(field, codes, value),
        None => "未填".to_owned(),
    };
    Some(format!("{}{whose} {said}", field.label))
}

/// A value as a sentence may carry it: masked as the form masks it, and whatever else tells of a person as well,
/// because sentences are logged.
fn shown(field: &FieldSpec, codes: &CodeLists, value: &Value) -> String {
    let Value::Many(all) = value else {
        return one(field, codes, value);
    };
    let mut told: Vec<String> = all
        .iter()
        .take(TOLD)
        .map(|text| one(field, codes, &Value::Text(text.clone())))
        .collect();
    if all.len() > TOLD {
        told.push(format!("等 {} 项", all.len()));
    }
    told.join("、")
}

fn one(field: &FieldSpec, codes: &CodeLists, value: &Value) -> String {
    let (Value::Text(text), false) = (value, is_plain(field)) else {
        return value.words(field, codes);
    };
    if is_sensitive(field) {
        return mask_of(field, text);
    }
    match field.kind {
        FieldType::Text | FieldType::Textarea | FieldType::Table => mask(MaskKind::Name, text),
        FieldType::Address => mask(MaskKind::Address, text),
        FieldType::Email => mask(MaskKind::Email, text),
        FieldType::Phone => mask(MaskKind::Phone, text),
        FieldType::Date | FieldType::Month | FieldType::Datetime => mask(MaskKind::Date, text),
        FieldType::Enum
        | FieldType::Multi
        | FieldType::Number
        | FieldType::Money
        | FieldType::Bool
        | FieldType::Region
        | FieldType::IdNumber
        | FieldType::Uscc
        | FieldType::BankAccount
        | FieldType::Photo => mask(MaskKind::Secret, text),
    }
}

/// Whether the value says nothing of a person, or no more than a count or a choice says.
fn is_plain(field: &FieldSpec) -> bool {
    match field.sensitivity.as_str() {
        "sensitivePersonal" => false,
        "personal" => matches!(
            field.kind,
            FieldType::Number | FieldType::Enum | FieldType::Multi | FieldType::Bool
        ),
        _ => !is_sensitive(field),
    }
}
