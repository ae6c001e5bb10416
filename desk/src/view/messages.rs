//! Calls for support and messages of the hall as screens show them. Moments are RFC 3339. No applicant in any of it.

use serde::{Deserialize, Serialize};
use specta::Type;

/// What concerns this window; each post has its part of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MessagesView {
    /// 请求支援 of this window, while it is open.
    pub support: Option<SupportView>,
    /// 静默报警 of this window, while it is open. Screens show a mark without words.
    pub quiet: Option<SupportView>,
    /// Calls that this helper was sent to.
    pub sent_to: Vec<SupportView>,
    /// Messages that stand here, in their order.
    pub notices: Vec<NoticeView>,
    /// Supervisor: every open call, the oldest first.
    pub calls: Vec<SupportView>,
    /// Supervisor: helpers who can be sent.
    pub helpers: Vec<HelperHereView>,
    /// Supervisor: every message that stands.
    pub posted: Vec<PostedView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SupportView {
    pub id: String,
    /// The window that calls.
    pub desk: String,
    /// `support`, `quietAlarm`.
    pub kind: String,
    /// `upset`, `hardCase`, `machine`, `interpreter`, `other`.
    pub why: Option<String>,
    pub note: String,
    pub at: String,
    /// Name of the supervisor who is on it.
    pub taken_by: Option<String>,
    pub taken_at: Option<String>,
    /// Name of the helper who was sent; `None` while the supervisor comes himself.
    pub helper: Option<String>,
    /// Whoever is signed in here is on it.
    pub mine: bool,
}

/// A message for this window, wall or kiosk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NoticeView {
    pub id: String,
    pub text: String,
    pub urgent: bool,
    /// Meant for this window alone.
    pub own: bool,
    /// Name of the supervisor; empty at walls and kiosks.
    pub by: String,
    pub at: String,
    /// From then on it is not shown any more.
    pub until: String,
    pub acknowledged: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HelperHereView {
    pub staff: String,
    pub name: String,
    pub desk: String,
}

/// A message as supervisors see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PostedView {
    pub id: String,
    /// `all`, `group`, `windows`, `walls`, `window`.
    pub to: String,
    /// Letter of the group, or number of the window.
    pub of: Option<String>,
    pub text: String,
    pub urgent: bool,
    pub by: String,
    pub at: String,
    pub until: String,
    /// Windows that have confirmed it.
    pub acknowledged: Vec<String>,
}

/// Whom a broadcast is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum BroadcastTo {
    /// Windows, helpers, walls and kiosks.
    All,
    /// Windows that serve this group.
    Group { group: String },
    /// Windows and helpers.
    Windows,
    /// Walls and kiosks.
    Walls,
}
