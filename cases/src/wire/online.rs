//! 待收件: applications that were begun online. Without a visit of their applicant a window sees how many there are and
//! of which items; with him identified, his own.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::online::{Application, Fetched};

/// `GET /v1/online`: what waits, by item. No person in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WaitingItem {
    pub item: String,
    pub item_name: String,
    /// Nobody has taken them up.
    pub waiting: u32,
    /// They lie at a window.
    pub at_windows: u32,
    /// When the oldest that waits was submitted.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub oldest: Option<Timestamp>,
}

/// `POST /v1/visits/{visit}/online` → [`OnlineOffers`]: of whom; he was identified in this visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WhoseOnline {
    pub id_number: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OnlineOffers {
    /// The last submitted first.
    pub rows: Vec<OnlineRow>,
    /// His applications of items that this clerk does not take in.
    pub elsewhere: u32,
}

/// One application of who stands there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OnlineRow {
    pub application_id: String,
    pub item: String,
    pub item_name: String,
    /// A body's name, a person's masked.
    pub applicant: String,
    #[schema(value_type = String, format = DateTime)]
    pub submitted_at: Timestamp,
    pub files: u32,
    /// Whether the pre-review passed it, and how much it found; nothing where nobody looked.
    pub passed: Option<bool>,
    pub remarks: u32,
    /// The window that has it.
    pub holder: Option<OnlineHolder>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OnlineHolder {
    pub desk: String,
    pub name: String,
    /// The draft it is in.
    pub draft: Uuid,
}

/// `POST /v1/visits/{visit}/online/{application}/take` → [`OnlineTaken`]: into which draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TakeOnline {
    pub id_number: String,
    pub draft: Uuid,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", tag = "outcome")]
pub enum OnlineTaken {
    /// It is this window's.
    Taken { of: Box<OnlineCase> },
    /// It was this window's before, in this draft.
    Yours { draft: Uuid },
}

/// An application with what the hall knows of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OnlineCase {
    pub application: Application,
    /// Id of the item as the hall resolved its code.
    pub item: String,
    /// Of each file, in the order of the application.
    pub files: Vec<Fetched>,
}

/// `POST /v1/online/drafts/{draft}/release`: back to 待收件.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReleaseOnline {
    pub reason: String,
}
