//! The words by which a page names what a field asks for: the label itself, its parts in brackets, and what only one field of
//! the form can be meant by.

use std::collections::BTreeMap;

use cases::catalogue::{FieldSpec, FieldType};

use super::flat::{self, Flat};

/// A word of a label, as signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    pub signs: Vec<char>,
    /// The label, or a part of it in its own right; otherwise its end, which says less (使用面积 → 面积).
    pub own: bool,
}

/// The names of every field in their order, without those that several fields may be meant by.
pub fn names(fields: &[&FieldSpec]) -> Vec<Vec<Name>> {
    let all: Vec<Vec<Name>> = fields.iter().map(|field| of(field, fields)).collect();
    let mut claims: BTreeMap<Vec<char>, usize> = BTreeMap::new();
    for name in all.iter().flatten() {
        *claims.entry(name.signs.clone()).or_default() += 1;
    }
    all.into_iter()
        .map(|names| {
            let mut names: Vec<Name> = names
                .into_iter()
                .filter(|name| claims[&name.signs] == 1)
                .collect();
            names.sort_by_key(|name| std::cmp::Reverse((name.own, name.signs.len())));
            names
        })
        .collect()
}

fn of(field: &FieldSpec, fields: &[&FieldSpec]) -> Vec<Name> {
    let mut words: Vec<String> = spoken(&field.label);
    let alone = fields.iter().filter(|other| other.kind == field.kind).count() == 1;
    if alone {
        words.extend(usual(field.kind).iter().map(|word| (*word).to_owned()));
    }
    let mut names: Vec<Name> = Vec::new();
    let mut add = |signs: Vec<char>, own: bool| {
        if signs.len() >= 2 && !names.iter().any(|known| known.signs == signs) {
            names.push(Name { signs, own });
        }
    };
    let own: Vec<Vec<char>> = words.iter().map(|word| flat::key(word)).collect();
    for signs in &own {
        add(signs.clone(), true);
    }
    // Of numbers the end of the label is enough: what they measure.
    if matches!(field.kind, FieldType::Number | FieldType::Money | FieldType::Date) {
        for signs in &own {
            for tail in 2..signs.len().min(5) {
                add(signs[signs.len() - tail..].to_vec(), false);
            }
        }
    }
    names
}

/// What a document that holds one number of the kind calls it.
fn usual(kind: FieldType) -> &'static [&'static str] {
    match kind {
        FieldType::IdNumber => &["公民身份号码", "身份证号码", "身份证号", "证件号码"],
        FieldType::Uscc => &["统一社会信用代码", "社会信用代码", "信用代码"],
        FieldType::Phone => &["联系电话", "手机号码", "手机号", "电话"],
        FieldType::Email => &["电子邮箱", "邮箱"],
        FieldType::BankAccount => &["银行账号", "银行卡号", "账号", "卡号"],
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
        | FieldType::Address
        | FieldType::Region
        | FieldType::Table
        | FieldType::Photo => &[],
    }
}

/// 法定代表人（负责人）姓名 is spoken as 法定代表人姓名, 负责人姓名, 法定代表人 and 负责人; a unit in brackets is no word.
fn spoken(label: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut rest = label;
    while let Some(open) = rest.find(['（', '(']) {
        let (front, inside) = rest.split_at(open);
        let after = inside.find(['）', ')']);
        let opening = inside.chars().next().map_or(0, char::len_utf8);
        let (inside, behind) = match after {
            Some(close) => {
                let closing = inside[close..].chars().next().map_or(0, char::len_utf8);
                (&inside[opening..close], &inside[close + closing..])
            }
            None => (&inside[opening..], ""),
        };
        words.iter_mut().for_each(|word| word.push_str(front));
        if unit_of(inside).is_none() && inside.chars().count() >= 2 {
            words.push(inside.to_owned());
        }
        rest = behind;
    }
    words.iter_mut().for_each(|word| word.push_str(rest));
    let holders: Vec<String> = words
        .iter()
        .filter_map(|word| word.strip_suffix("姓名"))
        .filter(|holder| holder.chars().count() >= 3)
        .map(str::to_owned)
        .collect();
    words.extend(holders);
    words
}

/// The unit that a label has in its brackets.
pub fn unit(label: &str) -> Option<&str> {
    let open = label.rfind(['（', '('])?;
    let inside = &label[open..];
    let inside = inside
        .trim_start_matches(['（', '('])
        .trim_end_matches(['）', ')']);
    unit_of(inside)
}

/// Ways of writing a unit, the form's own first.
const UNITS: [&[&str]; 14] = [
    &["平方米", "㎡", "平米", "M2", "M²"],
    &["万元", "万圆"],
    &["元", "圆"],
    &["米", "M"],
    &["克", "G"],
    &["千克", "公斤", "KG"],
    &["人", "名"],
    &["个", "间"],
    &["%", "％"],
    &["亩"],
    &["公里", "KM"],
    &["吨"],
    &["年"],
    &["月", "个月"],
];

fn unit_of(word: &str) -> Option<&'static str> {
    UNITS
        .iter()
        .find(|ways| ways.iter().any(|way| way.eq_ignore_ascii_case(word)))
        .and_then(|ways| ways.first().copied())
}

/// The unit at the beginning of what follows a number.
pub fn unit_before(behind: &str) -> Option<&'static str> {
    UNITS
        .iter()
        .flat_map(|ways| ways.iter().map(move |way| (*way, ways[0])))
        .filter(|(way, _)| behind.starts_with(way))
        .max_by_key(|(way, _)| way.len())
        .map(|(_, unit)| unit)
}

/// Where a label ends, and whether a mark or a gap stands behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    pub at: usize,
    pub apart: bool,
}

/// Where the page has the name as a word of its own and something behind it in the line.
pub fn found(flat: &Flat, name: &Name) -> Vec<Ended> {
    let (signs, word) = (&flat.signs, &name.signs);
    if word.is_empty() || signs.len() <= word.len() {
        return Vec::new();
    }
    (0..signs.len() - word.len())
        .filter(|from| {
            let here = &signs[*from..*from + word.len()];
            let next = &signs[*from + word.len()];
            // A label of its own may stand in a sentence (建筑面积86.5平方米); the end of one begins behind a mark.
            (here[0].apart || name.own && word.len() >= 4)
                && here.iter().zip(word).all(|(sign, ch)| sign.ch == *ch)
                && here.iter().all(|sign| sign.line == next.line)
        })
        .map(|from| Ended {
            at: from + word.len(),
            apart: signs[from + word.len()].apart,
        })
        .collect()
}
