//! 补正: everything that is missing is told once; what comes is received at any window until all of it is there.

use std::collections::BTreeSet;

use cases::case::told::{Demand, Told};
use cases::case::{FirstTold, Stage, Step, ToldBy};
use cases::deadline::{Happened, Rule, hall_date};
use cases::error::Trouble;
use cases::notice::PaperKind;
use cases::review::{Finding, Level, Spot};
use cases::wire::intake::{Outcome, Returned, Supplementing};
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::casefile::{self, CaseRecord};
use super::undone::{self, Kind};
use super::values::maybe_json;
use super::{approval, audit, clock, draft, feed, first_notice, history, online, paper, second_demand};
use crate::intake::plan::{Ground, ReturnPlan, SupplementPlan};
use crate::store::{Act, Kept};
use crate::{fault, law};

const KIND: PaperKind = PaperKind::SupplementNotice;

/// 告知补正: receipt where there was none, stage, notice, number, log and feed in one transaction.
pub fn tell(tx: &Connection, act: &Act, plan: &SupplementPlan) -> Kept<Outcome> {
    let item = plan.ground.item()?;
    let case = plan.ground.draft.id;
    let known = casefile::find(tx, case)?;
    let from = known.as_ref().map_or(Stage::Draft, |known| known.stage);
    let before = of(tx, case)?;
    let stage = match (from, &before) {
        (Stage::Supplementing, Some(_)) => Stage::Supplementing,
        _ => from
            .step(Step::Supplement)
            .map_err(|error| fault::not_to_supplement().about(from.zh()).inside(error))?,
    };
    if let Some(elsewhere) = casefile::save_draft(tx, act, &plan.ground)? {
        return Ok(elsewhere);
    }
    let first = first_list(tx, act, &plan.ground, before.as_ref(), known.as_ref())?;
    let demands = first_notice::mark(first.as_ref(), item, &plan.demands);
    let added = first_notice::added_names(&demands);
    let again = match (&before, plan.approval) {
        (None, _) if added.is_empty() => None,
        (None, None) => return Err(fault::demand_added().about(added.join("、"))),
        (Some(_), None) => return Err(fault::told_once()),
        (None | Some(_), Some(approval)) => {
            let matter = (plan.ground.draft.slip.as_str(), item);
            Some(first_notice::use_approval(tx, act, approval, matter, &demands)?)
        }
    };
    casefile::check_pieces(tx, &plan.ground)?;
    online::may_file(tx, &plan.ground.draft)?;
    let received_at = known.as_ref().map_or(plan.told_at, |known| known.received_at);
    if known.is_none() {
        let notify_by = plan.ground.notify_by(received_at).day;
        casefile::insert(
            tx,
            &plan.ground,
            Stage::Received,
            received_at,
            None,
            notify_by,
            false,
        )?;
        casefile::happen(tx, case, received_at, &plan.ground.draft.clerk, "received", None)?;
        let receipt = plan.ground.receipt(item, received_at, None, None, None);
        paper::write(tx, case, act.at, &receipt)?;
    }
    let serial = feed::next_number(tx, &law::document_series(item, KIND, plan.told_at))?;
    let told = Told {
        number: law::document_number(&plan.ground.hall, item, KIND, plan.told_at, serial)?.to_string(),
        on: hall_date(plan.told_at),
        until: plan.until,
        round: before.as_ref().map_or(1, |before| before.round + 1),
        demands,
    };
    if first.is_none() {
        let list = FirstTold::of_demands(
            ToldBy::Supplement,
            plan.told_at,
            item,
            &plan.ground.draft.edition,
            &told.demands,
        );
        first_notice::freeze(tx, act, &plan.ground, &list, None)?;
    }
    keep(tx, &plan.ground, told.clone())?;
    tx.execute(
        "UPDATE casefile SET stage = ?2 WHERE id = ?1",
        params![case.to_string(), stage.word()],
    )?;
    let until = Some(plan.until);
    history::note(tx, case, plan.told_at, &Happened::Told { until })?;
    let approver = again.as_ref().map_or("", |approved| approved.approver.as_str());
    let added_to = first_notice::added_to(first.as_ref(), &told.demands, approver);
    paper::write(tx, case, act.at, &plan.notice(item, &told, received_at, added_to))?;
    let mut note = format!(
        "{}，共{}项，{}前补正",
        told.number,
        told.demands.len(),
        told.until
    );
    if let Some(approved) = &again {
        note.push_str(&format!("，第{}次，经{}审批", told.round, approved.approver));
        second_demand::of_draft(tx, act, &plan.ground, approved.id)?;
        let counted = (told.number.as_str(), approved.id);
        let words = first_notice::count_added(tx, &plan.ground, &told.demands, counted, act.at)?;
        note.push_str(&words);
        undone::enter(
            tx,
            act,
            &plan.ground,
            Kind::SecondDemand,
            &approved.reason,
            &approved.staff,
        )?;
    }
    casefile::happen(tx, case, plan.told_at, &act.staff, stage.word(), Some(&note))?;
    approval::end_of_draft(tx, act, case)?;
    let digest = plan.ground.draft.form_digest();
    audit::log(tx, act, "supplement", &told.number, &item.id, &digest)?;
    casefile::say_stage(tx, &plan.ground, None, stage)?;
    let known = casefile::find(tx, case)?.ok_or_else(fault::no_case)?;
    supplementing(tx, &known)
}

/// The list that the case was told first. One from before lists were kept is its first notice.
fn first_list(
    tx: &Connection,
    act: &Act,
    ground: &Ground,
    before: Option<&Told>,
    known: Option<&CaseRecord>,
) -> Kept<Option<FirstTold>> {
    let first = first_notice::of(tx, ground.draft.id)?;
    let (None, Some(before), Some(known)) = (&first, before.filter(|told| told.round == 1), known) else {
        return Ok(first);
    };
    let item = ground.item()?;
    let list = FirstTold::of_demands(
        ToldBy::Supplement,
        known.received_at,
        item,
        &ground.draft.edition,
        &before.demands,
    );
    first_notice::freeze(tx, act, ground, &list, None).map(Some)
}

/// The outcome of a case that was told. Digests of papers are filled in once their bytes are kept.
pub fn supplementing(tx: &Connection, case: &CaseRecord) -> Kept<Outcome> {
    let told = of(tx, case.id)?.ok_or_else(fault::wrong_stage)?;
    let told_at = history::of(tx, case.id)?
        .into_iter()
        .rfind(|event| matches!(event.what, Happened::Told { .. }))
        .map_or(case.received_at, |event| event.at);
    Ok(Outcome::Supplementing(Box::new(Supplementing {
        slip: case.slip.clone(),
        demands: u32::try_from(told.demands.len()).unwrap_or(u32::MAX),
        number: told.number,
        told_at,
        until: told.until,
        papers: paper::refs(tx, case.id)?,
    })))
}

/// 补正收件: a receipt for what came; the day on which nothing is open any more is the day of completeness.
pub fn take_return(tx: &Connection, act: &Act, plan: &ReturnPlan) -> Kept<Outcome> {
    let ground = &plan.ground;
    let item = ground.item()?;
    let case = ground.draft.id;
    let known = casefile::find(tx, case)?.ok_or_else(fault::no_case)?;
    if known.stage != Stage::Supplementing {
        return Err(not_awaited(known.stage));
    }
    if let Some(elsewhere) = casefile::save_draft(tx, act, ground)? {
        return Ok(elsewhere);
    }
    casefile::check_pieces(tx, ground)?;
    let mut told = of(tx, case)?.ok_or_else(fault::wrong_stage)?;
    let was_open: BTreeSet<usize> = open_places(&told);
    told.keep_cured(ground.draft.told.as_ref(), &plan.findings);
    let is_open = open_places(&told);
    let names = |places: &BTreeSet<usize>| -> Vec<String> {
        places
            .iter()
            .map(|at| told.demands[*at].material.clone())
            .collect()
    };
    let came = names(&was_open.difference(&is_open).copied().collect());
    let open = names(&is_open);
    let before = casefile::draft_of(tx, &known.slip)?.ok_or_else(fault::no_case)?;
    let handed_in = ground.handed_in_since(item, &before);
    if came.is_empty() && handed_in.is_empty() {
        return Err(fault::nothing_came());
    }
    keep(tx, ground, told.clone())?;
    if open.is_empty() {
        completed(tx, act, case)?;
    }
    let receipt = ground.receipt_of(item, act.at, handed_in, open.is_empty());
    paper::write(tx, case, act.at, &receipt)?;
    let said = |names: &[String]| {
        if names.is_empty() {
            "无".to_owned()
        } else {
            names.join("、")
        }
    };
    let note = format!("已补正：{}；尚缺：{}", said(&came), said(&open));
    casefile::happen(tx, case, act.at, &act.staff, "returned", Some(&note))?;
    audit::log(tx, act, "takeReturn", &known.slip, &item.id, &note)?;
    casefile::say(tx, case)?;
    Ok(Outcome::Returned(Box::new(Returned {
        slip: known.slip,
        came,
        open,
        until: told.until,
        papers: paper::refs(tx, case)?,
    })))
}

/// A case that was told is accepted when everything came: the outcome that stops it while something has not. The review
/// has found nothing any more; what the clerk had asked for in words is seen by a clerk.
pub fn complete(tx: &Connection, act: &Act, known: &CaseRecord, ground: &Ground) -> Kept<Option<Outcome>> {
    if known.stage != Stage::Supplementing {
        return Ok(None);
    }
    let runs = clock::of(tx, known.id)?.and_then(|clocks| clocks.running);
    if runs.is_some_and(|clock| clock.rule == Rule::Completed) {
        return Ok(None);
    }
    let mut told = of(tx, known.id)?.ok_or_else(fault::wrong_stage)?;
    told.keep_cured(ground.draft.told.as_ref(), &[]);
    let findings: Vec<Finding> = told.open().map(still_open).collect();
    if !findings.is_empty() {
        return Ok(Some(Outcome::Blocked { findings }));
    }
    keep(tx, ground, told)?;
    completed(tx, act, known.id)?;
    Ok(None)
}

fn completed(tx: &Connection, act: &Act, case: Uuid) -> Kept<()> {
    history::note(tx, case, act.at, &Happened::Supplemented)?;
    casefile::happen(tx, case, act.at, &act.staff, "supplemented", Some("补正齐全"))
}

fn still_open(demand: &Demand) -> Finding {
    Finding {
        level: Level::Block,
        spot: demand.spot.clone().unwrap_or(Spot::Party),
        trouble: Trouble::new(
            "YC-2840",
            format!("补正要求还没有确认：{}（{}）", demand.material, demand.cure),
            "what was told to be supplemented has not been seen cured",
        ),
    }
}

fn open_places(told: &Told) -> BTreeSet<usize> {
    let places = told.demands.iter().enumerate();
    places
        .filter(|(_, demand)| !demand.cured)
        .map(|(at, _)| at)
        .collect()
}

/// Why nothing is awaited of a case in this stage.
pub fn not_awaited(stage: Stage) -> fault::Fault {
    match stage {
        Stage::Lapsed => fault::came_too_late(),
        Stage::Draft
        | Stage::Received
        | Stage::Supplementing
        | Stage::Accepted
        | Stage::Decided
        | Stage::Completed
        | Stage::Delivered
        | Stage::Withdrawn
        | Stage::NotNeeded
        | Stage::Refused
        | Stage::Void => fault::nothing_awaited().about(stage.zh()),
    }
}

/// What a case was told last.
pub fn of(tx: &Connection, case: Uuid) -> Kept<Option<Told>> {
    use rusqlite::OptionalExtension;
    Ok(tx
        .query_row(
            "SELECT told FROM casefile WHERE id = ?1",
            [case.to_string()],
            |row| maybe_json(row, 0),
        )
        .optional()?
        .flatten())
}

/// Keeps the notice with the case and with the draft, so that whichever window takes it up next sees it.
fn keep(tx: &Connection, ground: &Ground, told: Told) -> Kept<()> {
    let case = ground.draft.id.to_string();
    tx.execute(
        "UPDATE casefile SET told = ?2 WHERE id = ?1",
        params![case, serde_json::to_string(&told)?],
    )?;
    let mut ground = ground.clone();
    ground.draft.told = Some(told);
    ground.draft.first_told = first_notice::of(tx, ground.draft.id)?;
    casefile::keep_body(tx, &ground, false)?;
    draft::rewrite(tx, &ground.draft)
}
