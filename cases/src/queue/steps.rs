//! What may become of a ticket. A step takes the old ticket and gives the next, or says why not.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::rules::Rules;
use super::ticket::{Hold, Ticket, TicketState};

/// What is done with a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// 叫号; also somebody who was missed or parked and stands at the window.
    Call { desk: String },
    /// 重呼
    Recall,
    /// 过号
    Miss,
    /// 回队
    Rejoin,
    /// 挂起
    Park { why: String },
    /// 转移
    Transfer { to: To },
    /// 退回排队: the window that called it is gone; it waits as if it had not been called.
    SendBack,
    /// 办结本次到访
    Serve,
    /// 弃号
    Leave,
}

/// Where a transferred ticket goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum To {
    Group { group: String },
    Window { window: String },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OddStep {
    #[error("not possible while {}", .0.word())]
    NotWhile(TicketState),
    /// Missed more often than the rules allow: the number is void.
    #[error("missed too often")]
    MissedTooOften,
}

impl Ticket {
    pub fn step(mut self, step: &Step, at: Timestamp, rules: &Rules) -> Result<Ticket, OddStep> {
        use TicketState::{Called, Left, Missed, Parked, Served, Waiting};
        match (step, self.state) {
            (Step::Call { desk }, Waiting | Missed | Parked) => {
                self.state = Called;
                self.desk = Some(desk.clone());
                self.called_at = Some(at);
                self.announced_at = Some(at);
                self.calls = 1;
                self.hold = None;
                self.parked_why = None;
            }
            (Step::Recall, Called) => {
                self.calls = self.calls.saturating_add(1);
                self.announced_at = Some(at);
            }
            (Step::Miss, Called) => {
                self.state = Missed;
                self.missed = self.missed.saturating_add(1);
                self.desk = None;
            }
            (Step::Rejoin, Missed) if self.missed > rules.misses_allowed => {
                return Err(OddStep::MissedTooOften);
            }
            (Step::Rejoin, Missed) => {
                self.waits_again();
                self.rejoined_at = Some(at);
            }
            (Step::Park { why }, Called) => {
                self.state = Parked;
                self.parked_why = Some(why.clone());
            }
            (Step::Transfer { to }, Called) => {
                self.waits_again();
                match to {
                    To::Group { group } => {
                        self.moved_from = Some(std::mem::replace(&mut self.group, group.clone()));
                    }
                    To::Window { window } => {
                        self.hold = Some(Hold {
                            window: window.clone(),
                            since: at,
                        });
                    }
                }
            }
            (Step::SendBack, Called | Parked) => self.waits_again(),
            (Step::Serve, Called) => {
                self.state = Served;
                self.closed_at = Some(at);
            }
            (Step::Leave, Waiting | Called | Missed | Parked) => {
                self.state = Left;
                self.closed_at = Some(at);
            }
            (
                Step::Call { .. }
                | Step::Recall
                | Step::Miss
                | Step::Rejoin
                | Step::Park { .. }
                | Step::Transfer { .. }
                | Step::SendBack
                | Step::Serve
                | Step::Leave,
                state,
            ) => return Err(OddStep::NotWhile(state)),
        }
        Ok(self)
    }

    /// Back among the waiting, with the time it was taken.
    fn waits_again(&mut self) {
        self.state = TicketState::Waiting;
        self.desk = None;
        self.called_at = None;
        self.announced_at = None;
        self.calls = 0;
        self.hold = None;
        self.parked_why = None;
    }
}
