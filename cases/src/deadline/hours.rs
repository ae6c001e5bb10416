//! Hall time and opening hours.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time, time};
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::calendar::Calendar;

/// Legal time of every hall (北京时间): UTC+08:00, no summer time.
pub const HALL_OFFSET: Offset = Offset::constant(8);

/// The wall clock in the hall.
pub fn hall_time(at: Timestamp) -> DateTime {
    HALL_OFFSET.to_datetime(at)
}

/// The date in the hall.
pub fn hall_date(at: Timestamp) -> Date {
    hall_time(at).date()
}

/// From when to when a hall is open on one day; `closes` itself still counts as open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DayHours {
    #[schema(value_type = String)]
    pub opens: Time,
    #[schema(value_type = String)]
    pub closes: Time,
}

/// When a hall is open (对外服务时间): one pattern for working days, and its own days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OpeningHours {
    /// Every working day.
    pub working_days: DayHours,
    /// Single days by the hall's own calendar: other hours, or `null` for closed. Weekends open by 延时服务
    /// stand here; they do not become legal working days.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub own_days: BTreeMap<Date, Option<DayHours>>,
}

impl Default for OpeningHours {
    /// 09:00 to 17:00 on working days.
    fn default() -> Self {
        let working_days = DayHours {
            opens: time(9, 0, 0, 0),
            closes: time(17, 0, 0, 0),
        };
        Self {
            working_days,
            own_days: BTreeMap::new(),
        }
    }
}

impl OpeningHours {
    /// The hours of one day, or None if the hall is closed.
    pub fn on(&self, day: Date, calendar: &Calendar) -> Option<DayHours> {
        match self.own_days.get(&day) {
            Some(own) => *own,
            None => calendar.is_working_day(day).works().then_some(self.working_days),
        }
    }

    /// Whether something handed in at this moment still belongs to this day: the hall opens today and has not
    /// closed yet. Before opening counts as the same day.
    pub(super) fn takes(&self, at: DateTime, calendar: &Calendar) -> bool {
        self.on(at.date(), calendar)
            .is_some_and(|hours| at.time() <= hours.closes)
    }
}
