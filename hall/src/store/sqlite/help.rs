//! Help requests, and the visits that helpers open.

use cases::assist::Mode;
use cases::assist::request::{Ended, HelpEnd, HelpKind, HelpNote, HelpRequest, Taken};
use cases::case::Draft;
use cases::deadline::hall_date;
use cases::wire::assist::{AskHelp, Assist};
use cases::wire::feed::What;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::values::{at, id, maybe_at, ms, word};
use super::{audit, feed, visit};
use crate::store::assist::AssistCount;
use crate::store::{Act, Kept};
use crate::{chance, fault};

const COLUMNS: &str =
    "h.id, h.place, h.kind, h.note, h.asked_at, h.due_at, h.taken_desk, h.taken_staff, s.name,
    h.taken_at, h.ended_at, h.outcome";
const FROM: &str = "help_request h LEFT JOIN staff s ON s.number = h.taken_staff";
/// What is asked of the store for one day of the hall, wherever the day begins.
const DAY: SignedDuration = SignedDuration::from_hours(24);

fn request(row: &Row<'_>) -> rusqlite::Result<HelpRequest> {
    let taken = maybe_at(row, 9)?
        .map(|at| {
            Ok::<_, rusqlite::Error>(Taken {
                desk: row.get(6)?,
                staff: row.get(7)?,
                name: row.get(8)?,
                at,
            })
        })
        .transpose()?;
    let ended = maybe_at(row, 10)?
        .map(|at| {
            Ok::<_, rusqlite::Error>(Ended {
                how: word(row, 11, HelpEnd::from_word)?,
                at,
            })
        })
        .transpose()?;
    Ok(HelpRequest {
        id: id(row, 0)?,
        place: row.get(1)?,
        kind: word(row, 2, HelpKind::from_word)?,
        note: word(row, 3, HelpNote::from_word)?,
        asked_at: at(row, 4)?,
        due_at: maybe_at(row, 5)?,
        taken,
        ended,
    })
}

pub fn ask(tx: &Connection, act: &Act, ask: &AskHelp) -> Kept<HelpRequest> {
    let of = HelpRequest {
        id: chance::id(act.at),
        place: ask.place.clone(),
        kind: ask.kind,
        note: ask.note,
        asked_at: act.at,
        due_at: ask.due_at,
        taken: None,
        ended: None,
    };
    tx.execute(
        "INSERT INTO help_request (id, place, kind, note, desk, staff, asked_at, due_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            of.id.to_string(),
            of.place,
            of.kind.word(),
            of.note.word(),
            act.desk,
            act.staff,
            ms(of.asked_at),
            of.due_at.map(ms)
        ],
    )?;
    audit::log(tx, act, "askHelp", &of.id.to_string(), of.note.word(), &of.place)?;
    feed::say(tx, &What::Help { request: of.id })?;
    Ok(of)
}

/// Requests of the hall's day, and older ones that nobody ended.
pub fn of_day(tx: &Connection, now: Timestamp) -> Kept<Vec<HelpRequest>> {
    let day = hall_date(now);
    let mut rows = tx.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM {FROM} WHERE h.ended_at IS NULL OR h.asked_at >= ?1 ORDER BY h.asked_at, h.id"
    ))?;
    let since = now.saturating_sub(DAY).unwrap_or(now);
    let requests = rows
        .query_map([ms(since)], request)?
        .collect::<Result<Vec<_>, _>>()?;
    Ok(requests
        .into_iter()
        .filter(|one| one.ended.is_none() || hall_date(one.asked_at) == day)
        .collect())
}

fn find(tx: &Connection, of: Uuid) -> Kept<HelpRequest> {
    tx.query_row(
        &format!("SELECT {COLUMNS} FROM {FROM} WHERE h.id = ?1"),
        [of.to_string()],
        request,
    )
    .optional()?
    .ok_or_else(fault::no_help_request)
}

pub fn take(tx: &Connection, act: &Act, of: Uuid) -> Kept<HelpRequest> {
    let known = find(tx, of)?;
    if known.ended.is_some() {
        return Err(fault::help_ended());
    }
    if let Some(taken) = &known.taken {
        return if taken.staff == act.staff {
            Ok(known)
        } else {
            Err(fault::help_taken().about(&taken.name))
        };
    }
    tx.execute(
        "UPDATE help_request SET taken_desk = ?2, taken_staff = ?3, taken_at = ?4 WHERE id = ?1 AND taken_at IS NULL",
        params![of.to_string(), act.desk, act.staff, ms(act.at)],
    )?;
    audit::log(tx, act, "giveHelp", &of.to_string(), known.note.word(), "")?;
    feed::say(tx, &What::Help { request: of })?;
    find(tx, of)
}

pub fn end(tx: &Connection, act: &Act, of: Uuid, how: HelpEnd) -> Kept<HelpRequest> {
    let known = find(tx, of)?;
    if let Some(ended) = &known.ended {
        return if ended.how == how {
            Ok(known)
        } else {
            Err(fault::help_ended())
        };
    }
    let asker: String = tx.query_row(
        "SELECT desk FROM help_request WHERE id = ?1",
        [of.to_string()],
        |row| row.get(0),
    )?;
    let his = match how {
        HelpEnd::Withdrawn => asker == act.desk,
        HelpEnd::Answered | HelpEnd::Prepared | HelpEnd::Window | HelpEnd::Left => {
            known.taken.as_ref().is_some_and(|taken| taken.staff == act.staff)
        }
    };
    if !his {
        return Err(fault::not_your_help());
    }
    tx.execute(
        "UPDATE help_request SET ended_at = ?2, outcome = ?3 WHERE id = ?1",
        params![of.to_string(), ms(act.at), how.word()],
    )?;
    audit::log(tx, act, "endHelp", &of.to_string(), how.word(), "")?;
    feed::say(tx, &What::Help { request: of })?;
    find(tx, of)
}

/// Opens a helper's visit; a request has to be one that he took.
pub fn open_assist(tx: &Connection, act: &Act, of: Option<Uuid>, mode: Mode) -> Kept<Assist> {
    if let Some(of) = of {
        let request = find(tx, of)?;
        if request.ended.is_some() {
            return Err(fault::help_ended());
        }
        if request.taken.is_none_or(|taken| taken.staff != act.staff) {
            return Err(fault::not_your_help());
        }
    }
    let reason = match mode {
        Mode::Beside => "帮办",
        Mode::InPlace => "代办",
    };
    let opened = visit::open_walk_in(tx, act, reason)?;
    let serial = feed::next_number(tx, &format!("assist/{}", hall_date(act.at)))?;
    let number = format!("H{serial:03}");
    tx.execute(
        "INSERT INTO assist_visit (visit, request, mode, number) VALUES (?1, ?2, ?3, ?4)",
        params![
            opened.id.to_string(),
            of.map(|of| of.to_string()),
            mode.word(),
            number
        ],
    )?;
    Ok(Assist {
        visit: opened,
        mode,
        number,
        request: of,
    })
}

/// Helpers' visits of the hall's day.
pub fn count_assists(tx: &Connection, now: Timestamp) -> Kept<AssistCount> {
    let mut rows = tx.prepare_cached(
        "SELECT v.opened_at, a.mode FROM assist_visit a JOIN visit v ON v.id = a.visit WHERE v.opened_at >= ?1",
    )?;
    let since = now.saturating_sub(DAY).unwrap_or(now);
    let visits = rows
        .query_map([ms(since)], |row| {
            Ok((at(row, 0)?, word(row, 1, Mode::from_word)?))
        })?
        .collect::<Result<Vec<_>, _>>()?;
    let mut count = AssistCount::default();
    for (opened_at, mode) in visits {
        if hall_date(opened_at) != hall_date(now) {
            continue;
        }
        match mode {
            Mode::Beside => count.beside += 1,
            Mode::InPlace => count.in_place += 1,
        }
    }
    Ok(count)
}

/// Notes that a saved draft came from a helper's visit. A draft that was once made in somebody's place stays one.
pub fn note_draft(tx: &Connection, draft: &Draft) -> Kept<()> {
    tx.execute(
        "INSERT INTO assist_draft (draft, mode, number)
         SELECT ?1, mode, number FROM assist_visit WHERE visit = ?2
         ON CONFLICT (draft) DO UPDATE SET
           mode = CASE WHEN assist_draft.mode = 'inPlace' THEN 'inPlace' ELSE excluded.mode END,
           number = excluded.number",
        params![draft.id.to_string(), draft.visit.to_string()],
    )?;
    Ok(())
}

/// How a draft came to be, and the number of its visit.
pub fn of_draft(tx: &Connection, draft: Uuid) -> Kept<(Mode, String)> {
    Ok(tx
        .query_row(
            "SELECT mode, number FROM assist_draft WHERE draft = ?1",
            [draft.to_string()],
            |row| Ok((word(row, 0, Mode::from_word)?, row.get(1)?)),
        )
        .optional()?
        .unwrap_or((Mode::Beside, String::new())))
}

/// A number for a draft that came without a helper's visit.
pub fn number(tx: &Connection, act: &Act) -> Kept<String> {
    let serial = feed::next_number(tx, &format!("assist/{}", hall_date(act.at)))?;
    Ok(format!("H{serial:03}"))
}
