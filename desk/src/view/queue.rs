//! The queue and the windows as screens show them. No person in any of it.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::TroubleView;

/// The day as this window, kiosk or wall sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QueueView {
    /// Tickets this window may call, first to call first; a post without a window sees all that wait.
    pub waiting: Vec<TicketView>,
    /// Called and not ended, the last call first.
    pub called: Vec<TicketView>,
    /// 挂起
    pub parked: Vec<TicketView>,
    /// 过号未回
    pub missed: Vec<TicketView>,
    pub groups: Vec<GroupView>,
    /// Every window of the hall.
    pub windows: Vec<WindowView>,
    /// This window; `None` where nobody has opened one.
    pub window: Option<WindowView>,
    /// The window is still in another clerk's name: 交接班 is due.
    pub shift_due: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TicketView {
    pub id: String,
    pub number: String,
    /// Letter of its group.
    pub group: String,
    /// The group it came from.
    pub moved_from: Option<String>,
    /// `elder`, `disabled`, `pregnant`, `military`, `other`.
    pub priority: Option<String>,
    /// RFC 3339.
    pub appointment_at: Option<String>,
    /// RFC 3339, for the running clock.
    pub taken_at: String,
    /// The last call or recall.
    pub announced_at: Option<String>,
    pub calls: u32,
    /// 过号已回: stands out of line.
    pub returned: bool,
    /// Kept for this window.
    pub held: bool,
    /// The window that called or parked it.
    pub desk: Option<String>,
    pub parked_why: Option<String>,
    /// Called in vain so often that the number is void.
    pub missed: u32,
}

/// 业务组
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GroupView {
    pub letter: String,
    pub zh: String,
    pub en: String,
    pub waiting: u32,
    /// Open windows that serve it.
    pub windows: u32,
    /// Rough minutes for whoever takes a number next; `None` while nothing is known.
    pub estimate_min: Option<u32>,
}

/// 窗口
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WindowView {
    pub desk: String,
    pub groups: Vec<String>,
    /// `closed`, `free`, `serving`, `paused`.
    pub state: String,
    /// RFC 3339, for the running clock.
    pub since: String,
    /// `lunch`, `break`, `equipment`, `support`, `meeting`, `shift`.
    pub pause: Option<String>,
    pub staff: Option<String>,
    pub staff_name: Option<String>,
    /// The number it serves.
    pub ticket: Option<String>,
    pub silent_since: Option<String>,
}

/// Where a ticket is transferred.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum TransferChoice {
    Group {
        group: String,
    },
    Window {
        window: String,
    },
    /// The window where this member of staff sits.
    Person {
        staff: String,
    },
}

/// A number that was just taken or rejoined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NumberView {
    pub number: String,
    pub group: String,
    pub zh: String,
    pub en: String,
    /// How many are called before.
    pub ahead: u32,
    pub estimate_min: Option<u32>,
    pub taken_at: String,
    pub appointment_at: Option<String>,
    /// 号票; `None` where none is printed.
    pub slip: Option<SlipView>,
}

/// A number on paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SlipView {
    /// Whose it is.
    pub ticket: String,
    pub state: SlipState,
    /// 纸将尽: somebody of the hall should look after it.
    pub paper_low: bool,
    pub trouble: Option<TroubleView>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SlipState {
    Printing,
    /// The printer said so.
    Done,
    /// It was sent to a printer that says nothing.
    Sent,
    Failed,
    /// The line broke in it.
    Doubtful,
}

/// What the previous intake of this visit offers to the open one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PreviousView {
    pub slip: String,
    /// It was for another applicant: only what is the agent's or the matter's may be chosen.
    pub another: bool,
    pub fields: Vec<PreviousField>,
    pub answers: Vec<PreviousAnswer>,
    pub papers: Vec<PreviousPaper>,
}

/// 情形引导: a question that is open here and was answered there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PreviousAnswer {
    /// Id of the question.
    pub question: String,
    pub text: String,
    /// What was answered, in words.
    pub answer: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PreviousField {
    pub key: String,
    pub label: String,
    /// Masked wherever it came from.
    pub text: String,
    /// Something else stands in the open form: a person decides.
    pub differs: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PreviousPaper {
    pub material: String,
    pub name: String,
    pub note: String,
}
