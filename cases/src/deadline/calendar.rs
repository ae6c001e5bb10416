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
    counted: Counted,
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

/// Working days counted once from the year before the first published one to three years after the last: a million
/// open cases are lit by subtraction, not by walking through their days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Counted {
    /// 1 January of the first year, as days since 1970.
    first: i32,
    /// Working days of this day and all before it.
    until: Vec<u32>,
    /// The working days themselves, in order.
    days: Vec<Date>,
    /// The first and last published year, where none is missing between them.
    row: Option<(i16, i16)>,
}

impl Counted {
    fn of(calendar: &Calendar) -> Self {
        let years = calendar
            .years
            .keys()
            .next()
            .zip(calendar.years.keys().next_back());
        let span = years.and_then(|(first, last)| {
            let first = Date::new(first.checked_sub(1)?, 1, 1).ok()?;
            let last = Date::new(last.checked_add(3)?, 12, 31).ok()?;
            Some((first, last))
        });
        let Some((first, last)) = span else {
            return Self::default();
        };
        let (mut until, mut days) = (Vec::new(), Vec::new());
        let mut day = first;
        let mut count = 0;
        while day <= last {
            if calendar.worked(day) {
                count += 1;
                days.push(day);
            }
            until.push(count);
            day = following(day);
        }
        Self {
            first: since_1970(first),
            until,
            days,
            row: calendar.row(),
        }
    }

    /// Working days up to and with `day`; `None` outside of what was counted.
    fn until(&self, day: Date) -> Option<u32> {
        let place = usize::try_from(since_1970(day) - self.first).ok()?;
        self.until.get(place).copied()
    }

    fn works(&self, day: Date) -> Option<bool> {
        let place = usize::try_from(since_1970(day) - self.first).ok()?;
        let with = *self.until.get(place)?;
        let before = place.checked_sub(1).map_or(0, |place| self.until[place]);
        Some(with > before)
    }
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar.
fn since_1970(day: Date) -> i32 {
    let (year, month) = (i32::from(day.year()), i32::from(day.month()));
    // Years that begin in March put the leap day at their end.
    let year = if month <= 2 { year - 1 } else { year };
    let month = (month + 9) % 12;
    let days = (153 * month + 2) / 5 + i32::from(day.day()) - 1;
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + days - 719_468
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
        let mut calendar = Self {
            years,
            off,
            make_up,
            counted: Counted::default(),
        };
        calendar.counted = Counted::of(&calendar);
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
        let works = self.counted.works(day).unwrap_or_else(|| self.worked(day));
        if self.is_published(day.year()) {
            WorkingDay::Known(works)
        } else {
            WorkingDay::UnknownYear { assumed: works }
        }
    }

    /// Working days after `day`, up to and with `last`; 0 where `last` is not after it.
    pub fn working_days_between(&self, day: Date, last: Date) -> u32 {
        if last <= day {
            return 0;
        }
        match self.counted.until(day).zip(self.counted.until(last)) {
            Some((before, with)) => with - before,
            None => {
                let mut at = day;
                let mut count = 0;
                while at < last {
                    at = following(at);
                    count += u32::from(self.worked(at));
                }
                count
            }
        }
    }

    /// The `count`-th working day after `day`; `None` beyond what was counted, or for a count of 0.
    pub(super) fn working_day_after(&self, day: Date, count: u16) -> Option<Date> {
        let wanted = self.counted.until(day)? + u32::from(count).checked_sub(1)?;
        let place = usize::try_from(wanted).ok()?;
        self.counted.days.get(place).copied()
    }

    /// Whether every year from `first` to `last` is published.
    pub(super) fn knows(&self, first: i16, last: i16) -> bool {
        match self.counted.row {
            Some((from, to)) => from <= first && last <= to,
            None => (first..=last).all(|year| self.is_published(year)),
        }
    }

    fn is_published(&self, year: i16) -> bool {
        match self.counted.row {
            Some((from, to)) => from <= year && year <= to,
            None => self.years.contains_key(&year),
        }
    }

    /// The published years, where they follow each other.
    fn row(&self) -> Option<(i16, i16)> {
        let (first, last) = self.years.keys().next().zip(self.years.keys().next_back())?;
        let all = usize::try_from(i32::from(*last) - i32::from(*first) + 1).ok()?;
        (all == self.years.len()).then_some((*first, *last))
    }

    fn worked(&self, day: Date) -> bool {
        self.make_up.contains(&day) || (!is_weekend(day) && !self.off.contains(&day))
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

    /// The notices it stands on, by year.
    pub fn sources(&self) -> String {
        let years = self
            .years
            .iter()
            .map(|(year, entry)| format!("{year}: {}", entry.document));
        years.collect::<Vec<_>>().join("; ")
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

/// The day before.
pub(super) fn preceding(day: Date) -> Date {
    day.yesterday().unwrap_or(Date::MIN)
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
    fn days_are_counted_as_they_are_walked() {
        let calendar: Calendar = serde_json::from_str(include_str!("../../fixtures/calendar.json")).unwrap();
        let day = |text: &str| text.parse::<Date>().unwrap();
        let check = |from: &str, to: &str| {
            let mut at = day(from);
            let mut walked = 0;
            while at < day(to) {
                at = following(at);
                walked += u32::from(calendar.is_working_day(at).works());
                assert_eq!(calendar.is_working_day(at).works(), calendar.worked(at), "{at}");
            }
            assert_eq!(
                calendar.working_days_between(day(from), day(to)),
                walked,
                "{from} to {to}"
            );
        };
        check("2025-12-31", "2026-12-31");
        check("2026-01-01", "2026-01-01");
        check("2026-02-10", "2026-03-02");
        check("2028-02-27", "2028-03-02");
        check("2022-11-01", "2025-02-01");
        check("2029-12-01", "2031-01-10");
        assert_eq!(
            calendar.working_days_between(day("2026-03-02"), day("2026-02-10")),
            0
        );
        assert_eq!(
            calendar.working_days_between(day("2025-12-31"), day("2026-12-31")),
            248
        );
    }

    #[test]
    fn the_nth_working_day_is_where_walking_gets() {
        let calendar: Calendar = serde_json::from_str(include_str!("../../fixtures/calendar.json")).unwrap();
        for start in ["2025-12-30", "2026-02-13", "2026-09-27", "2026-10-10"] {
            let start: Date = start.parse().unwrap();
            let mut day = start;
            for count in 1..400 {
                day = calendar.working_day_from(following(day));
                assert_eq!(
                    calendar.working_day_after(start, count),
                    Some(day),
                    "{start} + {count}"
                );
            }
        }
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(calendar.working_day_after(day("2026-01-01"), 0), None);
        assert_eq!(calendar.working_day_after(day("2026-01-01"), u16::MAX), None);
        assert_eq!(calendar.working_day_after(day("2040-01-01"), 1), None);
    }

    #[test]
    fn a_day_has_its_number() {
        let mut day: Date = "1895-12-30".parse().unwrap();
        let epoch: Date = "1970-01-01".parse().unwrap();
        while day.year() < 2105 {
            let days = day.duration_since(epoch).as_hours() / 24;
            assert_eq!(i64::from(since_1970(day)), days, "{day}");
            day = following(day);
        }
        assert!(since_1970(Date::MAX) > since_1970(Date::MIN));
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
