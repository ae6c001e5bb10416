//! 不予受理: number, paper, stage, log and feed in one transaction with the approval that lets it.

use cases::approval::Purpose;
use cases::case::{Stage, Step};
use cases::deadline::Happened;
use cases::notice::PaperKind;
use cases::wire::intake::{Outcome, Refused};
use rusqlite::{Connection, params};

use super::casefile::{self, CaseRecord};
use super::values::ms;
use super::{approval, audit, draft, feed, history, paper};
use crate::intake::plan::RefusePlan;
use crate::store::{Act, Kept};
use crate::{fault, law};

const KIND: PaperKind = PaperKind::RefusalNotice;

pub fn refuse(tx: &Connection, act: &Act, plan: &RefusePlan) -> Kept<Outcome> {
    let ground = &plan.ground;
    let item = ground.item()?;
    let case = ground.draft.id;
    let known = casefile::find(tx, case)?;
    known.as_ref().map_or(Ok(()), casefile::not_void)?;
    if let Some(known) = known.as_ref().filter(|known| known.stage == Stage::Refused) {
        return refused(tx, known);
    }
    if let Some(elsewhere) = casefile::save_draft(tx, act, ground)? {
        return Ok(elsewhere);
    }
    let used = approval::use_for(tx, act, plan.approval, Purpose::Refuse(&ground.draft))?;
    let stage = known
        .as_ref()
        .map_or(Stage::Draft, |known| known.stage)
        .step(Step::Refuse)
        .map_err(|error| fault::wrong_stage().inside(error))?;
    let applied_at = known.as_ref().map_or(plan.refused_at, |known| known.received_at);
    let serial = feed::next_number(tx, &law::document_series(item, KIND, plan.refused_at))?;
    let number = law::document_number(&ground.hall, item, KIND, plan.refused_at, serial)?.to_string();
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
    let ended = Happened::Ended {
        stage: Stage::Refused,
    };
    history::note(tx, case, plan.refused_at, &ended)?;
    let by = used.state.answer().map_or("", |answer| &answer.name);
    let note = format!("{number}，经{by}审批");
    casefile::happen(tx, case, plan.refused_at, &act.staff, "refused", Some(&note))?;
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
        papers: paper::refs(tx, case.id)?,
    })))
}
