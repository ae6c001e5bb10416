//! Words that belong to no single paper: dates in Chinese, people, what the law fixes.

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The hotline for complaints about government service (12345 政务服务便民热线).
pub const COMPLAINT_PHONE: &str = "12345";

/// Somebody named on a paper. The caller masks the number; papers show it as it comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    /// Such as 申请人, 配偶, 代理人.
    pub role: String,
    pub name: String,
    /// The kind of document, such as 居民身份证 or 统一社会信用代码.
    pub id_kind: String,
    /// The number, masked where the paper leaves the hall.
    pub id_shown: String,
}

/// A day as papers write it: 2026年9月28日.
pub fn day(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// A moment as papers write it, in the hall's legal time (+08:00): 2026年9月28日 09时05分30秒.
pub fn moment(at: Timestamp) -> String {
    let local = hall_time(at);
    format!(
        "{} {:02}时{:02}分{:02}秒",
        day(local.date()),
        local.hour(),
        local.minute(),
        local.second()
    )
}

/// The calendar day of a moment in the hall's legal time (+08:00).
pub fn day_of(at: Timestamp) -> Date {
    hall_time(at).date()
}

pub(super) fn hall_time(at: Timestamp) -> Zoned {
    at.to_zoned(TimeZone::fixed(Offset::constant(8)))
}
