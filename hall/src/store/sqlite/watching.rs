//! The commands of watching, and `watch_alarm`: what was noticed, and what came of it.

use async_trait::async_trait;
use cases::support::text::OddText;
use cases::watch::subject::{Named, named};
use cases::watch::{Alarm, Closed, Kind, OddStep, Outcome, Seen, judge};
use cases::wire::feed::What;
use cases::wire::watch::AlarmFile;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::look::{self, End};
use super::values::{at, count, id, int, maybe_at, ms, word};
use super::{SqliteStore, audit, consent, draft, feed, grant, visit};
use crate::gateway::ANY_ITEM;
use crate::store::watched::{Begun, RefusedLook, Watch, WatchStore, WatchedPerson};
use crate::store::{Act, Kept, Look};
use crate::{chance, fault};

/// Looks of an alarm that are read, and alarms that are listed once they are closed.
const READ: u32 = 200;
const CLOSED_LISTED: u32 = 50;

#[async_trait]
impl WatchStore for SqliteStore {
    async fn begin_look(&self, act: Act, look: Look, watch: Watch) -> Kept<Begun> {
        self.plain_write(move |tx| begin(tx, &act, &look, &watch)).await
    }

    async fn refuse_look(&self, act: Act, refused: RefusedLook, watch: Watch) -> Kept<()> {
        self.plain_write(move |tx| refuse(tx, &act, &refused, &watch))
            .await
    }

    async fn watch_alarms(&self) -> Kept<Vec<Alarm>> {
        self.read(list).await
    }

    async fn watch_alarm(&self, act: Act, id: Uuid) -> Kept<AlarmFile> {
        self.plain_write(move |tx| read(tx, &act, id)).await
    }

    async fn close_watch_alarm(&self, act: Act, id: Uuid, outcome: Outcome, note: &str) -> Kept<Alarm> {
        let note = note.to_owned();
        self.write(act, move |tx, act| close(tx, act, id, outcome, &note))
            .await
    }

    async fn watch_people(&self, act: Act, people: Vec<WatchedPerson>, on: bool) -> Kept<u64> {
        self.plain_write(move |tx| put_people(tx, &act, &people, on))
            .await
    }
}

/// Visit, subject, consent, grant, audit line, judgement.
fn begin(tx: &Connection, act: &Act, look: &Look, watch: &Watch) -> Kept<Begun> {
    if !visit::is_open_at(tx, look.visit, &act.desk)? {
        return Err(fault::no_visit());
    }
    if !concerns(tx, act, look)? {
        // A saved intake may name him a moment later.
        let may_come = watch.patient && look.draft.is_some();
        return if may_come {
            Ok(Begun::NotYet)
        } else {
            Err(fault::not_of_visit())
        };
    }
    let consent = match consent::standing(tx, act, look)? {
        Ok(consent) => consent,
        // What he said may be on its way with the intake.
        Err(_) if watch.patient && look.draft.is_some() => return Ok(Begun::NotYet),
        Err(gap) => return Err(fault::uncovered(gap)),
    };
    let (seen, ticket) = look::seen(tx, act, look, watch, None)?;
    let found = suspicions(tx, act, &seen, watch)?;
    let unexplained = found.iter().any(|one| one.kind == Kind::WithoutTicket);
    if unexplained && watch.patient && look.draft.is_some() {
        return Ok(Begun::NotYet);
    }
    let grant = grant::begin_look(tx, act, look, consent)?;
    look::keep(
        tx,
        act,
        look,
        (&seen, ticket),
        &End::Granted {
            grant: &grant,
            consent,
        },
    )?;
    raise(tx, act, &found)?;
    Ok(Begun::Granted(grant))
}

/// Whether somebody of this visit, or somebody the window's case is about, is looked at. Checking who stands there
/// introduces him.
fn concerns(tx: &Connection, act: &Act, look: &Look) -> Kept<bool> {
    if look.item == ANY_ITEM || visit::was_identified(tx, look.visit, &look.number)? {
        return Ok(true);
    }
    let Some(of) = look.draft else { return Ok(false) };
    let here = draft::find(tx, of)?.filter(|(draft, open)| *open && draft.desk == act.desk);
    Ok(match here.and_then(|(draft, _)| named(&draft, &look.number)) {
        Some(Named::Party) => true,
        Some(Named::Other) => look.role_asked,
        None => false,
    })
}

fn refuse(tx: &Connection, act: &Act, refused: &RefusedLook, watch: &Watch) -> Kept<()> {
    let RefusedLook { look, code, denial } = refused;
    let deed = format!("lookRefused:{}", look.dataset);
    let of = look.draft.unwrap_or(look.visit).to_string();
    audit::log(tx, act, &deed, &of, code, "")?;
    let (seen, ticket) = look::seen(tx, act, look, watch, Some(*denial))?;
    let found = suspicions(tx, act, &seen, watch)?;
    let end = End::Refused {
        code,
        denial: *denial,
    };
    look::keep(tx, act, look, (&seen, ticket), &end)?;
    raise(tx, act, &found)
}

fn suspicions(tx: &Connection, act: &Act, last: &Seen, watch: &Watch) -> Kept<Vec<cases::watch::Suspicion>> {
    let mut looks = look::of_staff(tx, &act.staff, act.at)?;
    looks.push(last.clone());
    let mut rows = tx.prepare_cached(
        "SELECT kind, max(closed_at) FROM watch_alarm WHERE staff = ?1 AND closed_at IS NOT NULL GROUP BY kind",
    )?;
    let settled: Vec<(Kind, Timestamp)> = rows
        .query_map([&act.staff], |row| {
            Ok((word(row, 0, Kind::from_word)?, at(row, 1)?))
        })?
        .collect::<Result<_, _>>()?;
    let until = |kind: Kind| {
        settled
            .iter()
            .find(|(of, _)| *of == kind)
            .map(|(_, until)| *until)
    };
    Ok(judge(&watch.rules, &looks, until))
}

/// One open alarm of a kind and an operator: the next look makes it larger.
fn raise(tx: &Connection, act: &Act, found: &[cases::watch::Suspicion]) -> Kept<()> {
    for one in found {
        let open: Option<Uuid> = tx
            .query_row(
                "SELECT id FROM watch_alarm WHERE staff = ?1 AND kind = ?2 AND closed_at IS NULL",
                params![act.staff, one.kind.word()],
                |row| id(row, 0),
            )
            .optional()?;
        let alarm = open.unwrap_or_else(|| chance::id(act.at));
        tx.execute(
            "INSERT INTO watch_alarm (id, kind, staff, desk, count, since, at, last) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)
             ON CONFLICT (id) DO UPDATE SET desk = excluded.desk, count = max(count, excluded.count), last = excluded.last",
            params![
                alarm.to_string(),
                one.kind.word(),
                act.staff,
                act.desk,
                int(one.count),
                ms(one.since),
                ms(act.at)
            ],
        )?;
        if open.is_none() {
            let deed = format!("alarm:watch:{}", one.kind.word());
            audit::log(
                tx,
                &Act::of_hall(act.at),
                &deed,
                &act.staff,
                "过程监控",
                &act.desk,
            )?;
            feed::say(tx, &What::Watched { alarm })?;
        }
    }
    Ok(())
}

const SELECT: &str =
    "SELECT a.id, a.kind, a.staff, coalesce(s.name, a.staff), a.desk, a.count, a.since, a.at, a.last,
  a.closed_at, a.closed_by, coalesce(c.name, a.closed_by), a.outcome, a.note
  FROM watch_alarm a LEFT JOIN staff s ON s.number = a.staff LEFT JOIN staff c ON c.number = a.closed_by";

fn row(row: &Row<'_>) -> rusqlite::Result<Alarm> {
    let closed = maybe_at(row, 9)?
        .map(|at| {
            Ok::<_, rusqlite::Error>(Closed {
                by: row.get(10)?,
                name: row.get(11)?,
                outcome: word(row, 12, Outcome::from_word)?,
                note: row.get(13)?,
                at,
            })
        })
        .transpose()?;
    Ok(Alarm {
        id: id(row, 0)?,
        kind: word(row, 1, Kind::from_word)?,
        staff: row.get(2)?,
        name: row.get(3)?,
        desk: row.get(4)?,
        count: count(row, 5)?,
        since: at(row, 6)?,
        at: at(row, 7)?,
        last: at(row, 8)?,
        closed,
    })
}

fn find(tx: &Connection, of: Uuid) -> Kept<Alarm> {
    let found = tx.query_row(&format!("{SELECT} WHERE a.id = ?1"), [of.to_string()], row);
    found.optional()?.ok_or_else(fault::no_watch_alarm)
}

/// Alarms that nobody has closed, for the board as well.
pub fn open(tx: &Connection) -> Kept<Vec<Alarm>> {
    let mut rows = tx.prepare_cached(&format!("{SELECT} WHERE a.closed_at IS NULL ORDER BY a.at DESC"))?;
    let alarms = rows.query_map([], row)?.collect::<Result<_, _>>()?;
    Ok(alarms)
}

fn list(tx: &Connection) -> Kept<Vec<Alarm>> {
    let mut alarms = open(tx)?;
    let mut rows = tx.prepare_cached(&format!(
        "{SELECT} WHERE a.closed_at IS NOT NULL ORDER BY a.closed_at DESC LIMIT ?1"
    ))?;
    for closed in rows.query_map([CLOSED_LISTED], row)? {
        alarms.push(closed?);
    }
    Ok(alarms)
}

/// The looks that an alarm is about: of this operator, from its first to its last, of its kind where that is a
/// property of the look itself.
fn read(tx: &Connection, act: &Act, of: Uuid) -> Kept<AlarmFile> {
    let alarm = find(tx, of)?;
    let of_kind = match alarm.kind {
        Kind::WithoutTicket => " AND l.ticket = 0 AND l.part = 0",
        Kind::Denied => " AND l.denied = 'beyond'",
        Kind::OffHours => " AND l.outside > 0",
        Kind::Own => " AND l.whose = 'own'",
        Kind::Relative => " AND l.whose = 'relative'",
        Kind::Listed => " AND l.whose = 'listed'",
        Kind::TooMany | Kind::ManyInCase => "",
    };
    let condition =
        format!("l.staff = ?1 AND l.at BETWEEN ?2 AND ?3{of_kind} ORDER BY l.at DESC, l.id DESC LIMIT ?4");
    let looks = look::rows(
        tx,
        &condition,
        &[&alarm.staff, &ms(alarm.since), &ms(alarm.last), &READ],
    )?;
    audit::log(tx, act, "watchRead", &alarm.id.to_string(), "处置监控预警", "")?;
    Ok(AlarmFile { alarm, looks })
}

fn close(tx: &Connection, act: &Act, of: Uuid, outcome: Outcome, note: &str) -> Kept<Alarm> {
    let alarm = find(tx, of)?;
    let note = alarm.closable(&act.staff, note).map_err(|odd| match odd {
        OddStep::Own => fault::own_watch_alarm(),
        OddStep::Closed(name) => fault::watch_alarm_closed().about(name),
        OddStep::Note(OddText::Empty) => fault::text_empty(),
        OddStep::Note(OddText::TooLong(length)) => fault::text_too_long().about(length),
        OddStep::Note(OddText::Number) => fault::text_has_number(),
    })?;
    tx.execute(
        "UPDATE watch_alarm SET closed_at = ?2, closed_by = ?3, outcome = ?4, note = ?5 WHERE id = ?1",
        params![of.to_string(), ms(act.at), act.staff, outcome.word(), note],
    )?;
    audit::log(tx, act, "watchClosed", &of.to_string(), outcome.word(), &note)?;
    feed::say(tx, &What::Watched { alarm: of })?;
    find(tx, of)
}

fn put_people(tx: &Connection, act: &Act, people: &[WatchedPerson], on: bool) -> Kept<u64> {
    for person in people {
        let digest = look::digest_of(tx, &person.number)?;
        let sql = if on {
            "INSERT INTO watch_person (person, whose, staff) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING"
        } else {
            "DELETE FROM watch_person WHERE person = ?1 AND whose = ?2 AND staff = ?3"
        };
        tx.execute(sql, params![digest, person.whose.word(), person.staff])?;
        let deed = if on { "watchPersonOn" } else { "watchPersonOff" };
        audit::log(tx, act, deed, &person.staff, person.whose.word(), &digest)?;
    }
    Ok(tx.query_row("SELECT count(*) FROM watch_person", [], |row| count(row, 0))?)
}
