//! An item fixture, a draft, the expected findings.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::case::heard::WHOLE_FORM;
use crate::case::party::{Body, How, Party, Person, Verified};
use crate::case::situation::Answerer;
use crate::case::{Heard, ScreenSignature};
use crate::catalogue::tests::demonstration;
use crate::catalogue::{Catalogue, FieldType};
use crate::form::cell::Cell;
use crate::form::merge;
use crate::form::value::{Value, holds_many, read};
use crate::material::Slot;

const TODAY: Date = date(2026, 9, 28);

pub(super) fn draft(catalogue: &Catalogue, item: &str) -> Draft {
    let person = Person {
        name: "陈静怡".into(),
        id_type: "111".into(),
        id_number: "350199198506152022".into(),
        verified: Some(Verified {
            how: How::Card,
            at: Timestamp::UNIX_EPOCH,
            by: "0826".into(),
        }),
    };
    Draft {
        id: Uuid::nil(),
        revision: 1,
        fence: 1,
        visit: Uuid::nil(),
        item: item.into(),
        edition: catalogue.edition.clone(),
        slip: "TEST".into(),
        desk: "08".into(),
        clerk: "0826".into(),
        opened_at: Timestamp::UNIX_EPOCH,
        party: Party {
            person,
            body: Some(Body {
                uscc: "91350199MA8DEM0183".into(),
                name: "示范公司".into(),
                relation: "legalRep".into(),
            }),
            as_agent: false,
        },
        subjects: BTreeMap::new(),
        answers: BTreeMap::new(),
        form: BTreeMap::new(),
        slots: catalogue
            .item(item)
            .expect("item")
            .materials
            .iter()
            .map(Slot::empty)
            .collect(),
        heard: Heard::default(),
        corrects: None,
        online: None,
        told: None,
        first_told: None,
        credit: Vec::new(),
        deceased: Vec::new(),
        promised: Default::default(),
    }
}

/// What a review point (审查要点) asks of the field, where any value of its kind would not do.
fn fitting(element: &str) -> Option<&'static str> {
    Some(match element {
        "acc.fullTimeStaff" | "person.workYears" | "sign.clearance" => "3",
        "premises.area" => "300",
        "tobacco.schoolDistance" => "120",
        "enterprise.fundRatioUnit" | "enterprise.fundRatioPerson" => "0.08",
        "reg.shareholder.ratio" => "100",
        "person.paidMonths" | "person.unemployPaidMonths" => "300",
        "person.birthDate" => "1985-06-15",
        "person.retireDate" => "2050-01",
        "person.healthCertTo" | "agent.authTo" | "reg.nameReserveTo" => "2030-01-05",
        "enterprise.scope" => "餐饮服务；食品销售；烟草制品零售；代理记账",
        "birth.certNo" => "V123456789",
        "acc.staff.insured" | "relief.isDibao" => "是",
        _ => return None,
    })
}

fn plausible(catalogue: &Catalogue, field: &crate::catalogue::FieldSpec) -> Value {
    let given = match field.kind {
        _ if fitting(&field.data_element).is_some() => json!(fitting(&field.data_element)),
        FieldType::Enum | FieldType::Multi => {
            let list = catalogue.codes.entries(field.code_list.as_deref().expect("list"));
            let last = field.label.contains("转入");
            json!(list[if last { list.len() - 1 } else { 0 }].code)
        }
        FieldType::Date => json!("2026-09-01"),
        FieldType::Month => json!("2026-09"),
        FieldType::Datetime => json!("2026-09-01 08:00"),
        FieldType::Number | FieldType::Money => json!("3"),
        FieldType::Bool => json!(if field.is_own_act() { "是" } else { "否" }),
        FieldType::Phone => json!("13800001234"),
        FieldType::Email => json!("a@b.cn"),
        FieldType::Region => json!("350199"),
        FieldType::IdNumber => json!("350199198506152022"),
        FieldType::Uscc => json!("91350199MA8DEM0183"),
        FieldType::BankAccount => json!("6222000011112222"),
        FieldType::Text | FieldType::Textarea | FieldType::Address | FieldType::Table | FieldType::Photo => {
            json!("一")
        }
    };
    let value = read(field, &given, &catalogue.codes, None, TODAY).expect("plausible");
    let rows = if field.data_element.starts_with("acc.staff.") {
        3
    } else {
        1
    };
    match (holds_many(field), value) {
        (true, Value::Many(one)) => Value::Many(one.iter().cycle().take(rows).cloned().collect()),
        (true, Value::Text(one)) => Value::Many(vec![one; rows]),
        (true, Value::Flag(flag)) => Value::Many(vec![if flag { "是" } else { "否" }.to_owned(); rows]),
        (_, value) => value,
    }
}

pub(super) fn complete(catalogue: &Catalogue, item_id: &str) -> Draft {
    let item = catalogue.item(item_id).expect("item");
    let mut draft = draft(catalogue, item_id);
    for field in item.fields.iter().filter(|field| field.required) {
        let mut cell = Cell::default();
        merge::type_in(
            field,
            &mut cell,
            plausible(catalogue, field),
            "0826",
            None,
            Timestamp::UNIX_EPOCH,
        );
        draft.form.insert(field.key.clone(), cell);
    }
    answer_all(&mut draft, item);
    let form_digest = draft.form_digest();
    for slot in &mut draft.slots {
        let generated = item
            .material(&slot.material)
            .is_some_and(|material| material.is_generated());
        slot.held = Some(if generated {
            Held::Generated {
                form_digest: form_digest.clone(),
                pages: 1,
                signed_copies: 1,
                signature: None,
            }
        } else {
            Held::Paper {
                originals: 1,
                copies: 0,
                pages: 1,
                kept: true,
            }
        });
    }
    draft
}

/// Gives every open question its last answer, until none is open.
fn answer_all(draft: &mut Draft, item: &Item) {
    let by = Answerer {
        clerk: "0826",
        at: Timestamp::UNIX_EPOCH,
    };
    loop {
        let here = draft.situated(item, TODAY);
        let open = here.questions.iter().find(|asked| asked.is_open());
        let Some((id, code)) =
            open.and_then(|asked| Some((asked.id.to_owned(), asked.answers.last()?.0.to_owned())))
        else {
            return;
        };
        let codes = [code];
        draft
            .answer(item, &id, &codes, by, TODAY)
            .expect("an answer that is offered");
    }
}

fn codes(catalogue: &Catalogue, draft: &Draft) -> Vec<String> {
    let item = catalogue.item(&draft.item).expect("item");
    run(item, &catalogue.rules, &catalogue.codes, draft, TODAY)
        .into_iter()
        .map(|finding| finding.trouble.code)
        .collect()
}

#[test]
fn a_complete_bookkeeping_draft_has_no_block() {
    let catalogue = demonstration();
    assert_eq!(
        codes(catalogue, &complete(catalogue, "cz-bookkeeping")),
        Vec::<String>::new()
    );
}

#[test]
fn each_missing_thing_is_one_block_at_its_spot() {
    let catalogue = demonstration();
    let item = catalogue.item("cz-bookkeeping").expect("item");
    let whole = complete(catalogue, "cz-bookkeeping");
    for field in item.fields.iter().filter(|field| field.required) {
        let mut draft = whole.clone();
        draft.form.remove(&field.key);
        let digest = draft.form_digest();
        for slot in &mut draft.slots {
            if let Some(Held::Generated { form_digest, .. }) = &mut slot.held {
                *form_digest = digest.clone();
            }
        }
        // Leaving out the answer on which materials depend also leaves that question open; it is the field
        // that blocks either way.
        let findings = run(item, &catalogue.rules, &catalogue.codes, &draft, TODAY);
        assert_eq!(findings.len(), 1, "{}: {findings:?}", field.key);
        assert_eq!(findings[0].spot, Spot::Field(field.key.clone()));
    }
    for material in item.materials.iter().filter(|material| material.is_required()) {
        let mut draft = whole.clone();
        draft.slot_mut(&material.id).expect("slot").held = None;
        let findings = run(item, &catalogue.rules, &catalogue.codes, &draft, TODAY);
        let expected = if material.is_generated() {
            "YC-1410"
        } else {
            "YC-1409"
        };
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].trouble.code, expected);
        assert_eq!(findings[0].spot, Spot::Material(material.id.clone()));
    }
}

#[test]
fn a_doubt_of_the_applicant_blocks_until_it_is_settled() {
    let catalogue = demonstration();
    let item = catalogue.item("cz-bookkeeping").expect("item");
    let mut draft = complete(catalogue, "cz-bookkeeping");
    draft
        .heard
        .doubts
        .insert("chiefAccWorkYears".into(), Timestamp::UNIX_EPOCH);
    draft
        .heard
        .doubts
        .insert(WHOLE_FORM.into(), Timestamp::UNIX_EPOCH);
    let findings = run(item, &catalogue.rules, &catalogue.codes, &draft, TODAY);
    let spots: Vec<_> = findings
        .iter()
        .map(|one| (one.trouble.code.as_str(), one.spot.clone()))
        .collect();
    assert_eq!(
        spots,
        [
            (DOUBTED, Spot::Party),
            (DOUBTED, Spot::Field("chiefAccWorkYears".into()))
        ]
    );
    draft.heard.settle("chiefAccWorkYears");
    assert_eq!(codes(catalogue, &draft), Vec::<String>::new());
}

#[test]
fn a_signature_on_the_screen_stands_for_paper_until_an_edit() {
    let catalogue = demonstration();
    let mut draft = complete(catalogue, "cz-bookkeeping");
    for slot in &mut draft.slots {
        if let Some(Held::Generated {
            signed_copies,
            signature,
            ..
        }) = &mut slot.held
        {
            *signed_copies = 0;
            *signature = Some(ScreenSignature {
                piece: "aa".into(),
                shown: "bb".into(),
                at: Timestamp::UNIX_EPOCH,
            });
        }
    }
    assert_eq!(codes(catalogue, &draft), Vec::<String>::new());
    let cell = draft.form.get_mut("chiefAccWorkYears").expect("cell");
    let field = catalogue
        .item("cz-bookkeeping")
        .and_then(|item| item.field("chiefAccWorkYears"));
    let field = field.expect("field");
    merge::type_in(
        field,
        cell,
        Value::Text("9".into()),
        "0826",
        None,
        Timestamp::UNIX_EPOCH,
    );
    assert_eq!(codes(catalogue, &draft), [UNSIGNED]);
}

#[test]
fn an_edit_after_signing_makes_the_form_unsigned() {
    let catalogue = demonstration();
    let mut draft = complete(catalogue, "cz-bookkeeping");
    let cell = draft.form.get_mut("chiefAccWorkYears").expect("cell");
    let field = catalogue
        .item("cz-bookkeeping")
        .and_then(|item| item.field("chiefAccWorkYears"));
    let field = field.expect("field");
    merge::type_in(
        field,
        cell,
        Value::Text("9".into()),
        "0826",
        None,
        Timestamp::UNIX_EPOCH,
    );
    assert_eq!(codes(catalogue, &draft), ["YC-1410"]);
}

#[test]
fn an_undecided_conflict_an_unverified_person_and_a_wrong_party_block() {
    let catalogue = demonstration();
    let mut draft = complete(catalogue, "cz-bookkeeping");
    draft.form.get_mut("enterpriseDomicile").expect("cell").undecided = true;
    assert_eq!(codes(catalogue, &draft), ["YC-1406"]);
    let mut draft = complete(catalogue, "cz-bookkeeping");
    draft.party.person.verified = None;
    assert_eq!(codes(catalogue, &draft), ["YC-1401"]);
    let mut draft = complete(catalogue, "cz-bookkeeping");
    draft.party.body = None;
    assert!(codes(catalogue, &draft).contains(&"YC-1402".to_owned()));
}

#[test]
fn what_cannot_stand_in_a_field_blocks_with_the_rule_and_is_not_lost() {
    let catalogue = demonstration();
    let mut draft = complete(catalogue, "cz-bookkeeping");
    draft.form.get_mut("legalRepIdNumber").expect("cell").rejected = Some("350199199003070012".into());
    let codes = codes(catalogue, &draft);
    assert_eq!(codes.len(), 1);
    assert!(codes[0].starts_with("YC-11"), "{codes:?}");
}

#[test]
fn both_of_a_couple_have_to_be_verified_at_the_window() {
    let catalogue = demonstration();
    let mut draft = complete(catalogue, "mz-marriage");
    draft.party.body = None;
    assert_eq!(
        codes(catalogue, &draft),
        ["YC-1410"; 0]
            .into_iter()
            .chain(["YC-1404", "YC-1404"])
            .collect::<Vec<_>>()
    );
    let present = draft.party.person.clone();
    draft.subjects.insert("female".into(), present.clone());
    draft.subjects.insert(
        "male".into(),
        Person {
            verified: Some(Verified {
                how: How::Register,
                ..present.verified.clone().expect("verified")
            }),
            ..present
        },
    );
    assert_eq!(codes(catalogue, &draft), ["YC-1404"]);
}

#[test]
fn every_item_of_the_catalogue_can_be_completed() {
    let catalogue = demonstration();
    for item in &catalogue.items {
        let mut draft = complete(catalogue, &item.id);
        if !item.serves_bodies() {
            draft.party.body = None;
        }
        for subject in item.person_subjects() {
            draft
                .subjects
                .insert(subject.to_owned(), draft.party.person.clone());
        }
        let digest = draft.form_digest();
        for slot in &mut draft.slots {
            if let Some(Held::Generated { form_digest, .. }) = &mut slot.held {
                *form_digest = digest.clone();
            }
        }
        assert_eq!(codes(catalogue, &draft), Vec::<String>::new(), "{}", item.id);
    }
}

#[test]
fn what_an_open_question_fills_is_asked_for_once() {
    let catalogue = demonstration();
    let mut draft = complete(catalogue, "rs-retire");
    draft.form.remove("insuredRetireType");
    let findings = run(
        catalogue.item("rs-retire").expect("item"),
        &catalogue.rules,
        &catalogue.codes,
        &draft,
        TODAY,
    );
    let open: Vec<_> = findings
        .iter()
        .filter(|one| one.trouble.code != UNSIGNED)
        .collect();
    assert_eq!(open.len(), 1, "{findings:?}");
    assert_eq!(open[0].spot, Spot::Question("way".into()));
}

#[test]
fn whoever_is_identified_less_surely_than_the_law_asks_is_told() {
    let catalogue = demonstration();
    let level = |item: &str, how: How| {
        let mut draft = complete(catalogue, item);
        draft.party.person.verified.as_mut().expect("verified").how = how;
        let spec = catalogue.item(item).expect("item");
        let findings = run(spec, &catalogue.rules, &catalogue.codes, &draft, TODAY);
        findings
            .into_iter()
            .find(|one| one.trouble.code == super::UNSURE)
            .map(|one| (one.spot, one.level))
    };
    let asked = |level| Some((Spot::Party, level));
    for (item, how, expected) in [
        ("mz-marriage", How::Card, None),
        ("mz-marriage", How::Code, asked(Level::Block)),
        ("mz-marriage", How::RealName, asked(Level::Block)),
        ("mz-marriage", How::Document, asked(Level::Block)),
        ("scjg-company-setup", How::Document, asked(Level::Remind)),
        ("scjg-company-setup", How::RealName, None),
        ("scjg-company-setup", How::Code, None),
        ("cz-bookkeeping", How::Document, None),
        // Nobody identified him at all: that is said by itself.
        ("mz-marriage", How::Register, None),
    ] {
        assert_eq!(level(item, how), expected, "{item} {how:?}");
    }
}

#[test]
fn what_stands_on_a_list_is_told_with_its_article_and_only_a_promise_stops() {
    use crate::case::credit::{BARS, CreditLooked, INFORMS, Listing, RESTRICTS, UNKNOWN, restricted};
    let catalogue = demonstration();
    let item = catalogue.item("scjg-food-licence").expect("item");
    let listed = |list: &str, from: Date, to: Option<Date>| Listing {
        list: list.into(),
        name: "某名单".into(),
        authority: "某局".into(),
        reference: "某罚〔2026〕3号".into(),
        listed_on: from,
        ends_on: to,
        repair: Some("向某局申请".into()),
    };
    let looked = |number: &str, listings: Vec<Listing>| CreditLooked {
        role: "applicant".into(),
        number: number.into(),
        at: Timestamp::UNIX_EPOCH,
        provider: Some("某平台".into()),
        as_of: Some(Timestamp::UNIX_EPOCH),
        listings,
    };
    let uscc = "91350199MA8DEM0183";
    let since = date(2026, 8, 1);
    let told = |credit: Vec<CreditLooked>, promises: bool| {
        let mut draft = complete(catalogue, &item.id);
        draft.credit = credit;
        if promises {
            let later = item.materials.iter().find(|one| one.tolerant_days.is_some());
            draft.promised.insert(later.expect("容缺").id.clone());
        }
        let can = restricted(item, &catalogue.rules, &draft, TODAY).is_none();
        let findings = run(item, &catalogue.rules, &catalogue.codes, &draft, TODAY);
        let of_credit: Vec<(String, Level)> = findings
            .into_iter()
            .filter(|one| [BARS, RESTRICTS, INFORMS, UNKNOWN].contains(&one.trouble.code.as_str()))
            .map(|one| {
                if one.trouble.code != UNKNOWN {
                    for words in ["某局", "2026-08-01", "某罚", "某平台", "信用修复：向某局申请"]
                    {
                        assert!(one.trouble.zh.contains(words), "{}", one.trouble.zh);
                    }
                }
                (one.trouble.code, one.level)
            })
            .collect();
        (of_credit, can)
    };
    let said = |code: &str, level| (code.to_owned(), level);
    let bar = || looked(uscc, vec![listed("foodRevoked", since, Some(date(2031, 7, 31)))]);
    assert_eq!(told(vec![bar()], false), (vec![said(BARS, Level::Remind)], false));
    assert_eq!(told(vec![bar()], true), (vec![said(BARS, Level::Block)], false));
    // Two entries: both are told, the stronger first.
    let both = looked(
        uscc,
        vec![
            listed("foodPenalty", since, None),
            listed("falsePromise", since, None),
        ],
    );
    assert_eq!(
        told(vec![both.clone()], false),
        (
            vec![said(RESTRICTS, Level::Remind), said(INFORMS, Level::Remind)],
            false
        )
    );
    assert_eq!(told(vec![both], true).0[0], said(RESTRICTS, Level::Block));
    // Over, not yet, undeclared, or of somebody else: nothing.
    for nothing in [
        looked(uscc, vec![listed("falsePromise", since, Some(date(2026, 9, 27)))]),
        looked(uscc, vec![listed("falsePromise", date(2026, 9, 29), None)]),
        looked(uscc, vec![listed("unheardOf", since, None)]),
        looked("91350199MA2Y6QJ38T", vec![listed("falsePromise", since, None)]),
    ] {
        assert_eq!(told(vec![nothing], true), (vec![], true));
    }
    // Nobody answered: it goes on, noted.
    let silent = CreditLooked {
        provider: None,
        ..looked(uscc, vec![])
    };
    assert_eq!(
        told(vec![silent], true),
        (vec![said(UNKNOWN, Level::Remind)], true)
    );
}
