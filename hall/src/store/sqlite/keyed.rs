//! Idempotency keys: one key, one body, one reply, for ever; of what is forgotten the reply loses the words.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::values::ms;
use crate::fault;
use crate::store::{Kept, Keyed};

/// The reply this key was given before. Another body under the same key is refused.
pub fn find(tx: &Connection, keyed: &Keyed) -> Kept<Option<String>> {
    let found: Option<(String, String)> = tx
        .query_row(
            "SELECT digest, reply FROM keyed WHERE key = ?1",
            [&keyed.key],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    match found {
        None if is_of_inbox(tx, &keyed.key)? => Err(fault::key_reused()),
        None => Ok(None),
        Some((digest, reply)) if digest == keyed.digest => Ok(Some(reply)),
        Some(_) => Err(fault::key_reused()),
    }
}

/// Whether a command of the inbox came under this key.
fn is_of_inbox(tx: &Connection, key: &str) -> Kept<bool> {
    Ok(tx
        .query_row("SELECT 1 FROM place WHERE key = ?1", [key], |_| Ok(()))
        .optional()?
        .is_some())
}

pub fn keep(tx: &Connection, keyed: &Keyed, reply: &str, at: Timestamp) -> Kept<()> {
    tx.execute(
        "INSERT INTO keyed (key, digest, reply, at) VALUES (?1, ?2, ?3, ?4)",
        params![keyed.key, keyed.digest, reply, ms(at)],
    )?;
    Ok(())
}

/// Blanks the words `of` a row (`note`, `text`) that is about to be deleted in the reply that its making was answered
/// with. `rows` selects ids and moments of the rows.
pub fn blank(tx: &Connection, of: &str, rows: &str, before: Timestamp) -> Kept<()> {
    tx.execute(
        &format!(
            "WITH gone (id, at) AS ({rows})
             UPDATE keyed SET reply = json_set(reply, '$.{of}', '')
             WHERE at >= (SELECT min(at) FROM gone) AND at < ?1
               AND json_type(reply) = 'object' AND reply ->> 'id' IN (SELECT id FROM gone)"
        ),
        [ms(before)],
    )?;
    Ok(())
}
