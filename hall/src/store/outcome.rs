//! The commands of what may become of a case beside acceptance: taken up again, withdrawn, promised later, turned away.

use async_trait::async_trait;
use cases::wire::further::Came;
use cases::wire::outcome::{Reopened, UndoneRow};
use cases::wire::record::CaseView;
use jiff::civil::Date;
use uuid::Uuid;

use super::{Act, Kept};
use crate::intake::plan::{Ground, ReceivePlan};

/// 撤回
#[derive(Debug, Clone)]
pub struct WithdrawPlan {
    pub ground: Ground,
    pub reason: String,
}

/// 容缺材料补交
#[derive(Debug, Clone)]
pub struct KeepPlan {
    pub ground: Ground,
    /// Ids of the materials.
    pub materials: Vec<String>,
}

/// 补充材料通知
#[derive(Debug, Clone)]
pub struct TellPlan {
    pub ground: Ground,
    /// The last day for handing it in.
    pub until: Date,
    /// Of a second notice.
    pub approval: Option<Uuid>,
}

/// 补充材料收件
#[derive(Debug, Clone)]
pub struct CamePlan {
    pub ground: Ground,
    pub came: Vec<Came>,
}

/// A request to turn somebody away that nobody answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unanswered {
    pub approval: Uuid,
    pub draft: Uuid,
    pub asked_at: jiff::Timestamp,
    /// Every supervisor was asked again already.
    pub passed_on: bool,
}

#[async_trait]
pub trait OutcomeStore: Send + Sync + 'static {
    /// Gives the draft of a received case, or of one that was told what is missing, to this desk.
    async fn reopen(&self, act: Act, reference: String) -> Kept<Reopened>;
    async fn withdraw_case(&self, act: Act, plan: WithdrawPlan) -> Kept<CaseView>;
    async fn keep_promises(&self, act: Act, plan: KeepPlan) -> Kept<CaseView>;
    /// Tells the applicant in one notice what departments ask for and was not told yet.
    async fn tell_further(&self, act: Act, plan: TellPlan) -> Kept<CaseView>;
    async fn take_further(&self, act: Act, plan: CamePlan) -> Kept<CaseView>;
    /// Reminds of promises that are near their day and says which are broken.
    async fn sweep_promises(&self, act: Act) -> Kept<u32>;
    async fn undone(&self) -> Kept<Vec<UndoneRow>>;
    async fn answer_undone(&self, act: Act, of: Uuid, answer: String) -> Kept<UndoneRow>;
    /// Requests about a draft that wait for an answer, the oldest first.
    async fn unanswered(&self) -> Kept<Vec<Unanswered>>;
    /// 转下一位主管: asks every supervisor again, once.
    async fn pass_on(&self, act: Act, approval: Uuid) -> Kept<()>;
    /// At closing nobody has answered: what was applied for is received, and the request is over.
    async fn receive_unanswered(&self, act: Act, approval: Uuid, plan: ReceivePlan) -> Kept<()>;
}
