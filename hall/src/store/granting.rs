//! 事前审批: grants asked for, answered, withdrawn, listed.

use async_trait::async_trait;
use cases::wire::grant::{AnswerGrant, AskGrant, GrantAsk, GrantRow, WithdrawGrant};
use jiff::Timestamp;
use uuid::Uuid;

use super::{Act, Kept};

#[async_trait]
pub trait GrantStore: Send + Sync + 'static {
    /// Every grant that was ever given, those in force first; `now` says which have ended.
    async fn grants(&self, now: Timestamp) -> Kept<Vec<GrantRow>>;
    async fn ask_grant(&self, act: Act, ask: AskGrant) -> Kept<GrantAsk>;
    async fn grant_asks(&self) -> Kept<Vec<GrantAsk>>;
    /// By another person at another desk; the first answer stands.
    async fn answer_grant(&self, act: Act, id: Uuid, said: AnswerGrant) -> Kept<GrantAsk>;
    /// From here on nothing is read under it.
    async fn withdraw_grant(&self, act: Act, of: WithdrawGrant) -> Kept<GrantRow>;
}
