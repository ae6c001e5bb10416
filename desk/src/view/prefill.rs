//! 智能预填 as the supervisor's page shows it.

use serde::{Deserialize, Serialize};
use specta::Type;

/// What one window took of one item in a month. The counts add up: `required` is `filled`, `changed`, `typed` and what
/// was left empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PrefillRowView {
    pub desk: String,
    pub item: String,
    pub item_name: String,
    pub cases: u32,
    /// Required fields that are not the applicant's own act.
    pub required: u32,
    pub filled: u32,
    pub changed: u32,
    pub typed: u32,
    /// Declarations, promises and choices of delivery, which no source fills.
    pub own: u32,
}
