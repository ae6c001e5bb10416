//! 咨询: how often each item was explained on each day, and nothing of anybody.

use cases::wire::notice::{ConsultationCount, ConsultationCounted};
use jiff::civil::Date;
use rusqlite::{Connection, params};

use super::audit;
use super::values::{count as number, day};
use crate::store::telling::Consulted;
use crate::store::{Act, Kept};

/// Counts one, once: a desk that was offline may send it again.
pub fn count(tx: &Connection, act: &Act, consulted: &Consulted) -> Kept<ConsultationCounted> {
    let counted = tx.execute(
        "INSERT INTO consultation (id, item, item_name, day) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO NOTHING",
        params![
            consulted.id.to_string(),
            consulted.item,
            consulted.item_name,
            consulted.day.to_string()
        ],
    )?;
    if counted == 1 {
        audit::log(
            tx,
            act,
            "consult",
            &consulted.item,
            "咨询",
            &consulted.day.to_string(),
        )?;
    }
    let day = tx.query_row(
        "SELECT day FROM consultation WHERE id = ?1",
        [consulted.id.to_string()],
        |row| day(row, 0),
    )?;
    Ok(ConsultationCounted { day })
}

/// The latest day first, the most asked item first.
pub fn counts(tx: &Connection, since: Date) -> Kept<Vec<ConsultationCount>> {
    let mut rows = tx.prepare_cached(
        "SELECT day, item, max(item_name), count(*) AS times FROM consultation WHERE day >= ?1
         GROUP BY day, item ORDER BY day DESC, times DESC, item",
    )?;
    let counts = rows
        .query_map([since.to_string()], |row| {
            Ok(ConsultationCount {
                day: day(row, 0)?,
                item: row.get(1)?,
                item_name: row.get(2)?,
                times: number(row, 3)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(counts)
}
