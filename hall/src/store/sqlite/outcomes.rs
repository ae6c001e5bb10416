//! The commands of outcomes over their tables.

use async_trait::async_trait;
use cases::approval::State;
use cases::case::Stage;
use cases::wire::feed::What;
use cases::wire::outcome::{Reopened, UndoneRow};
use cases::wire::record::CaseView;
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::undone::Kind;
use super::values::{at, id, ms};
use super::{
    SqliteStore, approval, audit, casefile, draft, feed, further, promise, supplement, undone, withdrawal,
};
use crate::fault;
use crate::intake::plan::ReceivePlan;
use crate::store::outcome::{CamePlan, KeepPlan, OutcomeStore, TellPlan, Unanswered, WithdrawPlan};
use crate::store::{Act, Kept};

#[async_trait]
impl OutcomeStore for SqliteStore {
    async fn reopen(&self, act: Act, reference: String) -> Kept<Reopened> {
        self.write(act, move |tx, act| reopen(tx, act, &reference)).await
    }

    async fn withdraw_case(&self, act: Act, plan: WithdrawPlan) -> Kept<CaseView> {
        self.write(act, move |tx, act| withdrawal::withdraw(tx, act, &plan))
            .await
    }

    async fn keep_promises(&self, act: Act, plan: KeepPlan) -> Kept<CaseView> {
        self.write(act, move |tx, act| promise::keep(tx, act, &plan))
            .await
    }

    async fn tell_further(&self, act: Act, plan: TellPlan) -> Kept<CaseView> {
        self.write(act, move |tx, act| further::tell(tx, act, &plan))
            .await
    }

    async fn take_further(&self, act: Act, plan: CamePlan) -> Kept<CaseView> {
        self.write(act, move |tx, act| further::take(tx, act, &plan))
            .await
    }

    async fn sweep_promises(&self, act: Act) -> Kept<u32> {
        self.plain_write(move |tx| promise::sweep(tx, &act)).await
    }

    async fn undone(&self) -> Kept<Vec<UndoneRow>> {
        self.read(undone::list).await
    }

    async fn answer_undone(&self, act: Act, of: Uuid, answer: String) -> Kept<UndoneRow> {
        self.write(act, move |tx, act| undone::answer(tx, act, of, &answer))
            .await
    }

    async fn unanswered(&self) -> Kept<Vec<Unanswered>> {
        self.read(unanswered).await
    }

    async fn pass_on(&self, act: Act, approval: Uuid) -> Kept<()> {
        self.plain_write(move |tx| pass_on(tx, &act, approval)).await
    }

    async fn receive_unanswered(&self, act: Act, approval: Uuid, plan: ReceivePlan) -> Kept<()> {
        self.plain_write(move |tx| receive_unanswered(tx, &act, approval, &plan))
            .await
    }
}

fn reopen(tx: &Connection, act: &Act, reference: &str) -> Kept<Reopened> {
    let case = casefile::find_by_reference(tx, reference)?.ok_or_else(fault::no_case)?;
    match case.stage {
        Stage::Received | Stage::Supplementing => {}
        other => return Err(supplement::not_awaited(other)),
    }
    // What of it came is the case's word, not that of a window's older copy.
    let told = supplement::of(tx, case.id)?;
    let draft = draft::take_with(tx, act, case.id, |draft| draft.told = told)?;
    audit::log(tx, act, "reopen", &case.slip, &case.item, case.stage.word())?;
    Ok(Reopened {
        draft,
        stage: case.stage,
    })
}

fn unanswered(tx: &Connection) -> Kept<Vec<Unanswered>> {
    let mut rows = tx.prepare_cached(
        "SELECT id, draft, asked_at, passed_on IS NOT NULL FROM approval
         WHERE state = 'waiting' AND kind = 'refusal' AND draft IS NOT NULL ORDER BY asked_at, id LIMIT 256",
    )?;
    let found = rows
        .query_map([], |row| {
            Ok(Unanswered {
                approval: id(row, 0)?,
                draft: id(row, 1)?,
                asked_at: at(row, 2)?,
                passed_on: row.get(3)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

fn pass_on(tx: &Connection, act: &Act, of: Uuid) -> Kept<()> {
    let passed = tx.execute(
        "UPDATE approval SET passed_on = ?2 WHERE id = ?1 AND state = 'waiting' AND passed_on IS NULL",
        params![of.to_string(), ms(act.at)],
    )?;
    if passed == 0 {
        return Ok(());
    }
    let asked = approval::find(tx, of)?.ok_or_else(fault::no_approval)?.approval;
    audit::log(
        tx,
        act,
        "passOnApproval",
        &of.to_string(),
        "五分钟未答复",
        &asked.desk,
    )?;
    feed::say(
        tx,
        &What::Approval {
            approval: of,
            desk: asked.desk,
            state: "passedOn".to_owned(),
        },
    )
}

fn receive_unanswered(tx: &Connection, act: &Act, of: Uuid, plan: &ReceivePlan) -> Kept<()> {
    let asked = approval::find(tx, of)?.ok_or_else(fault::no_approval)?.approval;
    // Somebody answered, or took it back, meanwhile.
    if asked.state != State::Waiting {
        return Ok(());
    }
    approval::withdraw(
        tx,
        &Act {
            desk: asked.desk,
            ..act.clone()
        },
        of,
    )?;
    casefile::receive(tx, act, plan)?;
    let owner = undone::on_duty(tx)?;
    undone::enter(
        tx,
        act,
        &plan.ground,
        Kind::Unanswered,
        asked.about.reason(),
        &owner,
    )
}
