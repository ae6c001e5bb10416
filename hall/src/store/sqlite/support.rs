//! Calls for support and quiet alarms.

use cases::roles::Role;
use cases::support::call::{
    HelperHere, OddSupportStep, SupportCall, SupportEnd, SupportEnded, SupportKind, SupportStep,
    SupportTaken, SupportWhy,
};
use cases::wire::feed::What;
use cases::wire::support::{AnswerSupport, CallSupport};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::values::{at, id, maybe_at, ms, word};
use super::{audit, feed, keyed, staff};
use crate::chance;
use crate::fault::{self, Fault};
use crate::store::{Act, Kept};

const COLUMNS: &str = "c.id, c.desk, c.staff, c.kind, c.why, c.note, c.at, c.taken_staff, t.name, c.taken_at,
    c.helper, h.name, c.helper_desk, c.ended_at, c.outcome";
const FROM: &str = "support_call c LEFT JOIN staff t ON t.number = c.taken_staff
    LEFT JOIN staff h ON h.number = c.helper";

fn call_of(row: &Row<'_>) -> rusqlite::Result<SupportCall> {
    let why: Option<String> = row.get(4)?;
    let helper: Option<String> = row.get(10)?;
    let taken = maybe_at(row, 9)?
        .map(|at| {
            Ok::<_, rusqlite::Error>(SupportTaken {
                staff: row.get(7)?,
                name: row.get(8)?,
                helper: helper
                    .map(|staff| {
                        Ok::<_, rusqlite::Error>(HelperHere {
                            staff,
                            name: row.get(11)?,
                            desk: row.get(12)?,
                        })
                    })
                    .transpose()?,
                at,
            })
        })
        .transpose()?;
    let ended = maybe_at(row, 13)?
        .map(|at| {
            Ok::<_, rusqlite::Error>(SupportEnded {
                how: word(row, 14, SupportEnd::from_word)?,
                at,
            })
        })
        .transpose()?;
    Ok(SupportCall {
        id: id(row, 0)?,
        desk: row.get(1)?,
        staff: row.get(2)?,
        kind: word(row, 3, SupportKind::from_word)?,
        why: why
            .is_some()
            .then(|| word(row, 4, SupportWhy::from_word))
            .transpose()?,
        note: row.get(5)?,
        at: at(row, 6)?,
        taken,
        ended,
    })
}

/// Calls for a desk. While it has one of the kind, that one stands and nothing is added.
pub fn call(tx: &Connection, act: &Act, ask: &CallSupport) -> Kept<SupportCall> {
    let standing = tx
        .query_row(
            &format!("SELECT {COLUMNS} FROM {FROM} WHERE c.desk = ?1 AND c.kind = ?2 AND c.ended_at IS NULL"),
            params![act.desk, ask.kind.word()],
            call_of,
        )
        .optional()?;
    if let Some(standing) = standing {
        return Ok(standing);
    }
    let of = SupportCall {
        id: chance::id(act.at),
        desk: act.desk.clone(),
        staff: act.staff.clone(),
        kind: ask.kind,
        why: ask.why,
        note: ask.note.clone(),
        at: act.at,
        taken: None,
        ended: None,
    };
    tx.execute(
        "INSERT INTO support_call (id, desk, staff, kind, why, note, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            of.id.to_string(),
            of.desk,
            of.staff,
            of.kind.word(),
            of.why.map(SupportWhy::word),
            of.note,
            ms(of.at)
        ],
    )?;
    let (deed, purpose) = match of.kind {
        SupportKind::Support => ("callSupport", of.why.map_or("", SupportWhy::word)),
        SupportKind::QuietAlarm => ("quietAlarm", ""),
    };
    audit::log(tx, act, deed, &of.id.to_string(), purpose, &of.note)?;
    say(tx, &of, None)?;
    Ok(of)
}

/// Tells supervisors, the desk that called, and a helper who was sent.
fn say(tx: &Connection, of: &SupportCall, to: Option<&str>) -> Kept<()> {
    feed::say(
        tx,
        &What::Support {
            call: of.id,
            desk: of.desk.clone(),
            to: to.map(str::to_owned),
        },
    )
}

fn find(tx: &Connection, of: Uuid) -> Kept<SupportCall> {
    tx.query_row(
        &format!("SELECT {COLUMNS} FROM {FROM} WHERE c.id = ?1"),
        [of.to_string()],
        call_of,
    )
    .optional()?
    .ok_or_else(fault::no_support)
}

pub fn open(tx: &Connection) -> Kept<Vec<SupportCall>> {
    let mut rows = tx.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM {FROM} WHERE c.ended_at IS NULL ORDER BY c.at, c.id"
    ))?;
    Ok(rows.query_map([], call_of)?.collect::<Result<_, _>>()?)
}

pub fn at_desk(tx: &Connection, desk: &str) -> Kept<Vec<SupportCall>> {
    let mut rows = tx.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM {FROM} WHERE c.ended_at IS NULL AND (c.desk = ?1 OR c.helper_desk = ?1)
         ORDER BY c.at, c.id"
    ))?;
    Ok(rows.query_map([desk], call_of)?.collect::<Result<_, _>>()?)
}

pub fn answer(tx: &Connection, act: &Act, of: Uuid, answer: &AnswerSupport) -> Kept<SupportCall> {
    let helper = match answer {
        AnswerSupport::Helper { staff } => Some(
            helpers(tx, act.at)?
                .into_iter()
                .find(|helper| helper.staff == *staff)
                .ok_or_else(fault::no_helper_here)?,
        ),
        AnswerSupport::Going | AnswerSupport::Done => None,
    };
    let (deed, step) = match answer {
        AnswerSupport::Going | AnswerSupport::Helper { .. } => (
            "takeSupport",
            SupportStep::Take {
                staff: act.staff.clone(),
                name: staff::find(tx, &act.staff)?
                    .map(|staff| staff.name)
                    .unwrap_or_default(),
                helper,
            },
        ),
        AnswerSupport::Done => ("finishSupport", SupportStep::Finish),
    };
    take_step(tx, act, of, deed, &step)
}

pub fn withdraw(tx: &Connection, act: &Act, of: Uuid) -> Kept<SupportCall> {
    let step = SupportStep::Withdraw {
        desk: act.desk.clone(),
    };
    take_step(tx, act, of, "withdrawSupport", &step)
}

/// Takes the step, keeps the call, logs the deed and tells those whom it concerns. A step that changes nothing says
/// nothing.
fn take_step(tx: &Connection, act: &Act, of: Uuid, deed: &str, step: &SupportStep) -> Kept<SupportCall> {
    let before = find(tx, of)?;
    let after = before.clone().step(step, act.at).map_err(odd)?;
    if after == before {
        return Ok(after);
    }
    let taken = after.taken.as_ref();
    let helper = taken.and_then(|taken| taken.helper.as_ref());
    tx.execute(
        "UPDATE support_call SET taken_staff = ?2, taken_at = ?3, helper = ?4, helper_desk = ?5, ended_at = ?6,
           outcome = ?7 WHERE id = ?1",
        params![
            of.to_string(),
            taken.map(|taken| &taken.staff),
            taken.map(|taken| ms(taken.at)),
            helper.map(|helper| &helper.staff),
            helper.map(|helper| &helper.desk),
            after.ended.as_ref().map(|ended| ms(ended.at)),
            after.ended.as_ref().map(|ended| ended.how.word())
        ],
    )?;
    let sent = helper.map_or("", |helper| helper.staff.as_str());
    audit::log(tx, act, deed, &of.to_string(), after.kind.word(), sent)?;
    let desk_of = |call: &SupportCall| {
        let taken = call.taken.as_ref();
        taken.and_then(|taken| Some(taken.helper.as_ref()?.desk.clone()))
    };
    let (was, is) = (desk_of(&before), desk_of(&after));
    say(tx, &after, is.as_deref())?;
    if was.is_some() && was != is {
        say(tx, &after, was.as_deref())?;
    }
    Ok(after)
}

fn odd(odd: OddSupportStep) -> Fault {
    match odd {
        OddSupportStep::Taken { staff, name } => fault::support_taken().about(format!("{name} {staff}")),
        OddSupportStep::Ended(SupportEnd::Done) => fault::support_ended(),
        OddSupportStep::Ended(SupportEnd::Withdrawn) => fault::support_withdrawn(),
        OddSupportStep::Open => fault::support_open(),
        OddSupportStep::OtherDesk => fault::not_your_call(),
        OddSupportStep::NotForHelpers => fault::alarm_not_for_helpers(),
    }
}

/// Where each helper is who is signed in: at the desk where he signed in last.
pub fn helpers(tx: &Connection, now: Timestamp) -> Kept<Vec<HelperHere>> {
    let mut rows = tx.prepare_cached(
        "SELECT p.number, p.name, s.desk FROM session s JOIN staff p ON p.number = s.staff
         WHERE p.role = ?1 AND s.closed_at IS NULL AND s.until > ?2 ORDER BY p.number, s.opened_at DESC",
    )?;
    let mut helpers = rows
        .query_map(params![Role::Helper.word(), ms(now)], |row| {
            Ok(HelperHere {
                staff: row.get(0)?,
                name: row.get(1)?,
                desk: row.get(2)?,
            })
        })?
        .collect::<Result<Vec<_>, _>>()?;
    helpers.dedup_by(|later, first| later.staff == first.staff);
    Ok(helpers)
}

/// Deletes calls that ended before this moment.
pub fn forget(tx: &Connection, before: Timestamp) -> Kept<usize> {
    keyed::blank(
        tx,
        "note",
        "SELECT id, at FROM support_call WHERE ended_at < ?1",
        before,
    )?;
    Ok(tx.execute("DELETE FROM support_call WHERE ended_at < ?1", [ms(before)])?)
}
