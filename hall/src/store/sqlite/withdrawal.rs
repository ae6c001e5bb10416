//! 撤回: the applicant takes his application back before it is decided. The departments that have it are told.

use cases::case::{Stage, Step};
use cases::deadline::{Happened, hall_date};
use cases::notice::{Ending, EndingFacts, Head, PaperKind, ReceivedForm, ending};
use cases::wire::record::CaseView;
use rusqlite::{Connection, params};

use super::casefile;
use super::{approval, audit, draft, feed, history, paper, parcel};
use crate::store::outcome::WithdrawPlan;
use crate::store::{Act, Kept};
use crate::{fault, law};

const KIND: PaperKind = PaperKind::WithdrawalNotice;

pub fn withdraw(tx: &Connection, act: &Act, plan: &WithdrawPlan) -> Kept<CaseView> {
    let ground = &plan.ground;
    let item = ground.item()?;
    let known = casefile::find(tx, ground.draft.id)?.ok_or_else(fault::no_case)?;
    let stage = known
        .stage
        .step(Step::Withdraw)
        .map_err(|error| fault::not_to_withdraw().about(known.stage.zh()).inside(error))?;
    let serial = feed::next_number(tx, &law::document_series(item, KIND, act.at))?;
    let number = law::document_number(&ground.hall, item, KIND, act.at, serial)?.to_string();
    tx.execute(
        "UPDATE casefile SET stage = ?2, waits_for_line = 0 WHERE id = ?1",
        params![known.id.to_string(), stage.word()],
    )?;
    let ended = Happened::Ended {
        stage: Stage::Withdrawn,
    };
    history::note(tx, known.id, act.at, &ended)?;
    let mut materials = ground.received_materials(item);
    // What is electronic was not handed over.
    materials.retain(|material| material.form != ReceivedForm::Electronic);
    let content = ending::content(
        &EndingFacts {
            head: Head {
                number: Some(number.clone()),
                case_number: known.case_number.clone(),
                ..ground.head(item)
            },
            ending: Ending::Withdrawn {
                asked_on: hall_date(act.at),
                reason: Some(plan.reason.clone()),
            },
            applied_on: hall_date(known.received_at),
            ended_on: hall_date(act.at),
            materials,
        },
        &ground.catalogue.wording,
    );
    paper::write(tx, known.id, act.at, &content)?;
    let note = format!("{number}，申请人撤回：{}（撤回申请已签名）", plan.reason);
    casefile::happen(tx, known.id, act.at, &act.staff, stage.word(), Some(&note))?;
    if known.accepted_at.is_some() {
        parcel::keep_back(tx, known.id)?;
        parcel::tell(tx, act, known.id, "withdrawn", &plan.reason)?;
    }
    draft::close(tx, known.id)?;
    approval::end_of_draft(tx, act, known.id)?;
    audit::log(tx, act, "withdraw", &number, &item.id, &plan.reason)?;
    casefile::say(tx, known.id)?;
    let known = casefile::find(tx, known.id)?.ok_or_else(fault::no_case)?;
    casefile::view(tx, act.at, known)
}
