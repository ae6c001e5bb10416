//! `further`, `further_round`: 补充材料. What departments ask for after acceptance gathers until the applicant is told in
//! one notice; the second notice needs a supervisor. The clock of the case goes on.

use std::collections::BTreeMap;

use cases::case::{Demand, FirstTold, Stage, ToldBy};
use cases::catalogue::Item;
use cases::catalogue::refusal::own_basis;
use cases::deadline::hall_date;
use cases::notice::{Defect, FurtherFacts, Head, PaperKind, ReceivedForm, ReceivedMaterial, further};
use cases::texting::Moment;
use cases::wire::further::{Further, FurtherDemand, FurtherTold};
use cases::wire::record::CaseView;
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::casefile::{self, CaseRecord};
use super::undone::{self, Kind};
use super::values::{at, count, day, id, json, maybe_count, ms};
use super::{audit, feed, first_notice, paper, parcel, text_message, warning};
use crate::store::outcome::{CamePlan, TellPlan};
use crate::store::rows::Asked;
use crate::store::{Act, Kept, Progress};
use crate::{chance, fault, law};

const KIND: PaperKind = PaperKind::FurtherMaterials;
/// Originals, and copies, of one thing at most.
const MOST_PIECES: u32 = 99;

/// Writes down what a department asks for.
pub fn ask(tx: &Connection, case: Uuid, progress: &Progress, asked: &Asked) -> Kept<()> {
    tx.execute(
        "INSERT INTO further (id, casefile, parcel, reason, approver, asked_at, demands)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            chance::id(progress.at).to_string(),
            case.to_string(),
            progress.parcel.to_string(),
            asked.reason,
            asked.approver,
            ms(progress.at),
            serde_json::to_string(&asked.demands)?
        ],
    )?;
    Ok(())
}

/// Everything that departments ask for, the oldest first.
pub fn of(tx: &Connection, case: Uuid) -> Kept<Vec<Further>> {
    let mut rows = tx.prepare_cached(
        "SELECT f.id, d.name, f.reason, f.approver, f.asked_at, f.demands, f.round, r.number, r.until
         FROM further f JOIN parcel p ON p.id = f.parcel JOIN department d ON d.uscc = p.department
         LEFT JOIN further_round r ON r.casefile = f.casefile AND r.round = f.round
         WHERE f.casefile = ?1 ORDER BY f.asked_at, f.rowid",
    )?;
    let found = rows
        .query_map([case.to_string()], |row| {
            let round = maybe_count(row, 6)?;
            Ok(Further {
                id: id(row, 0)?,
                department: row.get(1)?,
                reason: row.get(2)?,
                approver: row.get(3)?,
                asked_at: at(row, 4)?,
                demands: json(row, 5)?,
                told: round
                    .map(|round| {
                        Ok::<_, rusqlite::Error>(FurtherTold {
                            round,
                            number: row.get(7)?,
                            until: day(row, 8)?,
                        })
                    })
                    .transpose()?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// Rounds of which something has not come yet, while the case can still take it: an `IN` or a `FROM` of others.
pub const AWAITED: &str = "SELECT r.casefile, r.until, min(p.made_at) AS told_at
   FROM further_round r JOIN paper p ON p.casefile = r.casefile AND p.number = r.number
   JOIN casefile c ON c.id = r.casefile AND c.stage = 'accepted'
   WHERE EXISTS (SELECT 1 FROM further f, json_each(f.demands) d WHERE f.casefile = r.casefile AND f.round = r.round
                 AND json_extract(d.value, '$.cameAt') IS NULL)
   GROUP BY r.casefile, r.until";

/// When each of them was told, and its last day.
pub fn awaited(tx: &Connection, case: Uuid) -> Kept<Vec<(Timestamp, Date)>> {
    let mut rows = tx.prepare_cached(&format!(
        "SELECT told_at, until FROM ({AWAITED}) WHERE casefile = ?1 ORDER BY until"
    ))?;
    let found = rows
        .query_map([case.to_string()], |row| Ok((at(row, 0)?, day(row, 1)?)))?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

fn open_case(tx: &Connection, of: Uuid) -> Kept<CaseRecord> {
    let known = casefile::find(tx, of)?.ok_or_else(fault::no_case)?;
    casefile::not_void(&known)?;
    if known.stage == Stage::Accepted {
        Ok(known)
    } else {
        Err(fault::nothing_awaited().about(known.stage.zh()))
    }
}

/// 补充材料通知书: one for everything that was not told yet.
pub fn tell(tx: &Connection, act: &Act, plan: &TellPlan) -> Kept<CaseView> {
    let ground = &plan.ground;
    let item = ground.item()?;
    let known = open_case(tx, ground.draft.id)?;
    let all = of(tx, known.id)?;
    let asked: Vec<&Further> = all.iter().filter(|one| one.told.is_none()).collect();
    if asked.is_empty() {
        return Err(fault::nothing_asked());
    }
    let last: u32 = tx.query_row(
        "SELECT coalesce(max(round), 0) FROM further_round WHERE casefile = ?1",
        [known.id.to_string()],
        |row| count(row, 0),
    )?;
    let first = first_notice::of(tx, known.id)?;
    let demands: Vec<Demand> = asked
        .iter()
        .flat_map(|one| &one.demands)
        .map(|demand| as_demand(item, demand))
        .collect();
    let demands = first_notice::mark(first.as_ref(), item, &demands);
    let added = first_notice::added_names(&demands);
    let again = match (last, plan.approval) {
        (0, _) if added.is_empty() => None,
        (0, None) => return Err(fault::demand_added().about(added.join("、"))),
        (_, None) => return Err(fault::further_again()),
        (_, Some(approval)) => {
            let matter = (known.slip.as_str(), item);
            Some(first_notice::use_approval(tx, act, approval, matter, &demands)?)
        }
    };
    let round = last + 1;
    let serial = feed::next_number(tx, &law::document_series(item, KIND, act.at))?;
    let number = law::document_number(&ground.hall, item, KIND, act.at, serial)?.to_string();
    tx.execute(
        "INSERT INTO further_round (casefile, round, number, until) VALUES (?1, ?2, ?3, ?4)",
        params![known.id.to_string(), round, number, plan.until.to_string()],
    )?;
    tx.execute(
        "UPDATE further SET round = ?2 WHERE casefile = ?1 AND round IS NULL",
        params![known.id.to_string(), round],
    )?;
    if first.is_none() {
        let edition = &ground.draft.edition;
        let list = FirstTold::of_demands(ToldBy::Further, act.at, item, edition, &demands);
        first_notice::freeze(tx, act, ground, &list, None)?;
    }
    let approver = again.as_ref().map_or("", |approved| approved.approver.as_str());
    let content = further::content(
        &FurtherFacts {
            head: Head {
                number: Some(number.clone()),
                case_number: known.case_number.clone(),
                ..ground.head(item)
            },
            accepted_on: hall_date(known.accepted_at.unwrap_or(known.received_at)),
            demands: demands.iter().map(Defect::of).collect(),
            added_to: first_notice::added_to(first.as_ref(), &demands, approver),
            reason: each_once(asked.iter().map(|one| one.reason.as_str()), "；"),
            approver: each_once(asked.iter().map(|one| one.approver.as_str()), "、"),
            round,
            department: each_once(asked.iter().map(|one| one.department.as_str()), "、"),
            asked_on: hall_date(act.at),
            until: plan.until,
        },
        &ground.catalogue.wording,
    );
    paper::write(tx, known.id, act.at, &content)?;
    let mut note = format!("{number}，共{}项，{}前补充", demands.len(), plan.until);
    if let Some(approved) = &again {
        note.push_str(&format!("，第{round}次，经{}审批", approved.approver));
        let counted = (number.as_str(), approved.id);
        note.push_str(&first_notice::count_added(tx, ground, &demands, counted, act.at)?);
        undone::enter(
            tx,
            act,
            ground,
            Kind::SecondDemand,
            &approved.reason,
            &approved.staff,
        )?;
    }
    casefile::happen(tx, known.id, act.at, &act.staff, "furtherTold", Some(&note))?;
    warning::plan(tx, known.id)?;
    text_message::say(
        tx,
        known.id,
        Moment::Further,
        &round.to_string(),
        Some(plan.until),
        act.at,
    )?;
    audit::log(tx, act, "tellFurther", &number, &item.id, &note)?;
    casefile::say(tx, known.id)?;
    casefile::view(tx, act.at, known)
}

/// What a department asks for, as the first list is compared with it.
fn as_demand(item: &Item, asked: &FurtherDemand) -> Demand {
    let basis = Some(asked.basis.clone()).filter(|basis| !basis.trim().is_empty());
    Demand {
        spot: asked.spot(item),
        material: asked.material.clone(),
        wrong: asked.wrong.clone(),
        cure: asked.cure.clone(),
        basis: basis.unwrap_or_else(|| own_basis(item)),
        cured: asked.came_at.is_some(),
        added: None,
    }
}

/// 补充材料收件: a receipt for what came, and a word to the department that asked for it.
pub fn take(tx: &Connection, act: &Act, plan: &CamePlan) -> Kept<CaseView> {
    let ground = &plan.ground;
    let item = ground.item()?;
    let known = open_case(tx, ground.draft.id)?;
    let mut asked: BTreeMap<Uuid, Vec<FurtherDemand>> = of(tx, known.id)?
        .into_iter()
        .map(|one| (one.id, one.demands))
        .collect();
    let mut materials = Vec::new();
    let mut names: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
    for came in &plan.came {
        if came.originals.max(came.copies) == 0 || came.originals.max(came.copies) > MOST_PIECES {
            return Err(fault::no_pieces());
        }
        let demand = asked
            .get_mut(&came.of)
            .and_then(|demands| demands.get_mut(usize::try_from(came.place).unwrap_or(usize::MAX)))
            .ok_or_else(fault::not_asked)?;
        if demand.came_at.is_some() {
            return Err(fault::came_already().about(&demand.material));
        }
        demand.came_at = Some(act.at);
        names.entry(came.of).or_default().push(demand.material.clone());
        let pieces = [
            (ReceivedForm::Original, came.originals),
            (ReceivedForm::Copy, came.copies),
        ];
        for (form, copies) in pieces.into_iter().filter(|(_, copies)| *copies > 0) {
            materials.push(ReceivedMaterial {
                name: demand.material.clone(),
                form,
                copies,
                pages: copies,
                returned: false,
                remark: None,
            });
        }
    }
    if names.is_empty() {
        return Err(fault::nothing_came());
    }
    let awaited_before = awaited(tx, known.id)?;
    for (of, names) in &names {
        keep(tx, act, known.id, *of, &asked[of], names)?;
    }
    let awaited = awaited(tx, known.id)?;
    for (_, until) in awaited_before.iter().filter(|one| !awaited.contains(one)) {
        text_message::has_come(tx, known.id, Moment::FurtherSoon, *until)?;
    }
    warning::plan(tx, known.id)?;
    let receipt = ground.receipt_of(item, act.at, materials, false);
    paper::write(tx, known.id, act.at, &receipt)?;
    let note = names.into_values().flatten().collect::<Vec<_>>().join("、");
    casefile::happen(tx, known.id, act.at, &act.staff, "furtherCame", Some(&note))?;
    audit::log(tx, act, "takeFurther", &known.slip, &item.id, &note)?;
    casefile::say(tx, known.id)?;
    casefile::view(tx, act.at, known)
}

fn keep(
    tx: &Connection,
    act: &Act,
    case: Uuid,
    of: Uuid,
    demands: &[FurtherDemand],
    names: &[String],
) -> Kept<()> {
    tx.execute(
        "UPDATE further SET demands = ?2 WHERE id = ?1",
        params![of.to_string(), serde_json::to_string(demands)?],
    )?;
    let (parcel, department): (String, String) = tx.query_row(
        "SELECT p.id, p.department FROM further f JOIN parcel p ON p.id = f.parcel WHERE f.id = ?1",
        [of.to_string()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let open: Vec<&str> = demands
        .iter()
        .filter(|demand| demand.came_at.is_none())
        .map(|demand| demand.material.as_str())
        .collect();
    let mut note = format!("已收到：{}", names.join("、"));
    if !open.is_empty() {
        note.push_str(&format!("；尚缺：{}", open.join("、")));
    }
    parcel::tell_one(tx, act, case, (&parcel, &department), "furtherCame", &note)
}

/// What several departments say, without repeating it.
fn each_once<'a>(all: impl Iterator<Item = &'a str>, between: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for one in all {
        if !one.is_empty() && !kept.contains(&one) {
            kept.push(one);
        }
    }
    kept.join(between)
}
