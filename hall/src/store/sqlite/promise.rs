//! `promise`: 容缺. What is missing is promised at acceptance, comes at any window, is reminded of before its day and
//! is a default after it.

use cases::case::Stage;
use cases::catalogue::Item;
use cases::deadline::{Promise, Unit, hall_date};
use cases::notice::{Head, PaperKind, PromisedMaterial, ToleranceFacts, tolerance};
use cases::texting::Moment;
use cases::wire::outcome::Promised;
use cases::wire::record::CaseView;
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::casefile;
use super::values::{day, id, maybe_at, ms};
use super::{audit, feed, inbox, paper, parcel, text_message, warning};
use crate::intake::plan::Ground;
use crate::store::outcome::KeepPlan;
use crate::store::{Act, Kept};
use crate::{fault, law};

const KIND: PaperKind = PaperKind::Tolerance;
/// An applicant is reminded this many days before the last day.
const REMIND_DAYS: i64 = 3;

/// Writes down at acceptance what is promised, each with its day, and the paper that says so.
pub fn make(
    tx: &Connection,
    act: &Act,
    ground: &Ground,
    item: &Item,
    from: Timestamp,
    case_number: &str,
) -> Kept<()> {
    let draft = &ground.draft;
    let promised = draft.promises(item, hall_date(act.at));
    let mut missing = Vec::new();
    for material in promised {
        let days = material.tolerant_days.unwrap_or_default();
        let limit = Promise {
            days: u16::try_from(days).unwrap_or(u16::MAX),
            unit: Unit::WorkingDays,
        };
        let by = ground.counting.due(from, limit).day;
        tx.execute(
            "INSERT INTO promise (casefile, material, name, due) VALUES (?1, ?2, ?3, ?4)",
            params![draft.id.to_string(), material.id, material.name, by.to_string()],
        )?;
        missing.push(PromisedMaterial {
            name: material.name.clone(),
            days,
            by,
        });
    }
    let Some(promised_by) = missing.iter().map(|material| material.by).max() else {
        return Ok(());
    };
    let serial = feed::next_number(tx, &law::document_series(item, KIND, act.at))?;
    let number = law::document_number(&ground.hall, item, KIND, act.at, serial)?.to_string();
    let names: Vec<&str> = missing.iter().map(|material| material.name.as_str()).collect();
    let note = format!("{number}，容缺{}，{promised_by}前补齐", names.join("、"));
    casefile::happen(tx, draft.id, act.at, &act.staff, "tolerated", Some(&note))?;
    let content = tolerance::content(
        &ToleranceFacts {
            head: Head {
                number: Some(number),
                case_number: Some(case_number.to_owned()),
                ..ground.head(item)
            },
            missing,
            promised_by,
            promised_on: hall_date(act.at),
            signed: None,
        },
        &ground.catalogue.wording,
    );
    paper::write(tx, draft.id, act.at, &content)?;
    warning::plan(tx, draft.id)
}

pub fn of(tx: &Connection, case: Uuid) -> Kept<Vec<Promised>> {
    let mut rows = tx.prepare_cached(
        "SELECT material, name, due, kept_at, defaulted FROM promise WHERE casefile = ?1 ORDER BY due, material",
    )?;
    let found = rows
        .query_map([case.to_string()], |row| {
            Ok(Promised {
                material: row.get(0)?,
                name: row.get(1)?,
                due: day(row, 2)?,
                kept_at: maybe_at(row, 3)?,
                defaulted: row.get::<_, i64>(4)? == 1,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// 容缺材料补交: what came is written down with a receipt, and the department is told.
pub fn keep(tx: &Connection, act: &Act, plan: &KeepPlan) -> Kept<CaseView> {
    let ground = &plan.ground;
    let item = ground.item()?;
    let case = ground.draft.id;
    let known = casefile::find(tx, case)?.ok_or_else(fault::no_case)?;
    if known.stage.is_ended() || known.stage == Stage::Draft {
        return Err(fault::nothing_awaited().about(known.stage.zh()));
    }
    let promised = of(tx, case)?;
    let mut names = Vec::new();
    for material in &plan.materials {
        let one = promised.iter().find(|one| one.material == *material);
        let one = one.ok_or_else(|| fault::not_promised().about(material))?;
        if one.kept_at.is_some() {
            return Err(fault::came_already().about(&one.name));
        }
        tx.execute(
            "UPDATE promise SET kept_at = ?3 WHERE casefile = ?1 AND material = ?2 AND kept_at IS NULL",
            params![case.to_string(), material, ms(act.at)],
        )?;
        if !names.contains(&one.name) {
            names.push(one.name.clone());
        }
    }
    if names.is_empty() {
        return Err(fault::nothing_came());
    }
    warning::plan(tx, case)?;
    let now = of(tx, case)?;
    for due in now.iter().map(|one| one.due) {
        if now.iter().all(|one| one.due != due || one.kept_at.is_some()) {
            text_message::has_come(tx, case, Moment::PromiseSoon, due)?;
        }
    }
    let receipt = ground.receipt_of(item, act.at, ground.on_paper(item, &plan.materials), false);
    paper::write(tx, case, act.at, &receipt)?;
    let note = names.join("、");
    casefile::happen(tx, case, act.at, &act.staff, "promiseKept", Some(&note))?;
    parcel::tell(tx, act, case, "promiseKept", &note)?;
    audit::log(tx, act, "keepPromise", &known.slip, &item.id, &note)?;
    casefile::say(tx, case)?;
    casefile::view(tx, act.at, known)
}

/// Says once what is near its day, and once what has passed it; gives how much was said.
pub fn sweep(tx: &Connection, act: &Act) -> Kept<u32> {
    let today = hall_date(act.at);
    let near = today.saturating_add(jiff::Span::new().days(REMIND_DAYS));
    let mut rows = tx.prepare_cached(
        "SELECT casefile, material, name, due, reminded FROM promise
         WHERE kept_at IS NULL AND defaulted = 0 AND (due < ?1 OR (reminded = 0 AND due <= ?2))
           AND (SELECT stage FROM casefile WHERE id = promise.casefile) IN ('accepted', 'decided', 'completed')
         ORDER BY due LIMIT 256",
    )?;
    let found: Vec<(Uuid, String, String, Date)> = rows
        .query_map(params![today.to_string(), near.to_string()], |row| {
            Ok((id(row, 0)?, row.get(1)?, row.get(2)?, day(row, 3)?))
        })?
        .collect::<Result<_, _>>()?;
    drop(rows);
    let mut said = 0;
    for (case, material, name, due) in found {
        let passed = due < today;
        let (column, what) = match passed {
            true => ("defaulted", "promiseBroken"),
            false => ("reminded", "promiseNear"),
        };
        tx.execute(
            &format!("UPDATE promise SET {column} = 1 WHERE casefile = ?1 AND material = ?2"),
            params![case.to_string(), material],
        )?;
        let note = format!("{name}，{due}");
        casefile::happen(tx, case, act.at, &act.staff, what, Some(&note))?;
        if passed {
            parcel::tell(tx, act, case, what, &note)?;
            let known = casefile::find(tx, case)?.ok_or_else(fault::no_case)?;
            inbox::raise_about(tx, act, "promiseBroken", &known)?;
        }
        if !passed {
            text_message::say(tx, case, Moment::PromiseSoon, &due.to_string(), Some(due), act.at)?;
        }
        casefile::say(tx, case)?;
        said += 1;
    }
    Ok(said)
}
