//! `intake_time`: how an intake went on, told apart from its body so that counting reads no body.

use cases::case::Draft;
use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::values::ms;
use crate::store::Kept;

/// A draft was saved; only the first time counts.
pub fn opened(tx: &Connection, draft: &Draft) -> Kept<()> {
    tx.execute(
        "INSERT INTO intake_time (id, item, opened_at, first_visit, visit) VALUES (?1, ?2, ?3, ?4, ?4)
         ON CONFLICT (id) DO NOTHING",
        params![
            draft.id.to_string(),
            draft.item,
            ms(draft.opened_at),
            draft.visit.to_string()
        ],
    )?;
    Ok(())
}

/// It was received.
pub fn received(tx: &Connection, draft: &Draft, at: Timestamp) -> Kept<()> {
    opened(tx, draft)?;
    tx.execute(
        "UPDATE intake_time SET visit = ?2, received_at = ?3 WHERE id = ?1",
        params![draft.id.to_string(), draft.visit.to_string(), ms(at)],
    )?;
    Ok(())
}

/// It was accepted, as it was handed in last.
pub fn accepted(tx: &Connection, draft: &Draft, at: Timestamp) -> Kept<()> {
    tx.execute(
        "UPDATE intake_time SET visit = ?2, accepted_at = ?3 WHERE id = ?1",
        params![draft.id.to_string(), draft.visit.to_string(), ms(at)],
    )?;
    Ok(())
}
