//! 各业务组等候: one bar per person, the longest wait first.

use jiff::Timestamp;

use super::{Day, count, level, seconds};
use crate::queue::estimate::serving;
use crate::queue::{Group, Ticket, TicketState, WindowState};
use crate::wire::board::{Bar, GroupBar, Level};

pub fn groups(day: &Day<'_>) -> Vec<GroupBar> {
    day.rules.groups.iter().map(|group| bars(day, group)).collect()
}

fn bars(day: &Day<'_>, group: &Group) -> GroupBar {
    let warn_s = day.limits().warn_s(group.wait_limit_s);
    let limit_s = group.wait_limit_s;
    let mut waiting: Vec<Bar> = day
        .tickets
        .iter()
        .filter(|ticket| ticket.state == TicketState::Waiting && ticket.group == group.letter)
        .map(|ticket| {
            let since = waits_since(ticket, day.now);
            Bar {
                ticket: ticket.number.clone(),
                since,
                level: level(seconds(since, day.now), warn_s, limit_s),
            }
        })
        .collect();
    waiting.sort_by(|a, b| (a.since, &a.ticket).cmp(&(b.since, &b.ticket)));
    GroupBar {
        letter: group.letter.clone(),
        zh: group.zh.clone(),
        en: group.en.clone(),
        level: waiting.iter().map(|bar| bar.level).max().unwrap_or(Level::Ok),
        waiting,
        serving: serving_now(day, &group.letter),
        windows: count(serving(&day.windows, &group.letter)),
        warn_s,
        limit_s,
    }
}

/// Windows that have somebody of the group called.
fn serving_now(day: &Day<'_>, letter: &str) -> u32 {
    let of_group = |number: &str| {
        day.tickets
            .iter()
            .any(|ticket| ticket.number == number && ticket.group == letter)
    };
    let serves = day
        .windows
        .iter()
        .filter(|window| window.state == WindowState::Serving)
        .filter(|window| window.ticket.as_deref().is_some_and(of_group));
    count(serves.count())
}

/// From when on somebody waits on the hall: from the taking, from coming back after a call in vain, or from the
/// appointed time of who came early.
pub fn waits_since(ticket: &Ticket, now: Timestamp) -> Timestamp {
    let from = match (ticket.rejoined_at, ticket.appointment_at) {
        (Some(back), _) => back,
        (None, Some(at)) => at.max(ticket.taken_at),
        (None, None) => ticket.taken_at,
    };
    from.min(now)
}
