//! What people call an item (俗称, 口语说法): names that no standard gives it and everybody types.
//!
//! `everyday.json` has them by item id, beside the items, so that the items of another body's catalogue are taken as they
//! are. A folder without the file has none.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::item::Item;

/// The everyday names of a folder that has none.
pub const NONE: &str = "{}";
/// Characters of one name.
const LONGEST: usize = 60;

/// Everyday names by item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Everyday(BTreeMap<String, Vec<String>>);

/// What is wrong with one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameFault {
    NoSuchItem,
    /// Empty, or longer than a name is.
    NoName,
}

impl NameFault {
    /// Code, and a sentence in each language.
    pub fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            NameFault::NoSuchItem => ("YC-1335", "没有这个事项", "there is no such item"),
            NameFault::NoName => (
                "YC-1336",
                "俗称为空、过长或含控制字符",
                "an everyday name is empty, too long or holds control characters",
            ),
        }
    }
}

impl Everyday {
    pub fn of(&self, item: &str) -> &[String] {
        self.0.get(item).map_or(&[], Vec::as_slice)
    }

    /// Every fault with its path; where the items are not all there, their ids are taken as they are.
    pub fn check(&self, items: Option<&[Item]>) -> Vec<(String, NameFault)> {
        let known: Option<BTreeSet<&str>> =
            items.map(|items| items.iter().map(|item| item.id.as_str()).collect());
        let mut faults = Vec::new();
        for (item, names) in &self.0 {
            if known.as_ref().is_some_and(|known| !known.contains(item.as_str())) {
                faults.push((item.clone(), NameFault::NoSuchItem));
            }
            for (at, name) in names.iter().enumerate() {
                let length = name.chars().count();
                if name.trim().is_empty() || length > LONGEST || name.chars().any(char::is_control) {
                    faults.push((format!("{item}[{at}]"), NameFault::NoName));
                }
            }
        }
        faults
    }
}
