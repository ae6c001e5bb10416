//! Tables of what is the same and, longer, of what is not.

use proptest::prelude::*;

use super::super::value::Value;
use super::*;
use crate::form::tests::field;

fn check(kind: &str, a: &str, b: &str, expected: bool) {
    let spec = field(kind, serde_json::json!({}));
    let value = |text: &str| Value::Text(text.to_owned());
    assert_eq!(same(&spec, &value(a), &value(b)), expected, "{kind}: {a} / {b}");
    assert_eq!(same(&spec, &value(b), &value(a)), expected, "{kind}: {b} / {a}");
}

#[test]
fn one_address_is_written_in_many_ways() {
    for (a, b) in [
        ("福建省示范市示范区政务路18号", "政务路１８号"),
        ("福建省示范市示范区政务路18号", "示范区政务路18号"),
        ("福建福州鼓楼区八一七北路1号", "福州市鼓楼区八一七北路1号"),
        ("政务路18号3幢102室", "政务路 18 号 3 栋 102"),
        ("政务路18号3号楼102室", "政务路十八号三幢一〇二室"),
        ("政务路18号3#楼102室", "政务路18号3栋102房"),
        ("政务路一百二十号第三层", "政务路120号3层"),
        ("中山二路5号", "中山2路五号"),
        ("政务路18号（一层）", "政务路18号一层"),
        ("政务路18号a座", "政务路18号Ａ座"),
        ("政务路18号-102室", "政务路18号102室"),
    ] {
        check("address", a, b, true);
    }
}

#[test]
fn addresses_that_only_look_alike_are_two() {
    for (a, b) in [
        // A naive normaliser drops the sign and merges these.
        ("政务路18号102-1室", "政务路18号1021室"),
        ("政务路1-8号102室", "政务路18号102室"),
        ("政务路18号101、103室", "政务路18号101-103室"),
        ("政务路18 8号", "政务路188号"),
        // A street is called after a day, a number, a region.
        ("五一路18号", "51路18号"),
        ("五四路18号", "五十四路18号"),
        ("福州路18号", "路18号"),
        ("北京路18号", "18号"),
        ("上海市北京路18号", "北京市上海路18号"),
        // What is counted is not the same.
        ("政务路18号", "政务路18幢"),
        ("政务路18号", "政务路18室"),
        ("政务路18号楼上102", "政务路18栋上102"),
        ("政务路18号3层", "政务路18号3楼"),
        ("政务路18号附1号", "政务路18号1号"),
        ("政务路一百五号", "政务路150号"),
        // One county's name in two cities; two counties.
        (
            "陕西省西安市新城区政府路1号",
            "内蒙古自治区呼和浩特市新城区政府路1号",
        ),
        ("示范区政务路18号", "鼓楼区政务路18号"),
        ("福建省福州市鼓楼区", "福建省福州市"),
        ("福建省示范市示范区1号", "1号"),
        ("东街街道政务路18号", "南门街道政务路18号"),
        ("政务路18号甲", "政务路18号乙"),
        ("新村路18号", "新村18号"),
    ] {
        check("address", a, b, false);
    }
}

#[test]
fn names_and_numbers_are_the_same_in_their_forms_and_otherwise_not() {
    check("text", "示范餐饮有限责任公司", "示范餐饮有限公司", true);
    check("text", "示范（福建）有限公司", "示范(福建)有限责任公司", true);
    check("text", "阿依古丽·买买提", "阿依古丽•买买提", true);
    check("text", "JOHN  SMITH", "John Smith", true);
    check("text", "ＡＢＣ公司", "abc公司", true);
    check("text", "示范股份有限公司", "示范有限公司", false);
    check("text", "示范有限公司", "示范有限公司福州分公司", false);
    check("text", "示范集团有限公司", "示范(集团)有限公司", false);
    check("text", "张三、李四", "张三李四", false);
    check("text", "1.5", "15", false);
    check("text", "2 3", "23", false);
    check("text", "林试", "林小试", false);
    check("idNumber", "350199199003070011", "350199900307001", true);
    check("idNumber", "35019919900307001x", "35019919900307001X", true);
    check("idNumber", "350199199003070011", "350199900307002", false);
    check("idNumber", "350199190003070011", "350199900307001", false);
    check("region", "350199", "350199000000", true);
    check("region", "350100", "3501", true);
    check("region", "350110", "3501", false);
    check("phone", "+8613800001234", "13800001234", true);
    check("phone", "0591-87654321", "87654321", false);
}

#[test]
fn rows_are_compared_in_their_order_and_choices_in_any() {
    let many = |all: &[&str]| Value::Many(all.iter().map(|one| (*one).to_owned()).collect());
    let rows = field("text", serde_json::json!({ "repeatable": true }));
    assert!(!same(&rows, &many(&["甲", "乙"]), &many(&["乙", "甲"])));
    assert!(same(&rows, &many(&["甲 ", "乙"]), &many(&["甲", "乙"])));
    assert!(!same(&rows, &many(&["甲", ""]), &many(&["甲"])));
    let choices = field("multi", serde_json::json!({ "codeList": "sex" }));
    assert!(same(&choices, &many(&["1", "2"]), &many(&["2", "1"])));
}

/// Texts of the signs that addresses are made of.
fn address_text() -> impl Strategy<Value = String> {
    let parts = [
        "福建省",
        "示范市",
        "示范区",
        "鼓楼区",
        "政务路",
        "五一路",
        "二",
        "十",
        "八",
        "一百",
        "第",
        "号",
        "幢",
        "栋",
        "号楼",
        "楼",
        "层",
        "室",
        "房",
        "单元",
        "1",
        "02",
        "A",
        "b",
        "-",
        "（",
        "）",
        "、",
        " ",
        "　",
        "＃",
        "１",
        "上",
        "之",
        "甲",
        "．",
    ];
    proptest::collection::vec(proptest::sample::select(parts.to_vec()), 0..14).prop_map(|all| all.concat())
}

proptest! {
    #[test]
    fn a_key_of_a_key_is_that_key(given in address_text()) {
        let once = address::key(&given);
        prop_assert_eq!(address::key(&once), once.clone());
        let once = text(&given);
        prop_assert_eq!(text(&once), once.clone());
    }

    #[test]
    fn everything_is_the_same_as_itself_and_either_way_round(a in address_text(), b in address_text()) {
        prop_assert!(address::same(&a, &a));
        prop_assert_eq!(address::same(&a, &b), address::same(&b, &a));
    }

    #[test]
    fn numbers_are_never_lost(a in 1u32..400, b in 1u32..400) {
        let written = |n: u32| format!("政务路{n}号");
        prop_assert_eq!(address::same(&written(a), &written(b)), a == b);
    }

    #[test]
    fn no_text_makes_comparing_panic(a in "\\PC{0,40}", b in "\\PC{0,40}") {
        let _ = address::same(&a, &b);
    }
}
