//! The commands of grants, and `grant_ask`: asked for by one, approved by another.

use async_trait::async_trait;
use cases::support::text::{self, OddText};
use cases::wire::grant::{AnswerGrant, AskGrant, GrantAsk, GrantRow, WithdrawGrant};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::values::{at, id, json, maybe_at, ms};
use super::{SqliteStore, audit};
use crate::fault::Fault;
use crate::store::granting::GrantStore;
use crate::store::{Act, Kept};
use crate::{chance, fault};

/// Answered requests that are listed.
const ANSWERED_LISTED: u32 = 100;

#[async_trait]
impl GrantStore for SqliteStore {
    async fn grants(&self, now: Timestamp) -> Kept<Vec<GrantRow>> {
        self.read(move |tx| list(tx, now)).await
    }

    async fn ask_grant(&self, act: Act, ask: AskGrant) -> Kept<GrantAsk> {
        self.write(act, move |tx, act| put(tx, act, &ask)).await
    }

    async fn grant_asks(&self) -> Kept<Vec<GrantAsk>> {
        self.read(asks).await
    }

    async fn answer_grant(&self, act: Act, id: Uuid, said: AnswerGrant) -> Kept<GrantAsk> {
        self.write(act, move |tx, act| answer(tx, act, id, &said)).await
    }

    async fn withdraw_grant(&self, act: Act, of: WithdrawGrant) -> Kept<GrantRow> {
        self.write(act, move |tx, act| withdraw(tx, act, &of)).await
    }
}

const GRANTS: &str =
    "SELECT id, item, dataset, elements, valid_until, origin, asked_by, approved_by, approved_at,
  withdrawn_at, withdrawn_by, withdrawn_why FROM share_grant";

fn grant(row: &Row<'_>, now: Timestamp) -> rusqlite::Result<GrantRow> {
    let item: String = row.get(1)?;
    let valid_until = at(row, 4)?;
    let withdrawn_at = maybe_at(row, 9)?;
    let state = match withdrawn_at {
        Some(_) => "withdrawn",
        None if valid_until <= now => "ended",
        None => "inForce",
    };
    Ok(GrantRow {
        id: row.get(0)?,
        item_name: item.clone(),
        item,
        dataset: row.get(2)?,
        elements: json(row, 3)?,
        valid_until,
        origin: row.get(5)?,
        asked_by: row.get(6)?,
        approved_by: row.get(7)?,
        approved_at: maybe_at(row, 8)?,
        state: state.to_owned(),
        withdrawn_by: row.get(10)?,
        withdrawn_at,
        withdrawn_why: row.get(11)?,
    })
}

fn list(tx: &Connection, now: Timestamp) -> Kept<Vec<GrantRow>> {
    let mut rows = tx.prepare_cached(&format!(
        "{GRANTS} ORDER BY withdrawn_at IS NOT NULL, valid_until <= ?1, item, dataset, id"
    ))?;
    let grants = rows
        .query_map([ms(now)], |row| grant(row, now))?
        .collect::<Result<_, _>>()?;
    Ok(grants)
}

const ASKS: &str = "SELECT g.id, g.item, g.dataset, g.elements, g.valid_until, g.reason, g.asked_by,
  coalesce(a.name, g.asked_by), g.desk, g.asked_at, g.state, coalesce(b.name, g.answered_by), g.words
  FROM grant_ask g LEFT JOIN staff a ON a.number = g.asked_by LEFT JOIN staff b ON b.number = g.answered_by";

fn ask(row: &Row<'_>) -> rusqlite::Result<GrantAsk> {
    let item: String = row.get(1)?;
    Ok(GrantAsk {
        id: id(row, 0)?,
        item_name: item.clone(),
        item,
        dataset: row.get(2)?,
        elements: json(row, 3)?,
        valid_until: at(row, 4)?,
        reason: row.get(5)?,
        asked_by: row.get(6)?,
        asked_name: row.get(7)?,
        desk: row.get(8)?,
        asked_at: at(row, 9)?,
        state: row.get(10)?,
        answered_name: row.get(11)?,
        words: row.get(12)?,
    })
}

fn asks(tx: &Connection) -> Kept<Vec<GrantAsk>> {
    let mut rows = tx.prepare_cached(&format!(
        "{ASKS} ORDER BY g.state <> 'waiting', CASE g.state WHEN 'waiting' THEN g.asked_at ELSE -g.answered_at END LIMIT ?1"
    ))?;
    let found = rows
        .query_map([ANSWERED_LISTED], ask)?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

fn find(tx: &Connection, of: Uuid) -> Kept<GrantAsk> {
    let found = tx.query_row(&format!("{ASKS} WHERE g.id = ?1"), [of.to_string()], ask);
    found.optional()?.ok_or_else(fault::no_grant_ask)
}

fn odd(odd: OddText) -> Fault {
    match odd {
        OddText::Empty => fault::text_empty(),
        OddText::TooLong(length) => fault::text_too_long().about(length),
        OddText::Number => fault::text_has_number(),
    }
}

fn put(tx: &Connection, act: &Act, wanted: &AskGrant) -> Kept<GrantAsk> {
    let reason = text::read(&wanted.reason).map_err(odd)?;
    let of = chance::id(act.at);
    let elements = serde_json::to_string(&wanted.elements)?;
    tx.execute(
        "INSERT INTO grant_ask (id, item, dataset, elements, valid_until, reason, asked_by, desk, asked_at, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'waiting')",
        params![
            of.to_string(),
            wanted.item,
            wanted.dataset,
            elements,
            ms(wanted.valid_until),
            reason,
            act.staff,
            act.desk,
            ms(act.at)
        ],
    )?;
    let purpose = format!("{} {}", wanted.item, wanted.dataset);
    audit::log(tx, act, "askGrant", &of.to_string(), &purpose, &elements)?;
    find(tx, of)
}

fn answer(tx: &Connection, act: &Act, of: Uuid, said: &AnswerGrant) -> Kept<GrantAsk> {
    let known = find(tx, of)?;
    if known.asked_by == act.staff || known.desk == act.desk {
        return Err(fault::own_grant_ask());
    }
    if known.state != "waiting" {
        return Err(fault::grant_ask_answered().about(known.answered_name.unwrap_or_default()));
    }
    if said.approve && known.valid_until <= act.at {
        return Err(fault::odd_grant_until());
    }
    let words = if said.approve {
        text::note(&said.words)
    } else {
        text::read(&said.words)
    };
    let words = words.map_err(odd)?;
    let state = if said.approve { "approved" } else { "denied" };
    tx.execute(
        "UPDATE grant_ask SET state = ?2, answered_by = ?3, answered_at = ?4, words = ?5 WHERE id = ?1",
        params![of.to_string(), state, act.staff, ms(act.at), words],
    )?;
    if said.approve {
        tx.execute(
            "INSERT INTO share_grant (id, item, dataset, elements, valid_until, ask, origin, asked_by, approved_by, approved_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'asked', ?7, ?8, ?9)",
            params![
                format!("asked/{of}"),
                known.item,
                known.dataset,
                serde_json::to_string(&known.elements)?,
                ms(known.valid_until),
                of.to_string(),
                known.asked_by,
                act.staff,
                ms(act.at)
            ],
        )?;
    }
    audit::log(tx, act, "answerGrant", &of.to_string(), state, &words)?;
    find(tx, of)
}

fn withdraw(tx: &Connection, act: &Act, of: &WithdrawGrant) -> Kept<GrantRow> {
    let one = || -> Kept<GrantRow> {
        let found = tx.query_row(&format!("{GRANTS} WHERE id = ?1"), [&of.id], |row| {
            grant(row, act.at)
        });
        found.optional()?.ok_or_else(fault::no_such_grant)
    };
    if one()?.state != "inForce" {
        return Err(fault::grant_over());
    }
    let why = text::read(&of.why).map_err(odd)?;
    tx.execute(
        "UPDATE share_grant SET withdrawn_at = ?2, withdrawn_by = ?3, withdrawn_why = ?4 WHERE id = ?1",
        params![of.id, ms(act.at), act.staff, why],
    )?;
    audit::log(tx, act, "withdrawGrant", &of.id, "撤销数据授权", &why)?;
    one()
}
