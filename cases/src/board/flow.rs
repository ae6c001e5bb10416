//! 今日取号与办结: tickets taken and finished in quarters of an hour, and what the rest of the day may bring.
//!
//! The forecast is plain. As many take a number as a week ago at this time, in the proportion in which today compares
//! with that day so far; where that day is not known, as many as in the last hour. The open windows finish as many
//! as they are quick, as long as somebody is there.

use super::handling::quantile;
use super::{Day, count};
use crate::deadline::{hall_date, hall_time};
use crate::queue::{Handled, TicketState};
use crate::wire::board::{Flow, FlowSlot};
use jiff::Timestamp;
use jiff::civil::{Date, Time};

pub const SLOT_MIN: u32 = 15;
const SLOT_S: u32 = SLOT_MIN * 60;
const SLOTS: usize = 24 * 4;
/// Full slots that the last hour has.
const HOUR: usize = 4;
/// Tickets of the day a week ago from which on the two days compare.
const ENOUGH: u32 = 10;
/// No day becomes more than twice, or less than half, what that day was.
const LEAST: u64 = 500;
const MOST: u64 = 2_000;

/// The flow, and what staffing is reckoned from.
pub struct Forecast {
    pub flow: Flow,
    /// Expected to take a number, by slot of the whole day; nothing once the hall is closed.
    pub taken: [u32; SLOTS],
    /// How long a visit takes.
    pub visit_s: u32,
}

pub fn forecast(day: &Day<'_>) -> Forecast {
    let today = day.today();
    let taken = by_slot(today, day.tickets.iter().map(|ticket| ticket.taken_at));
    let finished = by_slot(
        today,
        day.tickets
            .iter()
            .filter(|ticket| ticket.state == TicketState::Served)
            .filter_map(|ticket| ticket.closed_at),
    );
    let now = slot_of(hall_time(day.now).time());
    let expected_taken = expected(day, &taken, now);
    let visit_s = visit_s(day);
    let expected_finished = finish(day, now, (taken[now], finished[now]), &expected_taken, visit_s);
    let slots = span(day, &taken, &finished, now)
        .map(|slot| FlowSlot {
            at: clock(slot * SLOT_MIN as usize),
            taken: if slot < now {
                taken[slot]
            } else {
                expected_taken[slot]
            },
            finished: if slot < now {
                finished[slot]
            } else {
                expected_finished[slot]
            },
            expected: slot >= now,
        })
        .collect();
    Forecast {
        flow: Flow {
            slot_min: SLOT_MIN,
            slots,
        },
        taken: expected_taken,
        visit_s,
    }
}

/// `08:30` of minutes since midnight.
pub fn clock(minutes: usize) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

pub fn slot_of(time: Time) -> usize {
    let minutes = i32::from(time.hour()) * 60 + i32::from(time.minute());
    usize::try_from(minutes).unwrap_or(0) / SLOT_MIN as usize
}

/// What lies before the day counts at its beginning.
fn by_slot(today: Date, moments: impl Iterator<Item = Timestamp>) -> [u32; SLOTS] {
    let mut slots = [0; SLOTS];
    for moment in moments {
        let slot = if hall_date(moment) < today {
            0
        } else {
            slot_of(hall_time(moment).time())
        };
        slots[slot] += 1;
    }
    slots
}

/// From opening to closing; longer where somebody came earlier or was served later.
fn span(day: &Day<'_>, taken: &[u32; SLOTS], finished: &[u32; SLOTS], now: usize) -> std::ops::Range<usize> {
    let mut span: Option<(usize, usize)> = day
        .hours()
        .map(|hours| (slot_of(hours.opens), closing(hours.closes)));
    let busy = (0..SLOTS).filter(|slot| taken[*slot] + finished[*slot] > 0);
    let waits = day.tickets.iter().any(|ticket| !ticket.state.is_over());
    for slot in busy.chain(waits.then_some(now)) {
        let (first, end) = span.unwrap_or((slot, slot));
        span = Some((first.min(slot), end.max(slot + 1)));
    }
    span.map_or(0..0, |(first, end)| first..end)
}

/// The slot after the last one in which the hall is open.
fn closing(closes: Time) -> usize {
    let minutes = usize::try_from(closes.minute()).unwrap_or(0);
    slot_of(closes) + usize::from(!minutes.is_multiple_of(SLOT_MIN as usize))
}

fn expected(day: &Day<'_>, taken: &[u32; SLOTS], now: usize) -> [u32; SLOTS] {
    let mut expected = [0; SLOTS];
    // Who is here is here.
    expected[now] = taken[now];
    let Some(hours) = day.hours() else {
        return expected;
    };
    let (opens, end) = (slot_of(hours.opens), closing(hours.closes));
    let (pattern, share) = pattern(day, taken, now, opens);
    for slot in now.max(opens)..end {
        let comes = (u64::from(pattern[slot]) * share + 500) / 1_000;
        expected[slot] = u32::try_from(comes).unwrap_or(u32::MAX).max(expected[slot]);
    }
    expected
}

/// A day to go by, and how today compares with it, per mille.
fn pattern(day: &Day<'_>, taken: &[u32; SLOTS], now: usize, opens: usize) -> ([u32; SLOTS], u64) {
    if day.last_week.is_empty() {
        // Before the hall opens nobody can have come.
        let last = now.saturating_sub(HOUR).max(opens).min(now)..now;
        let slots = u64::try_from(last.len()).unwrap_or(0);
        let came: u32 = taken[last].iter().sum();
        // A thousandth of each slot is the mean of the last ones.
        return match (u64::from(came) * 1_000).checked_div(slots) {
            Some(mean) => ([1; SLOTS], mean),
            None => ([0; SLOTS], 0),
        };
    }
    let week = jiff::SignedDuration::from_hours(7 * 24);
    let then = day.now.checked_sub(week).map_or(Date::MIN, hall_date);
    let pattern = by_slot(then, day.last_week.iter().map(|past| past.taken_at));
    let (came, then): (u32, u32) = (taken[..now].iter().sum(), pattern[..now].iter().sum());
    let share = if then >= ENOUGH {
        (u64::from(came) * 1_000 / u64::from(then)).clamp(LEAST, MOST)
    } else {
        1_000
    };
    (pattern, share)
}

/// Median of today's visits; the standard until enough of them have ended.
fn visit_s(day: &Day<'_>) -> u32 {
    let mut seconds: Vec<u32> = day
        .tickets
        .iter()
        .filter_map(Handled::of)
        .map(|handled| handled.seconds)
        .collect();
    if seconds.len() < HOUR {
        return day.limits().standard_min.saturating_mul(60).max(1);
    }
    seconds.sort_unstable();
    quantile(&seconds, 50).max(60)
}

/// What the open windows get done of those who are there.
fn finish(
    day: &Day<'_>,
    now: usize,
    (taken, finished): (u32, u32),
    expected: &[u32; SLOTS],
    visit_s: u32,
) -> [u32; SLOTS] {
    let mut done = [0; SLOTS];
    let present = day
        .tickets
        .iter()
        .filter(|ticket| matches!(ticket.state, TicketState::Waiting | TicketState::Called));
    let mut present = count(present.count());
    // In thousandths of a person, so that a slow window counts too.
    let windows = u64::from(count(day.open_windows().count()));
    let per_slot = windows * u64::from(SLOT_S) * 1_000 / u64::from(visit_s);
    let time = hall_time(day.now).time();
    let gone = (u32::try_from(time.minute()).unwrap_or(0) % SLOT_MIN) * 60
        + u32::try_from(time.second()).unwrap_or(0);
    let mut able = per_slot * u64::from(SLOT_S - gone) / u64::from(SLOT_S);
    done[now] = finished;
    let mut come = expected[now].saturating_sub(taken);
    for (slot, done) in done.iter_mut().enumerate().skip(now) {
        present += come;
        let whole = u32::try_from(able / 1_000).unwrap_or(u32::MAX);
        let fits = whole.min(present);
        *done += fits;
        present -= fits;
        // An idle window saves nothing up.
        able = if present == 0 {
            0
        } else {
            able - u64::from(fits) * 1_000
        };
        able += per_slot;
        come = expected.get(slot + 1).copied().unwrap_or(0);
    }
    done
}
