//! The queue as it is shown: everything of the day in calling order, the windows, and which of them are silent.

use cases::deadline::hall_date;
use cases::queue::{Handled, Ticket, TicketState, Window, WindowState, claim, estimate};
use cases::wire::queue::{GroupLine, QueueView};
use jiff::SignedDuration;

use crate::fault::Fault;
use crate::rooms::Rooms;

pub async fn view(rooms: &Rooms) -> Result<QueueView, Fault> {
    let now = rooms.now();
    let rules = &rooms.queue.rules;
    let tickets = rooms.store.tickets(hall_date(now)).await?;
    let windows = windows(rooms).await?;
    let handled: Vec<Handled> = tickets.iter().filter_map(Handled::of).collect();
    let of = |state: TicketState| -> Vec<Ticket> {
        tickets
            .iter()
            .filter(|ticket| ticket.state == state)
            .cloned()
            .collect()
    };
    let mut waiting = of(TicketState::Waiting);
    waiting.sort_by_key(|ticket| (claim(ticket, now, rules), ticket.id));
    let mut called = of(TicketState::Called);
    called.sort_by_key(|ticket| std::cmp::Reverse((ticket.announced_at, ticket.id)));
    let groups = rooms
        .queue
        .groups
        .iter()
        .map(|group| {
            let ahead = waiting
                .iter()
                .filter(|ticket| ticket.group == group.letter)
                .count();
            let ahead = u32::try_from(ahead).unwrap_or(u32::MAX);
            let serving = cases::queue::estimate::serving(&windows, &group.letter);
            GroupLine {
                group: group.clone(),
                waiting: ahead,
                windows: u32::try_from(serving).unwrap_or(u32::MAX),
                estimate_min: estimate(&group.letter, ahead, &handled, &windows, now),
            }
        })
        .collect();
    Ok(QueueView {
        groups,
        called,
        parked: of(TicketState::Parked),
        missed: of(TicketState::Missed),
        waiting,
        windows,
    })
}

/// Every window, with those marked that have not been heard of for a while.
pub async fn windows(rooms: &Rooms) -> Result<Vec<Window>, Fault> {
    let mut windows = rooms.store.windows().await?;
    for window in &mut windows {
        mark_silent(rooms, window);
    }
    Ok(windows)
}

pub fn mark_silent(rooms: &Rooms, window: &mut Window) {
    let heard = rooms.heard_of(&window.desk);
    let limit = SignedDuration::from_secs(i64::from(rooms.queue.rules.silent_after_s));
    let silent = window.state != WindowState::Closed && rooms.now().duration_since(heard) > limit;
    window.silent_since = silent.then_some(heard);
}
