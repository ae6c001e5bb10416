//! What a source wrote, as the catalogue writes it: dates by their form, codes by a table, amounts by their unit.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use serde_json::Value as Json;

/// The conversions of one element.
#[derive(Debug, Clone, Default)]
pub struct Convert {
    /// Form of a date, as strptime has it: `%Y%m%d`.
    pub date: Option<String>,
    pub codes: BTreeMap<String, String>,
    /// Places by which the decimal point moves right: 4 makes 元 of 万元.
    pub scale: Option<u32>,
}

impl Convert {
    /// What cannot be converted stays as it came: the form's field judges it.
    pub fn value(&self, given: &Json) -> Json {
        let Some(text) = plain(given) else {
            return given.clone();
        };
        if let Some(code) = self.codes.get(text.trim()) {
            return Json::String(code.clone());
        }
        if let Some(date) = self.date.as_deref().and_then(|form| day(form, &text)) {
            return Json::String(date.to_string());
        }
        match self.scale.and_then(|places| shifted(&text, places)) {
            Some(amount) => Json::String(amount),
            None => given.clone(),
        }
    }
}

/// Text or number of a JSON value.
pub fn plain(given: &Json) -> Option<String> {
    match given {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(flag) => Some(flag.to_string()),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}

pub fn is_form(form: &str) -> bool {
    let day = jiff::civil::date(2026, 1, 31);
    let written = jiff::fmt::strtime::format(form, day.at(13, 14, 15, 0)).ok();
    written.is_some_and(|written| self::day(form, &written) == Some(day))
}

fn day(form: &str, text: &str) -> Option<Date> {
    let text = text.trim();
    Date::strptime(form, text)
        .or_else(|_| DateTime::strptime(form, text).map(DateTime::date))
        .ok()
}

/// A moment as the source wrote it; without an offset it is the hall's legal time, +08:00.
pub fn moment(form: Option<&str>, text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let zone = TimeZone::fixed(Offset::constant(8));
    let civil = match form {
        None => {
            if let Ok(at) = text.parse::<Timestamp>() {
                return Some(at);
            }
            text.parse::<DateTime>().ok()?
        }
        Some(form) => {
            if let Ok(at) = Timestamp::strptime(form, text) {
                return Some(at);
            }
            DateTime::strptime(form, text)
                .or_else(|_| Date::strptime(form, text).map(|day| day.at(0, 0, 0, 0)))
                .ok()?
        }
    };
    civil.to_zoned(zone).ok().map(|zoned| zoned.timestamp())
}

/// A decimal with its point moved to the right, without rounding.
fn shifted(text: &str, places: u32) -> Option<String> {
    let plain: String = text.trim().chars().filter(|ch| *ch != ',').collect();
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", plain.as_str()),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let sound = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !sound(whole) || !sound(part) {
        return None;
    }
    let places = places as usize;
    let mut moved: String = part.chars().take(places).collect();
    while moved.len() < places {
        moved.push('0');
    }
    let rest: String = part.chars().skip(places).collect();
    let whole = format!("{whole}{moved}");
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(if rest.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{rest}")
    })
}
