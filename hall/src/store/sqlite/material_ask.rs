//! `material_ask`: the ledger of what was asked of applicants (收纸台账).

use async_trait::async_trait;
use cases::deadline::{HALL_OFFSET, hall_date};
use cases::material::asked::{asked, exempt};
use cases::material::{Held, WhyPaper};
use cases::wire::material::MaterialAsks;
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::values::{at, count, json, ms};
use super::{SqliteStore, audit, draft, piece, visit};
use crate::fault;
use crate::intake::plan::Ground;
use crate::store::asked::{AskedStore, Earlier};
use crate::store::{Act, Kept};

#[async_trait]
impl AskedStore for SqliteStore {
    async fn material_asks(&self, from: Date, until: Date) -> Kept<Vec<MaterialAsks>> {
        self.read(move |tx| between(tx, from, until)).await
    }

    async fn earlier_cases(&self, act: Act, draft: Uuid, since: Date) -> Kept<Vec<Earlier>> {
        self.plain_write(move |tx| earlier(tx, &act, draft, since)).await
    }
}

/// Writes down what this intake asks. What was asked before keeps its day; its reason is the last one.
pub fn note(tx: &Connection, act: &Act, ground: &Ground, told: bool) -> Kept<()> {
    let item = ground.item()?;
    let today = hall_date(act.at);
    let paper = asked(&ground.draft, item, today, told);
    let paper = paper.into_iter().map(|one| (one.material, Some(one.why)));
    let free = exempt(&ground.draft, item).map(|spec| (spec.id.clone(), None));
    let mut put = tx.prepare_cached(
        "INSERT INTO material_ask (draft, material, name, item, item_name, department, department_name, licence_type,
           why, day, at, desk, staff)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
         ON CONFLICT (draft, material) DO UPDATE SET why = excluded.why, desk = excluded.desk, staff = excluded.staff",
    )?;
    for (material, why) in paper.chain(free) {
        let Some(spec) = item.material(&material) else {
            continue;
        };
        put.execute(params![
            ground.draft.id.to_string(),
            material,
            spec.name,
            item.id,
            item.name,
            item.department_uscc,
            item.department,
            spec.licence_type,
            why.map(WhyPaper::word),
            today.to_string(),
            ms(act.at),
            act.desk,
            act.staff
        ])?;
    }
    Ok(())
}

/// Cases of one applicant that are looked through.
const MOST_EARLIER: i64 = 50;

fn earlier(tx: &Connection, act: &Act, of: Uuid, since: Date) -> Kept<Vec<Earlier>> {
    let (of, is_open) = draft::find(tx, of)?.ok_or_else(fault::no_draft)?;
    if !is_open || of.desk != act.desk {
        return Err(fault::no_draft());
    }
    if !visit::is_open_at(tx, of.visit, &act.desk)? {
        return Err(fault::no_visit());
    }
    // Whoever applies stands there, or is the body of who does.
    let party = &of.party;
    let is_there = visit::was_identified(tx, of.visit, &party.person.id_number)?;
    let is_theirs = match &party.body {
        Some(body) => visit::body_relation(tx, of.visit, &body.uscc)?.is_some(),
        None => true,
    };
    if !is_there || !is_theirs {
        return Err(fault::not_of_visit());
    }
    let about = of.id.to_string();
    audit::log(tx, act, "earlierFilesRead", &about, "材料复用", &of.item)?;
    let since = HALL_OFFSET
        .to_timestamp(since.at(0, 0, 0, 0))
        .unwrap_or(Timestamp::MIN);
    let mut rows = tx.prepare_cached(
        "SELECT slip, item_name, received_at, body FROM casefile
         WHERE applicant_number = ?1 AND id <> ?2 AND stage <> 'void' AND received_at >= ?3
         ORDER BY received_at DESC LIMIT ?4",
    )?;
    let found = rows.query_map(
        params![of.party.applicant_number(), about, ms(since), MOST_EARLIER],
        |row| {
            Ok(Earlier {
                slip: row.get(0)?,
                item_name: row.get(1)?,
                received_at: at(row, 2)?,
                draft: json(row, 3)?,
            })
        },
    )?;
    let mut found: Vec<Earlier> = found.collect::<Result<_, _>>()?;
    for one in &mut found {
        for slot in &mut one.draft.slots {
            if let Some(Held::Files { pieces }) = &mut slot.held {
                let mut kept = Vec::new();
                for piece in std::mem::take(pieces) {
                    if piece::is_kept(tx, &piece.digest)? {
                        kept.push(piece);
                    }
                }
                *pieces = kept;
            }
        }
    }
    Ok(found)
}

fn between(tx: &Connection, from: Date, until: Date) -> Kept<Vec<MaterialAsks>> {
    let mut rows = tx.prepare_cached(
        "SELECT department, max(department_name), item, max(item_name), material, max(name), max(licence_type), why,
           count(*)
         FROM material_ask WHERE day >= ?1 AND day <= ?2
         GROUP BY department, item, material, why ORDER BY department, item, material, why",
    )?;
    let found = rows
        .query_map(params![from.to_string(), until.to_string()], |row| {
            let why: Option<String> = row.get(7)?;
            Ok(MaterialAsks {
                department: row.get(0)?,
                department_name: row.get(1)?,
                item: row.get(2)?,
                item_name: row.get(3)?,
                material: row.get(4)?,
                material_name: row.get(5)?,
                licence_type: row.get(6)?,
                why: why.as_deref().and_then(WhyPaper::from_word),
                times: count(row, 8)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}
