use jiff::civil::Date;
use serde_json::{Value as Json, json};

use super::arrival::{Arrival, judge};
use super::place::{Target, place, target};
use super::{Application, Why, check};
use crate::catalogue::Item;
use crate::catalogue::tests::demonstration;

const NUMBER: &str = "350199199003070011";
const OTHER: &str = "350199198506152022";
const DIGEST: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

fn item(id: &str) -> Item {
    demonstration().item(id).unwrap().clone()
}

fn today() -> Date {
    "2026-11-20".parse().unwrap()
}

fn whole() -> Json {
    json!({
        "applicationId": "WS350199000001", "revision": 1, "region": "350199",
        "itemCode": "11350199MB9A00014B400013150400001",
        "applicant": { "kind": "body", "name": "测试公司", "uscc": "91350199MA8DEM0183" },
        "filer": { "name": "林试", "idType": "111", "idNumber": NUMBER, "relation": "legalRep" },
        "values": [], "files": [], "submittedAt": "2026-11-19T02:00:00Z"
    })
}

fn with(change: impl FnOnce(&mut Json)) -> Application {
    let mut json = whole();
    change(&mut json);
    serde_json::from_value(json).unwrap()
}

#[test]
fn revisions_are_judged_in_any_order() {
    assert_eq!(judge(None, (3, "a")), Arrival::Stands);
    assert_eq!(judge(Some((3, "a")), (4, "b")), Arrival::Stands);
    assert_eq!(judge(Some((3, "a")), (3, "a")), Arrival::Again);
    assert_eq!(judge(Some((3, "a")), (2, "x")), Arrival::Overtaken);
    assert_eq!(judge(Some((3, "a")), (3, "b")), Arrival::Contradicts);
}

#[test]
fn what_is_not_of_the_published_shape_is_named_by_its_place() {
    let check = |change: &dyn Fn(&mut Json), expected: Option<&str>| {
        let application = with(|json| change(json));
        assert_eq!(check::odd(&application, today()).as_deref(), expected);
    };
    check(&|_| {}, None);
    check(
        &|json| json["applicationId"] = json!("../etc"),
        Some("applicationId"),
    );
    check(
        &|json| json["applicationId"] = json!("x".repeat(65)),
        Some("applicationId"),
    );
    check(&|json| json["revision"] = json!(0), Some("revision"));
    check(
        &|json| json["filer"]["idNumber"] = json!("350199199003070012"),
        Some("filer"),
    );
    check(
        &|json| json["applicant"]["uscc"] = json!("91350199MA8DEM0180"),
        Some("applicant"),
    );
    // Nobody is a body himself, and nobody is the legal representative of a person.
    check(
        &|json| json["filer"]["relation"] = json!("own"),
        Some("filer.relation"),
    );
    let person = json!({ "kind": "person", "name": "陈试", "idType": "111", "idNumber": OTHER });
    check(&|json| json["applicant"] = person.clone(), Some("filer.relation"));
    check(
        &|json| {
            json["applicant"] = person.clone();
            json["filer"]["relation"] = json!("own");
        },
        Some("filer.relation"),
    );
    check(
        &|json| {
            json["applicant"] = person.clone();
            json["filer"]["relation"] = json!("agent");
        },
        None,
    );
    let value = |value: Json| json!([{ "fact": "food/food.seats", "value": "1" }, value]);
    check(
        &|json| json["values"] = value(json!({ "fact": "", "value": 1 })),
        Some("values[1]"),
    );
    let long = "长".repeat(4_001);
    check(
        &|json| json["values"] = value(json!({ "fact": "a/b", "value": long })),
        Some("values[1]"),
    );
    // A right-to-left mark turns what stands beside it.
    check(
        &|json| json["values"] = value(json!({ "fact": "a/b", "value": "甲\u{202E}乙" })),
        Some("values[1]"),
    );
    check(
        &|json| json["files"] = json!([{ "material": "m", "name": "a.pdf", "digest": "00", "bytes": 1 }]),
        Some("files[0]"),
    );
    check(
        &|json| {
            let file = json!({ "material": "m", "name": "a.pdf", "digest": DIGEST, "bytes": 1 });
            json["files"] = json!(vec![file; 61]);
        },
        Some("files"),
    );
    check(&|json| json["state"] = json!("accepted"), Some("acceptedNumber"));
    check(
        &|json| {
            json["state"] = json!("accepted");
            json["acceptedNumber"] = json!("WS-1");
        },
        None,
    );
    check(
        &|json| {
            json["preReview"] = json!({ "passed": true, "by": "", "at": "2026-11-19T02:00:00Z" });
        },
        Some("preReview"),
    );
}

#[test]
fn an_item_is_found_by_any_of_its_three_codes_and_never_guessed() {
    let mut items = demonstration().items.clone();
    let food = item("scjg-food-licence");
    for code in [
        &food.base_code,
        &food.implementation_code,
        &food.business_item_code,
    ] {
        assert_eq!(check::item(&items, code).map(|item| &item.id), Some(&food.id));
    }
    assert!(check::item(&items, "000000000000").is_none());
    assert!(check::item(&items, "").is_none());
    // Two 业务办理项 of one 实施清单: the shorter codes mean both.
    let mut second = food.clone();
    second.id = "second".to_owned();
    second.business_item_code = format!("{}02", food.implementation_code);
    items.push(second);
    assert!(check::item(&items, &food.base_code).is_none());
    assert_eq!(
        check::item(&items, &food.business_item_code).map(|item| &item.id),
        Some(&food.id)
    );
}

fn left<'a>(placed: &'a super::place::Placed<'_>, name: &str) -> &'a Why {
    &placed
        .left
        .iter()
        .find(|left| left.name == name)
        .unwrap_or_else(|| panic!("{name} is not left: {:?}", placed.left))
        .why
}

#[test]
fn what_has_no_place_in_the_item_is_named_and_nothing_is_dropped() {
    let food = item("scjg-food-licence");
    let application = with(|json| {
        json["values"] = json!([
            { "fact": "food/food.seats", "label": "座位", "value": "40" },
            { "fact": "food.mainFormat", "value": "餐饮服务经营者" },
            { "fact": "food/food.seats", "label": "座位又一次", "value": "41" },
            { "fact": "food/food.openHours", "label": "营业时间", "value": "10:00" },
            { "fact": "person.phone", "label": "电话", "value": "13800000000" },
            { "fact": "apply/apply.truth", "label": "声明", "value": true },
        ]);
        json["files"] = json!([
            { "material": "scjg-food-licence-m03", "name": "布局.pdf", "digest": DIGEST, "bytes": 9 },
            { "material": "保证食品安全的规章制度目录清单", "name": "制度.pdf", "digest": DIGEST, "bytes": 9 },
            { "material": "旧版材料", "name": "旧.pdf", "digest": DIGEST, "bytes": 9 },
            { "material": "食品经营许可申请书", "name": "申请书.pdf", "digest": DIGEST, "bytes": 9 },
        ]);
    });
    let placed = place(&food, &application);
    let keys: Vec<&str> = placed
        .values
        .iter()
        .map(|(field, _)| field.fact.as_str())
        .collect();
    assert_eq!(keys, ["food/food.seats", "food/food.mainFormat"]);
    assert!(placed.acts.is_empty());
    assert_eq!(*left(&placed, "座位又一次"), Why::Twice);
    assert_eq!(*left(&placed, "营业时间"), Why::NotAsked);
    assert_eq!(*left(&placed, "电话"), Why::Ambiguous);
    assert_eq!(*left(&placed, "声明"), Why::OwnAct);
    let materials: Vec<&str> = placed
        .files
        .iter()
        .map(|(material, _)| material.id.as_str())
        .collect();
    assert_eq!(materials, ["scjg-food-licence-m03", "scjg-food-licence-m04"]);
    assert_eq!(*left(&placed, "旧版材料"), Why::NoMaterial);
    assert_eq!(*left(&placed, "食品经营许可申请书"), Why::MadeHere);
    // Everything that came is somewhere.
    let files: usize = placed.files.iter().map(|(_, files)| files.len()).sum();
    assert_eq!(
        placed.values.len() + placed.acts.len() + files + placed.left.len(),
        application.values.len() + application.files.len()
    );
}

#[test]
fn promise_05_an_own_act_is_laid_before_him_again_only_where_his_signature_is_proved() {
    let food = item("scjg-food-licence");
    let application = with(|json| {
        json["values"] = json!([
            { "fact": "apply/apply.truth", "value": true,
              "proof": { "by": "省网上办事大厅", "reference": "SIGN-1", "at": "2026-11-19T02:00:00Z" } },
            { "fact": "apply/apply.promiseMode", "value": true },
        ]);
    });
    let placed = place(&food, &application);
    assert!(placed.values.is_empty());
    assert_eq!(placed.acts.len(), 1);
    assert_eq!(placed.acts[0].0.fact, "apply/apply.truth");
    assert_eq!(placed.left.len(), 1);
}

#[test]
fn a_remark_points_to_what_it_names_where_that_is_here() {
    let food = item("scjg-food-licence");
    let remark = |json: Json| serde_json::from_value(json).unwrap();
    let key = &food
        .fields
        .iter()
        .find(|field| field.fact == "food/food.kitchenArea")
        .unwrap()
        .key;
    assert_eq!(
        target(
            &food,
            &remark(json!({ "text": "面积", "fact": "food/food.kitchenArea" }))
        ),
        Target::Field(key)
    );
    assert_eq!(
        target(
            &food,
            &remark(json!({ "text": "布局", "material": "scjg-food-licence-m03" }))
        ),
        Target::Material("scjg-food-licence-m03")
    );
    assert_eq!(
        target(&food, &remark(json!({ "text": "别的", "fact": "gone/gone" }))),
        Target::Nothing
    );
}
