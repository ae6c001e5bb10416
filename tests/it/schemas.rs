//! The published JSON Schema says what the product reads: no more, no less, key by key.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cases::catalogue::{CatalogueFiles, check, schema};
use jsonschema::Validator;
use serde_json::{Map, Value as Json, json};

use crate::catalogues::{broken, edited, sound};

fn validators() -> BTreeMap<String, Validator> {
    let read = |(name, text): (&str, &str)| {
        let schema: Json = serde_json::from_str(text).expect("JSON");
        jsonschema::meta::validate(&schema).unwrap_or_else(|why| panic!("{name}: {why}"));
        (
            format!("{name}.json"),
            jsonschema::validator_for(&schema).expect("a schema"),
        )
    };
    schema::ALL.into_iter().map(read).collect()
}

fn refused(validator: &Validator, json: &Json) -> Vec<String> {
    let errors = validator.iter_errors(json);
    errors
        .map(|error| format!("{} {error}", error.instance_path()))
        .collect()
}

#[test]
fn every_file_of_the_house_stands_by_its_schema() {
    let validators = validators();
    let house = Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalogue");
    let mut whole = Map::new();
    for (file, validator) in &validators {
        let text = std::fs::read_to_string(house.join(file)).expect("a file of the catalogue");
        let json: Json = serde_json::from_str(&text).expect("JSON");
        assert_eq!(refused(validator, &json), [""; 0], "{file}");
        whole.insert(file.clone(), json);
    }
    for (file, json) in &sound() {
        assert_eq!(refused(&validators[file], json), [""; 0], "sound {file}");
    }
    // All of them as one document say the same, each under its own name.
    let all = schema::whole().expect("JSON");
    let all = jsonschema::validator_for(&all).expect("a schema of schemas");
    let mut whole = Json::Object(whole);
    assert_eq!(refused(&all, &whole), [""; 0]);
    whole["items.json"][3]["materials"][0]["necessity"] = json!("最好有");
    assert_eq!(refused(&all, &whole).len(), 1);
}

/// What a schema can say of one file by itself: where the report has one of these, the schema refuses the file too.
const SAID: [&str; 17] = [
    "YC-1301", "YC-1303", "YC-1310", "YC-1312", "YC-1313", "YC-1348", "YC-1361", "YC-1362", "YC-1367",
    "YC-1368", "YC-1369", "YC-1370", "YC-1373", "YC-1376", "YC-1380", "YC-1382", "YC-1399",
];

#[test]
fn what_is_wrong_in_one_file_by_itself_its_schema_refuses() {
    let validators = validators();
    let mut seen = BTreeSet::new();
    for (name, broken) in broken() {
        let files = edited(&broken.edits);
        let texts = BTreeMap::from(files.clone().into_others());
        for said in broken
            .report
            .iter()
            .filter(|said| SAID.contains(&said.code.as_str()))
        {
            let text = match said.file.as_str() {
                "items.json" => &files.items,
                other => &texts[other],
            };
            // What is no JSON at all needs no schema to be refused.
            let Ok(json) = serde_json::from_str::<Json>(text) else {
                continue;
            };
            let why = refused(&validators[&said.file], &json);
            assert!(
                !why.is_empty(),
                "{name}: {} {} {}",
                said.file,
                said.path,
                said.code
            );
            seen.insert(said.code.clone());
        }
    }
    let missing: Vec<&str> = SAID.into_iter().filter(|code| !seen.contains(*code)).collect();
    assert_eq!(missing, [""; 0], "no broken catalogue has these");
}

/// A fact of a member of the sound catalogue's bundle.
const FACT: &str = "birth/birth.childName";

/// A catalogue in which every key of every schema stands somewhere.
fn full() -> BTreeMap<String, Json> {
    let mut files = sound();
    let item = &mut files.get_mut("items.json").expect("items")[1];
    for (key, value) in [
        ("aliases", json!(["社保卡"])),
        ("feeBasis", json!("无")),
        ("flow", json!([{ "step": "受理", "by": "综合窗口" }])),
        ("consultPhone", json!("0591-12333")),
        ("complaintPhone", json!("12345")),
        ("jointHandling", json!(false)),
        (
            "specialProcedures",
            json!([{ "name": "听证", "days": 5, "countsInLimit": false }]),
        ),
    ] {
        item[key] = value;
    }
    item["materials"][0]["sample"] = json!("正面免冠");
    item["materials"][0]["originalByLaw"] = json!("某条例第九条");
    let field = item["fields"].as_array_mut().expect("fields").iter_mut();
    let mut free = field.filter(|field| field["type"] == "text" && field["required"] == false);
    free.next().expect("an optional text")["shownWhen"] = json!("today > date('2020-01-01')");
    item["situations"][0]["several"] = json!(false);
    item["situations"][1]["answers"][0]["includes"] = json!([item["materials"][2]["id"]]);
    let conditions = files.get_mut("conditions.json").expect("conditions");
    conditions["refusals"][0]["notNeeded"] = json!(false);
    conditions["credit"] = json!({ "mz-marriage": { "source": "credit", "of": ["applicant"], "basis": "某法第一条",
        "lists": [{ "list": "someList", "effect": "informs", "basis": "某法第二条" }] } });
    conditions["identity"] =
        json!({ "mz-marriage": { "least": 3, "basis": "《居民身份证法》第十四条", "stops": true } });
    let bundle = &mut files.get_mut("bundles.json").expect("bundles")["bundles"][0];
    for (key, value) in [
        ("serviceObject", json!("自然人")),
        ("nationalBatch", json!("2024年第二批")),
        ("sumOfMemberPromisedDays", json!(9)),
        ("tenOnes", json!(["一窗受理"])),
        ("stats", json!({ "memberItems": 3 })),
        ("factStatus", json!("核对过")),
        (
            "resultProvides",
            json!([{ "itemId": "wj-vaccine-card", "facts": [FACT] }]),
        ),
        ("factEquivalences", json!([{ "a": FACT, "b": FACT }])),
    ] {
        bundle[key] = value;
    }
    let question = &mut bundle["guideQuestions"][0];
    question["options"] = json!(["是", "否"]);
    question["setsFact"] = json!(FACT);
    bundle["situations"][0]["several"] = json!(false);
    bundle["situations"][0]["answers"][1]["given"] = json!("today < date('2000-01-01')");
    bundle["situations"][0]["answers"][1]["facts"] = json!({ "birth.childName": "甲" });
    for (key, value) in [
        ("fieldsNeeded", json!([FACT])),
        ("trigger", json!("parallel")),
        ("stage", json!(1)),
        ("jointInspection", json!(false)),
        ("note", json!("先办")),
    ] {
        bundle["members"][0][key] = value;
    }
    files.insert(
        "answers.json".to_owned(),
        json!([{
            "id": "card", "question": "多久能拿到？", "also": ["几天"], "items": ["rs-socialcard"], "body": ["当场。"],
            "sources": [{ "name": "本版本事项数据", "article": "时限" }], "owner": "示范区人力资源和社会保障局",
            "answeredOn": "2026-09-01", "validTo": "2027-09-01",
        }]),
    );
    files.insert(
        "everyday.json".to_owned(),
        json!({ "rs-socialcard": ["办社保卡"] }),
    );
    files.insert("known_faults.json".to_owned(), json!([]));
    files.insert("sources.json".to_owned(), sources());
    files
}

/// The demonstration hall's, with as many of its lists as name every key.
fn sources() -> Json {
    let mut sources: Json = serde_json::from_str(cases::catalogue::sources::BUILT_IN).expect("JSON");
    let list = |sources: &mut Json, list: &str| sources[list].as_array_mut().expect("a list").clone();
    sources["proofs"] = json!(list(&mut sources, "proofs")[..1]);
    let mut derived = list(&mut sources, "derived");
    derived.retain(|rule| rule["how"] == "alike" || rule["how"] == "holding" || !rule["given"].is_null());
    sources["derived"] = json!(derived);
    sources
}

/// Every key that a schema names.
fn properties_of(schema: &Json, keys: &mut BTreeSet<String>) {
    let parts = schema["$defs"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(_, part)| part);
    for node in parts.chain([schema]) {
        keys.extend(
            node["properties"]
                .as_object()
                .into_iter()
                .flatten()
                .map(|(key, _)| key.clone()),
        );
    }
}

fn keys_in(json: &Json, keys: &mut BTreeSet<String>) {
    match json {
        Json::Array(all) => all.iter().for_each(|one| keys_in(one, keys)),
        Json::Object(all) => all.iter().for_each(|(key, one)| {
            keys.insert(key.clone());
            keys_in(one, keys);
        }),
        _ => {}
    }
}

fn as_files(files: &BTreeMap<String, Json>) -> CatalogueFiles {
    CatalogueFiles::from_others(files["items.json"].to_string(), |name| {
        files.get(name).map(Json::to_string)
    })
}

/// One place of a value, and the same with every index and every free key as one.
type Place = (Vec<String>, String);

/// Every place of a value that is not like one before it.
fn places(
    json: &Json,
    at: &mut Vec<String>,
    like: &str,
    seen: &mut BTreeSet<String>,
    found: &mut Vec<Place>,
) {
    if !at.is_empty() && seen.insert(like.to_owned()) {
        found.push((at.clone(), like.to_owned()));
    }
    let inside: Vec<(String, &Json, String)> = match json {
        Json::Array(all) => all
            .iter()
            .enumerate()
            .map(|(at, one)| (at.to_string(), one, "[]".to_owned()))
            .collect(),
        Json::Object(all) => all
            .iter()
            .map(|(key, one)| (key.clone(), one, format!(".{key}")))
            .collect(),
        _ => Vec::new(),
    };
    for (key, one, step) in inside {
        at.push(key);
        places(one, at, &format!("{like}{step}"), seen, found);
        at.pop();
    }
}

fn at_place<'a>(json: &'a Json, at: &[String]) -> &'a Json {
    at.iter().fold(json, |node, step| match node {
        Json::Array(all) => &all[step.parse::<usize>().expect("an index")],
        other => &other[step.as_str()],
    })
}

/// The value with another in one place, or with that place left out.
fn with(json: &Json, at: &[String], put: Option<&Json>) -> Json {
    let mut json = json.clone();
    let (key, above) = at.split_last().expect("a place");
    let mut node = &mut json;
    for step in above {
        node = match node {
            Json::Array(all) => &mut all[step.parse::<usize>().expect("an index")],
            other => &mut other[step.as_str()],
        };
    }
    match (node, put) {
        (Json::Array(all), Some(put)) => all[key.parse::<usize>().expect("an index")] = put.clone(),
        (Json::Array(all), None) => drop(all.remove(key.parse().expect("an index"))),
        (Json::Object(all), Some(put)) => drop(all.insert(key.clone(), put.clone())),
        (Json::Object(all), None) => drop(all.remove(key)),
        (other, _) => panic!("nothing is in {other}"),
    }
    json
}

/// Every place of every file is left out and holds each kind of value in turn: what the product cannot read the schema
/// refuses, and what the schema refuses the product does not let pass.
#[test]
fn schema_and_product_agree_in_every_place() {
    let validators = validators();
    let full = full();
    let found = check(&as_files(&full));
    assert_eq!((found.faults, found.noted), (Vec::new(), Vec::new()));
    for (file, json) in full.iter().filter(|(file, _)| *file != "known_faults.json") {
        let (mut named, mut there) = (BTreeSet::new(), BTreeSet::new());
        let schema: Json = serde_json::from_str(schema::of(file).expect("a schema")).expect("JSON");
        properties_of(&schema, &mut named);
        keys_in(json, &mut there);
        let missing: Vec<&String> = named.difference(&there).collect();
        assert!(missing.is_empty(), "{file}: nothing has {missing:?}");
    }
    let odd = [
        Json::Null,
        json!(7),
        json!(-1),
        json!("x"),
        json!(" "),
        json!("甲\u{202e}乙"),
        json!([]),
        json!({}),
    ];
    let compare = |file: &String, json: &Json| {
        let mut apart = Vec::new();
        let mut found = Vec::new();
        places(json, &mut Vec::new(), "", &mut BTreeSet::new(), &mut found);
        for (at, like) in found {
            for put in odd.iter().map(Some).chain([None]) {
                let other = with(json, &at, put);
                let stands = validators[file].is_valid(&other);
                let mut files = full.clone();
                files.insert(file.clone(), other);
                let faults = check(&as_files(&files)).faults;
                // Days against the count of a year's working days are the calendar's own sum, not a shape.
                let is_sum = |path: &str| file == "calendar.json" && path.is_empty();
                let unread = faults.iter().any(|fault| {
                    fault.file == *file && fault.trouble.code == "YC-1301" && !is_sum(&fault.path)
                });
                if stands && unread {
                    apart.push(format!(
                        "{file} {like} = {put:?}: cannot be read, and the schema lets it stand"
                    ));
                }
                // A struct is read from a list as well, key by key in its order; nobody writes one so.
                let by_place = put.is_some_and(Json::is_array) && at_place(json, &at).is_object();
                if !stands && faults.is_empty() && !by_place {
                    apart.push(format!(
                        "{file} {like} = {put:?}: passes, and the schema refuses it"
                    ));
                }
            }
        }
        apart
    };
    // Each file by itself, so that they are compared side by side.
    let apart: Vec<String> = std::thread::scope(|scope| {
        let hands: Vec<_> = full
            .iter()
            .map(|(file, json)| {
                scope.spawn({
                    let compare = &compare;
                    move || compare(file, json)
                })
            })
            .collect();
        hands
            .into_iter()
            .flat_map(|hand| hand.join().expect("compared"))
            .collect()
    });
    assert!(apart.is_empty(), "{}", apart.join("\n"));
}

/// The built-in wording is long and its check strict: a few places of each kind of piece are enough.
#[test]
fn the_schema_of_the_wording_refuses_what_cannot_be_read() {
    let validators = validators();
    let built_in: Json = serde_json::from_str(cases::notice::wording::BUILT_IN).expect("JSON");
    let base = sound();
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for part in ["labels", "terms", "shared", "papers"] {
        let mut all = Vec::new();
        places(
            &built_in[part],
            &mut vec![part.to_owned()],
            part,
            &mut BTreeSet::new(),
            &mut all,
        );
        // Names of labels and sentences are free: what comes below them is alike.
        all.retain(|(at, _)| seen.insert((part, at.len(), at.last().cloned())));
        found.extend(all.into_iter().take(40));
    }
    for (at, like) in found {
        for put in [Json::Null, json!(true), json!(7), json!([]), json!({ "odd": 1 })] {
            let other = with(&built_in, &at, Some(&put));
            let mut files = base.clone();
            files.insert("papers.json".to_owned(), other.clone());
            let faults = check(&as_files(&files)).faults;
            let stands = validators["papers.json"].is_valid(&other);
            let unread = faults.iter().any(|fault| fault.trouble.code == "YC-1301");
            assert!(
                !(stands && unread),
                "{like} = {put}: cannot be read, and the schema lets it stand"
            );
            let by_place = put.is_array() && at_place(&built_in, &at).is_object();
            assert!(
                stands || by_place || !faults.is_empty(),
                "{like} = {put}: passes, and the schema refuses it"
            );
        }
    }
}

/// The members of the structs that read the files, as their keys: a key that a schema does not name is no part of the
/// published format, and one that nothing reads is none either.
#[test]
fn every_key_that_is_read_is_published_with_a_title_and_a_sentence() {
    const READ: [(&str, &str, &str, &str); 28] = [
        ("catalogue/item.rs", "Item", "items", "item"),
        ("catalogue/item.rs", "LegalBasis", "items", "legalBasis"),
        (
            "catalogue/item.rs",
            "SpecialProcedure",
            "items",
            "specialProcedure",
        ),
        ("catalogue/item.rs", "FlowStep", "items", "flowStep"),
        ("catalogue/item.rs", "FieldSpec", "items", "field"),
        ("catalogue/item.rs", "MaterialSpec", "items", "material"),
        ("catalogue/item.rs", "ReviewPoint", "items", "reviewPoint"),
        ("catalogue/rule/mod.rs", "Clause", "items", "clause"),
        ("catalogue/situation.rs", "Situation", "items", "situation"),
        (
            "catalogue/situation.rs",
            "SituationAnswer",
            "items",
            "situationAnswer",
        ),
        ("catalogue/situation.rs", "Situation", "bundles", "situation"),
        ("catalogue/bundle.rs", "Bundle", "bundles", "bundle"),
        ("catalogue/bundle.rs", "Member", "bundles", "member"),
        ("catalogue/bundle.rs", "GuideQuestion", "bundles", "guideQuestion"),
        ("catalogue/bundle.rs", "Provision", "bundles", "provision"),
        ("catalogue/element.rs", "DataElement", "data_elements", "element"),
        ("catalogue/element.rs", "CodeEntry", "codelists", "entry"),
        ("catalogue/condition.rs", "SubjectRule", "conditions", "subject"),
        ("catalogue/condition.rs", "Rules", "conditions", ""),
        ("catalogue/refusal.rs", "RefusalGround", "conditions", "refusal"),
        (
            "catalogue/refusal.rs",
            "SupplementRule",
            "conditions",
            "supplement",
        ),
        ("catalogue/sources.rs", "SourceSpec", "sources", "source"),
        ("catalogue/sources.rs", "Proof", "sources", "proof"),
        ("catalogue/derivation.rs", "Derivation", "sources", "derivation"),
        ("catalogue/derivation.rs", "Given", "sources", "samePerson"),
        ("deadline/calendar.rs", "YearCalendar", "calendar", "year"),
        ("catalogue/answers/mod.rs", "Answer", "answers", "answer"),
        ("catalogue/check/noted.rs", "Noted", "known_faults", "noted"),
    ];
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cases/src");
    for (file, name, schema, part) in READ {
        let text = std::fs::read_to_string(source.join(file)).expect("source");
        let keys = keys_of(&text, name);
        assert!(!keys.is_empty(), "{file} has no {name}");
        let schema: Json = serde_json::from_str(schema::of(schema).expect("a schema")).expect("JSON");
        let node = if part.is_empty() {
            &schema
        } else {
            &schema["$defs"][part]
        };
        let published = node["properties"].as_object().expect("properties");
        for key in keys {
            assert!(
                published.contains_key(&key),
                "{name}.{key} is read and not published"
            );
        }
    }
    for (name, text) in schema::ALL {
        let schema: Json = serde_json::from_str(text).expect("JSON");
        let parts = schema["$defs"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(_, part)| part);
        for node in parts.chain([&schema]) {
            for (key, said) in node["properties"].as_object().into_iter().flatten() {
                let says = |what: &str| said[what].as_str().is_some_and(|text| !text.is_empty());
                let elsewhere = said.get("$ref").is_some() || says("title") && says("description");
                assert!(elsewhere, "{name}: {key} says nothing of itself");
            }
        }
    }
    // What two schemas have in common they say in the same words.
    let mut known: BTreeMap<String, Json> = BTreeMap::new();
    for (name, text) in schema::ALL
        .into_iter()
        .filter(|(name, _)| !["answers", "conditions", "papers"].contains(name))
    {
        let schema: Json = serde_json::from_str(text).expect("JSON");
        for (part, said) in schema["$defs"].as_object().into_iter().flatten() {
            let first = known.entry(part.clone()).or_insert_with(|| said.clone());
            assert_eq!(first, said, "{name}: {part}");
        }
    }
}

/// Keys of a struct of the source, as serde spells them.
fn keys_of(text: &str, name: &str) -> Vec<String> {
    let head = format!("pub struct {name} {{");
    let at = text.find(&head).unwrap_or_else(|| panic!("no struct {name}"));
    let camel = text[..at]
        .rsplit("#[derive")
        .next()
        .is_some_and(|above| above.contains("camelCase"));
    let body = text[at + head.len()..].split("\n}").next().expect("a body");
    let mut keys = Vec::new();
    let mut attribute = String::new();
    for line in body.lines().map(str::trim) {
        if line.starts_with("#[") {
            attribute.push_str(line);
        } else if let Some((key, _)) = line.strip_prefix("pub ").and_then(|line| line.split_once(':')) {
            let renamed = attribute
                .split("rename = \"")
                .nth(1)
                .and_then(|rest| rest.split('"').next());
            if !attribute.contains("flatten") && !attribute.contains("serde(skip)") {
                keys.push(renamed.map_or_else(
                    || if camel { camel_case(key) } else { key.to_owned() },
                    str::to_owned,
                ));
            }
            attribute.clear();
        }
    }
    keys
}

fn camel_case(key: &str) -> String {
    let mut words = key.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |all, word| {
        let (head, tail) = word.split_at(1);
        all + &head.to_uppercase() + tail
    })
}
