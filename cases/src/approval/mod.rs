//! Approvals (审批): what a clerk may not do on his own word, and how a second person answers on his own screen.
//!
//! - [`about`]: what is asked, each kind with what has to be known of it.
//! - [`steps`]: waiting → approved | denied | withdrawn, and approved → used, once.
//! - [`seen`]: what of a draft an approval speaks of; anything else in it makes the approval stale.
//!
//! Nobody answers his own request; the first answer stands; a denial has words.

pub mod about;
pub mod seen;
pub mod steps;

#[cfg(test)]
mod tests;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

pub use about::{About, Lacking, Overridden, RightBody, Wrong};
pub use seen::seen;
pub use steps::{Against, Answer, Purpose, State};

/// A request is to be answered within this many seconds (审批 5 分钟内).
pub const ANSWER_LIMIT_S: i64 = 5 * 60;

/// One request for approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Approval {
    pub id: Uuid,
    /// The desk that asks.
    pub desk: String,
    /// 工号 of who asks.
    pub staff: String,
    #[schema(value_type = String, format = DateTime)]
    pub asked_at: Timestamp,
    pub about: About,
    #[serde(flatten)]
    pub state: State,
}

impl Approval {
    /// Seconds that it has waited, or did wait.
    pub fn waited_s(&self, now: Timestamp) -> i64 {
        let until = match &self.state {
            State::Waiting => now,
            State::Approved { answer } | State::Denied { answer } | State::Used { answer, .. } => answer.at,
            State::Withdrawn { at } => *at,
        };
        until.duration_since(self.asked_at).as_secs().max(0)
    }

    /// Whether it waits longer than it should.
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.state == State::Waiting && self.waited_s(now) > ANSWER_LIMIT_S
    }
}
