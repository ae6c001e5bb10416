//! What clerks type, and the item that is meant: the data file `questions.json`, over the demonstration hall's items
//! among invented ones.

use lookup::Lookup;
use serde::Deserialize;

use hall::config::CatalogueSource;

use crate::province;

/// One line of `questions.json`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    pub typed: String,
    /// The item's name.
    pub item: String,
    /// initials, syllables, chinese, mixed, code or everyday
    pub way: String,
}

/// Questions whose item has to stand first.
pub const FIRST: [(&str, &str); 4] = [
    ("食品经营许可（新办）", "食品经营许可（新办）"),
    ("11350199MB9A00065K4000113003000", "中介机构从事代理记账业务审批"),
    ("公章刻制备案", "公章刻制备案"),
    ("gongzhangkezhibeian", "公章刻制备案"),
];

/// The questions of the data file.
pub fn ask() -> Vec<Question> {
    serde_json::from_str(include_str!("../questions.json")).expect("questions.json holds questions")
}

/// Codes and names of an edition, without the rest of it.
pub struct Named(Vec<(String, Vec<String>)>);

impl Named {
    /// The demonstration hall's items and so many others.
    pub fn demonstration_among(others: usize) -> Self {
        let catalogue = CatalogueSource::Embedded.load();
        let catalogue = catalogue.unwrap_or_else(|fault| panic!("{fault}"));
        let own = catalogue.named().map(|(code, names)| {
            let names = names.into_iter().map(str::to_owned).collect();
            (code.to_owned(), names)
        });
        let made = province::items(others, 1).map(|made| (made.implementation_code(), vec![made.name]));
        Self(own.chain(made).collect())
    }

    pub fn items(&self) -> &[(String, Vec<String>)] {
        &self.0
    }

    /// The item's own name.
    pub fn name(&self, item: usize) -> &str {
        &self.0[item].1[0]
    }

    pub fn lookup(&self) -> Lookup {
        let items = self.0.iter();
        Lookup::new(items.map(|(code, names)| (code.as_str(), names.iter().map(String::as_str))))
    }
}

/// Names of the first three items found.
pub fn first_three<'a>(named: &'a Named, lookup: &Lookup, typed: &str) -> Vec<&'a str> {
    let found = lookup.find(typed, 3);
    found.into_iter().map(|at| named.name(at)).collect()
}
