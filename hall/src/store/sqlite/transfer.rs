//! Bundles (材料袋) and batches (移交批次): listed, scanned out, handed over, scanned in.

use cases::wire::transfer::{Batch, Bundle, BundleState, CheckBundle, ScanBack};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::casefile::CaseRecord;
use super::values::{at, id, json, maybe_at, maybe_json, ms, word};
use super::{audit, casefile, feed, paper};
use crate::store::transfer::{HandPlan, Listed, Lying, Reach};
use crate::store::{Act, Kept};
use crate::{chance, fault};

/// Bundles in one answer at most; a hall hands over several times a day.
const AT_MOST: u32 = 500;

/// The paper of a case lies here from its acceptance on.
pub fn lay(tx: &Connection, case: Uuid, when: Timestamp) -> Kept<()> {
    let draft: cases::case::Draft = tx.query_row(
        "SELECT body FROM casefile WHERE id = ?1",
        [case.to_string()],
        |row| json(row, 0),
    )?;
    let has_paper = draft
        .slots
        .iter()
        .any(|slot| slot.held.as_ref().is_some_and(|held| held.paper().is_some()));
    if has_paper {
        tx.execute(
            "INSERT INTO bundle (casefile, state, since) VALUES (?1, 'here', ?2) ON CONFLICT (casefile) DO NOTHING",
            params![case.to_string(), ms(when)],
        )?;
    }
    Ok(())
}

pub fn lying(tx: &Connection, department: Option<&str>, reach: &Reach) -> Kept<Vec<Lying>> {
    let mut rows = tx.prepare_cached(
        "SELECT c.id, c.case_number, c.item_name, d.name, d.uscc, b.since, c.body
         FROM bundle b JOIN casefile c ON c.id = b.casefile JOIN parcel p ON p.casefile = c.id AND p.about IS NULL
         JOIN department d ON d.uscc = p.department
         WHERE b.state = 'here' AND (?1 IS NULL OR d.uscc = ?1)
           AND c.stage NOT IN ('withdrawn', 'notNeeded', 'refused', 'lapsed', 'void')
           AND (?3 IS NULL OR c.item IN (SELECT value FROM json_each(?3)))
         ORDER BY b.since, b.rowid LIMIT ?2",
    )?;
    let lying = rows
        .query_map(params![department, AT_MOST, reach.json()?], |row| {
            Ok(Lying {
                case: id(row, 0)?,
                case_number: row.get(1)?,
                item_name: row.get(2)?,
                department: row.get(3)?,
                department_uscc: row.get(4)?,
                since: at(row, 5)?,
                draft: json(row, 6)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(lying)
}

pub fn make(tx: &Connection, act: &Act, department: &str, listed: &[Listed], reach: &Reach) -> Kept<Batch> {
    let open: Option<Uuid> = tx
        .query_row(
            "SELECT id FROM transfer_batch WHERE department = ?1 AND handed_at IS NULL",
            [department],
            |row| id(row, 0),
        )
        .optional()?;
    let batch = match open {
        Some(open) => open,
        None if listed.is_empty() => return Err(fault::nothing_to_hand()),
        None => {
            let batch = chance::id(act.at);
            tx.execute(
                "INSERT INTO transfer_batch (id, department, made_at, made_by) VALUES (?1, ?2, ?3, ?4)",
                params![batch.to_string(), department, ms(act.at), act.staff],
            )?;
            batch
        }
    };
    for bundle in listed {
        // Listed meanwhile by somebody else: it stays where it is.
        tx.execute(
            "UPDATE bundle SET state = 'listed', since = ?2, batch = ?3, lines = ?4, checked_at = NULL
             WHERE casefile = ?1 AND state = 'here'",
            params![
                bundle.case.to_string(),
                ms(act.at),
                batch.to_string(),
                serde_json::to_string(&bundle.lines)?
            ],
        )?;
    }
    audit::log(tx, act, "listTransfer", &batch.to_string(), department, "")?;
    view(tx, batch, reach)
}

/// The case of a scanned code, when its item is his who scans it.
fn scanned(tx: &Connection, code: &str, reach: &Reach) -> Kept<CaseRecord> {
    let case = casefile::find_by_reference(tx, code)?.ok_or_else(fault::no_case)?;
    if reach.has(&case.item) {
        Ok(case)
    } else {
        Err(fault::item_not_yours().about(case.item_name))
    }
}

pub fn scan_out(tx: &Connection, act: &Act, batch: Uuid, code: &str, reach: &Reach) -> Kept<Batch> {
    let case = scanned(tx, code, reach)?;
    let (state, of) = place(tx, case.id)?;
    match state {
        BundleState::Listed if of == Some(batch) => {}
        BundleState::Scanned if of == Some(batch) => return Err(fault::scanned_already()),
        BundleState::Listed | BundleState::Here => return Err(fault::not_on_list()),
        BundleState::Scanned | BundleState::Away => return Err(fault::handed_already()),
        BundleState::Back | BundleState::Stays => return Err(fault::back_already()),
    }
    if case.stage.is_ended() {
        return Err(fault::ended_paper().about(case.stage.zh()));
    }
    move_to(tx, act, case.id, BundleState::Scanned)?;
    view(tx, batch, reach)
}

/// Everything that was scanned has to be his who hands over: a 材料移交单 is whole.
pub fn hand(tx: &Connection, act: &Act, batch: Uuid, plan: &HandPlan, reach: &Reach) -> Kept<Batch> {
    let everything = Reach(None);
    let known = view(tx, batch, &everything)?;
    if known.handed_at.is_some() {
        return Err(fault::handed_already());
    }
    // A case may have ended after its bundle was scanned: its paper goes back to the applicant.
    tx.execute(
        "UPDATE bundle SET state = 'here', since = ?2, batch = NULL, lines = NULL WHERE batch = ?1
           AND (state = 'listed' OR casefile IN (SELECT id FROM casefile
                WHERE stage IN ('withdrawn', 'notNeeded', 'refused', 'lapsed', 'void')))",
        params![batch.to_string(), ms(act.at)],
    )?;
    let mut items = tx.prepare_cached(
        "SELECT DISTINCT c.item, c.item_name FROM bundle b JOIN casefile c ON c.id = b.casefile WHERE b.batch = ?1",
    )?;
    for item in items.query_map([batch.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))? {
        let (item, name): (String, String) = item?;
        if !reach.has(&item) {
            return Err(fault::item_not_yours().about(name));
        }
    }
    let handed = tx.execute(
        "UPDATE bundle SET state = 'away', since = ?2 WHERE batch = ?1 AND state = 'scanned'",
        params![batch.to_string(), ms(act.at)],
    )?;
    if handed == 0 {
        return Err(fault::nothing_scanned());
    }
    let serial = feed::next_number(tx, &HandPlan::series(&known.department_uscc, act.at))?;
    let number = plan.number(act.at, serial)?;
    tx.execute(
        "UPDATE transfer_batch SET number = ?2, handed_at = ?3, handed_by = ?4, messenger = ?5, note = ?6 WHERE id = ?1",
        params![
            batch.to_string(),
            number,
            ms(act.at),
            act.staff,
            plan.hand.messenger,
            plan.hand.note
        ],
    )?;
    let away = view(tx, batch, &everything)?;
    paper::write_of_batch(tx, batch, act.at, &plan.sheet(act, &number, &away))?;
    for bundle in &away.bundles {
        if let Some(case) = casefile::find_by_reference(tx, &bundle.slip)? {
            casefile::happen(tx, case.id, act.at, &act.staff, "materialsHanded", Some(&number))?;
        }
    }
    audit::log(
        tx,
        act,
        "handTransfer",
        &number,
        &known.department,
        &handed.to_string(),
    )?;
    view(tx, batch, reach)
}

/// 核对签收: what was not in the bundle is chased like what does not come back.
pub fn check(tx: &Connection, act: &Act, check: &CheckBundle, reach: &Reach) -> Kept<Batch> {
    let case = scanned(tx, &check.code, reach)?;
    let (state, batch) = place(tx, case.id)?;
    match state {
        BundleState::Away => {}
        BundleState::Back | BundleState::Stays => return Err(fault::back_already()),
        BundleState::Here | BundleState::Listed | BundleState::Scanned => return Err(fault::not_away()),
    }
    let batch = batch.ok_or_else(fault::not_away)?;
    let bundle = bundle_of(tx, batch, &case.slip)?;
    if bundle.checked_at.is_some() {
        return Err(fault::checked_already());
    }
    listed_on(&bundle, &check.missing)?;
    tx.execute(
        "UPDATE bundle SET checked_at = ?2, missing = ?3 WHERE casefile = ?1",
        params![
            case.id.to_string(),
            ms(act.at),
            serde_json::to_string(&check.missing)?
        ],
    )?;
    let note = lacking(&check.missing);
    casefile::happen(
        tx,
        case.id,
        act.at,
        &act.staff,
        "materialsChecked",
        note.as_deref(),
    )?;
    audit::log(
        tx,
        act,
        "checkBundle",
        &case.id.to_string(),
        &case.slip,
        &check.missing.len().to_string(),
    )?;
    view(tx, batch, reach)
}

pub fn scan_back(tx: &Connection, act: &Act, back: &ScanBack, reach: &Reach) -> Kept<Batch> {
    let case = scanned(tx, &back.code, reach)?;
    let (state, batch) = place(tx, case.id)?;
    let batch = match (state, batch) {
        (BundleState::Away | BundleState::Back, Some(batch)) => batch,
        (BundleState::Stays, _) => return Err(fault::back_already()),
        (BundleState::Here | BundleState::Listed | BundleState::Scanned, _)
        | (BundleState::Away | BundleState::Back, None) => return Err(fault::not_away()),
    };
    let bundle = bundle_of(tx, batch, &case.slip)?;
    // What was missing may come later.
    if state == BundleState::Back && bundle.missing.is_empty() {
        return Err(fault::back_already());
    }
    if back.stays && !back.missing.is_empty() {
        return Err(fault::odd_missing());
    }
    listed_on(&bundle, &back.missing)?;
    let next = if back.stays {
        BundleState::Stays
    } else {
        BundleState::Back
    };
    move_to(tx, act, case.id, next)?;
    tx.execute(
        "UPDATE bundle SET missing = ?2 WHERE casefile = ?1",
        params![case.id.to_string(), serde_json::to_string(&back.missing)?],
    )?;
    let what = if back.stays {
        "materialsStay"
    } else {
        "materialsBack"
    };
    let note = lacking(&back.missing);
    casefile::happen(tx, case.id, act.at, &act.staff, what, note.as_deref())?;
    view(tx, batch, reach)
}

/// What is missing has to stand on the list.
fn listed_on(bundle: &Bundle, missing: &[String]) -> Kept<()> {
    let known = |name: &String| bundle.lines.iter().any(|line| line.material == *name);
    if missing.iter().all(known) {
        Ok(())
    } else {
        Err(fault::odd_missing())
    }
}

fn lacking(missing: &[String]) -> Option<String> {
    (!missing.is_empty()).then(|| format!("缺 {}", missing.join("、")))
}

fn bundle_of(tx: &Connection, batch: Uuid, slip: &str) -> Kept<Bundle> {
    let batch = view(tx, batch, &Reach(None))?;
    let found = batch.bundles.into_iter().find(|bundle| bundle.slip == slip);
    found.ok_or_else(fault::no_bundle)
}

/// State and batch of a case's bundle.
fn place(tx: &Connection, case: Uuid) -> Kept<(BundleState, Option<Uuid>)> {
    tx.query_row(
        "SELECT state, batch FROM bundle WHERE casefile = ?1",
        [case.to_string()],
        |row| {
            let batch: Option<String> = row.get(1)?;
            Ok((
                word(row, 0, BundleState::from_word)?,
                batch.and_then(|text| text.parse().ok()),
            ))
        },
    )
    .optional()?
    .ok_or_else(fault::no_bundle)
}

fn move_to(tx: &Connection, act: &Act, case: Uuid, state: BundleState) -> Kept<()> {
    tx.execute(
        "UPDATE bundle SET state = ?2, since = ?3 WHERE casefile = ?1",
        params![case.to_string(), state.word(), ms(act.at)],
    )?;
    audit::log(tx, act, "moveBundle", &case.to_string(), state.word(), "")
}

const BATCH: &str =
    "SELECT t.id, t.number, d.name, t.department, t.made_at, t.made_by, t.handed_at, t.messenger, t.note
     FROM transfer_batch t JOIN department d ON d.uscc = t.department";

fn batch(row: &Row<'_>) -> rusqlite::Result<Batch> {
    Ok(Batch {
        id: id(row, 0)?,
        number: row.get(1)?,
        department: row.get(2)?,
        department_uscc: row.get(3)?,
        made_at: at(row, 4)?,
        made_by: row.get(5)?,
        handed_at: maybe_at(row, 6)?,
        messenger: row.get(7)?,
        note: row.get(8)?,
        paper: None,
        bundles: Vec::new(),
    })
}

fn with_bundles(tx: &Connection, mut batch: Batch, reach: &Reach) -> Kept<Batch> {
    let mut rows = tx.prepare_cached(
        "SELECT c.slip, c.case_number, c.item_name, b.state, b.lines, b.missing, b.since, b.checked_at
         FROM bundle b JOIN casefile c ON c.id = b.casefile
         WHERE b.batch = ?1 AND (?2 IS NULL OR c.item IN (SELECT value FROM json_each(?2))) ORDER BY b.rowid",
    )?;
    batch.bundles = rows
        .query_map(params![batch.id.to_string(), reach.json()?], |row| {
            Ok(Bundle {
                slip: row.get(0)?,
                case_number: row.get(1)?,
                item_name: row.get(2)?,
                state: word(row, 3, BundleState::from_word)?,
                lines: maybe_json(row, 4)?.unwrap_or_default(),
                missing: json(row, 5)?,
                since: at(row, 6)?,
                checked_at: maybe_at(row, 7)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    batch.paper = paper::of_batch(tx, batch.id)?;
    Ok(batch)
}

/// A batch with the bundles that are his who asks; without one of them it is none of his.
pub fn find(tx: &Connection, wanted: Uuid, reach: &Reach) -> Kept<Option<Batch>> {
    let found = tx
        .query_row(&format!("{BATCH} WHERE t.id = ?1"), [wanted.to_string()], batch)
        .optional()?;
    let Some(found) = found else { return Ok(None) };
    let found = with_bundles(tx, found, reach)?;
    Ok(is_his(&found, reach).then_some(found))
}

fn is_his(batch: &Batch, reach: &Reach) -> bool {
    reach.0.is_none() || !batch.bundles.is_empty()
}

fn view(tx: &Connection, wanted: Uuid, reach: &Reach) -> Kept<Batch> {
    find(tx, wanted, reach)?.ok_or_else(fault::no_batch)
}

/// Batches that are being made, and those of which something is away or missing.
pub fn open(tx: &Connection, reach: &Reach) -> Kept<Vec<Batch>> {
    let mut rows = tx.prepare_cached(&format!(
        "{BATCH} WHERE t.handed_at IS NULL OR EXISTS (SELECT 1 FROM bundle b WHERE b.batch = t.id
           AND (b.state = 'away' OR b.missing <> '[]')) ORDER BY t.made_at DESC, t.id LIMIT 200"
    ))?;
    let batches: Vec<Batch> = rows.query_map([], batch)?.collect::<Result<_, _>>()?;
    let mut his = Vec::new();
    for batch in batches {
        let batch = with_bundles(tx, batch, reach)?;
        if is_his(&batch, reach) {
            his.push(batch);
        }
    }
    Ok(his)
}

/// By department: since when the oldest bundle is away or misses something, and how many are, of those since before
/// `limit`.
pub fn overdue(tx: &Connection, limit: Timestamp) -> Kept<Vec<cases::board::PaperAway>> {
    let mut rows = tx.prepare_cached(
        "SELECT d.name, count(*), min(t.handed_at) FROM bundle b JOIN transfer_batch t ON t.id = b.batch
         JOIN department d ON d.uscc = t.department
         WHERE (b.state = 'away' OR (b.state = 'back' AND b.missing <> '[]')) AND t.handed_at <= ?1
         GROUP BY d.uscc ORDER BY min(t.handed_at)",
    )?;
    let away = rows
        .query_map([ms(limit)], |row| {
            Ok(cases::board::PaperAway {
                department: row.get(0)?,
                bundles: super::values::count(row, 1)?,
                since: at(row, 2)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(away)
}
