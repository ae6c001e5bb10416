//! 再次补正: on the case's timeline, and counted by item and department.

use cases::approval::Approval;
use cases::case::Stage;
use cases::wire::approval::DemandCount;
use rusqlite::{Connection, params};

use super::casefile;
use super::values::{count, ms};
use crate::fault;
use crate::store::{Act, Kept};

/// Records an approved demand.
pub fn record(tx: &Connection, act: &Act, of: &Approval, case: &str, materials: &[String]) -> Kept<()> {
    let case = casefile::find_by_reference(tx, case)?.ok_or_else(fault::no_case)?;
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

pub fn counts(tx: &Connection) -> Kept<Vec<DemandCount>> {
    let mut rows = tx.prepare_cached(
        "SELECT item, max(item_name), department, count(*) AS demands FROM second_demand
         GROUP BY item, department ORDER BY demands DESC, item, department",
    )?;
    let counts = rows
        .query_map([], |row| {
            Ok(DemandCount {
                item: row.get(0)?,
                item_name: row.get(1)?,
                department: row.get(2)?,
                demands: count(row, 3)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(counts)
}
