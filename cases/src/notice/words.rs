//! Words shared by the papers: dates in Chinese, people, the sentences the law asks for.

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::content::Fact;

/// The hotline for complaints about government service (12345 政务服务便民热线).
pub const COMPLAINT_PHONE: &str = "12345";

/// The seal that stands under decisions at the window (行政审批专用章).
pub const APPROVAL_SEAL: &str = "行政审批专用章";

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

impl Person {
    /// The two facts that name somebody: role with name, document kind with number.
    pub fn facts(&self) -> [Fact; 2] {
        [
            Fact::new(&self.role, self.name.as_str()),
            Fact::new(&self.id_kind, self.id_shown.as_str()),
        ]
    }
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

fn hall_time(at: Timestamp) -> Zoned {
    at.to_zoned(TimeZone::fixed(Offset::constant(8)))
}

/// The five-working-day statement of a receipt.
///
/// Art. 32 of the Administrative Licensing Law (行政许可法) binds licences; other items follow the same pattern
/// under their own rules, so the law is named for licences only. `notify_by` is the last of the five days.
pub fn notify_statement(licence: bool, received_on: Date, notify_by: Option<Date>) -> String {
    let until = notify_by
        .map(|last| format!("（最迟{}）", day(last)))
        .unwrap_or_default();
    let received = day(received_on);
    if licence {
        format!(
            "收件日期为{received}。依据《中华人民共和国行政许可法》第三十二条，申请材料不齐全或者不符合法定形式的，\
             将当场或者在五个工作日内{until}一次告知需要补正的全部内容；逾期不告知的，自收到申请材料之日起即为受理。"
        )
    } else {
        format!(
            "收件日期为{received}。申请材料不齐全或者不符合要求的，将当场或者在五个工作日内{until}\
             一次告知需要补正的全部内容；逾期不告知的，自收到申请材料之日起视为受理。"
        )
    }
}

/// What does not count in the handling limit, in general words (art. 45 for licences).
pub fn not_counted_statement(licence: bool) -> &'static str {
    if licence {
        "依据《中华人民共和国行政许可法》第四十五条，依法需要听证、招标、拍卖、检验、检测、检疫、鉴定和专家评审的，\
         所需时间不计算在上述期限内，并将所需时间书面告知申请人。"
    } else {
        "依照本事项的规定需要公示、检验、检测、鉴定、专家评审等特别程序且不计入时限的，所需时间不计算在上述期限内，\
         并将所需时间书面告知申请人。"
    }
}

/// The remedies against a refusal: reconsideration within sixty days (行政复议法 art. 20), a suit within six months
/// (行政诉讼法 art. 46). The right to both has to be told (行政许可法 art. 38).
pub fn remedies_statement() -> &'static str {
    "如不服本决定，可以自收到本决定书之日起六十日内，依法向有管辖权的行政复议机关申请行政复议；\
     也可以自收到本决定书之日起六个月内，依法向有管辖权的人民法院提起行政诉讼。"
}
