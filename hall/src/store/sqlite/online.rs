//! Applications begun online (网上申报件): the last revision that stands, who has it, whether it became a case.
//!
//! An application belongs to whoever holds the draft it was taken into; until that draft is saved, to the window that
//! took it, for as long as the visit lasts.

use cases::case::{Draft, Stage};
use cases::identity::{Uscc, mask};
use cases::online::arrival::{Arrival, judge};
use cases::online::{Applicant, Application, Fetched, State};
use cases::wire::feed::What;
use cases::wire::online::{OnlineCase, OnlineHolder, OnlineOffers, OnlineRow, OnlineTaken, WaitingItem};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::json;
use uuid::Uuid;

use super::values::{count, int, json, maybe_at, maybe_id, maybe_json, ms, word};
use super::{audit, casefile, draft, feed, online_errand, staff, visit};
use crate::store::online::{Asker, Came};
use crate::store::{Act, Kept};
use crate::{fault, fault::Fault};

/// One row as the commands need it.
struct Known {
    id: String,
    revision: u64,
    digest: String,
    item: String,
    application: Application,
    state: State,
    number: Option<String>,
    draft: Option<Uuid>,
    visit: Option<Uuid>,
    desk: Option<String>,
    staff: Option<String>,
    told: Option<String>,
}

const COLUMNS: &str = "o.id, o.revision, o.digest, o.item, o.body, o.state, o.number, o.draft, o.visit, o.desk, o.staff, o.told";

fn known(row: &Row<'_>) -> rusqlite::Result<Known> {
    Ok(Known {
        id: row.get(0)?,
        revision: count(row, 1)?,
        digest: row.get(2)?,
        item: row.get(3)?,
        application: json(row, 4)?,
        state: word(row, 5, State::from_word)?,
        number: row.get(6)?,
        draft: maybe_id(row, 7)?,
        visit: maybe_id(row, 8)?,
        desk: row.get(9)?,
        staff: row.get(10)?,
        told: row.get(11)?,
    })
}

fn find(tx: &Connection, id: &str) -> Kept<Option<Known>> {
    let sql = format!("SELECT {COLUMNS} FROM online o WHERE o.id = ?1");
    Ok(tx.query_row(&sql, [id], known).optional()?)
}

fn in_draft(tx: &Connection, of: Uuid) -> Kept<Option<Known>> {
    let sql = format!("SELECT {COLUMNS} FROM online o WHERE o.draft = ?1");
    Ok(tx.query_row(&sql, [of.to_string()], known).optional()?)
}

/// Where an application is.
enum Where {
    /// 待收件
    Free,
    At(OnlineHolder),
    /// It became a case, by this number.
    Filed(String),
}

impl Known {
    fn stands(&self, tx: &Connection) -> Kept<Where> {
        let Some(of) = self.draft else {
            return Ok(Where::Free);
        };
        if let Some(case) = casefile::find(tx, of)? {
            return Ok(Where::Filed(case.case_number.unwrap_or(case.slip)));
        }
        let holder = |desk: String, clerk: &str| -> Kept<Where> {
            Ok(Where::At(OnlineHolder {
                name: staff::find(tx, clerk)?
                    .map(|account| account.name)
                    .unwrap_or_default(),
                desk,
                draft: of,
            }))
        };
        match draft::holder(tx, of)? {
            Some(held) if held.open => holder(held.desk, &held.clerk),
            Some(_) => Ok(Where::Free),
            None => match (&self.desk, self.visit) {
                (Some(desk), Some(visit)) if visit::is_open_at(tx, visit, desk)? => {
                    holder(desk.clone(), self.staff.as_deref().unwrap_or_default())
                }
                _ => Ok(Where::Free),
            },
        }
    }

    /// Why it cannot be filed, where that is so for everybody.
    fn over(&self) -> Option<Fault> {
        match self.state {
            State::Submitted => None,
            State::Withdrawn => Some(fault::online_withdrawn()),
            State::Accepted => {
                Some(fault::online_accepted().about(self.number.as_deref().unwrap_or_default()))
            }
        }
    }

    fn say(&self, tx: &Connection, desk: Option<String>) -> Kept<()> {
        feed::say(
            tx,
            &What::Online {
                application: self.id.clone(),
                desk,
            },
        )
    }
}

/// The desk that has an application, to be told what changes.
fn desk_of(tx: &Connection, known: &Known) -> Kept<Option<String>> {
    Ok(match known.stands(tx)? {
        Where::At(holder) => Some(holder.desk),
        Where::Free | Where::Filed(_) => None,
    })
}

/// Keeps a revision that came, where it stands. What became a case is not changed from online any more.
pub fn keep(tx: &Connection, act: &Act, came: &Came) -> Kept<bool> {
    let application = &came.application;
    let id = &application.application_id;
    let before = find(tx, id)?;
    let stands = before
        .as_ref()
        .map(|known| (known.revision, known.digest.as_str()));
    match judge(stands, (application.revision, &came.digest)) {
        Arrival::Stands => {}
        Arrival::Again | Arrival::Overtaken => return Ok(false),
        Arrival::Contradicts => return Err(fault::online_contradicts()),
    }
    if let Some(known) = &before
        && let Where::Filed(number) = known.stands(tx)?
    {
        return Err(fault::online_filed().about(number));
    }
    tx.execute(
        "INSERT INTO online (id, revision, digest, item, item_name, applicant_name, applicant_number, filer_number,
           body, state, number, submitted_at, arrived_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
         ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, digest = excluded.digest, item = excluded.item,
           item_name = excluded.item_name, applicant_name = excluded.applicant_name,
           applicant_number = excluded.applicant_number, filer_number = excluded.filer_number, body = excluded.body,
           state = excluded.state, number = excluded.number, submitted_at = excluded.submitted_at,
           arrived_at = excluded.arrived_at",
        params![
            id,
            int(application.revision),
            came.digest,
            came.item,
            came.item_name,
            application.applicant.name(),
            application.applicant.number(),
            application.filer.id_number,
            serde_json::to_string(application)?,
            application.state.word(),
            application.accepted_number,
            ms(application.submitted_at),
            ms(act.at)
        ],
    )?;
    for file in &application.files {
        online_errand::expect(tx, act, id, &file.digest)?;
    }
    let purpose = format!("revision {} {}", application.revision, application.state.word());
    audit::log(tx, act, "onlineArrived", id, &purpose, &came.digest)?;
    let known = find(tx, id)?.ok_or_else(fault::no_online)?;
    let desk = desk_of(tx, &known)?;
    known.say(tx, desk)?;
    Ok(true)
}

/// The portal's own department accepted it while it was told that a window has it.
pub fn accepted_there(tx: &Connection, act: &Act, id: &str, number: &str) -> Kept<()> {
    let Some(known) = find(tx, id)? else {
        return Ok(());
    };
    if matches!(known.stands(tx)?, Where::Filed(_)) {
        return Ok(());
    }
    let application = Application {
        state: State::Accepted,
        accepted_number: Some(number.to_owned()),
        ..known.application.clone()
    };
    tx.execute(
        "UPDATE online SET state = ?2, number = ?3, body = ?4 WHERE id = ?1",
        params![
            id,
            State::Accepted.word(),
            number,
            serde_json::to_string(&application)?
        ],
    )?;
    audit::log(tx, act, "onlineAcceptedThere", id, number, "")?;
    let desk = desk_of(tx, &known)?;
    known.say(tx, desk)
}

/// A file came, or will not: who has the application is told.
pub fn file_settled(tx: &Connection, id: &str) -> Kept<()> {
    match find(tx, id)? {
        Some(known) => match desk_of(tx, &known)? {
            Some(desk) => known.say(tx, Some(desk)),
            None => Ok(()),
        },
        None => Ok(()),
    }
}

/// What waits, by item, within a clerk's reach.
pub fn waiting(tx: &Connection, reach: Option<&[String]>) -> Kept<Vec<WaitingItem>> {
    let reach = reach.map(serde_json::to_string).transpose()?;
    // Taken up is what lies in an open draft, or was taken in a visit that goes on.
    let mut rows = tx.prepare_cached(
        "WITH standing AS (
           SELECT o.item, o.item_name, o.submitted_at,
             EXISTS (SELECT 1 FROM draft d WHERE d.id = o.draft AND d.open = 1)
             OR (o.draft IS NOT NULL AND NOT EXISTS (SELECT 1 FROM draft d WHERE d.id = o.draft)
                 AND EXISTS (SELECT 1 FROM visit v WHERE v.id = o.visit AND v.closed_at IS NULL)) AS taken
           FROM online o
           WHERE o.state = 'submitted' AND (?1 IS NULL OR o.item IN (SELECT value FROM json_each(?1)))
             AND NOT EXISTS (SELECT 1 FROM casefile c WHERE c.id = o.draft))
         SELECT item, max(item_name), sum(NOT taken), sum(taken),
           min(CASE WHEN taken THEN NULL ELSE submitted_at END) AS oldest
         FROM standing GROUP BY item ORDER BY oldest IS NULL, oldest, item",
    )?;
    let items = rows
        .query_map([reach], |row| {
            Ok(WaitingItem {
                item: row.get(0)?,
                item_name: row.get(1)?,
                waiting: count(row, 2)?,
                at_windows: count(row, 3)?,
                oldest: maybe_at(row, 4)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(items)
}

/// Whether an application is of somebody who was identified in the visit, or of a body that he represents.
fn check_present(tx: &Connection, act: &Act, asker: &Asker) -> Kept<()> {
    if !visit::is_open_at(tx, asker.visit, &act.desk)? {
        return Err(fault::no_visit());
    }
    if !visit::was_identified(tx, asker.visit, &asker.id_number)? {
        return Err(fault::online_not_present());
    }
    Ok(())
}

/// `?1` is his number, `?2` the visit whose bodies count as his.
const HIS: &str = "(o.filer_number = ?1 OR o.applicant_number = ?1
    OR o.applicant_number IN (SELECT uscc FROM visit_body WHERE visit = ?2))";

/// The applications of who stands there, the last submitted first.
pub fn of_person(tx: &Connection, act: &Act, asker: &Asker) -> Kept<OnlineOffers> {
    check_present(tx, act, asker)?;
    let sql = format!(
        "SELECT {COLUMNS}, o.item_name FROM online o WHERE o.state = 'submitted' AND {HIS}
         ORDER BY o.submitted_at DESC, o.id"
    );
    let mut rows = tx.prepare_cached(&sql)?;
    let all = rows
        .query_map(params![asker.id_number, asker.visit.to_string()], |row| {
            Ok((known(row)?, row.get::<_, String>(12)?))
        })?
        .collect::<Result<Vec<_>, _>>()?;
    let mut offers = OnlineOffers::default();
    for (known, item_name) in all {
        let holder = match known.stands(tx)? {
            Where::Filed(_) => continue,
            Where::Free => None,
            Where::At(holder) => Some(holder),
        };
        if asker
            .reach
            .as_ref()
            .is_some_and(|items| !items.contains(&known.item))
        {
            offers.elsewhere += 1;
            continue;
        }
        offers.rows.push(row_of(known, item_name, holder));
    }
    let shown = mask::document(&asker.id_number);
    let purpose = format!("visit {}", asker.visit);
    audit::log(
        tx,
        act,
        "seeOnline",
        &shown,
        &purpose,
        &offers.rows.len().to_string(),
    )?;
    Ok(offers)
}

fn row_of(known: Known, item_name: String, holder: Option<OnlineHolder>) -> OnlineRow {
    let application = known.application;
    let review = application.pre_review.as_ref();
    OnlineRow {
        applicant: match &application.applicant {
            Applicant::Person { name, .. } => mask::name(name),
            Applicant::Body { name, uscc } if Uscc::parse(uscc).is_ok() => name.clone(),
            Applicant::Body { name, .. } => mask::name(name),
        },
        files: u32::try_from(application.files.len()).unwrap_or(u32::MAX),
        passed: review.map(|review| review.passed),
        remarks: review.map_or(0, |review| {
            u32::try_from(review.findings.len()).unwrap_or(u32::MAX)
        }),
        submitted_at: application.submitted_at,
        application_id: known.id,
        item: known.item,
        item_name,
        holder,
    }
}

/// Gives an application to this desk (promise 3): the loser learns who has it.
pub fn take(tx: &Connection, act: &Act, asker: &Asker, id: &str, into: Uuid) -> Kept<OnlineTaken> {
    check_present(tx, act, asker)?;
    let known = find(tx, id)?.ok_or_else(fault::no_online)?;
    let his: bool = tx.query_row(
        &format!("SELECT EXISTS (SELECT 1 FROM online o WHERE o.id = ?3 AND {HIS})"),
        params![asker.id_number, asker.visit.to_string(), id],
        |row| row.get(0),
    )?;
    if !his {
        return Err(fault::online_not_present());
    }
    if asker
        .reach
        .as_ref()
        .is_some_and(|items| !items.contains(&known.item))
    {
        return Err(fault::item_not_yours());
    }
    match known.stands(tx)? {
        Where::Filed(number) => return Err(fault::online_filed().about(number)),
        Where::At(holder) if holder.desk != act.desk => {
            return Err(fault::online_elsewhere().about(format!("{} {}", holder.desk, holder.name)));
        }
        Where::At(holder) if draft::holder(tx, holder.draft)?.is_some() => {
            return Ok(OnlineTaken::Yours { draft: holder.draft });
        }
        Where::At(_) | Where::Free => {}
    }
    if let Some(fault) = known.over() {
        return Err(fault);
    }
    tx.execute(
        "UPDATE online SET draft = ?2, visit = ?3, desk = ?4, staff = ?5, taken_at = ?6 WHERE id = ?1",
        params![
            id,
            into.to_string(),
            asker.visit.to_string(),
            act.desk,
            act.staff,
            ms(act.at)
        ],
    )?;
    audit::log(
        tx,
        act,
        "takeOnline",
        id,
        &format!("visit {}", asker.visit),
        &into.to_string(),
    )?;
    tell(tx, act.at, &known, "atWindow", json!({ "window": act.desk }))?;
    known.say(tx, Some(act.desk.clone()))?;
    Ok(OnlineTaken::Taken {
        of: Box::new(case(tx, known)?),
    })
}

fn case(tx: &Connection, known: Known) -> Kept<OnlineCase> {
    let mut find =
        tx.prepare_cached("SELECT state, why FROM online_file WHERE application = ?1 AND digest = ?2")?;
    let files = known
        .application
        .files
        .iter()
        .map(|file| {
            let found = find
                .query_row(params![known.id, file.digest], |row| {
                    Ok((row.get::<_, String>(0)?, maybe_json(row, 1)?))
                })
                .optional()?;
            Ok(match found {
                Some((state, _)) if state == "here" => Fetched::Here,
                Some((state, Some(why))) if state == "refused" => Fetched::Refused { why },
                Some(_) | None => Fetched::Waiting,
            })
        })
        .collect::<Kept<Vec<_>>>()?;
    drop(find);
    Ok(OnlineCase {
        application: known.application,
        item: known.item,
        files,
    })
}

/// The application in a draft that this desk holds.
pub fn of_draft(tx: &Connection, desk: &str, of: Uuid) -> Kept<OnlineCase> {
    let known = in_draft(tx, of)?.ok_or_else(fault::online_not_held)?;
    match known.stands(tx)? {
        Where::At(holder) if holder.desk == desk => case(tx, known),
        Where::At(_) | Where::Free | Where::Filed(_) => Err(fault::online_not_held()),
    }
}

/// 退回网上: the draft ends and the application waits again.
pub fn release(tx: &Connection, act: &Act, of: Uuid, reason: &str) -> Kept<()> {
    let known = in_draft(tx, of)?.ok_or_else(fault::online_not_held)?;
    match known.stands(tx)? {
        Where::At(holder) if holder.desk == act.desk => {}
        Where::Filed(_) => return Err(fault::online_release_late()),
        Where::At(_) | Where::Free => return Err(fault::online_not_held()),
    }
    draft::close(tx, of)?;
    tx.execute(
        "UPDATE online SET draft = NULL, visit = NULL, desk = NULL, staff = NULL, taken_at = NULL WHERE id = ?1",
        [&known.id],
    )?;
    audit::log(tx, act, "releaseOnline", &known.id, reason, &of.to_string())?;
    // What is over online needs no word that it waits again.
    if known.over().is_none() {
        tell(tx, act.at, &known, "released", json!({ "reason": reason }))?;
    }
    known.say(tx, None)
}

/// Whether a draft may become a case: what it was begun from was not filed, accepted or taken back meanwhile, and is
/// this draft's. What the draft itself says was taken back goes on as an application at the window.
pub fn may_file(tx: &Connection, of: &Draft) -> Kept<()> {
    let Some(origin) = &of.online else {
        return Ok(());
    };
    let known = find(tx, &origin.application_id)?.ok_or_else(fault::no_online)?;
    if known.draft != Some(of.id) {
        return Err(match known.stands(tx)? {
            Where::Filed(number) => fault::online_filed().about(number),
            Where::At(holder) => fault::online_elsewhere().about(format!("{} {}", holder.desk, holder.name)),
            Where::Free => fault::online_not_held(),
        });
    }
    match (known.over(), known.state, origin.state) {
        (Some(_), State::Withdrawn, State::Withdrawn) => Ok(()),
        (Some(fault), ..) => Err(fault),
        (None, ..) => Ok(()),
    }
}

/// Tells the portal where the case of an application stands, once per stage.
pub fn follow(tx: &Connection, slip: &str, stage: Stage) -> Kept<()> {
    let sql = format!(
        "SELECT {COLUMNS} FROM online o JOIN casefile c ON c.id = o.draft WHERE c.slip = ?1 AND o.told IS NOT ?2"
    );
    let found = tx
        .prepare_cached(&sql)?
        .query_row(params![slip, stage.word()], known)
        .optional()?;
    let Some((known, of)) = found.and_then(|known| known.draft.map(|of| (known, of))) else {
        return Ok(());
    };
    let Some(case) = casefile::find(tx, of)? else {
        return Ok(());
    };
    let at = tx.query_row(
        "SELECT max(at) FROM happening WHERE casefile = ?1",
        [of.to_string()],
        |row| maybe_at(row, 0),
    )?;
    let told = casefile::draft_by_id(tx, of)?.and_then(|draft| draft.told);
    let mut said = json!({ "slip": case.slip, "number": case.case_number });
    if let Some(number) = case.refusal_number {
        said["noticeNumber"] = json!(number);
    }
    if let Some(told) = told.filter(|_| stage == Stage::Supplementing) {
        said["noticeNumber"] = json!(told.number);
        said["until"] = json!(told.until);
        said["demands"] = told
            .demands
            .iter()
            .map(|demand| json!({ "material": demand.material, "wrong": demand.wrong, "cure": demand.cure }))
            .collect();
    }
    tell(tx, at.unwrap_or(case.received_at), &known, stage.word(), said)
}

/// Writes one word to the portal.
fn tell(tx: &Connection, at: Timestamp, known: &Known, state: &str, mut said: serde_json::Value) -> Kept<()> {
    if known.told.as_deref() == Some(state) && state != "atWindow" && state != "released" {
        return Ok(());
    }
    said["applicationId"] = json!(known.id);
    said["state"] = json!(state);
    said["at"] = json!(at);
    if let Some(members) = said.as_object_mut() {
        members.retain(|_, value| !value.is_null());
    }
    online_errand::say(tx, at, &known.id, said)?;
    tx.execute(
        "UPDATE online SET told = ?2 WHERE id = ?1",
        params![known.id, state],
    )?;
    Ok(())
}

/// Deletes what ended online and was never taken in.
pub fn forget(tx: &Connection, before: Timestamp) -> Kept<usize> {
    const OVER: &str = "SELECT id FROM online o WHERE state <> 'submitted' AND arrived_at < ?1
        AND NOT EXISTS (SELECT 1 FROM casefile c WHERE c.id = o.draft)
        AND NOT EXISTS (SELECT 1 FROM draft d WHERE d.id = o.draft AND d.open = 1)";
    let before = ms(before);
    for table in ["online_file", "online_word"] {
        tx.execute(
            &format!("DELETE FROM {table} WHERE application IN ({OVER})"),
            [before],
        )?;
    }
    Ok(tx.execute(&format!("DELETE FROM online WHERE id IN ({OVER})"), [before])?)
}
