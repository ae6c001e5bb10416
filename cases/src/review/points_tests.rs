//! Every review point of the demonstration catalogue: a rule that can hold and can fail, or a person's reason.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::{Date, date};

use super::points::{POINT_CURE, POINT_REFUSE, POINT_REMIND};
use super::tests::{complete, draft};
use super::{Finding, Level, Spot, run};
use crate::case::{Draft, told};
use crate::catalogue::rule::names::PartyFact;
use crate::catalogue::rule::{FactNames, Facts, MOST_STEPS, Rule, RuleText, Source};
use crate::catalogue::tests::{demonstration, files};
use crate::catalogue::{Catalogue, FieldSpec, FieldType, Item, check};
use crate::form::value::holds_many;
use crate::form::{Candidate, Cell, Provenance, SourceKind, Value};
use crate::material::{Held, Slot};

const TODAY: Date = date(2026, 9, 28);
/// Cases tried for one clause.
const TRIES: u64 = 6_000;

/// A sequence that looks like chance and is the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, many: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % many as u64).unwrap_or(0)
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

fn from(kind: SourceKind) -> Provenance {
    Provenance {
        kind,
        label: String::new(),
        provider: String::new(),
        dataset: None,
        record_id: None,
        as_of: None,
        grant: None,
        base: None,
        consent: None,
        earlier: None,
        raw: None,
        at: Timestamp::UNIX_EPOCH,
    }
}

fn candidate(value: Value, kind: SourceKind) -> Candidate {
    Candidate {
        value,
        from: from(kind),
    }
}

/// Words in quotes of a rule: what it compares with.
fn quoted(expr: &str) -> Vec<String> {
    expr.split('\'').skip(1).step_by(2).map(str::to_owned).collect()
}

fn one(catalogue: &Catalogue, field: &FieldSpec, expr: &str, dice: &mut Dice) -> String {
    let text = |all: &[&str], dice: &mut Dice| (*dice.of(all)).to_owned();
    match field.kind {
        FieldType::Number | FieldType::Money => text(
            &[
                "0", "0.04", "0.08", "1", "2", "3", "12", "33.33", "33.34", "50", "60", "100", "180", "240",
                "300", "500",
            ],
            dice,
        ),
        FieldType::Date => text(
            &[
                "1950-01-01",
                "1961-05-01",
                "1990-01-01",
                "2004-06-01",
                "2008-01-01",
                "2020-05-05",
                "2026-09-01",
                "2026-09-28",
                "2027-01-01",
                "2031-09-28",
                "2040-01-01",
                "长期",
            ],
            dice,
        ),
        FieldType::Month => text(&["2010-01", "2020-05", "2026-09", "2026-12", "2041-01"], dice),
        FieldType::Datetime => text(&["2026-09-01T08:00", "2026-09-02T08:00"], dice),
        FieldType::Bool => text(&["是", "否"], dice),
        FieldType::IdNumber => text(
            &["350199198506152022", "350199198506152023", "11010519491231002X"],
            dice,
        ),
        FieldType::Uscc => text(&["91350199MA8DEM0183", "91350199MA8DEM0184"], dice),
        _ => {
            let mut all = quoted(expr);
            if let Some(list) = &field.code_list {
                all.extend(
                    catalogue
                        .codes
                        .entries(list)
                        .iter()
                        .map(|entry| entry.code.clone()),
                );
            }
            all.extend(
                [
                    "示范区政务路1号",
                    "示范区滨江路2号",
                    "陈静怡",
                    "林思远",
                    "A chapter",
                    "V123456789",
                    "高级会计师",
                ]
                .map(str::to_owned),
            );
            all.push("长".repeat(30));
            dice.of(&all).clone()
        }
    }
}

fn value(catalogue: &Catalogue, field: &FieldSpec, expr: &str, dice: &mut Dice) -> Value {
    if holds_many(field) {
        let many = *dice.of(&[1, 1, 2, 3, 3, 51]);
        return Value::Many((0..many).map(|_| one(catalogue, field, expr, dice)).collect());
    }
    let text = one(catalogue, field, expr, dice);
    match field.kind {
        FieldType::Bool => Value::Flag(text == "是"),
        _ => Value::Text(text),
    }
}

/// A case in which the facts that a rule names are anything.
fn any_case(catalogue: &Catalogue, item: &Item, rule: &Rule, expr: &str, dice: &mut Dice) -> Draft {
    let mut case = draft(catalogue, &item.id);
    for (_, source, _) in rule.facts() {
        match source {
            Source::Field(key) | Source::Shared(key) => {
                let field = item.field(key).expect("field");
                let cell = case.form.entry(key.clone()).or_default();
                let value = value(catalogue, field, expr, dice);
                if matches!(source, Source::Shared(_)) {
                    cell.offered = vec![candidate(value, SourceKind::Registry)];
                } else if dice.below(8) > 0 {
                    cell.held = Some(candidate(value, SourceKind::Typed));
                }
            }
            Source::Party(PartyFact::AsAgent) => case.party.as_agent = dice.below(2) == 0,
            Source::Party(_) | Source::Today | Source::Answer(_) => {}
        }
    }
    let form_digest = case.form_digest();
    case.slots = item
        .materials
        .iter()
        .map(|material| {
            let held = if material.is_generated() {
                Held::Generated {
                    form_digest: form_digest.clone(),
                    pages: 1,
                    signed_copies: u32::from(dice.below(2) == 0),
                    signature: None,
                }
            } else {
                Held::Paper {
                    originals: u32::from(dice.below(2) == 0),
                    copies: 0,
                    pages: 1,
                    kept: true,
                }
            };
            Slot {
                held: Some(held),
                ..Slot::empty(material)
            }
        })
        .collect();
    case
}

#[test]
fn every_point_is_judged_by_a_rule_or_says_why_only_a_person_can() {
    let catalogue = demonstration();
    assert_eq!(check(&files()).faults, []);
    let points: Vec<_> = catalogue
        .items
        .iter()
        .flat_map(|item| &item.review_points)
        .collect();
    assert_eq!(points.len(), 157);
    for point in &points {
        if let Some(rule) = &point.judged {
            assert!(rule.cost() <= MOST_STEPS, "{}", point.id);
        }
        if let Some(why) = &point.by_person {
            assert!(why.ends_with('。') && why.chars().count() <= 80, "{}", point.id);
        }
        assert!(
            ["补正", "不予受理", "提示"].contains(&point.on_fail.as_str()),
            "{}",
            point.id
        );
    }
}

/// No clause says nothing: each is true of some case and false of another.
#[test]
fn every_clause_can_hold_and_can_fail() {
    let catalogue = demonstration();
    for item in &catalogue.items {
        let names = FactNames::of(item);
        for point in &item.review_points {
            let exprs: Vec<&str> = match &point.cel {
                None => continue,
                Some(RuleText::One(expr)) => vec![expr],
                Some(RuleText::Clauses(all)) => all.iter().map(|clause| clause.expr.as_str()).collect(),
            };
            for expr in exprs {
                let rule = Rule::compile(expr, &names).expect(expr);
                let mut dice = Dice(7);
                let mut seen = BTreeSet::new();
                for _ in 0..TRIES {
                    let case = any_case(catalogue, item, &rule, expr, &mut dice);
                    seen.extend(rule.holds(&Facts::of(&case, TODAY)));
                    if seen.len() == 2 {
                        break;
                    }
                }
                assert_eq!(seen, BTreeSet::from([false, true]), "{}: {expr}", point.id);
            }
        }
    }
}

#[test]
fn an_empty_case_has_no_finding_of_any_point_but_what_asks_whether_something_is_there() {
    let catalogue = demonstration();
    for item in &catalogue.items {
        let case = draft(catalogue, &item.id);
        let found = run(item, &catalogue.rules, &catalogue.codes, &case, TODAY);
        let points: Vec<&Finding> = found.iter().filter(|one| is_of_point(one)).collect();
        assert!(points.is_empty(), "{}: {points:?}", item.id);
    }
}

fn is_of_point(finding: &Finding) -> bool {
    [POINT_CURE, POINT_REFUSE, POINT_REMIND].contains(&finding.trouble.code.as_str())
}

#[track_caller]
fn put(case: &mut Draft, key: &str, value: &str) {
    let held = Some(candidate(Value::Text(value.to_owned()), SourceKind::Typed));
    case.form.entry(key.to_owned()).or_default().held = held;
}

fn found(item: &Item, case: &Draft) -> Vec<Finding> {
    let catalogue = demonstration();
    run(item, &catalogue.rules, &catalogue.codes, case, TODAY)
        .into_iter()
        .filter(is_of_point)
        .collect()
}

#[test]
fn a_false_point_blocks_at_its_field_and_says_what_it_saw() {
    let catalogue = demonstration();
    let item = catalogue.item("gjj-employer-register").expect("item");
    let mut case = complete(catalogue, &item.id);
    put(&mut case, "enterpriseFundRatioUnit", "0.08");
    put(&mut case, "enterpriseFundRatioPerson", "0.2");
    put(&mut case, "enterpriseStatus", "4");
    let found = found(item, &case);
    let person = found
        .iter()
        .find(|one| one.spot == Spot::Field("enterpriseFundRatioPerson".into()))
        .expect("the ratio");
    assert_eq!(
        (person.level, person.trouble.code.as_str()),
        (Level::Block, POINT_CURE)
    );
    assert_eq!(
        person.trouble.zh,
        "须补正：个人缴存比例不在5%至12%之间（现为：个人缴存比例 0.2）"
    );
    let status = found
        .iter()
        .find(|one| one.spot == Spot::Field("enterpriseStatus".into()))
        .expect("the status");
    assert_eq!(
        (status.level, status.trouble.code.as_str()),
        (Level::Block, POINT_REFUSE)
    );
    assert!(
        status.trouble.zh.contains("现为：登记状态 注销"),
        "{}",
        status.trouble.zh
    );
    assert!(
        !found
            .iter()
            .any(|one| one.spot == Spot::Field("enterpriseFundRatioUnit".into()))
    );
}

/// 不予受理 is an outcome of its own: no notice to supplement lists it, and none is held back by it.
#[test]
fn what_can_only_be_refused_is_no_demand() {
    let catalogue = demonstration();
    let item = catalogue.item("gjj-employer-register").expect("item");
    let mut case = complete(catalogue, &item.id);
    put(&mut case, "enterpriseFundRatioUnit", "0.2");
    put(&mut case, "enterpriseStatus", "4");
    let findings = run(item, &catalogue.rules, &catalogue.codes, &case, TODAY);
    let demands = told::demands(item, &catalogue.rules, &findings);
    let at = |key: &str| {
        demands
            .iter()
            .any(|one| one.spot == Some(Spot::Field(key.into())))
    };
    assert!(at("enterpriseFundRatioUnit") && !at("enterpriseStatus"));
    assert_eq!(told::left_out(&findings, &demands), []);
}

fn is_telling(field: &FieldSpec) -> bool {
    let personal = field.sensitivity.to_lowercase().contains("personal");
    personal
        && !matches!(
            field.kind,
            FieldType::Bool | FieldType::Enum | FieldType::Number | FieldType::Multi
        )
}

#[test]
fn sentences_tell_nobody_s_name_number_or_address() {
    let catalogue = demonstration();
    for item in &catalogue.items {
        for point in &item.review_points {
            let Some(rule) = &point.judged else { continue };
            let mut dice = Dice(11);
            for _ in 0..40 {
                let case = any_case(catalogue, item, rule, "", &mut dice);
                for finding in found(item, &case) {
                    let said = &finding.trouble.zh;
                    for field in item.fields.iter().filter(|field| is_telling(field)) {
                        let Some(raw) = case.form.get(&field.key).and_then(Cell::text) else {
                            continue;
                        };
                        let told = format!("{} {raw}", field.label);
                        assert!(!said.contains(&told), "{}: {said}", point.id);
                    }
                }
            }
        }
    }
}

#[test]
fn a_point_whose_rule_is_wrong_is_a_fault_of_the_edition() {
    let mut broken: serde_json::Value = serde_json::from_str(&files().items).expect("json");
    broken[0]["reviewPoints"][0]["cel"] = "size(reg.partner.name) > 0".into();
    broken[0]["reviewPoints"][6]["cel"][1]["expr"] = "legalRep.name".into();
    let faults = Catalogue::load(crate::catalogue::CatalogueFiles {
        items: broken.to_string(),
        ..files()
    })
    .expect_err("broken");
    let told: Vec<(&str, &str)> = faults
        .iter()
        .map(|fault| (fault.path.as_str(), fault.trouble.code.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("[0].reviewPoints[0].cel", "YC-1342"),
            ("[0].reviewPoints[6].cel[1].expr", "YC-1344"),
        ]
    );
    let mut silent: serde_json::Value = serde_json::from_str(&files().items).expect("json");
    silent[0]["reviewPoints"][4]["byPerson"] = " ".into();
    let faults = check(&crate::catalogue::CatalogueFiles {
        items: silent.to_string(),
        ..files()
    })
    .faults;
    assert_eq!(faults.len(), 1);
    assert_eq!(
        (faults[0].path.as_str(), faults[0].trouble.code.as_str()),
        ("[0].reviewPoints[4]", "YC-1348")
    );
}

/// 国务院关于渐进式延迟法定退休年龄的办法, annexes 1 and 3: born, sex, first month of retirement.
#[test]
fn the_retirement_age_rises_by_the_tables_of_the_state_council() {
    let item = demonstration().item("rs-retire").expect("item");
    for (born, sex, first) in [
        ("1964-12-31", "1", "2024-12"),
        ("1965-01-10", "1", "2025-02"),
        ("1965-04-30", "1", "2025-05"),
        ("1965-05-01", "1", "2025-07"),
        ("1976-08-15", "1", "2039-07"),
        ("1976-09-15", "1", "2039-09"),
        ("1990-03-07", "1", "2053-03"),
        ("1975-01-01", "2", "2025-02"),
        ("1975-03-01", "2", "2025-05"),
        ("1984-11-01", "2", "2039-11"),
    ] {
        let mut case = complete(demonstration(), "rs-retire");
        put(&mut case, "insuredBirthDate", born);
        put(&mut case, "insuredSex", sex);
        let early = |month: &str| {
            let mut case = case.clone();
            put(&mut case, "insuredRetireDate", month);
            let spot = Spot::Field("insuredRetireDate".into());
            found(item, &case).iter().any(|one| one.spot == spot)
        };
        let month: Date = format!("{first}-01").parse().expect("month");
        let before = month
            .saturating_sub(jiff::Span::new().months(1))
            .strftime("%Y-%m")
            .to_string();
        assert!(!early(first), "{born} {sex}: {first}");
        assert!(early(&before), "{born} {sex}: {before}");
    }
}
