//! Visits (到访): the reason for every look.

use cases::queue::TicketState;
use cases::wire::visit::Visit;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::values::ms;
use super::{audit, ticket};
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
    let opened = Visit {
        id: chance::id(act.at),
        ticket: None,
        reason: Some(reason.to_owned()),
        desk: act.desk.clone(),
        opened_at: act.at,
    };
    insert(tx, act, &opened)?;
    Ok(opened)
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

pub fn close(tx: &Connection, act: &Act, visit: Uuid, outcome: &str) -> Kept<()> {
    let state = match outcome {
        "served" => TicketState::Served,
        "left" => TicketState::Left,
        _ => return Err(fault::odd_outcome()),
    };
    if !is_open_at(tx, visit, &act.desk)? {
        return Err(fault::visit_gone());
    }
    let of: Option<String> = tx.query_row(
        "SELECT ticket FROM visit WHERE id = ?1",
        [visit.to_string()],
        |row| row.get(0),
    )?;
    tx.execute(
        "UPDATE visit SET closed_at = ?2, outcome = ?3 WHERE id = ?1",
        params![visit.to_string(), ms(act.at), outcome],
    )?;
    if let Some(of) = of {
        ticket::close(tx, &of, state)?;
    }
    audit::log(tx, act, "closeVisit", &visit.to_string(), outcome, "")
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
