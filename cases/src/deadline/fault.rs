//! What a history cannot be, and what a clerk is told of it.

use jiff::Timestamp;
use jiff::civil::Date;

use super::hours::{hall_date, hall_time};
use crate::error::Trouble;

/// Why an act does not fit the acts before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HistoryFault {
    #[error("the first act of a case is its receipt")]
    NotReceived,
    #[error("an act of {at} after one of {before}")]
    ClockBack { before: Timestamp, at: Timestamp },
    #[error("an act of {at} is not yet, it is {now}")]
    Future { at: Timestamp, now: Timestamp },
    #[error("received twice")]
    ReceivedTwice,
    #[error("accepted twice")]
    AcceptedTwice,
    #[error("decided twice")]
    DecidedTwice,
    #[error("not possible where the case stands")]
    OutOfTurn,
    #[error("the case is over")]
    Over,
    #[error("deemed acceptance is dated at {dated}, not at {at}")]
    DeemedOtherwise { dated: Timestamp, at: Timestamp },
    #[error("the five days ended on {by}")]
    ToldLate { by: Date },
    #[error("a special procedure runs already since {since}")]
    PausedTwice { since: Timestamp },
    #[error("no special procedure runs")]
    NotPaused,
    #[error("a special procedure from {from} cannot end at {until}")]
    PauseBackwards { from: Timestamp, until: Timestamp },
    #[error("a special procedure without kind, reason, approver or expected time")]
    PauseUnsaid,
    #[error("an extension without reason, approver or length")]
    ExtensionUnsaid,
    #[error("extended twice")]
    ExtendedTwice,
    #[error("an extension of more than {most} working days")]
    ExtendedTooLong { most: u16 },
    #[error("the limit ended on {due}")]
    ExtendedLate { due: Date },
}

impl HistoryFault {
    pub fn code(self) -> &'static str {
        match self {
            HistoryFault::NotReceived => "YC-1171",
            HistoryFault::ClockBack { .. } => "YC-1172",
            HistoryFault::Future { .. } => "YC-1173",
            HistoryFault::ReceivedTwice => "YC-1174",
            HistoryFault::AcceptedTwice => "YC-1175",
            HistoryFault::DecidedTwice => "YC-1176",
            HistoryFault::OutOfTurn => "YC-1177",
            HistoryFault::Over => "YC-1178",
            HistoryFault::DeemedOtherwise { .. } => "YC-1179",
            HistoryFault::ToldLate { .. } => "YC-1180",
            HistoryFault::PausedTwice { .. } => "YC-1181",
            HistoryFault::NotPaused => "YC-1182",
            HistoryFault::PauseBackwards { .. } => "YC-1183",
            HistoryFault::PauseUnsaid => "YC-1184",
            HistoryFault::ExtensionUnsaid => "YC-1185",
            HistoryFault::ExtendedTwice => "YC-1186",
            HistoryFault::ExtendedTooLong { .. } => "YC-1187",
            HistoryFault::ExtendedLate { .. } => "YC-1188",
        }
    }
}

impl From<HistoryFault> for Trouble {
    fn from(fault: HistoryFault) -> Self {
        let minute = |at: Timestamp| hall_time(at).strftime("%Y-%m-%d %H:%M").to_string();
        let (zh, en) = match fault {
            HistoryFault::NotReceived => (
                "该件尚未收件，时限无从起算。请先收件。".to_owned(),
                "The case was never received, so nothing can be counted. Receive it first.".to_owned(),
            ),
            HistoryFault::ClockBack { before, at } => (
                format!(
                    "所记时间{}早于该件上一步的时间{}，本次未登记。请核对大厅时钟后重试。",
                    minute(at),
                    minute(before)
                ),
                format!(
                    "The time {} lies before the case's last step at {}; nothing was recorded. Check the hall's clock and try again.",
                    minute(at),
                    minute(before)
                ),
            ),
            HistoryFault::Future { at, now } => (
                format!(
                    "所记时间{}晚于现在{}，本次未登记。请核对时间后重试。",
                    minute(at),
                    minute(now)
                ),
                format!(
                    "The time {} has not come yet, it is {}; nothing was recorded. Check the time and try again.",
                    minute(at),
                    minute(now)
                ),
            ),
            HistoryFault::ReceivedTwice => (
                "该件已经收件，不再重复收件。请打开已收的办件继续。".to_owned(),
                "The case was received before and is not received again. Open it and go on there.".to_owned(),
            ),
            HistoryFault::AcceptedTwice => (
                "该件已经受理，不再重复受理。请打开该办件查看受理通知书。".to_owned(),
                "The case was accepted before and is not accepted again. Open it to see its notice.".to_owned(),
            ),
            HistoryFault::DecidedTwice => (
                "部门对该件已作出决定，第二次决定未采信。请联系部门核实。".to_owned(),
                "The department has decided the case before; the second decision was not taken. Ask the department.".to_owned(),
            ),
            HistoryFault::OutOfTurn => (
                "该件目前的环节不能办理此事项，未登记。请刷新后查看该件的进度。".to_owned(),
                "This is not possible where the case stands; nothing was recorded. Look at its progress again.".to_owned(),
            ),
            HistoryFault::Over => (
                "该件已经结束，时限不再变化，未登记。需要继续办理的，请重新收件。".to_owned(),
                "The case is over and its limits do not change any more; nothing was recorded. Receive it anew to go on.".to_owned(),
            ),
            HistoryFault::DeemedOtherwise { dated, at } => (
                format!(
                    "视为受理的日期应为收件之日{}，不是{}，未登记。",
                    hall_date(dated),
                    hall_date(at)
                ),
                format!(
                    "A deemed acceptance is dated at receipt on {}, not on {}; nothing was recorded.",
                    hall_date(dated),
                    hall_date(at)
                ),
            ),
            HistoryFault::ToldLate { by } => (
                format!("一次告知的期限{by}已过，该件依法视为受理，不能再要求补正。缺少的材料请以补充材料通知处理。"),
                format!("The time to tell what is missing ended on {by}, so the case counts as accepted. Ask for more as a later request."),
            ),
            HistoryFault::PausedTwice { since } => (
                format!(
                    "该件的特别程序自{}起尚未结束，不能再开始一个。请先登记结束。",
                    minute(since)
                ),
                format!(
                    "A special procedure runs since {}; a second one cannot begin. Record its end first.",
                    minute(since)
                ),
            ),
            HistoryFault::NotPaused => (
                "该件没有正在进行的特别程序，无从结束。请核对办件编号。".to_owned(),
                "No special procedure runs for this case, so none can end. Check the case number.".to_owned(),
            ),
            HistoryFault::PauseBackwards { from, until } => (
                format!(
                    "特别程序结束时间{}早于开始时间{}，未登记。请核对后重新填写。",
                    minute(until),
                    minute(from)
                ),
                format!(
                    "The special procedure would end at {}, before it began at {}; nothing was recorded. Check both.",
                    minute(until),
                    minute(from)
                ),
            ),
            HistoryFault::PauseUnsaid => (
                "特别程序须写明种类、理由、所需时间和批准人，未登记。请补全。".to_owned(),
                "A special procedure needs its kind, reason, expected time and who approved it; nothing was recorded. Complete it.".to_owned(),
            ),
            HistoryFault::ExtensionUnsaid => (
                "延期须写明理由、延长时间和批准人，未登记。请补全。".to_owned(),
                "An extension needs its reason, length and who approved it; nothing was recorded. Complete it.".to_owned(),
            ),
            HistoryFault::ExtendedTwice => (
                "该件已经延期一次，依法不得再次延期。请在期限内办结。".to_owned(),
                "The case was extended once and the law allows no second time. Decide it within its limit.".to_owned(),
            ),
            HistoryFault::ExtendedTooLong { most } => (
                format!("延期最多{most}个工作日，未登记。请改短。"),
                format!("An extension has at most {most} working days; nothing was recorded. Make it shorter."),
            ),
            HistoryFault::ExtendedLate { due } => (
                format!("法定期限{due}已过，不能再延期。请尽快办结并说明超期理由。"),
                format!("The statutory limit ended on {due}; it cannot be extended any more. Decide the case and give the reason for the delay."),
            ),
        };
        Trouble::new(fault.code(), zh, en)
    }
}
