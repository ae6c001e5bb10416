//! Values, merging and what a person decides.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use serde_json::json;

use super::cell::{Candidate, Cell, Form};
use super::merge::{Offered, choose, offer, type_in};
use super::provenance::{Provenance, SourceKind};
use super::rows::{aligned, choose_rows};
use super::value::{Value, read};
use crate::catalogue::tests::demonstration;
use crate::catalogue::{FieldSpec, FieldType, Item};
use crate::error::Trouble;

const TODAY: Date = date(2026, 9, 28);

pub(crate) fn field(kind: &str, extra: serde_json::Value) -> FieldSpec {
    let mut spec = json!({
        "key": "f", "label": "一项", "subject": "applicant", "dataElement": "person.name",
        "fact": "applicant/person.name", "group": "申请人信息", "type": kind, "required": true,
        "source": "人口库", "sourceCode": "population",
        "sourceChain": ["population", "eLicence", "history", "manual"]
    });
    for (key, value) in extra.as_object().expect("object") {
        spec[key] = value.clone();
    }
    serde_json::from_value(spec).expect("field")
}

fn check(kind: &str, extra: serde_json::Value, given: serde_json::Value, expected: Result<Value, &str>) {
    let got = read(&field(kind, extra), &given, &demonstration().codes, None, TODAY)
        .map_err(|fault| Trouble::from(fault).code);
    assert_eq!(got, expected.map_err(str::to_owned), "{kind} {given}");
}

fn text(text: &str) -> Result<Value, &'static str> {
    Ok(Value::Text(text.to_owned()))
}

#[test]
fn values_are_read_into_normal_form_or_refused_with_a_code() {
    check("text", json!({"maxLength": 3}), json!(" 张三丰 "), text("张三丰"));
    check(
        "text",
        json!({"maxLength": 3}),
        json!("买买提·吐"),
        Err("YC-1202"),
    );
    check("text", json!({"maxLength": 3}), json!("𠮷𠮷𠮷"), text("𠮷𠮷𠮷"));
    check("text", json!({}), json!("a\u{0}b"), Err("YC-1201"));
    check("date", json!({}), json!("2026年9月28日"), text("2026-09-28"));
    check("date", json!({}), json!("20260928"), text("2026-09-28"));
    check(
        "date",
        json!({}),
        json!("２０２６－０９－２８"),
        text("2026-09-28"),
    );
    check("date", json!({}), json!("2026-02-30"), Err("YC-1201"));
    check("date", json!({}), json!("长期"), text("长期"));
    check("month", json!({}), json!("2026/09"), text("2026-09"));
    check(
        "datetime",
        json!({}),
        json!("2026-09-28 10:05"),
        text("2026-09-28T10:05"),
    );
    check("number", json!({}), json!(12.50), text("12.5"));
    check("money", json!({}), json!("1,200,000.00"), text("1200000"));
    check("number", json!({}), json!("一百"), Err("YC-1201"));
    check("number", json!({}), json!("1e9"), Err("YC-1201"));
    check("bool", json!({}), json!("是"), Ok(Value::Flag(true)));
    check("bool", json!({}), json!(false), Ok(Value::Flag(false)));
    check("phone", json!({}), json!("138-0000 1234"), text("13800001234"));
    check("phone", json!({}), json!("12"), Err("YC-1201"));
    check("email", json!({}), json!("a@b.cn"), text("a@b.cn"));
    check("email", json!({}), json!("a b@c"), Err("YC-1201"));
    check("region", json!({}), json!("350199"), text("350199"));
    check("enum", json!({"codeList": "sex"}), json!("男"), text("1"));
    check("enum", json!({"codeList": "sex"}), json!("1"), text("1"));
    check("enum", json!({"codeList": "sex"}), json!("七"), Err("YC-1203"));
    check(
        "enum",
        json!({"codeList": "industry"}),
        json!("6210"),
        text("6210"),
    );
    check(
        "idNumber",
        json!({}),
        json!("３５０１９９１９９００３０７００１１"),
        text("350199199003070011"),
    );
    check(
        "uscc",
        json!({}),
        json!("91350199ma8dem0183"),
        text("91350199MA8DEM0183"),
    );
    check(
        "multi",
        json!({"codeList": "sex"}),
        json!(["1", "女"]),
        Ok(Value::Many(vec!["1".into(), "2".into()])),
    );
    check(
        "text",
        json!({"repeatable": true}),
        json!("甲\n乙；丙"),
        Ok(Value::Many(vec!["甲".into(), "乙".into(), "丙".into()])),
    );
    check("text", json!({}), json!(["甲"]), Err("YC-1201"));
    check("text", json!({}), json!({"a": 1}), Err("YC-1201"));
    check(
        "bankAccount",
        json!({}),
        json!("6222 0000 1111 2222"),
        text("6222000011112222"),
    );
}

#[test]
fn a_wrong_identity_number_names_the_rule_that_failed() {
    let spec = field("idNumber", json!({}));
    let code = |given: &str| {
        read(&spec, &json!(given), &demonstration().codes, None, TODAY)
            .map_err(|fault| Trouble::from(fault).code)
            .expect_err("refused")
    };
    let length = code("35019919900307001");
    let check = code("350199199003070012");
    let day = code("35019919900231001X");
    assert!(length.starts_with("YC-11") && check.starts_with("YC-11") && day.starts_with("YC-11"));
    assert!(length != check && check != day && day != length);
}

fn from(kind: SourceKind, dataset: &str) -> Provenance {
    Provenance {
        kind,
        label: dataset.to_owned(),
        provider: dataset.to_owned(),
        dataset: Some(dataset.to_owned()),
        record_id: Some("r1".to_owned()),
        as_of: None,
        grant: Some("g1".to_owned()),
        base: None,
        consent: None,
        earlier: None,
        raw: None,
        at: Timestamp::UNIX_EPOCH,
    }
}

pub(super) fn candidate(value: &str, kind: SourceKind, dataset: &str) -> Candidate {
    Candidate {
        value: Value::Text(value.to_owned()),
        from: from(kind, dataset),
    }
}

#[test]
fn promise_05_equal_values_merge_and_the_better_source_is_named() {
    let spec = field("address", json!({}));
    let mut cell = Cell::default();
    let licence = candidate("示范区文昌路18号102室", SourceKind::Licence, "eLicence");
    let register = candidate("示范区文昌路１８号 102室", SourceKind::Registry, "population");
    assert_eq!(offer(&spec, &mut cell, licence), Offered::Filled);
    assert_eq!(offer(&spec, &mut cell, register), Offered::Agreed);
    assert_eq!(
        cell.held.as_ref().map(|held| held.from.label.as_str()),
        Some("population")
    );
    assert!(!cell.undecided);
    assert_eq!(cell.offered.len(), 2);
}

#[test]
fn promise_05_unequal_values_wait_for_a_person_and_the_choice_is_recorded() {
    let spec = field("address", json!({}));
    let mut cell = Cell::default();
    offer(
        &spec,
        &mut cell,
        candidate("文昌路18号102室", SourceKind::Registry, "population"),
    );
    assert_eq!(
        offer(
            &spec,
            &mut cell,
            candidate("文昌路18号102-1室", SourceKind::Licence, "eLicence")
        ),
        Offered::Conflict
    );
    assert!(!cell.is_filled());
    assert!(choose(&mut cell, 7, "0826", Timestamp::UNIX_EPOCH).is_none());
    choose(&mut cell, 1, "0826", Timestamp::UNIX_EPOCH).expect("an offer");
    assert!(cell.is_filled());
    assert_eq!(cell.text(), Some("文昌路18号102-1室"));
    assert_eq!(
        cell.decided.as_ref().map(|decision| decision.by.as_str()),
        Some("0826")
    );
    let late = offer(
        &spec,
        &mut cell,
        candidate("文昌路18号103室", SourceKind::History, "history"),
    );
    assert_eq!(
        late,
        Offered::Kept,
        "a later source does not reopen what a person decided"
    );
    assert_eq!(cell.text(), Some("文昌路18号102-1室"));
}

#[test]
fn promise_05_recognition_only_proposes() {
    let spec = field("text", json!({}));
    let mut cell = Cell::default();
    assert_eq!(
        offer(
            &spec,
            &mut cell,
            candidate("张三", SourceKind::Recognition, "ocr")
        ),
        Offered::Kept
    );
    assert!(!cell.is_filled());
    offer(
        &spec,
        &mut cell,
        candidate("李四", SourceKind::Registry, "population"),
    );
    assert_eq!(
        offer(
            &spec,
            &mut cell,
            candidate("张三", SourceKind::Recognition, "ocr")
        ),
        Offered::Kept
    );
    assert!(!cell.undecided);
    assert_eq!(cell.text(), Some("李四"));
}

#[test]
fn promise_05_a_person_takes_a_reading_where_nothing_is_confirmed() {
    use super::merge::{retract_derived, take_reading};
    let spec = field("text", json!({}));
    let at = Timestamp::UNIX_EPOCH;
    let take = |spec: &FieldSpec, cell: &mut Cell, text: &str, page: &str| {
        let mut one = candidate(text, SourceKind::Recognition, "ocr");
        one.from.record_id = Some(page.to_owned());
        take_reading(spec, cell, one.value, one.from, "0826", at)
    };
    let mut cell = Cell::default();
    assert!(take(&spec, &mut cell, "张三", "1"));
    assert_eq!(
        (cell.text(), cell.source()),
        (Some("张三"), Some(SourceKind::Recognition))
    );
    let decided = cell.decided.as_ref().unwrap();
    assert_eq!((decided.by.as_str(), decided.reason.as_str()), ("0826", "chosen"));
    // A source that answers later, and what follows from elsewhere, leave it.
    offer(
        &spec,
        &mut cell,
        candidate("李四", SourceKind::Registry, "population"),
    );
    offer(
        &spec,
        &mut cell,
        candidate("王五", SourceKind::Derived, "derived"),
    );
    retract_derived(&spec, &mut cell);
    assert_eq!(cell.text(), Some("张三"));
    // Another page is read otherwise: the first reading stays on record.
    assert!(take(&spec, &mut cell, "张山", "2"));
    assert_eq!((cell.text(), cell.replaced.len()), (Some("张山"), 1));

    for kind in [
        SourceKind::Registry,
        SourceKind::Licence,
        SourceKind::Card,
        SourceKind::History,
        SourceKind::Online,
        SourceKind::Guidance,
        SourceKind::Typed,
    ] {
        let mut cell = Cell {
            held: Some(candidate("李四", kind, "population")),
            ..Cell::default()
        };
        let before = cell.clone();
        assert!(!take(&spec, &mut cell, "张三", "1"), "{kind:?}");
        assert_eq!(cell, before);
    }
    let waits = Cell {
        undecided: true,
        ..Cell::default()
    };
    let rejected = Cell {
        rejected: Some("?".to_owned()),
        ..Cell::default()
    };
    for before in [waits, rejected] {
        let mut cell = before.clone();
        assert!(!take(&spec, &mut cell, "张三", "1"));
        assert_eq!(cell, before);
    }
    let own = field("bool", json!({ "subject": "apply" }));
    let mut cell = Cell::default();
    assert!(!take(&own, &mut cell, "是", "1"));
    assert!(!take(&spec, &mut cell, "", "1"));
    assert_eq!(cell, Cell::default());
}

#[test]
fn promise_05_typing_over_a_source_keeps_both_with_the_reason() {
    let spec = field("text", json!({}));
    let mut cell = Cell::default();
    offer(
        &spec,
        &mut cell,
        candidate("李四", SourceKind::Registry, "population"),
    );
    type_in(
        &spec,
        &mut cell,
        Value::Text("李肆".into()),
        "0826",
        Some("sourceWrong"),
        Timestamp::UNIX_EPOCH,
    );
    assert_eq!(cell.source(), Some(SourceKind::Typed));
    assert_eq!(cell.offered.len(), 1);
    assert_eq!(
        cell.decided.as_ref().map(|decision| decision.reason.as_str()),
        Some("sourceWrong")
    );
    type_in(
        &spec,
        &mut cell,
        Value::Text(" 李四".into()),
        "0826",
        None,
        Timestamp::UNIX_EPOCH,
    );
    assert_eq!(
        cell.source(),
        Some(SourceKind::Registry),
        "typing what the source says chooses the source"
    );
}

#[test]
fn a_repeated_answer_of_one_record_replaces_its_earlier_one() {
    let spec = field("text", json!({}));
    let mut cell = Cell::default();
    offer(
        &spec,
        &mut cell,
        candidate("李四", SourceKind::Registry, "population"),
    );
    offer(
        &spec,
        &mut cell,
        candidate("李四", SourceKind::Registry, "population"),
    );
    assert_eq!(cell.offered.len(), 1);
}

#[test]
fn promise_05_the_newest_record_of_one_source_goes_first() {
    let spec = field("text", json!({}));
    let mut cell = Cell::default();
    for (record, day, value) in [("r1", 1, "甲"), ("r2", 9, "乙"), ("r3", 5, "丙")] {
        let mut one = candidate(value, SourceKind::Registry, "population");
        one.from.record_id = Some(record.to_owned());
        one.from.as_of = Timestamp::from_second(day * 86_400).ok();
        offer(&spec, &mut cell, one);
    }
    let order: Vec<Option<&str>> = cell
        .offered
        .iter()
        .map(|one| one.from.record_id.as_deref())
        .collect();
    assert_eq!(order, [Some("r2"), Some("r3"), Some("r1")]);
    assert!(cell.undecided);
}

#[test]
fn promise_05_an_address_without_its_region_does_not_hide_that_two_others_differ() {
    let spec = field("address", json!({}));
    let mut cell = Cell::default();
    offer(
        &spec,
        &mut cell,
        candidate("政务路18号", SourceKind::Registry, "population"),
    );
    offer(
        &spec,
        &mut cell,
        candidate("示范区政务路18号", SourceKind::Licence, "eLicence"),
    );
    assert!(!cell.undecided);
    offer(
        &spec,
        &mut cell,
        candidate("鼓楼区政务路18号", SourceKind::History, "history"),
    );
    assert!(cell.undecided);
}

#[test]
fn promise_05_what_a_person_put_aside_stays_with_who_and_why() {
    let spec = field("text", json!({}));
    let mut cell = Cell::default();
    let at = Timestamp::UNIX_EPOCH;
    offer(
        &spec,
        &mut cell,
        candidate("李四", SourceKind::Registry, "population"),
    );
    type_in(
        &spec,
        &mut cell,
        Value::Text("李肆".into()),
        "0826",
        Some("byDocument"),
        at,
    );
    type_in(&spec, &mut cell, Value::Text("李泗".into()), "0827", None, at);
    type_in(&spec, &mut cell, Value::Text(String::new()), "0827", None, at);
    let kept: Vec<(&Value, &str, &str)> = cell
        .replaced
        .iter()
        .map(|one| (&one.was.value, one.by.as_str(), one.reason.as_str()))
        .collect();
    let text = |text: &str| Value::Text(text.to_owned());
    assert_eq!(
        kept,
        [
            (&text("李四"), "0826", "byDocument"),
            (&text("李肆"), "0827", "applicantStates"),
            (&text("李泗"), "0827", "cleared"),
        ]
    );
    let json = serde_json::to_string(&cell).expect("JSON");
    assert_eq!(serde_json::from_str::<Cell>(&json).expect("cell"), cell);
}

#[test]
fn a_text_that_could_not_stand_is_not_lost_when_a_source_answers() {
    let spec = field("text", json!({}));
    let mut cell = Cell {
        rejected: Some("买买提·吐".to_owned()),
        ..Cell::default()
    };
    let told = offer(
        &spec,
        &mut cell,
        candidate("李四", SourceKind::Registry, "population"),
    );
    assert_eq!(
        (told, cell.rejected.as_deref()),
        (Offered::Kept, Some("买买提·吐"))
    );
    choose(&mut cell, 0, "0826", Timestamp::UNIX_EPOCH).expect("an offer");
    assert_eq!(cell.text(), Some("李四"));
}

#[test]
fn thousands_of_records_of_one_source_are_one_conflict() {
    let spec = field("text", json!({}));
    let mut cell = Cell::default();
    for at in 0..3_000 {
        let mut one = candidate(&format!("值{at}"), SourceKind::Registry, "population");
        one.from.record_id = Some(at.to_string());
        offer(&spec, &mut cell, one);
    }
    assert!(cell.undecided);
    assert_eq!(cell.offered.len(), 3_000);
}

fn group() -> Item {
    let mut item = demonstration().item("scjg-company-setup").expect("item").clone();
    item.fields
        .retain(|field| field.data_element.starts_with("reg.shareholder."));
    item
}

pub(super) fn rows(all: &[&str]) -> Value {
    Value::Many(all.iter().map(|one| (*one).to_owned()).collect())
}

#[test]
fn a_group_is_decided_as_one() {
    let item = group();
    let by_element = |name: &str| {
        let element = format!("reg.shareholder.{name}");
        item.fields
            .iter()
            .find(|field| field.data_element == element)
            .expect("field")
    };
    let (name, address) = (by_element("name"), by_element("address"));
    let mut form = Form::new();
    for (dataset, names, homes) in [
        ("legalEntity", ["甲", "乙"], ["政务路1号", "政务路2号"]),
        ("population", ["乙", "甲"], ["政务路22号", "政务路11号"]),
    ] {
        for (field, all) in [(name, names), (address, homes)] {
            let mut one = candidate("", SourceKind::Registry, dataset);
            one.value = rows(&all);
            offer(field, form.entry(field.key.clone()).or_default(), one);
        }
    }
    assert!(form[&name.key].undecided && form[&address.key].undecided);
    let index = form[&name.key]
        .offered
        .iter()
        .position(|one| one.from.label == "legalEntity")
        .expect("offer");
    choose_rows(&item, &mut form, name, index, "0826", Timestamp::UNIX_EPOCH).expect("chosen");
    assert_eq!(form[&name.key].value(), Some(&rows(&["甲", "乙"])));
    assert_eq!(
        form[&address.key].value(),
        Some(&rows(&["政务路1号", "政务路2号"]))
    );
    assert!(!form[&address.key].undecided);
}

#[test]
pub(super) fn rows_of_another_answer_are_brought_into_the_order_of_those_that_stand() {
    let item = group();
    let name = item
        .fields
        .iter()
        .find(|field| field.data_element == "reg.shareholder.name")
        .expect("field");
    let subject = name.subject.as_str();
    let mut form = Form::new();
    let mut one = candidate("", SourceKind::Registry, "legalEntity");
    one.value = rows(&["甲", "乙"]);
    offer(name, form.entry(name.key.clone()).or_default(), one);
    let values = |names: serde_json::Value, homes: serde_json::Value| {
        std::collections::BTreeMap::from([
            ("reg.shareholder.name".to_owned(), names),
            ("reg.shareholder.address".to_owned(), homes),
        ])
    };
    let (placed, broken) = aligned(
        &item,
        &form,
        subject,
        &values(json!(["丙", "乙", "甲"]), json!(["3", null, "1"])),
    );
    assert_eq!(placed["reg.shareholder.name"], json!(["甲", "乙", "丙"]));
    assert_eq!(placed["reg.shareholder.address"], json!(["1", null, "3"]));
    assert!(broken.is_empty());
    // Columns of two lengths are no rows; a row that is there twice is left where it is.
    let (placed, broken) = aligned(&item, &form, subject, &values(json!(["甲", "乙"]), json!(["1"])));
    assert_eq!((placed.len(), broken.len()), (0, 2));
    let twice = values(json!(["乙", "甲", "甲"]), json!(["2", "1", "1"]));
    assert_eq!(aligned(&item, &form, subject, &twice).0, twice);
}

proptest! {
    #[test]
    fn reading_what_was_read_changes_nothing(given in "[0-9０-９,.]{1,12}") {
        let spec = field("number", json!({}));
        let codes = &crate::catalogue::CodeLists::default();
        if let Ok(Value::Text(first)) = read(&spec, &json!(given), codes, None, TODAY) {
            let again = read(&spec, &json!(first.clone()), codes, None, TODAY);
            prop_assert_eq!(again, Ok(Value::Text(first)));
        }
    }

    #[test]
    fn no_text_makes_reading_panic(given in "\\PC{0,40}", kind in 0usize..19) {
        const KINDS: [FieldType; 19] = [
            FieldType::Text, FieldType::Textarea, FieldType::Enum, FieldType::Multi, FieldType::Date,
            FieldType::Month, FieldType::Datetime, FieldType::Number, FieldType::Money, FieldType::Bool,
            FieldType::Phone, FieldType::Email, FieldType::Address, FieldType::Region, FieldType::IdNumber,
            FieldType::Uscc, FieldType::BankAccount, FieldType::Table, FieldType::Photo,
        ];
        let mut spec = field("text", json!({}));
        spec.kind = KINDS[kind];
        let _ = read(&spec, &json!(given), &crate::catalogue::CodeLists::default(), None, TODAY);
    }

    #[test]
    fn promise_05_what_stands_in_a_field_does_not_depend_on_the_order_of_answers(
        said in proptest::collection::vec((0usize..6, 0usize..5, 0i64..3), 0..6),
        swaps in proptest::collection::vec((0usize..6, 0usize..6), 0..8),
    ) {
        const SAID: [&str; 6] = ["政务路1号", "政务路１号", "福建省示范市示范区政务路1号", "鼓楼区政务路1号", "政务路2号", "政务路1-1号"];
        let all: Vec<Candidate> = said.iter().enumerate().map(|(at, (value, source, day))| {
            let (kind, dataset) = [
                (SourceKind::Registry, "population"), (SourceKind::Licence, "eLicence"), (SourceKind::History, "history"),
                (SourceKind::Recognition, "ocr"), (SourceKind::Derived, "derived"),
            ][*source];
            let mut one = candidate(SAID[*value], kind, dataset);
            one.from.record_id = Some(format!("r{at}"));
            one.from.as_of = Timestamp::from_second(day * 86_400).ok();
            one
        }).collect();
        let mut other = all.clone();
        for (a, b) in swaps {
            if a < other.len() && b < other.len() {
                other.swap(a, b);
            }
        }
        let spec = field("address", json!({}));
        let run = |order: &[Candidate]| {
            let mut cell = Cell::default();
            for one in order { offer(&spec, &mut cell, one.clone()); }
            cell
        };
        let cell = run(&all);
        prop_assert_eq!(&run(&other), &cell);
        // Nothing that was said is lost, and no word of it is changed.
        for one in &all {
            prop_assert!(cell.offered.contains(one));
        }
        prop_assert!(cell.held.as_ref().is_none_or(|held| held.from.kind != SourceKind::Recognition));
    }

    #[test]
    fn promise_05_values_that_differ_never_merge(a in 1u32..90, b in 1u32..90) {
        let spec = field("address", json!({}));
        let mut cell = Cell::default();
        offer(&spec, &mut cell, candidate(&format!("政务路{a}号"), SourceKind::Registry, "population"));
        offer(&spec, &mut cell, candidate(&format!("示范区政务路{b}号"), SourceKind::Licence, "eLicence"));
        prop_assert_eq!(cell.undecided, a != b);
    }
}
