//! Progress that departments report: each sequence of a parcel once, in order; gaps are held.

use cases::case::{ParcelState, Stage, Step};
use cases::deadline::{Happened, Rule};
use cases::notice::PaperKind;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::casefile::{self, happen};
use super::values::{at, count, int, maybe_json, ms, word};
use super::{audit, feed, history, inbox, paper, parcel, result};
use crate::intake::plan::Ground;
use crate::intake::result_papers::Decision;
use crate::store::rows::ProgressKind;
use crate::store::{Act, Kept, Progress, Progressed};
use crate::{fault, law};

/// `ground` is what the case's papers are written from.
pub fn note(tx: &Connection, act: &Act, progress: &Progress, ground: Option<&Ground>) -> Kept<Progressed> {
    let of = parcel::whose(tx, progress.parcel)?;
    let Some((case, ..)) = of.filter(|(_, department, _)| *department == progress.department) else {
        return Err(fault::unknown_parcel());
    };
    let progress = &Progress {
        at: in_order(tx, case, progress.at.min(act.at))?,
        ..progress.clone()
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
        "INSERT INTO progress (parcel, sequence, event_id, kind, at, note, applied, received_at, granted, results)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
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
                .transpose()?
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
    apply(tx, act, case, progress, ground)?;
    while let Some(next) = held_after(tx, progress.parcel, &progress.department)? {
        apply(tx, act, case, &next, ground)?;
    }
    Ok(Progressed::Applied)
}

/// Legal time is the hall's (promise 13): a department whose clock is ahead reported at the moment it came.
/// Departments report whole seconds: what seems to lie within the second before acceptance came after it.
fn in_order(tx: &Connection, case: Uuid, at: Timestamp) -> Kept<Timestamp> {
    let accepted_at = casefile::find(tx, case)?.and_then(|known| known.accepted_at);
    Ok(match accepted_at {
        Some(accepted_at) if at < accepted_at && accepted_at.duration_since(at).as_millis() < 1_000 => {
            accepted_at
        }
        Some(_) | None => at,
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
            "SELECT g.event_id, g.sequence, g.kind, g.at, g.note, g.granted, g.results FROM progress g JOIN parcel p ON p.id = g.parcel
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
                })
            },
        )
        .optional()?)
}

fn apply(tx: &Connection, act: &Act, case: Uuid, progress: &Progress, ground: Option<&Ground>) -> Kept<()> {
    tx.execute(
        "UPDATE progress SET applied = 1 WHERE parcel = ?1 AND sequence = ?2",
        params![progress.parcel.to_string(), int(progress.sequence)],
    )?;
    tx.execute(
        "UPDATE parcel SET last_sequence = ?2 WHERE id = ?1",
        params![progress.parcel.to_string(), int(progress.sequence)],
    )?;
    if is_recalled(tx, progress.parcel)? || is_said_again(tx, progress)? {
        return record_only(tx, act, case, progress);
    }
    let state = match progress.kind {
        ProgressKind::Acknowledged => ParcelState::Acknowledged,
        ProgressKind::Handling | ProgressKind::Decided => ParcelState::Handling,
        ProgressKind::Returned => ParcelState::Returned,
        ProgressKind::Done => ParcelState::Done,
    };
    parcel::set_state(tx, progress.parcel, state)?;
    happen(
        tx,
        case,
        progress.at,
        &parcel::name(tx, &progress.department)?,
        event_word(progress.kind),
        progress.note.as_deref(),
    )?;
    match progress.kind {
        ProgressKind::Acknowledged | ProgressKind::Handling | ProgressKind::Returned => {}
        ProgressKind::Decided => step(tx, case, Step::Decide, progress)?,
        ProgressKind::Done => {
            let granted = result::granted(tx, progress.parcel, progress.sequence)?;
            result::keep(tx, case, progress.parcel, progress.at, granted, &progress.results)?;
            if parcel::all_done(tx, case)? {
                // A department that reports done without a decision of its own decided in the same act.
                step(tx, case, Step::Decide, progress)?;
                step(tx, case, Step::Complete, progress)?;
                if let Some(ground) = ground {
                    tell_decision(tx, act, case, progress, ground)?;
                }
            }
        }
    }
    Ok(())
}

/// 决定送达通知书: written once the case is complete, to be handed over with its result.
fn tell_decision(tx: &Connection, act: &Act, case: Uuid, progress: &Progress, ground: &Ground) -> Kept<()> {
    let item = ground.item()?;
    let known = casefile::find(tx, case)?.filter(|known| known.stage == Stage::Completed);
    let Some(known) = known else { return Ok(()) };
    let acts = history::of(tx, case)?;
    let decided = acts.iter().find_map(|act| {
        if let Happened::Decided { granted } = act.what {
            Some((act.at, granted))
        } else {
            None
        }
    });
    let (Some((decided_at, granted)), Some(accepted_at), Some(case_number)) =
        (decided, known.accepted_at, known.case_number)
    else {
        return Ok(());
    };
    let kind = PaperKind::DecisionNotice;
    let serial = feed::next_number(tx, &law::document_series(item, kind, act.at))?;
    let clocks = ground.counting.replay(&acts, &law::limits(item)).ok();
    let running = clocks.and_then(|clocks| clocks.running);
    let decision = Decision {
        number: law::document_number(&ground.hall, item, kind, act.at, serial)?.to_string(),
        case_number,
        accepted_at,
        decided_at,
        told_at: act.at,
        granted,
        opinion: opinion(tx, progress.parcel)?,
        results: result::of(tx, case, false)?,
        deliver_by: running
            .filter(|clock| clock.rule == Rule::Delivery && !clock.due.provisional)
            .map(|clock| clock.due.day),
    };
    paper::write(tx, case, act.at, &ground.decision(item, &decision))?;
    Ok(())
}

/// What the department said when it decided.
fn opinion(tx: &Connection, parcel: Uuid) -> Kept<Option<String>> {
    let note: Option<Option<String>> = tx
        .query_row(
            "SELECT note FROM progress WHERE parcel = ?1 AND kind = 'decided' AND applied = 1 ORDER BY sequence LIMIT 1",
            [parcel.to_string()],
            |row| row.get(0),
        )
        .optional()?;
    let said = note.flatten().map(|note| {
        let bare = note.strip_prefix("准予，").or(note.strip_prefix("不予，"));
        bare.unwrap_or(&note).to_owned()
    });
    Ok(said)
}

/// Whether the department decided, or was done, before this.
fn is_said_again(tx: &Connection, progress: &Progress) -> Kept<bool> {
    let ends = match progress.kind {
        ProgressKind::Decided => "('decided', 'done')",
        ProgressKind::Done => "('done')",
        ProgressKind::Acknowledged | ProgressKind::Handling | ProgressKind::Returned => return Ok(false),
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
        // What was held, or comes from a clock that is behind, did not happen before what the case has done already.
        let before = history::of(tx, case)?.last().map(|act| act.at);
        let when = before.map_or(progress.at, |before| before.max(progress.at));
        let moved = casefile::step(tx, &known, step, when)?;
        let what = match moved {
            Some(Stage::Decided) => Happened::Decided {
                // A department that says nothing else gave what was applied for.
                granted: progress.granted.unwrap_or(true),
            },
            Some(Stage::Completed) => Happened::Completed,
            Some(_) | None => return Ok(()),
        };
        history::note(tx, case, when, &what)?;
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
    }
}
