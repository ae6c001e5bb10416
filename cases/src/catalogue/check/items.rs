//! Items: codes, limits, fields and materials against the data elements and code lists they name.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::super::element::DataElement;
use super::super::item::{FieldSpec, FieldType, Item, MaterialSpec};
use super::super::sources::Sources;
use super::fault::Fault;
use super::report::Report;
use crate::error::Trouble;
use crate::identity::Uscc;

/// 事项类型 of GB/T 39046 A.1.
const TYPES: [&str; 11] = ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "20"];
/// 办件类型: code and word.
const CASE_TYPES: [(&str, &str); 2] = [("1", "即办件"), ("2", "承诺件")];
const UNITS: [&str; 6] = ["工作日", "自然日", "日", "小时", "N", "H"];
const NECESSITIES: [&str; 3] = ["必要", "非必要", "容缺后补"];
const ON_FAIL: [&str; 3] = ["补正", "不予受理", "提示"];
/// Keys of an item that are kept as they come and read all the same: one of another kind would be passed over in
/// silence.
const BESIDE: [(&str, Beside); 5] = [
    ("baseCodeVerified", Beside::Flag),
    ("exerciseLevelCode", Beside::Text),
    ("fujianStar", Beside::Count),
    ("visitsToSite", Beside::Count),
    ("jointHandling", Beside::Flag),
];

#[derive(Clone, Copy)]
enum Beside {
    Flag,
    Text,
    Count,
}

impl Beside {
    /// What was expected, where the value is something else; nothing is said by `null`.
    fn lacks(self, value: &Json) -> Option<&'static str> {
        let (is, expected) = match self {
            Beside::Flag => (value.is_boolean(), "expected a boolean"),
            Beside::Text => (value.is_string(), "expected a string"),
            Beside::Count => (
                value.as_u64().is_some_and(|count| u32::try_from(count).is_ok()),
                "expected u32",
            ),
        };
        (!is && !value.is_null()).then_some(expected)
    }
}

/// What the items' texts point at.
pub struct Around<'a> {
    pub elements: &'a BTreeMap<String, DataElement>,
    /// None where they cannot be read: that is said, and nothing else of them.
    pub sources: Option<&'a Sources>,
}

pub fn check(items: &[Item], around: &Around<'_>, report: &mut Report) {
    let report = report.of("items.json");
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    let mut departments: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        let path = |rest: &str| format!("[{at}].{rest}");
        match codes.get(item.business_item_code.as_str()) {
            Some(first) => report.say(
                &path("businessItemCode"),
                &Fault::SameCode {
                    code: item.business_item_code.clone(),
                    other: format!("[{first}]"),
                },
            ),
            None => {
                codes.insert(&item.business_item_code, at);
            }
        }
        match departments.get(item.department_uscc.as_str()) {
            Some((first, name)) if *name != item.department => report.say(
                &path("department"),
                &Fault::TwoDepartments {
                    code: item.department_uscc.clone(),
                    other: format!("[{first}]"),
                },
            ),
            Some(_) => {}
            None => {
                departments.insert(&item.department_uscc, (at, &item.department));
            }
        }
        head(item, &path, report);
        for (f, field) in item.fields.iter().enumerate() {
            one_field(
                field,
                around,
                &|rest| format!("[{at}].fields[{f}].{rest}"),
                report,
            );
        }
        for (m, material) in item.materials.iter().enumerate() {
            one_material(material, &|rest| format!("[{at}].materials[{m}].{rest}"), report);
        }
        let mut points = Vec::new();
        for (p, point) in item.review_points.iter().enumerate() {
            let path = |rest: &str| format!("[{at}].reviewPoints[{p}].{rest}");
            if points.contains(&point.id.as_str()) {
                report.say(&path("id"), &Fault::Twice(point.id.clone()));
            }
            points.push(&point.id);
            if !ON_FAIL.contains(&point.on_fail.as_str()) {
                report.say(&path("onFail"), &Fault::OnFail(point.on_fail.clone()));
            }
        }
    }
}

fn head(item: &Item, path: &dyn Fn(&str) -> String, report: &mut Report) {
    for (key, what, text) in [
        ("id", "事项标识", &item.id),
        ("name", "事项名称", &item.name),
        ("department", "实施主体", &item.department),
        ("result", "办理结果", &item.result),
    ] {
        if text.trim().is_empty() {
            report.say(&path(key), &Fault::Empty(what));
        }
    }
    for (key, kind) in BESIDE {
        if let Some(expected) = item.rest.get(key).and_then(|value| kind.lacks(value)) {
            report.say(&path(key), &Fault::Unreadable(expected.to_owned()));
        }
    }
    if let Err(wrong) = Uscc::parse(&item.department_uscc) {
        report.say(
            &path("departmentUscc"),
            &Fault::CreditCode(Trouble::from(wrong).zh),
        );
    }
    let level = item
        .rest
        .get("exerciseLevelCode")
        .and_then(|level| level.as_str());
    if let Some(level) = level {
        let want = format!("{}{level}{}", item.department_uscc, item.base_code);
        if item.implementation_code.len() == 31 && item.implementation_code != want {
            report.say(&path("implementationCode"), &Fault::ImplementationCode { want });
        }
    }
    let own = item
        .business_item_code
        .strip_prefix(item.implementation_code.as_str());
    if item.business_item_code.len() == 33
        && !own.is_some_and(|own| own.bytes().all(|digit| digit.is_ascii_digit()))
    {
        report.say(&path("businessItemCode"), &Fault::BusinessItemCode);
    }
    if !TYPES.contains(&item.item_type_code.as_str()) {
        report.say(
            &path("itemTypeCode"),
            &Fault::ItemType(item.item_type_code.clone()),
        );
    }
    if !CASE_TYPES.contains(&(item.case_type_code.as_str(), item.case_type.as_str())) {
        report.say(&path("caseTypeCode"), &Fault::CaseType);
    }
    if item.case_type_code == "1" && item.promised_days > 0 {
        report.say(
            &path("promisedDays"),
            &Fault::OnTheSpot {
                days: item.promised_days,
            },
        );
    }
    for (key, unit) in [
        ("dayUnit", &item.day_unit),
        ("statutoryDayUnit", &item.statutory_day_unit),
    ] {
        if !UNITS.contains(&unit.as_str()) {
            report.say(&path(key), &Fault::DayUnit(unit.clone()));
        }
    }
}

fn one_field(field: &FieldSpec, around: &Around<'_>, path: &dyn Fn(&str) -> String, report: &mut Report) {
    for (key, what, text) in [
        ("key", "字段标识", &field.key),
        ("label", "字段名称", &field.label),
    ] {
        if text.trim().is_empty() {
            report.say(&path(key), &Fault::Empty(what));
        }
    }
    if let Some(element) = around.elements.get(&field.data_element) {
        for (key, what, same) in [
            ("type", "类型", field.kind == element.kind),
            ("codeList", "代码表", field.code_list == element.code_list),
            ("maxLength", "长度", field.max_length == element.max_length),
        ] {
            if !same {
                let element = element.id.clone();
                report.say(&path(key), &Fault::OtherThanElement { what, element });
            }
        }
    }
    if matches!(field.kind, FieldType::Enum | FieldType::Multi) && field.code_list.is_none() {
        report.say(&path("codeList"), &Fault::ChoiceOfNothing);
    }
    let want = format!("{}/{}", field.subject, field.data_element);
    if field.fact != want {
        report.say(&path("fact"), &Fault::FactName { want });
    }
    for (at, code) in field.source_chain.iter().enumerate() {
        if around.sources.is_some_and(|sources| !sources.is_known(code)) {
            report.say(&path(&format!("sourceChain[{at}]")), &Fault::Source(code.clone()));
        }
    }
    if field.source_chain.first() != Some(&field.source_code) {
        report.say(&path("sourceCode"), &Fault::FirstSource);
    }
}

fn one_material(material: &MaterialSpec, path: &dyn Fn(&str) -> String, report: &mut Report) {
    if material.name.trim().is_empty() {
        report.say(&path("name"), &Fault::Empty("材料名称"));
    }
    if !NECESSITIES.contains(&material.necessity.as_str()) {
        report.say(&path("necessity"), &Fault::Necessity(material.necessity.clone()));
    }
    if (material.necessity == "容缺后补") != material.tolerant_days.is_some() {
        report.say(&path("tolerantDays"), &Fault::Tolerance);
    }
    let is_licence = material.source == "电子证照";
    if is_licence && material.licence_type.is_none() && material.licence_type_code.is_none() {
        report.say(&path("licenceType"), &Fault::LicenceType);
    }
    if let Some(code) = &material.licence_type_code
        && let Err(why) = licence_code(code)
    {
        report.say(&path("licenceTypeCode"), &Fault::LicenceCode(why));
    }
}

/// 证照类型代码 (GB/T 36903): the issuing authority's credit code and three characters.
fn licence_code(code: &str) -> Result<(), String> {
    let length = code.chars().count();
    if length != 21 || !code.is_ascii() {
        return Err(format!("应为 21 位，这里是 {length} 位"));
    }
    match Uscc::parse(&code[..18]) {
        Ok(_) => Ok(()),
        Err(wrong) => Err(Trouble::from(wrong).zh),
    }
}
