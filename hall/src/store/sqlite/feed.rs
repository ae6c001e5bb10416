//! What changed, by cursor; and the running numbers.

use cases::wire::feed::{Change, What};
use rusqlite::{Connection, OptionalExtension, params};

use super::online;
use super::values::{count, int, json};
use crate::store::Kept;

/// Changes that are kept for windows that were away.
const KEPT: u64 = 10_000;

/// The next of a running number, from 1. Rolled back with the transaction that took it, so there are no gaps.
pub fn next_number(tx: &Connection, name: &str) -> Kept<u64> {
    Ok(tx.query_row(
        "INSERT INTO counter (name, value) VALUES (?1, 1)
         ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value",
        [name],
        |row| count(row, 0),
    )?)
}

/// Says a change to the windows; where it is a step of a case that was begun online, its portal hears of it as well.
pub fn say(tx: &Connection, what: &What) -> Kept<()> {
    if let What::Case { slip, stage, .. } = what {
        online::follow(tx, slip, *stage)?;
    }
    let cursor = next_number(tx, "feed")?;
    tx.execute(
        "INSERT INTO feed (cursor, what) VALUES (?1, ?2)",
        params![int(cursor), serde_json::to_string(what)?],
    )?;
    if cursor.is_multiple_of(256) {
        tx.execute(
            "DELETE FROM feed WHERE cursor <= ?1",
            [int(cursor.saturating_sub(KEPT))],
        )?;
    }
    Ok(())
}

pub fn last(tx: &Connection) -> Kept<u64> {
    Ok(tx
        .query_row("SELECT value FROM counter WHERE name = 'feed'", [], |row| {
            count(row, 0)
        })
        .optional()?
        .unwrap_or_default())
}

/// Changes after `cursor`; `None` when the cursor is older or newer than anything kept here.
pub fn after(tx: &Connection, cursor: u64, limit: u32) -> Kept<Option<Vec<Change>>> {
    let last = last(tx)?;
    let first: Option<u64> = tx
        .query_row("SELECT cursor FROM feed ORDER BY cursor LIMIT 1", [], |row| {
            count(row, 0)
        })
        .optional()?;
    if cursor > last || first.is_some_and(|first| cursor + 1 < first) {
        return Ok(None);
    }
    let mut rows =
        tx.prepare_cached("SELECT cursor, what FROM feed WHERE cursor > ?1 ORDER BY cursor LIMIT ?2")?;
    let changes = rows
        .query_map(params![int(cursor), limit], |row| {
            Ok(Change {
                cursor: count(row, 0)?,
                what: json::<What>(row, 1)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(Some(changes))
}
