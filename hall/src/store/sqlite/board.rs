//! One look over the tables for the supervisor's board. Nothing of a person is read.

use cases::board::{DepartmentLine, Outcomes, OverdueCase, Past, RatingsOfDay, WindowAlarm};
use cases::deadline::{HALL_OFFSET, hall_date};
use cases::support::call::{HelperHere, SupportCall};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use rusqlite::{Connection, params};

use super::values::{at, count, day, id, maybe_at, ms};
use super::{follow_up, help, support, ticket, transfer, watching, window};
use crate::store::Kept;
use crate::store::follow_up::{BoardFacts, DraftRow, OpenRow, TimeRow};

/// Cases over their day that are named one by one.
const NAMED: u32 = 5;

pub fn facts(tx: &Connection, now: Timestamp, paper_since: Timestamp) -> Kept<BoardFacts> {
    let today = hall_date(now);
    let since = ms(midnight(today));
    let supports = support::open(tx)?;
    Ok(BoardFacts {
        tickets: ticket::of_day(tx, today)?,
        last_week: past(tx, today)?,
        windows: window::all(tx)?,
        times: times(tx, since)?,
        outcomes: outcomes(tx, since)?,
        open: open(tx)?,
        overdue: overdue(tx, today)?,
        ratings: ratings(tx, since)?,
        bad: follow_up::to_call_back(tx)?,
        drafts: drafts(tx)?,
        help: help::of_day(tx, now)?,
        helpers: helpers(tx, now, &supports)?,
        departments: departments(tx, now)?,
        paper_away: transfer::overdue(tx, paper_since)?,
        alarms: alarms(tx, since)?,
        watched: watching::open(tx)?,
        supports,
    })
}

fn midnight(day: Date) -> Timestamp {
    HALL_OFFSET
        .to_timestamp(day.to_datetime(Time::midnight()))
        .unwrap_or(Timestamp::MIN)
}

/// The same weekday a week before.
fn past(tx: &Connection, today: Date) -> Kept<Vec<Past>> {
    let Ok(then) = today.checked_sub(jiff::Span::new().days(7)) else {
        return Ok(Vec::new());
    };
    let mut rows = tx.prepare_cached("SELECT taken_at, called_at, closed_at FROM ticket WHERE day = ?1")?;
    let past = rows
        .query_map([then.to_string()], |row| {
            Ok(Past {
                taken_at: at(row, 0)?,
                called_at: maybe_at(row, 1)?,
                closed_at: maybe_at(row, 2)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(past)
}

/// What was opened and handed in within one visit; a draft that lay in between tells nothing.
fn times(tx: &Connection, since: i64) -> Kept<Vec<TimeRow>> {
    let mut rows = tx.prepare_cached(
        "SELECT item, max(0, received_at - opened_at) / 1000 FROM intake_time
         WHERE received_at >= ?1 AND visit = first_visit",
    )?;
    let times = rows
        .query_map([since], |row| {
            Ok(TimeRow {
                item: row.get(0)?,
                seconds: count(row, 1)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(times)
}

fn outcomes(tx: &Connection, since: i64) -> Kept<Outcomes> {
    let (accepted, in_first_visit) = tx.query_row(
        "SELECT count(*), coalesce(sum(visit = first_visit), 0) FROM intake_time WHERE accepted_at >= ?1",
        [since],
        |row| Ok((count(row, 0)?, count(row, 1)?)),
    )?;
    // What a helper prepared goes on at a window, what is received goes on by itself: nobody has to come again. Nor
    // for what is refused (closed by its refusal), and for what waits to be.
    let sent_home = tx.query_row(
        "SELECT count(*) FROM draft d JOIN intake_time i ON i.id = d.id JOIN visit v ON v.id = i.first_visit
         WHERE d.open = 1 AND i.received_at IS NULL AND v.outcome = 'served' AND v.closed_at >= ?1
           AND NOT EXISTS (SELECT 1 FROM assist_draft a WHERE a.draft = d.id)
           AND NOT EXISTS (SELECT 1 FROM approval p WHERE p.draft = d.id AND p.kind = 'refusal'
                           AND p.state IN ('waiting', 'approved'))",
        [since],
        |row| count(row, 0),
    )?;
    Ok(Outcomes {
        accepted,
        in_first_visit,
        sent_home,
    })
}

fn open(tx: &Connection) -> Kept<Vec<OpenRow>> {
    let mut rows = tx.prepare_cached(
        "SELECT item, due_day, count(*) FROM casefile
         WHERE stage = 'accepted' AND due_day IS NOT NULL AND runs IS NOT 'specialProcedure'
         GROUP BY due_day, item
         UNION ALL
         SELECT NULL, notify_by, count(*) FROM casefile WHERE stage = 'received' GROUP BY notify_by
         UNION ALL
         SELECT NULL, date(burns_at / 1000 - 1, 'unixepoch', '+8 hours') AS day, count(*) FROM casefile
         WHERE runs IN ('cure', 'completed', 'specialProcedure', 'delivery') GROUP BY day",
    )?;
    let open = rows
        .query_map([], |row| {
            Ok(OpenRow {
                item: row.get(0)?,
                day: day(row, 1)?,
                count: count(row, 2)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(open)
}

fn overdue(tx: &Connection, today: Date) -> Kept<Vec<OverdueCase>> {
    let mut rows = tx.prepare_cached(
        "SELECT slip, item_name, day, (SELECT count(*) FROM urge u WHERE u.casefile = o.id) FROM (
           SELECT * FROM (SELECT id, slip, item_name, due_day AS day FROM casefile
                          WHERE stage = 'accepted' AND due_day < ?1 AND runs IS NOT 'specialProcedure'
                          ORDER BY due_day LIMIT ?2)
           UNION ALL
           SELECT * FROM (SELECT id, slip, item_name, notify_by AS day FROM casefile
                          WHERE stage = 'received' AND notify_by < ?1 ORDER BY notify_by LIMIT ?2)
           UNION ALL
           SELECT * FROM (SELECT id, slip, item_name, date(burns_at / 1000 - 1, 'unixepoch', '+8 hours') AS day
                          FROM casefile WHERE runs IN ('cure', 'completed', 'specialProcedure', 'delivery')
                            AND burns_at <= ?3 ORDER BY burns_at LIMIT ?2)
         ) o ORDER BY day, id LIMIT ?2",
    )?;
    let overdue = rows
        .query_map(params![today.to_string(), NAMED, ms(midnight(today))], |row| {
            Ok(OverdueCase {
                slip: row.get(0)?,
                item_name: row.get(1)?,
                due_day: day(row, 2)?,
                urged: count(row, 3)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(overdue)
}

fn ratings(tx: &Connection, since: i64) -> Kept<RatingsOfDay> {
    Ok(tx.query_row(
        "SELECT count(*), coalesce(sum(level IN ('bad', 'veryBad')), 0) FROM rating WHERE at >= ?1",
        [since],
        |row| {
            Ok(RatingsOfDay {
                all: count(row, 0)?,
                bad: count(row, 1)?,
            })
        },
    )?)
}

fn drafts(tx: &Connection) -> Kept<Vec<DraftRow>> {
    let mut rows = tx.prepare_cached(
        "SELECT desk, count(*),
                (SELECT json_extract(l.body, '$.item') FROM draft l WHERE l.desk = draft.desk AND l.open = 1
                 ORDER BY l.saved_at DESC LIMIT 1)
         FROM draft WHERE open = 1 GROUP BY desk",
    )?;
    let drafts = rows
        .query_map([], |row| {
            Ok(DraftRow {
                desk: row.get(0)?,
                count: count(row, 1)?,
                last_item: row.get(2)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(drafts)
}

/// Helpers who are signed in, have taken no request that is still open, and were sent nowhere.
fn helpers(tx: &Connection, now: Timestamp, supports: &[SupportCall]) -> Kept<Vec<HelperHere>> {
    let mut taken = tx.prepare_cached(
        "SELECT 1 FROM help_request WHERE taken_staff = ?1 AND taken_at IS NOT NULL AND ended_at IS NULL",
    )?;
    let sent = |staff: &str| {
        let mut on_the_way = supports
            .iter()
            .filter_map(|call| call.taken.as_ref()?.helper.as_ref());
        on_the_way.any(|helper| helper.staff == staff)
    };
    let mut free = Vec::new();
    for helper in support::helpers(tx, now)? {
        if !sent(&helper.staff) && !taken.exists([&helper.staff])? {
            free.push(helper);
        }
    }
    Ok(free)
}

/// Departments whose line is broken now.
fn departments(tx: &Connection, now: Timestamp) -> Kept<Vec<DepartmentLine>> {
    let mut rows = tx.prepare_cached(
        "SELECT name, failures, min(coalesce(failing_since, ?1), ?1), open_until FROM department
         WHERE failures > 0 AND open_until IS NOT NULL ORDER BY uscc",
    )?;
    let lines = rows
        .query_map([ms(now)], |row| {
            Ok(DepartmentLine {
                name: row.get(0)?,
                failures: count(row, 1)?,
                since: at(row, 2)?,
                next_try: at(row, 3)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(lines)
}

/// Today's alarms about windows; those about the outside are for whoever runs the hall.
fn alarms(tx: &Connection, since: i64) -> Kept<Vec<WindowAlarm>> {
    let mut rows = tx.prepare_cached(
        "SELECT a.id, a.desk, a.what, a.at, c.slip FROM alarm a JOIN desk_window w ON w.desk = a.desk
         LEFT JOIN casefile c ON c.slip = a.detail
         WHERE a.at >= ?1 ORDER BY a.at, a.id",
    )?;
    let alarms = rows
        .query_map([since], |row| {
            Ok(WindowAlarm {
                id: id(row, 0)?,
                desk: row.get(1)?,
                what: row.get(2)?,
                at: at(row, 3)?,
                slip: row.get(4)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(alarms)
}
