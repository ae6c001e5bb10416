//! The languages of a paper (语种): the Chinese text is the paper, English accompanies it.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::words;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Language {
    /// 中文: the paper itself.
    #[default]
    Zh,
    /// English companion (英文对照), for reference.
    En,
}

impl Language {
    /// For leaving the usual language out of stored JSON.
    pub(super) fn is_zh(&self) -> bool {
        matches!(self, Language::Zh)
    }

    /// Picks the text of this language.
    pub fn of<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Language::Zh => zh,
            Language::En => en,
        }
    }

    /// 2026年9月28日 / 28 September 2026
    pub fn day(self, date: Date) -> String {
        match self {
            Language::Zh => words::day(date),
            Language::En => format!("{} {} {}", date.day(), month(date), date.year()),
        }
    }

    /// In the hall's legal time (+08:00): 2026年9月28日 09时05分30秒 / 28 September 2026, 09:05:30
    pub fn moment(self, at: Timestamp) -> String {
        match self {
            Language::Zh => words::moment(at),
            Language::En => {
                let local = words::hall_time(at);
                let (hour, minute, second) = (local.hour(), local.minute(), local.second());
                format!("{}, {hour:02}:{minute:02}:{second:02}", self.day(local.date()))
            }
        }
    }

    /// Joins a list: 甲、乙 / A, B
    pub fn list(self, parts: &[String]) -> String {
        parts.join(self.of("、", ", "))
    }
}

fn month(date: Date) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    usize::try_from(date.month() - 1)
        .ok()
        .and_then(|at| NAMES.get(at))
        .copied()
        .unwrap_or_default()
}
