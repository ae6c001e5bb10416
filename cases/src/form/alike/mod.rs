//! Whether two values say the same, however each source writes it. What stands in the form and what the source wrote
//! (`raw`) are left as they are: keys are for comparing alone.
//!
//! - [`address`]: 地址, with or without the regions in front.
//! - [`numerals`]: 十八号 is 18号; 五一路 is a name.
//!
//! A key forgets width, case, spaces and ways of writing, never a difference that may mean something: 102-1 is not 1021,
//! 股份有限公司 is not 有限公司. Where it is not sure it says no: then a person looks at both.

pub mod address;
mod numerals;

#[cfg(test)]
mod tests;

use unicode_normalization::UnicodeNormalization;

use super::value::{Value, fold_width};
use crate::catalogue::{FieldSpec, FieldType};
use crate::identity::grown;
use crate::regions::significant;

/// Whether two values of a field say the same. Rows of a repeated group are compared in their order, choices in any.
pub fn same(field: &FieldSpec, a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Text(a), Value::Text(b)) => same_one(field.kind, a, b),
        (Value::Many(a), Value::Many(b)) if field.repeatable => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_one(field.kind, a, b))
        }
        (Value::Many(_), Value::Many(_)) => same_plain(a, b),
        (Value::Flag(a), Value::Flag(b)) => a == b,
        (Value::Text(_) | Value::Many(_) | Value::Flag(_), _) => false,
    }
}

/// Whether two values say the same, of whatever field they are; lists in any order.
pub fn same_plain(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Text(a), Value::Text(b)) => text(a) == text(b),
        (Value::Many(a), Value::Many(b)) => {
            let keys = |all: &[String]| {
                let mut keys: Vec<String> = all.iter().map(|one| text(one)).collect();
                keys.sort();
                keys
            };
            keys(a) == keys(b)
        }
        (Value::Flag(a), Value::Flag(b)) => a == b,
        (Value::Text(_) | Value::Many(_) | Value::Flag(_), _) => false,
    }
}

fn same_one(kind: FieldType, a: &str, b: &str) -> bool {
    match kind {
        FieldType::Address => address::same(a, b),
        FieldType::IdNumber => number(a) == number(b),
        FieldType::Region => region(a) == region(b),
        FieldType::Phone => phone(a) == phone(b),
        FieldType::Text
        | FieldType::Textarea
        | FieldType::Enum
        | FieldType::Multi
        | FieldType::Date
        | FieldType::Month
        | FieldType::Datetime
        | FieldType::Number
        | FieldType::Money
        | FieldType::Bool
        | FieldType::Email
        | FieldType::Uscc
        | FieldType::BankAccount
        | FieldType::Table
        | FieldType::Photo => text(a) == text(b),
    }
}

/// A text as it is compared: one width and case, one sign of each kind, no spaces but between two digits, and the
/// short form of 有限责任公司 (公司法 art. 7 has both).
pub fn text(given: &str) -> String {
    let folded: Vec<char> = fold_width(&given.nfc().collect::<String>())
        .to_uppercase()
        .nfc()
        .map(one_sign)
        .collect();
    let mut key = String::with_capacity(given.len());
    for (at, ch) in folded.iter().enumerate() {
        if !ch.is_whitespace() {
            key.push(*ch);
            continue;
        }
        let after = folded[at..].iter().find(|ch| !ch.is_whitespace());
        let between =
            key.ends_with(|ch: char| ch.is_ascii_digit()) && after.is_some_and(char::is_ascii_digit);
        if between {
            key.push(' ');
        }
    }
    let key = key.trim_end_matches(['.', ',', ';']);
    key.replace("有限责任公司", "有限公司")
}

/// One sign for those that are written for each other.
fn one_sign(ch: char) -> char {
    match ch {
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '－' | '~' | '～' => '-',
        '•' | '・' | '‧' | '∙' | '⋅' | '．' => '·',
        '、' | '，' => ',',
        '。' => '.',
        '【' | '〔' | '[' | '［' => '(',
        '】' | '〕' | ']' | '］' => ')',
        other => other,
    }
}

/// 证件号码: the 15 digits of the first generation are the number that grew out of them.
fn number(given: &str) -> String {
    grown(given).unwrap_or_else(|| text(given))
}

/// 行政区划代码, in six digits or twelve.
fn region(given: &str) -> String {
    let key = text(given);
    if key.bytes().all(|byte| byte.is_ascii_digit()) {
        significant(&key).to_owned()
    } else {
        key
    }
}

/// 电话, with or without the country in front of a mobile number.
fn phone(given: &str) -> String {
    let key = text(given);
    let bare = ["+86", "0086", "86"]
        .iter()
        .find_map(|country| key.strip_prefix(country))
        .filter(|rest| rest.len() == 11 && rest.starts_with('1'));
    bare.map(str::to_owned).unwrap_or(key)
}
