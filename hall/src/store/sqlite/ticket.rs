//! Tickets (取号): issued in order, each called by one desk.

use cases::deadline::hall_date;
use cases::queue::{Ticket, TicketState};
use cases::wire::feed::What;
use cases::wire::visit::{CallReply, Visit};
use jiff::civil::Date;
use rusqlite::{Connection, Row, params};

use super::values::{at, id, int, ms, word};
use super::{audit, feed, visit};
use crate::store::{Act, Kept};
use crate::{chance, fault};

const COLUMNS: &str = "id, number, lane, priority, taken_at, state";

fn ticket(row: &Row<'_>) -> rusqlite::Result<Ticket> {
    Ok(Ticket {
        id: id(row, 0)?,
        number: row.get(1)?,
        group: row.get(2)?,
        priority: row.get::<_, i64>(3)? == 1,
        taken_at: at(row, 4)?,
        state: word(row, 5, TicketState::from_word)?,
    })
}

pub fn issue(tx: &Connection, act: &Act, lane: &str, priority: bool) -> Kept<Ticket> {
    let day = hall_date(act.at);
    let serial = feed::next_number(tx, &format!("ticket/{day}/{lane}"))?;
    if serial > 999 {
        return Err(fault::tickets_used_up());
    }
    let issued = Ticket {
        id: chance::id(act.at),
        number: format!("{lane}{serial:03}"),
        group: lane.to_owned(),
        priority,
        taken_at: act.at,
        state: TicketState::Waiting,
    };
    tx.execute(
        "INSERT INTO ticket (id, day, serial, number, lane, priority, taken_at, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            issued.id.to_string(),
            day.to_string(),
            int(serial),
            issued.number,
            issued.group,
            i64::from(priority),
            ms(issued.taken_at),
            issued.state.word()
        ],
    )?;
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

/// The day's waiting tickets in calling order.
pub fn waiting(tx: &Connection, day: Date) -> Kept<Vec<Ticket>> {
    let mut rows = tx.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM ticket WHERE day = ?1 AND state = 'waiting' ORDER BY priority DESC, taken_at, id"
    ))?;
    let tickets = rows
        .query_map([day.to_string()], ticket)?
        .collect::<Result<_, _>>()?;
    Ok(tickets)
}

/// Gives the first waiting ticket of these groups to this desk and opens its visit.
pub fn call(tx: &Connection, act: &Act, groups: &[String]) -> Kept<CallReply> {
    let day = hall_date(act.at);
    let waiting = waiting(tx, day)?;
    let Some(first) = cases::queue::order(&waiting, groups).first().copied().cloned() else {
        return Ok(CallReply { visit: None });
    };
    tx.execute(
        "UPDATE ticket SET state = 'called', desk = ?2 WHERE id = ?1 AND state = 'waiting'",
        params![first.id.to_string(), act.desk],
    )?;
    let called = Ticket {
        state: TicketState::Called,
        ..first
    };
    let opened = Visit {
        id: chance::id(act.at),
        ticket: Some(called),
        reason: None,
        desk: act.desk.clone(),
        opened_at: act.at,
    };
    visit::insert(tx, act, &opened)?;
    say_waiting(tx, day)?;
    Ok(CallReply { visit: Some(opened) })
}

pub fn close(tx: &Connection, ticket: &str, state: TicketState) -> Kept<()> {
    tx.execute(
        "UPDATE ticket SET state = ?2 WHERE id = ?1",
        params![ticket, state.word()],
    )?;
    Ok(())
}

fn say_waiting(tx: &Connection, day: Date) -> Kept<()> {
    let waiting: u32 = tx.query_row(
        "SELECT count(*) FROM ticket WHERE day = ?1 AND state = 'waiting'",
        [day.to_string()],
        |row| super::values::count(row, 0),
    )?;
    feed::say(tx, &What::Queue { waiting })
}
