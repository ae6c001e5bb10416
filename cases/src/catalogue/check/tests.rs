//! Shapes are all read, notes cover what they name, and what a stand-in was read for is said once.

use super::super::tests::files;
use super::super::{CatalogueFault, CatalogueFiles};
use super::check;

fn said(faults: &[CatalogueFault]) -> Vec<(&str, &str)> {
    faults
        .iter()
        .map(|fault| (fault.path.as_str(), fault.trouble.code.as_str()))
        .collect()
}

#[test]
fn what_cannot_be_read_is_named_once_and_the_rest_is_read_on() {
    let mut broken: serde_json::Value = serde_json::from_str(&files().items).expect("json");
    broken[0]["promisedDays"] = "soon".into();
    broken[0]["fields"][3]["type"] = "telepathy".into();
    broken[9]["name"] = serde_json::Value::Null;
    broken[9]["departmentUscc"] = "11350199MB9A00073X".into();
    let found = check(&CatalogueFiles {
        items: broken.to_string(),
        ..files()
    });
    let paths: Vec<(&str, &str)> = said(&found.faults)
        .into_iter()
        .filter(|(path, _)| path.starts_with("[0]") || path.starts_with("[9].name"))
        .collect();
    assert_eq!(
        paths,
        [
            ("[0].fields[3].type", "YC-1301"),
            ("[0].promisedDays", "YC-1301"),
            ("[9].name", "YC-1301"),
        ]
    );
    assert!(said(&found.faults).contains(&("[9].departmentUscc", "YC-1363")));
}

#[test]
fn a_noted_fault_passes_and_a_note_without_its_fault_does_not() {
    assert_eq!(check(&files()).passed(), Ok(()));
    let mut notes: serde_json::Value = serde_json::from_str(&files().known_faults).expect("json");
    let gone = notes.as_array_mut().expect("a list").remove(0);
    let found = check(&CatalogueFiles {
        known_faults: notes.to_string(),
        ..files()
    });
    assert_eq!(found.faults.len(), 1);
    assert_eq!(found.faults[0].path, gone["path"].as_str().expect("a path"));
    let mut mended: serde_json::Value = serde_json::from_str(&files().bundles).expect("json");
    mended["bundles"][3]["cooperatingDepartments"]
        .as_array_mut()
        .expect("a list")
        .pop();
    let found = check(&CatalogueFiles {
        bundles: mended.to_string(),
        ..files()
    });
    assert_eq!(said(&found.faults).len(), 1);
    assert_eq!(found.faults[0].file, "known_faults.json");
}

#[test]
fn what_a_window_could_not_work_with_cannot_be_noted_away() {
    let mut broken: serde_json::Value = serde_json::from_str(&files().items).expect("json");
    broken[1]["id"] = broken[0]["id"].clone();
    let mut notes: serde_json::Value = serde_json::from_str(&files().known_faults).expect("json");
    let note = serde_json::json!({"file": "items.json", "path": "[1].id", "code": "YC-1302", "why": "…"});
    notes.as_array_mut().expect("a list").push(note);
    let found = check(&CatalogueFiles {
        items: broken.to_string(),
        known_faults: notes.to_string(),
        ..files()
    });
    assert!(said(&found.faults).contains(&("[1].id", "YC-1302")));
}
