//! The acts of law of a case (期限的依据), in the order in which they were committed.

use cases::deadline::{Event, Happened};
use jiff::Timestamp;
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::values::{at, json, ms};
use super::{clock, text_message, transfer};
use crate::store::Kept;

/// Judges one act, writes it down with the message that tells the applicant of it, and counts the case anew: no act
/// leaves a day behind.
pub fn note(tx: &Connection, case: Uuid, when: Timestamp, what: &Happened) -> Kept<()> {
    let next = Event::new(when, what.clone());
    clock::admit(tx, case, &next)??;
    let sequence = tx.query_row(
        "INSERT INTO law_event (casefile, sequence, at, event)
         VALUES (?1, 1 + coalesce((SELECT max(sequence) FROM law_event WHERE casefile = ?1), 0), ?2, ?3)
         RETURNING sequence",
        params![case.to_string(), ms(when), serde_json::to_string(what)?],
        |row| row.get(0),
    )?;
    clock::keep(tx, case)?;
    if matches!(what, Happened::Accepted { .. }) {
        transfer::lay(tx, case, when)?;
    }
    text_message::tell(tx, case, when, what, sequence)
}

/// All acts of a case.
pub fn of(tx: &Connection, case: Uuid) -> Kept<Vec<Event>> {
    let mut rows =
        tx.prepare_cached("SELECT at, event FROM law_event WHERE casefile = ?1 ORDER BY sequence")?;
    let events = rows
        .query_map([case.to_string()], |row| {
            Ok(Event::new(at(row, 0)?, json(row, 1)?))
        })?
        .collect::<Result<_, _>>()?;
    Ok(events)
}
