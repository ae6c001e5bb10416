//! What follows, from rules of a few lines each.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use serde_json::json;

use super::{Rules, derive};
use crate::catalogue::tests::demonstration;
use crate::catalogue::{FieldSpec, FieldType, Item, Sources};
use crate::form::cell::Form;
use crate::form::merge::{offer, type_in};
use crate::form::provenance::SourceKind;
use crate::form::tests::{candidate, rows};
use crate::form::value::Value;

const TODAY: Date = date(2026, 9, 28);
const AT: Timestamp = Timestamp::UNIX_EPOCH;

fn follow(item: &Item, sources: &Sources, form: &mut Form) {
    let rules = Rules {
        item,
        sources,
        codes: &demonstration().codes,
        today: TODAY,
    };
    derive(rules, form, AT);
}

/// An item of the demonstration's with a form that follows its rules as somebody types.
struct Desk {
    item: Item,
    sources: Sources,
    form: Form,
}

impl Desk {
    fn new(item: &str) -> Self {
        Self {
            item: demonstration().item(item).expect("item").clone(),
            sources: demonstration().sources.clone(),
            form: Form::new(),
        }
    }

    fn field(&self, key: &str) -> FieldSpec {
        self.item.field(key).expect(key).clone()
    }

    fn put(&mut self, key: &str, value: Value) {
        let field = self.field(key);
        let cell = self.form.entry(field.key.clone()).or_default();
        type_in(&field, cell, value, "0826", None, AT);
        follow(&self.item, &self.sources, &mut self.form);
    }

    fn text(&mut self, key: &str, text: &str) {
        self.put(key, Value::Text(text.to_owned()));
    }

    fn column(&mut self, key: &str, texts: &[&str]) {
        self.put(key, rows(texts));
    }

    fn held(&self, key: &str) -> Option<Value> {
        let cell = self.form.get(key).filter(|cell| cell.is_filled())?;
        (cell.source() == Some(SourceKind::Derived)).then(|| cell.value().cloned())?
    }

    fn said(&self, key: &str) -> Option<String> {
        match self.held(key)? {
            Value::Text(text) => Some(text),
            Value::Many(all) => Some(all.join("|")),
            Value::Flag(flag) => Some(flag.to_string()),
        }
    }

    fn provider(&self, key: &str) -> String {
        self.form[key].held.as_ref().expect("held").from.provider.clone()
    }
}

#[test]
fn what_follows_is_filled_and_taken_back() {
    let mut item = demonstration().item("scjg-food-licence").expect("item").clone();
    let address = item
        .fields
        .iter()
        .find(|field| field.data_element == "premises.address")
        .expect("field")
        .clone();
    let region = item
        .fields
        .iter()
        .find(|field| field.data_element == "premises.region")
        .expect("field")
        .clone();
    let mut counted = address.clone();
    counted.key = "listed".to_owned();
    counted.data_element = "acc.staffCount".to_owned();
    counted.kind = FieldType::Number;
    let mut listed = address.clone();
    listed.key = "staff".to_owned();
    listed.data_element = "acc.staff.name".to_owned();
    listed.kind = FieldType::Text;
    listed.repeatable = true;
    item.fields.extend([counted, listed.clone()]);
    let mut form = Form::new();
    let typed = |form: &mut Form, field: &FieldSpec, value: Value| {
        type_in(
            field,
            form.entry(field.key.clone()).or_default(),
            value,
            "0826",
            None,
            AT,
        );
        follow(&item, &demonstration().sources, form);
    };
    typed(
        &mut form,
        &address,
        Value::Text("福建省示范市示范区政务路18号".into()),
    );
    assert_eq!(form[&region.key].text(), Some("350199"));
    assert_eq!(form[&region.key].source(), Some(SourceKind::Derived));
    let follows_from = form[&region.key]
        .held
        .as_ref()
        .and_then(|held| held.from.record_id.clone());
    assert_eq!(follows_from.as_deref(), Some(address.key.as_str()));
    typed(&mut form, &listed, rows(&["甲", "乙", "丙"]));
    assert_eq!(form["listed"].text(), Some("3"));
    typed(&mut form, &address, Value::Text("政务路18号".into()));
    assert!(form[&region.key].held.is_none(), "it follows no longer");
    // What a register says goes before what follows, and comes back to it.
    offer(
        &region,
        form.entry(region.key.clone()).or_default(),
        candidate("350102", SourceKind::Registry, "legalEntity"),
    );
    typed(&mut form, &address, Value::Text("示范区政务路18号".into()));
    assert_eq!(form[&region.key].text(), Some("350102"));
}

#[test]
fn the_capital_is_what_the_shareholders_subscribe_to_the_last_fen() {
    let mut desk = Desk::new("scjg-company-setup");
    desk.column("regShareholderSubscribed", &["0.1", "0.2", "99.700001"]);
    assert_eq!(desk.said("regCapitalDeclared").as_deref(), Some("100.000001"));
    assert!(desk.provider("regCapitalDeclared").contains("第四十七条"));
    desk.column("regShareholderSubscribed", &["60", ""]);
    assert_eq!(desk.said("regCapitalDeclared"), None, "one is missing");
    desk.column("regShareholderSubscribed", &["60", "40"]);
    assert_eq!(desk.said("regCapitalDeclared").as_deref(), Some("100"));
    desk.text("regCapitalDeclared", "120");
    assert_eq!(
        desk.form["regCapitalDeclared"].text(),
        Some("120"),
        "what a person says stands"
    );
}

#[test]
fn who_holds_a_quarter_is_an_owner_by_his_shares() {
    let mut desk = Desk::new("scjg-company-setup");
    let (one, other, third) = ("350199199001010011", "350199199001010038", "350199199001010054");
    desk.column("regShareholderIdNumber", &[one, other, third, one]);
    desk.column("regShareholderSubscribed", &["10", "25", "50", "15"]);
    desk.column("regBeneficialIdNumber", &[one, other]);
    let kind = "直接或间接拥有25%以上股权";
    assert_eq!(
        desk.said("regBeneficialKind"),
        Some(format!("{kind}|{kind}")),
        "10 and 15 are 25"
    );
    desk.column(
        "regShareholderSubscribed",
        &["10", "24.999999", "50.000001", "15"],
    );
    assert_eq!(
        desk.said("regBeneficialKind"),
        None,
        "not one row without the others"
    );
    desk.column("regBeneficialIdNumber", &[third]);
    assert_eq!(desk.said("regBeneficialKind").as_deref(), Some(kind));
    desk.column("regShareholderSubscribed", &["0", "0", "0", "0"]);
    assert_eq!(desk.said("regBeneficialKind"), None);
}

#[test]
fn a_table_answers_for_a_column_where_every_row_says_the_same() {
    let mut desk = Desk::new("scjg-company-setup");
    desk.column("regShareholderIdType", &["111", "111"]);
    assert_eq!(desk.said("enterpriseCurrency").as_deref(), Some("CNY"));
    desk.column("regShareholderIdType", &["111", "414"]);
    assert_eq!(
        desk.said("enterpriseCurrency"),
        None,
        "a passport says nothing of the currency"
    );
    let mut desk = Desk::new("rs-employer-register");
    desk.text("enterpriseType", "有限责任公司");
    assert_eq!(
        desk.said("enterpriseInsuranceKinds").as_deref(),
        Some("110|210|310|410|510")
    );
    desk.text("enterpriseType", "个体工商户");
    assert_eq!(desk.said("enterpriseInsuranceKinds"), None);
}

#[test]
fn the_item_itself_names_an_entry_and_what_follows_makes_more_follow() {
    let mut desk = Desk::new("gjj-retire-withdraw");
    follow(&desk.item, &desk.sources, &mut desk.form);
    assert_eq!(desk.said("withdrawReason").as_deref(), Some("离休、退休"));
    assert_eq!(desk.held("withdrawCloseAccount"), Some(Value::Flag(true)));
    desk.text("withdrawReason", "租房");
    assert_eq!(desk.held("withdrawCloseAccount"), None);
    // Two entries beside each other in one name: nobody knows which.
    desk.item.name = "购建房、租房提取".to_owned();
    desk.form = Form::new();
    follow(&desk.item, &desk.sources, &mut desk.form);
    assert_eq!(desk.said("withdrawReason"), None);
}

#[test]
fn a_child_is_of_its_parents_nation_where_they_are_of_one_and_of_the_house_of_one_of_them() {
    let mut desk = Desk::new("ga-birth-hukou");
    desk.text("fatherNation", "01");
    assert_eq!(desk.said("hukouChildNation"), None, "the mother's is not known");
    desk.text("motherNation", "03");
    assert_eq!(desk.said("hukouChildNation"), None, "they choose");
    desk.text("motherNation", "01");
    assert_eq!(desk.said("hukouChildNation").as_deref(), Some("01"));
    desk.text("birthChildSex", "2");
    desk.text("motherName", "林雨桐");
    assert_eq!(desk.said("hukouRelation"), None, "whose house it is is not known");
    desk.text("headName", "林雨桐");
    assert_eq!(desk.said("hukouRelation").as_deref(), Some("30"));
    desk.text("headName", "林国栋");
    assert_eq!(
        desk.said("hukouRelation"),
        None,
        "a grandfather's: somebody says it"
    );
}

#[test]
fn one_person_has_one_telephone_and_two_fields_do_not_hold_each_other_up() {
    let mut desk = Desk::new("sw-new-taxpayer");
    let number = "350199199001010011";
    desk.text("legalRepIdNumber", number);
    desk.text("taxFinanceIdNumber", number);
    desk.text("taxBuyerIdNumber", "350199199001010038");
    desk.text("legalRepPhone", "13900000001");
    assert_eq!(desk.said("taxFinancePhone").as_deref(), Some("13900000001"));
    assert_eq!(desk.said("taxBuyerPhone"), None);
    desk.text("legalRepPhone", "");
    assert_eq!(desk.said("taxFinancePhone"), None, "it follows no longer");
    assert!(!desk.form["legalRepPhone"].is_filled());
}

#[test]
fn rules_that_go_round_end_and_an_own_act_follows_from_nothing() {
    let mut desk = Desk::new("gjj-retire-withdraw");
    let (one, all) = (
        "一般代理（提交材料、领取文书）",
        "全权代理（含更正补正、签署文书、领取结果）",
    );
    desk.sources = serde_json::from_value(json!({ "derived": [
        { "element": "withdraw.reason", "from": "agent.authorityScope", "how": "table", "to": { one: "租房", all: "其他" } },
        { "element": "withdraw.reason", "from": "withdraw.amount", "how": "table", "to": { "1": "其他" } },
        { "element": "agent.authorityScope", "from": "withdraw.reason", "how": "table", "to": { "其他": one, "租房": all } },
        { "element": "apply.truth", "from": "withdraw.amount", "how": "table", "to": { "1": true } },
        { "element": "deliver.method", "from": "withdraw.amount", "how": "table", "to": { "1": "窗口领取" } },
    ] }))
    .expect("rules");
    desk.text("withdrawAmount", "1");
    assert!(desk.said("withdrawReason").is_some() && desk.said("agentAuthorityScope").is_some());
    assert!(desk.held("applyTruth").is_none() && desk.held("deliverMethod").is_none());
}
