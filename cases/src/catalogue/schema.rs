//! The published JSON Schema (2020-12) of the format: one document per file of a catalogue folder, for whoever writes
//! one, his editor and his validator.
//!
//! A schema says what can be said of one file by itself: shapes, obligatory keys, codes, what has to stand beside what.
//! What points from one file to another, check digits, limits against each other and expressions are judged by
//! [`check`](super::check) alone. What a schema refuses, a check refuses as well.

use serde_json::{Map, Value as Json, json};

/// Each file of a catalogue folder without its `.json`, and its schema.
pub const ALL: [(&str, &str); 11] = [
    (
        "items",
        include_str!("../../../catalogue/schema/items.schema.json"),
    ),
    (
        "bundles",
        include_str!("../../../catalogue/schema/bundles.schema.json"),
    ),
    (
        "data_elements",
        include_str!("../../../catalogue/schema/data_elements.schema.json"),
    ),
    (
        "codelists",
        include_str!("../../../catalogue/schema/codelists.schema.json"),
    ),
    (
        "conditions",
        include_str!("../../../catalogue/schema/conditions.schema.json"),
    ),
    (
        "sources",
        include_str!("../../../catalogue/schema/sources.schema.json"),
    ),
    (
        "calendar",
        include_str!("../../../catalogue/schema/calendar.schema.json"),
    ),
    (
        "papers",
        include_str!("../../../catalogue/schema/papers.schema.json"),
    ),
    (
        "answers",
        include_str!("../../../catalogue/schema/answers.schema.json"),
    ),
    (
        "everyday",
        include_str!("../../../catalogue/schema/everyday.schema.json"),
    ),
    (
        "known_faults",
        include_str!("../../../catalogue/schema/known_faults.schema.json"),
    ),
];

/// Files without which a folder is no catalogue.
const OBLIGATORY: [&str; 4] = [
    "items.json",
    "data_elements.json",
    "codelists.json",
    "calendar.json",
];

/// The schema of a file; its name may end as the file's or as the schema's own.
pub fn of(name: &str) -> Option<&'static str> {
    let name = name.trim_end_matches(".json").trim_end_matches(".schema");
    ALL.iter().find(|(file, _)| *file == name).map(|(_, text)| *text)
}

/// All of them as one document: a folder as an object of its files, each schema whole under its own `$id`.
///
/// # Errors
/// A schema that is no JSON, which the tests exclude.
pub fn whole() -> serde_json::Result<Json> {
    let mut files = Map::new();
    let mut schemas = Map::new();
    for (name, text) in ALL {
        let schema: Json = serde_json::from_str(text)?;
        files.insert(format!("{name}.json"), json!({ "$ref": schema["$id"] }));
        schemas.insert(name.to_owned(), schema);
    }
    Ok(json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:yichuang:schema:catalogue",
        "title": "事项库目录",
        "description": "A catalogue folder: the name of each file to what it holds.",
        "type": "object",
        "required": OBLIGATORY,
        "properties": files,
        "additionalProperties": false,
        "$defs": schemas,
    }))
}
