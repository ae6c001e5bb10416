//! `print_jobs`: prints that the hall has not counted. A paper the hall does not know is counted here alone.

use jiff::Timestamp;
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::StoreFault;

pub fn add(connection: &Connection, key: Uuid, paper: Uuid, at: Timestamp) -> Result<(), StoreFault> {
    connection.execute(
        "INSERT INTO print_jobs (key, paper, at) VALUES (?1, ?2, ?3)",
        params![key.to_string(), paper.to_string(), at.to_string()],
    )?;
    Ok(())
}

/// The hall counted it: the paper stands at so many prints.
pub fn counted(connection: &Connection, key: Uuid, paper: Uuid, times: u32) -> Result<(), StoreFault> {
    connection.execute("DELETE FROM print_jobs WHERE key = ?1", [key.to_string()])?;
    connection.execute(
        "UPDATE papers SET prints = max(prints, ?2) WHERE id = ?1",
        params![paper.to_string(), times],
    )?;
    Ok(())
}

/// What the hall has to be told of, oldest first.
pub fn all(connection: &Connection) -> Result<Vec<(Uuid, Uuid)>, StoreFault> {
    let mut rows = connection.prepare("SELECT key, paper FROM print_jobs ORDER BY at, key")?;
    let jobs = rows
        .query_map([], |row| {
            let id =
                |column| Ok::<_, rusqlite::Error>(row.get::<_, String>(column)?.parse().unwrap_or_default());
            Ok((id(0)?, id(1)?))
        })?
        .collect::<Result<_, _>>()?;
    Ok(jobs)
}
