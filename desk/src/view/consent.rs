//! 告知与同意 at the desk: what is agreed to, what is open, who may answer, what becomes of values after a withdrawal.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::applicant::{BaseView, ConsentSet};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConsentChoices {
    pub item_name: String,
    /// `2026-11-20T18:00` in the hall's time.
    pub until: String,
    /// Who may answer; the first stands at the window.
    pub givers: Vec<GiverView>,
    pub sets: Vec<ConsentChoice>,
    /// What is looked at by law.
    pub told: Vec<ConsentSet>,
    pub bases: Vec<BaseView>,
    /// What was read under a consent that was withdrawn.
    pub withdrawn: Vec<TakenBack>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GiverView {
    /// Subject of the form; empty for who stands at the window.
    pub code: String,
    pub name: String,
    pub masked_number: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConsentChoice {
    pub set: ConsentSet,
    /// `open`, `given`, `refused` or `withdrawn`.
    pub state: String,
    /// Codes of those who may answer for it.
    pub givers: Vec<String>,
    /// `screen`, `card` or `paper`, where it is given.
    pub how: Option<String>,
    /// `own`, `guardian` or `mandate`.
    pub by: Option<String>,
    pub at: Option<String>,
}

/// One place that holds what was read under a consent that was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TakenBack {
    /// Field key or material id.
    pub key: String,
    pub label: String,
    /// As shown on the form; of a material what is in hand.
    pub text: String,
    pub material: bool,
}
