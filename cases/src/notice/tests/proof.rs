//! 文书核验码: equal papers prove equally; one word changed does not.

use serde_json::Value as Json;

use super::samples::{self, every};
use super::*;
use crate::notice::proof::{check, proof};

#[test]
fn a_paper_carries_the_proof_of_itself() {
    for facts in every() {
        for content in [
            facts.content(Wording::built_in()),
            facts.companion(Wording::built_in()),
        ] {
            let text = content.codes.proof.clone().expect("a proof");
            assert!(check(&content, &text) && check(&content, &format!(" {text}\r\n")));
            let parts: Vec<&str> = text.splitn(5, ':').collect();
            assert_eq!(&parts[..3], ["yichuang", "1", content.kind.word()]);
            let name = content.number.as_deref().or(content.slip_code.as_deref());
            assert_eq!(Some(parts[3]), name);
            assert_eq!(parts[4].len(), 64);
            assert!(text.len() < 200, "{} bytes fit a small code", text.len());
        }
    }
}

#[test]
fn a_paper_with_neither_number_nor_slip_code_has_a_proof() {
    let facts = samples::with_head(samples::form().into(), |head| head.slip_code = None);
    let content = written(facts);
    assert!(proof(&content).starts_with("yichuang:1:form:-:"));
}

/// Pinned: another machine, or another version, has to come to the same text.
#[test]
fn the_digest_is_over_sorted_keys_without_white_space() {
    let content = Content {
        kind: PaperKind::ReceiptSlip,
        language: Language::Zh,
        title: "收件凭证".to_owned(),
        body: "中心".to_owned(),
        number: None,
        case_number: None,
        slip_code: Some("K7PM3XW9R4".to_owned()),
        references: vec![],
        blocks: vec![Block::Heading("一\"二\"".to_owned())],
        codes: Codes::of_case(None, Some("K7PM3XW9R4")),
        realm: crate::realm::Realm::Live,
        dated: "2026年9月28日".to_owned(),
        companion: None,
    };
    let canonical = concat!(
        r#"{"blocks":[{"kind":"heading","value":"一\"二\""}],"body":"中心","caseNumber":null,"#,
        r#""codes":{"code128":null,"qr":null},"dated":"2026年9月28日","kind":"receiptSlip","#,
        r#""number":null,"realm":"live","slipCode":"K7PM3XW9R4","title":"收件凭证"}"#
    );
    use sha2::{Digest, Sha256};
    let digest = hex::encode(Sha256::digest(canonical.as_bytes()));
    assert_eq!(proof(&content), format!("yichuang:1:receipt:K7PM3XW9R4:{digest}"));
}

/// Every leaf of every content, changed alone, changes the proof.
#[test]
fn changing_any_word_changes_the_proof() {
    let mut changed = 0;
    for facts in every() {
        let content = written(facts);
        let json = serde_json::to_value(&content).expect("JSON");
        let text = proof(&content);
        let mut paths = Vec::new();
        leaves(&json, &mut Vec::new(), &mut paths);
        for path in paths
            .iter()
            .filter(|path| !["codes", "companion"].contains(&path[0].as_str()))
        {
            let mut other = json.clone();
            let mut at = &mut other;
            for step in path {
                at = match step.parse::<usize>() {
                    Ok(index) => &mut at[index],
                    Err(_) => &mut at[step.as_str()],
                };
            }
            *at = match at {
                Json::String(text) => Json::from(format!("{text}改")),
                Json::Number(number) => Json::from(number.as_u64().unwrap_or_default() + 1),
                Json::Null | Json::Bool(_) | Json::Array(_) | Json::Object(_) => continue,
            };
            // Words of an enumeration cannot be changed to nonsense.
            let Ok(other) = serde_json::from_value::<Content>(other) else {
                continue;
            };
            assert_ne!(proof(&other), text, "{path:?}");
            assert!(!check(&other, &text));
            changed += 1;
        }
    }
    assert!(changed > 1_000, "{changed} leaves");
}

/// Every fact of every paper, changed alone, changes the proof; codes do not.
#[test]
fn changing_any_fact_changes_the_proof() {
    let silent = ["licence"];
    for facts in every() {
        let text = proof(&written(facts.clone()));
        let json = serde_json::to_value(&facts).expect("JSON");
        let mut paths = Vec::new();
        leaves(&json, &mut Vec::new(), &mut paths);
        for path in paths {
            let mut other = json.clone();
            let mut at = &mut other;
            for step in &path {
                at = match step.parse::<usize>() {
                    Ok(index) => &mut at[index],
                    Err(_) => &mut at[step.as_str()],
                };
            }
            *at = match at {
                Json::String(text) => Json::from(match text.strip_suffix("-28") {
                    Some(month) => format!("{month}-27"),
                    None => format!("{text}改"),
                }),
                Json::Number(number) => Json::from(number.as_u64().unwrap_or_default() + 1),
                Json::Bool(yes) => Json::from(!*yes),
                Json::Null | Json::Array(_) | Json::Object(_) => continue,
            };
            let Ok(other) = serde_json::from_value::<PaperFacts>(other) else {
                continue;
            };
            let last = path.last().map(String::as_str).unwrap_or_default();
            if other.kind() != facts.kind() || silent.contains(&last) || unsaid(&facts, &path) {
                continue;
            }
            assert_ne!(
                proof(&written(other)),
                text,
                "{path:?} of {} is said nowhere",
                facts.kind().word()
            );
        }
    }
}

/// What a kind has in its head and does not print.
fn unsaid(facts: &PaperFacts, path: &[String]) -> bool {
    let step = |at: usize| path.get(at).map(String::as_str).unwrap_or_default();
    if step(0) != "head" {
        // A material that is given back or handed on is not said to be kept.
        let returned = path.last().map(String::as_str) == Some("returned");
        return returned && facts.kind() != PaperKind::ReceiptSlip;
    }
    match facts.kind() {
        PaperKind::Mandate | PaperKind::ApplicationForm => true,
        // Of many cases: each stands in the list, none in the head.
        PaperKind::MaterialTransfer => ["itemName", "itemCode", "applicants", "agent"].contains(&step(1)),
        // Without a desk: the window does not serve, and two departments need none.
        PaperKind::ServiceReceipt
        | PaperKind::FurtherMaterials
        | PaperKind::SpecialProcedure
        | PaperKind::Extension
        | PaperKind::DecisionNotice
        | PaperKind::VoidNotice => ["window", "clerk"].contains(&step(1)),
        _ => false,
    }
}

fn leaves(json: &Json, path: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    match json {
        Json::Object(map) => {
            for (key, value) in map {
                path.push(key.clone());
                leaves(value, path, found);
                path.pop();
            }
        }
        Json::Array(values) => {
            for (at, value) in values.iter().enumerate() {
                path.push(at.to_string());
                leaves(value, path, found);
                path.pop();
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => found.push(path.clone()),
    }
}
