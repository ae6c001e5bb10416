//! The inbox: each place of a desk's own order is applied once (promise 2).

use cases::wire::intake::Outcome;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::casefile::CaseRecord;
use super::draft::{self, Saved};
use super::values::{int, json, ms};
use super::{audit, casefile, first_notice, material_ask, objection, refusal, supplement};
use crate::intake::{Arrival, Arrived, Post};
use crate::store::{Act, Kept};
use crate::{chance, fault};

/// What this place or key was answered before.
pub fn answered(tx: &Connection, post: &Post) -> Kept<Option<Outcome>> {
    let place = &post.place;
    let at_place = tx
        .query_row(
            "SELECT digest, outcome FROM place WHERE desk = ?1 AND epoch = ?2 AND sequence = ?3",
            params![place.desk, place.epoch.to_string(), int(place.sequence)],
            |row| Ok((row.get::<_, String>(0)?, json(row, 1)?)),
        )
        .optional()?;
    if let Some((digest, outcome)) = at_place {
        return if digest == post.digest {
            Ok(Some(outcome))
        } else {
            Err(fault::place_conflict())
        };
    }
    let under_key = tx
        .query_row(
            "SELECT digest, outcome FROM place WHERE key = ?1",
            [post.key.to_string()],
            |row| Ok((row.get::<_, String>(0)?, json(row, 1)?)),
        )
        .optional()?;
    if let Some((digest, outcome)) = under_key {
        return if digest == post.digest {
            Ok(Some(outcome))
        } else {
            Err(fault::key_reused())
        };
    }
    let elsewhere = tx
        .query_row(
            "SELECT 1 FROM keyed WHERE key = ?1",
            [post.key.to_string()],
            |_| Ok(()),
        )
        .optional()?;
    if elsewhere.is_some() {
        Err(fault::key_reused())
    } else {
        Ok(None)
    }
}

/// Applies a command and keeps its outcome with its place, in one transaction.
pub fn apply(tx: &Connection, act: &Act, arrival: &Arrival) -> Kept<Outcome> {
    if let Some(outcome) = answered(tx, &arrival.post)? {
        return Ok(outcome);
    }
    let outcome = match &arrival.what {
        Arrived::Save(draft) => match draft::save(tx, act, draft)? {
            Saved::Kept => Outcome::Saved {
                revision: draft.revision,
            },
            Saved::Elsewhere(outcome) => outcome,
            Saved::Closed => match casefile::find(tx, draft.id)? {
                Some(case) => casefile::ended(tx, &case)?,
                None => return Err(fault::draft_closed()),
            },
        },
        Arrived::Blocked { draft, findings } => match casefile::find(tx, draft.id)? {
            Some(case) if case.accepted_at.is_some() || case.refused_at.is_some() => {
                casefile::ended(tx, &case)?
            }
            Some(_) | None => match draft::save(tx, act, draft)? {
                Saved::Elsewhere(outcome) => outcome,
                Saved::Kept | Saved::Closed => Outcome::Blocked {
                    findings: findings.clone(),
                },
            },
        },
        Arrived::Receive(plan) => casefile::receive(tx, act, plan)?,
        Arrived::Accept(plan) => casefile::accept(tx, act, plan)?,
        Arrived::Refuse(plan) => refusal::refuse(tx, act, plan)?,
        Arrived::Supplement(plan) => supplement::tell(tx, act, plan)?,
        Arrived::Return(plan) => supplement::take_return(tx, act, plan)?,
        Arrived::TellOnce(plan) => first_notice::tell(tx, act, plan)?,
    };
    match &outcome {
        // Somebody else has it now: what this window raised since is none of the draft.
        Outcome::HeldElsewhere { .. } => {}
        Outcome::Saved { .. }
        | Outcome::Accepted(_)
        | Outcome::Received { .. }
        | Outcome::Refused(_)
        | Outcome::Supplementing(_)
        | Outcome::Returned(_)
        | Outcome::Blocked { .. }
        | Outcome::ToldOnce { .. }
        | Outcome::Duplicate { .. } => objection::take_in(tx, act, arrival.what.draft())?,
    }
    note_asked(tx, act, &arrival.what, &outcome)?;
    keep(tx, &arrival.post, &outcome, act.at)?;
    Ok(outcome)
}

/// 收纸台账: whatever was handed in, or told to be brought, stands there with its reason.
fn note_asked(tx: &Connection, act: &Act, what: &Arrived, outcome: &Outcome) -> Kept<()> {
    let (ground, told) = match what {
        Arrived::Receive(plan) => (&plan.ground, false),
        Arrived::Accept(plan) => (&plan.ground, false),
        Arrived::Return(plan) => (&plan.ground, false),
        Arrived::Supplement(plan) => (&plan.ground, true),
        Arrived::TellOnce(plan) => (&plan.ground, true),
        Arrived::Save(_) | Arrived::Blocked { .. } | Arrived::Refuse(_) => return Ok(()),
    };
    match outcome {
        Outcome::Accepted(_)
        | Outcome::Received { .. }
        | Outcome::Supplementing(_)
        | Outcome::Returned(_)
        | Outcome::ToldOnce { .. } => material_ask::note(tx, act, ground, told),
        Outcome::Saved { .. }
        | Outcome::HeldElsewhere { .. }
        | Outcome::Refused(_)
        | Outcome::Blocked { .. }
        | Outcome::Duplicate { .. } => Ok(()),
    }
}

fn keep(tx: &Connection, post: &Post, outcome: &Outcome, at: Timestamp) -> Kept<()> {
    tx.execute(
        "INSERT INTO place (desk, epoch, sequence, digest, key, outcome, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            post.place.desk,
            post.place.epoch.to_string(),
            int(post.place.sequence),
            post.digest,
            post.key.to_string(),
            serde_json::to_string(outcome)?,
            ms(at)
        ],
    )?;
    Ok(())
}

/// Raises an alarm: somebody has to look at it.
pub fn raise_alarm(tx: &Connection, act: &Act, what: &str, detail: &str) -> Kept<()> {
    tx.execute(
        "INSERT INTO alarm (id, at, what, desk, detail) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![chance::id(act.at).to_string(), ms(act.at), what, act.desk, detail],
    )?;
    audit::log(tx, act, &format!("alarm:{what}"), &act.desk, "alarm", detail)
}

/// The same about a case, at the window that has it: the supervisor's board names both.
pub fn raise_about(tx: &Connection, act: &Act, what: &str, case: &CaseRecord) -> Kept<()> {
    let there = Act {
        desk: case.desk.clone(),
        ..act.clone()
    };
    raise_alarm(tx, &there, what, &case.slip)
}

pub fn alarms(tx: &Connection) -> Kept<Vec<String>> {
    let mut rows = tx.prepare_cached("SELECT what FROM alarm ORDER BY at, id")?;
    let alarms = rows.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(alarms)
}
