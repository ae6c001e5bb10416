//! 数据校核 on the screens: the sheet by which one is raised, the mark at its field, the list.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::TroubleView;
use super::intake::{Choice, Offer};

/// What the dialog at a field shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ObjectionSheet {
    pub key: String,
    pub label: String,
    /// What sources say, best first; masked as the field is.
    pub offers: Vec<Offer>,
    /// What a person states in the field; empty while the source's value stands there.
    pub stated: String,
    /// Codes to choose from, where the field has a list.
    pub choices: Vec<Choice>,
    pub reasons: Vec<Choice>,
    /// Materials of the intake that are there.
    pub materials: Vec<Choice>,
    /// Working days in which the source answers, and by which rule.
    pub answer_days: u32,
    pub basis: String,
}

/// What the clerk enters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ObjectionForm {
    pub key: String,
    /// Place among the sheet's offers.
    pub offer: u32,
    /// What the applicant states; without it what a person put in the field.
    pub stated: Option<String>,
    pub why: String,
    /// Ids of materials.
    pub materials: Vec<String>,
    pub words: String,
}

/// The mark at a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ObjectionMark {
    /// `raised`, `sent`, `heard`, `upheld`, `partly`, `rejected`, `refused`.
    pub state: String,
    pub state_word: String,
    /// The word of the source.
    pub source: String,
    pub theirs: String,
    pub at: String,
}

/// A piece of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ObjectionsView {
    pub total: u32,
    pub open: u32,
    pub overdue: u32,
    /// The whole hall's, where one may settle.
    pub of_hall: bool,
    pub basis: String,
    pub rows: Vec<ObjectionRowView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ObjectionRowView {
    pub id: String,
    pub slip: String,
    pub item_name: String,
    pub desk: String,
    pub label: String,
    /// The word of the source.
    pub source: String,
    pub provider: String,
    pub record_id: Option<String>,
    pub theirs: String,
    pub stated: String,
    pub why: String,
    pub evidence: Vec<String>,
    /// As in [`ObjectionMark::state`].
    pub state: String,
    pub state_word: String,
    pub by: String,
    pub raised_at: String,
    pub sent_at: Option<String>,
    pub receipt_no: Option<String>,
    /// `2026-12-04`
    pub answer_by: String,
    /// `green`, `amber`, `red` of what is open.
    pub light: Option<String>,
    /// Working days; less than 0 after the day.
    pub days_left: i32,
    pub answer: Option<ObjectionAnswerView>,
    /// Why it is not there yet.
    pub cause: Option<TroubleView>,
    /// A supervisor may enter the answer.
    pub settleable: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ObjectionAnswerView {
    pub value: Option<String>,
    pub note: Option<String>,
    pub at: String,
    pub by: String,
}

/// What a supervisor enters of an answer that did not come over the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SettleAs {
    Upheld,
    Partly,
    Rejected,
}
