//! Data elements (数据元) and code lists (代码表).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::item::FieldType;

/// A data element: what a fact is, whoever it speaks of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DataElement {
    pub id: String,
    pub name: String,
    #[serde(rename = "type")]
    pub kind: FieldType,
    #[serde(default)]
    pub max_length: Option<usize>,
    #[serde(default)]
    pub code_list: Option<String>,
    pub source_chain: Vec<String>,
    #[serde(default)]
    pub sensitivity: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeEntry {
    pub code: String,
    pub name: String,
}

/// Code lists by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CodeLists(pub BTreeMap<String, Vec<CodeEntry>>);

impl CodeLists {
    pub fn entries(&self, list: &str) -> &[CodeEntry] {
        self.0.get(list).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether the list only points at a standard (`GB/T …`): its codes are kept elsewhere, so any code of
    /// at most 20 characters is taken.
    pub fn is_open(&self, list: &str) -> bool {
        self.entries(list).iter().any(|entry| entry.code == "GB/T")
    }

    /// The code for what was given: a code itself, or an exact name.
    pub fn code_of<'a>(&'a self, list: &str, given: &str) -> Option<&'a str> {
        let entries = self.entries(list);
        entries
            .iter()
            .find(|entry| entry.code == given)
            .or_else(|| entries.iter().find(|entry| entry.name == given))
            .map(|entry| entry.code.as_str())
    }

    /// The word for a code; the code itself where the list does not know it.
    pub fn name_of<'a>(&'a self, list: &str, code: &'a str) -> &'a str {
        self.entries(list)
            .iter()
            .find(|entry| entry.code == code)
            .map_or(code, |entry| entry.name.as_str())
    }
}
