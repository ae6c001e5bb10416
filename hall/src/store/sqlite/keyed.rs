//! Idempotency keys: one key, one body, one reply, for ever.

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
        None => Ok(None),
        Some((digest, reply)) if digest == keyed.digest => Ok(Some(reply)),
        Some(_) => Err(fault::key_reused()),
    }
}

pub fn keep(tx: &Connection, keyed: &Keyed, reply: &str, at: Timestamp) -> Kept<()> {
    tx.execute(
        "INSERT INTO keyed (key, digest, reply, at) VALUES (?1, ?2, ?3, ?4)",
        params![keyed.key, keyed.digest, reply, ms(at)],
    )?;
    Ok(())
}
