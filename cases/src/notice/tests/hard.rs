//! Long names, long lists, rare characters, and facts that are not there.

use super::samples::{self, every};
use super::*;
use crate::realm::Realm;

/// 200 characters, with some beyond the first plane and a middle dot.
fn long_name() -> String {
    "阿依古丽·买买提𠮷𡋾龘㐂".chars().cycle().take(200).collect()
}

#[test]
fn long_names_and_rare_characters_come_through_whole() {
    let name = long_name();
    for facts in every() {
        let facts = samples::with_head(facts, |head| {
            head.applicants = vec![samples::person("申请人", &name)];
            head.body.clone_from(&name);
            head.item_name.clone_from(&name);
            head.clerk.clone_from(&name);
            head.realm = Realm::Training;
        });
        for content in [
            facts.content(Wording::built_in()),
            facts.companion(Wording::built_in()),
        ] {
            assert!(content.plain_text().contains(&name), "{}", content.title);
            assert_eq!(content.body, name);
            assert_eq!(content.realm, Realm::Training);
        }
    }
}

#[test]
fn three_hundred_materials_are_three_hundred_rows() {
    let names: Vec<String> = (1..=300).map(|n| format!("第{n:03}项材料")).collect();
    let materials: Vec<ReceivedMaterial> = names.iter().map(|name| samples::received(name)).collect();
    let defects: Vec<Defect> = names
        .iter()
        .map(|name| Defect {
            material: name.clone(),
            ..samples::supplement().defects[0].clone()
        })
        .collect();
    let many: [PaperFacts; 4] = [
        ReceiptFacts {
            materials: materials.clone(),
            ..samples::receipt()
        }
        .into(),
        RefusalFacts {
            materials: materials.clone(),
            ..samples::refusal()
        }
        .into(),
        EndingFacts {
            materials,
            ..samples::ending(samples::lapsed())
        }
        .into(),
        SupplementFacts {
            defects,
            ..samples::supplement()
        }
        .into(),
    ];
    for facts in many {
        let content = written(facts);
        let rows: Vec<&Vec<String>> = content
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::Table(table) => Some(&table.rows),
                _ => None,
            })
            .flatten()
            .collect();
        assert_eq!(rows.len(), 300, "{}", content.title);
        for (at, row) in rows.iter().enumerate() {
            assert_eq!((&row[0], &row[1]), (&(at + 1).to_string(), &names[at]));
        }
    }
    check(
        &written(ReceiptFacts {
            materials: names.iter().map(|name| samples::received(name)).collect(),
            ..samples::receipt()
        }),
        &["共300项，600份，900页。"],
    );
}

/// Widths fill the line, and every row has a cell for each column.
#[test]
fn every_table_is_whole() {
    for facts in every() {
        for content in [
            facts.content(Wording::built_in()),
            facts.companion(Wording::built_in()),
        ] {
            for block in &content.blocks {
                let Block::Table(table) = block else { continue };
                let wide: u32 = table.widths_percent.iter().map(|wide| u32::from(*wide)).sum();
                assert_eq!(wide, 100, "{} {:?}", content.title, table.header);
                assert_eq!(table.header.len(), table.widths_percent.len());
                assert!(!table.rows.is_empty());
                assert!(table.rows.iter().all(|row| row.len() == table.header.len()));
            }
        }
    }
}

/// Leaves out every optional fact and empties every list.
fn emptied(facts: &PaperFacts) -> PaperFacts {
    let mut json = serde_json::to_value(facts).expect("JSON");
    let map = json.as_object_mut().expect("an object");
    let head = map["head"].as_object_mut().expect("a head");
    for key in ["number", "caseNumber", "slipCode", "agent", "consultPhone"] {
        head[key] = serde_json::Value::Null;
    }
    for key in ["applicants", "references"] {
        head[key] = serde_json::json!([]);
    }
    let optional = [
        "deskReceivedAt",
        "notifyBy",
        "nextStep",
        "fee",
        "rightBody",
        "advice",
        "expectedUntil",
        "dueBefore",
        "basis",
        "reasons",
        "documentNumber",
        "result",
        "deliverBy",
        "receiver",
        "relation",
        "servedAt",
        "witness",
        "trace",
        "note",
        "replacement",
        "principalPhone",
        "delegatePhone",
        "authority",
        "signed",
        "agent",
    ];
    for (key, value) in map.iter_mut().filter(|(key, _)| *key != "head") {
        if value.is_array() {
            *value = serde_json::json!([]);
        } else if optional.contains(&key.as_str()) {
            *value = serde_json::Value::Null;
        }
    }
    // Some names are optional on one paper and demanded on another: those stay.
    let mut whole = serde_json::to_value(facts).expect("JSON");
    for (key, value) in json.as_object().expect("an object") {
        let mut trial = whole.clone();
        trial[key] = value.clone();
        if serde_json::from_value::<PaperFacts>(trial.clone()).is_ok() {
            whole = trial;
        }
    }
    serde_json::from_value(whole).expect("facts")
}

#[test]
fn papers_of_bare_facts_are_whole() {
    for facts in every() {
        let bare = emptied(&facts);
        assert_ne!(bare, facts);
        for content in [
            bare.content(Wording::built_in()),
            bare.companion(Wording::built_in()),
        ] {
            let text = content.plain_text();
            assert!(!text.contains('{'), "{text}");
            assert!(
                !text.contains("：：") && !text.lines().any(|line| line == "："),
                "{text}"
            );
            for block in &content.blocks {
                match block {
                    Block::Facts(facts) => assert!(!facts.is_empty(), "{text}"),
                    Block::Table(table) => assert!(!table.rows.is_empty()),
                    Block::Signatures(places) => assert!(!places.is_empty()),
                    Block::Heading(text)
                    | Block::Addressee(text)
                    | Block::Paragraph(text)
                    | Block::Note(text) => assert!(!text.trim().is_empty()),
                }
            }
            assert!(content.codes.proof.is_some());
        }
    }
}

/// What a person typed is printed as typed, also when it looks like a placeholder.
#[test]
fn braces_in_facts_stay() {
    let content = written(RefusalFacts {
        reasons: "见{item}与{nothing}".to_owned(),
        right_body: Some("{body}局".to_owned()),
        ..samples::refusal()
    });
    check(
        &content,
        &["理由 见{item}与{nothing}", "请你（单位）向{body}局提出申请"],
    );
}
