//! `material_ask`: the ledger of what was asked of applicants (收纸台账).

use async_trait::async_trait;
use cases::deadline::hall_date;
use cases::material::WhyPaper;
use cases::material::asked::{asked, exempt};
use cases::wire::material::MaterialAsks;
use jiff::civil::Date;
use rusqlite::{Connection, params};

use super::SqliteStore;
use super::values::{count, ms};
use crate::intake::plan::Ground;
use crate::store::asked::AskedStore;
use crate::store::{Act, Kept};

#[async_trait]
impl AskedStore for SqliteStore {
    async fn material_asks(&self, from: Date, until: Date) -> Kept<Vec<MaterialAsks>> {
        self.read(move |tx| between(tx, from, until)).await
    }
}

/// Writes down what this intake asks. What was asked before keeps its day; its reason is the last one.
pub fn note(tx: &Connection, act: &Act, ground: &Ground, told: bool) -> Kept<()> {
    let item = ground.item()?;
    let today = hall_date(act.at);
    let paper = asked(&ground.draft, item, today, told);
    let paper = paper.into_iter().map(|one| (one.material, Some(one.why)));
    let free = exempt(&ground.draft, item).map(|spec| (spec.id.clone(), None));
    let mut put = tx.prepare_cached(
        "INSERT INTO material_ask (draft, material, name, item, item_name, department, department_name, licence_type,
           why, day, at, desk, staff)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
         ON CONFLICT (draft, material) DO UPDATE SET why = excluded.why, desk = excluded.desk, staff = excluded.staff",
    )?;
    for (material, why) in paper.chain(free) {
        let Some(spec) = item.material(&material) else {
            continue;
        };
        put.execute(params![
            ground.draft.id.to_string(),
            material,
            spec.name,
            item.id,
            item.name,
            item.department_uscc,
            item.department,
            spec.licence_type,
            why.map(WhyPaper::word),
            today.to_string(),
            ms(act.at),
            act.desk,
            act.staff
        ])?;
    }
    Ok(())
}

fn between(tx: &Connection, from: Date, until: Date) -> Kept<Vec<MaterialAsks>> {
    let mut rows = tx.prepare_cached(
        "SELECT department, max(department_name), item, max(item_name), material, max(name), max(licence_type), why,
           count(*)
         FROM material_ask WHERE day >= ?1 AND day <= ?2
         GROUP BY department, item, material, why ORDER BY department, item, material, why",
    )?;
    let found = rows
        .query_map(params![from.to_string(), until.to_string()], |row| {
            let why: Option<String> = row.get(7)?;
            Ok(MaterialAsks {
                department: row.get(0)?,
                department_name: row.get(1)?,
                item: row.get(2)?,
                item_name: row.get(3)?,
                material: row.get(4)?,
                material_name: row.get(5)?,
                licence_type: row.get(6)?,
                why: why.as_deref().and_then(WhyPaper::from_word),
                times: count(row, 8)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}
