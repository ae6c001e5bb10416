//! Cases (办件): receipt and acceptance, each one transaction with everything that belongs to it.

use cases::case::{Draft, ParcelState, Stage, Step};
use cases::deadline::{Calendar, Clocks, HALL_OFFSET, Happened, Rule, Urgency};
use cases::identity::{Uscc, mask};
use cases::notice::{NextStep, PaperKind};
use cases::wire::feed::What;
use cases::wire::further::FurtherState;
use cases::wire::intake::{Accepted, Outcome};
use cases::wire::record::{CaseClocks, CaseRow, CaseView, Happening};
use cases::wire::warning::WarningsOf;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, ToSql, params, params_from_iter};
use uuid::Uuid;

use super::draft::{self, Saved};
use super::duplicate::{self, Beside};
use super::values::{at, day, id, json, maybe_at, maybe_day, maybe_json, ms, word};
use super::{
    approval, audit, clock, collected, delivery, feed, first_notice, further, history, intake_time,
    objection, online, paper, parcel, piece, prefill, promise, refusal, result, supplement, void, warning,
};
use crate::intake::plan::{AcceptPlan, Ground, Numbers, ReceivePlan};
use crate::store::{Act, CaseFilter, Kept, PendingCase};
use crate::{chance, fault, law};

/// One row as the commands need it.
pub struct CaseRecord {
    pub id: Uuid,
    pub slip: String,
    pub case_number: Option<String>,
    pub notice_number: Option<String>,
    pub item: String,
    pub item_name: String,
    pub stage: Stage,
    pub applicant_name: String,
    pub applicant_number: String,
    pub desk: String,
    pub received_at: Timestamp,
    pub notify_by: Date,
    pub accepted_at: Option<Timestamp>,
    pub due_day: Option<Date>,
    pub provisional: bool,
    pub refusal_number: Option<String>,
    pub refused_at: Option<Timestamp>,
    /// Let through beside an open case of the same matter.
    pub passed: bool,
    /// What replaying its acts gives.
    pub clocks: Clocks,
}

impl CaseRecord {
    /// The applicant in lists: a person's name masked, a body's name as it is registered and public.
    fn applicant_shown(&self) -> String {
        match Uscc::parse(&self.applicant_number) {
            Ok(_) => self.applicant_name.clone(),
            Err(_) => mask::name(&self.applicant_name),
        }
    }
}

const NOTICE: PaperKind = PaperKind::AcceptanceNotice;
const COMMITMENT: PaperKind = PaperKind::Commitment;

const COLUMNS: &str = "id, slip, case_number, notice_number, item, item_name, stage, applicant_name, desk, \
                       received_at, notify_by, accepted_at, due_day, provisional, applicant_number, \
                       refusal_number, refused_at, passed_by IS NOT NULL, clock";

fn record(row: &Row<'_>) -> rusqlite::Result<CaseRecord> {
    Ok(CaseRecord {
        id: id(row, 0)?,
        slip: row.get(1)?,
        case_number: row.get(2)?,
        notice_number: row.get(3)?,
        item: row.get(4)?,
        item_name: row.get(5)?,
        stage: word(row, 6, Stage::from_word)?,
        applicant_name: row.get(7)?,
        desk: row.get(8)?,
        received_at: at(row, 9)?,
        notify_by: day(row, 10)?,
        accepted_at: maybe_at(row, 11)?,
        due_day: maybe_day(row, 12)?,
        provisional: row.get::<_, i64>(13)? == 1,
        applicant_number: row.get(14)?,
        refusal_number: row.get(15)?,
        refused_at: maybe_at(row, 16)?,
        passed: row.get(17)?,
        clocks: maybe_json(row, 18)?.unwrap_or_default(),
    })
}

pub fn find(tx: &Connection, wanted: Uuid) -> Kept<Option<CaseRecord>> {
    let sql = format!("SELECT {COLUMNS} FROM casefile WHERE id = ?1");
    Ok(tx.query_row(&sql, [wanted.to_string()], record).optional()?)
}

/// By case number or slip code.
pub fn find_by_reference(tx: &Connection, reference: &str) -> Kept<Option<CaseRecord>> {
    let sql = format!("SELECT {COLUMNS} FROM casefile WHERE case_number = ?1 OR slip = ?1");
    Ok(tx.query_row(&sql, [reference], record).optional()?)
}

/// Records the receipt (收件). A case that went further already answers with where it stands.
pub fn receive(tx: &Connection, act: &Act, plan: &ReceivePlan) -> Kept<Outcome> {
    let ground = &plan.ground;
    let item = ground.item()?;
    if let Some(known) = find(tx, ground.draft.id)? {
        not_void(&known)?;
        // What was handed out at the window is kept, wherever the case stands by now.
        if let Some(printed) = &plan.printed {
            paper::keep_printed(tx, known.id, act.at, PaperKind::ReceiptSlip, printed)?;
        }
        if known.accepted_at.is_some() || known.stage.is_ended() {
            return ended(tx, &known);
        }
        if plan.why.is_some() {
            if let Some(elsewhere) = save_draft(tx, act, ground)? {
                return Ok(elsewhere);
            }
            if let Some(open) = supplement::complete(tx, act, &known, ground)? {
                return Ok(open);
            }
            // Acceptance was asked for a case that is received: what is to be accepted is what came with it.
            keep_body(tx, ground, true)?;
            if plan.approval.is_some() {
                match duplicate::look(tx, act, ground, plan.approval, known.passed)? {
                    Beside::Clear => {}
                    Beside::Stops(outcome) => return Ok(outcome),
                    Beside::Passes(passed) => duplicate::note(tx, act, known.id, &passed)?,
                }
            }
        }
        return Ok(received(&known, plan));
    }
    let elsewhere = save_draft(tx, act, ground)?;
    if let Some(elsewhere) = elsewhere.filter(|_| plan.printed.is_none()) {
        return Ok(elsewhere);
    }
    // A receipt that was handed out stands, whoever has the draft by now: its new owner goes on from received.
    check_pieces(tx, ground)?;
    if plan.printed.is_none() {
        online::may_file(tx, &ground.draft)?;
    }
    // What was handed in at the window was handed in; a duplicate of it shows at acceptance.
    let passed = match plan.printed {
        Some(_) => None,
        None => match duplicate::look(tx, act, ground, plan.approval, false)? {
            Beside::Clear => None,
            Beside::Stops(outcome) => return Ok(outcome),
            Beside::Passes(passed) => Some(passed),
        },
    };
    let stage = Stage::Draft
        .step(Step::Receive)
        .map_err(|error| fault::wrong_stage().inside(error))?;
    let notify_by = ground.notify_by(plan.received_at).day;
    insert(
        tx,
        ground,
        stage,
        plan.received_at,
        plan.desk_received_at,
        notify_by,
        plan.why.is_some(),
    )?;
    let note = plan
        .why
        .as_ref()
        .map(|why| why.zh.as_str())
        .or(plan.reason.as_deref());
    happen(
        tx,
        ground.draft.id,
        plan.received_at,
        &ground.draft.clerk,
        "received",
        note,
    )?;
    if let Some(passed) = &passed {
        duplicate::note(tx, act, ground.draft.id, passed)?;
    }
    if let Some(printed) = &plan.printed {
        paper::keep_printed(tx, ground.draft.id, act.at, PaperKind::ReceiptSlip, printed)?;
    }
    if plan.printed.is_none() || plan.desk_received_at.is_some() {
        let next = plan.why.as_ref().map(|_| NextStep::DepartmentAnswers);
        let content = ground.receipt(item, plan.received_at, plan.desk_received_at, None, next);
        paper::write(tx, ground.draft.id, act.at, &content)?;
    }
    audit::log(
        tx,
        act,
        "receive",
        &ground.draft.slip,
        &item.id,
        &ground.draft.form_digest(),
    )?;
    say_stage(tx, ground, None, stage)?;
    let known = find(tx, ground.draft.id)?.ok_or_else(fault::no_case)?;
    Ok(received(&known, plan))
}

fn received(known: &CaseRecord, plan: &ReceivePlan) -> Outcome {
    Outcome::Received {
        slip: known.slip.clone(),
        received_at: known.received_at,
        notify_by: known.notify_by,
        why: plan.why.clone(),
    }
}

/// Accepts (受理): duplicate look-up, numbers, stage, due day, papers, parcel, log and feed in one transaction.
pub fn accept(tx: &Connection, act: &Act, plan: &AcceptPlan) -> Kept<Outcome> {
    let ground = &plan.ground;
    let item = ground.item()?;
    let case = ground.draft.id;
    let known = find(tx, case)?;
    known.as_ref().map_or(Ok(()), not_void)?;
    if let Some(known) = known.as_ref().filter(|known| known.accepted_at.is_some()) {
        return accepted(tx, known);
    }
    if let Some(elsewhere) = save_draft(tx, act, ground)? {
        return Ok(elsewhere);
    }
    check_pieces(tx, ground)?;
    if let (Some(known), false) = (&known, plan.deemed)
        && let Some(open) = supplement::complete(tx, act, known, ground)?
    {
        return Ok(open);
    }
    let plan = &dated(tx, act, plan)?;
    if !plan.deemed {
        online::may_file(tx, &ground.draft)?;
    }
    // What the law accepts is not held up by what stands beside it.
    let was_passed = plan.deemed || known.as_ref().is_some_and(|known| known.passed);
    let passed = match duplicate::look(tx, act, ground, plan.approval, was_passed)? {
        Beside::Clear => None,
        Beside::Stops(outcome) => return Ok(outcome),
        Beside::Passes(passed) => Some(passed),
    };

    let from = known.as_ref().map_or(Stage::Draft, |known| known.stage);
    let stage = from
        .step(Step::Accept)
        .map_err(|error| fault::wrong_stage().inside(error))?;
    let received_at = known.as_ref().map_or(plan.accepted_at, |known| known.received_at);
    let case_serial = feed::next_number(tx, &law::case_series(item, plan.accepted_at))?;
    let notice_serial = feed::next_number(tx, &law::document_series(item, NOTICE, plan.accepted_at))?;
    let numbers = Numbers {
        case_number: law::case_number(item, plan.accepted_at, case_serial)?.to_string(),
        notice_number: law::document_number(&ground.hall, item, NOTICE, plan.accepted_at, notice_serial)?
            .to_string(),
        received_at,
    };
    let corrected = void::that_is_corrected(tx, &ground.draft)?;
    if known.is_none() {
        let notify_by = ground.notify_by(received_at).day;
        insert(tx, ground, Stage::Received, received_at, None, notify_by, false)?;
        happen(tx, case, received_at, &ground.draft.clerk, "received", None)?;
        let receipt = ground.receipt(item, received_at, None, Some(numbers.case_number.clone()), None);
        paper::write(tx, case, act.at, &receipt)?;
    }
    keep_body(tx, ground, false)?;
    tx.execute(
        "UPDATE casefile SET stage = ?2, case_number = ?3, notice_number = ?4, accepted_at = ?5 WHERE id = ?1",
        params![
            case.to_string(),
            stage.word(),
            numbers.case_number,
            numbers.notice_number,
            ms(plan.accepted_at)
        ],
    )?;
    let deemed = plan.deemed;
    history::note(tx, case, plan.accepted_at, &Happened::Accepted { deemed })?;
    intake_time::accepted(tx, &ground.draft, plan.accepted_at)?;
    prefill::note(tx, plan)?;
    let replaces = corrected.as_ref().map(void::Corrected::as_reference);
    paper::write(tx, case, act.at, &plan.notice(item, &numbers, replaces))?;
    promise::make(tx, act, ground, item, plan.accepted_at, &numbers.case_number)?;
    if ground.draft.is_by_commitment(item) {
        let serial = feed::next_number(tx, &law::document_series(item, COMMITMENT, act.at))?;
        let number = law::document_number(&ground.hall, item, COMMITMENT, act.at, serial)?.to_string();
        happen(tx, case, act.at, &act.staff, "byCommitment", Some(&number))?;
        paper::write(
            tx,
            case,
            act.at,
            &ground.commitment(item, number, &numbers.case_number, act.at),
        )?;
    }
    if let Some(passed) = &passed {
        duplicate::note(tx, act, case, passed)?;
    }
    if plan.deemed {
        let remarks = plan.remarks.join("；");
        let note = (!remarks.is_empty()).then_some(remarks.as_str());
        happen(tx, case, act.at, &act.staff, "deemedAccepted", note)?;
    } else {
        happen(tx, case, plan.accepted_at, &act.staff, "accepted", None)?;
    }
    if let Some(corrected) = &corrected {
        void::corrected(tx, act, ground, &numbers, corrected)?;
    }
    let parcel_id = chance::id(act.at);
    parcel::enqueue(
        tx,
        act,
        case,
        item,
        parcel_id,
        &plan.parcel(item, parcel_id, &numbers),
    )?;
    collected::keep(tx, ground, plan.accepted_at)?;
    draft::close(tx, case)?;
    approval::end_of_draft(tx, act, case)?;
    audit::log(
        tx,
        act,
        "accept",
        &numbers.case_number,
        &item.id,
        &ground.draft.form_digest(),
    )?;
    say_stage(tx, ground, Some(numbers.case_number.clone()), stage)?;
    feed::say(
        tx,
        &What::Parcel {
            slip: ground.draft.slip.clone(),
            department: item.department.clone(),
            state: ParcelState::Waiting,
            desk: ground.draft.desk.clone(),
        },
    )?;
    let known = find(tx, case)?.ok_or_else(fault::no_case)?;
    accepted(tx, &known)
}

/// The plan, dated as the law dates it: what was told nothing in time was accepted at its receipt, what was supplemented
/// is accepted as of the day on which everything was there.
fn dated(tx: &Connection, act: &Act, plan: &AcceptPlan) -> Kept<AcceptPlan> {
    let clocks = clock::of(tx, plan.ground.draft.id)?.unwrap_or_default();
    let deemed = clocks.deemed_at().filter(|deemed| deemed.at <= act.at);
    let complete = clocks.running.filter(|clock| clock.rule == Rule::Completed);
    let from = deemed
        .map(|deemed| deemed.dated)
        .or(complete.map(|clock| clock.from));
    Ok(AcceptPlan {
        accepted_at: from.unwrap_or(plan.accepted_at),
        deemed: deemed.is_some(),
        ..plan.clone()
    })
}

/// The outcome of a case whose draft is closed.
pub fn ended(tx: &Connection, case: &CaseRecord) -> Kept<Outcome> {
    match case.stage {
        Stage::Void => Err(fault::case_void()),
        Stage::Refused | Stage::NotNeeded => refusal::refused(tx, case),
        Stage::Supplementing => supplement::supplementing(tx, case),
        Stage::Draft
        | Stage::Received
        | Stage::Accepted
        | Stage::Decided
        | Stage::Completed
        | Stage::Delivered
        | Stage::Withdrawn
        | Stage::Lapsed => accepted(tx, case),
    }
}

/// The outcome of an accepted case. Digests of papers are filled in once their bytes are kept.
pub fn accepted(tx: &Connection, case: &CaseRecord) -> Kept<Outcome> {
    let (Some(case_number), Some(notice_number), Some(accepted_at), Some(due_day)) = (
        case.case_number.clone(),
        case.notice_number.clone(),
        case.accepted_at,
        case.due_day,
    ) else {
        return Err(fault::wrong_stage());
    };
    Ok(Outcome::Accepted(Box::new(Accepted {
        case_number,
        slip: case.slip.clone(),
        notice_number,
        accepted_at,
        due_day,
        provisional: case.provisional,
        papers: paper::refs(tx, case.id)?,
        departments: parcel::departments(tx, case.id)?,
    })))
}

/// With a void case nothing more is done.
pub(super) fn not_void(case: &CaseRecord) -> Kept<()> {
    if case.stage == Stage::Void {
        return Err(fault::case_void());
    }
    Ok(())
}

/// Saves the draft that comes with a receipt or an acceptance; somebody else's draft is not taken along.
pub(super) fn save_draft(tx: &Connection, act: &Act, ground: &Ground) -> Kept<Option<Outcome>> {
    if act.desk == "hall" {
        return Ok(None);
    }
    match draft::save(tx, act, &ground.draft)? {
        Saved::Kept => Ok(None),
        Saved::Elsewhere(outcome) => Ok(Some(outcome)),
        Saved::Closed => Err(fault::draft_closed()),
    }
}

pub(super) fn check_pieces(tx: &Connection, ground: &Ground) -> Kept<()> {
    let mut missing = Vec::new();
    for digest in ground.pieces() {
        if !piece::is_kept(tx, digest)? {
            missing.push(digest.to_owned());
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    let mut fault = fault::pieces_missing();
    fault.digests = missing;
    Err(fault)
}

pub(super) fn insert(
    tx: &Connection,
    ground: &Ground,
    stage: Stage,
    received_at: Timestamp,
    desk_received_at: Option<Timestamp>,
    notify_by: Date,
    waits_for_line: bool,
) -> Kept<()> {
    let draft = &ground.draft;
    let taken: Option<String> = tx
        .query_row("SELECT id FROM casefile WHERE slip = ?1", [&draft.slip], |row| {
            row.get(0)
        })
        .optional()?;
    if taken.is_some() {
        return Err(fault::slip_taken());
    }
    tx.execute(
        "INSERT INTO casefile (id, slip, item, item_name, edition, stage, applicant_name, applicant_number, desk, clerk,
           received_at, desk_received_at, notify_by, waits_for_line, body, limits)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        params![
            draft.id.to_string(),
            draft.slip,
            draft.item,
            ground.item()?.name,
            draft.edition,
            stage.word(),
            draft.party.applicant_name(),
            draft.party.applicant_number(),
            draft.desk,
            draft.clerk,
            ms(received_at),
            desk_received_at.map(ms),
            notify_by.to_string(),
            i64::from(waits_for_line),
            serde_json::to_string(draft)?,
            serde_json::to_string(&ground.item()?.limits())?
        ],
    )?;
    history::note(tx, draft.id, received_at, &Happened::Received)?;
    first_notice::enter(tx, draft.id)?;
    intake_time::received(tx, draft, received_at)
}

pub(super) fn keep_body(tx: &Connection, ground: &Ground, waits_for_line: bool) -> Kept<()> {
    let draft = &ground.draft;
    tx.execute(
        "UPDATE casefile SET body = ?2, applicant_name = ?3, applicant_number = ?4, waits_for_line = ?5,
           limits = coalesce(limits, ?6) WHERE id = ?1",
        params![
            draft.id.to_string(),
            serde_json::to_string(draft)?,
            draft.party.applicant_name(),
            draft.party.applicant_number(),
            i64::from(waits_for_line),
            serde_json::to_string(&ground.item()?.limits())?
        ],
    )?;
    Ok(())
}

pub fn happen(
    tx: &Connection,
    case: Uuid,
    when: Timestamp,
    by: &str,
    what: &str,
    note: Option<&str>,
) -> Kept<()> {
    tx.execute(
        "INSERT INTO happening (id, casefile, at, actor, what, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            chance::id(when).to_string(),
            case.to_string(),
            ms(when),
            by,
            what,
            note
        ],
    )?;
    Ok(())
}

pub(super) fn say_stage(
    tx: &Connection,
    ground: &Ground,
    case_number: Option<String>,
    stage: Stage,
) -> Kept<()> {
    let draft = &ground.draft;
    feed::say(
        tx,
        &What::Case {
            slip: draft.slip.clone(),
            case_number,
            stage,
            desk: draft.desk.clone(),
        },
    )
}

/// Says on the feed where a case stands, which may be where it stood with another clock.
pub fn say(tx: &Connection, case: Uuid) -> Kept<()> {
    let known = find(tx, case)?.ok_or_else(fault::no_case)?;
    feed::say(
        tx,
        &What::Case {
            slip: known.slip,
            case_number: known.case_number,
            stage: known.stage,
            desk: known.desk,
        },
    )
}

/// Moves a case on by what its departments reported.
pub fn step(tx: &Connection, case: &CaseRecord, step: Step, when: Timestamp) -> Kept<Option<Stage>> {
    let Ok(stage) = case.stage.step(step) else {
        return Ok(None);
    };
    happen(tx, case.id, when, "hall", stage.word(), None)?;
    enter(tx, case, stage)?;
    Ok(Some(stage))
}

/// Puts a case into a stage and tells the feed.
pub(super) fn enter(tx: &Connection, case: &CaseRecord, stage: Stage) -> Kept<()> {
    tx.execute(
        "UPDATE casefile SET stage = ?2 WHERE id = ?1",
        params![case.id.to_string(), stage.word()],
    )?;
    feed::say(
        tx,
        &What::Case {
            slip: case.slip.clone(),
            case_number: case.case_number.clone(),
            stage,
            desk: case.desk.clone(),
        },
    )
}

/// The same by the case's id.
pub fn draft_by_id(tx: &Connection, case: Uuid) -> Kept<Option<Draft>> {
    Ok(tx
        .query_row(
            "SELECT body FROM casefile WHERE id = ?1",
            [case.to_string()],
            |row| json(row, 0),
        )
        .optional()?)
}

/// What a case said when it was received or accepted.
pub fn draft_of(tx: &Connection, reference: &str) -> Kept<Option<Draft>> {
    Ok(tx
        .query_row(
            "SELECT body FROM casefile WHERE case_number = ?1 OR slip = ?1",
            [reference],
            |row| json(row, 0),
        )
        .optional()?)
}

/// Received cases that are accepted when their department's line is back.
pub fn waiting_for_line(tx: &Connection) -> Kept<Vec<PendingCase>> {
    let mut rows = tx.prepare_cached(
        "SELECT body FROM casefile WHERE waits_for_line = 1 AND stage IN ('received', 'supplementing')
         ORDER BY received_at LIMIT 64",
    )?;
    let pending = rows
        .query_map([], |row| Ok(PendingCase { draft: json(row, 0)? }))?
        .collect::<Result<_, _>>()?;
    Ok(pending)
}

/// Which cases a filter means, said without what it does not ask for, so that an index serves it; with the values of its
/// places.
fn filtered(filter: &CaseFilter) -> Kept<(String, Vec<Value>)> {
    let mut wanted = Wanted::default();
    if let Some(desk) = &filter.desk {
        wanted.that("desk = ?", [desk.clone().into()]);
    }
    if let Some(stage) = &filter.stage {
        wanted.that("stage = ?", [stage.clone().into()]);
    }
    if let Some(day) = filter.due_by {
        let by = Value::from(end_of(day));
        match filter.warned {
            Some(of) => wanted.that(
                &format!("(burns_at <= ? OR id IN ({}))", warning::cases_unseen(of)),
                [by],
            ),
            None => wanted.that("burns_at <= ?", [by]),
        }
    }
    if let Some(text) = filter.find.as_deref() {
        let from = Value::from(text.to_owned());
        let to = Value::from(format!("{text}{}", char::MAX));
        wanted.that(
            &format!("(case_number BETWEEN ? AND ? OR slip BETWEEN ? AND ? OR item_name IN ({NAMES}))"),
            [
                from.clone(),
                to.clone(),
                from,
                to,
                format!("%{}%", literal(text)).into(),
            ],
        );
    }
    if let Some(items) = &filter.items {
        let items = serde_json::to_string(items)?;
        wanted.that("item IN (SELECT value FROM json_each(?))", [items.into()]);
    }
    if filter.returned {
        wanted.that("id IN (SELECT casefile FROM parcel WHERE state = 'returned')", []);
    }
    Ok((wanted.clauses.join(" AND "), wanted.values))
}

/// Names of items with a pattern in them: few, and each looked up once, however many cases there are.
const NAMES: &str = r"WITH RECURSIVE names(name) AS (
       SELECT min(item_name) FROM casefile UNION ALL
       SELECT (SELECT min(item_name) FROM casefile WHERE item_name > names.name) FROM names WHERE names.name IS NOT NULL)
     SELECT name FROM names WHERE name LIKE ? ESCAPE '\'";

/// What is asked of a list, clause by clause.
#[derive(Default)]
struct Wanted {
    clauses: Vec<String>,
    values: Vec<Value>,
}

impl Wanted {
    fn that<const N: usize>(&mut self, clause: &str, values: [Value; N]) {
        self.clauses.push(clause.to_owned());
        self.values.extend(values);
    }
}

/// What was typed, taken as it stands: no character of it is a pattern.
fn literal(find: &str) -> String {
    find.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_")
}

/// How many cases a filter means, however few of them are asked for.
pub fn count(tx: &Connection, filter: &CaseFilter) -> Kept<u32> {
    let (wanted, values) = filtered(filter)?;
    let wanted = if wanted.is_empty() { "1" } else { &wanted };
    let mut count = tx.prepare_cached(&format!("SELECT count(*) FROM casefile WHERE {wanted}"))?;
    Ok(count.query_row(params_from_iter(values), |row| row.get(0))?)
}

/// The first moment after a day.
fn end_of(day: Date) -> i64 {
    let midnight = day.tomorrow().unwrap_or(Date::MAX).to_datetime(Time::midnight());
    ms(HALL_OFFSET.to_timestamp(midnight).unwrap_or(Timestamp::MAX))
}

pub fn rows(tx: &Connection, now: Timestamp, filter: &CaseFilter) -> Kept<Vec<CaseRow>> {
    let mut order = match filter.burning {
        true => "burns_at IS NULL, burns_at, received_at DESC, id DESC".to_owned(),
        false => "received_at DESC, id DESC".to_owned(),
    };
    if filter.warned.is_some() {
        order = format!(
            "CASE warned WHEN 'passed' THEN 0 WHEN 'lastDay' THEN 1 WHEN 'near' THEN 2 ELSE 3 END, {order}"
        );
    }
    let of = filter.warned.unwrap_or(WarningsOf::Window);
    let (wanted, mut values) = filtered(filter)?;
    let wanted = if wanted.is_empty() { "1" } else { &wanted };
    values.extend([filter.limit.into(), filter.offset.into()]);
    let mut rows = tx.prepare_cached(&format!(
        "{} WHERE {wanted} ORDER BY {order} LIMIT ? OFFSET ?",
        select(of)
    ))?;
    let counting = clock::counting(tx)?;
    let cases = rows
        .query_map(params_from_iter(values), |row| {
            listed(row, now, &counting.calendar)
        })?
        .collect::<Result<_, _>>()?;
    Ok(cases)
}

fn select(of: WarningsOf) -> String {
    let warned = warning::urgency_of_row(of);
    format!("SELECT {COLUMNS}, {FURTHER}, {warned} AS warned FROM casefile")
}

/// Rows of the cases that a condition names, with its order.
pub(super) fn rows_where(
    tx: &Connection,
    now: Timestamp,
    clause: &str,
    values: &[&dyn ToSql],
) -> Kept<Vec<CaseRow>> {
    let counting = clock::counting(tx)?;
    let mut rows = tx.prepare_cached(&format!("{} WHERE {clause}", select(WarningsOf::Window)))?;
    let cases = rows
        .query_map(values, |row| listed(row, now, &counting.calendar))?
        .collect::<Result<_, _>>()?;
    Ok(cases)
}

/// What departments ask for and did not get: whether some of it was not told; nothing where nothing is awaited.
const FURTHER: &str = "(SELECT max(f.round IS NULL) FROM further f
     WHERE f.casefile = casefile.id AND casefile.stage = 'accepted'
       AND EXISTS (SELECT 1 FROM json_each(f.demands) WHERE json_extract(value, '$.cameAt') IS NULL))";

/// As lists show it: what [`select`] gives.
fn listed(row: &Row<'_>, now: Timestamp, calendar: &Calendar) -> rusqlite::Result<CaseRow> {
    let case = record(row)?;
    let untold: Option<bool> = row.get(19)?;
    let warned: Option<String> = row.get(20)?;
    Ok(CaseRow {
        applicant: case.applicant_shown(),
        case_number: case.case_number,
        slip: case.slip,
        item_name: case.item_name,
        stage: case.stage,
        received_at: case.received_at,
        clock: CaseClocks::of(&case.clocks, now, calendar).running,
        due_day: case.due_day,
        further: untold.map(|untold| {
            if untold {
                FurtherState::Untold
            } else {
                FurtherState::Told
            }
        }),
        warned: warned.as_deref().and_then(Urgency::from_word),
    })
}

pub fn view(tx: &Connection, now: Timestamp, case: CaseRecord) -> Kept<CaseView> {
    let mut rows = tx.prepare_cached(
        "SELECT at, actor, what, note FROM happening WHERE casefile = ?1 ORDER BY at, rowid",
    )?;
    let timeline = rows
        .query_map([case.id.to_string()], |row| {
            Ok(Happening {
                at: at(row, 0)?,
                by: row.get(1)?,
                what: row.get(2)?,
                note: row.get(3)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    let delivery = delivery::of(tx, case.id)?;
    Ok(CaseView {
        results: result::of(tx, case.id, delivery.is_some())?,
        delivery,
        deliver_by: deliver_by(tx, case.id)?,
        told: supplement::of(tx, case.id)?,
        first_told: first_notice::of(tx, case.id)?,
        further: further::of(tx, case.id)?,
        promised: promise::of(tx, case.id)?,
        objections: objection::of_case(tx, now, &case)?,
        parcels: parcel::views(tx, case.id)?,
        papers: paper::refs(tx, case.id)?,
        timeline,
        acts: history::of(tx, case.id)?,
        clocks: CaseClocks::of(&case.clocks, now, &clock::counting(tx)?.calendar),
        applicant: case.applicant_shown(),
        case_number: case.case_number,
        slip: case.slip,
        item: case.item,
        item_name: case.item_name,
        stage: case.stage,
        desk: case.desk,
        received_at: case.received_at,
        accepted_at: case.accepted_at,
        due_day: case.due_day,
        notify_by: case.notify_by,
    })
}

/// How the applicant wants the result (领取方式), where the form asks him.
fn deliver_by(tx: &Connection, case: Uuid) -> Kept<Option<String>> {
    Ok(tx
        .query_row(
            "SELECT json_extract(body, '$.form.deliverMethod.held.value') FROM casefile WHERE id = ?1",
            [case.to_string()],
            |row| row.get(0),
        )
        .optional()?
        .flatten())
}
