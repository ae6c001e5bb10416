//! Every element of every data set is answered, with the right type, code and length, and sources agree.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use super::province;
use crate::catalogue::{Catalogue, Element, Kind, catalogue};
use crate::licences::{of_body, of_person};
use crate::people::Province;
use crate::registry::{DATASETS, answer};
use crate::values::{Subject, value_of};

const GROUPS: [&str; 4] = [
    "reg.shareholder.",
    "reg.beneficial.",
    "acc.staff.",
    "relief.member.",
];

fn subjects(province: &Province) -> Vec<Subject<'_>> {
    let people = province.residents.iter().filter(|r| r.died_on.is_none());
    let people = people.map(|person| Subject::of_person(province, person));
    people
        .chain(
            province
                .bodies
                .iter()
                .map(|body| Subject::of_body(province, body)),
        )
        .collect()
}

/// What is wrong with a value, if anything.
fn fault(catalogue: &Catalogue, element: &Element, value: &Value) -> Option<String> {
    if GROUPS.iter().any(|group| element.id.starts_with(group)) {
        let Some(rows) = value.as_array().filter(|rows| !rows.is_empty()) else {
            return Some(format!("{}: not rows", element.id));
        };
        return rows.iter().find_map(|row| single_fault(catalogue, element, row));
    }
    single_fault(catalogue, element, value)
}

fn single_fault(catalogue: &Catalogue, element: &Element, value: &Value) -> Option<String> {
    let text = value.as_str();
    let codes = element
        .code_list
        .as_deref()
        .map(|list| catalogue.codes(list))
        .unwrap_or_default();
    let known = |code: &Value| codes.iter().any(|c| Some(c.as_str()) == code.as_str());
    let like = |pattern: &str| {
        text.is_some_and(|text| {
            text.len() == pattern.len()
                && text
                    .chars()
                    .zip(pattern.chars())
                    .all(|(c, p)| if p == '9' { c.is_ascii_digit() } else { c == p })
        })
    };
    let right = match element.kind {
        Kind::Text | Kind::Textarea | Kind::Address | Kind::Photo => text.is_some_and(|t| !t.is_empty()),
        Kind::Enum => known(value),
        Kind::Multi => value
            .as_array()
            .is_some_and(|list| !list.is_empty() && list.iter().all(known)),
        Kind::Bool => value.is_boolean(),
        Kind::Number | Kind::Money => value.as_f64().is_some_and(|n| n >= 0.0),
        Kind::Date => like("9999-99-99") && text.is_some_and(|t| t.parse::<jiff::civil::Date>().is_ok()),
        Kind::Month => like("9999-99"),
        Kind::Datetime => text.is_some_and(|t| t.parse::<jiff::Timestamp>().is_ok()),
        Kind::Region => like("999999"),
        Kind::IdNumber => text.is_some_and(|t| t.len() == 18),
        Kind::Uscc => text.is_some_and(|t| t.len() == 18),
        Kind::Phone => {
            text.is_some_and(|t| t.len() >= 11 && t.chars().all(|c| c.is_ascii_digit() || c == '-'))
        }
        Kind::Email => text.is_some_and(|t| t.contains('@')),
        Kind::BankAccount => text.is_some_and(|t| t.len() == 19 && t.chars().all(|c| c.is_ascii_digit())),
        Kind::Table => value
            .as_array()
            .is_some_and(|rows| rows.iter().all(Value::is_object)),
    };
    let long = text
        .zip(element.max_length)
        .is_some_and(|(t, most)| t.chars().count() > most);
    (!right || long).then(|| format!("{} ({:?}): {value}", element.id, element.kind))
}

#[test]
fn every_element_of_every_data_set_is_answered() {
    let (province, catalogue) = (province(), catalogue());
    let subjects = subjects(&province);
    let mut silent: BTreeSet<(&str, &str)> = BTreeSet::new();
    for element in &catalogue.elements {
        for dataset in element.held_by.iter().filter(|d| *d != "eLicence") {
            silent.insert((dataset, &element.id));
        }
        let asked = [element.id.clone()];
        for subject in &subjects {
            let Some(value) = value_of(&element.id, subject) else {
                continue;
            };
            assert_eq!(fault(catalogue, element, &value), None);
            for dataset in element.held_by.iter().filter(|d| *d != "eLicence") {
                if silent.contains(&(dataset.as_str(), element.id.as_str())) {
                    let values = answer(dataset, &asked, subject);
                    assert_eq!(values.get(&element.id), Some(&value));
                    silent.remove(&(dataset.as_str(), element.id.as_str()));
                }
            }
        }
    }
    assert_eq!(silent, BTreeSet::new());
    let named: BTreeSet<&str> = DATASETS.iter().map(|(name, _)| *name).collect();
    let used = catalogue
        .elements
        .iter()
        .flat_map(|e| &e.held_by)
        .map(String::as_str);
    assert!(
        used.filter(|d| *d != "eLicence")
            .all(|dataset| named.contains(dataset))
    );
}

#[test]
fn every_licence_element_is_on_some_face() {
    let (province, catalogue) = (province(), catalogue());
    let people = province.residents.iter().flat_map(|r| of_person(&province, r));
    let bodies = province.bodies.iter().flat_map(|b| of_body(&province, b));
    let mut seen: HashMap<String, Value> = HashMap::new();
    for licence in people.chain(bodies) {
        for (id, value) in licence.face() {
            assert_eq!(fault(catalogue, catalogue.element(&id).unwrap(), &value), None);
            seen.insert(id, value);
        }
    }
    let held = catalogue
        .elements
        .iter()
        .filter(|e| e.held_by.iter().any(|d| d == "eLicence"));
    let silent: Vec<&str> = held
        .map(|e| e.id.as_str())
        .filter(|id| !seen.contains_key(*id))
        .collect();
    assert_eq!(silent, Vec::<&str>::new());
}

#[test]
fn sources_agree_but_for_addresses() {
    let province = province();
    let mut unequal = BTreeSet::new();
    for person in province.residents.iter().filter(|r| r.died_on.is_none()) {
        let subject = Subject {
            body: None,
            ..Subject::of_person(&province, person)
        };
        for licence in of_person(&province, person) {
            for (element, shown) in licence.face() {
                if Some(&shown) != value_of(&element, &subject).as_ref() {
                    unequal.insert(element);
                }
            }
        }
    }
    for body in &province.bodies {
        let subject = Subject::of_body(&province, body);
        for licence in of_body(&province, body) {
            for (element, shown) in licence.face() {
                if Some(&shown) != value_of(&element, &subject).as_ref() {
                    unequal.insert(element);
                }
            }
        }
    }
    let expected = ["enterprise.domicile", "person.householdAddress"].map(str::to_owned);
    assert_eq!(unequal, BTreeSet::from(expected));
}

#[test]
fn husband_and_wife_hold_one_certificate() {
    let province = province();
    for person in province
        .residents
        .iter()
        .filter(|r| r.spouse.is_some() && r.died_on.is_none())
    {
        let spouse = &province.residents[person.spouse.unwrap()];
        let number = |r| value_of("person.marriageCertNo", &Subject::of_person(&province, r));
        assert_eq!(number(person), number(spouse));
    }
}
