//! `urge`, `call_back`: what a supervisor follows up.

use cases::case::Stage;
use cases::rating::{Level, Said};
use cases::wire::board::{CallBack, Called, Urged};
use cases::wire::feed::What;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::values::{at, count, id, json, ms, word};
use super::{audit, casefile, feed};
use crate::store::follow_up::RatingFile;
use crate::store::{Act, Kept};
use crate::{chance, fault};

pub fn urge(tx: &Connection, act: &Act, slip: &str) -> Kept<Urged> {
    let case = casefile::find_by_reference(tx, slip)?.ok_or_else(fault::no_case)?;
    match case.stage {
        Stage::Received | Stage::Accepted | Stage::Decided => {}
        Stage::Draft
        | Stage::Supplementing
        | Stage::NotNeeded
        | Stage::Refused
        | Stage::Lapsed
        | Stage::Completed
        | Stage::Delivered
        | Stage::Withdrawn
        | Stage::Void => {
            return Err(fault::nothing_to_urge().about(case.stage.word()));
        }
    }
    tx.execute(
        "INSERT INTO urge (id, casefile, staff, at) VALUES (?1, ?2, ?3, ?4)",
        params![
            chance::id(act.at).to_string(),
            case.id.to_string(),
            act.staff,
            ms(act.at)
        ],
    )?;
    let times: u32 = tx.query_row(
        "SELECT count(*) FROM urge WHERE casefile = ?1",
        [case.id.to_string()],
        |row| count(row, 0),
    )?;
    casefile::happen(tx, case.id, act.at, &act.staff, "urged", None)?;
    audit::log(tx, act, "urge", &case.slip, "督办", &times.to_string())?;
    feed::say(
        tx,
        &What::Urged {
            slip: case.slip.clone(),
            desk: case.desk,
            times,
        },
    )?;
    Ok(Urged {
        slip: case.slip,
        times,
    })
}

pub fn bad_rating(tx: &Connection, of: Uuid) -> Kept<Option<RatingFile>> {
    let found = tx
        .query_row(
            "SELECT r.desk, r.slip, coalesce(c.item_name, ''), r.level, r.reasons, r.words, r.at
             FROM rating r LEFT JOIN casefile c ON c.slip = r.slip
             WHERE r.id = ?1 AND r.level IN ('bad', 'veryBad')",
            [of.to_string()],
            |row| {
                Ok(RatingFile {
                    id: of,
                    desk: row.get(0)?,
                    slip: row.get(1)?,
                    item_name: row.get(2)?,
                    said: Said {
                        level: word(row, 3, Level::from_word)?,
                        reasons: json(row, 4)?,
                        words: row.get(5)?,
                    },
                    at: at(row, 6)?,
                    calls: Vec::new(),
                })
            },
        )
        .optional()?;
    let Some(mut file) = found else {
        return Ok(None);
    };
    let mut rows = tx
        .prepare_cached("SELECT at, staff, reached, note FROM call_back WHERE rating = ?1 ORDER BY at, id")?;
    file.calls = rows
        .query_map([of.to_string()], |row| {
            Ok(Called {
                at: at(row, 0)?,
                staff: row.get(1)?,
                reached: row.get::<_, i64>(2)? == 1,
                note: row.get(3)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(Some(file))
}

pub fn call_back(tx: &Connection, act: &Act, of: Uuid, call: &CallBack) -> Kept<RatingFile> {
    let known = bad_rating(tx, of)?.ok_or_else(fault::no_bad_rating)?;
    if let Some(done) = known.calls.iter().find(|call| call.reached) {
        return Err(fault::called_back().about(&done.staff));
    }
    tx.execute(
        "INSERT INTO call_back (id, rating, staff, at, reached, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            chance::id(act.at).to_string(),
            of.to_string(),
            act.staff,
            ms(act.at),
            i64::from(call.reached),
            call.note
        ],
    )?;
    let how = if call.reached { "reached" } else { "not reached" };
    audit::log(tx, act, "callBack", &known.slip, how, &call.note)?;
    feed::say(tx, &What::CalledBack { rating: of })?;
    bad_rating(tx, of)?.ok_or_else(fault::no_bad_rating)
}

/// Bad ratings for which nobody was reached, the oldest first.
pub fn to_call_back(tx: &Connection) -> Kept<Vec<cases::board::BadRatingFact>> {
    let mut rows = tx.prepare_cached(
        "SELECT r.id, r.desk, r.slip, coalesce(c.item_name, ''), r.at,
                (SELECT count(*) FROM call_back k WHERE k.rating = r.id)
         FROM rating r LEFT JOIN casefile c ON c.slip = r.slip
         WHERE r.level IN ('bad', 'veryBad')
           AND NOT EXISTS (SELECT 1 FROM call_back k WHERE k.rating = r.id AND k.reached = 1)
         ORDER BY r.at, r.id",
    )?;
    let ratings = rows
        .query_map([], |row| {
            Ok(cases::board::BadRatingFact {
                id: id(row, 0)?,
                desk: row.get(1)?,
                slip: row.get(2)?,
                item_name: row.get(3)?,
                at: at(row, 4)?,
                tries: count(row, 5)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(ratings)
}
