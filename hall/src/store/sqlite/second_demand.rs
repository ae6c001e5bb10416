//! 再次补正: on the case's timeline, and counted by item and department.

use cases::approval::Approval;
use cases::case::Stage;
use cases::wire::approval::DemandCount;
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::values::{count, ms};
use super::{casefile, first_notice};
use crate::fault;
use crate::intake::plan::Ground;
use crate::store::{Act, Kept};

/// Records an approved demand.
pub fn record(tx: &Connection, act: &Act, of: &Approval, case: &str, materials: &[String]) -> Kept<()> {
    let Some(case) = casefile::find_by_reference(tx, case)? else {
        // A draft that was told once and is no case yet: it counts when the notice is issued.
        return first_notice::find(tx, case)?.map(drop).ok_or_else(fault::no_case);
    };
    if case.stage == Stage::Void {
        return Err(fault::case_void());
    }
    if !case.stage.may_ask_more() {
        return Err(fault::wrong_stage());
    }
    tx.execute(
        "INSERT INTO second_demand (approval, casefile, item, item_name, department, materials, at)
         VALUES (?1, ?2, ?3, ?4, coalesce((SELECT d.name FROM parcel p JOIN department d ON d.uscc = p.department
           WHERE p.casefile = ?2 LIMIT 1), ''), ?5, ?6)",
        params![
            of.id.to_string(),
            case.id.to_string(),
            case.item,
            case.item_name,
            serde_json::to_string(materials)?,
            ms(act.at)
        ],
    )?;
    let note = format!("{}（{}）", materials.join("、"), of.about.reason());
    casefile::happen(tx, case.id, act.at, &act.staff, "secondDemand", Some(&note))
}

/// Counts an approval that was given while the case was a draft.
pub fn of_draft(tx: &Connection, act: &Act, ground: &Ground, approval: Uuid) -> Kept<()> {
    let item = ground.item()?;
    tx.execute(
        "INSERT INTO second_demand (approval, casefile, item, item_name, department, materials, at)
         SELECT a.id, ?2, ?3, ?4, ?5, json_extract(a.about, '$.materials'), ?6 FROM approval a WHERE a.id = ?1
         ON CONFLICT (approval) DO NOTHING",
        params![
            approval.to_string(),
            ground.draft.id.to_string(),
            item.id,
            item.name,
            item.department,
            ms(act.at)
        ],
    )?;
    Ok(())
}

pub fn counts(tx: &Connection) -> Kept<Vec<DemandCount>> {
    let mut rows = tx.prepare_cached(
        "SELECT item, max(item_name), department, sum(demands) AS demands, sum(added) AS added, sum(by_edition)
         FROM (SELECT item, item_name, department, 1 AS demands, 0 AS added, 0 AS by_edition FROM second_demand
               UNION ALL
               SELECT item, item_name, department, 0, 1, why = 'edition' FROM added_demand)
         GROUP BY item, department ORDER BY added DESC, demands DESC, item, department",
    )?;
    let counts = rows
        .query_map([], |row| {
            Ok(DemandCount {
                item: row.get(0)?,
                item_name: row.get(1)?,
                department: row.get(2)?,
                demands: count(row, 3)?,
                added: count(row, 4)?,
                by_edition: count(row, 5)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(counts)
}
