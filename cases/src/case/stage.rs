//! Stages of a case (办件环节) and the steps between them; parcels beside them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where a case stands. Stages after acceptance move by what departments report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Stage {
    /// 草稿
    Draft,
    /// 已收件: materials received, the five-working-day clock runs.
    Received,
    /// 待补正: everything that is missing was told at once; neither clock runs.
    Supplementing,
    /// 已受理: the handling clock runs.
    Accepted,
    /// 决定: 准予 or 不予.
    Decided,
    /// 办结: the result exists.
    Completed,
    /// 已送达
    Delivered,
    /// 撤回
    Withdrawn,
    /// 不受理: no permit is needed for what was applied for.
    NotNeeded,
    /// 不予受理
    Refused,
    /// 补正不来办结: what was asked for did not come in time.
    Lapsed,
    /// 作废
    Void,
}

/// What moves a case on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Step {
    Receive,
    /// 告知补正
    Supplement,
    Accept,
    Decide,
    Complete,
    Deliver,
    Withdraw,
    /// 不受理
    NotNeeded,
    Refuse,
    Lapse,
    Void,
}

/// A step that the stage does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{step:?} is not possible from {from:?}")]
pub struct WrongStage {
    pub from: Stage,
    pub step: Step,
}

impl Stage {
    /// In the order in which a case meets them, endings last.
    pub const ALL: [Stage; 12] = [
        Stage::Draft,
        Stage::Received,
        Stage::Supplementing,
        Stage::Accepted,
        Stage::Decided,
        Stage::Completed,
        Stage::Delivered,
        Stage::Withdrawn,
        Stage::NotNeeded,
        Stage::Refused,
        Stage::Lapsed,
        Stage::Void,
    ];

    /// The next stage. Acceptance straight from a draft records receipt and acceptance in one act.
    pub fn step(self, step: Step) -> Result<Stage, WrongStage> {
        let next = match (self, step) {
            (Stage::Draft, Step::Receive) => Stage::Received,
            (Stage::Draft | Stage::Received, Step::Supplement) => Stage::Supplementing,
            (Stage::Draft | Stage::Received | Stage::Supplementing, Step::Accept) => Stage::Accepted,
            (Stage::Accepted, Step::Decide) => Stage::Decided,
            (Stage::Decided, Step::Complete) => Stage::Completed,
            (Stage::Completed, Step::Deliver) => Stage::Delivered,
            (Stage::Draft | Stage::Received | Stage::Supplementing | Stage::Accepted, Step::Withdraw) => {
                Stage::Withdrawn
            }
            (Stage::Draft | Stage::Received | Stage::Supplementing, Step::NotNeeded) => Stage::NotNeeded,
            (Stage::Draft | Stage::Received | Stage::Supplementing, Step::Refuse) => Stage::Refused,
            (Stage::Supplementing, Step::Lapse) => Stage::Lapsed,
            (Stage::Received | Stage::Supplementing | Stage::Accepted, Step::Void) => Stage::Void,
            (from, step) => return Err(WrongStage { from, step }),
        };
        Ok(next)
    }

    /// Whether the case is over without a result (未受理而终、撤回、作废).
    pub fn is_ended(self) -> bool {
        match self {
            Stage::Withdrawn | Stage::NotNeeded | Stage::Refused | Stage::Lapsed | Stage::Void => true,
            Stage::Draft
            | Stage::Received
            | Stage::Supplementing
            | Stage::Accepted
            | Stage::Decided
            | Stage::Completed
            | Stage::Delivered => false,
        }
    }

    /// Whether more may be asked of the applicant (补正、补充材料).
    pub fn may_ask_more(self) -> bool {
        match self {
            Stage::Received | Stage::Supplementing | Stage::Accepted => true,
            Stage::Draft
            | Stage::Decided
            | Stage::Completed
            | Stage::Delivered
            | Stage::Withdrawn
            | Stage::NotNeeded
            | Stage::Refused
            | Stage::Lapsed
            | Stage::Void => false,
        }
    }

    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Stage::Draft => "draft",
            Stage::Received => "received",
            Stage::Supplementing => "supplementing",
            Stage::Accepted => "accepted",
            Stage::Decided => "decided",
            Stage::Completed => "completed",
            Stage::Delivered => "delivered",
            Stage::Withdrawn => "withdrawn",
            Stage::NotNeeded => "notNeeded",
            Stage::Refused => "refused",
            Stage::Lapsed => "lapsed",
            Stage::Void => "void",
        }
    }

    /// The word a clerk uses.
    pub fn zh(self) -> &'static str {
        match self {
            Stage::Draft => "草稿",
            Stage::Received => "已收件",
            Stage::Supplementing => "待补正",
            Stage::Accepted => "已受理",
            Stage::Decided => "已决定",
            Stage::Completed => "办结",
            Stage::Delivered => "已送达",
            Stage::Withdrawn => "已撤回",
            Stage::NotNeeded => "不受理",
            Stage::Refused => "不予受理",
            Stage::Lapsed => "补正不来办结",
            Stage::Void => "作废",
        }
    }

    pub fn from_word(word: &str) -> Option<Stage> {
        Self::ALL.into_iter().find(|stage| stage.word() == word)
    }
}

/// State of one department's parcel (分办件).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum ParcelState {
    /// 待送
    Waiting,
    /// 已送达
    Delivered,
    /// 已签收
    Acknowledged,
    /// 办理中
    Handling,
    /// 退回
    Returned,
    /// 办结
    Done,
    /// 需人工处理: the department refused it or the request is wrong.
    Refused,
    /// 已撤回: recalled from the department with the void case.
    Recalled,
}

impl ParcelState {
    pub const ALL: [ParcelState; 8] = [
        ParcelState::Waiting,
        ParcelState::Delivered,
        ParcelState::Acknowledged,
        ParcelState::Handling,
        ParcelState::Returned,
        ParcelState::Done,
        ParcelState::Refused,
        ParcelState::Recalled,
    ];

    pub fn word(self) -> &'static str {
        match self {
            ParcelState::Waiting => "waiting",
            ParcelState::Delivered => "delivered",
            ParcelState::Acknowledged => "acknowledged",
            ParcelState::Handling => "handling",
            ParcelState::Returned => "returned",
            ParcelState::Done => "done",
            ParcelState::Refused => "refused",
            ParcelState::Recalled => "recalled",
        }
    }

    pub fn from_word(word: &str) -> Option<ParcelState> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}
