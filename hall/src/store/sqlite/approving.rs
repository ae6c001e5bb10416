//! The commands of approvals over their tables.

use async_trait::async_trait;
use cases::wire::approval::{AnswerApproval, Answered, ApprovalRow, DemandCount, WaitingApproval};
use jiff::Timestamp;
use uuid::Uuid;

use super::{SqliteStore, approval, second_demand};
use crate::store::approval::{ApprovalStore, AskPlan, Asked};
use crate::store::{Act, Kept};

#[async_trait]
impl ApprovalStore for SqliteStore {
    async fn ask_approval(&self, act: Act, plan: AskPlan) -> Kept<ApprovalRow> {
        self.write(act, move |tx, act| approval::ask(tx, act, &plan))
            .await
    }

    async fn approvals(&self, now: Timestamp, of: Asked) -> Kept<Vec<ApprovalRow>> {
        self.read(move |tx| approval::list(tx, now, &of)).await
    }

    async fn approval(&self, id: Uuid) -> Kept<Option<ApprovalRow>> {
        self.read(move |tx| approval::find(tx, id)).await
    }

    async fn waiting_approvals(&self) -> Kept<Vec<WaitingApproval>> {
        self.read(approval::waiting).await
    }

    async fn answer_approval(&self, act: Act, id: Uuid, answer: AnswerApproval) -> Kept<Answered> {
        self.write(act, move |tx, act| approval::answer(tx, act, id, &answer))
            .await
    }

    async fn withdraw_approval(&self, act: Act, id: Uuid) -> Kept<ApprovalRow> {
        self.write(act, move |tx, act| approval::withdraw(tx, act, id))
            .await
    }

    async fn second_demands(&self) -> Kept<Vec<DemandCount>> {
        self.read(second_demand::counts).await
    }
}
