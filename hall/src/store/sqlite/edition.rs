//! Editions of the catalogue, and pieces of materials: both are kept by digest and never change.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::values::ms;
use crate::store::Kept;

pub fn put(tx: &Connection, edition: &str, files: &str, seen_at: Timestamp) -> Kept<()> {
    tx.execute(
        "INSERT INTO edition (edition, files, seen_at) VALUES (?1, ?2, ?3) ON CONFLICT (edition) DO NOTHING",
        params![edition, files, ms(seen_at)],
    )?;
    Ok(())
}

pub fn find(tx: &Connection, edition: &str) -> Kept<Option<String>> {
    Ok(tx
        .query_row("SELECT files FROM edition WHERE edition = ?1", [edition], |row| {
            row.get(0)
        })
        .optional()?)
}

pub fn put_piece(tx: &Connection, digest: &str, bytes: &[u8], at: Timestamp) -> Kept<()> {
    tx.execute(
        "INSERT INTO piece (digest, bytes, at) VALUES (?1, ?2, ?3) ON CONFLICT (digest) DO NOTHING",
        params![digest, bytes, ms(at)],
    )?;
    Ok(())
}

pub fn piece(tx: &Connection, digest: &str) -> Kept<Option<Vec<u8>>> {
    Ok(tx
        .query_row("SELECT bytes FROM piece WHERE digest = ?1", [digest], |row| {
            row.get(0)
        })
        .optional()?)
}

pub fn has_piece(tx: &Connection, digest: &str) -> Kept<bool> {
    Ok(tx
        .query_row("SELECT 1 FROM piece WHERE digest = ?1", [digest], |_| Ok(()))
        .optional()?
        .is_some())
}
