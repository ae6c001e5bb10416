//! `cases`: cases of this desk as the hall last showed them.

use cases::case::Stage;
use cases::wire::record::{CasePage, CaseRow};
use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::StoreFault;

pub fn keep(connection: &Connection, row: &CaseRow, at: Timestamp) -> Result<(), StoreFault> {
    connection.execute(
        "INSERT INTO cases (slip, case_number, stage, json, changed_at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (slip) DO UPDATE SET case_number = excluded.case_number, stage = excluded.stage,
             json = excluded.json, changed_at = excluded.changed_at",
        params![
            row.slip,
            row.case_number,
            row.stage.word(),
            serde_json::to_string(row)?,
            at.to_string()
        ],
    )?;
    Ok(())
}

/// The stage stepped on.
pub fn step(
    connection: &Connection,
    slip: &str,
    case_number: Option<&str>,
    stage: Stage,
    at: Timestamp,
) -> Result<bool, StoreFault> {
    let known = all(connection)?.into_iter().find(|row| row.slip == slip);
    let Some(mut row) = known else { return Ok(false) };
    row.stage = stage;
    row.case_number = case_number.map(str::to_owned).or(row.case_number);
    keep(connection, &row, at)?;
    Ok(true)
}

/// Whether 收件 of a case is recorded and nothing was decided yet.
pub fn is_received(connection: &Connection, slip: &str) -> Result<bool, StoreFault> {
    Ok(connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM cases WHERE slip = ?1 AND stage IN ('received', 'supplementing'))",
        [slip],
        |row| row.get(0),
    )?)
}

/// Newest first.
pub fn all(connection: &Connection) -> Result<Vec<CaseRow>, StoreFault> {
    let mut statement = connection.prepare("SELECT json FROM cases ORDER BY changed_at DESC LIMIT 500")?;
    let rows = statement
        .query_map([], |row| row.get::<_, String>(0))?
        .collect::<Result<Vec<_>, _>>()?;
    rows.iter().map(|json| Ok(serde_json::from_str(json)?)).collect()
}

/// Which of the kept cases are wanted.
#[derive(Debug, Default)]
pub struct Asked {
    pub stage: Option<&'static str>,
    /// Cases whose clock ends on this day or before, `2026-09-28`.
    pub due_by: Option<String>,
    /// Beginning of a number or slip code, or part of an item's name; empty for all.
    pub find: String,
    /// Names of the items that count; `None` is all of them.
    pub names: Option<Vec<String>>,
    /// What burns first comes first; else the newest.
    pub burning: bool,
}

/// A piece of the list.
pub fn page(connection: &Connection, asked: &Asked, offset: u32, limit: u32) -> Result<CasePage, StoreFault> {
    const FILTERED: &str = "(?1 IS NULL OR stage = ?1)
         AND (?2 IS NULL OR json_extract(json, '$.clock.due.day') <= ?2)
         AND (?3 = '' OR instr(coalesce(case_number, ''), ?3) = 1 OR instr(slip, ?3) = 1
              OR instr(json_extract(json, '$.itemName'), ?3) > 0)
         AND (?4 IS NULL OR json_extract(json, '$.itemName') IN (SELECT value FROM json_each(?4)))";
    let names = asked.names.as_ref().map(serde_json::to_string).transpose()?;
    let filter = params![asked.stage, asked.due_by, asked.find, names];
    let sql = format!("SELECT count(*) FROM cases WHERE {FILTERED}");
    let total = connection.query_row(&sql, filter, |row| row.get(0))?;
    let order = if asked.burning {
        "json_extract(json, '$.clock.due.day') IS NULL, json_extract(json, '$.clock.due.day'),
         json_extract(json, '$.clock.due.at'), "
    } else {
        ""
    };
    let mut statement = connection.prepare(&format!(
        "SELECT json FROM cases WHERE {FILTERED}
         ORDER BY {order}json_extract(json, '$.receivedAt') DESC, slip LIMIT ?5 OFFSET ?6"
    ))?;
    let rows = statement
        .query_map(
            params![asked.stage, asked.due_by, asked.find, names, limit, offset],
            |row| row.get::<_, String>(0),
        )?
        .collect::<Result<Vec<_>, _>>()?;
    Ok(CasePage {
        total,
        rows: rows
            .iter()
            .map(|json| Ok(serde_json::from_str(json)?))
            .collect::<Result<_, StoreFault>>()?,
    })
}
