//! Visits (到访): the reason for every look.

use cases::queue::{Rules, Step};
use cases::wire::visit::Visit;
use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::values::{at, id, ms};
use super::{audit, ticket, window};
use crate::store::{Act, Kept};
use crate::{chance, fault};

pub fn insert(tx: &Connection, act: &Act, visit: &Visit) -> Kept<()> {
    tx.execute(
        "INSERT INTO visit (id, ticket, reason, desk, staff, opened_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            visit.id.to_string(),
            visit.ticket.as_ref().map(|ticket| ticket.id.to_string()),
            visit.reason,
            visit.desk,
            act.staff,
            ms(visit.opened_at)
        ],
    )?;
    let purpose = visit.reason.as_deref().unwrap_or("ticket");
    audit::log(tx, act, "openVisit", &visit.id.to_string(), purpose, "")
}

pub fn open_walk_in(tx: &Connection, act: &Act, reason: &str) -> Kept<Visit> {
    // A window in another clerk's name is taken over first.
    window::own(tx, act)?;
    let opened = Visit {
        id: chance::id(act.at),
        ticket: None,
        reason: Some(reason.to_owned()),
        desk: act.desk.clone(),
        opened_at: act.at,
    };
    insert(tx, act, &opened)?;
    window::serve(tx, act, &opened)?;
    Ok(opened)
}

/// A visit with its ticket as it stands.
pub fn find(tx: &Connection, visit: Uuid) -> Kept<Option<Visit>> {
    one(tx, "id = ?1", &visit.to_string())
}

/// The open visit of a ticket.
pub fn open_of_ticket(tx: &Connection, ticket: Uuid) -> Kept<Option<Visit>> {
    one(tx, "ticket = ?1 AND closed_at IS NULL", &ticket.to_string())
}

fn one(tx: &Connection, condition: &str, value: &str) -> Kept<Option<Visit>> {
    type Found = (Uuid, Option<String>, Option<String>, String, jiff::Timestamp);
    let read = |row: &Row<'_>| -> rusqlite::Result<Found> {
        Ok((id(row, 0)?, row.get(1)?, row.get(2)?, row.get(3)?, at(row, 4)?))
    };
    let found = tx
        .query_row(
            &format!("SELECT id, ticket, reason, desk, opened_at FROM visit WHERE {condition}"),
            [value],
            read,
        )
        .optional()?;
    let Some((id, of, reason, desk, opened_at)) = found else {
        return Ok(None);
    };
    let ticket = of.map(|of| ticket::get(tx, &of)).transpose()?.flatten();
    Ok(Some(Visit {
        id,
        ticket,
        reason,
        desk,
        opened_at,
    }))
}

/// Whether the visit is open at this desk.
pub fn is_open_at(tx: &Connection, visit: Uuid, desk: &str) -> Kept<bool> {
    Ok(tx
        .query_row(
            "SELECT 1 FROM visit WHERE id = ?1 AND desk = ?2 AND closed_at IS NULL",
            params![visit.to_string(), desk],
            |_| Ok(()),
        )
        .optional()?
        .is_some())
}

/// 交接班: somebody else serves from here on.
pub fn hand_to(tx: &Connection, visit: Uuid, staff: &str) -> Kept<()> {
    tx.execute(
        "UPDATE visit SET staff = ?2 WHERE id = ?1",
        params![visit.to_string(), staff],
    )?;
    Ok(())
}

pub fn close(tx: &Connection, act: &Act, visit: Uuid, outcome: &str, rules: &Rules) -> Kept<()> {
    let step = match outcome {
        "served" => Step::Serve,
        "left" => Step::Leave,
        _ => return Err(fault::odd_outcome()),
    };
    if !is_open_at(tx, visit, &act.desk)? {
        return Err(fault::visit_gone());
    }
    let open = find(tx, visit)?.ok_or_else(fault::visit_gone)?;
    if let Some(of) = &open.ticket {
        ticket::step(tx, act, of.clone(), &step, rules)?;
    }
    end(tx, act, &open, outcome)
}

/// Ends the visit itself; its window is free.
pub fn end(tx: &Connection, act: &Act, visit: &Visit, outcome: &str) -> Kept<()> {
    tx.execute(
        "UPDATE visit SET closed_at = ?2, outcome = ?3 WHERE id = ?1",
        params![visit.id.to_string(), ms(act.at), outcome],
    )?;
    tx.execute(
        "DELETE FROM visit_person WHERE visit = ?1",
        [visit.id.to_string()],
    )?;
    audit::log(tx, act, "closeVisit", &visit.id.to_string(), outcome, "")?;
    window::free(tx, act, &visit.desk, visit.id)
}

pub fn note_bodies(tx: &Connection, visit: Uuid, bodies: &[(String, String)]) -> Kept<()> {
    for (uscc, relation) in bodies {
        tx.execute(
            "INSERT INTO visit_body (visit, uscc, relation) VALUES (?1, ?2, ?3)
             ON CONFLICT (visit, uscc) DO UPDATE SET relation = excluded.relation",
            params![visit.to_string(), uscc, relation],
        )?;
    }
    Ok(())
}

pub fn body_relation(tx: &Connection, visit: Uuid, uscc: &str) -> Kept<Option<String>> {
    Ok(tx
        .query_row(
            "SELECT relation FROM visit_body WHERE visit = ?1 AND uscc = ?2",
            params![visit.to_string(), uscc],
            |row| row.get(0),
        )
        .optional()?)
}

/// Notes who was identified, for as long as the visit lasts.
pub fn note_person(tx: &Connection, visit: Uuid, id_number: &str) -> Kept<()> {
    tx.execute(
        "INSERT INTO visit_person (visit, person) SELECT id, ?2 FROM visit WHERE id = ?1 AND closed_at IS NULL
         ON CONFLICT (visit, person) DO NOTHING",
        params![visit.to_string(), bound(visit, id_number)],
    )?;
    Ok(())
}

pub fn was_identified(tx: &Connection, visit: Uuid, id_number: &str) -> Kept<bool> {
    Ok(tx
        .query_row(
            "SELECT 1 FROM visit_person WHERE visit = ?1 AND person = ?2",
            params![visit.to_string(), bound(visit, id_number)],
            |_| Ok(()),
        )
        .optional()?
        .is_some())
}

/// A number as a visit knows it: nobody finds it in another.
fn bound(visit: Uuid, id_number: &str) -> String {
    let mut sum = Sha256::new();
    sum.update(visit.as_bytes());
    sum.update(id_number.as_bytes());
    hex::encode(sum.finalize())
}
