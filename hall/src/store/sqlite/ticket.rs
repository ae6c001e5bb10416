//! Tickets (取号): issued in order, each called by one desk. What becomes of one is [`cases::queue::Step`].

use cases::deadline::hall_date;
use cases::queue::{Hold, OddStep, PriorityReason, Rules, Step, Ticket, TicketState};
use cases::wire::feed::What;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::values::{at, count, id, int, maybe_at, ms, word};
use super::{appointment, audit, feed};
use crate::chance;
use crate::fault::{self, Fault};
use crate::store::{Act, Kept, NewTicket};

const COLUMNS: &str = "id, number, lane, moved_from, priority, appointment_at, taken_at, state, called_at, \
                       announced_at, calls, missed, rejoined_at, held_for, held_since, desk, parked_why, closed_at";

fn ticket(row: &Row<'_>) -> rusqlite::Result<Ticket> {
    let priority: Option<String> = row.get(4)?;
    let held_for: Option<String> = row.get(13)?;
    Ok(Ticket {
        id: id(row, 0)?,
        number: row.get(1)?,
        group: row.get(2)?,
        moved_from: row.get(3)?,
        priority: priority
            .is_some()
            .then(|| word(row, 4, PriorityReason::from_word))
            .transpose()?,
        appointment_at: maybe_at(row, 5)?,
        taken_at: at(row, 6)?,
        state: word(row, 7, TicketState::from_word)?,
        called_at: maybe_at(row, 8)?,
        announced_at: maybe_at(row, 9)?,
        calls: count(row, 10)?,
        missed: count(row, 11)?,
        rejoined_at: maybe_at(row, 12)?,
        hold: held_for
            .map(|window| {
                Ok::<_, rusqlite::Error>(Hold {
                    window,
                    since: at(row, 14)?,
                })
            })
            .transpose()?,
        desk: row.get(15)?,
        parked_why: row.get(16)?,
        closed_at: maybe_at(row, 17)?,
    })
}

pub fn issue(tx: &Connection, act: &Act, new: &NewTicket) -> Kept<Ticket> {
    let day = hall_date(act.at);
    let lane = &new.group;
    if let Some(holder) = &new.holder {
        forget_holders_before(tx, day)?;
        let held: Option<String> = tx
            .query_row(
                "SELECT number FROM ticket WHERE day = ?1 AND holder = ?2 AND lane = ?3",
                params![day.to_string(), holder, lane],
                |row| row.get(0),
            )
            .optional()?;
        if let Some(number) = held {
            return Err(fault::double_ticket().about(number));
        }
    }
    let serial = feed::next_number(tx, &format!("ticket/{day}/{lane}"))?;
    if serial > u64::from(new.daily) {
        return Err(fault::tickets_used_up());
    }
    let issued = Ticket::taken(
        chance::id(act.at),
        format!("{lane}{serial:03}"),
        lane.clone(),
        new.priority,
        new.appointment.as_ref().map(|appointment| appointment.at),
        new.taken_at.unwrap_or(act.at),
    );
    tx.execute(
        "INSERT INTO ticket (id, day, serial, number, lane, priority, appointment_at, taken_at, state, holder)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            issued.id.to_string(),
            day.to_string(),
            int(serial),
            issued.number,
            issued.group,
            issued.priority.map(PriorityReason::word),
            issued.appointment_at.map(ms),
            ms(issued.taken_at),
            issued.state.word(),
            new.holder
        ],
    )?;
    if let Some(kept) = &new.appointment {
        appointment::check_in(tx, day, &kept.code, issued.id)?;
    }
    audit::log(
        tx,
        act,
        "issueTicket",
        &issued.id.to_string(),
        "queue",
        &issued.number,
    )?;
    say_waiting(tx, day)?;
    Ok(issued)
}

pub fn put_past_day(tx: &Connection, act: &Act, day: Date, tickets: &[Ticket]) -> Kept<()> {
    let known: u32 = tx.query_row(
        "SELECT count(*) FROM ticket WHERE day = ?1",
        [day.to_string()],
        |row| count(row, 0),
    )?;
    if known > 0 {
        return Ok(());
    }
    let mut insert = tx.prepare_cached(
        "INSERT INTO ticket (id, day, serial, number, lane, taken_at, state, called_at, announced_at, calls, closed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    for one in tickets {
        let serial = one.number.trim_start_matches(&one.group);
        insert.execute(params![
            one.id.to_string(),
            day.to_string(),
            serial.parse::<i64>().unwrap_or_default(),
            one.number,
            one.group,
            ms(one.taken_at),
            one.state.word(),
            one.called_at.map(ms),
            one.announced_at.map(ms),
            one.calls,
            one.closed_at.map(ms)
        ])?;
    }
    audit::log(tx, act, "putPastDay", &day.to_string(), "training", "")
}

/// Digests serve their own day alone.
fn forget_holders_before(tx: &Connection, day: Date) -> Kept<()> {
    tx.execute(
        "UPDATE ticket SET holder = NULL WHERE holder IS NOT NULL AND day < ?1",
        [day.to_string()],
    )?;
    Ok(())
}

/// Every ticket of a day, as they were taken.
pub fn of_day(tx: &Connection, day: Date) -> Kept<Vec<Ticket>> {
    let mut rows = tx.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM ticket WHERE day = ?1 ORDER BY taken_at, id"
    ))?;
    let tickets = rows
        .query_map([day.to_string()], ticket)?
        .collect::<Result<_, _>>()?;
    Ok(tickets)
}

/// The day's waiting tickets.
pub fn waiting(tx: &Connection, day: Date) -> Kept<Vec<Ticket>> {
    let mut rows = tx.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM ticket WHERE day = ?1 AND state = 'waiting' ORDER BY taken_at, id"
    ))?;
    let tickets = rows
        .query_map([day.to_string()], ticket)?
        .collect::<Result<_, _>>()?;
    Ok(tickets)
}

/// A ticket of this day.
pub fn find(tx: &Connection, day: Date, id: Uuid) -> Kept<Ticket> {
    tx.query_row(
        &format!("SELECT {COLUMNS} FROM ticket WHERE id = ?1 AND day = ?2"),
        params![id.to_string(), day.to_string()],
        ticket,
    )
    .optional()?
    .ok_or_else(fault::no_ticket)
}

/// One ticket, whatever its day.
pub fn get(tx: &Connection, id: &str) -> Kept<Option<Ticket>> {
    Ok(tx
        .query_row(
            &format!("SELECT {COLUMNS} FROM ticket WHERE id = ?1"),
            [id],
            ticket,
        )
        .optional()?)
}

/// Takes the step, keeps the ticket, logs the deed and says that the queue changed.
pub fn step(tx: &Connection, act: &Act, before: Ticket, step: &Step, rules: &Rules) -> Kept<Ticket> {
    let after = before.step(step, act.at, rules).map_err(odd)?;
    tx.execute(
        "UPDATE ticket SET lane = ?2, moved_from = ?3, state = ?4, called_at = ?5, announced_at = ?6, calls = ?7,
           missed = ?8, rejoined_at = ?9, held_for = ?10, held_since = ?11, desk = ?12, parked_why = ?13,
           closed_at = ?14, holder = CASE WHEN ?15 THEN NULL ELSE holder END
         WHERE id = ?1",
        params![
            after.id.to_string(),
            after.group,
            after.moved_from,
            after.state.word(),
            after.called_at.map(ms),
            after.announced_at.map(ms),
            after.calls,
            after.missed,
            after.rejoined_at.map(ms),
            after.hold.as_ref().map(|hold| &hold.window),
            after.hold.as_ref().map(|hold| ms(hold.since)),
            after.desk,
            after.parked_why,
            after.closed_at.map(ms),
            after.state.is_over(),
        ],
    )?;
    let (deed, detail) = match step {
        Step::Call { desk } => ("callTicket", desk.clone()),
        Step::Recall => ("recallTicket", after.calls.to_string()),
        Step::Miss => ("missTicket", after.missed.to_string()),
        Step::Rejoin => ("rejoinTicket", String::new()),
        Step::Park { why } => ("parkTicket", why.clone()),
        Step::Transfer { to } => ("transferTicket", format!("{to:?}")),
        Step::SendBack => ("sendTicketBack", String::new()),
        Step::Serve => ("endTicket", String::new()),
        Step::Leave => ("leaveTicket", String::new()),
    };
    audit::log(tx, act, deed, &after.id.to_string(), &after.number, &detail)?;
    if let Step::Call { .. } | Step::Recall = step {
        feed::say(
            tx,
            &What::Call {
                number: after.number.clone(),
                desk: act.desk.clone(),
                calls: after.calls,
            },
        )?;
    }
    say_waiting(tx, hall_date(act.at))?;
    Ok(after)
}

fn odd(odd: OddStep) -> Fault {
    match odd {
        OddStep::NotWhile(state) => fault::odd_ticket_step().about(state.word()),
        OddStep::MissedTooOften => fault::ticket_void(),
    }
}

fn say_waiting(tx: &Connection, day: Date) -> Kept<()> {
    let waiting: u32 = tx.query_row(
        "SELECT count(*) FROM ticket WHERE day = ?1 AND state = 'waiting'",
        [day.to_string()],
        |row| count(row, 0),
    )?;
    feed::say(tx, &What::Queue { waiting })
}

/// Takes from the tickets of days before this one what may tell of a person: why one was parked, why it went first, and
/// the digest of who held it. Number and times stay, for the board's figures.
pub fn forget(tx: &Connection, day: Date) -> Kept<usize> {
    Ok(tx.execute(
        "UPDATE ticket SET parked_why = NULL, priority = NULL, holder = NULL
         WHERE day < ?1 AND (parked_why IS NOT NULL OR priority IS NOT NULL OR holder IS NOT NULL)",
        [day.to_string()],
    )?)
}
