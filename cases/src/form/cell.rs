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
    /// Text a person typed that cannot stand in the field; kept so that nothing typed is lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rejected: Option<String>,
}

/// A person's choice over what sources offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Decision {
    pub by: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Reason code: `chosen`, `typed`, `sourceWrong`, `sourceOld`, `applicantStates`.
    pub reason: String,
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
