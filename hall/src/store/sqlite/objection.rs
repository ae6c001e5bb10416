//! `objection` (数据校核): taken in with the draft that it was raised in, leased, sent, asked after, answered.

use cases::case::Draft;
use cases::objection::{Answer, Believed, Objection, State, age, steps};
use cases::support::text;
use cases::texting::Moment;
use cases::wire::feed::What;
use cases::wire::objection::{ObjectionPage, ObjectionRow, SettleObjection};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::casefile::{self, CaseRecord};
use super::values::{at, count, day, id, json, maybe_at, maybe_json, ms, word};
use super::{audit, clock, feed, inbox, text_message};
use crate::fault;
use crate::law::Counting;
use crate::store::objecting::{CameAnswer, Errand, LeasedObjection, ObjectionFilter, ObjectionSettled};
use crate::store::{Act, Kept};

/// Takes in what a draft raises that is not known yet. What is known stays as it was first said.
pub fn take_in(tx: &Connection, act: &Act, draft: &Draft) -> Kept<()> {
    if draft.heard.objections.is_empty() {
        return Ok(());
    }
    let counting = clock::counting(tx)?;
    for objection in draft.heard.objections.iter().take(cases::objection::MOST) {
        let by = age::answer_by(
            objection.at,
            objection.answer_days,
            &counting.calendar,
            &counting.opening,
        );
        let taken = tx.execute(
            "INSERT INTO objection (id, draft, slip, item, edition, visit, desk, dataset, body, state, raised_at,
               answer_by, next_try)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'raised', ?10, ?11, ?12) ON CONFLICT (id) DO NOTHING",
            params![
                objection.id.to_string(),
                draft.id.to_string(),
                draft.slip,
                draft.item,
                draft.edition,
                draft.visit.to_string(),
                act.desk,
                objection.dataset,
                serde_json::to_string(objection)?,
                ms(objection.at),
                by.to_string(),
                ms(act.at)
            ],
        )?;
        if taken == 1 {
            audit::log(
                tx,
                act,
                "raiseObjection",
                &draft.slip,
                &objection.dataset,
                &objection.id.to_string(),
            )?;
            say(tx, objection.id, &draft.slip, draft.id, &act.desk, State::Raised)?;
        }
    }
    Ok(())
}

fn say(tx: &Connection, objection: Uuid, slip: &str, draft: Uuid, desk: &str, state: State) -> Kept<()> {
    feed::say(
        tx,
        &What::Objection {
            objection,
            slip: slip.to_owned(),
            draft,
            desk: desk.to_owned(),
            state,
        },
    )
}

pub fn lease(tx: &Connection, now: Timestamp, until: Timestamp) -> Kept<Option<LeasedObjection>> {
    Ok(tx
        .query_row(
            "UPDATE objection SET leased_until = ?2 WHERE id = (
               SELECT id FROM objection WHERE state IN ('raised', 'sent', 'heard') AND next_try <= ?1
                 AND coalesce(leased_until, 0) <= ?1 ORDER BY next_try, rowid LIMIT 1)
             RETURNING body, state, slip, item, edition, attempts,
               EXISTS (SELECT 1 FROM look l WHERE l.dataset = objection.dataset AND l.code IS NULL
                       AND (l.draft = objection.draft OR l.visit = objection.visit))",
            params![ms(now), ms(until)],
            |row| {
                Ok(LeasedObjection {
                    objection: json(row, 0)?,
                    errand: match word(row, 1, State::from_word)? {
                        State::Raised => Errand::Send,
                        State::Sent
                        | State::Heard
                        | State::Upheld
                        | State::Partly
                        | State::Rejected
                        | State::Refused => Errand::Ask,
                    },
                    slip: row.get(2)?,
                    item: row.get(3)?,
                    edition: row.get(4)?,
                    attempts: count(row, 5)?,
                    looked: row.get(6)?,
                })
            },
        )
        .optional()?)
}

/// What the rules of an answer need.
struct Known {
    slip: String,
    draft: Uuid,
    desk: String,
    dataset: String,
    state: State,
    receipt_no: Option<String>,
    answer: Option<Answer>,
}

fn known(tx: &Connection, of: Uuid) -> Kept<Known> {
    tx.query_row(
        "SELECT slip, draft, desk, dataset, state, receipt_no, answer FROM objection WHERE id = ?1",
        [of.to_string()],
        |row| {
            Ok(Known {
                slip: row.get(0)?,
                draft: id(row, 1)?,
                desk: row.get(2)?,
                dataset: row.get(3)?,
                state: word(row, 4, State::from_word)?,
                receipt_no: row.get(5)?,
                answer: maybe_json(row, 6)?,
            })
        },
    )
    .optional()?
    .ok_or_else(fault::no_objection)
}

/// Writes down what became of an errand. What was answered meanwhile stays answered.
pub fn settle(tx: &Connection, act: &Act, of: Uuid, settled: &ObjectionSettled) -> Kept<()> {
    let known = known(tx, of)?;
    let id = of.to_string();
    match settled {
        ObjectionSettled::Taken {
            receipt_no,
            answer_by,
            next_try,
        } => {
            let sent = tx.execute(
                "UPDATE objection SET state = 'sent', sent_at = ?2, receipt_no = ?3, answer_by = ?4, next_try = ?5,
                   attempts = 0, cause = NULL, leased_until = NULL WHERE id = ?1 AND state = 'raised'",
                params![id, ms(act.at), receipt_no, answer_by.to_string(), ms(*next_try)],
            )?;
            if sent == 1 {
                audit::log(tx, act, "sendObjection", &known.slip, &known.dataset, &id)?;
                say(tx, of, &known.slip, known.draft, &known.desk, State::Sent)?;
            }
        }
        ObjectionSettled::Later { next_try, why } => {
            let why = why.as_ref().map(serde_json::to_string).transpose()?;
            let first: bool = tx.query_row(
                "SELECT cause IS NOT ?2 FROM objection WHERE id = ?1",
                params![id, why],
                |row| row.get(0),
            )?;
            tx.execute(
                "UPDATE objection SET attempts = attempts + 1, next_try = ?2, cause = ?3, leased_until = NULL
                 WHERE id = ?1",
                params![id, ms(*next_try), why],
            )?;
            // That it waits is said once, not at every try.
            if first {
                say(tx, of, &known.slip, known.draft, &known.desk, known.state)?;
            }
        }
        ObjectionSettled::Lost => {
            tx.execute(
                "UPDATE objection SET state = 'raised', attempts = 0, next_try = ?2, leased_until = NULL
                 WHERE id = ?1 AND state IN ('sent', 'heard')",
                params![id, ms(act.at)],
            )?;
        }
        ObjectionSettled::Refused { why } => {
            let refused = tx.execute(
                "UPDATE objection SET state = 'refused', cause = ?2, leased_until = NULL
                 WHERE id = ?1 AND state = 'raised'",
                params![id, serde_json::to_string(why)?],
            )?;
            if refused == 1 {
                audit::log(tx, act, "refuseObjection", &known.slip, &known.dataset, &why.code)?;
                say(tx, of, &known.slip, known.draft, &known.desk, State::Refused)?;
            }
        }
    }
    Ok(())
}

/// Takes an answer in. An alarm is kept with the refusal of one that is not the source's own.
pub fn hear(tx: &Connection, act: &Act, came: &CameAnswer) -> Kept<Believed> {
    let known = known(tx, came.id)?;
    let receipt = known.receipt_no.as_deref();
    if known.dataset != came.dataset || receipt.is_some_and(|receipt| receipt != came.receipt_no) {
        inbox::raise_alarm(tx, act, "foreignObjection", &known.slip)?;
        return Err(fault::foreign_objection());
    }
    match steps::hear(known.state, known.answer.as_ref(), &came.answer) {
        Believed::Step(state) => {
            step(tx, act, came.id, &known, state, &came.answer)?;
            Ok(Believed::Step(state))
        }
        Believed::Late => {
            audit::log(
                tx,
                act,
                "lateObjectionAnswer",
                &known.slip,
                &known.dataset,
                &came.id.to_string(),
            )?;
            Err(fault::objection_answered())
        }
        Believed::TooSoon => Err(fault::objection_not_sent()),
        Believed::Again => Ok(Believed::Again),
    }
}

/// Writes the answer down. Whose it is is of no use any more once it is the last one.
fn step(tx: &Connection, act: &Act, of: Uuid, known: &Known, state: State, answer: &Answer) -> Kept<()> {
    let id = of.to_string();
    tx.execute(
        "UPDATE objection SET state = ?2, answer = ?3, answered_at = ?4, cause = NULL WHERE id = ?1",
        params![id, state.word(), serde_json::to_string(answer)?, ms(act.at)],
    )?;
    if !state.is_open() {
        tx.execute(
            "UPDATE objection SET body = json_remove(body, '$.subject.idNumber', '$.subject.name'), leased_until = NULL
             WHERE id = ?1",
            [&id],
        )?;
        // Whoever raised it is told, whatever became of his case.
        if casefile::find(tx, known.draft)?.is_some() {
            text_message::say(tx, known.draft, Moment::Checked, &id, None, act.at)?;
        }
    }
    audit::log(
        tx,
        act,
        "answerObjection",
        &known.slip,
        &known.dataset,
        state.word(),
    )?;
    say(tx, of, &known.slip, known.draft, &known.desk, state)
}

pub fn by_hand(tx: &Connection, act: &Act, of: Uuid, said: &SettleObjection) -> Kept<ObjectionRow> {
    let known = known(tx, of)?;
    if !steps::may_settle(known.state) {
        return Err(fault::objection_answered());
    }
    let state = said.verdict.state();
    let note = text::read(&said.note).map_err(|_| fault::objection_misshapen())?;
    if state.is_open() {
        return Err(fault::objection_misshapen());
    }
    let answer = Answer {
        verdict: said.verdict,
        value: None,
        note: Some(note),
        at: act.at,
        by: act.staff.clone(),
    };
    step(tx, act, of, &known, state, &answer)?;
    let rows = rows(tx, act.at, "WHERE id = ?1", [of.to_string()])?;
    rows.into_iter().next().ok_or_else(fault::no_objection)
}

pub fn next_time(tx: &Connection) -> Kept<Option<Timestamp>> {
    Ok(tx.query_row(
        "SELECT min(max(next_try, coalesce(leased_until, 0))) FROM objection
         WHERE state IN ('raised', 'sent', 'heard')",
        [],
        |row| maybe_at(row, 0),
    )?)
}

/// Nobody who held a lease is alive when the hall starts.
pub fn release_leases(tx: &Connection) -> Kept<u64> {
    let freed = tx.execute(
        "UPDATE objection SET leased_until = NULL WHERE leased_until IS NOT NULL",
        [],
    )?;
    Ok(freed as u64)
}

pub fn warn(tx: &Connection, act: &Act) -> Kept<u32> {
    let today = cases::deadline::hall_date(act.at);
    let mut due = tx.prepare_cached(
        "SELECT id, slip, desk FROM objection
         WHERE state IN ('raised', 'sent', 'heard', 'refused') AND warned = 0 AND answer_by < ?1 ORDER BY answer_by LIMIT 200",
    )?;
    let late: Vec<(String, String, String)> = due
        .query_map([today.to_string()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?
        .collect::<Result<_, _>>()?;
    for (id, slip, desk) in &late {
        tx.execute("UPDATE objection SET warned = 1 WHERE id = ?1", [id])?;
        let there = Act {
            desk: desk.clone(),
            ..act.clone()
        };
        inbox::raise_alarm(tx, &there, "objectionOverdue", slip)?;
    }
    Ok(u32::try_from(late.len()).unwrap_or(u32::MAX))
}

/// Open ones first, the oldest of them first; then those answered last.
const ORDER: &str = "ORDER BY state NOT IN ('raised', 'sent', 'heard', 'refused'),
   CASE WHEN state IN ('raised', 'sent', 'heard', 'refused') THEN answer_by END, -coalesce(answered_at, 0), rowid";

pub fn page(tx: &Connection, now: Timestamp, filter: &ObjectionFilter) -> Kept<ObjectionPage> {
    let items = filter.items.as_ref().map(serde_json::to_string).transpose()?;
    let within = "(?1 IS NULL OR desk = ?1) AND (?2 IS NULL OR item IN (SELECT value FROM json_each(?2)))
        AND (NOT ?3 OR state IN ('raised', 'sent', 'heard', 'refused'))";
    let today = cases::deadline::hall_date(now).to_string();
    let (total, open, overdue) = tx.query_row(
        &format!(
            "SELECT count(*), coalesce(sum(state IN ('raised', 'sent', 'heard', 'refused')), 0),
               coalesce(sum(state IN ('raised', 'sent', 'heard', 'refused') AND answer_by < ?4), 0)
             FROM objection WHERE {within}"
        ),
        params![filter.desk, items, filter.open, today],
        |row| Ok((count(row, 0)?, count(row, 1)?, count(row, 2)?)),
    )?;
    let rows = rows(
        tx,
        now,
        &format!("WHERE {within} {ORDER} LIMIT ?4 OFFSET ?5"),
        params![filter.desk, items, filter.open, filter.limit, filter.offset],
    )?;
    Ok(ObjectionPage {
        total,
        open,
        overdue,
        rows,
    })
}

pub fn of_draft(tx: &Connection, now: Timestamp, draft: Uuid) -> Kept<Vec<ObjectionRow>> {
    rows(
        tx,
        now,
        "WHERE draft = ?1 ORDER BY raised_at, rowid",
        [draft.to_string()],
    )
}

/// Those of a case, with its item's name.
pub fn of_case(tx: &Connection, now: Timestamp, case: &CaseRecord) -> Kept<Vec<ObjectionRow>> {
    let mut rows = of_draft(tx, now, case.id)?;
    for row in &mut rows {
        row.item_name.clone_from(&case.item_name);
    }
    Ok(rows)
}

fn rows(
    tx: &Connection,
    now: Timestamp,
    clause: &str,
    values: impl rusqlite::Params,
) -> Kept<Vec<ObjectionRow>> {
    let counting = clock::counting(tx)?;
    let mut rows = tx.prepare_cached(&format!(
        "SELECT body, draft, slip, item, desk, state, sent_at, receipt_no, answer_by, answer, cause, next_try
         FROM objection {clause}"
    ))?;
    let found = rows
        .query_map(values, |row| shown(row, now, &counting))?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// Names of items are the caller's to put.
fn shown(row: &Row<'_>, now: Timestamp, counting: &Counting) -> rusqlite::Result<ObjectionRow> {
    let objection: Objection = json(row, 0)?;
    let state = word(row, 5, State::from_word)?;
    let answer_by = day(row, 8)?;
    let (light, days_left) = age::lit(answer_by, objection.answer_days, now, &counting.calendar);
    Ok(ObjectionRow {
        id: objection.id,
        draft: id(row, 1)?,
        slip: row.get(2)?,
        item: row.get(3)?,
        item_name: row.get(3)?,
        desk: row.get(4)?,
        field: objection.field,
        label: objection.label,
        dataset: objection.dataset,
        provider: objection.provider,
        record_id: objection.record_id,
        theirs: objection.theirs_shown,
        stated: objection.stated_shown,
        why: objection.why,
        evidence: objection
            .evidence
            .iter()
            .map(|one| one.shown().to_owned())
            .collect(),
        state,
        by: objection.by,
        raised_at: at_of(objection.at),
        sent_at: maybe_at(row, 6)?,
        receipt_no: row.get(7)?,
        answer_by,
        light: steps::may_settle(state).then_some(light),
        days_left,
        answer: maybe_json(row, 9)?,
        cause: maybe_json(row, 10)?,
        next_try: state.is_open().then(|| at(row, 11)).transpose()?,
    })
}

/// Moments of the hall are whole milliseconds.
fn at_of(moment: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(moment.as_millisecond()).unwrap_or(moment)
}
