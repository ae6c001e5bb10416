//! Counts of what sources filled, a row an accepted case.

use async_trait::async_trait;
use cases::case::meter::Meter;
use cases::deadline::hall_date;
use cases::watch::month::Month;
use rusqlite::{Connection, params};

use super::SqliteStore;
use super::values::json;
use crate::intake::plan::AcceptPlan;
use crate::store::Kept;
use crate::store::prefill::{PrefillStore, Prefilled};

/// Reads the form of a case as it is accepted. It is read once: what is changed afterwards fills nothing.
pub fn note(tx: &Connection, plan: &AcceptPlan) -> Kept<()> {
    let draft = &plan.ground.draft;
    let day = hall_date(plan.accepted_at);
    let meter = Meter::of(plan.ground.item()?, draft, day);
    tx.execute(
        "INSERT OR IGNORE INTO prefill (draft, month, desk, item, meter) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            draft.id.to_string(),
            day.strftime("%Y-%m").to_string(),
            draft.desk,
            draft.item,
            serde_json::to_string(&meter)?
        ],
    )?;
    Ok(())
}

fn of(tx: &Connection, month: Month) -> Kept<Vec<Prefilled>> {
    let mut rows =
        tx.prepare_cached("SELECT desk, item, meter FROM prefill WHERE month = ?1 ORDER BY desk, item")?;
    let rows = rows.query_map([month.to_string()], |row| {
        Ok((
            row.get::<_, String>(0)?,
            row.get::<_, String>(1)?,
            json::<Meter>(row, 2)?,
        ))
    })?;
    let mut found: Vec<Prefilled> = Vec::new();
    for row in rows {
        let (desk, item, meter) = row?;
        match found
            .last_mut()
            .filter(|last| last.desk == desk && last.item == item)
        {
            Some(last) => {
                last.cases += 1;
                last.meter.add(&meter);
            }
            None => found.push(Prefilled {
                desk,
                item,
                cases: 1,
                meter,
            }),
        }
    }
    Ok(found)
}

#[async_trait]
impl PrefillStore for SqliteStore {
    async fn prefilled(&self, month: Month) -> Kept<Vec<Prefilled>> {
        self.read(move |tx| of(tx, month)).await
    }
}
