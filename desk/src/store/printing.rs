//! `printing`: papers that were given to a printer and have not ended there.

use jiff::Timestamp;
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::StoreFault;

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub key: Uuid,
    pub paper: Uuid,
    pub title: String,
    /// The printer's address.
    pub printer: String,
}

pub fn add(connection: &Connection, given: &Given, at: Timestamp) -> Result<(), StoreFault> {
    connection.execute(
        "INSERT INTO printing (key, paper, title, printer, at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            given.key.to_string(),
            given.paper.to_string(),
            given.title,
            given.printer,
            at.to_string()
        ],
    )?;
    Ok(())
}

pub fn ended(connection: &Connection, key: Uuid) -> Result<(), StoreFault> {
    connection.execute("DELETE FROM printing WHERE key = ?1", [key.to_string()])?;
    Ok(())
}

/// All of them, oldest first.
pub fn all(connection: &Connection) -> Result<Vec<Given>, StoreFault> {
    let mut rows = connection.prepare("SELECT key, paper, title, printer FROM printing ORDER BY at, key")?;
    let given = rows
        .query_map([], |row| {
            let id =
                |column| Ok::<_, rusqlite::Error>(row.get::<_, String>(column)?.parse().unwrap_or_default());
            Ok(Given {
                key: id(0)?,
                paper: id(1)?,
                title: row.get(2)?,
                printer: row.get(3)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(given)
}
