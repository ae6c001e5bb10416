//! Grants (数据共享授权), and the audit line that stands before every look (promise 8).

use rusqlite::{Connection, OptionalExtension, params};

use super::values::{at, json, ms};
use super::{audit, visit};
use crate::fault;
use crate::store::{Act, Grant, Kept, Look};

pub fn put(tx: &Connection, grants: &[Grant]) -> Kept<()> {
    for grant in grants {
        tx.execute(
            "INSERT INTO share_grant (id, item, dataset, elements, valid_until) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (item, dataset) DO UPDATE SET elements = excluded.elements, valid_until = excluded.valid_until",
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

/// Checks the open visit and the grant and writes the audit line; gives the grant's id.
pub fn begin_look(tx: &Connection, act: &Act, look: &Look) -> Kept<String> {
    if !visit::is_open_at(tx, look.visit, &act.desk)? {
        return Err(fault::no_visit());
    }
    let grant = tx
        .query_row(
            "SELECT id, elements, valid_until FROM share_grant WHERE item = ?1 AND dataset = ?2",
            params![look.item, look.dataset],
            |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    json::<Vec<String>>(row, 1)?,
                    at(row, 2)?,
                ))
            },
        )
        .optional()?;
    let Some((grant, elements, _)) = grant.filter(|(_, elements, valid_until)| {
        *valid_until > act.at && look.elements.iter().all(|element| elements.contains(element))
    }) else {
        return Err(fault::no_grant());
    };
    debug_assert!(look.elements.iter().all(|element| elements.contains(element)));
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
