//! `intake_time`: how an intake went on, told apart from its body so that counting reads no body.

use std::collections::BTreeMap;

use cases::case::Draft;
use cases::deadline::{HALL_OFFSET, hall_date};
use cases::wire::edition::ItemUse;
use jiff::Timestamp;
use jiff::civil::Time;
use rusqlite::{Connection, params};

use super::values::{count, maybe_at, ms};
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

const DAY_MS: i64 = 24 * 3_600_000;

/// What was taken in during the year before, and what is open as a draft, by item.
pub fn usage(tx: &Connection, now: Timestamp) -> Kept<Vec<ItemUse>> {
    let now = ms(now);
    let mut rows = tx.prepare_cached(
        "WITH taken AS (
           SELECT item, sum(opened_at >= ?1 - 30 * ?2) AS month, sum(opened_at >= ?1 - 90 * ?2) AS quarter,
                  count(*) AS year, count(received_at) AS received, count(accepted_at) AS accepted,
                  max(opened_at) AS last_at
           FROM intake_time WHERE opened_at >= ?1 - 365 * ?2 GROUP BY item),
         open AS (SELECT json_extract(body, '$.item') AS item, count(*) AS drafts FROM draft WHERE open GROUP BY 1)
         SELECT item, month, quarter, year, received, accepted, coalesce(drafts, 0), last_at
           FROM taken LEFT JOIN open USING (item)
         UNION ALL
         SELECT item, 0, 0, 0, 0, 0, drafts, NULL FROM open WHERE item NOT IN (SELECT item FROM taken)",
    )?;
    let counted = rows.query_map(params![now, DAY_MS], |row| {
        Ok(ItemUse {
            item: row.get(0)?,
            month: count(row, 1)?,
            quarter: count(row, 2)?,
            year: count(row, 3)?,
            received: count(row, 4)?,
            accepted: count(row, 5)?,
            drafts: count(row, 6)?,
            last_at: maybe_at(row, 7)?,
        })
    })?;
    Ok(counted.collect::<Result<_, _>>()?)
}
