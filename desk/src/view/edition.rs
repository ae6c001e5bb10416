//! A newer edition beside an open intake, and the move to it.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::intake::IntakeView;

/// 新版提示: what changed in the item since the draft was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NewerEdition {
    /// The edition that the draft is pinned to.
    pub own: String,
    pub newer: String,
    /// The newer edition has no such item: the draft stays what it is.
    pub withdrawn: bool,
    pub changes: Vec<ChangeLine>,
}

/// One change as a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ChangeLine {
    pub zh: String,
    pub en: String,
}

/// The draft under the newer edition.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MovedDraftView {
    pub newer: String,
    pub dropped: Vec<DroppedView>,
    pub intake: IntakeView,
}

/// What has no place any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DroppedView {
    /// Label of the field, name of the material, or the question.
    pub what: String,
    pub value: String,
    /// It stands in its field as something to be put right.
    pub to_settle: bool,
}
