//! Approvals (审批): kept with who asks and who answers; used once, in the transaction of what they let through.

use cases::approval::{About, Against, Answer, Approval, Purpose, State, seen};
use cases::deadline::{Happened, Promise, hall_date};
use cases::wire::approval::{AnswerApproval, Answered, ApprovalRow, WaitingApproval};
use cases::wire::feed::What;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};
use uuid::Uuid;

use super::values::{at, id, json, maybe_at, ms};
use super::{audit, casefile, draft, feed, grant, second_demand, special};
use crate::chance;
use crate::fault::{self, Fault};
use crate::intake::voiding;
use crate::store::approval::{AskPlan, Asked};
use crate::store::{Act, Kept};

const SELECT: &str = "SELECT a.id, a.desk, a.staff, coalesce(s.name, a.staff), a.asked_at, a.about, a.state,
    a.answered_by, coalesce(b.name, a.answered_by), a.answered_at, coalesce(a.note, ''), a.withdrawn_at, a.used_at,
    a.item, a.item_name, a.passed_on
    FROM approval a LEFT JOIN staff s ON s.number = a.staff LEFT JOIN staff b ON b.number = a.answered_by";
/// What is asked of the store for one day of the hall, wherever the day begins.
const DAY: SignedDuration = SignedDuration::from_hours(24);

fn row(row: &Row<'_>) -> rusqlite::Result<ApprovalRow> {
    let answer = maybe_at(row, 9)?
        .map(|at| {
            Ok::<_, rusqlite::Error>(Answer {
                staff: row.get(7)?,
                name: row.get(8)?,
                at,
                note: row.get(10)?,
            })
        })
        .transpose()?;
    let word: String = row.get(6)?;
    let state = match (word.as_str(), answer, maybe_at(row, 11)?, maybe_at(row, 12)?) {
        ("waiting", ..) => State::Waiting,
        ("approved", Some(answer), ..) => State::Approved { answer },
        ("denied", Some(answer), ..) => State::Denied { answer },
        ("withdrawn", _, Some(at), _) => State::Withdrawn { at },
        ("used", Some(answer), _, Some(at)) => State::Used { answer, at },
        _ => {
            return Err(rusqlite::Error::InvalidColumnType(
                6,
                "state".to_owned(),
                rusqlite::types::Type::Text,
            ));
        }
    };
    Ok(ApprovalRow {
        approval: Approval {
            id: id(row, 0)?,
            desk: row.get(1)?,
            staff: row.get(2)?,
            asked_at: at(row, 4)?,
            about: json(row, 5)?,
            state,
        },
        name: row.get(3)?,
        item: row.get(13)?,
        item_name: row.get(14)?,
        passed_on: maybe_at(row, 15)?,
    })
}

pub fn find(tx: &Connection, of: Uuid) -> Kept<Option<ApprovalRow>> {
    Ok(tx
        .query_row(&format!("{SELECT} WHERE a.id = ?1"), [of.to_string()], row)
        .optional()?)
}

fn known(tx: &Connection, of: Uuid) -> Kept<ApprovalRow> {
    find(tx, of)?.ok_or_else(fault::no_approval)
}

fn several(tx: &Connection, clause: &str, values: &[&dyn ToSql]) -> Kept<Vec<ApprovalRow>> {
    let mut rows = tx.prepare_cached(&format!("{SELECT} WHERE {clause}"))?;
    let found = rows.query_map(values, row)?.collect::<Result<_, _>>()?;
    Ok(found)
}

pub fn ask(tx: &Connection, act: &Act, plan: &AskPlan) -> Kept<ApprovalRow> {
    let about = &plan.about;
    for open in several(
        tx,
        "a.desk = ?1 AND a.kind = ?2 AND a.state IN ('waiting', 'approved')",
        &[&act.desk, &about.kind()],
    )? {
        let open = open.approval;
        if open.state != State::Waiting && is_in_force(about) {
            continue;
        }
        if open.about == *about {
            return known(tx, open.id);
        }
        if open.about.is_same_matter(about) {
            withdraw(tx, act, open.id)?;
        }
    }
    let asked = chance::id(act.at);
    tx.execute(
        "INSERT INTO approval (id, desk, staff, asked_at, kind, draft, item, item_name, about, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'waiting')",
        params![
            asked.to_string(),
            act.desk,
            act.staff,
            ms(act.at),
            about.kind(),
            about.draft().map(|draft| draft.to_string()),
            plan.item,
            plan.item_name,
            serde_json::to_string(about)?
        ],
    )?;
    audit::log(
        tx,
        act,
        "askApproval",
        &asked.to_string(),
        about.kind(),
        &serde_json::to_string(about)?,
    )?;
    let asked = known(tx, asked)?;
    say(tx, &asked.approval)?;
    Ok(asked)
}

/// What an answer did at once is not taken back by another asking.
fn is_in_force(about: &About) -> bool {
    match about {
        About::Grant { .. } | About::SecondDemand { .. } | About::Pause { .. } | About::Extension { .. } => {
            true
        }
        About::Refusal { .. } | About::Override { .. } | About::Void { .. } => false,
    }
}

pub fn list(tx: &Connection, now: Timestamp, of: &Asked) -> Kept<Vec<ApprovalRow>> {
    let since = ms(now.saturating_sub(DAY).unwrap_or(now));
    let today = |row: &ApprovalRow| hall_date(row.approval.asked_at) == hall_date(now);
    match of {
        Asked::InHall => {
            let mut waiting = several(tx, "a.state = 'waiting' ORDER BY a.asked_at, a.id", &[])?;
            let answered = several(
                tx,
                "a.state IN ('approved', 'denied', 'used') AND a.answered_at >= ?1 ORDER BY a.answered_at DESC, a.id",
                &[&since],
            )?;
            waiting.extend(answered.into_iter().filter(|row| {
                let answer = row.approval.state.answer();
                answer.is_some_and(|answer| hall_date(answer.at) == hall_date(now))
            }));
            Ok(waiting)
        }
        Asked::ByDesk(desk) => {
            let asked = several(
                tx,
                "a.desk = ?1 AND (a.asked_at >= ?2 OR a.state IN ('waiting', 'approved')) ORDER BY a.asked_at, a.id",
                &[desk, &since],
            )?;
            let open = |row: &ApprovalRow| {
                matches!(row.approval.state, State::Waiting)
                    || (matches!(row.approval.state, State::Approved { .. })
                        && !is_in_force(&row.approval.about))
            };
            Ok(asked.into_iter().filter(|row| open(row) || today(row)).collect())
        }
    }
}

pub fn waiting(tx: &Connection) -> Kept<Vec<WaitingApproval>> {
    let mut rows = tx.prepare_cached(
        "SELECT id, desk, kind, asked_at, passed_on FROM approval WHERE state = 'waiting' ORDER BY asked_at, id",
    )?;
    let waiting = rows
        .query_map([], |row| {
            Ok(WaitingApproval {
                id: id(row, 0)?,
                desk: row.get(1)?,
                kind: row.get(2)?,
                at: at(row, 3)?,
                passed_on: maybe_at(row, 4)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(waiting)
}

/// The first answer stands; a later one is told how it stands, and both are logged.
pub fn answer(tx: &Connection, act: &Act, of: Uuid, said: &AnswerApproval) -> Kept<Answered> {
    let before = known(tx, of)?;
    let given = Answer {
        staff: act.staff.clone(),
        name: String::new(),
        at: act.at,
        note: said.note.trim().to_owned(),
    };
    let answered = match before.approval.clone().answer(said.approve, given) {
        Ok(answered) => answered,
        Err(Against::Answered { .. } | Against::Withdrawn | Against::Used) => {
            audit::log(tx, act, "answerApproval", &of.to_string(), "too late", &said.note)?;
            return Ok(Answered {
                answered: false,
                row: before,
            });
        }
        Err(against) => return Err(refused(against)),
    };
    if said.approve {
        still_seen(tx, &answered.about)?;
    }
    let purpose = if said.approve { "approve" } else { "deny" };
    keep(tx, act, &answered, ("answerApproval", purpose), &said.note)?;
    if said.approve {
        take_effect(tx, act, &answered)?;
    }
    Ok(Answered {
        answered: true,
        row: known(tx, of)?,
    })
}

/// What is asked about a draft is approved as it was looked at, or not at all.
fn still_seen(tx: &Connection, about: &About) -> Kept<()> {
    let (of, looked_at) = match about {
        About::Refusal { draft, seen, .. } | About::Override { draft, seen, .. } => (*draft, seen),
        About::Void { case, .. } => {
            let case = casefile::find_by_reference(tx, case)?.ok_or_else(fault::no_case)?;
            return voiding::may_still(case.stage).map(drop);
        }
        About::SecondDemand { .. } | About::Grant { .. } | About::Pause { .. } | About::Extension { .. } => {
            return Ok(());
        }
    };
    match draft::find(tx, of)? {
        Some((now, true)) if seen(&now) == *looked_at => Ok(()),
        Some(_) | None => Err(fault::approval_stale()),
    }
}

/// What an approval does by itself. A refusal, an override and a void case wait for the clerk.
fn take_effect(tx: &Connection, act: &Act, approval: &Approval) -> Kept<()> {
    match &approval.about {
        About::Refusal { .. } | About::Override { .. } | About::Void { .. } => Ok(()),
        About::Grant {
            item,
            dataset,
            elements,
            until,
            ..
        } => grant::approve(
            tx,
            act,
            (approval.id, &approval.staff),
            (item, dataset),
            elements,
            *until,
        ),
        About::SecondDemand { case, materials, .. } => {
            second_demand::record(tx, act, approval, case, materials)
        }
        About::Pause {
            case,
            procedure,
            expected,
            reason,
        } => {
            let paused = Happened::Paused {
                kind: procedure.clone(),
                expected: *expected,
                reason: reason.clone(),
                approver: act.staff.clone(),
            };
            special::act(tx, act, case, paused)
        }
        About::Extension { case, days, reason } => {
            let extended = Happened::Extended {
                by: Promise::working_days(*days),
                reason: reason.clone(),
                approver: act.staff.clone(),
            };
            special::act(tx, act, case, extended)
        }
    }
}

pub fn withdraw(tx: &Connection, act: &Act, of: Uuid) -> Kept<ApprovalRow> {
    let before = known(tx, of)?;
    if before.approval.desk == act.desk && matches!(before.approval.state, State::Withdrawn { .. }) {
        return Ok(before);
    }
    if is_in_force(&before.approval.about) && matches!(before.approval.state, State::Approved { .. }) {
        return Err(fault::approval_used());
    }
    let withdrawn = before.approval.withdraw(&act.desk, act.at).map_err(refused)?;
    keep(tx, act, &withdrawn, ("withdrawApproval", "withdraw"), "")?;
    known(tx, of)
}

/// Uses an approval for what the same transaction does.
pub fn use_for(tx: &Connection, act: &Act, of: Uuid, purpose: Purpose<'_>) -> Kept<Approval> {
    let approval = known(tx, of)?.approval;
    let used = approval.use_for(purpose, act.at).map_err(refused)?;
    keep(tx, act, &used, ("useApproval", used.about.kind()), "")?;
    Ok(used)
}

/// The draft has become a case: what was asked about it and not used is over.
pub fn end_of_draft(tx: &Connection, act: &Act, of: Uuid) -> Kept<()> {
    for open in several(
        tx,
        "a.draft = ?1 AND a.state IN ('waiting', 'approved')",
        &[&of.to_string()],
    )? {
        let desk = open.approval.desk.clone();
        let over = open.approval.withdraw(&desk, act.at).map_err(refused)?;
        keep(tx, act, &over, ("withdrawApproval", "draft is a case"), "")?;
    }
    Ok(())
}

fn keep(
    tx: &Connection,
    act: &Act,
    approval: &Approval,
    (deed, purpose): (&str, &str),
    detail: &str,
) -> Kept<()> {
    let answer = approval.state.answer();
    let (withdrawn_at, used_at) = match &approval.state {
        State::Withdrawn { at } => (Some(ms(*at)), None),
        State::Used { at, .. } => (None, Some(ms(*at))),
        State::Waiting | State::Approved { .. } | State::Denied { .. } => (None, None),
    };
    tx.execute(
        "UPDATE approval SET state = ?2, answered_by = coalesce(?3, answered_by),
           answered_at = coalesce(?4, answered_at), note = coalesce(?5, note), withdrawn_at = ?6, used_at = ?7
         WHERE id = ?1",
        params![
            approval.id.to_string(),
            approval.state.word(),
            answer.map(|answer| &answer.staff),
            answer.map(|answer| ms(answer.at)),
            answer.map(|answer| &answer.note),
            withdrawn_at,
            used_at
        ],
    )?;
    audit::log(tx, act, deed, &approval.id.to_string(), purpose, detail)?;
    say(tx, approval)
}

fn say(tx: &Connection, approval: &Approval) -> Kept<()> {
    feed::say(
        tx,
        &What::Approval {
            approval: approval.id,
            desk: approval.desk.clone(),
            state: approval.state.word().to_owned(),
        },
    )
}

/// What stands against a step, in words.
fn refused(against: Against) -> Fault {
    match against {
        Against::OwnRequest => fault::own_approval(),
        Against::NoWords => fault::no_answer_words(),
        Against::Answered { answer, .. } => fault::approval_answered().about(answer.name),
        Against::Withdrawn => fault::approval_withdrawn(),
        Against::Used => fault::approval_used(),
        Against::NotAnswered => fault::approval_waits(),
        Against::Denied { answer } => fault::approval_denied().about(answer.name),
        Against::OtherDesk => fault::approval_elsewhere(),
        Against::OtherMatter => fault::approval_other(),
        Against::Stale => fault::approval_stale(),
    }
}
