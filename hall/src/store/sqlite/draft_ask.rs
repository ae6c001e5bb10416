//! 请求接管: a desk reads a draft that another one holds, and asks for it. The holder or a supervisor answers.

use cases::wire::assist::{DraftAsk, HeldDraft, Holder};
use cases::wire::feed::What;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};
use uuid::Uuid;

use super::values::{at, id, ms};
use super::{audit, draft, feed, staff, visit};
use crate::store::{Act, Kept};
use crate::{chance, fault};

const SELECT: &str =
    "SELECT a.id, a.draft, d.slip, d.body ->> 'item', a.holder, a.desk, a.staff, s.name, a.asked_at,
    a.given FROM draft_ask a JOIN draft d ON d.id = a.draft JOIN staff s ON s.number = a.staff";

fn row(row: &Row<'_>) -> rusqlite::Result<DraftAsk> {
    Ok(DraftAsk {
        id: id(row, 0)?,
        draft: id(row, 1)?,
        slip: row.get(2)?,
        item: row.get(3)?,
        holder: row.get(4)?,
        by: Holder {
            desk: row.get(5)?,
            staff: row.get(6)?,
            name: row.get(7)?,
        },
        asked_at: at(row, 8)?,
        given: row.get::<_, Option<i64>>(9)?.map(|given| given == 1),
    })
}

/// Reads an open draft for the person of an open visit.
pub fn look(tx: &Connection, act: &Act, slip: &str, of: Uuid) -> Kept<HeldDraft> {
    if !visit::is_open_at(tx, of, &act.desk)? {
        return Err(fault::no_visit());
    }
    let known: Option<Uuid> = tx
        .query_row("SELECT id FROM draft WHERE slip = ?1", [slip], |row| id(row, 0))
        .optional()?;
    let known = known.ok_or_else(fault::no_draft)?;
    let (found, open) = draft::find(tx, known)?.ok_or_else(fault::no_draft)?;
    if !open {
        return Err(fault::draft_closed());
    }
    let held = draft::holder(tx, known)?.ok_or_else(fault::no_draft)?;
    let name = staff::find(tx, &held.clerk)?.map(|staff| staff.name);
    audit::log(
        tx,
        act,
        "lookAtDraft",
        &known.to_string(),
        "held elsewhere",
        &of.to_string(),
    )?;
    let asked = tx
        .query_row(
            &format!("{SELECT} WHERE a.draft = ?1 AND a.desk = ?2 AND a.answered_at IS NULL"),
            params![known.to_string(), act.desk],
            row,
        )
        .optional()?;
    Ok(HeldDraft {
        draft: found,
        holder: Holder {
            desk: held.desk,
            name: name.unwrap_or_else(|| held.clerk.clone()),
            staff: held.clerk,
        },
        asked,
    })
}

pub fn ask(tx: &Connection, act: &Act, of: Uuid) -> Kept<DraftAsk> {
    let held = draft::holder(tx, of)?.ok_or_else(fault::no_draft)?;
    if !held.open {
        return Err(fault::draft_closed());
    }
    if held.desk == act.desk {
        return Err(fault::draft_is_here());
    }
    let pending = tx
        .query_row(
            &format!("{SELECT} WHERE a.draft = ?1 AND a.desk = ?2 AND a.answered_at IS NULL"),
            params![of.to_string(), act.desk],
            row,
        )
        .optional()?;
    if let Some(pending) = pending {
        return Ok(pending);
    }
    let asked = chance::id(act.at);
    tx.execute(
        "INSERT INTO draft_ask (id, draft, holder, desk, staff, asked_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            asked.to_string(),
            of.to_string(),
            held.desk,
            act.desk,
            act.staff,
            ms(act.at)
        ],
    )?;
    audit::log(tx, act, "askForDraft", &of.to_string(), "take over", &held.desk)?;
    let asked = find(tx, asked)?;
    say(tx, &asked)?;
    Ok(asked)
}

pub fn open(tx: &Connection, holder: Option<&str>) -> Kept<Vec<DraftAsk>> {
    let (clause, values) = match holder {
        Some(holder) => ("AND a.holder = ?1", vec![Value::from(holder.to_owned())]),
        None => ("", Vec::new()),
    };
    let mut rows = tx.prepare_cached(&format!(
        "{SELECT} WHERE a.answered_at IS NULL AND d.open = 1 {clause} ORDER BY a.asked_at, a.id"
    ))?;
    let asks = rows
        .query_map(params_from_iter(values), row)?
        .collect::<Result<_, _>>()?;
    Ok(asks)
}

/// The holder gives or keeps; `above` is somebody who may answer for him.
pub fn answer(tx: &Connection, act: &Act, of: Uuid, give: bool, above: bool) -> Kept<DraftAsk> {
    let asked = find(tx, of)?;
    if let Some(given) = asked.given {
        return if given == give {
            Ok(asked)
        } else {
            Err(fault::ask_answered())
        };
    }
    if asked.holder != act.desk && !above {
        return Err(fault::draft_elsewhere().about(&asked.holder));
    }
    settle(tx, act, of, give)?;
    let purpose = if give { "give" } else { "keep" };
    audit::log(
        tx,
        act,
        "answerAsk",
        &asked.draft.to_string(),
        purpose,
        &asked.by.desk,
    )?;
    if give {
        let taker = Act::new(asked.by.desk.clone(), asked.by.staff.clone(), act.at);
        draft::take(tx, &taker, asked.draft)?;
    }
    let asked = find(tx, of)?;
    say(tx, &asked)?;
    Ok(asked)
}

/// A draft went to another desk: who asks now asks there, and who has it asked enough.
pub fn follow(tx: &Connection, act: &Act, of: Uuid, desk: &str) -> Kept<()> {
    let arrived: Option<Uuid> = tx
        .query_row(
            "SELECT id FROM draft_ask WHERE draft = ?1 AND desk = ?2 AND answered_at IS NULL",
            params![of.to_string(), desk],
            |row| id(row, 0),
        )
        .optional()?;
    if let Some(arrived) = arrived {
        settle(tx, act, arrived, true)?;
    }
    tx.execute(
        "UPDATE draft_ask SET holder = ?2 WHERE draft = ?1 AND answered_at IS NULL",
        params![of.to_string(), desk],
    )?;
    Ok(())
}

fn settle(tx: &Connection, act: &Act, of: Uuid, given: bool) -> Kept<()> {
    tx.execute(
        "UPDATE draft_ask SET answered_at = ?2, given = ?3, answered_by = ?4 WHERE id = ?1",
        params![of.to_string(), ms(act.at), i64::from(given), act.staff],
    )?;
    Ok(())
}

fn find(tx: &Connection, of: Uuid) -> Kept<DraftAsk> {
    tx.query_row(&format!("{SELECT} WHERE a.id = ?1"), [of.to_string()], row)
        .optional()?
        .ok_or_else(fault::no_such_ask)
}

fn say(tx: &Connection, asked: &DraftAsk) -> Kept<()> {
    feed::say(
        tx,
        &What::DraftAsk {
            ask: asked.id,
            holder: asked.holder.clone(),
            desk: asked.by.desk.clone(),
            given: asked.given,
        },
    )
}
