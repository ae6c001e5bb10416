//! `intake_time`: how an intake went on, told apart from its body so that counting reads no body.

use std::collections::BTreeMap;

use cases::case::Draft;
use cases::deadline::{HALL_OFFSET, hall_date};
use jiff::Timestamp;
use jiff::civil::Time;
use rusqlite::{Connection, params};

use super::values::{count, ms};
use crate::store::Kept;

/// A draft was saved; only the first time counts.
pub fn opened(tx: &Connection, draft: &Draft) -> Kept<()> {
    tx.execute(
        "INSERT INTO intake_time (id, item, opened_at, first_visit, visit) VALUES (?1, ?2, ?3, ?4, ?4)
         ON CONFLICT (id) DO NOTHING",
        params![
            draft.id.to_string(),
            draft.item,
            ms(draft.opened_at),
            draft.visit.to_string()
        ],
    )?;
    Ok(())
}

/// It was received.
pub fn received(tx: &Connection, draft: &Draft, at: Timestamp) -> Kept<()> {
    opened(tx, draft)?;
    tx.execute(
        "UPDATE intake_time SET visit = ?2, received_at = ?3 WHERE id = ?1",
        params![draft.id.to_string(), draft.visit.to_string(), ms(at)],
    )?;
    Ok(())
}

/// It was accepted, as it was handed in last.
pub fn accepted(tx: &Connection, draft: &Draft, at: Timestamp) -> Kept<()> {
    tx.execute(
        "UPDATE intake_time SET visit = ?2, accepted_at = ?3 WHERE id = ?1",
        params![draft.id.to_string(), draft.visit.to_string(), ms(at)],
    )?;
    Ok(())
}

/// Thirty days; an intake counts half as much after each.
const HALF_LIFE_MS: i64 = 30 * 24 * 3_600_000;
/// How often it is halved before it is forgotten; the first time it counts `1 << HALVED`.
const HALVED: u32 = 6;

/// How much each item was taken in until the midnight before.
pub fn uses(tx: &Connection, now: Timestamp) -> Kept<BTreeMap<String, u32>> {
    let midnight = HALL_OFFSET.to_timestamp(hall_date(now).to_datetime(Time::midnight()));
    let until = ms(midnight.unwrap_or(now));
    let mut rows = tx.prepare_cached(
        "SELECT item, (?1 - 1 - opened_at) / ?2, count(*) FROM intake_time
         WHERE opened_at < ?1 AND opened_at >= ?1 - ?2 * ?3 GROUP BY 1, 2",
    )?;
    let counted = rows.query_map(params![until, HALF_LIFE_MS, HALVED], |row| {
        Ok((
            row.get::<_, String>(0)?,
            count::<u32>(row, 1)?,
            count::<u32>(row, 2)?,
        ))
    })?;
    let mut uses = BTreeMap::new();
    for row in counted {
        let (item, halved, intakes) = row?;
        let so_far: &mut u32 = uses.entry(item).or_default();
        *so_far = so_far.saturating_add(intakes.saturating_mul(1 << HALVED.saturating_sub(halved)));
    }
    Ok(uses)
}
