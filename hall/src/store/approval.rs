//! The commands of approvals: ask, answer, take back. Using one belongs to the command it lets through.

use async_trait::async_trait;
use cases::approval::About;
use cases::wire::approval::{AnswerApproval, Answered, ApprovalRow, DemandCount, WaitingApproval};
use jiff::Timestamp;
use uuid::Uuid;

use super::{Act, Kept};

/// A request, checked, with the item it is about.
#[derive(Debug, Clone)]
pub struct AskPlan {
    pub about: About,
    pub item: String,
    pub item_name: String,
}

/// Whose requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// What waits in the hall, longest first, then what was answered today.
    InHall,
    /// What this desk asked today, and what of it waits from before.
    ByDesk(String),
}

#[async_trait]
pub trait ApprovalStore: Send + Sync + 'static {
    /// Keeps a request. An earlier one for the same matter gives way; with the same words it is that one.
    async fn ask_approval(&self, act: Act, plan: AskPlan) -> Kept<ApprovalRow>;
    async fn approvals(&self, now: Timestamp, of: Asked) -> Kept<Vec<ApprovalRow>>;
    async fn approval(&self, id: Uuid) -> Kept<Option<ApprovalRow>>;
    /// What waits, longest first.
    async fn waiting_approvals(&self) -> Kept<Vec<WaitingApproval>>;
    /// The first answer stands (promise 3). What follows from it at once follows in the same transaction.
    async fn answer_approval(&self, act: Act, id: Uuid, answer: AnswerApproval) -> Kept<Answered>;
    async fn withdraw_approval(&self, act: Act, id: Uuid) -> Kept<ApprovalRow>;
    /// Second demands by item and department, the most frequent first.
    async fn second_demands(&self) -> Kept<Vec<DemandCount>>;
}
