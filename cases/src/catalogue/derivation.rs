//! What follows from what (推导), as `sources.json` has it: a rule for a data element, from another element of the same
//! form, with the law that it rests on.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value as Json;

/// One value that follows from others.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Derivation {
    /// Data element that is filled.
    pub element: String,
    /// Data element that it follows from; empty where it follows from the item itself.
    #[serde(default)]
    pub from: String,
    #[serde(flatten)]
    pub how: How,
    /// What has to hold besides.
    #[serde(default)]
    pub given: Option<Given>,
    /// The rule of law that makes it so, as a screen names it; arithmetic needs none.
    #[serde(default)]
    pub basis: Option<String>,
}

/// How a value follows.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "how", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum How {
    /// 性别, from an identity number.
    Sex,
    /// 出生日期, from an identity number.
    Birth,
    /// 行政区划代码, from an address.
    Region,
    /// How many rows are listed.
    Count,
    /// Each row's share of the sum, in per cent.
    Share,
    /// The total of a column of amounts.
    Sum,
    /// What stands in `to` beside what stands there. Of a column every row has to lead to the same, unless the field is
    /// a column itself.
    Table { to: BTreeMap<String, Json> },
    /// The one entry of the field's own list that the item's name has in it.
    Named,
    /// What these subjects have alike.
    Alike { of: Vec<String> },
    /// What is said of the same person elsewhere in the form; `own` is the element of the number that tells who it is.
    SamePerson { own: String },
    /// `is`, where each person in the column `own` holds at least so many per cent of the whole: the amounts stand in
    /// `from`, whose they are in the column `holder`.
    Holding {
        own: String,
        holder: String,
        least: u8,
        is: String,
    },
}

/// 前提, 同一人: an element of one subject says the same as that of one of the others.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Given {
    pub element: String,
    pub of: String,
    pub same_as: Vec<String>,
}

impl Derivation {
    /// Whether it could ever fill anything.
    pub fn is_sound(&self) -> bool {
        let named = |text: &str| !text.trim().is_empty();
        let how = match &self.how {
            How::Table { to } => !to.is_empty() && to.values().all(can_stand),
            How::Alike { of } => of.len() > 1 && of.iter().all(|one| named(one)),
            How::SamePerson { own } => named(own),
            How::Holding {
                own,
                holder,
                least,
                is,
            } => named(own) && named(holder) && named(is) && (1..=100).contains(least),
            How::Sex | How::Birth | How::Region | How::Count | How::Share | How::Sum | How::Named => true,
        };
        let given = self.given.as_ref().is_none_or(|given| {
            let others = !given.same_as.is_empty() && given.same_as.iter().all(|one| named(one));
            others && named(&given.element) && named(&given.of)
        });
        how && given && named(&self.element) && (named(&self.from) != (self.how == How::Named))
    }
}

/// A text, a flag, or texts.
fn can_stand(given: &Json) -> bool {
    match given {
        Json::String(_) | Json::Bool(_) => true,
        Json::Array(all) => all.iter().all(Json::is_string),
        Json::Null | Json::Number(_) | Json::Object(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_that_can_fill_nothing_is_a_fault() {
        let read = |text: &str| serde_json::from_str::<Derivation>(text);
        let sound = |text: &str| read(text).expect("a rule").is_sound();
        assert!(sound(
            r#"{ "element": "a.sum", "from": "a.rows.one", "how": "sum" }"#
        ));
        assert!(sound(r#"{ "element": "a.kind", "how": "named" }"#));
        assert!(sound(
            r#"{ "element": "a", "from": "b", "how": "table", "to": { "1": true } }"#
        ));
        for broken in [
            r#"{ "element": " ", "from": "b", "how": "sum" }"#,
            r#"{ "element": "a", "how": "sum" }"#,
            r#"{ "element": "a", "from": "b", "how": "named" }"#,
            r#"{ "element": "a", "from": "b", "how": "table", "to": {} }"#,
            r#"{ "element": "a", "from": "b", "how": "table", "to": { "1": 7 } }"#,
            r#"{ "element": "a", "from": "b", "how": "alike", "of": ["father"] }"#,
            r#"{ "element": "a", "from": "b", "how": "holding", "own": "c", "holder": "d", "least": 0, "is": "x" }"#,
            r#"{ "element": "a", "from": "b", "how": "sum", "given": { "element": "c", "of": "d", "sameAs": [] } }"#,
        ] {
            assert!(!sound(broken), "{broken}");
        }
        assert!(read(r#"{ "element": "a", "from": "b", "how": "guess" }"#).is_err());
    }
}
