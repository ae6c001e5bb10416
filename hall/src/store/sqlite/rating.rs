//! `rating`, `rating_key`: what applicants said of what was handled, once each.

use cases::case::Draft;
use cases::rating::{Level, Said};
use cases::wire::feed::What;
use cases::wire::rating::{Rated, RatingKept};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::values::{at, id, json, ms, word};
use super::{audit, feed};
use crate::store::{Act, Kept, RatingRow, RatingSecret};
use crate::{chance, fault};

pub fn key(tx: &Connection) -> Kept<Option<RatingSecret>> {
    Ok(tx
        .query_row(
            "SELECT id, secret, public FROM rating_key ORDER BY made_at, id LIMIT 1",
            [],
            |row| {
                Ok(RatingSecret {
                    id: row.get(0)?,
                    secret: row.get(1)?,
                    public: row.get(2)?,
                })
            },
        )
        .optional()?)
}

pub fn put_key(tx: &Connection, act: &Act, fresh: RatingSecret) -> Kept<RatingSecret> {
    if let Some(known) = key(tx)? {
        return Ok(known);
    }
    tx.execute(
        "INSERT INTO rating_key (id, secret, public, made_at) VALUES (?1, ?2, ?3, ?4)",
        params![fresh.id, fresh.secret, fresh.public, ms(act.at)],
    )?;
    audit::log(tx, act, "makeRatingKey", &fresh.id, "好差评", "")?;
    Ok(fresh)
}

/// The visit was opened at this desk, and the slip is of an item handled in it.
fn handled_here(tx: &Connection, act: &Act, of: &Rated) -> Kept<()> {
    let here = tx
        .query_row(
            "SELECT 1 FROM visit WHERE id = ?1 AND desk = ?2",
            params![of.visit.to_string(), act.desk],
            |_| Ok(()),
        )
        .optional()?;
    if here.is_none() {
        return Err(fault::rating_elsewhere());
    }
    let handled: Option<Draft> = tx
        .query_row("SELECT body FROM casefile WHERE slip = ?1", [&of.slip], |row| {
            json(row, 0)
        })
        .optional()?;
    if handled.is_some_and(|draft| draft.visit == of.visit) {
        Ok(())
    } else {
        Err(fault::nothing_to_rate())
    }
}

pub fn keep(tx: &Connection, act: &Act, of: &Rated, said: &Said, given: Timestamp) -> Kept<RatingKept> {
    handled_here(tx, act, of)?;
    let rated = tx
        .query_row(
            "SELECT 1 FROM rating WHERE visit = ?1 AND slip = ?2",
            params![of.visit.to_string(), of.slip],
            |_| Ok(()),
        )
        .optional()?;
    if rated.is_some() {
        return Err(fault::rated_already());
    }
    tx.execute(
        "INSERT INTO rating (id, visit, slip, level, reasons, words, desk, at, received_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            chance::id(act.at).to_string(),
            of.visit.to_string(),
            of.slip,
            said.level.word(),
            serde_json::to_string(&said.reasons)?,
            said.words,
            act.desk,
            ms(given.min(act.at)),
            ms(act.at)
        ],
    )?;
    // The log says that, not how: a clerk's number stands beside it.
    audit::log(tx, act, "rate", &of.slip, "好差评", "")?;
    feed::say(
        tx,
        &What::Rated {
            desk: act.desk.clone(),
            slip: of.slip.clone(),
        },
    )?;
    Ok(RatingKept { received_at: act.at })
}

pub fn of_desk(tx: &Connection, desk: &str) -> Kept<Vec<RatingRow>> {
    let mut rows = tx.prepare_cached(
        "SELECT visit, slip, level, reasons, words, at FROM rating WHERE desk = ?1 ORDER BY at DESC, id DESC",
    )?;
    let ratings = rows
        .query_map([desk], |row| {
            Ok(RatingRow {
                of: Rated {
                    visit: id(row, 0)?,
                    slip: row.get(1)?,
                },
                said: Said {
                    level: word(row, 2, Level::from_word)?,
                    reasons: json(row, 3)?,
                    words: row.get(4)?,
                },
                at: at(row, 5)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(ratings)
}
