//! The data elements and code lists the province answers for: its own copy, read once.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Deserialize;

/// One data element (数据元) and the data sets that hold it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Element {
    pub id: String,
    pub name: String,
    #[serde(rename = "type")]
    pub kind: Kind,
    pub max_length: Option<usize>,
    pub code_list: Option<String>,
    pub held_by: Vec<String>,
}

/// The type of an element's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    Text,
    Textarea,
    Enum,
    Multi,
    Bool,
    Number,
    Money,
    Date,
    Month,
    Datetime,
    Region,
    Address,
    IdNumber,
    Uscc,
    Phone,
    Email,
    BankAccount,
    Photo,
    Table,
}

/// Elements and code lists.
pub struct Catalogue {
    pub elements: Vec<Element>,
    index: HashMap<String, usize>,
    codes: HashMap<String, Vec<String>>,
}

impl Catalogue {
    pub fn element(&self, id: &str) -> Option<&Element> {
        self.index.get(id).map(|&at| &self.elements[at])
    }

    /// The codes of a list; empty when there is no such list.
    pub fn codes(&self, list: &str) -> &[String] {
        self.codes.get(list).map_or(&[], Vec::as_slice)
    }

    /// Whether a data set (or `eLicence`) holds an element.
    pub fn holds(&self, dataset: &str, element: &str) -> bool {
        self.element(element)
            .is_some_and(|e| e.held_by.iter().any(|d| d == dataset))
    }
}

/// The embedded copy.
pub fn catalogue() -> &'static Catalogue {
    static COPY: OnceLock<Catalogue> = OnceLock::new();
    COPY.get_or_init(|| {
        // Both files are compiled in and read by a test, so they cannot be malformed in a built program.
        let elements: Vec<Element> =
            serde_json::from_str(include_str!("../data/elements.json")).expect("embedded elements");
        let codes = serde_json::from_str(include_str!("../data/codes.json")).expect("embedded code lists");
        let index = elements
            .iter()
            .enumerate()
            .map(|(at, e)| (e.id.clone(), at))
            .collect();
        Catalogue {
            elements,
            index,
            codes,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_copy_is_whole() {
        let copy = catalogue();
        assert!(copy.elements.len() > 200);
        for element in &copy.elements {
            if let Some(list) = &element.code_list {
                assert!(!copy.codes(list).is_empty(), "{} has no list {list}", element.id);
            }
        }
    }
}
