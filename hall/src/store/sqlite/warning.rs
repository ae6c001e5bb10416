//! `warning`: what is said of the limits of a case before they pass (期限提醒), once for each limit and urgency, and who
//! looked at it. [`plan`] says when the next is due; [`sweep`] says what is due, many cases in one transaction.

use std::collections::BTreeSet;

use cases::deadline::{Clock, Due, Hands, Promise, Rule, Unit, Urgency, hall_date};
use cases::wire::feed::What;
use cases::wire::record::ClockView;
use cases::wire::warning::{SeeWarnings, SeenWarnings, WarningPage, WarningRow, WarningsOf};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::casefile::{self, CaseRecord};
use super::values::{count, day, id, json, ms, word};
use super::{audit, clock, feed, further, parcel};
use crate::fault;
use crate::law::Counting;
use crate::store::law::Warned;
use crate::store::{Act, Kept};

/// Notes which limits of a case run, and when something is to be said of one of them. Called wherever its clock or its
/// promises change.
pub fn plan(tx: &Connection, case: Uuid) -> Kept<()> {
    let counting = clock::counting(tx)?;
    let limits = limits(tx, case, &counting)?;
    let mut next: Option<Timestamp> = None;
    let mut running = Vec::new();
    for limit in &limits {
        let said = said(tx, case, limit)?;
        let at = limit.warns_after(said, &counting.calendar, &counting.opening);
        next = [next, at].into_iter().flatten().min();
        running.push(name(limit));
    }
    tx.prepare_cached("UPDATE casefile SET warn_at = ?2 WHERE id = ?1")?
        .execute(params![case.to_string(), next.map(ms)])?;
    tx.prepare_cached(
        "UPDATE warning SET stands = rule || '/' || day IN (SELECT value FROM json_each(?2)) WHERE casefile = ?1",
    )?
    .execute(params![case.to_string(), serde_json::to_string(&running)?])?;
    Ok(())
}

fn name(limit: &Clock) -> String {
    format!("{}/{}", limit.rule.word(), limit.due.day)
}

/// Every limit of a case that runs: those of its clock, and the days by which promised and further materials come.
fn limits(tx: &Connection, case: Uuid, counting: &Counting) -> Kept<Vec<Clock>> {
    let clocks = clock::of(tx, case)?.unwrap_or_default();
    let mut limits: Vec<Clock> = clocks.limits().collect();
    if let (Some(_), Some(from)) = (clocks.running, clocks.accepted_at) {
        let mut rows = tx.prepare_cached(
            "SELECT DISTINCT due FROM promise WHERE casefile = ?1 AND kept_at IS NULL ORDER BY due",
        )?;
        let days: Vec<Date> = rows
            .query_map([case.to_string()], |row| day(row, 0))?
            .collect::<Result<_, _>>()?;
        let set = days
            .into_iter()
            .map(|by| set(Rule::Tolerance, from, by, counting));
        limits.extend(set);
    }
    let awaited = further::awaited(tx, case)?.into_iter();
    limits.extend(awaited.map(|(told_at, by)| set(Rule::Further, told_at, by, counting)));
    Ok(limits)
}

/// A limit whose last day stands on a paper.
fn set(rule: Rule, from: Timestamp, by: Date, counting: &Counting) -> Clock {
    let days = counting.calendar.working_days_between(hall_date(from), by);
    Clock {
        rule,
        from,
        promise: Promise {
            days: u16::try_from(days).unwrap_or(u16::MAX),
            unit: Unit::WorkingDays,
        },
        due: Due {
            day: by,
            at: None,
            provisional: counting.calendar.is_working_day(by).is_assumed(),
        },
    }
}

fn said(tx: &Connection, case: Uuid, limit: &Clock) -> Kept<Option<Urgency>> {
    Ok(tx
        .prepare_cached("SELECT urgency FROM warning WHERE casefile = ?1 AND rule = ?2 AND day = ?3")?
        .query_row(
            params![case.to_string(), limit.rule.word(), limit.due.day.to_string()],
            |row| word(row, 0, Urgency::from_word),
        )
        .optional()?)
}

/// Says what is due of some cases, the longest due first; gives to whom something was said.
pub fn sweep(tx: &Connection, act: &Act, limit: u32) -> Kept<Warned> {
    let mut rows =
        tx.prepare_cached("SELECT id FROM casefile WHERE warn_at <= ?1 ORDER BY warn_at, id LIMIT ?2")?;
    let due: Vec<Uuid> = rows
        .query_map(params![ms(act.at), limit], |row| id(row, 0))?
        .collect::<Result<_, _>>()?;
    let mut warned = Warned {
        cases: u32::try_from(due.len()).unwrap_or(u32::MAX),
        desks: BTreeSet::new(),
    };
    for case in due {
        let known = casefile::find(tx, case)?.ok_or_else(fault::no_case)?;
        if warn(tx, act, &known)? {
            warned.desks.insert(known.desk);
        }
        plan(tx, case)?;
    }
    Ok(warned)
}

fn warn(tx: &Connection, act: &Act, known: &CaseRecord) -> Kept<bool> {
    let counting = clock::counting(tx)?;
    let mut warned = false;
    for limit in limits(tx, known.id, &counting)? {
        let urgency = limit.urgency(act.at, &counting.calendar, &counting.opening);
        let before = said(tx, known.id, &limit)?;
        let Some(urgency) = urgency.filter(|urgency| before.is_none_or(|before| *urgency > before)) else {
            continue;
        };
        let hands = Hands::of(limit.rule, known.stage);
        tx.prepare_cached(
            "INSERT INTO warning (casefile, rule, day, urgency, at, clock, desk, above) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (casefile, rule, day) DO UPDATE SET urgency = excluded.urgency, at = excluded.at,
               clock = excluded.clock, above = excluded.above, stands = 1, seen_at = NULL, seen_above = NULL",
        )?
        .execute(params![
            known.id.to_string(),
            limit.rule.word(),
            limit.due.day.to_string(),
            urgency.word(),
            ms(act.at),
            serde_json::to_string(&limit)?,
            known.desk,
            i64::from(hands == Hands::Department)
        ])?;
        let (named, days) = note(&limit, known.clocks.licence, act.at, &counting);
        let note = format!("{named}，{days}");
        match step(limit.rule, urgency) {
            None => {}
            // The word on the timeline names the limit, or the note does.
            Some(what @ ("limitNear" | "limitLastDay" | "limitPassed")) => {
                casefile::happen(tx, known.id, act.at, &act.staff, what, Some(&note))?;
            }
            Some(what) => casefile::happen(tx, known.id, act.at, &act.staff, what, Some(&days))?,
        }
        if hands == Hands::Department && urgency < Urgency::Passed {
            parcel::tell_of_limit(tx, act, known.id, &note)?;
        }
        warned = true;
    }
    Ok(warned)
}

/// The word on the timeline. Of promised materials it says so itself, to the applicant as well.
fn step(rule: Rule, urgency: Urgency) -> Option<&'static str> {
    match (rule, urgency) {
        (Rule::Tolerance, _) => None,
        (_, Urgency::LastDay) => Some("limitLastDay"),
        (Rule::Notice | Rule::Completed, Urgency::Near) => Some("noticeNear"),
        (Rule::Cure, Urgency::Near) => Some("cureNear"),
        (_, Urgency::Near) => Some("limitNear"),
        // A day that is over and still only assumed.
        (Rule::Notice | Rule::Completed | Rule::Cure, Urgency::Passed) => Some("calendarMissing"),
        (Rule::SpecialProcedure, Urgency::Passed) => Some("pauseOver"),
        (_, Urgency::Passed) => Some("limitPassed"),
    }
}

/// Which limit, and what is left of it.
fn note(limit: &Clock, licence: bool, now: Timestamp, counting: &Counting) -> (String, String) {
    let left = limit.days_left(now, &counting.calendar);
    let by = limit.due.day;
    let unsure = match limit.due.provisional {
        true => "，当年工作日历未载入，日期待定",
        false => "",
    };
    let days = match left < 0 {
        true => format!("期限{by}已过{}个工作日{unsure}", -left),
        false => format!("期限{by}，还剩{left}个工作日{unsure}"),
    };
    (limit.rule.zh(licence), days)
}

/// Tells windows and supervisors that there are warnings, once however many there are.
pub fn say(tx: &Connection, desks: &BTreeSet<String>) -> Kept<()> {
    if desks.is_empty() {
        return Ok(());
    }
    for desk in desks {
        let desk = Some(desk.clone());
        feed::say(tx, &What::Warned { desk })?;
    }
    feed::say(tx, &What::Warned { desk: None })
}

/// Which warnings nobody looked at.
fn is_unseen(of: WarningsOf) -> &'static str {
    match of {
        WarningsOf::Window => "w.stands = 1 AND w.seen_at IS NULL",
        // What waits at a window where nobody sits is everybody's on its last day.
        WarningsOf::Hall => {
            "w.stands = 1 AND w.seen_above IS NULL
             AND (w.above = 1 OR (w.seen_at IS NULL AND w.urgency <> 'near' AND NOT EXISTS (
                    SELECT 1 FROM desk_window d WHERE d.desk = w.desk AND d.state <> 'closed')))"
        }
    }
}

/// The same for who asks: `?1` his window, `?2` the items that count.
fn unseen(of: WarningsOf) -> String {
    let whose = match of {
        WarningsOf::Window => "w.desk = ?1",
        WarningsOf::Hall => "?1 = ?1",
    };
    format!(
        "{} AND {whose} AND (?2 IS NULL OR c.item IN (SELECT value FROM json_each(?2)))",
        is_unseen(of)
    )
}

/// Where a warning stands in a list: the most urgent first.
const TURN: &str = "CASE w.urgency WHEN 'passed' THEN 0 WHEN 'lastDay' THEN 1 ELSE 2 END";

/// The most urgent that nobody looked at, of the row of `casefile`.
pub fn urgency_of_row(of: WarningsOf) -> String {
    format!(
        "(SELECT w.urgency FROM warning w WHERE w.casefile = casefile.id AND {} ORDER BY {TURN}, w.day LIMIT 1)",
        is_unseen(of)
    )
}

/// The cases of a list that somebody is warned of.
pub fn cases_unseen(of: WarningsOf) -> String {
    format!("SELECT w.casefile FROM warning w WHERE {}", is_unseen(of))
}

/// The most urgent first, a case once.
pub fn page(
    tx: &Connection,
    now: Timestamp,
    (of, desk): (WarningsOf, &str),
    items: Option<&[String]>,
    limit: u32,
) -> Kept<WarningPage> {
    let unseen = unseen(of);
    let items = items.map(serde_json::to_string).transpose()?;
    let total = tx
        .prepare_cached(&format!(
            "SELECT count(DISTINCT w.casefile) FROM warning w JOIN casefile c ON c.id = w.casefile WHERE {unseen}"
        ))?
        .query_row(params![desk, items], |row| count(row, 0))?;
    let counting = clock::counting(tx)?;
    // Of the rows of a group SQLite takes the one that has the smallest value.
    let mut rows = tx.prepare_cached(&format!(
        "SELECT c.slip, c.case_number, c.item_name, w.desk, w.urgency, w.clock, coalesce(json_extract(c.clock, '$.licence'), 0),
                min({TURN} || w.day) AS turn
         FROM warning w JOIN casefile c ON c.id = w.casefile WHERE {unseen}
         GROUP BY w.casefile ORDER BY turn, c.received_at, c.id LIMIT ?3"
    ))?;
    let found = rows
        .query_map(params![desk, items, limit], |row| {
            let clock: Clock = json(row, 5)?;
            Ok(WarningRow {
                slip: row.get(0)?,
                case_number: row.get(1)?,
                item_name: row.get(2)?,
                desk: row.get(3)?,
                urgency: word(row, 4, Urgency::from_word)?,
                clock: ClockView::of(clock, row.get(6)?, now, &counting.calendar),
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(WarningPage {
        total,
        rows: found,
        as_of: now,
    })
}

/// Somebody looked: what was said until then is not shown there again.
pub fn see(tx: &Connection, act: &Act, items: Option<&[String]>, seen: &SeeWarnings) -> Kept<SeenWarnings> {
    let column = match seen.of {
        WarningsOf::Window => "seen_at",
        WarningsOf::Hall => "seen_above",
    };
    let items = items.map(serde_json::to_string).transpose()?;
    let changed = tx.execute(
        &format!(
            "UPDATE warning SET {column} = ?3 WHERE rowid IN (
               SELECT w.rowid FROM warning w JOIN casefile c ON c.id = w.casefile
               WHERE {} AND w.at <= ?4 AND (?5 IS NULL OR c.slip = ?5))",
            unseen(seen.of)
        ),
        params![act.desk, items, ms(act.at), ms(seen.until), seen.slip],
    )?;
    let seen_now = SeenWarnings {
        seen: u32::try_from(changed).unwrap_or(u32::MAX),
    };
    if changed > 0 {
        let which = seen.slip.as_deref().unwrap_or("*");
        audit::log(tx, act, "seeWarnings", which, column, &changed.to_string())?;
        let desk = match seen.of {
            WarningsOf::Window => Some(act.desk.clone()),
            WarningsOf::Hall => None,
        };
        feed::say(tx, &What::Warned { desk })?;
    }
    Ok(seen_now)
}
