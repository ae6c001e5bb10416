//! The demonstration catalogue loads; broken ones say where and why.

use std::sync::LazyLock;

use crate::catalogue::load::{Catalogue, CatalogueFiles};

pub(crate) fn files() -> CatalogueFiles {
    CatalogueFiles {
        items: include_str!("../../../catalogue/items.json").to_owned(),
        data_elements: include_str!("../../../catalogue/data_elements.json").to_owned(),
        codelists: include_str!("../../../catalogue/codelists.json").to_owned(),
        calendar: include_str!("../../../catalogue/calendar.json").to_owned(),
        conditions: include_str!("../../../catalogue/conditions.json").to_owned(),
        papers: include_str!("../../../catalogue/papers.json").to_owned(),
        bundles: include_str!("../../../catalogue/bundles.json").to_owned(),
        known_faults: include_str!("../../../catalogue/known_faults.json").to_owned(),
        answers: include_str!("../../../catalogue/answers.json").to_owned(),
        everyday: include_str!("../../../catalogue/everyday.json").to_owned(),
        sources: include_str!("../../../catalogue/sources.json").to_owned(),
    }
}

pub(crate) fn demonstration() -> &'static Catalogue {
    static LOADED: LazyLock<Catalogue> =
        LazyLock::new(|| Catalogue::load(files()).expect("the demonstration catalogue is sound"));
    &LOADED
}

#[test]
fn the_demonstration_catalogue_is_sound_and_its_edition_is_its_content() {
    let catalogue = demonstration();
    assert_eq!(catalogue.items.len(), 32);
    let mut changed = files();
    changed.items = changed
        .items
        .replacen("代理记账资格申请表", "代理记账资格申请书", 1);
    let other = Catalogue::load(changed).expect("still sound");
    assert_ne!(catalogue.edition, other.edition);
}

#[test]
fn unknown_keys_are_carried_through() {
    let catalogue = demonstration();
    let item = catalogue.item("cz-bookkeeping").expect("item");
    let json = serde_json::to_value(item).expect("json");
    assert_eq!(json["fujianStar"], 5);
    assert_eq!(json["fields"][0]["type"], "text");
}

#[test]
fn every_fault_of_a_broken_catalogue_is_named_with_file_path_and_reason() {
    let mut broken: serde_json::Value = serde_json::from_str(&files().items).expect("json");
    broken[1]["id"] = broken[0]["id"].clone();
    broken[2]["baseCode"] = "12".into();
    broken[3]["promisedDays"] = 99.into();
    broken[4]["fields"][2]["dataElement"] = "person.shoeSize".into();
    broken[5]["fields"][1]["codeList"] = "nowhere".into();
    broken[6]["fields"][1]["key"] = broken[6]["fields"][0]["key"].clone();
    broken[7]["materials"][1]["id"] = broken[7]["materials"][0]["id"].clone();
    let faults = Catalogue::load(CatalogueFiles {
        items: broken.to_string(),
        // An item that is not there any more has no answers.
        answers: crate::catalogue::answers::NONE.to_owned(),
        everyday: crate::catalogue::everyday::NONE.to_owned(),
        ..files()
    })
    .expect_err("broken");
    let said: Vec<(&str, &str)> = faults
        .iter()
        .map(|fault| (fault.path.as_str(), fault.trouble.code.as_str()))
        .collect();
    assert_eq!(
        said,
        [
            ("[1].id", "YC-1302"),
            ("[2].baseCode", "YC-1303"),
            ("[3].promisedDays", "YC-1304"),
            ("[4].fields[2].dataElement", "YC-1306"),
            ("[5].fields[1].codeList", "YC-1307"),
            ("[6].fields[1].key", "YC-1305"),
            ("[7].materials[1].id", "YC-1308"),
        ]
    );
    assert!(faults.iter().all(|fault| fault.file == "items.json"));
}

#[test]
fn a_wrong_shape_is_named_by_its_path() {
    let mut broken: serde_json::Value = serde_json::from_str(&files().items).expect("json");
    broken[9]["fields"][4]["type"] = "telepathy".into();
    let faults = Catalogue::load(CatalogueFiles {
        items: broken.to_string(),
        ..files()
    })
    .expect_err("broken");
    assert_eq!(faults[0].path, "[9].fields[4].type");
    assert_eq!(faults[0].trouble.code, "YC-1301");
    let cut = files().codelists[..200].to_owned();
    let faults = Catalogue::load(CatalogueFiles {
        codelists: cut,
        ..files()
    })
    .expect_err("cut off");
    assert_eq!(faults[0].file, "codelists.json");
}

#[test]
fn a_ground_of_refusal_without_words_and_one_twice_are_named() {
    let mut broken: serde_json::Value = serde_json::from_str(&files().conditions).expect("json");
    broken["refusals"][1]["en"] = " ".into();
    broken["refusals"][2]["code"] = "notOurs".into();
    let faults = Catalogue::load(CatalogueFiles {
        conditions: broken.to_string(),
        ..files()
    })
    .expect_err("broken");
    let said: Vec<_> = faults
        .iter()
        .map(|fault| (fault.path.as_str(), fault.trouble.code.as_str()))
        .collect();
    assert_eq!(
        said,
        [("refusals[1]", "YC-1310"), ("refusals[2].code", "YC-1309")]
    );
}

#[test]
fn everyday_names_are_of_items_that_exist_and_can_be_read() {
    let named = |everyday: &str| {
        Catalogue::load(CatalogueFiles {
            everyday: everyday.to_owned(),
            ..files()
        })
    };
    let faults = named(r#"{"ga-seal": ["刻章", " ", "章\u0007"], "no-such": ["x"]}"#).expect_err("broken");
    let said: Vec<(&str, &str, &str)> = faults
        .iter()
        .map(|fault| {
            (
                fault.file.as_str(),
                fault.path.as_str(),
                fault.trouble.code.as_str(),
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            ("everyday.json", "ga-seal[1]", "YC-1336"),
            ("everyday.json", "ga-seal[2]", "YC-1336"),
            ("everyday.json", "no-such", "YC-1335"),
        ]
    );
    let without = named("{}").expect("sound");
    assert!(without.everyday.of("ga-seal").is_empty());
    assert_ne!(without.edition, demonstration().edition);
}
