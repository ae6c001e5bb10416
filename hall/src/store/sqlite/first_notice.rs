//! `first_notice`, `added_demand`: what the applicant of a case was told first, frozen (promise 6), and what was demanded
//! beyond it.

use std::borrow::Cow;

use cases::case::{Added, Demand, Draft, FirstTold};
use cases::catalogue::Item;
use cases::notice::{AddedTo, PaperKind};
use cases::wire::intake::Outcome;
use cases::wire::notice::{NoticePaper, NoticeView};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::draft::{self, Saved};
use super::values::{id, json, maybe_count, ms};
use super::{approval, audit, casefile, notice_text, paper};
use crate::intake::plan::{Ground, Printed, TellOncePlan};
use crate::store::telling::FirstNotice;
use crate::store::{Act, Kept};
use crate::{chance, fault};

/// The list of a draft or case.
pub fn of(tx: &Connection, draft: Uuid) -> Kept<Option<FirstTold>> {
    Ok(tx
        .query_row(
            "SELECT told FROM first_notice WHERE draft = ?1",
            [draft.to_string()],
            |row| json(row, 0),
        )
        .optional()?)
}

/// The draft with the list that the hall has of it, whatever the desk sent.
pub fn as_known<'a>(tx: &Connection, draft: &'a Draft) -> Kept<Cow<'a, Draft>> {
    let known = of(tx, draft.id)?;
    Ok(if known == draft.first_told {
        Cow::Borrowed(draft)
    } else {
        Cow::Owned(Draft {
            first_told: known,
            ..draft.clone()
        })
    })
}

/// Freezes a list, unless one stands: the first one does.
pub fn freeze(
    tx: &Connection,
    act: &Act,
    ground: &Ground,
    told: &FirstTold,
    printed: Option<&Printed>,
) -> Kept<FirstTold> {
    let draft = &ground.draft;
    let item = ground.item()?;
    let frozen = tx.execute(
        "INSERT INTO first_notice (draft, slip, item, item_name, told, digest, desk, staff, paper, pages, bytes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT (draft) DO NOTHING",
        params![
            draft.id.to_string(),
            draft.slip,
            item.id,
            item.name,
            serde_json::to_string(told)?,
            told.digest,
            act.desk,
            act.staff,
            printed.map(|printed| &printed.digest),
            printed.map(|printed| printed.pages),
            printed.map(|printed| &printed.bytes)
        ],
    )?;
    if frozen == 1 {
        audit::log(tx, act, "freezeNotice", &draft.slip, &item.id, &told.digest)?;
    }
    of(tx, draft.id)?.ok_or_else(fault::no_notice)
}

/// 一次告知 at a window: the paper that was handed out is kept and its list frozen.
pub fn tell(tx: &Connection, act: &Act, plan: &TellOncePlan) -> Kept<Outcome> {
    let ground = &plan.ground;
    match draft::save(tx, act, &ground.draft)? {
        Saved::Elsewhere(outcome) => return Ok(outcome),
        Saved::Kept | Saved::Closed => {}
    }
    let stood = of(tx, ground.draft.id)?.is_some();
    let first_told = freeze(tx, act, ground, &plan.told, Some(&plan.printed))?;
    if let Some((mut draft, _)) = draft::find(tx, ground.draft.id)? {
        draft.first_told = Some(first_told.clone());
        draft::rewrite(tx, &draft)?;
    }
    if !stood && casefile::find(tx, ground.draft.id)?.is_some() {
        enter(tx, ground.draft.id)?;
    }
    Ok(Outcome::ToldOnce {
        slip: ground.draft.slip.clone(),
        first_told,
    })
}

/// Puts what was told before there was a case on its trail and among its papers.
pub fn enter(tx: &Connection, case: Uuid) -> Kept<()> {
    type Row = (FirstTold, String, Option<String>, Option<u32>, Option<Vec<u8>>);
    let found: Option<Row> = tx
        .query_row(
            "SELECT told, staff, paper, pages, bytes FROM first_notice WHERE draft = ?1",
            [case.to_string()],
            |row| {
                Ok((
                    json(row, 0)?,
                    row.get(1)?,
                    row.get(2)?,
                    maybe_count(row, 3)?,
                    row.get(4)?,
                ))
            },
        )
        .optional()?;
    let Some((told, staff, Some(digest), Some(pages), Some(bytes))) = found else {
        return Ok(());
    };
    let printed = Printed { digest, bytes, pages };
    paper::keep_printed(tx, case, told.at, PaperKind::Guidance, &printed)?;
    casefile::happen(tx, case, told.at, &staff, "toldOnce", Some(&words(&told)))
}

fn words(told: &FirstTold) -> String {
    format!(
        "首次告知共{}项，清单摘要{}",
        told.listed.len(),
        short(&told.digest)
    )
}

/// What people compare.
fn short(digest: &str) -> String {
    digest.chars().take(16).collect()
}

/// What a notice demands beyond the first list: each demand is marked, and named for a supervisor.
pub fn mark(first: Option<&FirstTold>, item: &Item, demands: &[Demand]) -> Vec<Demand> {
    let added = |demand: &Demand| first.and_then(|first| first.added(item, &demand.id(item)));
    demands
        .iter()
        .map(|demand| Demand {
            added: added(demand),
            ..demand.clone()
        })
        .collect()
}

/// Names of what is marked.
pub fn added_names(demands: &[Demand]) -> Vec<&str> {
    let added = demands.iter().filter(|demand| demand.added.is_some());
    added.map(|demand| demand.material.as_str()).collect()
}

/// Whether a supervisor looked at everything that is marked: by what it is, or by its name.
pub fn all_approved(item: &Item, demands: &[Demand], approved: &[String]) -> Kept<()> {
    let ids: Vec<String> = approved
        .iter()
        .map(|name| cases::case::first_told::id_of(item, None, name))
        .collect();
    let is_approved = |demand: &Demand| approved.contains(&demand.material) || ids.contains(&demand.id(item));
    let mut added = demands.iter().filter(|demand| demand.added.is_some());
    match added.find(|demand| !is_approved(demand)) {
        Some(demand) => Err(fault::added_not_approved().about(&demand.material)),
        None => Ok(()),
    }
}

/// What the paper says of the marks; nothing where nothing is marked.
pub fn added_to(first: Option<&FirstTold>, demands: &[Demand], approver: &str) -> Option<AddedTo> {
    let first = first.filter(|_| demands.iter().any(|demand| demand.added.is_some()))?;
    Some(AddedTo {
        first_on: cases::deadline::hall_date(first.at),
        digest: first.digest.clone(),
        approver: approver.to_owned(),
    })
}

/// Counts what was told beyond the first list, and the words of it for the trail.
pub fn count_added(
    tx: &Connection,
    ground: &Ground,
    demands: &[Demand],
    (notice, approval): (&str, Uuid),
    at: Timestamp,
) -> Kept<String> {
    let item = ground.item()?;
    let mut words = Vec::new();
    for demand in demands {
        let Some(why) = demand.added else { continue };
        tx.execute(
            "INSERT INTO added_demand (id, casefile, item, item_name, department, demand, material, why, notice, approval, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            params![
                chance::id(at).to_string(),
                ground.draft.id.to_string(),
                item.id,
                item.name,
                item.department,
                demand.id(item),
                demand.material,
                why.word(),
                notice,
                approval.to_string(),
                ms(at)
            ],
        )?;
        words.push(match why {
            Added::Later => demand.material.clone(),
            Added::Edition => format!("{}（事项新版本新增）", demand.material),
        });
    }
    Ok(if words.is_empty() {
        String::new()
    } else {
        format!("，追加要求：{}", words.join("、"))
    })
}

/// By slip code or case number.
pub fn find(tx: &Connection, reference: &str) -> Kept<Option<FirstNotice>> {
    type Row = (
        Uuid,
        String,
        String,
        String,
        FirstTold,
        Option<String>,
        Option<u32>,
    );
    let found: Option<Row> = tx
        .query_row(
            "SELECT n.draft, n.slip, n.item, n.item_name, n.told, n.paper, n.pages FROM first_notice n
             LEFT JOIN casefile c ON c.id = n.draft WHERE n.slip = ?1 OR c.case_number = ?1",
            [reference],
            |row| {
                Ok((
                    id(row, 0)?,
                    row.get(1)?,
                    row.get(2)?,
                    row.get(3)?,
                    json(row, 4)?,
                    row.get(5)?,
                    maybe_count(row, 6)?,
                ))
            },
        )
        .optional()?;
    let Some((of, slip, item, item_name, told, paper, pages)) = found else {
        return Ok(None);
    };
    let (draft, open) = draft::find(tx, of)?.ok_or_else(fault::no_draft)?;
    Ok(Some(FirstNotice {
        view: NoticeView {
            slip,
            item,
            item_name,
            told,
            paper: paper
                .zip(pages)
                .map(|(digest, pages)| NoticePaper { digest, pages }),
            phone: None,
            text: notice_text::of(tx, of)?,
        },
        draft,
        open,
    }))
}

pub fn paper(tx: &Connection, reference: &str) -> Kept<Option<Vec<u8>>> {
    Ok(tx
        .query_row(
            "SELECT n.bytes FROM first_notice n LEFT JOIN casefile c ON c.id = n.draft
             WHERE n.slip = ?1 OR c.case_number = ?1",
            [reference],
            |row| row.get(0),
        )
        .optional()?
        .flatten())
}

/// The approval under which more is told: what it was asked for, and who gave it.
pub struct Approved {
    pub id: Uuid,
    pub approver: String,
    pub staff: String,
    pub reason: String,
}

/// Uses an approval for a notice that tells more, if it covers all that is marked.
pub fn use_approval(
    tx: &Connection,
    act: &Act,
    of: Uuid,
    (slip, item): (&str, &Item),
    demands: &[Demand],
) -> Kept<Approved> {
    use cases::approval::{About, Purpose};
    let used = approval::use_for(tx, act, of, Purpose::DemandAgain(slip))?;
    if let About::SecondDemand { materials, .. } = &used.about {
        all_approved(item, demands, materials)?;
    }
    let answer = used.state.answer();
    Ok(Approved {
        id: of,
        approver: answer.map(|answer| answer.name.clone()).unwrap_or_default(),
        staff: answer.map(|answer| answer.staff.clone()).unwrap_or_default(),
        reason: used.about.reason().to_owned(),
    })
}
