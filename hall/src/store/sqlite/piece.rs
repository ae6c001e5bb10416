//! Pieces of materials: kept by digest, never changed.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::values::ms;
use crate::store::Kept;

pub fn put(tx: &Connection, digest: &str, bytes: &[u8], at: Timestamp) -> Kept<()> {
    tx.execute(
        "INSERT INTO piece (digest, bytes, at) VALUES (?1, ?2, ?3) ON CONFLICT (digest) DO NOTHING",
        params![digest, bytes, ms(at)],
    )?;
    Ok(())
}

pub fn find(tx: &Connection, digest: &str) -> Kept<Option<Vec<u8>>> {
    Ok(tx
        .query_row("SELECT bytes FROM piece WHERE digest = ?1", [digest], |row| {
            row.get(0)
        })
        .optional()?)
}

pub fn is_kept(tx: &Connection, digest: &str) -> Kept<bool> {
    Ok(tx
        .query_row("SELECT 1 FROM piece WHERE digest = ?1", [digest], |_| Ok(()))
        .optional()?
        .is_some())
}
