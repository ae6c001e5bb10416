//! Grants (数据共享授权), and the audit line that stands before every look (promise 8).

use cases::consent::Consented;
use jiff::Timestamp;
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::audit;
use super::values::{at, json, ms};
use crate::fault::{self, Fault};
use crate::store::{Act, Grant, Kept, Look};

pub fn put(tx: &Connection, grants: &[Grant]) -> Kept<()> {
    for grant in grants {
        tx.execute(
            "INSERT INTO share_grant (id, item, dataset, elements, valid_until, origin) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (item, dataset) WHERE approval IS NULL AND ask IS NULL DO UPDATE SET elements = excluded.elements, valid_until = excluded.valid_until",
            params![
                grant.id,
                grant.item,
                grant.dataset,
                serde_json::to_string(&grant.elements)?,
                ms(grant.valid_until),
                grant.origin
            ],
        )?;
    }
    Ok(())
}

/// A grant that a supervisor approved, until the moment that was asked for.
pub fn approve(
    tx: &Connection,
    act: &Act,
    (approval, asked_by): (Uuid, &str),
    (item, dataset): (&str, &str),
    elements: &[String],
    until: Timestamp,
) -> Kept<()> {
    tx.execute(
        "INSERT INTO share_grant (id, item, dataset, elements, valid_until, approval, origin, asked_by, approved_by, approved_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'approval', ?7, ?8, ?9)",
        params![
            format!("approval/{approval}"),
            item,
            dataset,
            serde_json::to_string(elements)?,
            ms(until),
            approval.to_string(),
            asked_by,
            act.staff,
            ms(act.at)
        ],
    )?;
    Ok(())
}

/// The first grant in force that covers all of this.
fn covering(tx: &Connection, act: &Act, look: &Look) -> Kept<Option<String>> {
    let mut rows = tx.prepare_cached(
        "SELECT id, elements FROM share_grant
         WHERE item = ?1 AND dataset = ?2 AND valid_until > ?3 AND withdrawn_at IS NULL
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

/// Why nothing covers it: the last that would have is over, or there never was one.
fn uncovered(tx: &Connection, look: &Look) -> Kept<Fault> {
    let mut rows = tx.prepare_cached(
        "SELECT elements, min(valid_until, coalesce(withdrawn_at, valid_until)) AS over, withdrawn_at IS NOT NULL
         FROM share_grant WHERE item = ?1 AND dataset = ?2 ORDER BY over DESC",
    )?;
    let grants = rows
        .query_map(params![look.item, look.dataset], |row| {
            Ok((
                json::<Vec<String>>(row, 0)?,
                at(row, 1)?,
                row.get::<_, i64>(2)? == 1,
            ))
        })?
        .collect::<Result<Vec<_>, _>>()?;
    let covered = |elements: &[String]| look.elements.iter().all(|element| elements.contains(element));
    let last = grants.into_iter().find(|(elements, ..)| covered(elements));
    Ok(match last {
        Some((_, over, withdrawn)) => fault::grant_over_since(over, withdrawn),
        None => fault::no_grant(),
    })
}

/// Checks the grant and writes the audit line, with the legal base and the consent in it; gives the grant's id.
pub fn begin_look(tx: &Connection, act: &Act, look: &Look, consent: Option<Consented>) -> Kept<String> {
    let Some(grant) = covering(tx, act, look)? else {
        return Err(uncovered(tx, look)?);
    };
    let detail = format!(
        "{} {} {} {}",
        grant,
        look.item,
        look.dataset,
        look.elements.join(" ")
    );
    let under = consent.map(|one| format!("，{} {}", one.zh(), one.at));
    let purpose = format!(
        "{}；依据{}{}",
        look.purpose,
        look.rest.word(),
        under.unwrap_or_default()
    );
    audit::log(
        tx,
        act,
        &format!("look:{}", look.dataset),
        &look.subject,
        &purpose,
        &detail,
    )?;
    Ok(grant)
}
