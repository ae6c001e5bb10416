//! 作废: stage, number, recalled parcels and papers, log and feed in one transaction with the approval that lets it.
//! Numbers stay where they were given: nothing ever gives one of them again.

use cases::approval::{About, Purpose};
use cases::case::{Draft, ParcelState, Stage};
use cases::deadline::{Happened, hall_date};
use cases::notice::{NamedPaper, PaperKind, Reference, Relation};
use cases::wire::record::CaseView;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::casefile::{self, CaseRecord};
use super::values::{id, ms};
use super::{approval, audit, collected, draft, feed, history, paper, parcel};
use crate::intake::plan::{Ground, Numbers};
use crate::intake::voiding;
use crate::store::delivery::VoidPlan;
use crate::store::{Act, Kept};
use crate::{fault, law};

pub fn void(tx: &Connection, act: &Act, plan: &VoidPlan) -> Kept<CaseView> {
    let ground = &plan.ground;
    let item = ground.item()?;
    let case = casefile::find(tx, ground.draft.id)?.ok_or_else(fault::no_case)?;
    let stage = voiding::may_still(case.stage)?;
    let used = approval::use_for(tx, act, plan.approval, Purpose::Void(&case.slip))?;
    recall(tx, act, &case, &plan.recalled)?;
    let serial = feed::next_number(tx, &law::document_series(item, PaperKind::VoidNotice, act.at))?;
    let number = law::document_number(&ground.hall, item, PaperKind::VoidNotice, act.at, serial)?.to_string();
    // What the applicant signed is his own; what the hall issued is void.
    tx.execute(
        "UPDATE paper SET voided_by = ?2 WHERE casefile = ?1 AND kind <> ?3",
        params![case.id.to_string(), number, PaperKind::ApplicationForm.word()],
    )?;
    tx.execute(
        "UPDATE casefile SET void_number = ?2, voided_at = ?3, waits_for_line = 0 WHERE id = ?1",
        params![case.id.to_string(), number, ms(act.at)],
    )?;
    collected::void(tx, case.id)?;
    draft::close(tx, case.id)?;
    approval::end_of_draft(tx, act, case.id)?;
    casefile::enter(tx, &case, stage)?;
    let ended = Happened::Ended { stage: Stage::Void };
    history::note(tx, case.id, act.at, &ended)?;
    let by = used.state.answer().map_or("", |answer| &answer.name);
    if let About::Void { wrong, reason, .. } = &used.about {
        let (title, of) = issued(&case);
        let voided = NamedPaper {
            title: title.to_owned(),
            number: of,
            dated: hall_date(case.accepted_at.unwrap_or(case.received_at)),
        };
        let numbers = (number.clone(), case.case_number.clone());
        let content = ground.void_notice(item, numbers, voided, (*wrong, reason, by), act.at);
        paper::write(tx, case.id, act.at, &content)?;
    }
    let note = format!("{number}，{}，经{by}审批", used.about.reason());
    casefile::happen(tx, case.id, act.at, &act.staff, "voided", Some(&note))?;
    let of = case.case_number.as_deref().unwrap_or(&case.slip);
    audit::log(tx, act, "void", of, &item.id, &number)?;
    let case = casefile::find(tx, case.id)?.ok_or_else(fault::no_case)?;
    casefile::view(tx, act.at, case)
}

/// What the hall issued last for it, by title and number: the 受理通知书, or the 收件凭证 by its slip code.
fn issued(case: &CaseRecord) -> (&'static str, String) {
    match &case.notice_number {
        Some(number) => (PaperKind::AcceptanceNotice.zh(), number.clone()),
        None => (PaperKind::ReceiptSlip.zh(), case.slip.clone()),
    }
}

/// Every parcel was given back, or never left: nobody else has the case.
fn recall(tx: &Connection, act: &Act, case: &CaseRecord, given_back: &[Uuid]) -> Kept<()> {
    let mut rows = tx.prepare_cached(
        "SELECT id, state = 'waiting' AND attempts = 0 AND leased_until IS NULL, department FROM parcel
         WHERE casefile = ?1 AND about IS NULL AND state <> 'recalled' ORDER BY rowid",
    )?;
    let parcels: Vec<(Uuid, bool, String)> = rows
        .query_map([case.id.to_string()], |row| {
            Ok((id(row, 0)?, row.get(1)?, row.get(2)?))
        })?
        .collect::<Result<_, _>>()?;
    for (of, never_left, department) in parcels {
        if !never_left && !given_back.contains(&of) {
            return Err(fault::recall_under_way());
        }
        parcel::set_state(tx, of, ParcelState::Recalled)?;
        tx.execute(
            "UPDATE parcel SET leased_until = NULL, cause = NULL WHERE id = ?1",
            [of.to_string()],
        )?;
        let name = parcel::name(tx, &department)?;
        casefile::happen(tx, case.id, act.at, &name, "parcelRecalled", None)?;
    }
    Ok(())
}

/// A void case that a draft takes the place of.
pub struct Corrected {
    id: Uuid,
    title: &'static str,
    /// What the new paper refers to: the void 受理通知书, or the slip code where there was none.
    reference: String,
}

impl Corrected {
    /// As the paper in its place names it.
    pub fn as_reference(&self) -> Reference {
        Reference {
            relation: Relation::Replaces,
            title: self.title.to_owned(),
            number: self.reference.clone(),
        }
    }
}

/// The void case that this draft corrects, where it says that it corrects one.
pub fn that_is_corrected(tx: &Connection, draft: &Draft) -> Kept<Option<Corrected>> {
    let Some(slip) = &draft.corrects else {
        return Ok(None);
    };
    let case = casefile::find_by_reference(tx, slip)?.ok_or_else(fault::corrects_nothing)?;
    let free: Option<bool> = tx
        .query_row(
            "SELECT corrected_by IS NULL FROM casefile WHERE id = ?1 AND stage = 'void'",
            [case.id.to_string()],
            |row| row.get(0),
        )
        .optional()?;
    if free != Some(true) {
        return Err(fault::corrects_nothing());
    }
    Ok(Some(Corrected {
        id: case.id,
        title: issued(&case).0,
        reference: issued(&case).1,
    }))
}

/// Both cases name each other from here on.
pub fn corrected(tx: &Connection, act: &Act, ground: &Ground, numbers: &Numbers, of: &Corrected) -> Kept<()> {
    let draft = &ground.draft;
    tx.execute(
        "UPDATE casefile SET corrected_by = ?2 WHERE id = ?1",
        params![of.id.to_string(), draft.slip],
    )?;
    casefile::happen(tx, draft.id, act.at, &act.staff, "corrects", Some(&of.reference))?;
    casefile::happen(
        tx,
        of.id,
        act.at,
        &act.staff,
        "correctedBy",
        Some(&numbers.notice_number),
    )?;
    audit::log(
        tx,
        act,
        "correct",
        &numbers.case_number,
        &draft.item,
        &of.reference,
    )
}
