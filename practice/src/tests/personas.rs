//! Listings for the card tray and the walks.

use std::collections::HashSet;

use serde_json::Value;

use super::Town;
use crate::personas::{Persona, personas_for};

#[test]
fn an_item_is_matched_by_its_shape() {
    let check = |types: &[&str], subjects: &[&str], elements: &[&str], expected: &[Persona]| {
        assert_eq!(
            personas_for(types, subjects, elements),
            expected,
            "{types:?} {subjects:?} {elements:?}"
        );
    };
    check(
        &["企业法人"],
        &["enterprise", "legalRep"],
        &[],
        &[Persona::LegalRep],
    );
    check(
        &["企业法人", "个体工商户"],
        &["enterprise", "food"],
        &[],
        &[Persona::LegalRep, Persona::Operator],
    );
    check(
        &["自然人"],
        &["male", "female", "marry"],
        &[],
        &[Persona::Marriage],
    );
    check(
        &["自然人", "企业法人"],
        &["mother", "father", "birth"],
        &[],
        &[Persona::Newborn],
    );
    check(
        &["企业法人", "自然人"],
        &["insured", "soc"],
        &[],
        &[Persona::Retiree],
    );
    check(&["自然人"], &["operator", "reg"], &[], &[Persona::Individual]);
    check(
        &["自然人"],
        &["applicant", "med", "guardian", "birth"],
        &[],
        &[Persona::Individual],
    );
    check(
        &["自然人"],
        &["applicant", "relief"],
        &["person.disabilityType"],
        &[Persona::Disabled],
    );
    check(
        &["自然人"],
        &["applicant"],
        &["person.unemployedDate"],
        &[Persona::Unemployed],
    );
    check(&["自然人"], &["applicant", "vet"], &[], &[Persona::Veteran]);
    check(&["社会组织法人"], &["enterprise"], &[], &[Persona::LegalRep]);
    check(&[], &["applicant"], &[], &[Persona::Individual]);
}

#[tokio::test]
async fn different_people_come_for_an_item_and_their_cards_read_back() {
    let town = Town::open_alone().await;
    let path = "/personas/fit?types=企业法人,个体工商户&subjects=enterprise,food,foodSafety&seed=5&n=8";
    let fit = town.get(path).await;
    assert_eq!(fit, town.get(path).await);
    let list = fit.as_array().unwrap();
    assert_eq!(list.len(), 8);
    let numbers: HashSet<&str> = list
        .iter()
        .map(|p| p["resident"]["idNumber"].as_str().unwrap())
        .collect();
    assert_eq!(numbers.len(), 8);
    let kinds: HashSet<&str> = list.iter().map(|p| p["persona"].as_str().unwrap()).collect();
    assert_eq!(kinds, HashSet::from(["legalRep", "operator"]));
    for listed in list {
        let bytes = hex::decode(listed["cardTextHex"].as_str().unwrap()).unwrap();
        assert_eq!(bytes.len(), 256);
        let units: Vec<u16> = bytes[122..158]
            .chunks(2)
            .map(|b| u16::from_le_bytes([b[0], b[1]]))
            .collect();
        assert_eq!(
            listed["resident"]["idNumber"],
            Value::from(String::from_utf16(&units).unwrap())
        );
        let body = town
            .people
            .body(listed["bodies"][0]["uscc"].as_str().unwrap())
            .unwrap();
        assert_eq!(
            town.people.residents[body.legal_rep].id_number,
            listed["resident"]["idNumber"]
        );
    }
    let other = town.get(&path.replace("seed=5", "seed=6")).await;
    assert_ne!(fit, other);
}

#[tokio::test]
async fn the_tray_has_some_of_every_persona() {
    let town = Town::open_alone().await;
    let tray = town.get("/personas?seed=1").await;
    let kinds: HashSet<&str> = tray
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["persona"].as_str().unwrap())
        .collect();
    assert_eq!(kinds.len(), 10);
    let couple = tray
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["persona"] == "marriage")
        .unwrap();
    assert_eq!(couple["family"][0]["relation"], "partner");
    let newborn = tray
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["persona"] == "newborn")
        .unwrap();
    assert!(newborn["birth"]["certNo"].as_str().unwrap().len() == 10);
    assert_eq!(newborn["family"][0]["relation"], "spouse");
    let only = town.get("/personas?persona=minor&n=5&seed=2").await;
    assert!(only.as_array().unwrap().iter().all(|p| p["persona"] == "minor"));
    assert_eq!(only.as_array().unwrap().len(), 5);
}
