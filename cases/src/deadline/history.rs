//! What the law's clock is counted from: the acts in the life of a case, each written once when it is committed.
//!
//! A paper, a list and a light never keep a due day of their own: they replay these acts.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::due::Promise;
use crate::case::Stage;

/// One act of law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// Legal time.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    #[serde(flatten)]
    pub what: Happened,
}

/// What was done, and what the clock has to know of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", tag = "event")]
pub enum Happened {
    /// 收件: the five working days to tell what is missing run from here.
    Received,
    /// 一次告知: everything that is missing was told, with the last day to bring it (补正期限).
    #[serde(rename_all = "camelCase")]
    Told {
        #[schema(value_type = Option<String>, format = Date)]
        until: Option<Date>,
    },
    /// 补正齐全: the date of completeness, from which the case may be accepted.
    Supplemented,
    /// 受理; `deemed` when the five days passed untold (视为受理), dated at receipt.
    #[serde(rename_all = "camelCase")]
    Accepted { deemed: bool },
    /// 特别程序开始: the clock stands still.
    #[serde(rename_all = "camelCase")]
    Paused {
        /// 种类, such as 检验 or 专家评审.
        kind: String,
        /// 所需时间, as it was told in writing.
        expected: Promise,
        reason: String,
        /// 工号 of who approved it.
        approver: String,
    },
    /// 特别程序结束
    Resumed,
    /// 延期, approved by the head of the body, its reasons told.
    #[serde(rename_all = "camelCase")]
    Extended {
        by: Promise,
        reason: String,
        approver: String,
    },
    /// 准予 / 不予 决定
    #[serde(rename_all = "camelCase")]
    Decided { granted: bool },
    /// 办结: the result exists; ten working days to hand it over run from the decision.
    Completed,
    /// 送达
    Delivered,
    /// 撤回、不受理、不予受理、补正不来、作废
    #[serde(rename_all = "camelCase")]
    Ended { stage: Stage },
}

impl Event {
    pub fn new(at: Timestamp, what: Happened) -> Self {
        Self { at, what }
    }
}
