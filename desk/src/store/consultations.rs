//! `consultations`: 咨询 that the hall has not counted. A row goes when it has.

use jiff::Timestamp;
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::{StoreFault, moment};

pub fn add(connection: &Connection, id: Uuid, item: &str, at: Timestamp) -> Result<(), StoreFault> {
    connection.execute(
        "INSERT INTO consultations (id, item, at) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO NOTHING",
        params![id.to_string(), item, at.to_string()],
    )?;
    Ok(())
}

pub fn counted(connection: &Connection, id: Uuid) -> Result<(), StoreFault> {
    connection.execute("DELETE FROM consultations WHERE id = ?1", [id.to_string()])?;
    Ok(())
}

/// What the hall has to be told of, oldest first.
pub fn all(connection: &Connection) -> Result<Vec<(Uuid, String, Timestamp)>, StoreFault> {
    let mut rows = connection.prepare("SELECT id, item, at FROM consultations ORDER BY at, id")?;
    let waiting = rows
        .query_map([], |row| {
            let id: String = row.get(0)?;
            let at: String = row.get(2)?;
            Ok((id.parse().unwrap_or_default(), row.get(1)?, moment(&at)))
        })?
        .collect::<Result<_, _>>()?;
    Ok(waiting)
}
