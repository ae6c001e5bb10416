//! Taking tickets, calling them, and the life of windows. No person in any of it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::visit::Visit;
use crate::queue::{Group, PauseReason, PriorityReason, Ticket, To, Window};

/// `POST /v1/tickets` → [`Ticket`]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IssueTicket {
    /// Letter of the group; an appointment knows its own.
    #[serde(default)]
    pub group: String,
    #[serde(default)]
    pub priority: Option<PriorityReason>,
    /// 预约码: checks an appointment of this day in.
    #[serde(default)]
    pub appointment: Option<String>,
    /// [`holder_digest`] of whoever showed a card: the same person gets no second ticket of the group. Forgotten when
    /// the ticket is over.
    #[serde(default)]
    pub holder: Option<String>,
}

/// `POST /v1/appointments` → [`Appointment`]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MakeAppointment {
    pub group: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// 预约: a group and a time under a code that is checked in once, on its day. No person in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Appointment {
    /// Six digits.
    pub code: String,
    pub group: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// The number it was checked in with.
    #[serde(default)]
    pub ticket: Option<String>,
}

/// How a person is told from another one of the same day, without the number: SHA-256 over day and number, in hex.
pub fn holder_digest(day: jiff::civil::Date, id_number: &str) -> String {
    use sha2::{Digest, Sha256};
    let mut sum = Sha256::new();
    for part in ["yichuang/ticket", &day.to_string(), id_number] {
        sum.update((part.len() as u64).to_be_bytes());
        sum.update(part.as_bytes());
    }
    hex::encode(sum.finalize())
}

/// `GET /v1/queue`: the day as every window, kiosk and wall may see it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QueueView {
    /// Who waits, in calling order over all groups.
    pub waiting: Vec<Ticket>,
    #[serde(default)]
    pub groups: Vec<GroupLine>,
    /// Called and not ended, the last call first.
    #[serde(default)]
    pub called: Vec<Ticket>,
    /// 挂起
    #[serde(default)]
    pub parked: Vec<Ticket>,
    /// 过号未回
    #[serde(default)]
    pub missed: Vec<Ticket>,
    #[serde(default)]
    pub windows: Vec<Window>,
}

/// One group: who waits, and how long it may take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroupLine {
    #[serde(flatten)]
    pub group: Group,
    pub waiting: u32,
    /// Open windows that serve it.
    pub windows: u32,
    /// Minutes for whoever takes a number next; `None` while nothing is known.
    pub estimate_min: Option<u32>,
}

/// `POST /v1/queue/call` → [`CallReply`]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CallNext {
    /// Narrows the groups this window serves; empty takes all of them.
    #[serde(default)]
    pub groups: Vec<String>,
}

/// At most one ticket, given to exactly one window (promise 3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CallReply {
    pub visit: Option<Visit>,
}

/// `POST /v1/tickets/{id}/park` → [`Ticket`]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ParkTicket {
    pub why: String,
}

/// `POST /v1/tickets/{id}/transfer` → [`Ticket`]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TransferTicket {
    pub to: Transfer,
}

/// Where a ticket is transferred.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Transfer {
    Group {
        group: String,
    },
    Window {
        window: String,
    },
    /// The window where this member of staff (工号) sits.
    Person {
        staff: String,
    },
}

impl From<To> for Transfer {
    fn from(to: To) -> Self {
        match to {
            To::Group { group } => Transfer::Group { group },
            To::Window { window } => Transfer::Window { window },
        }
    }
}

/// Reply to opening a window or taking its shift over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Seated {
    pub window: Window,
    /// The visit that is open there.
    pub visit: Option<Visit>,
}

/// `POST /v1/windows/{desk}/pause` → [`Window`]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PauseWindow {
    pub why: PauseReason,
}

/// `POST /v1/windows/{desk}/groups` → [`Moved`]: a supervisor moves a window to other groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MoveWindow {
    pub groups: Vec<String>,
    /// [`Window::version`] that was looked at; `None` moves it whatever happened since.
    #[serde(default)]
    pub version: Option<u64>,
}

/// What became of a move. Whoever comes second is told by whom the window was moved; both are logged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Moved {
    pub moved: bool,
    pub window: Window,
}

/// `POST /v1/windows/{desk}/reassign` → [`Reassigned`]: an absent clerk's open drafts go to another window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Reassign {
    pub to: String,
    /// Only these; all open drafts of the window where nothing is named.
    #[serde(default)]
    pub drafts: Vec<Uuid>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Reassigned {
    pub drafts: Vec<OpenDraft>,
}

/// `GET /v1/windows/{desk}/drafts`: what lies open at a window. No person in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OpenDraft {
    pub id: Uuid,
    pub slip: String,
    /// Item id.
    pub item: String,
    pub desk: String,
    pub clerk: String,
    #[schema(value_type = String, format = DateTime)]
    pub saved_at: Timestamp,
}
