//! Grants (数据共享授权), and the audit line that stands before every look (promise 8).

use jiff::Timestamp;
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::audit;
use super::values::{json, ms};
use crate::fault;
use crate::store::{Act, Grant, Kept, Look};

pub fn put(tx: &Connection, grants: &[Grant]) -> Kept<()> {
    for grant in grants {
        tx.execute(
            "INSERT INTO share_grant (id, item, dataset, elements, valid_until) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (item, dataset) WHERE approval IS NULL DO UPDATE SET elements = excluded.elements, valid_until = excluded.valid_until",
            params![
                grant.id,
                grant.item,
                grant.dataset,
                serde_json::to_string(&grant.elements)?,
                ms(grant.valid_until)
            ],
        )?;
    }
    Ok(())
}

/// A grant that a supervisor approved, until the moment that was asked for.
pub fn approve(
    tx: &Connection,
    approval: Uuid,
    (item, dataset): (&str, &str),
    elements: &[String],
    until: Timestamp,
) -> Kept<()> {
    tx.execute(
        "INSERT INTO share_grant (id, item, dataset, elements, valid_until, approval)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            format!("approval/{approval}"),
            item,
            dataset,
            serde_json::to_string(elements)?,
            ms(until),
            approval.to_string()
        ],
    )?;
    Ok(())
}

/// The first grant in force that covers all of this.
fn covering(tx: &Connection, act: &Act, look: &Look) -> Kept<Option<String>> {
    let mut rows = tx.prepare_cached(
        "SELECT id, elements FROM share_grant WHERE item = ?1 AND dataset = ?2 AND valid_until > ?3
         ORDER BY approval IS NOT NULL, valid_until DESC",
    )?;
    let grants = rows
        .query_map(params![look.item, look.dataset, ms(act.at)], |row| {
            Ok((row.get::<_, String>(0)?, json::<Vec<String>>(row, 1)?))
        })?
        .collect::<Result<Vec<_>, _>>()?;
    let covers = |elements: &[String]| look.elements.iter().all(|element| elements.contains(element));
    Ok(grants
        .into_iter()
        .find(|(_, elements)| covers(elements))
        .map(|(id, _)| id))
}

/// Checks the grant and writes the audit line; gives the grant's id.
pub fn begin_look(tx: &Connection, act: &Act, look: &Look) -> Kept<String> {
    let grant = covering(tx, act, look)?.ok_or_else(fault::no_grant)?;
    let detail = format!(
        "{} {} {} {}",
        grant,
        look.item,
        look.dataset,
        look.elements.join(" ")
    );
    audit::log(
        tx,
        act,
        &format!("look:{}", look.dataset),
        &look.subject,
        &look.purpose,
        &detail,
    )?;
    Ok(grant)
}
