//! From the acts of a case to the clocks that run: the one place where days come from.
//!
//! [`replay`] reads a history. [`admit`] judges the next act as well, with what depends on days: a day may become
//! a day off after an act, and that makes no act wrong that was right.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::calendar::{Calendar, following};
use super::due::{Due, Pause, Promise, Start, Unit, due, due_with_pauses};
use super::fault::HistoryFault;
use super::history::{Event, Happened};
use super::hours::{HALL_OFFSET, OpeningHours, hall_date};
use super::light::{Light, light, working_days_left};
use super::rule::Rule;

/// Working days to tell what is missing (art. 32).
const NOTICE: Promise = Promise::working_days(5);
/// Working days to hand over what was decided (art. 44).
const DELIVERY: Promise = Promise::working_days(10);

/// The limits of an item, as they stood when the case was received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Limits {
    /// 承诺办结时限
    pub promised: Promise,
    /// 法定办结时限
    pub statutory: Promise,
    /// 行政许可: the 行政许可法 binds; other items follow their own rules after its pattern.
    pub licence: bool,
    /// 统一办理、联合办理: several bodies handle it together.
    pub joint: bool,
}

impl Limits {
    /// Working days by which a limit may be extended, once (art. 42).
    pub fn longest_extension(&self) -> u16 {
        if self.joint { 15 } else { 10 }
    }
}

/// One clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Clock {
    pub rule: Rule,
    /// What it is counted from.
    #[schema(value_type = String, format = DateTime)]
    pub from: Timestamp,
    /// How long it has; the light goes by it.
    pub promise: Promise,
    pub due: Due,
}

impl Clock {
    pub fn light(&self, now: Timestamp, calendar: &Calendar) -> Light {
        light(self.due, self.promise, now, calendar)
    }

    /// Working days to its last day; 0 on it, less than 0 after it.
    pub fn days_left(&self, now: Timestamp, calendar: &Calendar) -> i64 {
        let today = hall_date(now);
        if today > self.due.day {
            return -i64::from(calendar.working_days_between(self.due.day, today));
        }
        working_days_left(self.due, now, calendar)
    }

    /// The first moment after it.
    pub fn burns_at(&self) -> Timestamp {
        self.due.at.unwrap_or_else(|| midnight_after(self.due.day))
    }
}

/// A special procedure that runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Standstill {
    /// 种类
    pub kind: String,
    pub reason: String,
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    /// When it is expected to end.
    pub ends: Clock,
}

/// 视为受理: from when on it holds, and the day that it is dated at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deemed {
    pub at: Timestamp,
    pub dated: Timestamp,
}

/// The end of a clock that the law acts on by itself. A day that is only assumed is none: a year without calendar is
/// waited for, never guessed.
fn certain(clock: Clock) -> Option<Timestamp> {
    (!clock.due.provisional).then(|| clock.burns_at())
}

/// What runs, and what the case's limits are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Clocks {
    /// What burns first of what runs; nothing where the case is over or waits for nobody.
    pub running: Option<Clock>,
    /// 受理之日 as the law counts it.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub accepted_at: Option<Timestamp>,
    /// 视为受理
    pub deemed: bool,
    /// 承诺办结时限, from acceptance on. While a special procedure runs, as if it ended on its expected day.
    pub promised: Option<Clock>,
    /// 法定办结时限, in the same way.
    pub statutory: Option<Clock>,
    pub paused: Option<Standstill>,
    /// An extension was given.
    pub extended: bool,
    /// 行政许可
    pub licence: bool,
}

impl Clocks {
    /// When the case counts as accepted if nothing is told until then (视为受理).
    pub fn deemed_at(&self) -> Option<Deemed> {
        let clock = self.running?;
        let tells = matches!(clock.rule, Rule::Notice | Rule::Completed);
        certain(clock).filter(|_| tells).map(|at| Deemed {
            at,
            dated: clock.from,
        })
    }

    /// When a case that waits for what was asked is over (补正不来).
    pub fn lapses_at(&self) -> Option<Timestamp> {
        self.running
            .filter(|clock| clock.rule == Rule::Cure)
            .and_then(certain)
    }

    /// Whether `clock` had not passed when something was done, which may have been while it stood still.
    fn still_ran(&self, clock: &Clock, when: Timestamp) -> bool {
        let reached = self.paused.as_ref().map(|still| still.since.min(when));
        hall_date(reached.unwrap_or(when)) <= clock.due.day
    }
}

/// Reads the acts of a case.
///
/// # Errors
/// An act that cannot follow the ones before it, whatever the calendar says.
pub fn replay(
    events: &[Event],
    limits: &Limits,
    calendar: &Calendar,
    opening: &OpeningHours,
) -> Result<Clocks, HistoryFault> {
    let mut walk = Walk::default();
    for event in events {
        walk.take(event, limits)?;
    }
    Ok(walk.clocks(limits, calendar, opening))
}

/// Judges `next` after `events` at `now`; gives the clocks that run after it.
///
/// # Errors
/// What [`replay`] refuses; an act of a day to come; something told after the five days; an extension after the
/// statutory limit.
pub fn admit(
    events: &[Event],
    next: &Event,
    limits: &Limits,
    calendar: &Calendar,
    opening: &OpeningHours,
    now: Timestamp,
) -> Result<Clocks, HistoryFault> {
    if next.at > now {
        return Err(HistoryFault::Future { at: next.at, now });
    }
    let before = replay(events, limits, calendar, opening)?;
    let mut walk = Walk::default();
    for event in events.iter().chain([next]) {
        walk.take(event, limits)?;
    }
    match &next.what {
        Happened::Told { .. } => {
            let late = before.deemed_at().is_some_and(|deemed| next.at >= deemed.at);
            if let Some(clock) = before.running.filter(|_| late) {
                return Err(HistoryFault::ToldLate { by: clock.due.day });
            }
        }
        Happened::Extended { .. } => {
            let late = before.statutory.filter(|clock| !before.still_ran(clock, next.at));
            if let Some(clock) = late {
                return Err(HistoryFault::ExtendedLate { due: clock.due.day });
            }
        }
        Happened::Received
        | Happened::Supplemented
        | Happened::Accepted { .. }
        | Happened::Paused { .. }
        | Happened::Resumed
        | Happened::Decided { .. }
        | Happened::Completed
        | Happened::Delivered
        | Happened::Ended { .. } => {}
    }
    Ok(walk.clocks(limits, calendar, opening))
}

/// Where the walk stands.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
enum At {
    #[default]
    Nowhere,
    Received(Timestamp),
    Told(Option<Date>, Timestamp),
    Supplemented(Timestamp),
    Accepted,
    Decided(Timestamp),
    Over,
}

#[derive(Default)]
struct Walk<'a> {
    at: At,
    last: Option<Timestamp>,
    accepted_at: Option<Timestamp>,
    deemed: bool,
    pauses: Vec<Pause>,
    /// Since when, and what was told of it.
    open: Option<(Timestamp, &'a str, Promise, &'a str)>,
    /// When, and by how much.
    extended: Option<(Timestamp, Promise)>,
}

impl<'a> Walk<'a> {
    fn take(&mut self, event: &'a Event, limits: &Limits) -> Result<(), HistoryFault> {
        let at = event.at;
        if let Some(before) = self.last.filter(|before| at < *before) {
            return Err(match (&event.what, self.open) {
                (Happened::Resumed, Some((from, ..))) if at < from => {
                    HistoryFault::PauseBackwards { from, until: at }
                }
                _ => HistoryFault::ClockBack { before, at },
            });
        }
        self.step(at, &event.what, limits)?;
        self.last = Some(at);
        Ok(())
    }

    fn step(&mut self, at: Timestamp, what: &'a Happened, limits: &Limits) -> Result<(), HistoryFault> {
        match (self.at, what) {
            (At::Nowhere, Happened::Received) => self.at = At::Received(at),
            (At::Nowhere, _) => return Err(HistoryFault::NotReceived),
            (At::Over, _) => return Err(HistoryFault::Over),
            (_, Happened::Received) => return Err(HistoryFault::ReceivedTwice),
            (At::Received(_) | At::Told(..) | At::Supplemented(_), Happened::Told { until }) => {
                self.at = At::Told(*until, at);
            }
            // Something a department asks for later restarts nothing.
            (At::Accepted, Happened::Told { .. } | Happened::Supplemented) => {}
            (At::Told(..), Happened::Supplemented) => self.at = At::Supplemented(at),
            (At::Received(from) | At::Supplemented(from), Happened::Accepted { deemed: true }) => {
                if at != from {
                    return Err(HistoryFault::DeemedOtherwise { dated: from, at });
                }
                self.accept(from, true);
            }
            // What was supplemented is accepted as of the day on which everything was there.
            (At::Supplemented(from), Happened::Accepted { deemed: false }) => self.accept(from, false),
            (At::Received(_) | At::Told(..), Happened::Accepted { deemed: false }) => self.accept(at, false),
            (At::Accepted | At::Decided(_), Happened::Accepted { .. }) => {
                return Err(HistoryFault::AcceptedTwice);
            }
            (
                At::Accepted,
                Happened::Paused {
                    kind,
                    expected,
                    reason,
                    approver,
                },
            ) => {
                if let Some((since, ..)) = self.open {
                    return Err(HistoryFault::PausedTwice { since });
                }
                if [kind, reason, approver].iter().any(|text| text.trim().is_empty()) || expected.days == 0 {
                    return Err(HistoryFault::PauseUnsaid);
                }
                self.open = Some((at, kind, *expected, reason));
            }
            (At::Accepted, Happened::Resumed) => {
                self.end_pause(at).ok_or(HistoryFault::NotPaused)?;
            }
            (At::Accepted, Happened::Extended { by, reason, approver }) => {
                if self.extended.is_some() {
                    return Err(HistoryFault::ExtendedTwice);
                }
                if [reason, approver].iter().any(|text| text.trim().is_empty()) || by.days == 0 {
                    return Err(HistoryFault::ExtensionUnsaid);
                }
                let most = limits.longest_extension();
                if by.unit != Unit::WorkingDays || by.days > most {
                    return Err(HistoryFault::ExtendedTooLong { most });
                }
                self.extended = Some((at, *by));
            }
            (At::Accepted, Happened::Decided { .. }) => {
                // A decision ends what was still looked into.
                self.end_pause(at);
                self.at = At::Decided(at);
            }
            (At::Decided(_), Happened::Decided { .. }) => return Err(HistoryFault::DecidedTwice),
            (At::Decided(_), Happened::Completed) => {}
            (At::Decided(_), Happened::Delivered) => self.at = At::Over,
            (_, Happened::Ended { .. }) => {
                self.end_pause(at);
                self.at = At::Over;
            }
            (_, Happened::Resumed) => return Err(HistoryFault::NotPaused),
            (
                At::Received(_) | At::Told(..) | At::Supplemented(_) | At::Accepted | At::Decided(_),
                Happened::Told { .. }
                | Happened::Supplemented
                | Happened::Accepted { .. }
                | Happened::Paused { .. }
                | Happened::Extended { .. }
                | Happened::Decided { .. }
                | Happened::Completed
                | Happened::Delivered,
            ) => return Err(HistoryFault::OutOfTurn),
        }
        Ok(())
    }

    fn accept(&mut self, from: Timestamp, deemed: bool) {
        self.accepted_at = Some(from);
        self.deemed = deemed;
        self.at = At::Accepted;
    }

    fn end_pause(&mut self, at: Timestamp) -> Option<()> {
        let (from, ..) = self.open.take()?;
        self.pauses.push(Pause::between(from, at));
        Some(())
    }

    fn clocks(mut self, limits: &Limits, calendar: &Calendar, opening: &OpeningHours) -> Clocks {
        let counted = |rule, promise, from| Clock {
            rule,
            from,
            promise,
            due: due(from, promise, calendar, opening),
        };
        let mut clocks = Clocks {
            accepted_at: self.accepted_at,
            deemed: self.deemed,
            extended: self.extended.is_some(),
            licence: limits.licence,
            ..Clocks::default()
        };
        if let Some((since, kind, expected, reason)) = self.open {
            let ends = counted(Rule::SpecialProcedure, expected, since);
            self.pauses.push(Pause {
                from: hall_date(since),
                until: ends.due.day,
            });
            clocks.paused = Some(Standstill {
                kind: kind.to_owned(),
                reason: reason.to_owned(),
                since,
                ends,
            });
        }
        if let Some(from) = self.accepted_at {
            let start = Start::of(from, calendar, opening);
            let handling = |rule, extended, promise| {
                let clock = Clock {
                    rule,
                    from,
                    promise,
                    due: start.due(promise, &self.pauses, calendar, opening),
                };
                // What has passed is not put off: an extension does not mend a promise that was not kept.
                match self.extended {
                    Some((when, by)) if clocks.still_ran(&clock, when) => {
                        lengthened(&clock, extended, by, &self.pauses, calendar, opening)
                    }
                    Some(_) | None => clock,
                }
            };
            let promised = handling(Rule::Promised, Rule::PromisedExtended, limits.promised);
            let statutory = handling(Rule::Statutory, Rule::StatutoryExtended, limits.statutory);
            (clocks.promised, clocks.statutory) = (Some(promised), Some(statutory));
        }
        clocks.running = match self.at {
            At::Nowhere | At::Over => None,
            At::Received(from) => Some(counted(Rule::Notice, NOTICE, from)),
            At::Told(until, told) => until.map(|day| cure(told, day, calendar)),
            At::Supplemented(from) => Some(counted(Rule::Completed, NOTICE, from)),
            At::Accepted => match &clocks.paused {
                Some(still) => Some(still.ends),
                None => first(clocks.promised, clocks.statutory),
            },
            At::Decided(from) => Some(counted(Rule::Delivery, DELIVERY, from)),
        };
        clocks
    }
}

/// The clock that ends first; of two that end together, the promise.
fn first(promised: Option<Clock>, statutory: Option<Clock>) -> Option<Clock> {
    match (promised, statutory) {
        (Some(promised), Some(statutory)) => {
            let sooner = match (promised.due.day, statutory.due.day) {
                (promise, statute) if promise == statute => statutory.burns_at() < promised.burns_at(),
                (promise, statute) => statute < promise,
            };
            Some(if sooner { statutory } else { promised })
        }
        (promised, statutory) => promised.or(statutory),
    }
}

/// The clock with its extension (延期).
fn lengthened(
    clock: &Clock,
    rule: Rule,
    by: Promise,
    pauses: &[Pause],
    calendar: &Calendar,
    opening: &OpeningHours,
) -> Clock {
    let (promise, start) = if clock.promise.unit == by.unit {
        let days = clock.promise.days.saturating_add(by.days);
        (Promise { days, ..by }, clock.from)
    } else {
        // Another unit: the days follow the last day of the limit.
        let last = clock.due.day.to_datetime(opening.working_days.opens);
        let start = HALL_OFFSET.to_timestamp(last).unwrap_or(clock.from);
        (by, start.max(clock.from))
    };
    let due = due_with_pauses(start, promise, pauses, calendar, opening);
    Clock {
        rule,
        from: clock.from,
        promise,
        due: Due {
            provisional: due.provisional || clock.due.provisional,
            ..due
        },
    }
}

/// The limit to supplement is the day on the paper; one that is a day off ends on the next working day (民法典 art. 203).
fn cure(told: Timestamp, until: Date, calendar: &Calendar) -> Clock {
    let days = (until - hall_date(told)).get_days().max(0);
    let day = calendar.working_day_from(until);
    Clock {
        rule: Rule::Cure,
        from: told,
        promise: Promise::calendar_days(u16::try_from(days).unwrap_or(u16::MAX)),
        due: Due {
            day,
            at: None,
            provisional: !calendar.knows(until.year(), day.year()),
        },
    }
}

fn midnight_after(day: Date) -> Timestamp {
    HALL_OFFSET
        .to_timestamp(following(day).to_datetime(Time::midnight()))
        .unwrap_or(Timestamp::MAX)
}
