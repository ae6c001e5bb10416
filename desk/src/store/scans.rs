//! `scans`: the scanned pages of an intake, how they lie, and the way back. The pages themselves lie sealed beside the store.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::{StoreFault, recognised};
use crate::scan::batch::Batch;

/// Empty where nothing was scanned.
pub fn get(connection: &Connection, draft: Uuid) -> Result<Batch, StoreFault> {
    let json: Option<String> = connection
        .query_row(
            "SELECT json FROM scans WHERE draft = ?1",
            [draft.to_string()],
            |row| row.get(0),
        )
        .optional()?;
    Ok(json
        .map(|json| serde_json::from_str(&json))
        .transpose()?
        .unwrap_or_default())
}

pub fn save(connection: &Connection, draft: Uuid, batch: &Batch, at: Timestamp) -> Result<(), StoreFault> {
    connection.execute(
        "INSERT INTO scans (draft, json, saved_at) VALUES (?1, ?2, ?3)
         ON CONFLICT (draft) DO UPDATE SET json = excluded.json, saved_at = excluded.saved_at",
        params![draft.to_string(), serde_json::to_string(batch)?, at.to_string()],
    )?;
    Ok(())
}

/// This desk owns the intake no more.
pub fn end(connection: &Connection, draft: Uuid) -> Result<(), StoreFault> {
    connection.execute("DELETE FROM scans WHERE draft = ?1", [draft.to_string()])?;
    recognised::end(connection, draft)
}
