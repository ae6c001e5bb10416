//! How old an open objection is: the source verifies and answers within so many working days of getting it.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::deadline::{self, Calendar, Due, Light, OpeningHours, Promise, hall_date, working_days_left};

/// The day by which the source has to have answered what it got at `from`.
pub fn answer_by(from: Timestamp, days: u16, calendar: &Calendar, opening: &OpeningHours) -> Date {
    deadline::due(from, Promise::working_days(days), calendar, opening).day
}

/// The light of an open one, and the working days to its last day; less than 0 after it.
pub fn lit(by: Date, days: u16, now: Timestamp, calendar: &Calendar) -> (Light, i64) {
    let due = Due {
        day: by,
        at: None,
        provisional: false,
    };
    let light = deadline::light(due, Promise::working_days(days), now, calendar);
    let left = match light {
        Light::Red => -i64::from(calendar.working_days_between(by, hall_date(now))),
        Light::Green | Light::Amber => working_days_left(due, now, calendar),
    };
    (light, left)
}
