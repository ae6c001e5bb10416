//! The seven figures, each against its limit.

use jiff::{SignedDuration, Timestamp};

use super::alert::call_back_until;
use super::bars::waits_since;
use super::{Day, Past, count, level, seconds, share};
use crate::deadline::{Due, Light, light};
use crate::queue::WindowState;
use crate::wire::board::{
    Average, Figures, GroupBar, HandledCases, Level, LitCases, Longest, OpenWindows, Praise, Waiting,
};

/// How far back the average looks.
const HOUR: SignedDuration = SignedDuration::from_hours(1);
const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

pub fn figures(day: &Day<'_>, groups: &[GroupBar]) -> Figures {
    Figures {
        waiting: waiting(day, groups),
        longest: longest(day, groups),
        average: average(day),
        windows: windows(day),
        handled: handled(day),
        lights: lights(day),
        praise: praise(day),
    }
}

fn waiting(day: &Day<'_>, groups: &[GroupBar]) -> Waiting {
    let limits = day.limits();
    let people = count(groups.iter().map(|group| group.waiting.len()).sum());
    let last_week = day
        .now
        .checked_sub(WEEK)
        .ok()
        .filter(|_| !day.last_week.is_empty());
    let then = last_week.map(|then| {
        let waited = |past: &&Past| {
            past.taken_at <= then && past.called_at.or(past.closed_at).is_none_or(|left| left > then)
        };
        count(day.last_week.iter().filter(waited).count())
    });
    Waiting {
        level: level(people, limits.waiting_warn, limits.waiting_limit),
        people,
        limit: limits.waiting_limit,
        more_than_last_week: then.map(|then| {
            let more = i64::from(people) - i64::from(then);
            i32::try_from(more).unwrap_or(i32::MAX)
        }),
    }
}

fn longest(day: &Day<'_>, groups: &[GroupBar]) -> Longest {
    let first = groups
        .iter()
        .filter_map(|group| group.waiting.first().map(|bar| (bar, group.limit_s)))
        .min_by_key(|(bar, _)| bar.since);
    match first {
        Some((bar, limit_s)) => Longest {
            level: bar.level,
            since: Some(bar.since),
            ticket: Some(bar.ticket.clone()),
            limit_s,
        },
        None => Longest {
            level: Level::Ok,
            since: None,
            ticket: None,
            limit_s: day
                .rules
                .groups
                .iter()
                .map(|group| group.wait_limit_s)
                .min()
                .unwrap_or(0),
        },
    }
}

fn average(day: &Day<'_>) -> Average {
    let limits = day.limits();
    let since = day.now.checked_sub(HOUR).unwrap_or(Timestamp::MIN);
    let waits: Vec<u64> = day
        .tickets
        .iter()
        .filter_map(|ticket| {
            let called = ticket.called_at.filter(|at| *at >= since && *at <= day.now)?;
            Some(u64::from(seconds(waits_since(ticket, called), called)))
        })
        .collect();
    let average = waits.iter().sum::<u64>().checked_div(waits.len() as u64);
    let average = average.map(|average| u32::try_from(average).unwrap_or(u32::MAX));
    Average {
        level: level(
            average.unwrap_or(0),
            limits.average_target_s,
            limits.average_limit_s,
        ),
        seconds: average,
        target_s: limits.average_target_s,
    }
}

fn windows(day: &Day<'_>) -> OpenWindows {
    let at_least = day.limits().windows_at_least;
    let of = |state: WindowState| count(day.windows.iter().filter(|one| one.state == state).count());
    let open = count(day.open_windows().count());
    let is_open = day.hours().is_some_and(|hours| {
        let clock = crate::deadline::hall_time(day.now).time();
        (hours.opens..=hours.closes).contains(&clock)
    });
    let level = match (is_open, open) {
        (true, 0) if at_least > 0 => Level::Over,
        (true, open) if open < at_least => Level::Warn,
        (true | false, _) => Level::Ok,
    };
    OpenWindows {
        level,
        open,
        all: count(day.windows.len()),
        paused: of(WindowState::Paused),
        closed: of(WindowState::Closed),
        at_least,
    }
}

fn handled(day: &Day<'_>) -> HandledCases {
    let target = day.limits().first_time_target;
    let outcomes = day.outcomes;
    let first_time = share(outcomes.in_first_visit, outcomes.accepted + outcomes.sent_home);
    let short = first_time.is_some_and(|share| share < target);
    HandledCases {
        level: if short { Level::Warn } else { Level::Ok },
        cases: outcomes.accepted,
        first_time,
        target,
    }
}

fn lights(day: &Day<'_>) -> LitCases {
    let limit = day.limits().red_allowed;
    let (red, amber) = (lit(day, Light::Red), lit(day, Light::Amber));
    let level = if red > limit {
        Level::Over
    } else if red + amber > 0 {
        Level::Warn
    } else {
        Level::Ok
    };
    LitCases {
        level,
        red,
        amber,
        limit,
    }
}

/// Open cases under this light.
pub fn lit(day: &Day<'_>, wanted: Light) -> u32 {
    let under = day.open.iter().filter(|cases| light_of(day, cases) == wanted);
    under.map(|cases| cases.count).sum()
}

pub fn light_of(day: &Day<'_>, cases: &super::OpenCases) -> Light {
    let due = Due {
        day: cases.due_day,
        at: None,
        provisional: false,
    };
    light(due, cases.promise, day.now, day.calendar)
}

fn praise(day: &Day<'_>) -> Praise {
    let target = day.limits().praise_target;
    let ratings = day.ratings;
    let praised = share(ratings.all.saturating_sub(ratings.bad), ratings.all);
    let late = day
        .bad
        .iter()
        .any(|rating| call_back_until(day, rating) < day.now);
    let level = if late {
        Level::Over
    } else if praised.is_some_and(|share| share < target) {
        Level::Warn
    } else {
        Level::Ok
    };
    Praise {
        level,
        share: praised,
        target,
        bad: ratings.bad,
        to_call_back: count(day.bad.len()),
    }
}
