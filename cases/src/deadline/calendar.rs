//! The State Council's working-day calendar (节假日安排), one entry for each published year.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::Trouble;

/// Which days are working days. Read from and written as the catalogue's `calendar.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "CalendarFile", into = "CalendarFile")]
pub struct Calendar {
    years: BTreeMap<i16, YearCalendar>,
    off: BTreeSet<Date>,
    make_up: BTreeSet<Date>,
}

/// The shape of `calendar.json`; other keys are left alone.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
struct CalendarFile {
    years: BTreeMap<i16, YearCalendar>,
}

/// One year's notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct YearCalendar {
    /// Number or date of the State Council's notice.
    #[serde(default)]
    pub document: String,
    /// Days off, weekends within them included. May reach into a neighbouring year.
    pub holidays: Vec<Holiday>,
    /// 调休上班: Saturdays and Sundays that are worked.
    #[schema(value_type = Vec<String>)]
    pub make_up_workdays: Vec<Date>,
    /// The number of working days, as a check of the data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub working_days_in_year: Option<u16>,
}

/// A holiday, first and last day included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Holiday {
    pub name: String,
    #[schema(value_type = String)]
    pub from: Date,
    #[schema(value_type = String)]
    pub to: Date,
}

/// Why a calendar was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CalendarFault {
    #[error("the holidays of {year} contain one that ends before it begins or does not touch the year")]
    Holiday { year: i16 },
    #[error("{day} is both a holiday and a make-up working day")]
    Both { day: Date },
    #[error("{day} is a make-up working day but no Saturday or Sunday")]
    NotWeekend { day: Date },
    #[error("{year} has {found} working days where the file says {said}")]
    Count { year: i16, said: u16, found: u16 },
}

impl From<CalendarFault> for Trouble {
    fn from(fault: CalendarFault) -> Self {
        let (code, zh) = match fault {
            CalendarFault::Holiday { year } => ("YC-1151", format!("{year}年节假日起止日期有误")),
            CalendarFault::Both { day } => ("YC-1152", format!("{day}同时列为放假和上班")),
            CalendarFault::NotWeekend { day } => ("YC-1153", format!("调休上班日{day}不是周末")),
            CalendarFault::Count { year, said, found } => {
                ("YC-1154", format!("{year}年工作日应为{said}天，实为{found}天"))
            }
        };
        Trouble::new(
            code,
            format!("工作日历未启用：{zh}。请改正后重新发布。"),
            format!("The working-day calendar was not taken: {fault}. Correct it and publish it again."),
        )
    }
}

/// Whether a day is a working day, and how well that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkingDay {
    /// The year's calendar is published.
    Known(bool),
    /// No calendar for this year; Monday to Friday are assumed.
    UnknownYear { assumed: bool },
}

impl WorkingDay {
    /// The answer, known or assumed.
    pub fn works(self) -> bool {
        match self {
            WorkingDay::Known(works) | WorkingDay::UnknownYear { assumed: works } => works,
        }
    }

    /// Whether the answer is only assumed.
    pub fn is_assumed(self) -> bool {
        match self {
            WorkingDay::Known(_) => false,
            WorkingDay::UnknownYear { .. } => true,
        }
    }
}

impl Calendar {
    /// Builds a calendar from the published years and checks them against each other.
    pub fn new(years: BTreeMap<i16, YearCalendar>) -> Result<Self, CalendarFault> {
        let mut off = BTreeSet::new();
        let mut make_up = BTreeSet::new();
        for (&year, entry) in &years {
            for holiday in &entry.holidays {
                let touches = holiday.from.year() == year || holiday.to.year() == year;
                let next = holiday.to.year() - holiday.from.year();
                if holiday.to < holiday.from || !touches || next > 1 {
                    return Err(CalendarFault::Holiday { year });
                }
                let mut day = holiday.from;
                while day <= holiday.to {
                    off.insert(day);
                    day = following(day);
                }
            }
            make_up.extend(entry.make_up_workdays.iter().copied());
        }
        if let Some(&day) = off.intersection(&make_up).next() {
            return Err(CalendarFault::Both { day });
        }
        if let Some(&day) = make_up.iter().find(|day| !is_weekend(**day)) {
            return Err(CalendarFault::NotWeekend { day });
        }
        let calendar = Self { years, off, make_up };
        for (&year, entry) in &calendar.years {
            let Some(said) = entry.working_days_in_year else {
                continue;
            };
            let found = calendar.working_days_in(year);
            if said != found {
                return Err(CalendarFault::Count { year, said, found });
            }
        }
        Ok(calendar)
    }

    /// Whether `day` is a working day (工作日): Monday to Friday without holidays, and the make-up days.
    pub fn is_working_day(&self, day: Date) -> WorkingDay {
        let works = self.make_up.contains(&day) || (!is_weekend(day) && !self.off.contains(&day));
        if self.years.contains_key(&day.year()) {
            WorkingDay::Known(works)
        } else {
            WorkingDay::UnknownYear { assumed: works }
        }
    }

    /// The first working day on or after `day`.
    pub fn working_day_from(&self, day: Date) -> Date {
        let mut day = day;
        while !self.is_working_day(day).works() && day < Date::MAX {
            day = following(day);
        }
        day
    }

    /// The years that have a published calendar, ascending.
    pub fn years(&self) -> impl Iterator<Item = i16> + '_ {
        self.years.keys().copied()
    }

    fn working_days_in(&self, year: i16) -> u16 {
        let Ok(first) = Date::new(year, 1, 1) else {
            return 0;
        };
        let days = first.days_in_year();
        let mut day = first;
        let mut count = 0;
        for _ in 0..days {
            count += u16::from(self.is_working_day(day).works());
            day = following(day);
        }
        count
    }
}

impl utoipa::PartialSchema for Calendar {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        CalendarFile::schema()
    }
}

impl ToSchema for Calendar {
    fn schemas(schemas: &mut Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::schema::Schema>)>) {
        CalendarFile::schemas(schemas);
    }
}

impl TryFrom<CalendarFile> for Calendar {
    type Error = CalendarFault;

    fn try_from(file: CalendarFile) -> Result<Self, CalendarFault> {
        Calendar::new(file.years)
    }
}

impl From<Calendar> for CalendarFile {
    fn from(calendar: Calendar) -> Self {
        CalendarFile {
            years: calendar.years,
        }
    }
}

/// The next day; the last day that can be written is its own next.
pub(super) fn following(day: Date) -> Date {
    day.tomorrow().unwrap_or(Date::MAX)
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(value: serde_json::Value) -> Result<Calendar, String> {
        serde_json::from_value(json!({ "years": { "2026": value } })).map_err(|e| e.to_string())
    }

    #[test]
    fn a_calendar_that_contradicts_itself_is_refused() {
        let holiday = json!([{ "name": "元旦", "from": "2026-01-01", "to": "2026-01-03" }]);
        let ok =
            read(json!({ "holidays": holiday, "makeUpWorkdays": ["2026-01-04"], "workingDaysInYear": 260 }));
        assert!(ok.is_ok(), "{ok:?}");
        for (bad, said) in [
            (
                json!({ "holidays": holiday, "makeUpWorkdays": ["2026-01-03"] }),
                "both a holiday",
            ),
            (
                json!({ "holidays": holiday, "makeUpWorkdays": ["2026-01-05"] }),
                "no Saturday or Sunday",
            ),
            (
                json!({ "holidays": holiday, "makeUpWorkdays": [], "workingDaysInYear": 248 }),
                "where the file says",
            ),
            (
                json!({ "holidays": [{ "name": "x", "from": "2026-01-03", "to": "2026-01-01" }], "makeUpWorkdays": [] }),
                "ends before it begins",
            ),
            (
                json!({ "holidays": [{ "name": "x", "from": "2025-01-01", "to": "2025-01-01" }], "makeUpWorkdays": [] }),
                "does not touch the year",
            ),
        ] {
            let error = read(bad).unwrap_err();
            assert!(error.contains(said), "{error}");
        }
    }

    #[test]
    fn a_holiday_may_begin_in_the_year_before() {
        let calendar =
            read(json!({ "holidays": [{ "name": "元旦", "from": "2025-12-31", "to": "2026-01-02" }], "makeUpWorkdays": [] }))
                .unwrap();
        let day = |text: &str| calendar.is_working_day(text.parse().unwrap());
        assert_eq!(day("2025-12-31"), WorkingDay::UnknownYear { assumed: false });
        assert_eq!(day("2026-01-02"), WorkingDay::Known(false));
        assert_eq!(day("2026-01-05"), WorkingDay::Known(true));
    }

    #[test]
    fn it_is_written_as_it_was_read() {
        let text = include_str!("../../fixtures/calendar.json");
        let calendar: Calendar = serde_json::from_str(text).unwrap();
        let original: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(
            serde_json::to_value(&calendar).unwrap()["years"],
            original["years"]
        );
        assert_eq!(calendar.years().collect::<Vec<_>>(), [2025, 2026]);
    }
}
