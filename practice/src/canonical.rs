//! Canonical JSON (RFC 8785) and the digest of a parcel.

use serde_json::{Number, Value};
use sha2::{Digest, Sha256};

/// Members that differ from one attempt to the next and do not count.
const OF_THE_ATTEMPT: [&str; 3] = ["sentAt", "attempt", "eventsUrl"];

/// SHA-256 in hex of a parcel without the members that belong to the attempt.
pub fn parcel_digest(parcel: &Value) -> String {
    let mut parcel = parcel.clone();
    if let Value::Object(members) = &mut parcel {
        for name in OF_THE_ATTEMPT {
            members.remove(name);
        }
    }
    let mut text = String::new();
    write(&parcel, &mut text);
    hex::encode(Sha256::digest(text))
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => out.push_str(&value.to_string()),
        Value::Number(number) => out.push_str(&number_text(number)),
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut names: Vec<&String> = members.keys().collect();
            names.sort_by_key(|name| name.encode_utf16().collect::<Vec<_>>());
            out.push('{');
            for (at, name) in names.into_iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                out.push_str(&Value::from(name.as_str()).to_string());
                out.push(':');
                write(&members[name], out);
            }
            out.push('}');
        }
    }
}

/// Numbers as ECMAScript writes them: 1.0 is 1.
fn number_text(number: &Number) -> String {
    match number.as_f64() {
        Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 1e15 => format!("{float:.0}"),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn order_of_members_numbers_and_attempts_do_not_count() {
        let one = json!({"b": [1.0, 2.5, "甲"], "a": {"y": null, "x": true}, "attempt": 1, "sentAt": "now"});
        let other: Value =
            serde_json::from_str(r#"{"attempt":2,"a":{"x":true,"y":null},"b":[1,2.5,"甲"]}"#).unwrap();
        assert_eq!(parcel_digest(&one), parcel_digest(&other));
        assert_ne!(parcel_digest(&one), parcel_digest(&json!({"a": 1})));
        let mut text = String::new();
        write(&one["b"], &mut text);
        assert_eq!(text, r#"[1,2.5,"甲"]"#);
    }
}
