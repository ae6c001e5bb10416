//! `papers`: the bytes that were shown and printed here.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::StoreFault;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPaper {
    pub id: Uuid,
    pub slip: String,
    /// `receipt`, `acceptance` or `form`.
    pub kind: String,
    pub title: String,
    pub number: Option<String>,
    pub digest: String,
    pub pages: u32,
    pub missing: Vec<String>,
    pub bytes: Vec<u8>,
}

pub fn add(connection: &Connection, paper: &KeptPaper, at: Timestamp) -> Result<(), StoreFault> {
    connection.execute(
        "INSERT INTO papers (id, slip, kind, title, number, digest, pages, missing, bytes, made_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (id) DO NOTHING",
        params![
            paper.id.to_string(),
            paper.slip,
            paper.kind,
            paper.title,
            paper.number,
            paper.digest,
            paper.pages,
            serde_json::to_string(&paper.missing)?,
            paper.bytes,
            at.to_string()
        ],
    )?;
    Ok(())
}

pub fn get(connection: &Connection, id: Uuid) -> Result<Option<KeptPaper>, StoreFault> {
    let sql = format!("SELECT {COLUMNS} FROM papers WHERE id = ?1");
    Ok(connection.query_row(&sql, [id.to_string()], read).optional()?)
}

/// Papers of a case in the order they were made.
pub fn of_case(connection: &Connection, slip: &str) -> Result<Vec<KeptPaper>, StoreFault> {
    let sql = format!("SELECT {COLUMNS} FROM papers WHERE slip = ?1 ORDER BY made_at, id");
    let mut statement = connection.prepare(&sql)?;
    Ok(statement
        .query_map([slip], read)?
        .collect::<Result<Vec<_>, _>>()?)
}

const COLUMNS: &str = "id, slip, kind, title, number, digest, pages, missing, bytes";

fn read(row: &Row) -> rusqlite::Result<KeptPaper> {
    let missing: String = row.get(7)?;
    Ok(KeptPaper {
        id: row.get::<_, String>(0)?.parse().unwrap_or_default(),
        slip: row.get(1)?,
        kind: row.get(2)?,
        title: row.get(3)?,
        number: row.get(4)?,
        digest: row.get(5)?,
        pages: row.get(6)?,
        missing: serde_json::from_str(&missing).unwrap_or_default(),
        bytes: row.get(8)?,
    })
}
