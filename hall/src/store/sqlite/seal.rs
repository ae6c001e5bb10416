//! The seal log (用印登记): numbered papers with a place for 行政审批专用章, each sealed once.

use cases::wire::transfer::{KeepSeal, SealRow, Sealed};
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::values::{at, count, id, maybe_at, ms};
use super::{audit, casefile};
use crate::fault;
use crate::store::transfer::Reach;
use crate::store::{Act, Kept};

/// Waiting papers in one answer at most, and sealed ones beside them.
const AT_MOST: u32 = 200;
const LATELY: u32 = 50;

const ROWS: &str = "SELECT p.id, p.title, p.number, c.slip, c.item_name, p.made_at, s.at, s.staff, s.copies
     FROM paper p JOIN casefile c ON c.id = p.casefile LEFT JOIN seal_log s ON s.paper = p.id";
/// A numbered paper that is not void and whose content has a place for a seal: of a void case, that is its 作废通知书.
const SEALABLE: &str = "p.number IS NOT NULL AND p.voided_by IS NULL AND EXISTS (
     SELECT 1 FROM json_tree(p.content) j WHERE j.key = 'seal' AND j.type = 'text')";

fn row(row: &Row<'_>) -> rusqlite::Result<SealRow> {
    let sealed = match maybe_at(row, 6)? {
        Some(at) => Some(Sealed {
            at,
            by: row.get(7)?,
            copies: count(row, 8)?,
        }),
        None => None,
    };
    Ok(SealRow {
        paper: id(row, 0)?,
        title: row.get(1)?,
        number: row.get(2)?,
        slip: row.get(3)?,
        item_name: row.get(4)?,
        made_at: at(row, 5)?,
        sealed,
    })
}

/// What waits of his items who asks, the oldest first; then what was sealed last.
pub fn rows(tx: &Connection, reach: &Reach) -> Kept<Vec<SealRow>> {
    const HIS: &str = "(?2 IS NULL OR c.item IN (SELECT value FROM json_each(?2)))";
    let items = reach.json()?;
    let mut waiting = tx.prepare_cached(&format!(
        "{ROWS} WHERE s.paper IS NULL AND {SEALABLE} AND {HIS} ORDER BY p.made_at, p.id LIMIT ?1"
    ))?;
    let mut rows: Vec<SealRow> = waiting
        .query_map(params![AT_MOST, items], row)?
        .collect::<Result<_, _>>()?;
    let mut sealed = tx.prepare_cached(&format!(
        "{ROWS} WHERE s.paper IS NOT NULL AND {HIS} ORDER BY s.at DESC, p.id LIMIT ?1"
    ))?;
    let lately: Vec<SealRow> = sealed
        .query_map(params![LATELY, items], row)?
        .collect::<Result<_, _>>()?;
    rows.extend(lately);
    Ok(rows)
}

pub fn keep(tx: &Connection, act: &Act, seal: &KeepSeal, reach: &Reach) -> Kept<SealRow> {
    let (paper, case, voided, item, name): (Uuid, Uuid, Option<String>, String, String) = tx
        .query_row(
            "SELECT p.id, c.id, p.voided_by, c.item, c.item_name FROM paper p JOIN casefile c ON c.id = p.casefile
             WHERE p.number = ?1",
            [&seal.number],
            |row| {
                Ok((
                    id(row, 0)?,
                    id(row, 1)?,
                    row.get(2)?,
                    row.get(3)?,
                    row.get(4)?,
                ))
            },
        )
        .optional()?
        .ok_or_else(fault::no_such_paper_number)?;
    if !reach.has(&item) {
        return Err(fault::item_not_yours().about(name));
    }
    if voided.is_some() {
        return Err(fault::void_paper());
    }
    let sealable: bool = tx.query_row(
        &format!("SELECT EXISTS (SELECT 1 FROM paper p JOIN casefile c ON c.id = p.casefile WHERE p.id = ?1 AND {SEALABLE})"),
        [paper.to_string()],
        |row| row.get(0),
    )?;
    if !sealable {
        return Err(fault::no_seal_place());
    }
    let done = tx.execute(
        "INSERT INTO seal_log (paper, at, staff, copies) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (paper) DO NOTHING",
        params![paper.to_string(), ms(act.at), act.staff, seal.copies],
    )?;
    if done == 0 {
        return Err(fault::sealed_already());
    }
    casefile::happen(tx, case, act.at, &act.staff, "sealed", Some(&seal.number))?;
    audit::log(tx, act, "seal", &seal.number, "用印", &seal.copies.to_string())?;
    Ok(tx.query_row(&format!("{ROWS} WHERE p.id = ?1"), [paper.to_string()], row)?)
}
