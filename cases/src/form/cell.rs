//! The state of one field, and the form as all of them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::provenance::{Provenance, SourceKind};
use super::value::Value;

/// The form: cells by field key, in key order so that its digest is stable.
pub type Form = BTreeMap<String, Cell>;

/// One value a source offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Candidate {
    pub value: Value,
    pub from: Provenance,
}

/// One field: what stands in it, what was offered, and whether a person has to choose.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Cell {
    /// What stands in the field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held: Option<Candidate>,
    /// Everything that was offered, best first; unequal ones stay for the record.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub offered: Vec<Candidate>,
    /// Sources disagree and nobody has chosen yet. Nothing counts as filled until a person has.
    pub undecided: bool,
    /// Who chose or typed over a source, when and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided: Option<Decision>,
    /// What stood here before a person changed it, the last one last.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub replaced: Vec<Replaced>,
    /// Text a person typed that cannot stand in the field; kept so that nothing typed is lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rejected: Option<String>,
}

/// A value that a person put another one in the place of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Replaced {
    pub was: Candidate,
    pub by: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// As in [`Decision::reason`]; `cleared` where nothing took its place.
    pub reason: String,
}

/// A person's choice over what sources offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Decision {
    pub by: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// One of [`REASONS`]; `chosen` where an offered value was taken.
    pub reason: String,
}

/// Why another value than a source's is stated: code, and the words for it.
pub const REASONS: [(&str, &str, &str); 4] = [
    (
        "applicantStates",
        "申请人当场更正",
        "the applicant says otherwise",
    ),
    (
        "byDocument",
        "以出示的证件、文件为准",
        "a document shown says otherwise",
    ),
    ("sourceOld", "登记数据未及时更新", "the source is out of date"),
    ("sourceWrong", "登记数据有误", "the source is wrong"),
];

/// The words of a reason; drafts from before there were codes have words of their own.
pub fn reason_words(code: &str) -> &str {
    match code {
        "chosen" => "窗口选用",
        "cleared" => "清空",
        "keptAfterWithdrawal" => "撤回同意后申请人要求保留",
        other => REASONS
            .iter()
            .find(|(known, _, _)| *known == other)
            .map_or(other, |(_, zh, _)| zh),
    }
}

impl Cell {
    pub fn value(&self) -> Option<&Value> {
        self.held.as_ref().map(|held| &held.value)
    }

    /// Whether the field is filled with something that counts.
    pub fn is_filled(&self) -> bool {
        !self.undecided && self.rejected.is_none() && self.value().is_some_and(|value| !value.is_empty())
    }

    pub fn source(&self) -> Option<SourceKind> {
        self.held.as_ref().map(|held| held.from.kind)
    }

    pub fn text(&self) -> Option<&str> {
        match self.value() {
            Some(Value::Text(text)) if !text.is_empty() => Some(text),
            Some(Value::Text(_) | Value::Flag(_) | Value::Many(_)) | None => None,
        }
    }
}
