//! Who is called next.
//!
//! Every waiting ticket has a *claim*, a moment; the earliest claim is called first, equal ones by id.
//! - Everybody's claim is the moment the ticket was taken.
//! - A priority ticket (长者、残疾、孕妇、军人) claims `priority_lead` earlier.
//! - An appointment that was kept (checked in no later than its time and `appointment_grace`) claims, from
//!   `appointment_early` before its time on, `appointment_lead` before its time. So a priority ticket taken later than
//!   the difference of both leads after the appointed time never passes it.
//! - Somebody who was missed and came back (过号已回) claims at most `due_after` before the moment of coming back:
//!   whoever had waited that long by then is due and goes first, later ones do not.
//!
//! A lead is finite, and a claim never moves back: a ticket is passed only by those taken within the longest lead after
//! it, so everybody is called after a finite number of calls.

use jiff::{SignedDuration, Timestamp};

use super::rules::Rules;
use super::ticket::{Ticket, TicketState};

/// The moment by which a ticket is ranked.
pub fn claim(ticket: &Ticket, now: Timestamp, rules: &Rules) -> Timestamp {
    let mut claim = ticket.taken_at;
    if ticket.priority.is_some() {
        claim = earlier(claim, rules.priority_lead_s);
    }
    if let Some(at) = ticket.appointment_at
        && ticket.taken_at <= later(at, rules.appointment_grace_s)
        && now >= earlier(at, rules.appointment_early_s)
    {
        claim = claim.min(earlier(at, rules.appointment_lead_s));
    }
    match ticket.rejoined_at {
        Some(back) => claim.max(earlier(back, rules.due_after_s)),
        None => claim,
    }
}

/// Whether this window may call this ticket.
pub fn may_call(ticket: &Ticket, desk: &str, groups: &[String], now: Timestamp, rules: &Rules) -> bool {
    if ticket.state != TicketState::Waiting {
        return false;
    }
    match &ticket.hold {
        Some(hold) if hold.window == desk => true,
        Some(hold) => later(hold.since, rules.held_for_s) <= now && groups.contains(&ticket.group),
        None => groups.contains(&ticket.group),
    }
}

/// The tickets a window may call, first to call first. The same whatever order they come in.
pub fn order<'a>(
    tickets: &'a [Ticket],
    desk: &str,
    groups: &[String],
    now: Timestamp,
    rules: &Rules,
) -> Vec<&'a Ticket> {
    let mut waiting: Vec<&Ticket> = tickets
        .iter()
        .filter(|ticket| may_call(ticket, desk, groups, now, rules))
        .collect();
    waiting.sort_by_key(|ticket| (claim(ticket, now, rules), ticket.id));
    waiting
}

fn earlier(at: Timestamp, seconds: u32) -> Timestamp {
    at.checked_sub(SignedDuration::from_secs(i64::from(seconds)))
        .unwrap_or(Timestamp::MIN)
}

fn later(at: Timestamp, seconds: u32) -> Timestamp {
    at.checked_add(SignedDuration::from_secs(i64::from(seconds)))
        .unwrap_or(Timestamp::MAX)
}
