//! The worked rows of the calendar, and what holds for every receipt.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, date, time};
use proptest::prelude::*;
use serde::Deserialize;

use super::*;

const FILE: &str = include_str!("../../fixtures/calendar.json");

fn calendar() -> Calendar {
    serde_json::from_str(FILE).unwrap()
}

fn at(text: &str) -> Timestamp {
    HALL_OFFSET.to_timestamp(text.parse().unwrap()).unwrap()
}

/// A hall that also opens on the given days, nine to twelve.
fn open_on(days: &[Date]) -> OpeningHours {
    let hours = DayHours {
        opens: time(9, 0, 0, 0),
        closes: time(12, 0, 0, 0),
    };
    let own_days: BTreeMap<_, _> = days.iter().map(|day| (*day, Some(hours))).collect();
    OpeningHours {
        own_days,
        ..OpeningHours::default()
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Row {
    received_on: Date,
    days: u16,
    due_on: Date,
    #[serde(default)]
    hall_open: Vec<Date>,
    unit: Option<Unit>,
    paused_from: Option<Date>,
    resumed_on: Option<Date>,
    #[serde(default, rename = "note")]
    _note: String,
}

#[test]
fn promise_07_every_worked_row() {
    let file: serde_json::Value = serde_json::from_str(FILE).unwrap();
    let rows: Vec<Row> = serde_json::from_value(file["examples"].clone()).unwrap();
    assert!(rows.len() >= 15);
    for row in rows {
        let promise = Promise {
            days: row.days,
            unit: row.unit.unwrap_or(Unit::WorkingDays),
        };
        let pauses: Vec<Pause> = row
            .paused_from
            .zip(row.resumed_on)
            .map(|(from, until)| Pause { from, until })
            .into_iter()
            .collect();
        let received = HALL_OFFSET.to_timestamp(row.received_on.at(10, 0, 0, 0)).unwrap();
        let due = due_with_pauses(received, promise, &pauses, &calendar(), &open_on(&row.hall_open));
        assert_eq!(
            due,
            Due {
                day: row.due_on,
                at: None,
                provisional: false
            },
            "{row:?}"
        );
    }
}

#[test]
fn promise_07_closing_time_decides_the_day_of_receipt() {
    let hall = OpeningHours::default();
    let check = |received: &str, promise: Promise, day: Date| {
        assert_eq!(
            due(at(received), promise, &calendar(), &hall).day,
            day,
            "{received} {promise:?}"
        );
    };
    check("2026-11-20T17:00", Promise::working_days(0), date(2026, 11, 20));
    check("2026-11-20T17:01", Promise::working_days(0), date(2026, 11, 23));
    check("2026-11-20T07:30", Promise::working_days(0), date(2026, 11, 20));
    check("2026-11-20T17:01", Promise::working_days(5), date(2026, 11, 30));
    check("2026-11-20T17:00", Promise::working_days(5), date(2026, 11, 27));
    // 23:30 UTC on the 19th is the morning of the 20th in the hall.
    let morning: Timestamp = "2026-11-19T23:30:00Z".parse().unwrap();
    assert_eq!(
        due(morning, Promise::working_days(1), &calendar(), &hall).day,
        date(2026, 11, 23)
    );
}

#[test]
fn promise_07_a_make_up_day_is_worked_and_a_closed_day_is_not_received_on() {
    let hall = OpeningHours::default();
    // Saturday 2026-10-10 is worked after the long holiday.
    assert_eq!(
        due(
            at("2026-10-10T10:00"),
            Promise::working_days(0),
            &calendar(),
            &hall
        )
        .day,
        date(2026, 10, 10)
    );
    assert_eq!(
        notify_due(at("2026-09-28T10:00"), &calendar(), &hall).day,
        date(2026, 10, 10)
    );
    let mut closed = OpeningHours::default();
    closed.own_days.insert(date(2026, 11, 24), None);
    assert_eq!(
        due(
            at("2026-11-24T10:00"),
            Promise::working_days(0),
            &calendar(),
            &closed
        )
        .day,
        date(2026, 11, 25)
    );
}

#[test]
fn promise_07_a_year_without_calendar_is_said_to_be_provisional() {
    let hall = OpeningHours::default();
    let due_of = |received: &str, promise| due(at(received), promise, &calendar(), &hall);
    let known = due_of("2026-12-24T10:00", Promise::working_days(5));
    assert_eq!((known.day, known.provisional), (date(2026, 12, 31), false));
    let beyond = due_of("2026-12-24T10:00", Promise::working_days(6));
    assert_eq!((beyond.day, beyond.provisional), (date(2027, 1, 1), true));
    let evening = due_of("2026-12-31T20:00", Promise::working_days(0));
    assert_eq!((evening.day, evening.provisional), (date(2027, 1, 1), true));
    assert!(due_of("2027-03-01T10:00", Promise::working_days(0)).provisional);
    assert!(due_of("2026-12-20T10:00", Promise::calendar_days(30)).provisional);
    assert!(due_of("2026-12-31T16:00", Promise::hours(24)).provisional);
}

#[test]
fn hours_run_as_on_the_clock_and_stand_still_on_days_off() {
    let check = |received: &str, hours: u16, end: &str| {
        let due = due(
            at(received),
            Promise::hours(hours),
            &calendar(),
            &OpeningHours::default(),
        );
        assert_eq!(due.at, Some(at(end)), "{received} +{hours}h");
        assert_eq!(due.day, hall_date(at(end)));
    };
    check("2026-11-18T10:00", 4, "2026-11-18T14:00");
    check("2026-11-18T10:00", 24, "2026-11-19T10:00");
    check("2026-11-18T18:00", 24, "2026-11-20T09:00");
    check("2026-11-20T10:00", 24, "2026-11-23T10:00");
    check("2026-11-20T17:00", 6, "2026-11-20T23:00");
    check("2026-11-21T10:00", 2, "2026-11-23T11:00");
    let pause = Pause::between(at("2026-11-18T11:00"), at("2026-11-19T09:00"));
    let due = due_with_pauses(
        at("2026-11-18T10:00"),
        Promise::hours(4),
        &[pause],
        &calendar(),
        &OpeningHours::default(),
    );
    assert_eq!(due.at, Some(at("2026-11-19T14:00")));
}

#[test]
fn units_read_the_words_of_the_catalogue() {
    for (word, unit) in [
        ("工作日", Unit::WorkingDays),
        ("W", Unit::WorkingDays),
        ("日", Unit::CalendarDays),
        ("自然日", Unit::CalendarDays),
        ("小时", Unit::Hours),
    ] {
        assert_eq!(serde_json::from_value::<Unit>(word.into()).unwrap(), unit);
    }
    assert_eq!(serde_json::to_value(Unit::WorkingDays).unwrap(), "workingDays");
}

#[test]
fn the_end_of_time_is_not_a_trap() {
    for unit in [Unit::WorkingDays, Unit::CalendarDays, Unit::Hours] {
        let promise = Promise { days: u16::MAX, unit };
        let due = due(Timestamp::MAX, promise, &calendar(), &OpeningHours::default());
        assert!(due.provisional && due.day >= date(9999, 12, 29));
    }
}

fn moments() -> impl Strategy<Value = Timestamp> {
    // From 2025-01-01 to the end of 2027, by the minute.
    (0i64..(3 * 365 * 24 * 60)).prop_map(|minute| {
        let start = at("2025-01-01T00:00").as_second();
        Timestamp::from_second(start + minute * 60).unwrap()
    })
}

fn units() -> impl Strategy<Value = Unit> {
    prop_oneof![
        Just(Unit::WorkingDays),
        Just(Unit::CalendarDays),
        Just(Unit::Hours)
    ]
}

fn pauses() -> impl Strategy<Value = Vec<Pause>> {
    proptest::collection::vec((0i64..1000, 0i64..30), 0..3).prop_map(|spans| {
        let day = |n: i64| {
            hall_date(Timestamp::from_second(at("2025-01-01T12:00").as_second() + n * 86_400).unwrap())
        };
        spans
            .into_iter()
            .map(|(from, days)| Pause {
                from: day(from),
                until: day(from + days),
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn promise_07_never_on_a_day_off_never_early(received in moments(), days in 0u16..90, unit in units(), pauses in pauses()) {
        let calendar = calendar();
        let due = due_with_pauses(received, Promise { days, unit }, &pauses, &calendar, &OpeningHours::default());
        prop_assert!(calendar.is_working_day(due.day).works());
        prop_assert!(due.day >= hall_date(received));
        prop_assert!(due.at.is_none_or(|at| at >= received));
        prop_assert_eq!(due.at.is_some(), unit == Unit::Hours);
        prop_assert!(due.provisional || due.day.year() <= 2026);
    }

    #[test]
    fn promise_07_a_longer_promise_is_never_due_earlier(received in moments(), days in 0u16..90, more in 0u16..30, unit in units(), pauses in pauses()) {
        let calendar = calendar();
        let hall = OpeningHours::default();
        let due = |days| due_with_pauses(received, Promise { days, unit }, &pauses, &calendar, &hall);
        prop_assert!(due(days).day <= due(days + more).day);
        prop_assert!(due(days).at <= due(days + more).at);
    }

    #[test]
    fn promise_07_a_later_receipt_or_a_pause_is_never_due_earlier(received in moments(), minutes in 0i64..10_000, days in 0u16..60, unit in units(), pauses in pauses()) {
        let calendar = calendar();
        let hall = OpeningHours::default();
        let promise = Promise { days, unit };
        let first = due(received, promise, &calendar, &hall);
        let later = Timestamp::from_second(received.as_second() + minutes * 60).unwrap();
        prop_assert!(first.day <= due(later, promise, &calendar, &hall).day);
        prop_assert!(first.day <= due_with_pauses(received, promise, &pauses, &calendar, &hall).day);
    }
}

#[test]
fn promise_07_hours_run_from_the_opening_whenever_it_came_before() {
    let calendar = calendar();
    let hall = OpeningHours::default();
    let at = |moment: &str| due(moment.parse().unwrap(), Promise::hours(16), &calendar, &hall).at;
    // Sunday afternoon, midnight and Monday at nine are the same receipt: Monday at nine.
    let opening = at("2026-03-09T01:00:00Z");
    assert_eq!(at("2026-03-08T08:45:00Z"), opening);
    assert_eq!(at("2026-03-08T16:00:00Z"), opening);
    assert!(at("2026-03-09T01:30:00Z") > opening);
}
