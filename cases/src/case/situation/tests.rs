//! An item, what was answered, what follows.

use std::collections::BTreeSet;

use jiff::civil::date;
use serde_json::{Value as Json, json};

use super::*;
use crate::case::party::Person;
use crate::catalogue::Catalogue;
use crate::catalogue::rule::{FactNames, Rule};
use crate::catalogue::tests::{demonstration, files};
use crate::form::{Candidate, Provenance, SourceKind};
use crate::material::Slot;

const TODAY: Date = date(2026, 9, 28);
const BY: Answerer<'static> = Answerer {
    clerk: "0826",
    at: Timestamp::UNIX_EPOCH,
};

fn draft(item: &Item) -> Draft {
    let mut draft = Draft::nobody();
    draft.item.clone_from(&item.id);
    draft.party.person = Person {
        name: "陈静怡".into(),
        id_type: "111".into(),
        id_number: "350199198506152022".into(),
        verified: None,
    };
    draft.slots = item.materials.iter().map(Slot::empty).collect();
    draft
}

fn item(id: &str) -> &'static Item {
    demonstration().item(id).expect("item")
}

/// The demonstration catalogue with one item changed.
fn changed(id: &str, change: impl FnOnce(&mut Json)) -> Catalogue {
    let mut items: Json = serde_json::from_str(&files().items).expect("json");
    let item = items
        .as_array_mut()
        .expect("items")
        .iter_mut()
        .find(|item| item["id"] == id);
    change(item.expect("item"));
    let mut files = files();
    files.items = items.to_string();
    Catalogue::load(files).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn answer(draft: &mut Draft, item: &Item, id: &str, codes: &[&str]) {
    let codes: Vec<String> = codes.iter().map(|code| (*code).to_owned()).collect();
    draft.answer(item, id, &codes, BY, TODAY).expect("taken");
}

fn type_in(draft: &mut Draft, key: &str, value: Value) {
    let item = item(&draft.item);
    let field = item.field(key).expect("field");
    let cell = draft.form.entry(key.to_owned()).or_default();
    merge::type_in(field, cell, value, "0826", None, Timestamp::UNIX_EPOCH);
}

fn asked(draft: &Draft, item: &Item) -> Vec<(String, Vec<String>)> {
    let all = draft.situated(item, TODAY).questions;
    let words = |asked: Asked<'_>| {
        let chosen = asked.chosen.iter().map(|code| (*code).to_owned());
        (asked.id.to_owned(), chosen.collect())
    };
    all.into_iter().map(words).collect()
}

/// Materials by the last two digits of their ids: what applies, what does not; what is open is in neither.
fn materials(draft: &Draft, item: &Item) -> (String, String) {
    let here = draft.situated(item, TODAY);
    let with = |wanted: bool| {
        let all = item.materials.iter();
        let all = all.filter(|material| here.applies(material) == Some(wanted));
        all.map(|material| &material.id[material.id.len() - 2..])
            .collect::<Vec<_>>()
            .join(" ")
    };
    (with(true), with(false))
}

fn shows(draft: &Draft, item: &Item, key: &str) -> bool {
    draft.situated(item, TODAY).shows(item.field(key).expect("field"))
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

#[test]
fn an_answer_and_its_field_are_one_fact_with_its_source() {
    let item = item("scjg-food-licence");
    let mut draft = draft(item);
    answer(&mut draft, item, "format", &["catering"]);
    let cell = &draft.form["foodMainFormat"];
    assert_eq!(cell.text(), Some("餐饮服务经营者"));
    let from = &cell.held.as_ref().expect("held").from;
    assert_eq!((from.kind, from.label.as_str()), (SourceKind::Guidance, "引导"));
    assert!(draft.answers.is_empty(), "it stands in the form alone");
    // The other way round: what stands in the form is not asked again.
    type_in(&mut draft, "foodMainFormat", text("集中用餐单位食堂"));
    assert_eq!(asked(&draft, item)[0], ("format".into(), vec!["canteen".into()]));
    // A value that no answer states leaves the question open.
    draft.form.remove("foodMainFormat");
    assert_eq!(asked(&draft, item)[0].1, Vec::<String>::new());
}

#[test]
fn what_a_source_says_is_not_asked_and_going_another_way_keeps_both() {
    let item = item("rs-retire");
    let mut draft = draft(item);
    let field = item.field("insuredRetireType").expect("field");
    let registry = Candidate {
        value: text("正常退休"),
        from: Provenance {
            kind: SourceKind::Registry,
            label: "社保库".into(),
            provider: "示范区社保库".into(),
            dataset: Some("socialInsurance".into()),
            record_id: Some("1".into()),
            as_of: None,
            grant: None,
            base: None,
            consent: None,
            earlier: None,
            raw: None,
            at: Timestamp::UNIX_EPOCH,
        },
    };
    merge::offer(
        field,
        draft.form.entry(field.key.clone()).or_default(),
        registry.clone(),
    );
    assert_eq!(asked(&draft, item)[0], ("way".into(), vec!["normal".into()]));
    answer(&mut draft, item, "way", &["special"]);
    let cell = &draft.form[&field.key];
    assert_eq!(cell.text(), Some("特殊工种提前退休"));
    assert_eq!(cell.offered, [registry]);
    assert!(cell.decided.is_some());
    answer(&mut draft, item, "way", &[]);
    assert_eq!(
        draft.form[&field.key].text(),
        Some("正常退休"),
        "the source's word is back"
    );
}

#[test]
fn the_matters_of_a_change_drive_its_materials_and_fields() {
    let item = item("scjg-company-change");
    for (answers, applies, fields) in [
        (&["name"][..], "01 02 03 04", &["regNameReserveNo"][..]),
        (
            &["home"],
            "01 02 03 04 05",
            &["regDomicileDeclared", "premisesCertNo"],
        ),
        (&["head"], "01 02 03 06", &[]),
        (&["officers"], "01 02 03", &[]),
        (
            &["home", "head", "capital"],
            "01 02 03 04 05 06",
            &["regDomicileDeclared", "premisesCertNo", "regCapitalDeclared"],
        ),
    ] {
        let mut draft = draft(item);
        assert_eq!(
            materials(&draft, item),
            ("01 02 03".into(), "07".into()),
            "all is open"
        );
        answer(&mut draft, item, "changes", answers);
        assert_eq!(materials(&draft, item).0, applies, "{answers:?}");
        for key in [
            "regNameReserveNo",
            "regDomicileDeclared",
            "premisesCertNo",
            "regCapitalDeclared",
        ] {
            assert_eq!(
                shows(&draft, item, key),
                fields.contains(&key),
                "{answers:?} {key}"
            );
        }
    }
}

#[test]
fn a_question_comes_with_the_answer_it_depends_on_and_goes_with_it() {
    let item = item("scjg-company-change");
    let mut draft = draft(item);
    assert_eq!(asked(&draft, item).len(), 1);
    answer(&mut draft, item, "changes", &["home"]);
    answer(&mut draft, item, "acquire", &["rent"]);
    type_in(&mut draft, "premisesLeaseTo", text("2028-12-31"));
    assert!(shows(&draft, item, "premisesLeaseTo"));
    answer(&mut draft, item, "changes", &["name"]);
    assert_eq!(asked(&draft, item).len(), 1);
    assert!(!shows(&draft, item, "premisesLeaseTo"));
    let refused = draft.answer(item, "acquire", &["own".into()], BY, TODAY);
    assert_eq!(refused, Err(AnswerFault::NotAsked));
    // Nothing typed is lost, and it is back with the answer.
    answer(&mut draft, item, "changes", &["name", "home"]);
    assert_eq!(asked(&draft, item)[1], ("acquire".into(), vec!["rent".into()]));
    assert!(shows(&draft, item, "premisesLeaseTo"));
    assert_eq!(draft.form["premisesLeaseTo"].text(), Some("2028-12-31"));
}

#[test]
fn a_question_that_is_not_asked_leaves_nothing_open() {
    let item = item("yb-birth-benefit");
    let mut draft = draft(item);
    let open = materials(&draft, item);
    assert!(
        !open.0.contains("04") && !open.1.contains("04"),
        "nobody knows yet"
    );
    type_in(&mut draft, "motherMedicalInsuredType", text("390"));
    assert_eq!(asked(&draft, item), []);
    assert_eq!(materials(&draft, item).1, "04");
    type_in(&mut draft, "motherMedicalInsuredType", text("310"));
    answer(&mut draft, item, "benefits", &["medical", "allowance"]);
    assert_eq!(materials(&draft, item).0, "01 02 03 04");
}

#[test]
fn an_answer_that_follows_is_said_to_and_a_person_may_answer_otherwise() {
    let item = item("rs-socialcard");
    let mut draft = draft(item);
    type_in(&mut draft, "applicantBirthDate", text("2010-09-29"));
    let here = draft.situated(item, TODAY);
    let age = here
        .questions
        .iter()
        .find(|asked| asked.id == "age")
        .expect("asked");
    assert_eq!((age.chosen.as_slice(), age.follows), (&["minor"][..], true));
    assert_eq!(materials(&draft, item), ("01 02 03".into(), String::new()));
    answer(&mut draft, item, "age", &["grown"]);
    assert_eq!(materials(&draft, item), ("01 02".into(), "03".into()));
    answer(&mut draft, item, "age", &[]);
    assert_eq!(materials(&draft, item).0, "01 02 03");
    type_in(&mut draft, "applicantBirthDate", text("2010-09-28"));
    assert_eq!(materials(&draft, item).1, "03", "sixteen on his birthday");
}

#[test]
fn a_required_field_that_does_not_apply_is_not_required() {
    let item = item("rs-socialcard");
    let mut draft = draft(item);
    let outlet = item.field("cardOutlet").expect("field");
    answer(&mut draft, item, "media", &["electronic"]);
    assert!(!draft.situated(item, TODAY).requires(outlet));
    answer(&mut draft, item, "media", &["third"]);
    assert!(draft.situated(item, TODAY).requires(outlet));
}

#[test]
fn an_answer_beside_the_form_goes_before_what_the_form_seems_to_say() {
    let item = item("ga-birth-hukou");
    let mut draft = draft(item);
    answer(&mut draft, item, "settle", &["father"]);
    assert_eq!(draft.form["hukouSettleMode"].text(), Some("随父"));
    answer(&mut draft, item, "settle", &["other"]);
    assert_eq!(asked(&draft, item)[0].1, ["other"]);
    assert!(!shows(&draft, item, "hukouSettleMode"));
    assert_eq!(materials(&draft, item).1, "04");
    answer(&mut draft, item, "settle", &["mother"]);
    assert_eq!(asked(&draft, item)[0].1, ["mother"]);
    assert_eq!(draft.form["hukouSettleMode"].text(), Some("随母"));
}

#[test]
fn an_answer_includes_materials() {
    let catalogue = changed("cg-outdoor-sign", |item| {
        item["situations"] = json!([{
            "id": "lit", "question": "是否发光", "answers": [
                { "code": "yes", "label": "是", "includes": ["cg-outdoor-sign-m03", "cg-outdoor-sign-m04"] },
                { "code": "no", "label": "否", "includes": ["cg-outdoor-sign-m04"] },
            ],
        }]);
    });
    let item = catalogue.item("cg-outdoor-sign").expect("item");
    let mut draft = draft(item);
    assert_eq!(materials(&draft, item), ("01 02 05".into(), String::new()));
    answer(&mut draft, item, "lit", &["no"]);
    assert_eq!(materials(&draft, item), ("01 02 04 05".into(), "03".into()));
    let needed = item.material("cg-outdoor-sign-m03").expect("material");
    answer(&mut draft, item, "lit", &["yes"]);
    assert_eq!(draft.situated(item, TODAY).needs(needed), Some(true));
}

#[test]
fn a_catalogue_without_expressions_asks_its_conditions_as_they_are_written() {
    let catalogue = changed("scjg-company-setup", |item| {
        item.as_object_mut().expect("item").remove("situations");
        for part in ["fields", "materials"] {
            for one in item[part].as_array_mut().expect("list") {
                let one = one.as_object_mut().expect("object");
                one.remove("when");
                one.remove("shownWhen");
            }
        }
    });
    let item = catalogue.item("scjg-company-setup").expect("item");
    let mut draft = draft(item);
    let ids: Vec<String> = asked(&draft, item).into_iter().map(|(id, _)| id).collect();
    assert_eq!(
        ids,
        [
            "实行住所申报承诺的地区可由承诺书替代",
            "选择住所承诺制时",
            "由经办人代为办理时",
            "由经办人办理",
            "邮寄送达",
        ]
    );
    answer(&mut draft, item, "选择住所承诺制时", &[YES]);
    assert_eq!(draft.answers["选择住所承诺制时"], Answer::Said(true));
    assert_eq!(materials(&draft, item), ("01 02 03 04 06".into(), String::new()));
    answer(&mut draft, item, "邮寄送达", &[NO]);
    assert!(!shows(&draft, item, "deliverAddress"));
}

#[test]
fn answers_of_yes_and_no_are_read_as_they_were_written_and_still_count() {
    let item = item("scjg-company-setup");
    let mut draft = draft(item);
    let mut json = serde_json::to_value(&draft).expect("json");
    json["answers"] =
        json!({ "选择住所承诺制时": true, "实行住所申报承诺的地区可由承诺书替代": false, "早已不问": true });
    draft = serde_json::from_value(json.clone()).expect("an old draft");
    assert_eq!(
        serde_json::to_value(&draft).expect("json"),
        json,
        "nothing is lost"
    );
    // The one answer that fits what was said is not asked again.
    assert_eq!(
        asked(&draft, item)[1],
        ("homePromise".into(), vec!["promise".into()])
    );
    assert_eq!(materials(&draft, item), ("01 02 03 04 06".into(), "05 07".into()));
    answer(&mut draft, item, "homePromise", &["papers"]);
    assert_eq!(materials(&draft, item), ("01 02 03 04 05".into(), "06 07".into()));

    // Where several fit the question is open, and what was said of the material stands.
    let item = self::item("ga-idcard");
    let mut draft = self::draft(item);
    draft.answers.insert("换领".into(), Answer::Said(true));
    assert_eq!(asked(&draft, item)[0].1, Vec::<String>::new());
    assert!(materials(&draft, item).0.contains("02"));
}

#[test]
fn an_answer_to_nothing_is_refused() {
    let item = item("ga-seal");
    let mut draft = draft(item);
    let mut refused = |id: &str, codes: &[&str]| {
        let codes: Vec<String> = codes.iter().map(|code| (*code).to_owned()).collect();
        draft.answer(item, id, &codes, BY, TODAY)
    };
    assert_eq!(refused("nobody", &["yes"]), Err(AnswerFault::Unknown));
    assert_eq!(refused("cause", &["burnt"]), Err(AnswerFault::Unknown));
    assert_eq!(refused("cause", &["first", "lost"]), Err(AnswerFault::OnlyOne));
    assert!(draft.answers.is_empty());
}

#[test]
fn an_answer_that_may_change_the_form_makes_a_signed_one_another() {
    let item = item("ga-seal");
    let mut draft = draft(item);
    let before = draft.form_digest();
    draft
        .answers
        .insert("变更名称重新刻制".into(), Answer::Said(true));
    assert_eq!(draft.form_digest(), before, "what was signed before stays signed");
    answer(&mut draft, item, "cause", &["lost"]);
    assert_ne!(draft.form_digest(), before);
}

#[test]
fn broken_questions_are_named_with_their_place() {
    let mut items: Json = serde_json::from_str(&files().items).expect("json");
    let at = items
        .as_array()
        .expect("items")
        .iter()
        .position(|item| item["id"] == "ga-seal");
    let at = at.expect("item");
    items[at]["situations"] = json!([
        { "id": "a", "question": "甲", "when": "answers.a == 'x'", "answers": [
            { "code": "x", "label": "一", "includes": ["nowhere"] },
            { "code": "x", "label": "二", "facts": { "seal.colour": "红" } },
        ] },
        { "id": "a", "question": "乙", "answers": [] },
        { "id": "2 b", "question": "丙", "answers": [
            { "code": "y", "label": "一", "facts": { "apply.truth": true } },
            { "code": "z", "label": "二", "facts": { "seal.material": "黄金" }, "given": "seal.count + 1" },
        ] },
    ]);
    for part in ["fields", "materials"] {
        for one in items[at][part].as_array_mut().expect("list") {
            one.as_object_mut().expect("object").remove("when");
            one.as_object_mut().expect("object").remove("shownWhen");
        }
    }
    let mut files = files();
    files.items = items.to_string();
    let faults = Catalogue::load(files).expect_err("broken");
    let said: Vec<(String, &str)> = faults
        .iter()
        .map(|fault| {
            (
                fault.path.replace(&format!("[{at}]."), ""),
                fault.trouble.code.as_str(),
            )
        })
        .collect();
    let said: BTreeSet<(&str, &str)> = said.iter().map(|(path, code)| (path.as_str(), *code)).collect();
    assert_eq!(
        said,
        BTreeSet::from([
            ("situations[0].answers[0].includes[0]", "YC-1314"),
            ("situations[0].answers[1].code", "YC-1311"),
            ("situations[0].answers[1].facts.seal.colour", "YC-1315"),
            ("situations[1].id", "YC-1311"),
            ("situations[1].answers", "YC-1312"),
            ("situations[2].id", "YC-1313"),
            ("situations[2].answers[0].facts.apply.truth", "YC-1317"),
            ("situations[2].answers[1].facts.seal.material", "YC-1316"),
            ("situations[0].when", "YC-1342"),
            ("situations[2].answers[1].given", "YC-1344"),
        ])
    );
}

#[test]
fn every_condition_of_the_demonstration_has_its_expression() {
    for item in &demonstration().items {
        for condition in texts(item) {
            assert!(condition.when.is_some(), "{}: {}", item.id, condition.text);
        }
    }
    let guided = demonstration()
        .items
        .iter()
        .filter(|item| !item.situations.is_empty());
    assert!(guided.count() >= 12);
}

#[test]
fn every_condition_of_the_bundles_can_be_judged_over_their_members() {
    let bundles: Json =
        serde_json::from_str(include_str!("../../../../catalogue/bundles.json")).expect("json");
    for bundle in bundles["bundles"].as_array().expect("bundles") {
        let members = bundle["members"].as_array().expect("members");
        let of = |member: &Json| demonstration().item(member["itemId"].as_str()?).cloned();
        let known: Vec<Item> = members.iter().filter_map(of).collect();
        let mut whole = known[0].clone();
        let mut facts = BTreeSet::new();
        whole.fields = known.iter().flat_map(|item| item.fields.clone()).collect();
        whole.fields.retain(|field| facts.insert(field.fact.clone()));
        whole.situations = serde_json::from_value(bundle["situations"].clone()).expect("situations");
        let names = FactNames::of(&whole).with_questions(&whole.situations);
        let conditions = members.iter().filter(|member| !member["condition"].is_null());
        for one in conditions.chain(bundle["guideQuestions"].as_array().expect("questions")) {
            let when = one["when"]
                .as_str()
                .unwrap_or_else(|| panic!("no expression: {one}"));
            Rule::compile(when, &names).unwrap_or_else(|fault| panic!("{when}: {fault:?}"));
        }
        let included = whole.situations.iter().flat_map(|question| &question.answers);
        for id in included.flat_map(|answer| &answer.includes) {
            assert!(
                members.iter().any(|member| member["itemId"] == id.as_str()),
                "{id} is no member"
            );
        }
    }
}
