//! `result`: what departments gave (审批结果), once per parcel.

use cases::wire::delivery::CaseResult;
use jiff::Timestamp;
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::values::{at, id, int, maybe_day, ms};
use crate::store::Kept;
use crate::store::rows::Issued;

/// Keeps what a parcel's `done` event carries. A parcel that has results keeps those.
pub fn keep(
    tx: &Connection,
    case: Uuid,
    parcel: Uuid,
    when: Timestamp,
    granted: bool,
    issued: &[Issued],
) -> Kept<()> {
    for (ordinal, one) in (1_i64..).zip(issued) {
        tx.execute(
            "INSERT INTO result (parcel, ordinal, casefile, name, number, granted, valid_to, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                parcel.to_string(),
                ordinal,
                case.to_string(),
                one.name,
                one.number,
                i64::from(granted),
                one.valid_to.map(|day| day.to_string()),
                ms(when)
            ],
        )?;
    }
    Ok(())
}

/// What a parcel's department decided: its last applied decision, else what its `done` event says, else 准予.
pub fn granted(tx: &Connection, parcel: Uuid, sequence: u64) -> Kept<bool> {
    let said: Option<bool> = tx.query_row(
        "SELECT (SELECT granted FROM progress WHERE parcel = ?1 AND sequence <= ?2 AND applied = 1
                   AND granted IS NOT NULL ORDER BY sequence LIMIT 1)",
        params![parcel.to_string(), int(sequence)],
        |row| row.get(0),
    )?;
    // A department that says nothing else gave what was applied for.
    Ok(said.unwrap_or(true))
}

/// The results of a case in the order they came.
pub fn of(tx: &Connection, case: Uuid, handed_over: bool) -> Kept<Vec<CaseResult>> {
    let mut rows = tx.prepare_cached(
        "SELECT r.parcel, d.name, r.name, r.number, r.granted, r.valid_to, r.at
         FROM result r JOIN parcel p ON p.id = r.parcel JOIN department d ON d.uscc = p.department
         WHERE r.casefile = ?1 ORDER BY r.at, p.rowid, r.ordinal",
    )?;
    let results = rows
        .query_map([case.to_string()], |row| {
            Ok(CaseResult {
                parcel: id(row, 0)?,
                department: row.get(1)?,
                name: row.get(2)?,
                number: row.get(3)?,
                granted: row.get(4)?,
                valid_to: maybe_day(row, 5)?,
                at: at(row, 6)?,
                handed_over,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(results)
}
