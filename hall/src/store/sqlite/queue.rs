//! What is done with tickets at windows: ticket, visit and window change in one step (promise 3).

use cases::deadline::hall_date;
use cases::queue::{self, Rules, Step, Ticket, TicketState, To, Window, WindowState, WindowStep};
use cases::wire::queue::{CallReply, Transfer};
use cases::wire::visit::Visit;
use rusqlite::Connection;
use uuid::Uuid;

use super::{ticket, visit, window};
use crate::store::{Act, Kept};
use crate::{chance, fault};

/// Gives the first waiting ticket that this window may call to it and opens its visit.
pub fn call(tx: &Connection, act: &Act, groups: &[String], rules: &Rules) -> Kept<CallReply> {
    let here = free_window(tx, act)?;
    let waiting = ticket::waiting(tx, hall_date(act.at))?;
    let served: Vec<String> = here
        .groups
        .iter()
        .filter(|group| groups.is_empty() || groups.contains(group))
        .cloned()
        .collect();
    let first = queue::order(&waiting, &act.desk, &served, act.at, rules)
        .first()
        .copied()
        .cloned();
    match first {
        Some(first) => Ok(CallReply {
            visit: Some(open_visit(tx, act, first, rules)?),
        }),
        None => Ok(CallReply { visit: None }),
    }
}

/// Somebody who was missed, or parked here, stands at the window.
pub fn take_up(tx: &Connection, act: &Act, id: Uuid, rules: &Rules) -> Kept<Visit> {
    free_window(tx, act)?;
    let of = ticket::find(tx, hall_date(act.at), id)?;
    match of.state {
        TicketState::Missed => {}
        // Parked at a window that closed since: whoever takes it up has it.
        TicketState::Parked => {
            if let Some(desk) = of.desk.as_deref().filter(|desk| *desk != act.desk)
                && window::find(tx, desk)?.is_some_and(|window| window.state != WindowState::Closed)
            {
                return Err(fault::ticket_elsewhere().about(desk));
            }
        }
        TicketState::Waiting | TicketState::Called | TicketState::Served | TicketState::Left => {
            return Err(fault::odd_ticket_step().about(of.state.word()));
        }
    }
    open_visit(tx, act, of, rules)
}

fn free_window(tx: &Connection, act: &Act) -> Kept<Window> {
    let here = window::own(tx, act)?.ok_or_else(fault::window_not_open)?;
    match here.state {
        WindowState::Free => Ok(here),
        WindowState::Serving => Err(fault::window_busy()),
        WindowState::Closed | WindowState::Paused => Err(fault::window_not_open()),
    }
}

fn open_visit(tx: &Connection, act: &Act, of: Ticket, rules: &Rules) -> Kept<Visit> {
    let called = ticket::step(
        tx,
        act,
        of,
        &Step::Call {
            desk: act.desk.clone(),
        },
        rules,
    )?;
    let opened = Visit {
        id: chance::id(act.at),
        ticket: Some(called),
        reason: None,
        desk: act.desk.clone(),
        opened_at: act.at,
    };
    visit::insert(tx, act, &opened)?;
    window::serve(tx, act, &opened)?;
    Ok(opened)
}

/// A step of a ticket that this window has called; what leaves the window ends its visit.
pub fn handle(tx: &Connection, act: &Act, id: Uuid, step: &Step, rules: &Rules) -> Kept<Ticket> {
    let before = ticket::find(tx, hall_date(act.at), id)?;
    let called = before.state == TicketState::Called;
    if called && before.desk.as_deref() != Some(&act.desk) {
        return Err(fault::ticket_elsewhere().about(before.desk.unwrap_or_default()));
    }
    let after = ticket::step(tx, act, before, step, rules)?;
    let outcome = match step {
        Step::Miss => "missed",
        Step::Park { .. } => "parked",
        Step::Transfer { .. } => "transferred",
        Step::Leave => "left",
        Step::SendBack => "lost",
        Step::Call { .. } | Step::Recall | Step::Rejoin | Step::Serve => return Ok(after),
    };
    if called && let Some(of) = visit::open_of_ticket(tx, id)? {
        visit::end(tx, act, &of, outcome)?;
    }
    Ok(after)
}

/// Where a transfer goes: an open window, or the one where somebody sits.
pub fn transfer(tx: &Connection, act: &Act, id: Uuid, to: &Transfer, rules: &Rules) -> Kept<Ticket> {
    let to = match to {
        Transfer::Group { group } => To::Group { group: group.clone() },
        Transfer::Window { window } => {
            let there = window::find(tx, window)?.filter(|there| there.state != WindowState::Closed);
            To::Window {
                window: there.ok_or_else(fault::no_such_window)?.desk,
            }
        }
        Transfer::Person { staff } => To::Window {
            window: window::of_staff(tx, staff)?
                .ok_or_else(fault::no_such_window)?
                .desk,
        },
    };
    handle(tx, act, id, &Step::Transfer { to }, rules)
}

/// Takes back what a silent window had: its ticket waits again with the time it was taken, the window is closed.
pub fn release(tx: &Connection, act: &Act, desk: &str, rules: &Rules) -> Kept<Window> {
    let before = window::find(tx, desk)?
        .filter(|window| window.state != WindowState::Closed)
        .ok_or_else(fault::no_such_window)?;
    if let Some(of) = before.visit
        && let Some(open) = visit::find(tx, of)?
    {
        if let Some(called) = &open.ticket
            && called.state == TicketState::Called
        {
            ticket::step(tx, act, called.clone(), &Step::SendBack, rules)?;
        }
        visit::end(tx, act, &open, "lost")?;
    }
    let before = window::find(tx, desk)?.ok_or_else(fault::no_such_window)?;
    window::step(tx, act, before, &WindowStep::Lose)
}
