//! `meta`: facts about this installation.

use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::StoreFault;

pub const EPOCH: &str = "epoch";
pub const FEED_CURSOR: &str = "feed_cursor";
/// The open visit, JSON.
pub const VISIT: &str = "visit";
/// A visit that ended while the hall was away, JSON.
pub const ENDED: &str = "ended_visit";
/// Id of the open intake.
pub const INTAKE: &str = "intake";
/// What this window asked for approval, JSON.
pub const APPROVALS: &str = "approvals";
/// The helper's visit, JSON.
pub const ASSIST: &str = "assist";
/// Codes for which an edition was refused here, each said once.
pub const EDITION_REFUSED: &str = "edition_refused";
/// Address of the printer that was chosen.
pub const PRINTER: &str = "printer";
/// Addresses of printers that were typed, JSON.
pub const PRINTERS: &str = "printers";
/// The scanner that was chosen.
pub const SCANNER: &str = "scanner";
/// Addresses of scanners that were typed, JSON.
pub const SCANNERS: &str = "scanners";
const SEQUENCE: &str = "sequence";
const SLIP_DAY: &str = "slip_day";
const SLIP_COUNTER: &str = "slip_counter";

pub fn get(connection: &Connection, name: &str) -> Result<Option<String>, StoreFault> {
    Ok(connection
        .query_row("SELECT value FROM meta WHERE name = ?1", [name], |row| row.get(0))
        .optional()?)
}

pub fn set(connection: &Connection, name: &str, value: &str) -> Result<(), StoreFault> {
    connection.execute(
        "INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        params![name, value],
    )?;
    Ok(())
}

pub fn clear(connection: &Connection, name: &str) -> Result<(), StoreFault> {
    connection.execute("DELETE FROM meta WHERE name = ?1", [name])?;
    Ok(())
}

/// The installation epoch; `fresh` becomes it at the first call.
pub fn epoch(connection: &Connection, fresh: Uuid) -> Result<Uuid, StoreFault> {
    if let Some(known) = get(connection, EPOCH)?.and_then(|text| text.parse().ok()) {
        return Ok(known);
    }
    set(connection, EPOCH, &fresh.to_string())?;
    Ok(fresh)
}

/// The next place in this desk's order, from 1 without gaps.
pub fn next_sequence(connection: &Connection) -> Result<u64, StoreFault> {
    let last: u64 = get(connection, SEQUENCE)?
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    set(connection, SEQUENCE, &(last + 1).to_string())?;
    Ok(last + 1)
}

/// The next slip counter of a day, below `end`. Each day begins where the installation's epoch says, so that a
/// window that was installed anew on the same day hardly meets the codes it gave before.
pub fn next_slip(connection: &Connection, day: &str, end: u32) -> Result<u32, StoreFault> {
    let counter = if get(connection, SLIP_DAY)?.as_deref() == Some(day) {
        get(connection, SLIP_COUNTER)?
            .and_then(|text| text.parse().ok())
            .unwrap_or(0)
    } else {
        set(connection, SLIP_DAY, day)?;
        let epoch = get(connection, EPOCH)?.unwrap_or_default();
        let hash = Sha256::digest(format!("{epoch} {day}").as_bytes());
        u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]])
    };
    set(
        connection,
        SLIP_COUNTER,
        &(counter.wrapping_add(1) % end).to_string(),
    )?;
    Ok(counter % end)
}
