//! Progress that departments report: each sequence of a parcel once, in order; gaps are held.

use cases::case::{ParcelState, Stage, Step};
use cases::deadline::{Happened, HistoryFault};
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::casefile::{self, happen};
use super::values::{at, count, int, maybe_json, ms, word};
use super::{audit, decision, further, history, inbox, parcel, result, special};
use crate::fault;
use crate::intake::plan::Ground;
use crate::store::rows::ProgressKind;
use crate::store::{Act, Kept, Progress, Progressed};

/// A department's clock may be off by this much, as its signatures may.
const CLOCKS_APART: SignedDuration = SignedDuration::from_mins(5);

/// `ground` is what the case's papers are written from.
pub fn note(tx: &Connection, act: &Act, progress: &Progress, ground: Option<&Ground>) -> Kept<Progressed> {
    let of = parcel::whose(tx, progress.parcel)?;
    let Some((case, ..)) = of.filter(|(_, department, _)| *department == progress.department) else {
        return Err(fault::unknown_parcel());
    };
    let last = last_sequence(tx, progress.parcel)?;
    let seen = tx
        .query_row(
            "SELECT 1 FROM progress WHERE parcel = ?1 AND (sequence = ?2 OR event_id = ?3)",
            params![
                progress.parcel.to_string(),
                int(progress.sequence),
                progress.event_id
            ],
            |_| Ok(()),
        )
        .optional()?;
    if seen.is_some() {
        return Ok(Progressed::Ignored);
    }
    let applies = progress.sequence <= last + 1;
    tx.execute(
        "INSERT INTO progress (parcel, sequence, event_id, kind, at, note, applied, received_at, granted, results, act,
           asked)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            progress.parcel.to_string(),
            int(progress.sequence),
            progress.event_id,
            progress.kind.word(),
            ms(progress.at),
            progress.note,
            i64::from(applies),
            ms(act.at),
            progress.granted.map(i64::from),
            (!progress.results.is_empty())
                .then(|| serde_json::to_string(&progress.results))
                .transpose()?,
            progress.act.as_ref().map(serde_json::to_string).transpose()?,
            progress.asked.as_ref().map(serde_json::to_string).transpose()?
        ],
    )?;
    audit::log(
        tx,
        act,
        "progress",
        &progress.parcel.to_string(),
        progress.kind.word(),
        &progress.event_id,
    )?;
    if progress.sequence <= last {
        // Older but unseen: it takes its place in the timeline and moves nothing.
        happen(
            tx,
            case,
            progress.at,
            &parcel::name(tx, &progress.department)?,
            event_word(progress.kind),
            progress.note.as_deref(),
        )?;
        return Ok(Progressed::Ignored);
    }
    if !applies {
        return Ok(Progressed::Held);
    }
    let refused = apply(tx, act, case, progress, ground)?;
    while let Some(next) = held_after(tx, progress.parcel, &progress.department)? {
        apply(tx, act, case, &next, ground)?;
    }
    Ok(refused.map_or(Progressed::Applied, Progressed::NotTaken))
}

/// Legal time is the hall's (promise 13): a department whose clock is ahead reported at the moment it came. What was
/// held, or comes from a clock that is behind, did not happen before what the case has done already; but where the
/// clock of the case stood still is not moved by more than clocks may be apart.
fn in_order(tx: &Connection, case: Uuid, progress: &Progress, now: Timestamp) -> Kept<Timestamp> {
    let at = progress.at.min(now);
    let last = history::of(tx, case)?.last().map_or(at, |event| event.at);
    let is_day = match progress.kind {
        ProgressKind::Suspended | ProgressKind::Resumed | ProgressKind::Extended => true,
        ProgressKind::Acknowledged
        | ProgressKind::Handling
        | ProgressKind::Returned
        | ProgressKind::Decided
        | ProgressKind::Done => false,
    };
    Ok(if is_day && last.duration_since(at) > CLOCKS_APART {
        at
    } else {
        at.max(last)
    })
}

fn last_sequence(tx: &Connection, parcel: Uuid) -> Kept<u64> {
    Ok(tx.query_row(
        "SELECT last_sequence FROM parcel WHERE id = ?1",
        [parcel.to_string()],
        |row| count(row, 0),
    )?)
}

/// The held event whose turn has come.
fn held_after(tx: &Connection, parcel: Uuid, department: &str) -> Kept<Option<Progress>> {
    Ok(tx
        .query_row(
            "SELECT g.event_id, g.sequence, g.kind, g.at, g.note, g.granted, g.results, g.act, g.asked
             FROM progress g JOIN parcel p ON p.id = g.parcel
             WHERE g.parcel = ?1 AND g.applied = 0 AND g.sequence = p.last_sequence + 1",
            [parcel.to_string()],
            |row| {
                Ok(Progress {
                    parcel,
                    department: department.to_owned(),
                    event_id: row.get(0)?,
                    sequence: count(row, 1)?,
                    kind: word(row, 2, ProgressKind::from_word)?,
                    at: at(row, 3)?,
                    note: row.get(4)?,
                    granted: row.get(5)?,
                    results: maybe_json(row, 6)?.unwrap_or_default(),
                    act: maybe_json(row, 7)?,
                    asked: maybe_json(row, 8)?,
                })
            },
        )
        .optional()?)
}

/// Applies an event; tells why, where it is not believed.
fn apply(
    tx: &Connection,
    act: &Act,
    case: Uuid,
    progress: &Progress,
    ground: Option<&Ground>,
) -> Kept<Option<HistoryFault>> {
    let at = in_order(tx, case, progress, act.at)?;
    let progress = &Progress {
        at,
        ..progress.clone()
    };
    tx.execute(
        "UPDATE progress SET applied = 1, at = ?3 WHERE parcel = ?1 AND sequence = ?2",
        params![progress.parcel.to_string(), int(progress.sequence), ms(at)],
    )?;
    tx.execute(
        "UPDATE parcel SET last_sequence = ?2 WHERE id = ?1",
        params![progress.parcel.to_string(), int(progress.sequence)],
    )?;
    if is_recalled(tx, progress.parcel)? {
        record_only(tx, act, case, progress)?;
        return Ok(Some(HistoryFault::Over));
    }
    if is_said_again(tx, progress)? {
        record_only(tx, act, case, progress)?;
        return Ok(Some(HistoryFault::DecidedTwice));
    }
    let by = parcel::name(tx, &progress.department)?;
    let done = match progress.kind {
        ProgressKind::Acknowledged | ProgressKind::Handling | ProgressKind::Returned => None,
        ProgressKind::Decided | ProgressKind::Done => {
            decides(casefile::find(tx, case)?.map(|known| known.stage), progress)
        }
        ProgressKind::Suspended | ProgressKind::Resumed | ProgressKind::Extended => progress.act.clone(),
    };
    if let Some(what) = &done
        && let Some(why) = special::against(tx, case, at, what)?
    {
        tx.execute(
            "UPDATE progress SET applied = 2 WHERE parcel = ?1 AND sequence = ?2",
            params![progress.parcel.to_string(), int(progress.sequence)],
        )?;
        special::not_taken(tx, act, case, &by, why)?;
        return Ok(Some(why));
    }
    let state = match progress.kind {
        ProgressKind::Acknowledged => Some(ParcelState::Acknowledged),
        ProgressKind::Handling | ProgressKind::Decided => Some(ParcelState::Handling),
        ProgressKind::Returned => Some(ParcelState::Returned),
        ProgressKind::Done => Some(ParcelState::Done),
        ProgressKind::Suspended | ProgressKind::Resumed | ProgressKind::Extended => None,
    };
    if let Some(state) = state {
        parcel::set_state(tx, progress.parcel, state)?;
        let note = progress.note.as_deref();
        happen(tx, case, at, &by, event_word(progress.kind), note)?;
    }
    match progress.kind {
        ProgressKind::Acknowledged | ProgressKind::Handling => {}
        ProgressKind::Returned => {
            if let Some(asked) = &progress.asked {
                further::ask(tx, case, progress, asked)?;
            }
        }
        ProgressKind::Decided => step(tx, case, Step::Decide, progress)?,
        ProgressKind::Done => {
            let granted = result::granted(tx, progress.parcel, progress.sequence)?;
            result::keep(tx, case, progress.parcel, progress.at, granted, &progress.results)?;
            if parcel::all_done(tx, case)? {
                // A department that reports done without a decision of its own decided in the same act.
                step(tx, case, Step::Decide, progress)?;
                step(tx, case, Step::Complete, progress)?;
                if let Some(ground) = ground {
                    decision::tell(tx, act, case, progress.parcel, ground)?;
                }
            }
        }
        ProgressKind::Suspended | ProgressKind::Resumed | ProgressKind::Extended => {
            if let Some(what) = &done {
                special::record(tx, act, case, at, &by, what)?;
            }
        }
    }
    Ok(None)
}

/// The act of law in what a department decides or is done with. Another department may have decided the case before;
/// what is reported first is a decision, where none was made.
fn decides(stage: Option<Stage>, progress: &Progress) -> Option<Happened> {
    let decided = Happened::Decided {
        // A department that says nothing else gave what was applied for.
        granted: progress.granted.unwrap_or(true),
    };
    match stage? {
        Stage::Decided | Stage::Completed | Stage::Delivered => None,
        Stage::Draft
        | Stage::Received
        | Stage::Supplementing
        | Stage::Accepted
        | Stage::Withdrawn
        | Stage::NotNeeded
        | Stage::Refused
        | Stage::Lapsed
        | Stage::Void => Some(decided),
    }
}

/// Whether the department decided, or was done, before this.
fn is_said_again(tx: &Connection, progress: &Progress) -> Kept<bool> {
    let ends = match progress.kind {
        ProgressKind::Decided => "('decided', 'done')",
        ProgressKind::Done => "('done')",
        ProgressKind::Acknowledged
        | ProgressKind::Handling
        | ProgressKind::Returned
        | ProgressKind::Suspended
        | ProgressKind::Resumed
        | ProgressKind::Extended => return Ok(false),
    };
    Ok(tx.query_row(
        &format!(
            "SELECT EXISTS (SELECT 1 FROM progress
               WHERE parcel = ?1 AND sequence < ?2 AND applied = 1 AND kind IN {ends})"
        ),
        params![progress.parcel.to_string(), int(progress.sequence)],
        |row| row.get(0),
    )?)
}

/// Whether the parcel was recalled: the case is void, whatever its department says of it.
fn is_recalled(tx: &Connection, parcel: Uuid) -> Kept<bool> {
    Ok(parcel::whose(tx, parcel)?.is_some_and(|(.., state)| state == ParcelState::Recalled))
}

/// What was decided stands; that more was said is kept, and somebody has to look at it.
fn record_only(tx: &Connection, act: &Act, case: Uuid, progress: &Progress) -> Kept<()> {
    let department = parcel::name(tx, &progress.department)?;
    let recalled = is_recalled(tx, progress.parcel)?;
    let (what, alarm) = if recalled {
        (event_word(progress.kind), "handledAfterRecall")
    } else {
        ("parcelDecidedAgain", "decidedTwice")
    };
    happen(tx, case, progress.at, &department, what, progress.note.as_deref())?;
    inbox::raise_alarm(tx, act, alarm, &progress.parcel.to_string())
}

fn step(tx: &Connection, case: Uuid, step: Step, progress: &Progress) -> Kept<()> {
    if let Some(known) = casefile::find(tx, case)? {
        let moved = casefile::step(tx, &known, step, progress.at)?;
        let what = match moved {
            Some(Stage::Decided) => Happened::Decided {
                granted: progress.granted.unwrap_or(true),
            },
            Some(Stage::Completed) => Happened::Completed,
            Some(_) | None => return Ok(()),
        };
        history::note(tx, case, progress.at, &what)?;
    }
    Ok(())
}

fn event_word(kind: ProgressKind) -> &'static str {
    match kind {
        ProgressKind::Acknowledged => "parcelAcknowledged",
        ProgressKind::Handling => "parcelHandling",
        ProgressKind::Returned => "parcelReturned",
        ProgressKind::Decided => "parcelDecided",
        ProgressKind::Done => "parcelDone",
        ProgressKind::Suspended => "suspended",
        ProgressKind::Resumed => "resumed",
        ProgressKind::Extended => "extended",
    }
}
