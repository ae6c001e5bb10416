//! The outbox of parcels (分办件): in order per department, leased, tried, settled; and each department's line.

use cases::case::ParcelState;
use cases::catalogue::Item;
use cases::wire::feed::What;
use cases::wire::record::ParcelView;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::casefile::happen;
use super::values::{at, count, id, int, json, maybe_at, maybe_id, maybe_json, ms, word};
use super::{audit, casefile, feed, inbox};
use crate::store::{Act, Kept, LeasedParcel, Settled};
use crate::{chance, fault};

/// The message that a limit of the case is near.
const LIMIT_NEAR: &str = "limitNear";

/// Puts a parcel at the end of its department's line.
pub fn enqueue(tx: &Connection, act: &Act, case: Uuid, item: &Item, parcel: Uuid, body: &Json) -> Kept<()> {
    tx.execute(
        "INSERT INTO department (uscc, name) VALUES (?1, ?2) ON CONFLICT (uscc) DO UPDATE SET name = excluded.name",
        params![item.department_uscc, item.department],
    )?;
    let sequence = feed::next_number(tx, &format!("parcel/{}", item.department_uscc))?;
    tx.execute(
        "INSERT INTO parcel (id, casefile, department, sequence, state, next_try, body)
         VALUES (?1, ?2, ?3, ?4, 'waiting', ?5, ?6)",
        params![
            parcel.to_string(),
            case.to_string(),
            item.department_uscc,
            int(sequence),
            ms(act.at),
            body.to_string()
        ],
    )?;
    Ok(())
}

/// Tells every department that has a parcel of this case what became of it, behind the parcel itself: `withdrawn`,
/// `promiseKept`, `promiseBroken`, `furtherCame`.
pub fn tell(tx: &Connection, act: &Act, case: Uuid, kind: &str, note: &str) -> Kept<()> {
    tell_all(tx, act, case, &[ParcelState::Recalled], (kind, note))
}

/// 催办提醒: tells the departments whose turn it is that a limit of the case is near. Nobody at the window could make more
/// of a department that takes no messages than what he is told himself.
pub fn tell_of_limit(tx: &Connection, act: &Act, case: Uuid, note: &str) -> Kept<()> {
    let over = [ParcelState::Done, ParcelState::Refused, ParcelState::Recalled];
    tell_all(tx, act, case, &over, (LIMIT_NEAR, note))
}

fn tell_all(
    tx: &Connection,
    act: &Act,
    case: Uuid,
    but: &[ParcelState],
    (kind, note): (&str, &str),
) -> Kept<()> {
    let mut rows = tx.prepare_cached(
        "SELECT id, department, state FROM parcel WHERE casefile = ?1 AND about IS NULL ORDER BY rowid",
    )?;
    let parcels: Vec<(String, String, ParcelState)> = rows
        .query_map([case.to_string()], |row| {
            Ok((row.get(0)?, row.get(1)?, word(row, 2, ParcelState::from_word)?))
        })?
        .collect::<Result<_, _>>()?;
    for (parcel, department, _) in parcels.iter().filter(|(.., state)| !but.contains(state)) {
        tell_one(tx, act, case, (parcel, department), kind, note)?;
    }
    Ok(())
}

/// Tells the department of one parcel.
pub fn tell_one(
    tx: &Connection,
    act: &Act,
    case: Uuid,
    (parcel, department): (&str, &str),
    kind: &str,
    note: &str,
) -> Kept<()> {
    let sequence = feed::next_number(tx, &format!("parcel/{department}"))?;
    let message = json!({ "parcelId": parcel, "kind": kind, "note": note, "at": act.at });
    tx.execute(
        "INSERT INTO parcel (id, casefile, department, sequence, state, next_try, body, about)
             VALUES (?1, ?2, ?3, ?4, 'waiting', ?5, ?6, ?7)",
        params![
            chance::id(act.at).to_string(),
            case.to_string(),
            department,
            int(sequence),
            ms(act.at),
            message.to_string(),
            parcel
        ],
    )?;
    Ok(())
}

/// Takes back what never left.
pub fn keep_back(tx: &Connection, case: Uuid) -> Kept<()> {
    let mut rows = tx.prepare_cached(
        "SELECT id FROM parcel WHERE casefile = ?1 AND about IS NULL AND state = 'waiting' AND attempts = 0
           AND leased_until IS NULL",
    )?;
    let unsent: Vec<Uuid> = rows
        .query_map([case.to_string()], |row| id(row, 0))?
        .collect::<Result<_, _>>()?;
    for parcel in unsent {
        set_state(tx, parcel, ParcelState::Recalled)?;
    }
    Ok(())
}

/// The first waiting parcel of each department is its head; the head that has been due longest is leased. A head
/// that waits or is under way holds back the ones behind it.
pub fn lease(tx: &Connection, now: Timestamp, until: Timestamp) -> Kept<Option<LeasedParcel>> {
    Ok(tx
        .query_row(
            "UPDATE parcel SET leased_until = ?2 WHERE id = (
               SELECT p.id FROM parcel p JOIN department d ON d.uscc = p.department
               WHERE p.state = 'waiting' AND p.next_try <= ?1 AND coalesce(p.leased_until, 0) <= ?1
                 AND coalesce(d.open_until, 0) <= ?1
                 AND p.sequence = (SELECT min(h.sequence) FROM parcel h
                                   WHERE h.department = p.department AND h.state = 'waiting')
               ORDER BY p.next_try, p.id LIMIT 1)
             RETURNING id, department, attempts, body,
               (SELECT failures FROM department WHERE uscc = parcel.department), about",
            params![ms(now), ms(until)],
            |row| {
                Ok(LeasedParcel {
                    id: id(row, 0)?,
                    department: row.get(1)?,
                    attempts: count(row, 2)?,
                    body: json(row, 3)?,
                    failures: count(row, 4)?,
                    about: maybe_id(row, 5)?,
                })
            },
        )
        .optional()?)
}

/// When something may be due next, however it turns out.
pub fn next_time(tx: &Connection) -> Kept<Option<Timestamp>> {
    Ok(tx
        .query_row(
            "SELECT min(max(p.next_try, coalesce(p.leased_until, 0), coalesce(d.open_until, 0)))
             FROM parcel p JOIN department d ON d.uscc = p.department
             WHERE p.state = 'waiting' AND p.sequence = (SELECT min(h.sequence) FROM parcel h
                                   WHERE h.department = p.department AND h.state = 'waiting')",
            [],
            |row| maybe_at(row, 0),
        )
        .optional()?
        .flatten())
}

pub fn release_leases(tx: &Connection) -> Kept<u64> {
    let freed = tx.execute(
        "UPDATE parcel SET leased_until = NULL WHERE leased_until IS NOT NULL",
        [],
    )?;
    Ok(freed as u64)
}

/// Writes down what became of an attempt.
pub fn settle(tx: &Connection, act: &Act, parcel: Uuid, settled: &Settled) -> Kept<()> {
    let (case, department, state, is_message, kind) = tx
        .query_row(
            "SELECT casefile, department, state, about IS NOT NULL, json_extract(body, '$.kind') FROM parcel WHERE id = ?1",
            [parcel.to_string()],
            |row| {
                let state = word(row, 2, ParcelState::from_word)?;
                Ok((
                    id(row, 0)?,
                    row.get::<_, String>(1)?,
                    state,
                    row.get::<_, bool>(3)?,
                    row.get::<_, Option<String>>(4)?,
                ))
            },
        )
        .optional()?
        .ok_or_else(fault::unknown_parcel)?;
    let (next, why): (ParcelState, Option<&str>) = match settled {
        Settled::Acknowledged { receipt_no } => {
            tx.execute(
                "UPDATE parcel SET attempts = attempts + 1, cause = NULL, leased_until = NULL, receipt_no = ?2 WHERE id = ?1",
                params![parcel.to_string(), receipt_no],
            )?;
            tx.execute(
                "UPDATE department SET failures = 0, open_until = NULL, failing_since = NULL WHERE uscc = ?1",
                [&department],
            )?;
            // Progress may have come back before the reply did: a parcel never steps back.
            (
                if state == ParcelState::Waiting {
                    ParcelState::Acknowledged
                } else {
                    state
                },
                None,
            )
        }
        Settled::Later {
            next_try,
            why,
            breaks,
        } => {
            tx.execute(
                "UPDATE parcel SET attempts = attempts + 1, cause = ?2, leased_until = NULL, next_try = ?3 WHERE id = ?1",
                params![parcel.to_string(), serde_json::to_string(why)?, ms(*next_try)],
            )?;
            if *breaks {
                tx.execute(
                    "UPDATE department SET failures = failures + 1, open_until = ?2,
                       failing_since = coalesce(failing_since, ?3) WHERE uscc = ?1",
                    params![department, ms(*next_try), ms(act.at)],
                )?;
            }
            (state, Some(&why.zh))
        }
        Settled::Refused { why } => {
            tx.execute(
                "UPDATE parcel SET attempts = attempts + 1, cause = ?2, leased_until = NULL WHERE id = ?1",
                params![parcel.to_string(), serde_json::to_string(why)?],
            )?;
            tx.execute(
                "UPDATE department SET failures = 0, open_until = NULL, failing_since = NULL WHERE uscc = ?1",
                [&department],
            )?;
            (
                if state == ParcelState::Waiting {
                    ParcelState::Refused
                } else {
                    state
                },
                Some(&why.zh),
            )
        }
    };
    if is_message {
        if next == ParcelState::Refused {
            happen(tx, case, act.at, &name(tx, &department)?, "messageNotTaken", why)?;
            // Of a limit that is near supervisors know already.
            let known = casefile::find(tx, case)?.filter(|_| kind.as_deref() != Some(LIMIT_NEAR));
            if let Some(known) = known {
                inbox::raise_about(tx, act, "messageNotTaken", &known)?;
            }
        }
        tx.execute(
            "UPDATE parcel SET state = ?2 WHERE id = ?1",
            params![parcel.to_string(), next.word()],
        )?;
        return Ok(());
    }
    if next != state {
        let word = match next {
            ParcelState::Acknowledged => "parcelAcknowledged",
            ParcelState::Refused => "parcelRefused",
            ParcelState::Waiting
            | ParcelState::Delivered
            | ParcelState::Handling
            | ParcelState::Returned
            | ParcelState::Done
            | ParcelState::Recalled => "parcelMoved",
        };
        happen(tx, case, act.at, &name(tx, &department)?, word, why)?;
        audit::log(tx, act, word, &parcel.to_string(), "dispatch", "")?;
    }
    set_state(tx, parcel, next)
}

/// The department's name.
pub fn name(tx: &Connection, uscc: &str) -> Kept<String> {
    Ok(
        tx.query_row("SELECT name FROM department WHERE uscc = ?1", [uscc], |row| {
            row.get(0)
        })?,
    )
}

/// Moves a parcel and tells the feed, also when only its cause changed.
pub fn set_state(tx: &Connection, parcel: Uuid, state: ParcelState) -> Kept<()> {
    tx.execute(
        "UPDATE parcel SET state = ?2 WHERE id = ?1",
        params![parcel.to_string(), state.word()],
    )?;
    let (slip, desk, department) = tx.query_row(
        "SELECT c.slip, c.desk, d.name FROM parcel p JOIN casefile c ON c.id = p.casefile
         JOIN department d ON d.uscc = p.department WHERE p.id = ?1",
        [parcel.to_string()],
        |row| {
            Ok((
                row.get::<_, String>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, String>(2)?,
            ))
        },
    )?;
    feed::say(
        tx,
        &What::Parcel {
            slip,
            department,
            state,
            desk,
        },
    )
}

/// The case, the department's credit code and the state of a parcel.
pub fn whose(tx: &Connection, parcel: Uuid) -> Kept<Option<(Uuid, String, ParcelState)>> {
    Ok(tx
        .query_row(
            "SELECT casefile, department, state FROM parcel WHERE id = ?1 AND about IS NULL",
            [parcel.to_string()],
            |row| Ok((id(row, 0)?, row.get(1)?, word(row, 2, ParcelState::from_word)?)),
        )
        .optional()?)
}

pub fn departments(tx: &Connection, case: Uuid) -> Kept<Vec<String>> {
    let mut rows = tx.prepare_cached(
        "SELECT d.name FROM parcel p JOIN department d ON d.uscc = p.department WHERE p.casefile = ?1 AND p.about IS NULL
         ORDER BY p.rowid",
    )?;
    let names = rows
        .query_map([case.to_string()], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(names)
}

pub fn views(tx: &Connection, case: Uuid) -> Kept<Vec<ParcelView>> {
    let mut rows = tx.prepare_cached(
        "SELECT p.id, d.name, p.department, p.state, p.attempts, p.cause, p.next_try, p.receipt_no
         FROM parcel p JOIN department d ON d.uscc = p.department WHERE p.casefile = ?1 AND p.about IS NULL
         ORDER BY p.rowid",
    )?;
    let parcels = rows
        .query_map([case.to_string()], |row| {
            let state = word(row, 3, ParcelState::from_word)?;
            Ok(ParcelView {
                id: id(row, 0)?,
                department: row.get(1)?,
                department_uscc: row.get(2)?,
                state,
                attempts: count(row, 4)?,
                cause: maybe_json(row, 5)?,
                next_try: (state == ParcelState::Waiting).then(|| at(row, 6)).transpose()?,
                receipt_no: row.get(7)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(parcels)
}

/// Whether every parcel of a case is done.
pub fn all_done(tx: &Connection, case: Uuid) -> Kept<bool> {
    Ok(tx.query_row(
        "SELECT count(*) FROM parcel WHERE casefile = ?1 AND about IS NULL AND state <> 'done'",
        [case.to_string()],
        |row| Ok(row.get::<_, i64>(0)? == 0),
    )?)
}
