//! How long somebody may still wait, where the day tells.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::ticket::{Ticket, TicketState};
use super::window::{Window, WindowState};

/// How long one visit of a group took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handled {
    pub group: String,
    pub ended_at: Timestamp,
    pub seconds: u32,
}

impl Handled {
    /// From the first call of the window to the end, of a ticket that was served.
    pub fn of(ticket: &Ticket) -> Option<Self> {
        let (called, closed) = ticket.called_at.zip(ticket.closed_at)?;
        if ticket.state != TicketState::Served {
            return None;
        }
        Some(Self {
            group: ticket.group.clone(),
            ended_at: closed,
            seconds: u32::try_from(closed.duration_since(called).as_secs()).ok()?,
        })
    }
}

/// Visits that an estimate is made of at least; fewer say nothing.
const ENOUGH: usize = 3;
/// How far back they may lie.
const RECENT: SignedDuration = SignedDuration::from_hours(2);
/// Estimates are rough: whole steps of so many minutes, rounded up.
const STEP_MIN: u32 = 5;

/// Minutes until somebody with `ahead` people before him is called, from the median of what the group took in the last
/// two hours and the windows that serve it. `None` while no window serves it or too little is known.
pub fn estimate(
    group: &str,
    ahead: u32,
    handled: &[Handled],
    windows: &[Window],
    now: Timestamp,
) -> Option<u32> {
    let serving = u32::try_from(serving(windows, group))
        .ok()
        .filter(|count| *count > 0)?;
    let since = now.checked_sub(RECENT).unwrap_or(Timestamp::MIN);
    let mut times: Vec<u32> = handled
        .iter()
        .filter(|one| one.group == group && one.ended_at >= since && one.ended_at <= now)
        .map(|one| one.seconds)
        .collect();
    if times.len() < ENOUGH {
        return None;
    }
    times.sort_unstable();
    let median = u64::from(times[times.len() / 2]);
    let seconds = median * u64::from(ahead) / u64::from(serving);
    let minutes = u32::try_from(seconds.div_ceil(60)).unwrap_or(u32::MAX);
    Some(minutes.div_ceil(STEP_MIN).saturating_mul(STEP_MIN))
}

/// Open windows that serve a group; a paused one does not.
pub fn serving(windows: &[Window], group: &str) -> usize {
    windows
        .iter()
        .filter(|window| match window.state {
            WindowState::Free | WindowState::Serving => true,
            WindowState::Paused | WindowState::Closed => false,
        })
        .filter(|window| window.groups.iter().any(|served| served == group))
        .map(|window| &window.desk)
        .collect::<BTreeSet<_>>()
        .len()
}
