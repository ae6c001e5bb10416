//! The clock of each case: what replaying its acts gives, kept beside it so that lists are sorted and counted by it.
//! [`keep`] is the one place that writes a day.

use std::sync::{Arc, Mutex, PoisonError};

use cases::deadline::{Clock, Clocks, Event, HistoryFault, Limits, Rule};
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::values::{id, maybe_json, ms};
use super::{audit, casefile, history, warning};
use crate::fault;
use crate::law::Counting;
use crate::store::law::Uncounted;
use crate::store::{Act, Kept};

/// Stages in which something may still run.
const OPEN: &str = "stage IN ('received', 'supplementing', 'accepted', 'decided', 'completed')";

/// The calendar in force, with its version.
struct InForce {
    version: i64,
    counting: Arc<Counting>,
}

/// The calendar that was read last, by its digest: it is asked for with every act and changes once a year.
static READ: Mutex<Option<(String, Arc<Counting>)>> = Mutex::new(None);

fn in_force(tx: &Connection) -> Kept<InForce> {
    let newest = tx
        .prepare_cached("SELECT version, digest FROM law_calendar ORDER BY version DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))
        .optional()?;
    let (version, digest) = newest.ok_or_else(fault::no_calendar)?;
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, counting)) = read.as_ref().filter(|(of, _)| *of == digest) {
        return Ok(InForce {
            version,
            counting: Arc::clone(counting),
        });
    }
    let body: String = tx.query_row(
        "SELECT body FROM law_calendar WHERE version = ?1",
        [version],
        |row| row.get(0),
    )?;
    let counting: Arc<Counting> = Arc::new(serde_json::from_str(&body)?);
    *read = Some((digest, Arc::clone(&counting)));
    Ok(InForce { version, counting })
}

/// What days are counted by now.
pub fn counting(tx: &Connection) -> Kept<Arc<Counting>> {
    Ok(in_force(tx)?.counting)
}

/// Takes a calendar into force. One that says what the last one says is the last one.
pub fn put(tx: &Connection, act: &Act, counting: &Counting) -> Kept<i64> {
    let body = serde_json::to_string(counting)?;
    let digest = hex::encode(Sha256::digest(body.as_bytes()));
    let newest: Option<(i64, String)> = tx
        .query_row(
            "SELECT version, digest FROM law_calendar ORDER BY version DESC LIMIT 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    if let Some((version, _)) = newest.as_ref().filter(|(_, of)| *of == digest) {
        return Ok(*version);
    }
    let version = 1 + newest.map_or(0, |(version, _)| version);
    let source = counting.calendar.sources();
    tx.execute(
        "INSERT INTO law_calendar (version, loaded_at, source, digest, body) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![version, ms(act.at), source, digest, body],
    )?;
    audit::log(tx, act, "calendar", &version.to_string(), &source, &digest)?;
    Ok(version)
}

/// Judges an act that is done at its own moment. A case from before limits were kept takes every act, and is counted
/// as soon as it has them.
pub fn admit(tx: &Connection, case: Uuid, next: &Event) -> Kept<Result<(), HistoryFault>> {
    let Some(limits) = limits(tx, case)? else {
        return Ok(Ok(()));
    };
    let events = history::of(tx, case)?;
    Ok(in_force(tx)?.counting.admit(&events, next, &limits).map(|_| ()))
}

pub fn limits(tx: &Connection, case: Uuid) -> Kept<Option<Limits>> {
    Ok(tx
        .prepare_cached("SELECT limits FROM casefile WHERE id = ?1")?
        .query_row([case.to_string()], |row| maybe_json(row, 0))
        .optional()?
        .flatten())
}

/// Replays the acts of a case and keeps what comes of it; gives the clocks as they are now.
pub fn keep(tx: &Connection, case: Uuid) -> Kept<Option<Clocks>> {
    let Some(limits) = limits(tx, case)? else {
        return Ok(None);
    };
    let in_force = in_force(tx)?;
    let events = history::of(tx, case)?;
    if events.is_empty() {
        return Ok(None);
    }
    let clocks = in_force.counting.replay(&events, &limits)?;
    let running = clocks.running;
    let notify_by = running
        .filter(|clock| clock.rule == Rule::Notice)
        .map(|clock| clock.due.day.to_string());
    tx.prepare_cached(
        "UPDATE casefile SET clock = ?2, runs = ?3, burns_at = ?4, counted_by = ?5, due_day = ?6, provisional = ?7,
           notify_by = coalesce(?8, notify_by) WHERE id = ?1",
    )?
    .execute(params![
        case.to_string(),
        serde_json::to_string(&clocks)?,
        running.map(|clock| clock.rule.word()),
        running.map(|clock| ms(clock.burns_at())),
        in_force.version,
        clocks.promised.map(|clock| clock.due.day.to_string()),
        i64::from(
            clocks
                .promised
                .or(running)
                .is_some_and(|clock| clock.due.provisional)
        ),
        notify_by
    ])?;
    warning::plan(tx, case)?;
    Ok(Some(clocks))
}

pub fn of(tx: &Connection, case: Uuid) -> Kept<Option<Clocks>> {
    Ok(tx
        .prepare_cached("SELECT clock FROM casefile WHERE id = ?1")?
        .query_row([case.to_string()], |row| maybe_json(row, 0))
        .optional()?
        .flatten())
}

/// Open cases that another calendar counted, or none.
pub fn uncounted(tx: &Connection, limit: u32) -> Kept<Vec<Uncounted>> {
    let version = in_force(tx)?.version;
    let mut rows = tx.prepare_cached(&format!(
        "SELECT id, item, edition, limits IS NOT NULL FROM casefile
         WHERE {OPEN} AND (counted_by IS NULL OR counted_by <> ?1) LIMIT ?2"
    ))?;
    let found = rows
        .query_map(params![version, limit], |row| {
            Ok(Uncounted {
                id: id(row, 0)?,
                item: row.get(1)?,
                edition: row.get(2)?,
                has_limits: row.get(3)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// Counts a case anew and says on its timeline which day became another (工作日历调整). A case from before its limits
/// were kept gets them; one whose item nobody knows keeps its days.
pub fn recount(tx: &Connection, act: &Act, case: Uuid, limits: Option<Limits>) -> Kept<bool> {
    if let Some(limits) = limits {
        tx.execute(
            "UPDATE casefile SET limits = ?2 WHERE id = ?1 AND limits IS NULL",
            params![case.to_string(), serde_json::to_string(&limits)?],
        )?;
    }
    let before = of(tx, case)?;
    let Some(after) = keep(tx, case)? else {
        let version = in_force(tx)?.version;
        tx.execute(
            "UPDATE casefile SET counted_by = ?2 WHERE id = ?1",
            params![case.to_string(), version],
        )?;
        return Ok(false);
    };
    let Some(before) = before.filter(|before| *before != after) else {
        return Ok(false);
    };
    let notes: Vec<String> = [
        ("当前期限", before.running, after.running),
        ("承诺期限", before.promised, after.promised),
        ("法定期限", before.statutory, after.statutory),
    ]
    .into_iter()
    .filter_map(|(name, before, after)| moved(name, before, after))
    .collect();
    if notes.is_empty() {
        return Ok(false);
    }
    let note = format!("工作日历调整，{}", notes.join("，"));
    casefile::happen(tx, case, act.at, &act.staff, "recounted", Some(&note))?;
    audit::log(tx, act, "recount", &case.to_string(), "calendar", &note)?;
    casefile::say(tx, case)?;
    Ok(true)
}

fn moved(name: &str, before: Option<Clock>, after: Option<Clock>) -> Option<String> {
    let (before, after) = (before?.due, after?.due);
    (before.day != after.day).then(|| format!("{name}由{}改为{}", before.day, after.day))
}
