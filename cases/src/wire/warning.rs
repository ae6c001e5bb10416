//! 期限提醒: limits that are near, for the window that has the case and for supervisors, until somebody looked at them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::record::ClockView;
use crate::deadline::Urgency;

/// Whose warnings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum WarningsOf {
    /// Those of the cases of the desk that asks.
    Window,
    /// Those that nobody at a window can act on, or that wait at a window where nobody sits: for supervisors.
    Hall,
}

/// `GET /v1/warnings?of=window|hall&limit=`: what nobody looked at yet, the most urgent first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WarningPage {
    /// How many cases they are about, however few are asked for.
    pub total: u32,
    pub rows: Vec<WarningRow>,
    /// The moment it was read: what is said later is not in it.
    #[schema(value_type = String, format = DateTime)]
    pub as_of: Timestamp,
}

/// A case, with the most urgent of its limits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WarningRow {
    pub slip: String,
    pub case_number: Option<String>,
    pub item_name: String,
    /// The window that has the case.
    pub desk: String,
    pub urgency: Urgency,
    pub clock: ClockView,
}

/// `POST /v1/warnings/seen` → [`SeenWarnings`]: somebody opened the case, or put its warning away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SeeWarnings {
    pub of: WarningsOf,
    /// Slip code of the case; without one, all of them.
    #[serde(default)]
    pub slip: Option<String>,
    /// Only what was said until then: what came while nobody looked stays.
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
}

/// What is left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SeenWarnings {
    /// Warnings that were put away.
    pub seen: u32,
}
