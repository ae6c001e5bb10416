//! What the hall has to do at the online portal: files to fetch, words to tell. Words of one application leave in their
//! order; whatever is under way is due again when its time is over, so nobody has to free it.

use cases::error::Trouble;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Value as Json, json};

use super::values::{count, int, json as read_json, maybe_at, ms};
use super::{online, piece};
use crate::store::online::{Errand, Ran};
use crate::store::{Act, Kept};

/// A file that an application names: known here already, or to be fetched. One that was refused is tried again when it
/// is named again.
pub fn expect(tx: &Connection, act: &Act, application: &str, digest: &str) -> Kept<()> {
    let state = if piece::is_kept(tx, digest)? {
        "here"
    } else {
        "waiting"
    };
    tx.execute(
        "INSERT INTO online_file (application, digest, state, next_try) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (application, digest) DO UPDATE SET state = excluded.state, why = NULL, attempts = 0,
           next_try = excluded.next_try",
        params![application, digest, state, ms(act.at)],
    )?;
    Ok(())
}

/// A word for the portal, after those before it.
pub fn say(tx: &Connection, at: Timestamp, application: &str, mut body: Json) -> Kept<()> {
    let sequence: u64 = tx.query_row(
        "SELECT coalesce(max(sequence), 0) + 1 FROM online_word WHERE application = ?1",
        [application],
        |row| count(row, 0),
    )?;
    body["sequence"] = json!(sequence);
    tx.execute(
        "INSERT INTO online_word (application, sequence, body, state, next_try) VALUES (?1, ?2, ?3, 'waiting', ?4)",
        params![application, int(sequence), body.to_string(), ms(at)],
    )?;
    Ok(())
}

pub fn next(tx: &Connection, now: Timestamp, until: Timestamp) -> Kept<Option<Errand>> {
    // A word before a file: somebody may be filing the application at the portal at this moment.
    let word = tx
        .query_row(
            "SELECT w.application, w.sequence, w.body, w.attempts FROM online_word w
             WHERE w.state = 'waiting' AND w.next_try <= ?1
               AND NOT EXISTS (SELECT 1 FROM online_word b WHERE b.application = w.application
                                 AND b.sequence < w.sequence AND b.state = 'waiting')
             ORDER BY w.next_try LIMIT 1",
            [ms(now)],
            |row| {
                Ok(Errand::Word {
                    application: row.get(0)?,
                    sequence: count(row, 1)?,
                    body: read_json(row, 2)?,
                    attempts: count(row, 3)?,
                })
            },
        )
        .optional()?;
    let errand = match word {
        Some(word) => Some(word),
        None => tx
            .query_row(
                "SELECT f.application, f.digest, f.attempts,
                   (SELECT max(json_extract(value, '$.bytes')) FROM online o, json_each(o.body, '$.files')
                    WHERE o.id = f.application AND json_extract(value, '$.digest') = f.digest)
                 FROM online_file f WHERE f.state = 'waiting' AND f.next_try <= ?1 ORDER BY f.next_try LIMIT 1",
                [ms(now)],
                |row| {
                    Ok(Errand::File {
                        application: row.get(0)?,
                        digest: row.get(1)?,
                        attempts: count(row, 2)?,
                        bytes: row.get::<_, Option<i64>>(3)?.and_then(|bytes| u64::try_from(bytes).ok()).unwrap_or_default(),
                    })
                },
            )
            .optional()?,
    };
    match &errand {
        Some(Errand::Word {
            application,
            sequence,
            ..
        }) => {
            tx.execute(
                "UPDATE online_word SET attempts = attempts + 1, next_try = ?3 WHERE application = ?1 AND sequence = ?2",
                params![application, int(*sequence), ms(until)],
            )?;
        }
        Some(Errand::File {
            application, digest, ..
        }) => {
            tx.execute(
                "UPDATE online_file SET attempts = attempts + 1, next_try = ?3 WHERE application = ?1 AND digest = ?2",
                params![application, digest, ms(until)],
            )?;
        }
        None => {}
    }
    Ok(errand)
}

pub fn settle(tx: &Connection, act: &Act, errand: &Errand, ran: &Ran) -> Kept<()> {
    match errand {
        Errand::File {
            application, digest, ..
        } => {
            match ran {
                Ran::Fetched(bytes) => {
                    piece::put(tx, digest, bytes, act.at)?;
                    file(tx, application, digest, "here", None, None)?;
                }
                Ran::Later { next_try, why } => {
                    file(tx, application, digest, "waiting", Some(why), Some(*next_try))?;
                }
                Ran::Refused { why } => file(tx, application, digest, "refused", Some(why), None)?,
                Ran::Told | Ran::AcceptedThere(_) => {}
            }
            match ran {
                Ran::Fetched(_) | Ran::Refused { .. } => online::file_settled(tx, application),
                Ran::Later { .. } | Ran::Told | Ran::AcceptedThere(_) => Ok(()),
            }
        }
        Errand::Word {
            application,
            sequence,
            ..
        } => match ran {
            Ran::Told => word(tx, application, *sequence, "told", None, None),
            Ran::AcceptedThere(number) => {
                word(tx, application, *sequence, "refused", None, None)?;
                online::accepted_there(tx, act, application, number)
            }
            Ran::Later { next_try, why } => {
                word(tx, application, *sequence, "waiting", Some(why), Some(*next_try))
            }
            Ran::Refused { why } => word(tx, application, *sequence, "refused", Some(why), None),
            Ran::Fetched(_) => Ok(()),
        },
    }
}

fn file(
    tx: &Connection,
    application: &str,
    digest: &str,
    state: &str,
    why: Option<&Trouble>,
    next_try: Option<Timestamp>,
) -> Kept<()> {
    tx.execute(
        "UPDATE online_file SET state = ?3, why = ?4, next_try = coalesce(?5, next_try)
         WHERE application = ?1 AND digest = ?2",
        params![
            application,
            digest,
            state,
            why.map(serde_json::to_string).transpose()?,
            next_try.map(ms)
        ],
    )?;
    Ok(())
}

fn word(
    tx: &Connection,
    application: &str,
    sequence: u64,
    state: &str,
    why: Option<&Trouble>,
    next_try: Option<Timestamp>,
) -> Kept<()> {
    tx.execute(
        "UPDATE online_word SET state = ?3, why = ?4, next_try = coalesce(?5, next_try)
         WHERE application = ?1 AND sequence = ?2",
        params![
            application,
            int(sequence),
            state,
            why.map(serde_json::to_string).transpose()?,
            next_try.map(ms)
        ],
    )?;
    Ok(())
}

/// When something may be due next.
pub fn next_time(tx: &Connection) -> Kept<Option<Timestamp>> {
    Ok(tx.query_row(
        "SELECT min(next_try) FROM (
           SELECT min(next_try) AS next_try FROM online_word WHERE state = 'waiting'
           UNION ALL SELECT min(next_try) FROM online_file WHERE state = 'waiting')",
        [],
        |row| maybe_at(row, 0),
    )?)
}
