//! What the law does with a case by itself: 视为受理, 补正不来, and what is said before it.

use std::collections::BTreeSet;

use async_trait::async_trait;
use cases::case::{Draft, Stage, Step};
use cases::deadline::{Clocks, Happened, Limits};
use cases::wire::intake::Outcome;
use cases::wire::warning::{SeeWarnings, SeenWarnings, WarningPage, WarningsOf};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::values::{id, json, maybe_at, ms};
use super::{SqliteStore, approval, audit, casefile, clock, draft, history, owed, special, warning};
use crate::intake::plan::AcceptPlan;
use crate::law::Counting;
use crate::store::law::{Burning, LawStore, Owed, OwedPaper, Uncounted, Warned};
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

    async fn warn_of_limits(&self, act: Act, limit: u32) -> Kept<Warned> {
        self.plain_write(move |tx| warning::sweep(tx, &act, limit)).await
    }

    async fn say_warned(&self, desks: BTreeSet<String>) -> Kept<()> {
        self.plain_write(move |tx| warning::say(tx, &desks)).await
    }

    async fn warnings(
        &self,
        now: Timestamp,
        (of, desk): (WarningsOf, String),
        items: Option<Vec<String>>,
        limit: u32,
    ) -> Kept<WarningPage> {
        self.read(move |tx| warning::page(tx, now, (of, &desk), items.as_deref(), limit))
            .await
    }

    async fn see_warnings(
        &self,
        act: Act,
        items: Option<Vec<String>>,
        seen: SeeWarnings,
    ) -> Kept<SeenWarnings> {
        self.write(act, move |tx, act| warning::see(tx, act, items.as_deref(), &seen))
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
        "SELECT id, clock FROM casefile
         WHERE runs IN ('notice', 'completed', 'cure') AND burns_at <= ?1
           AND (burns_at > ?2 OR (burns_at = ?2 AND id > ?3))
         ORDER BY burns_at, id LIMIT ?4",
    )?;
    let found = rows
        .query_map(params![ms(until), from, than, limit], |row| {
            Ok(Burning {
                id: id(row, 0)?,
                clocks: json(row, 1)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

fn next_burning(tx: &Connection, now: Timestamp) -> Kept<Option<Timestamp>> {
    let mut next = tx.prepare_cached(
        "SELECT min(at) FROM (
           SELECT min(burns_at) AS at FROM casefile
           WHERE runs IN ('notice', 'completed', 'cure') AND burns_at > ?1
           UNION ALL SELECT min(warn_at) FROM casefile WHERE warn_at > ?1)",
    )?;
    Ok(next.query_row([ms(now)], |row| maybe_at(row, 0))?)
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
