//! 智能预填: of the forms of accepted cases, how much sources filled, by window and item.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::case::meter::Meter;

/// One item at one window in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PrefillRow {
    pub desk: String,
    pub item: String,
    pub item_name: String,
    /// Accepted cases.
    pub cases: u32,
    pub meter: Meter,
}
