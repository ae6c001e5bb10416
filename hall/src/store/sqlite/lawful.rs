//! What the law does with a case by itself: 视为受理, 补正不来, and what is said before it.

use async_trait::async_trait;
use cases::case::{Draft, Stage, Step};
use cases::deadline::{Clocks, Happened, Limits};
use cases::wire::feed::What;
use cases::wire::intake::Outcome;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::values::{at, id, json, ms};
use super::{SqliteStore, approval, audit, casefile, clock, draft, feed, history, owed, special};
use crate::fault;
use crate::intake::plan::AcceptPlan;
use crate::law::Counting;
use crate::store::law::{Burning, LawStore, Owed, OwedPaper, Reminder, Uncounted};
use crate::store::{Act, Kept};

#[async_trait]
impl LawStore for SqliteStore {
    async fn put_counting(&self, act: Act, counting: Counting) -> Kept<i64> {
        self.plain_write(move |tx| clock::put(tx, &act, &counting)).await
    }

    async fn uncounted(&self, limit: u32) -> Kept<Vec<Uncounted>> {
        self.read(move |tx| clock::uncounted(tx, limit)).await
    }

    async fn recount(&self, act: Act, cases: Vec<(Uuid, Option<Limits>)>) -> Kept<u32> {
        self.plain_write(move |tx| {
            let mut moved = 0;
            for (case, limits) in cases {
                moved += u32::from(clock::recount(tx, &act, case, limits)?);
            }
            Ok(moved)
        })
        .await
    }

    async fn burning(
        &self,
        until: Timestamp,
        after: Option<(Timestamp, Uuid)>,
        limit: u32,
    ) -> Kept<Vec<Burning>> {
        self.read(move |tx| burning(tx, until, after, limit)).await
    }

    async fn next_burning(&self, now: Timestamp) -> Kept<Option<Timestamp>> {
        self.read(move |tx| next_burning(tx, now)).await
    }

    async fn received_draft(&self, case: Uuid) -> Kept<Option<Draft>> {
        self.read(move |tx| {
            Ok(tx
                .query_row(
                    "SELECT body FROM casefile WHERE id = ?1",
                    [case.to_string()],
                    |row| json(row, 0),
                )
                .optional()?)
        })
        .await
    }

    async fn accept_deemed(&self, act: Act, plan: AcceptPlan) -> Kept<Option<Outcome>> {
        self.plain_write(move |tx| accept(tx, &act, &plan)).await
    }

    async fn lapse(&self, act: Act, case: Uuid) -> Kept<bool> {
        self.plain_write(move |tx| lapse(tx, &act, case)).await
    }

    async fn remind(&self, act: Act, case: Uuid, reminder: Reminder) -> Kept<bool> {
        self.plain_write(move |tx| remind(tx, &act, case, &reminder))
            .await
    }

    async fn owed_papers(&self) -> Kept<Vec<Owed>> {
        self.read(owed::all).await
    }

    async fn write_owed(&self, act: Act, paper: OwedPaper) -> Kept<bool> {
        self.plain_write(move |tx| owed::write(tx, &act, &paper)).await
    }

    async fn resume_case(&self, act: Act, reference: String) -> Kept<Clocks> {
        self.write(act, move |tx, act| special::resume(tx, act, &reference))
            .await
    }
}

fn burning(
    tx: &Connection,
    until: Timestamp,
    after: Option<(Timestamp, Uuid)>,
    limit: u32,
) -> Kept<Vec<Burning>> {
    let (from, than) = after.map_or((i64::MIN, String::new()), |(at, id)| (ms(at), id.to_string()));
    let mut rows = tx.prepare_cached(
        "SELECT id, clock, reminded FROM casefile
         WHERE runs IN ('notice', 'completed', 'cure', 'specialProcedure') AND burns_at <= ?1
           AND (burns_at > ?2 OR (burns_at = ?2 AND id > ?3))
         ORDER BY burns_at, id LIMIT ?4",
    )?;
    let found = rows
        .query_map(params![ms(until), from, than, limit], |row| {
            Ok(Burning {
                id: id(row, 0)?,
                clocks: json(row, 1)?,
                reminded: row.get(2)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

fn next_burning(tx: &Connection, now: Timestamp) -> Kept<Option<Timestamp>> {
    let mut next = tx.prepare_cached(
        "SELECT burns_at FROM casefile
         WHERE runs IN ('notice', 'completed', 'cure', 'specialProcedure') AND burns_at > ?1
         ORDER BY burns_at LIMIT 1",
    )?;
    Ok(next.query_row([ms(now)], |row| at(row, 0)).optional()?)
}

/// Nothing is accepted that a window has told, accepted or refused meanwhile.
fn accept(tx: &Connection, act: &Act, plan: &AcceptPlan) -> Kept<Option<Outcome>> {
    let deemed = clock::of(tx, plan.ground.draft.id)?.and_then(|clocks| clocks.deemed_at());
    match deemed.filter(|deemed| deemed.at <= act.at) {
        Some(_) => casefile::accept(tx, act, plan).map(Some),
        None => Ok(None),
    }
}

fn lapse(tx: &Connection, act: &Act, case: Uuid) -> Kept<bool> {
    let Some(known) = casefile::find(tx, case)? else {
        return Ok(false);
    };
    let lapses = clock::of(tx, case)?.and_then(|clocks| clocks.lapses_at());
    if lapses.is_none_or(|at| at > act.at) {
        return Ok(false);
    }
    // A case told nothing more than a day lapses from where it waits, and from nowhere else.
    let Ok(stage) = known.stage.step(Step::Lapse) else {
        return Ok(false);
    };
    tx.execute(
        "UPDATE casefile SET stage = ?2, waits_for_line = 0 WHERE id = ?1",
        params![case.to_string(), stage.word()],
    )?;
    history::note(tx, case, act.at, &Happened::Ended { stage: Stage::Lapsed })?;
    casefile::happen(
        tx,
        case,
        act.at,
        &act.staff,
        stage.word(),
        Some("补正期限届满，未补正"),
    )?;
    draft::close(tx, case)?;
    approval::end_of_draft(tx, act, case)?;
    audit::log(tx, act, "lapse", &known.slip, &known.item, "")?;
    casefile::say(tx, case)?;
    Ok(true)
}

fn remind(tx: &Connection, act: &Act, case: Uuid, reminder: &Reminder) -> Kept<bool> {
    let said = tx.execute(
        "UPDATE casefile SET reminded = ?2 WHERE id = ?1 AND reminded IS NOT ?2",
        params![case.to_string(), reminder.mark],
    )?;
    if said == 0 {
        return Ok(false);
    }
    casefile::happen(tx, case, act.at, &act.staff, reminder.what, Some(&reminder.note))?;
    let known = casefile::find(tx, case)?.ok_or_else(fault::no_case)?;
    let warned = What::Warned {
        slip: known.slip,
        case_number: known.case_number,
        desk: known.desk,
        clock: Box::new(reminder.clock.clone()),
    };
    feed::say(tx, &warned)?;
    // Lists and boards that count by lights.
    casefile::say(tx, case)?;
    Ok(true)
}
