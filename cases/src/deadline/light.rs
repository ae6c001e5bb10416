//! How a deadline looks to those who watch it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::calendar::Calendar;
use super::due::{Due, Promise, Unit};
use super::hours::hall_date;

/// The light of a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Light {
    /// Enough time.
    Green,
    /// 临期: at most 2 working days, or at most 20 % of the promise, are left.
    Amber,
    /// 超期
    Red,
}

impl Light {
    pub fn word(self) -> &'static str {
        match self {
            Light::Green => "green",
            Light::Amber => "amber",
            Light::Red => "red",
        }
    }
}

/// The light at `now`. In working days or calendar days the two-day rule holds; a limit in hours turns amber at
/// 20 % alone, because it would otherwise never be green.
pub fn light(due: Due, promise: Promise, now: Timestamp, calendar: &Calendar) -> Light {
    let today = hall_date(now);
    let overdue = match due.at {
        Some(at) => now > at,
        None => today > due.day,
    };
    if overdue {
        return Light::Red;
    }
    let total = i64::from(promise.days);
    let amber = match promise.unit {
        Unit::WorkingDays => {
            let left = working_days_left(due, now, calendar);
            left <= 2 || left * 5 <= total
        }
        Unit::CalendarDays => {
            let left = i64::from((due.day - today).get_days());
            working_days_left(due, now, calendar) <= 2 || left * 5 <= total
        }
        Unit::Hours => {
            let left = due.at.map_or(0, |at| at.duration_since(now).as_secs());
            left * 5 <= total * 3600
        }
    };
    if amber { Light::Amber } else { Light::Green }
}

/// Working days after today up to and with the due day; 0 on the due day and after it.
pub fn working_days_left(due: Due, now: Timestamp, calendar: &Calendar) -> i64 {
    i64::from(calendar.working_days_between(hall_date(now), due.day))
}

#[cfg(test)]
mod tests {
    use super::super::{HALL_OFFSET, OpeningHours, due};
    use super::*;

    fn at(text: &str) -> Timestamp {
        HALL_OFFSET.to_timestamp(text.parse().unwrap()).unwrap()
    }

    fn check(promise: Promise, rows: &[(&str, Light)]) {
        let calendar: Calendar = serde_json::from_str(include_str!("../../fixtures/calendar.json")).unwrap();
        let due = due(
            at("2026-11-02T10:00"),
            promise,
            &calendar,
            &OpeningHours::default(),
        );
        for (now, expected) in rows {
            assert_eq!(
                light(due, promise, at(now), &calendar),
                *expected,
                "{promise:?} at {now}, {due:?}"
            );
        }
    }

    #[test]
    fn amber_at_two_working_days_or_a_fifth_red_when_overdue() {
        use Light::{Amber, Green, Red};
        // Due on Monday 2026-11-09.
        check(
            Promise::working_days(5),
            &[
                ("2026-11-04T09:00", Green),
                ("2026-11-05T09:00", Amber),
                ("2026-11-09T23:59", Amber),
                ("2026-11-10T00:00", Red),
            ],
        );
        // Due on Monday 2026-11-30; a fifth is 4 working days.
        check(
            Promise::working_days(20),
            &[("2026-11-23T09:00", Green), ("2026-11-24T09:00", Amber)],
        );
        // Due on Wednesday 2026-12-02; a fifth is 6 days.
        check(
            Promise::calendar_days(30),
            &[
                ("2026-11-25T09:00", Green),
                ("2026-11-26T09:00", Amber),
                ("2026-12-03T00:00", Red),
            ],
        );
        check(
            Promise::hours(10),
            &[
                ("2026-11-02T17:59", Green),
                ("2026-11-02T18:00", Amber),
                ("2026-11-02T20:00", Amber),
                ("2026-11-02T20:01", Red),
            ],
        );
    }
}
