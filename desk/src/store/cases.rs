//! `cases`: cases of this desk as the hall last showed them.

use cases::case::Stage;
use cases::wire::record::CaseRow;
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

/// Newest first.
pub fn all(connection: &Connection) -> Result<Vec<CaseRow>, StoreFault> {
    let mut statement = connection.prepare("SELECT json FROM cases ORDER BY changed_at DESC LIMIT 500")?;
    let rows = statement
        .query_map([], |row| row.get::<_, String>(0))?
        .collect::<Result<Vec<_>, _>>()?;
    rows.iter().map(|json| Ok(serde_json::from_str(json)?)).collect()
}
