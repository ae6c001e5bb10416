//! Whether two addresses are one place. The regions in front may be left out by one of them; numbers may be written in
//! Chinese; a block is 幢, 栋 or 号楼. What a street is called is not guessed, and 18号 is not 18幢.

use super::numerals::in_digits;
use super::text;
use crate::regions;

/// Shorter than this nothing is left of an address without its regions: 1号 is everywhere.
const SHORTEST: usize = 4;

/// Whether two addresses say the same.
pub fn same(one: &str, other: &str) -> bool {
    let (one, other) = (key(one), key(other));
    if one == other {
        return true;
    }
    let (a, b) = (regions::front(&one), regions::front(&other));
    a.rest == b.rest && a.rest.chars().count() >= SHORTEST && regions::may_be_same(&a, &b)
}

/// An address as it is compared, regions and all.
pub fn key(given: &str) -> String {
    // Signs tell numbers apart, so they go after the numerals; a numeral that a sign kept from its unit comes last.
    let plain = in_digits(&text(given).replace('#', "号"));
    one_unit(&in_digits(&without_signs(&plain)))
}

/// Signs say nothing, except between two digits or letters: 102-1 is not 1021.
fn without_signs(text: &str) -> String {
    let is_sign = |ch: char| {
        matches!(
            ch,
            '(' | ')' | '-' | ',' | '.' | ';' | ':' | '·' | '/' | '"' | '\'' | ' '
        )
    };
    let mut key = String::with_capacity(text.len());
    let mut signs = String::new();
    for ch in text.chars() {
        if is_sign(ch) {
            signs.push(ch);
            continue;
        }
        if ch.is_ascii_alphanumeric() && key.ends_with(|last: char| last.is_ascii_alphanumeric()) {
            key.push_str(&signs);
        }
        signs.clear();
        key.push(ch);
    }
    key
}

/// 幢, 棟 and 号楼 are 栋; a room at the end is 室, said or not.
fn one_unit(address: &str) -> String {
    let plain = address.replace(['幢', '棟'], "栋");
    let mut key = String::with_capacity(plain.len());
    let mut parts = plain.split("号楼").peekable();
    while let Some(part) = parts.next() {
        key.push_str(part);
        if let Some(back) = parts.peek() {
            // 18号楼上 is upstairs at number 18.
            let upstairs = back.starts_with(['上', '下']);
            let counted = part.ends_with(|ch: char| ch.is_ascii_alphanumeric());
            key.push_str(if counted && !upstairs { "栋" } else { "号楼" });
        }
    }
    let numbered = |text: &str| text.ends_with(|ch: char| ch.is_ascii_digit());
    for room in ["号房", "房"] {
        if let Some(front) = key.strip_suffix(room).filter(|front| numbered(front)) {
            key = format!("{front}室");
        }
    }
    let in_a_block = key.contains("栋") || key.contains("单元");
    if numbered(&key) && in_a_block {
        key.push('室');
    }
    key
}
