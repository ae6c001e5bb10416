//! What a field may hold. Everything is text in normal form: dates `2026-09-28`, months `2026-09`,
//! date-times `2026-09-28T10:00`, numbers and money plain decimals, codes of the code list.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::picture;
use crate::catalogue::{CodeLists, FieldSpec, FieldType};
use crate::error::Trouble;
use crate::identity::{PersonId, Uscc};

/// A field's value. Repeatable fields, multi-choices and tables hold one text per entry or row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Value {
    Flag(bool),
    Text(String),
    Many(Vec<String>),
}

impl Value {
    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        match self {
            Value::Flag(_) => false,
            Value::Text(text) => text.is_empty(),
            Value::Many(all) => all.iter().all(String::is_empty),
        }
    }

    /// The value as words for a paper or a screen: codes by name, flags as 是/否.
    pub fn words(&self, field: &FieldSpec, codes: &CodeLists) -> String {
        let name = |code: &str| match &field.code_list {
            Some(list) => codes.name_of(list, code).to_owned(),
            None if field.kind == FieldType::Photo => picture::words(code).unwrap_or_else(|| code.to_owned()),
            None => code.to_owned(),
        };
        match self {
            Value::Flag(true) => "是".to_owned(),
            Value::Flag(false) => "否".to_owned(),
            Value::Text(text) => name(text),
            Value::Many(all) => all.iter().map(|one| name(one)).collect::<Vec<_>>().join("；"),
        }
    }
}

/// Why a value cannot stand in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueFault {
    /// Not of the field's type, with the reason.
    Type {
        zh: String,
        en: String,
    },
    TooLong {
        max: usize,
        got: usize,
    },
    NotInList {
        list: String,
    },
    /// An identity number; the trouble names the rule that failed.
    Identity(Trouble),
}

impl From<ValueFault> for Trouble {
    fn from(fault: ValueFault) -> Self {
        match fault {
            ValueFault::Type { zh, en } => Trouble::new("YC-1201", zh, en),
            ValueFault::TooLong { max, got } => Trouble::new(
                "YC-1202",
                format!("最多 {max} 个字，现有 {got} 个"),
                format!("at most {max} characters, {got} given"),
            ),
            ValueFault::NotInList { list } => Trouble::new(
                "YC-1203",
                "不在可选项里".to_owned(),
                format!("not one of the choices of list {list}"),
            ),
            ValueFault::Identity(trouble) => trouble,
        }
    }
}

/// Reads what a source or a clerk gave into the field's normal form.
///
/// `id_type` is the document kind beside an identity number (code list `idType`); without it 111 is meant.
pub fn read(
    field: &FieldSpec,
    given: &Json,
    codes: &CodeLists,
    id_type: Option<&str>,
    today: Date,
) -> Result<Value, ValueFault> {
    let one = |text: &str| read_text(field, text, codes, id_type, today);
    match given {
        Json::Bool(flag) if field.kind == FieldType::Bool && !field.repeatable => Ok(Value::Flag(*flag)),
        Json::Bool(flag) if field.kind == FieldType::Bool => Ok(Value::Many(vec![flag_word(*flag)])),
        Json::Array(all) => {
            if !holds_many(field) {
                return Err(wrong("这里只填一个值", "this field holds one value"));
            }
            all.iter()
                .map(|entry| match entry {
                    Json::Object(row) => {
                        let cells: Vec<String> = row.values().map(plain).collect();
                        Ok(cells.join("，"))
                    }
                    other => match one(&plain(other))? {
                        Value::Text(text) => Ok(text),
                        Value::Flag(flag) => Ok(flag_word(flag)),
                        Value::Many(all) => Ok(all.join("；")),
                    },
                })
                .collect::<Result<Vec<String>, ValueFault>>()
                .map(Value::Many)
        }
        Json::Object(_) => Err(wrong("读不懂这个值", "an object cannot stand in a field")),
        Json::Null => Ok(Value::Text(String::new())),
        other => {
            let text = plain(other);
            if !holds_many(field) {
                return one(&text);
            }
            text.split(['\n', '；', ';'])
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .map(|part| match one(part)? {
                    Value::Text(text) => Ok(text),
                    Value::Flag(flag) => Ok(flag_word(flag)),
                    Value::Many(all) => Ok(all.join("；")),
                })
                .collect::<Result<Vec<String>, ValueFault>>()
                .map(Value::Many)
        }
    }
}

/// Whether the field holds a list: repeatable groups, multi-choices, tables.
pub fn holds_many(field: &FieldSpec) -> bool {
    field.repeatable || matches!(field.kind, FieldType::Multi | FieldType::Table)
}

fn flag_word(flag: bool) -> String {
    if flag { "是".to_owned() } else { "否".to_owned() }
}

fn plain(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        Json::Bool(flag) => flag_word(*flag),
        Json::Null => String::new(),
        other => other.to_string(),
    }
}

fn wrong(zh: &str, en: &str) -> ValueFault {
    ValueFault::Type {
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}

fn read_text(
    field: &FieldSpec,
    given: &str,
    codes: &CodeLists,
    id_type: Option<&str>,
    today: Date,
) -> Result<Value, ValueFault> {
    let text = given.trim();
    if text.is_empty() {
        return Ok(Value::Text(String::new()));
    }
    if text.chars().any(|ch| ch.is_control() && ch != '\n') {
        return Err(wrong(
            "含有不可见的控制字符",
            "control characters are not allowed",
        ));
    }
    if field.kind == FieldType::Photo && picture::size(text).is_some() {
        return Ok(Value::Text(text.to_owned()));
    }
    let max = field.max_length.unwrap_or(2_000);
    let got = text.chars().count();
    if got > max {
        return Err(ValueFault::TooLong { max, got });
    }
    let folded = fold_width(text);
    match field.kind {
        FieldType::Text | FieldType::Textarea | FieldType::Address | FieldType::Table | FieldType::Photo => {
            Ok(Value::Text(text.to_owned()))
        }
        FieldType::Enum | FieldType::Multi => match &field.code_list {
            Some(list) if codes.is_open(list) && got <= 20 => {
                Ok(Value::Text(codes.code_of(list, text).unwrap_or(text).to_owned()))
            }
            Some(list) => match codes.code_of(list, text) {
                Some(code) => Ok(Value::Text(code.to_owned())),
                None => Err(ValueFault::NotInList { list: list.clone() }),
            },
            None => Ok(Value::Text(text.to_owned())),
        },
        FieldType::Date => match date(&folded) {
            Some(date) => Ok(Value::Text(date.to_string())),
            None if text == "长期" => Ok(Value::Text(text.to_owned())),
            None => Err(wrong(
                "不是有效日期，如 2026-09-28",
                "not a date such as 2026-09-28",
            )),
        },
        FieldType::Month => match date(&format!("{}-01", folded.replace(['/', '.'], "-"))) {
            Some(first) => Ok(Value::Text(first.to_string()[..7].to_owned())),
            None => match date(&folded) {
                Some(day) => Ok(Value::Text(day.to_string()[..7].to_owned())),
                None => Err(wrong("不是有效月份，如 2026-09", "not a month such as 2026-09")),
            },
        },
        FieldType::Datetime => {
            let joined = folded.replace(' ', "T").replace('/', "-");
            let bare = joined.trim_end_matches('Z').split('+').next().unwrap_or_default();
            match bare.parse::<DateTime>() {
                Ok(at) => Ok(Value::Text(at.to_string()[..16].to_owned())),
                Err(_) => Err(wrong(
                    "不是有效时间，如 2026-09-28 10:00",
                    "not a date and time such as 2026-09-28 10:00",
                )),
            }
        }
        FieldType::Number | FieldType::Money => match decimal(&folded) {
            Some(number) => Ok(Value::Text(number)),
            None => Err(wrong("不是数字", "not a number")),
        },
        FieldType::Bool => match folded.to_lowercase().as_str() {
            "是" | "true" | "1" | "y" | "yes" | "有" => Ok(Value::Flag(true)),
            "否" | "false" | "0" | "n" | "no" | "无" => Ok(Value::Flag(false)),
            _ => Err(wrong("请答是或否", "answer yes or no")),
        },
        FieldType::Phone => {
            let digits: String = folded
                .chars()
                .filter(|ch| !matches!(ch, ' ' | '-' | '(' | ')'))
                .collect();
            let body = digits.strip_prefix('+').unwrap_or(&digits);
            if (7..=15).contains(&body.len()) && body.bytes().all(|byte| byte.is_ascii_digit()) {
                Ok(Value::Text(digits))
            } else {
                Err(wrong("不是有效电话号码", "not a telephone number"))
            }
        }
        FieldType::Email => {
            let valid = folded.split_once('@').is_some_and(|(name, host)| {
                !name.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
            });
            if valid && !folded.contains(char::is_whitespace) {
                Ok(Value::Text(folded))
            } else {
                Err(wrong("不是有效电子邮箱", "not an e-mail address"))
            }
        }
        FieldType::Region => {
            if matches!(folded.len(), 2 | 4 | 6 | 9 | 12) && folded.bytes().all(|byte| byte.is_ascii_digit())
            {
                Ok(Value::Text(folded))
            } else {
                Err(wrong("不是行政区划代码", "not a region code of GB/T 2260"))
            }
        }
        FieldType::IdNumber => PersonId::parse(id_type.unwrap_or("111"), &folded, today)
            .map(|id| Value::Text(id.number().to_owned()))
            .map_err(|fault| ValueFault::Identity(fault.into())),
        FieldType::Uscc => Uscc::parse(&folded)
            .map(|uscc| Value::Text(uscc.to_string()))
            .map_err(|fault| ValueFault::Identity(fault.into())),
        FieldType::BankAccount => {
            let digits: String = folded.chars().filter(|ch| !ch.is_whitespace()).collect();
            if (8..=30).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) {
                Ok(Value::Text(digits))
            } else {
                Err(wrong("不是有效银行账号", "not a bank account number"))
            }
        }
    }
}

/// Full-width Latin, digits and signs to their narrow forms; ideographic space to a plain one.
pub fn fold_width(text: &str) -> String {
    text.chars()
        .map(|ch| match ch {
            '\u{3000}' => ' ',
            // U+FF01..U+FF5E stand exactly 0xFEE0 above ASCII.
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(ch as u32 - 0xFEE0).unwrap_or(ch),
            other => other,
        })
        .collect()
}

fn date(text: &str) -> Option<Date> {
    let plain: String = text.replace(['/', '.', '年', '月'], "-").replace('日', "");
    let plain = plain.split(['T', ' ']).next()?;
    if plain.len() == 8 && plain.bytes().all(|byte| byte.is_ascii_digit()) {
        return format!("{}-{}-{}", &plain[..4], &plain[4..6], &plain[6..])
            .parse()
            .ok();
    }
    let mut parts = plain.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// A plain decimal without leading zeros or a trailing point; thousands commas are dropped.
fn decimal(text: &str) -> Option<String> {
    let plain: String = text.chars().filter(|ch| !matches!(ch, ',' | ' ')).collect();
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", plain.as_str()),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() || whole.len() > 15 || part.len() > 6 {
        return None;
    }
    if !whole
        .bytes()
        .chain(part.bytes())
        .all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let part = part.trim_end_matches('0');
    Some(if part.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{part}")
    })
}
