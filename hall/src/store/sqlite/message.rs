//! Messages of supervisors, and which desks have confirmed them.

use std::collections::HashMap;

use cases::roles::Role;
use cases::support::message::{Audience, Message, Reader, order, until};
use cases::wire::feed::What;
use cases::wire::support::{Acknowledged, Heard, PostMessage, Posted};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::values::{at, id, json, ms};
use super::{audit, feed, keyed, window};
use crate::store::{Act, Kept};
use crate::{chance, fault};

const COLUMNS: &str = "m.id, m.audience, m.text, m.urgent, s.name, m.at, m.until";
const FROM: &str = "message m JOIN staff s ON s.number = m.staff";

fn message(row: &Row<'_>) -> rusqlite::Result<Message> {
    Ok(Message {
        id: id(row, 0)?,
        to: json(row, 1)?,
        text: row.get(2)?,
        urgent: row.get(3)?,
        by: row.get(4)?,
        at: at(row, 5)?,
        until: at(row, 6)?,
    })
}

pub fn post(tx: &Connection, act: &Act, post: &PostMessage) -> Kept<Message> {
    if let Audience::Window { desk } = &post.to
        && !is_desk(tx, desk, act.at)?
    {
        return Err(fault::no_audience().about(desk));
    }
    let until = until(act.at, post.minutes).ok_or_else(fault::odd_minutes)?;
    let id = chance::id(act.at);
    tx.execute(
        "INSERT INTO message (id, audience, text, urgent, staff, at, until) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            id.to_string(),
            serde_json::to_string(&post.to)?,
            post.text,
            post.urgent,
            act.staff,
            ms(act.at),
            ms(until)
        ],
    )?;
    let to = serde_json::to_string(&post.to)?;
    audit::log(tx, act, "postMessage", &id.to_string(), &to, &post.text)?;
    feed::say(tx, &What::Message { message: id })?;
    find(tx, id)
}

/// A window of the hall, or a desk where somebody is signed in.
fn is_desk(tx: &Connection, desk: &str, now: Timestamp) -> Kept<bool> {
    if window::find(tx, desk)?.is_some() {
        return Ok(true);
    }
    Ok(tx
        .query_row(
            "SELECT 1 FROM session WHERE desk = ?1 AND closed_at IS NULL AND until > ?2 LIMIT 1",
            params![desk, ms(now)],
            |_| Ok(()),
        )
        .optional()?
        .is_some())
}

fn find(tx: &Connection, of: Uuid) -> Kept<Message> {
    tx.query_row(
        &format!("SELECT {COLUMNS} FROM {FROM} WHERE m.id = ?1"),
        [of.to_string()],
        message,
    )
    .optional()?
    .ok_or_else(fault::no_message)
}

/// Everything that stands, in its order.
fn standing(tx: &Connection, now: Timestamp) -> Kept<Vec<Message>> {
    let mut rows = tx.prepare_cached(&format!("SELECT {COLUMNS} FROM {FROM} WHERE m.until > ?1"))?;
    let messages = rows
        .query_map([ms(now)], message)?
        .collect::<Result<Vec<_>, _>>()?;
    Ok(order(messages, now))
}

/// What stands for a desk; who posted it is nobody's business at a wall.
pub fn heard(tx: &Connection, now: Timestamp, role: Role, desk: &str) -> Kept<Vec<Heard>> {
    let groups = window::find(tx, desk)?
        .map(|window| window.groups)
        .unwrap_or_default();
    let reader = Reader {
        role,
        desk,
        groups: &groups,
    };
    let mut heard = Vec::new();
    for mut message in standing(tx, now)? {
        if !message.to.reaches(reader) {
            continue;
        }
        if role == Role::Device {
            message.by.clear();
        }
        heard.push(Heard {
            acknowledged: is_acknowledged(tx, message.id, desk)?,
            message,
        });
    }
    Ok(heard)
}

fn is_acknowledged(tx: &Connection, of: Uuid, desk: &str) -> Kept<bool> {
    Ok(tx
        .query_row(
            "SELECT 1 FROM message_seen WHERE message = ?1 AND desk = ?2",
            params![of.to_string(), desk],
            |_| Ok(()),
        )
        .optional()?
        .is_some())
}

pub fn posted(tx: &Connection, now: Timestamp) -> Kept<Vec<Posted>> {
    let mut rows = tx.prepare_cached(
        "SELECT seen.message, seen.desk, seen.at FROM message_seen seen JOIN message m ON m.id = seen.message
         WHERE m.until > ?1 ORDER BY seen.desk",
    )?;
    let seen = rows
        .query_map([ms(now)], |row| {
            Ok((
                id(row, 0)?,
                Acknowledged {
                    desk: row.get(1)?,
                    at: at(row, 2)?,
                },
            ))
        })?
        .collect::<Result<Vec<_>, _>>()?;
    let mut by: HashMap<Uuid, Vec<Acknowledged>> = HashMap::new();
    for (message, one) in seen {
        by.entry(message).or_default().push(one);
    }
    Ok(standing(tx, now)?
        .into_iter()
        .map(|message| Posted {
            acknowledged: by.remove(&message.id).unwrap_or_default(),
            message,
        })
        .collect())
}

/// Confirms what stands for the desk of who acts.
pub fn acknowledge(tx: &Connection, act: &Act, role: Role, of: Uuid) -> Kept<Heard> {
    let mut known = heard(tx, act.at, role, &act.desk)?
        .into_iter()
        .find(|known| known.message.id == of)
        .ok_or_else(fault::no_message)?;
    if known.acknowledged {
        return Ok(known);
    }
    tx.execute(
        "INSERT INTO message_seen (message, desk, staff, at) VALUES (?1, ?2, ?3, ?4)",
        params![of.to_string(), act.desk, act.staff, ms(act.at)],
    )?;
    audit::log(tx, act, "acknowledgeMessage", &of.to_string(), "message", "")?;
    feed::say(tx, &What::Message { message: of })?;
    known.acknowledged = true;
    Ok(known)
}

/// Whoever posted it, any supervisor may take it back; once it is over that changes nothing.
pub fn end(tx: &Connection, act: &Act, of: Uuid) -> Kept<Message> {
    let known = find(tx, of)?;
    if known.until <= act.at {
        return Ok(known);
    }
    tx.execute(
        "UPDATE message SET until = ?2 WHERE id = ?1",
        params![of.to_string(), ms(act.at)],
    )?;
    audit::log(tx, act, "endMessage", &of.to_string(), "message", "")?;
    feed::say(tx, &What::Message { message: of })?;
    find(tx, of)
}

/// Deletes messages that stood no longer at this moment, and who confirmed them.
pub fn forget(tx: &Connection, before: Timestamp) -> Kept<usize> {
    keyed::blank(tx, "text", "SELECT id, at FROM message WHERE until < ?1", before)?;
    tx.execute(
        "DELETE FROM message_seen WHERE message IN (SELECT id FROM message WHERE until < ?1)",
        [ms(before)],
    )?;
    Ok(tx.execute("DELETE FROM message WHERE until < ?1", [ms(before)])?)
}
