//! From a receipt and a promise to the day on which the answer is due.

use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::calendar::{Calendar, following, preceding};
use super::hours::{HALL_OFFSET, OpeningHours, hall_date, hall_time};

/// What a time limit is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Unit {
    /// 工作日 (`W`)
    #[serde(alias = "工作日", alias = "W")]
    WorkingDays,
    /// 日, 自然日 (`N`)
    #[serde(alias = "日", alias = "自然日", alias = "N")]
    CalendarDays,
    /// 小时 (`H`), as the clock runs on working days
    #[serde(alias = "小时", alias = "H")]
    Hours,
}

/// A time limit: 承诺办结时限, 法定办结时限, or a limit to supplement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Promise {
    /// How many of `unit`.
    pub days: u16,
    pub unit: Unit,
}

impl Promise {
    /// A limit in working days.
    pub const fn working_days(days: u16) -> Self {
        Self {
            days,
            unit: Unit::WorkingDays,
        }
    }

    /// A limit in calendar days.
    pub const fn calendar_days(days: u16) -> Self {
        Self {
            days,
            unit: Unit::CalendarDays,
        }
    }

    /// A limit in hours.
    pub const fn hours(hours: u16) -> Self {
        Self {
            days: hours,
            unit: Unit::Hours,
        }
    }
}

/// When something is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Due {
    /// The last day; it may be used to its end.
    #[schema(value_type = String)]
    pub day: Date,
    /// The moment, for limits in hours only.
    #[schema(value_type = Option<String>)]
    pub at: Option<Timestamp>,
    /// The count ran into a year whose calendar is not published: say that the day may change.
    pub provisional: bool,
}

/// A time during which the clock stood still (特别程序, art. 45). A day counts if the clock runs at its end, so
/// the days from `from` up to but without `until` do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Pause {
    #[schema(value_type = String)]
    pub from: Date,
    /// The day of resuming. For a pause that still runs, give today: the due day is then the one that would hold
    /// if the clock resumed today.
    #[schema(value_type = String)]
    pub until: Date,
}

impl Pause {
    /// The pause between two moments.
    pub fn between(paused: Timestamp, resumed: Timestamp) -> Self {
        Self {
            from: hall_date(paused),
            until: hall_date(resumed),
        }
    }

    fn stops(self, day: Date) -> bool {
        self.from <= day && day < self.until
    }
}

/// When something received at `received` is due (行政许可法 art. 82, 民法典 arts. 201–203).
///
/// The day of receipt is not counted. What comes after closing or on a day off is received on the next working
/// day, unless the hall is open by its own calendar. 0 days is the day of receipt. A limit in calendar days that ends
/// on a day off ends on the next working day. Hours run from the moment of receipt, but not before the hall opens
/// on a working day, and stand still on days off.
pub fn due(received: Timestamp, promise: Promise, calendar: &Calendar, opening: &OpeningHours) -> Due {
    due_with_pauses(received, promise, &[], calendar, opening)
}

/// [`due`], with the times during which the clock stood still.
pub fn due_with_pauses(
    received: Timestamp,
    promise: Promise,
    pauses: &[Pause],
    calendar: &Calendar,
    opening: &OpeningHours,
) -> Due {
    Start::of(received, calendar, opening).due(promise, pauses, calendar, opening)
}

/// From which day on something that was received at a moment is counted.
#[derive(Clone, Copy)]
pub(super) struct Start {
    /// The wall clock at receipt.
    local: DateTime,
    /// The day of receipt, which is not counted.
    day: Date,
    provisional: bool,
}

impl Start {
    pub(super) fn of(received: Timestamp, calendar: &Calendar, opening: &OpeningHours) -> Self {
        let local = hall_time(received);
        let mut count = Count::new(calendar, &[]);
        let day = if opening.takes(local, calendar) {
            count.look(local.date());
            local.date()
        } else {
            count.working_day_from(following(local.date()))
        };
        Self {
            local,
            day,
            provisional: count.provisional,
        }
    }

    pub(super) fn due(
        self,
        promise: Promise,
        pauses: &[Pause],
        calendar: &Calendar,
        opening: &OpeningHours,
    ) -> Due {
        let mut count = Count {
            provisional: self.provisional,
            ..Count::new(calendar, pauses)
        };
        let day = self.day;
        match promise.unit {
            Unit::WorkingDays => {
                let last = match count.at_once(day, promise.days) {
                    Some(last) => last,
                    None => count.on(day, promise.days, |count, day| count.look(day)),
                };
                Due {
                    day: last,
                    at: None,
                    provisional: count.provisional,
                }
            }
            Unit::CalendarDays => {
                let last = match count.pauses {
                    [] => day
                        .checked_add(SignedDuration::from_hours(24 * i64::from(promise.days)))
                        .unwrap_or(Date::MAX),
                    [..] => count.on(day, promise.days, |_, _| true),
                };
                let last = if promise.days == 0 {
                    last
                } else {
                    count.working_day_from(last)
                };
                Due {
                    day: last,
                    at: None,
                    provisional: count.provisional,
                }
            }
            Unit::Hours => {
                let first = count.working_day_from(day);
                let opens = opening.on(first, calendar).unwrap_or(opening.working_days).opens;
                // What lies before the door in the morning is received when it opens.
                let start = first.to_datetime(opens).max(self.local);
                count.hours(start, promise.days)
            }
        }
    }
}

/// Until when the applicant must be told everything that is missing: five working days from receipt of the
/// materials (行政许可法 art. 32). Untold by the end of that day, the application counts as accepted at receipt.
pub fn notify_due(received: Timestamp, calendar: &Calendar, opening: &OpeningHours) -> Due {
    due(received, Promise::working_days(5), calendar, opening)
}

/// A count under way: remembers whether it had to assume a working day.
struct Count<'a> {
    calendar: &'a Calendar,
    pauses: &'a [Pause],
    provisional: bool,
}

impl<'a> Count<'a> {
    fn new(calendar: &'a Calendar, pauses: &'a [Pause]) -> Self {
        Self {
            calendar,
            pauses,
            provisional: false,
        }
    }

    /// Whether the day is a working day; notes if that is only assumed.
    fn look(&mut self, day: Date) -> bool {
        let answer = self.calendar.is_working_day(day);
        self.provisional |= answer.is_assumed();
        answer.works()
    }

    fn working_day_from(&mut self, day: Date) -> Date {
        let mut day = day;
        while !self.look(day) && day < Date::MAX {
            day = following(day);
        }
        day
    }

    /// The `days`-th working day after `day`, found by counting. The days of a pause that begins before the limit
    /// ends are added to it; pauses that are not in order are walked through.
    fn at_once(&mut self, day: Date, days: u16) -> Option<Date> {
        let mut last = self.calendar.working_day_after(day, days)?;
        let mut total = days;
        let mut before = day;
        for pause in self.pauses {
            if pause.from < before {
                return None;
            }
            before = pause.until.max(pause.from);
            if pause.from > last {
                continue;
            }
            let (from, until) = (preceding(pause.from).max(day), preceding(before).max(day));
            let lost = self.calendar.working_days_between(from, until);
            total = total.checked_add(u16::try_from(lost).ok()?)?;
            last = self.calendar.working_day_after(day, total)?;
        }
        self.provisional |= !self.calendar.knows(following(day).year(), last.year());
        Some(last)
    }

    fn paused(&self, day: Date) -> bool {
        self.pauses.iter().any(|pause| pause.stops(day))
    }

    /// The `days`-th day after `day` that `counts` and on which the clock runs at its end.
    fn on(&mut self, day: Date, days: u16, counts: impl Fn(&mut Self, Date) -> bool) -> Date {
        let mut day = day;
        let mut left = days;
        while left > 0 && day < Date::MAX {
            day = following(day);
            if counts(self, day) && !self.paused(day) {
                left -= 1;
            }
        }
        // A pause that covers the day of receipt of a 0-day promise moves it on as well.
        while days == 0 && self.paused(day) && day < Date::MAX {
            let next = following(day);
            day = self.working_day_from(next);
        }
        day
    }

    /// Hours run from midnight to midnight on working days on which the clock is not paused; other days give the
    /// same time of the next day.
    fn hours(&mut self, start: DateTime, hours: u16) -> Due {
        let mut left = SignedDuration::from_hours(i64::from(hours));
        let mut now = start;
        while now.date() < Date::MAX {
            let next = following(now.date());
            if !self.look(now.date()) || self.paused(now.date()) {
                now = next.to_datetime(now.time());
                continue;
            }
            let midnight = next.to_datetime(Time::midnight());
            let today = now.duration_until(midnight);
            if left <= today {
                break;
            }
            left -= today;
            now = midnight;
        }
        let at = HALL_OFFSET
            .to_timestamp(now.saturating_add(left))
            .unwrap_or(Timestamp::MAX);
        Due {
            day: now.date(),
            at: Some(at),
            provisional: self.provisional,
        }
    }
}
