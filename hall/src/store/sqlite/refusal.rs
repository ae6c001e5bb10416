//! 不予受理 and 不受理: number, paper, stage, log and feed in one transaction with the approval that lets it.

use cases::approval::{About, Purpose};
use cases::case::{Stage, Step};
use cases::deadline::Happened;
use cases::notice::PaperKind;
use cases::wire::intake::{Outcome, Refused};
use rusqlite::{Connection, params};

use super::casefile::{self, CaseRecord};
use super::undone::{self, Kind};
use super::values::ms;
use super::{approval, audit, draft, feed, history, online, paper};
use crate::intake::plan::{Ground, RefusePlan};
use crate::store::{Act, Kept};
use crate::{fault, law};

/// How the ground of a refusal ends the case, by which paper, and under which name it is entered as not done.
fn ending(ground: &Ground, about: &About) -> Kept<(Step, PaperKind, Kind)> {
    let About::Refusal { ground: code, .. } = about else {
        return Err(fault::approval_other());
    };
    let known = ground.catalogue.rules.ground(ground.item()?, code);
    Ok(if known.ok_or_else(fault::no_ground)?.not_needed {
        (Step::NotNeeded, PaperKind::NotNeededNotice, Kind::NotNeeded)
    } else {
        (Step::Refuse, PaperKind::RefusalNotice, Kind::Refused)
    })
}

pub fn refuse(tx: &Connection, act: &Act, plan: &RefusePlan) -> Kept<Outcome> {
    let ground = &plan.ground;
    let item = ground.item()?;
    let case = ground.draft.id;
    let known = casefile::find(tx, case)?;
    known.as_ref().map_or(Ok(()), casefile::not_void)?;
    if let Some(known) = known.as_ref().filter(|known| known.refused_at.is_some()) {
        return refused(tx, known);
    }
    if let Some(elsewhere) = casefile::save_draft(tx, act, ground)? {
        return Ok(elsewhere);
    }
    online::may_file(tx, &ground.draft)?;
    let used = approval::use_for(tx, act, plan.approval, Purpose::Refuse(&ground.draft))?;
    let (step, kind, entered) = ending(ground, &used.about)?;
    let stage = known
        .as_ref()
        .map_or(Stage::Draft, |known| known.stage)
        .step(step)
        .map_err(|error| fault::wrong_stage().inside(error))?;
    let applied_at = known.as_ref().map_or(plan.refused_at, |known| known.received_at);
    let serial = feed::next_number(tx, &law::document_series(item, kind, plan.refused_at))?;
    let number = law::document_number(&ground.hall, item, kind, plan.refused_at, serial)?.to_string();
    if known.is_none() {
        let notify_by = ground.notify_by(applied_at).day;
        casefile::insert(tx, ground, stage, applied_at, None, notify_by, false)?;
    }
    casefile::keep_body(tx, ground, false)?;
    tx.execute(
        "UPDATE casefile SET stage = ?2, refusal_number = ?3, refused_at = ?4 WHERE id = ?1",
        params![case.to_string(), stage.word(), number, ms(plan.refused_at)],
    )?;
    let content = ground.refusal(
        item,
        &used.about,
        Some(number.clone()),
        (applied_at, plan.refused_at),
    )?;
    paper::write(tx, case, act.at, &content)?;
    history::note(tx, case, plan.refused_at, &Happened::Ended { stage })?;
    let (by, owner) = used
        .state
        .answer()
        .map_or(("", ""), |answer| (&answer.name, &answer.staff));
    let note = format!("{number}，经{by}审批");
    casefile::happen(tx, case, plan.refused_at, &act.staff, stage.word(), Some(&note))?;
    undone::enter(tx, act, ground, entered, used.about.reason(), owner)?;
    draft::close(tx, case)?;
    approval::end_of_draft(tx, act, case)?;
    audit::log(tx, act, "refuse", &number, &item.id, &ground.draft.form_digest())?;
    casefile::say_stage(tx, ground, None, stage)?;
    let known = casefile::find(tx, case)?.ok_or_else(fault::no_case)?;
    refused(tx, &known)
}

/// The outcome of a refused case. Digests of papers are filled in once their bytes are kept.
pub fn refused(tx: &Connection, case: &CaseRecord) -> Kept<Outcome> {
    let (Some(number), Some(refused_at)) = (case.refusal_number.clone(), case.refused_at) else {
        return Err(fault::wrong_stage());
    };
    Ok(Outcome::Refused(Box::new(Refused {
        slip: case.slip.clone(),
        number,
        refused_at,
        stage: case.stage,
        papers: paper::refs(tx, case.id)?,
    })))
}
