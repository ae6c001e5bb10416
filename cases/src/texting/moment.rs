//! The moments at which the applicant is told something.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::deadline::Happened;

/// What a text message tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Moment {
    /// 收件
    Received,
    /// 告知补正
    Supplement,
    /// 受理
    Accepted,
    /// 延期
    Extended,
    /// 临近承诺期限
    DueSoon,
    /// 作出决定
    Decided,
    /// 办结, the result can be fetched
    Pickup,
    /// 补正期限将到
    LapseSoon,
    /// 补充材料通知
    Further,
    /// 容缺材料承诺期限将到
    PromiseSoon,
    /// 补充材料期限将到
    FurtherSoon,
    /// 数据校核 was answered
    Checked,
    /// 撤回、不受理、不予受理、补正不来、作废
    Ended,
}

impl Moment {
    pub const ALL: [Moment; 13] = [
        Moment::Received,
        Moment::Supplement,
        Moment::Accepted,
        Moment::Extended,
        Moment::DueSoon,
        Moment::Decided,
        Moment::Pickup,
        Moment::LapseSoon,
        Moment::Further,
        Moment::PromiseSoon,
        Moment::FurtherSoon,
        Moment::Checked,
        Moment::Ended,
    ];

    /// The moment that an act of law is, with the day that it sets, where it is one that the applicant is told of.
    pub fn of(what: &Happened) -> Option<(Moment, Option<Date>)> {
        match what {
            Happened::Received => Some((Moment::Received, None)),
            Happened::Told { until } => Some((Moment::Supplement, *until)),
            Happened::Accepted { .. } => Some((Moment::Accepted, None)),
            Happened::Extended { .. } => Some((Moment::Extended, None)),
            Happened::Decided { .. } => Some((Moment::Decided, None)),
            Happened::Completed => Some((Moment::Pickup, None)),
            Happened::Ended { .. } => Some((Moment::Ended, None)),
            // 特别程序 has its paper; what was brought and what was fetched, the applicant did himself.
            Happened::Supplemented | Happened::Paused { .. } | Happened::Resumed | Happened::Delivered => {
                None
            }
        }
    }

    /// A warning of a day that is near; of no use once the case has moved on.
    pub fn is_warning(self) -> bool {
        match self {
            Moment::DueSoon | Moment::LapseSoon | Moment::PromiseSoon | Moment::FurtherSoon => true,
            Moment::Received
            | Moment::Supplement
            | Moment::Accepted
            | Moment::Extended
            | Moment::Decided
            | Moment::Pickup
            | Moment::Further
            | Moment::Checked
            | Moment::Ended => false,
        }
    }

    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Moment::Received => "received",
            Moment::Supplement => "supplement",
            Moment::Accepted => "accepted",
            Moment::Extended => "extended",
            Moment::DueSoon => "dueSoon",
            Moment::Decided => "decided",
            Moment::Pickup => "pickup",
            Moment::LapseSoon => "lapseSoon",
            Moment::Further => "further",
            Moment::PromiseSoon => "promiseSoon",
            Moment::FurtherSoon => "furtherSoon",
            Moment::Checked => "checked",
            Moment::Ended => "ended",
        }
    }

    pub fn from_word(word: &str) -> Option<Moment> {
        Self::ALL.into_iter().find(|moment| moment.word() == word)
    }
}
