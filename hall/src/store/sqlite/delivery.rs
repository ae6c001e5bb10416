//! `delivery`: 送达 — stage, act of law, papers, timeline, log and feed in one transaction.

use cases::case::delivery::{Delivery, Lacking, Way};
use cases::case::{Stage, Step};
use cases::deadline::Happened;
use cases::identity::mask;
use cases::notice::{PaperKind, ServedPaper};
use cases::wire::delivery::{Collectable, Delivered};
use cases::wire::record::{CaseRow, CaseView};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::casefile::{self, CaseRecord};
use super::values::{at, json, ms, word};
use super::{audit, feed, history, paper, result, visit};
use crate::fault::{self, Fault};
use crate::intake::plan::Ground;
use crate::intake::result_papers::Handed;
use crate::law;
use crate::store::delivery::DeliverPlan;
use crate::store::{Act, Kept};

/// Delivers the results of a case.
pub fn deliver(tx: &Connection, act: &Act, plan: &DeliverPlan) -> Kept<CaseView> {
    let case = casefile::find(tx, plan.ground.draft.id)?.ok_or_else(fault::no_case)?;
    let stage = may_deliver(&case)?;
    let delivery = &plan.delivery;
    if delivery.way == Way::Direct {
        let here = match plan.visit {
            Some(of) => visit::is_open_at(tx, of, &act.desk)?,
            None => false,
        };
        if !here {
            return Err(fault::receiver_not_here());
        }
    }
    if let Some(lacking) = delivery.lacks(&plan.ground.draft.party) {
        return Err(lacks(lacking));
    }
    tx.execute(
        "INSERT INTO delivery (casefile, at, way, body, visit, desk, staff) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            case.id.to_string(),
            ms(act.at),
            delivery.way.word(),
            serde_json::to_string(delivery)?,
            plan.visit.map(|visit| visit.to_string()),
            act.desk,
            act.staff
        ],
    )?;
    write_papers(tx, act, &case, &plan.ground, delivery)?;
    casefile::enter(tx, &case, stage)?;
    history::note(tx, case.id, act.at, &Happened::Delivered)?;
    let note = words(delivery);
    casefile::happen(tx, case.id, act.at, &act.staff, "delivered", Some(&note))?;
    let number = case.case_number.as_deref().unwrap_or(&case.slip);
    let receiver = mask::document(&delivery.receiver.person().id_number);
    audit::log(tx, act, "deliver", number, delivery.way.word(), &receiver)?;
    let case = casefile::find(tx, case.id)?.ok_or_else(fault::no_case)?;
    casefile::view(tx, act.at, case)
}

/// 领取凭证 of what was handed over, and 送达回证 of every delivery.
fn write_papers(
    tx: &Connection,
    act: &Act,
    case: &CaseRecord,
    ground: &Ground,
    delivery: &Delivery,
) -> Kept<()> {
    let item = ground.item()?;
    let kind = PaperKind::ServiceReceipt;
    let serial = feed::next_number(tx, &law::document_series(item, kind, act.at))?;
    let notices = paper::refs(tx, case.id)?
        .into_iter()
        .filter(|paper| paper.kind == PaperKind::DecisionNotice)
        .map(|paper| ServedPaper {
            title: paper.title,
            number: paper.number,
            copies: delivery.copies,
        });
    let handed = Handed {
        number: law::document_number(&ground.hall, item, kind, act.at, serial)?.to_string(),
        case_number: case.case_number.clone(),
        delivery,
        results: &result::of(tx, case.id, true)?,
        notices: notices.collect(),
        staff: &act.staff,
        desk: &act.desk,
        at: act.at,
    };
    if delivery.way == Way::Direct {
        paper::write(tx, case.id, act.at, &ground.collection(item, &handed))?;
    }
    paper::write(tx, case.id, act.at, &ground.service(item, &handed))?;
    Ok(())
}

/// The stage after delivery, or why there is nothing to deliver.
fn may_deliver(case: &CaseRecord) -> Kept<Stage> {
    case.stage.step(Step::Deliver).map_err(|_| match case.stage {
        Stage::Delivered => fault::delivered_already(),
        Stage::Void => fault::case_void(),
        Stage::Draft
        | Stage::Received
        | Stage::Supplementing
        | Stage::Accepted
        | Stage::Decided
        | Stage::Completed => fault::nothing_to_deliver(),
        Stage::Withdrawn | Stage::NotNeeded | Stage::Refused | Stage::Lapsed => {
            fault::ended_without_result().about(case.stage.zh())
        }
    })
}

fn lacks(lacking: Lacking) -> Fault {
    match lacking {
        Lacking::Identity => fault::receiver_not_verified(),
        Lacking::OtherPerson => fault::other_receiver(),
        Lacking::Relation => fault::no_relation(),
        Lacking::Authority => fault::no_authority(),
        Lacking::Signature => fault::not_signed_for(),
        Lacking::Proof => fault::no_delivery_proof(),
        Lacking::Copies => fault::odd_copies(),
    }
}

/// What the timeline says: the way, and who took it, without a name.
fn words(delivery: &Delivery) -> String {
    match delivery.way {
        Way::Direct => format!(
            "{}，{}签收，{}份",
            delivery.way.zh(),
            delivery.receiver.relation(),
            delivery.copies
        ),
        Way::Mail | Way::Electronic | Way::Left | Way::Announced => {
            format!("{}，{}份", delivery.way.zh(), delivery.copies)
        }
    }
}

/// How a case was delivered.
pub fn of(tx: &Connection, case: Uuid) -> Kept<Option<Delivered>> {
    Ok(tx
        .query_row(
            "SELECT at, way, body, desk, staff FROM delivery WHERE casefile = ?1",
            [case.to_string()],
            |row| {
                let delivery: Delivery = json(row, 2)?;
                Ok(Delivered {
                    at: at(row, 0)?,
                    way: word(row, 1, Way::from_word)?,
                    receiver: mask::name(&delivery.receiver.person().name),
                    relation: delivery.receiver.relation().to_owned(),
                    copies: delivery.copies,
                    desk: row.get(3)?,
                    staff: row.get(4)?,
                })
            },
        )
        .optional()?)
}

/// Completed cases that somebody at this window may take along: he applied for himself, or for a body.
pub fn collectable(tx: &Connection, act: &Act, of: &Collectable) -> Kept<Vec<CaseRow>> {
    if !visit::is_open_at(tx, of.visit, &act.desk)? {
        return Err(fault::receiver_not_here());
    }
    casefile::rows_where(
        tx,
        act.at,
        "stage = 'completed' AND (applicant_number = ?1 OR json_extract(body, '$.party.person.idNumber') = ?1)
         ORDER BY received_at, id",
        &[&of.id_number],
    )
}
