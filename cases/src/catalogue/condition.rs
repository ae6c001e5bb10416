//! Textual conditions (情形条件) as facts.
//!
//! A condition is a sentence of the catalogue, such as 由经办人办理. Where `conditions.json` says how it
//! follows from the case, it is derived; any other sentence is a question the clerk answers with yes or no.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::refusal::{RefusalGround, SupplementRule};

/// How a condition follows from what is already known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "from")]
pub enum ConditionRule {
    /// True when an agent (经办人) acts for the party.
    Agent,
    /// True when any field of `element` has one of the codes.
    Element { element: String, is: Vec<String> },
    /// True when the applicant is younger than `years`.
    YoungerThan { years: u8 },
}

/// What is known of a subject beforehand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SubjectRule {
    /// Sex code the subject has by its nature (男方 1, 母亲 2).
    pub sex: Option<String>,
    /// Must be identified at the window for the item to be accepted (到场).
    pub present: bool,
    /// Relation asked of the family register to offer a person: spouse, child, mother, father.
    pub relation: Option<String>,
    /// A fact of this subject is asked with this subject's key instead (出生信息 is found by the mother).
    pub found_by: Vec<String>,
    /// The subject stands for the person at the window when he acts for himself.
    pub is_applicant: bool,
}

/// `conditions.json`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Rules {
    /// Condition text → how it is derived.
    pub conditions: BTreeMap<String, ConditionRule>,
    /// Subject name → what is known of it.
    pub subjects: BTreeMap<String, SubjectRule>,
    /// Source code → the word on the chip (人口库, 法人库 …).
    pub sources: BTreeMap<String, String>,
    /// 不予受理情形
    pub refusals: Vec<RefusalGround>,
    /// 补正期限 and the law behind the one-time notice.
    pub supplement: SupplementRule,
    /// Items that nobody may apply for in another's place (须本人办理): item id → the law that says so.
    pub in_person: BTreeMap<String, String>,
}
