//! The proof on a paper (文书核验码): its number and a digest of everything it says, as one QR text.
//!
//! `yichuang:1:<kind word>:<document number, or slip code, or ->:<SHA-256, 64 hex digits>`. The digest is over the
//! content as JSON without its codes and its companion, with keys sorted and no white space, so that equal papers prove equally on
//! every machine and a paper with one word changed does not.

use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use super::content::{Codes, Content};

const SCHEME: &str = "yichuang:1";

/// The proof of what this paper says.
pub fn proof(content: &Content) -> String {
    let bare = Content {
        codes: Codes::default(),
        companion: None,
        ..content.clone()
    };
    // Cannot fail: the content has string keys only and no map of its own.
    let json = serde_json::to_value(&bare).expect("a content is JSON");
    let mut text = String::new();
    write(&json, &mut text);
    let name = content.number.as_deref().or(content.slip_code.as_deref());
    format!(
        "{SCHEME}:{}:{}:{}",
        content.kind.word(),
        name.unwrap_or("-"),
        hex::encode(Sha256::digest(text.as_bytes()))
    )
}

/// Whether the text that was read from a paper is the proof of this content.
pub fn check(content: &Content, text: &str) -> bool {
    proof(content) == text.trim()
}

/// Canonical JSON: keys in the order of their bytes.
fn write(value: &Json, text: &mut String) {
    match value {
        Json::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort_unstable();
            text.push('{');
            for (at, key) in keys.into_iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                text.push_str(&Json::from(key.as_str()).to_string());
                text.push(':');
                write(&map[key], text);
            }
            text.push('}');
        }
        Json::Array(values) => {
            text.push('[');
            for (at, value) in values.iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                write(value, text);
            }
            text.push(']');
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => text.push_str(&value.to_string()),
    }
}
