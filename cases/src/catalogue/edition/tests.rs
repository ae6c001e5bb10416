//! Editions taken apart and put together, differences, signatures, an open draft that moves.

use serde_json::{Value as Json, json};

use super::manifest::{PublishedKey, endorsement, follow_keys, number};
use super::parts::{Joining, split};
use super::*;
use crate::case::{Answer, Draft};
use crate::catalogue::load::{CAP_BYTES, check_size};
use crate::catalogue::tests::{demonstration, files};
use crate::catalogue::{Catalogue, CatalogueFiles};
use crate::crypto::{SecretKey, Suite};
use crate::form::Cell;
use crate::material::Slot;

const ITEM: &str = "cz-bookkeeping";

fn parts_of(files: CatalogueFiles) -> Vec<Part> {
    split(files, Suite::Ed25519Sha256).unwrap()
}

/// The demonstration catalogue with another item of this id.
fn with_item(id: &str, change: impl FnOnce(&mut Json)) -> CatalogueFiles {
    let mut items: Vec<Json> = serde_json::from_str(&files().items).unwrap();
    change(items.iter_mut().find(|item| item["id"] == id).unwrap());
    CatalogueFiles {
        items: serde_json::to_string_pretty(&items).unwrap(),
        ..files()
    }
}

fn manifest(sequence: u64, parts: &[Part], key: &SecretKey) -> Manifest {
    let inventory = Inventory::of(parts);
    Manifest {
        hall: "350199".to_owned(),
        number: number("2026-11-27".parse().unwrap(), sequence),
        sequence,
        content: inventory.content(key.suite()),
        previous: None,
        published_at: "2026-11-27T01:00:00Z".parse().unwrap(),
        by: "0700".to_owned(),
        note: String::new(),
        rollback_of: None,
        items: inventory.items() as u64,
        suite: key.suite(),
        key_id: key.public().unwrap().key_id,
    }
}

fn key(suite: Suite, byte: u8) -> SecretKey {
    SecretKey::new(suite, [byte; 32]).unwrap()
}

#[test]
fn a_catalogue_taken_apart_and_put_together_is_the_same() {
    let parts = parts_of(files());
    assert_eq!(parts.len(), 32 + CatalogueFiles::OTHERS.len());
    assert!(parts.is_sorted_by(|one, other| one.name < other.name));
    assert!(parts.iter().all(Part::is_whole));
    let mut joining = Joining::default();
    for part in &parts {
        joining.add(&part.name, &part.text);
    }
    let joined = joining.files();
    let again = parts_of(joined.clone());
    assert_eq!(parts, again);
    let catalogue = Catalogue::load(joined).unwrap();
    assert_eq!(catalogue.edition, demonstration().edition);
    for item in &demonstration().items {
        assert_eq!(catalogue.item(&item.id), Some(item));
    }
    // Other files travel as they are.
    let papers = parts.iter().find(|part| part.name == "papers.json").unwrap();
    assert_eq!(papers.text, files().papers);
}

/// Laid out anew or in another order it is the same content; one letter in a string makes it another.
#[test]
fn the_content_is_what_is_said_not_how_it_is_laid_out() {
    let content = |files| Inventory::of(&parts_of(files)).content(Suite::Ed25519Sha256);
    let mut items: Vec<Json> = serde_json::from_str(&files().items).unwrap();
    let with = |items: String| CatalogueFiles { items, ..files() };
    let plain = content(with(serde_json::to_string(&items).unwrap()));
    assert_eq!(
        content(with(serde_json::to_string_pretty(&items).unwrap())),
        plain
    );
    items.reverse();
    let lines: Vec<String> = items.iter().map(|item| format!("\t{item} ")).collect();
    assert_eq!(content(with(format!("[\n{}\n]", lines.join(" ,\r\n")))), plain);
    let spaced = with_item(ITEM, |item| item["note"] = json!("a \\\" b  {c} "));
    let closer = with_item(ITEM, |item| item["note"] = json!("a \\\" b {c} "));
    assert_ne!(content(spaced), content(closer));
}

#[test]
fn a_difference_names_what_changed_and_nothing_else() {
    let key = key(Suite::Ed25519Sha256, 7);
    let first = parts_of(with_item(ITEM, |_| {}));
    let mut items: Vec<Json> = serde_json::from_str(&files().items).unwrap();
    items.retain(|item| item["id"] != "wj-parenting");
    let mut added = items[0].clone();
    added["id"] = json!("zz-added");
    items.push(added);
    items.iter_mut().find(|item| item["id"] == ITEM).unwrap()["promisedDays"] = json!(2);
    let second = parts_of(CatalogueFiles {
        items: serde_json::to_string(&items).unwrap(),
        ..files()
    });
    let (from, to) = (Inventory::of(&first), Inventory::of(&second));
    let difference = Difference::between(&from, &to);
    let names = |parts: &[Changed]| parts.iter().map(|part| part.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&difference.added), ["items.json#zz-added"]);
    assert_eq!(difference.removed, ["items.json#wj-parenting"]);
    assert_eq!(names(&difference.changed), [format!("items.json#{ITEM}")]);
    let manifest = manifest(2, &second, &key);
    assert_eq!(difference.apply(&from, &manifest).unwrap(), to);
    // From nothing it is the whole.
    let whole = Difference::between(&Inventory::default(), &to);
    assert_eq!(whole.apply(&Inventory::default(), &manifest).unwrap(), to);
    // From elsewhere, or with a part that is another, it is refused.
    assert_eq!(
        difference.apply(&to, &manifest).unwrap_err(),
        EditionFault::OtherBase
    );
    let mut bent = difference.clone();
    bent.added[0].digest = first[0].digest.clone();
    assert_eq!(bent.apply(&from, &manifest).unwrap_err(), EditionFault::Damaged);
    let lines = to.lines();
    assert_eq!(Inventory::read(&lines), Some(to));
    assert_eq!(Inventory::read("no tab"), None);
}

#[test]
fn an_edition_is_opened_by_the_key_that_signed_it_and_by_no_other() {
    let parts = parts_of(files());
    for suite in Suite::ALL {
        let (ours, other) = (key(suite, 7), key(suite, 9));
        let trusted = [ours.public().unwrap()];
        let manifest = manifest(1, &parts, &ours);
        let signed = SignedManifest::sign(&manifest, &ours).unwrap();
        assert_eq!(signed.open(&trusted).unwrap(), manifest);
        assert!(manifest.content.starts_with(suite.crypto().digest_name()));
        assert_eq!(
            signed.open(&[other.public().unwrap()]).unwrap_err(),
            EditionFault::OtherKey
        );
        assert_eq!(signed.open(&[]).unwrap_err(), EditionFault::OtherKey);
        let unsigned = SignedManifest {
            signature: String::new(),
            ..signed.clone()
        };
        assert_eq!(unsigned.open(&trusted).unwrap_err(), EditionFault::Unsigned);
        let bent = SignedManifest {
            manifest: signed.manifest.replace("\"sequence\":1", "\"sequence\":9"),
            ..signed.clone()
        };
        assert_eq!(bent.open(&trusted).unwrap_err(), EditionFault::Forged);
        // Another's signature under our key's id.
        let forged = SignedManifest {
            signature: SignedManifest::sign(&manifest, &other).unwrap().signature,
            ..signed.clone()
        };
        assert_eq!(forged.open(&trusted).unwrap_err(), EditionFault::Forged);
        let garbled = SignedManifest {
            manifest: "{".to_owned(),
            ..signed
        };
        assert_eq!(garbled.open(&trusted).unwrap_err(), EditionFault::Unsigned);
    }
}

#[test]
fn every_refusal_has_a_code_and_two_sentences() {
    let all = [
        EditionFault::Unsigned,
        EditionFault::OtherKey,
        EditionFault::Forged,
        EditionFault::Damaged,
        EditionFault::Older,
        EditionFault::OtherHall,
        EditionFault::OtherBase,
    ];
    let codes: std::collections::BTreeSet<String> = all.iter().map(|fault| fault.trouble().code).collect();
    assert_eq!(codes.len(), all.len());
    assert!(codes.iter().all(|code| code.starts_with("YC-135")));
}

#[test]
fn a_key_hands_over_to_the_next_and_a_stranger_cannot() {
    let keys = [
        key(Suite::Ed25519Sha256, 1),
        key(Suite::Sm2Sm3, 2),
        key(Suite::Ed25519Sha256, 3),
    ];
    let publics = keys.clone().map(|key| key.public().unwrap());
    let published = |at: usize, by: usize| PublishedKey {
        key: publics[at].clone(),
        endorsed_by: Some(publics[by].key_id.clone()),
        endorsement: Some(hex::encode(
            keys[by].sign(endorsement(&publics[at]).as_bytes()).unwrap(),
        )),
    };
    let first = PublishedKey {
        key: publics[0].clone(),
        endorsed_by: None,
        endorsement: None,
    };
    let chain = [first, published(1, 0), published(2, 1)];
    assert_eq!(follow_keys(&publics[..1], &chain), publics);
    assert_eq!(follow_keys(&publics[1..2], &chain), publics[1..]);
    // The second is left out: the third cannot be reached. A signature of another key does not help.
    assert_eq!(follow_keys(&publics[..1], &[published(2, 1)]), publics[..1]);
    let mut stranger = published(1, 0);
    stranger.endorsement = published(2, 1).endorsement;
    assert_eq!(follow_keys(&publics[..1], &[stranger]), publics[..1]);
}

#[test]
fn a_catalogue_that_is_too_large_is_refused_by_its_size() {
    assert!(check_size(CAP_BYTES - 1).is_ok());
    let fault = check_size(200_000_000).unwrap_err();
    assert_eq!(fault.trouble.code, "YC-1356");
    assert!(fault.trouble.zh.contains("200 MB") && fault.trouble.en.contains("smaller than 200 MB"));
}

#[test]
fn an_item_without_a_usable_id_is_no_part() {
    for id in ["\"\"", "\"a\\nb\"", "7"] {
        let broken = CatalogueFiles {
            items: format!(r#"[{{"id":{id}}}]"#),
            ..files()
        };
        let fault = split(broken, Suite::Ed25519Sha256).unwrap_err();
        assert_eq!(
            (fault.trouble.code.as_str(), fault.path.as_str()),
            ("YC-1357", "[0].id")
        );
    }
}

/// What changed in an item is said in words, each change once; what did not is not said.
#[test]
fn changes_of_an_item_in_words() {
    let before = demonstration().item(ITEM).unwrap();
    assert_eq!(item_changes(before, before), []);
    let mut after = before.clone();
    after.promised_days = 2;
    after.materials[0].originals += 1;
    let gone = after.materials.remove(1);
    after.fields[0].required = !after.fields[0].required;
    after.fields[1].label.push('等');
    after.conditions.push("新的条件".to_owned());
    after.rest.insert("phone".to_owned(), json!("0591-0000"));
    let said: Vec<String> = item_changes(before, &after)
        .into_iter()
        .map(|one| one.zh)
        .collect();
    assert!(
        said[0].starts_with("承诺时限：5 ") && said[0].contains("→ 2 "),
        "{said:?}"
    );
    assert!(said[1].starts_with("材料有改动："), "{said:?}");
    assert_eq!(said[2], format!("不再需要材料：{}", gone.name));
    assert!(said[3].contains("必填"), "{said:?}");
    assert!(said[4].starts_with("填写项有改动："), "{said:?}");
    assert_eq!(said[5..], ["新增办理条件：新的条件", "其他内容有改动：phone"]);
}

fn cell(value: &str) -> Cell {
    let typed = json!({ "held": { "value": value, "from": {
        "kind": "typed", "label": "手工", "provider": "0826", "asOf": null, "at": "2026-11-27T01:00:00Z",
    } } });
    serde_json::from_value(typed).unwrap()
}

fn draft(edition: &str) -> Draft {
    let draft = json!({
        "id": "00000000-0000-0000-0000-000000000001", "revision": 3, "fence": 1,
        "visit": "00000000-0000-0000-0000-000000000002", "item": ITEM, "edition": edition, "slip": "TEST",
        "desk": "08", "clerk": "0826", "openedAt": "2026-11-27T01:00:00Z",
        "party": { "person": { "name": "陈静怡", "idType": "111", "idNumber": "350199198506152022", "verified": null },
            "body": null, "asAgent": false },
    });
    serde_json::from_value(draft).unwrap()
}

/// Values stay by field key; what has no place is listed; what cannot stand in its field stays beside it.
#[test]
fn an_open_draft_moves_and_loses_nothing_unsaid() {
    let old = demonstration();
    let from = old.item(ITEM).unwrap();
    let mut draft = draft(&old.edition);
    draft.slots = from.materials.iter().map(Slot::empty).collect();
    let text = from
        .fields
        .iter()
        .filter(|field| field.kind == crate::catalogue::FieldType::Text)
        .map(|field| field.key.clone())
        .collect::<Vec<_>>();
    let [kept, dropped, shortened] = [&text[0], &text[1], &text[2]];
    draft.form.insert(kept.clone(), cell("留下"));
    draft.form.insert(dropped.clone(), cell("去掉"));
    draft.form.insert(shortened.clone(), cell("太长的一段文字"));
    draft.answers.insert("没有人再问".to_owned(), Answer::Said(true));
    let changed = with_item(ITEM, |item| {
        let fields = item["fields"].as_array_mut().unwrap();
        fields.retain(|field| field["key"] != json!(dropped));
        let field = fields
            .iter_mut()
            .find(|field| field["key"] == json!(shortened))
            .unwrap();
        field["maxLength"] = json!(2);
    });
    let new = Catalogue::load(changed).unwrap();
    let to = new.item(ITEM).unwrap();
    let moved = move_draft(&draft, old, from, &new, to, "2026-11-27".parse().unwrap());
    assert_eq!(moved.draft.edition, new.edition);
    assert_eq!(moved.draft.form[kept], draft.form[kept]);
    assert!(!moved.draft.form.contains_key(dropped));
    assert_eq!(
        moved.draft.form[shortened].rejected.as_deref(),
        Some("太长的一段文字")
    );
    let said: Vec<(&str, bool)> = moved
        .dropped
        .iter()
        .map(|one| (one.value.as_str(), one.to_settle))
        .collect();
    assert!(
        said.contains(&("去掉", false)) && said.contains(&("太长的一段文字", true)),
        "{said:?}"
    );
    assert!(said.contains(&("是", false)));
    assert_eq!(said.len(), 3);
    // To itself it goes without a loss.
    let still = move_draft(&draft, old, from, old, from, "2026-11-27".parse().unwrap());
    assert_eq!(
        still
            .dropped
            .iter()
            .filter(|one| one.what != "没有人再问")
            .count(),
        0
    );
    assert_eq!(still.draft.slots.len(), from.materials.len());
}
