//! `conditions.json`: what is known of subjects and grounds of refusal, whatever the item.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::refusal::{RefusalGround, SupplementRule};
use crate::case::Grade;

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

/// How surely whoever applies for an item has to be identified (身份核验要求).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IdentityRule {
    pub least: Grade,
    /// The law that asks for it.
    pub basis: String,
    /// Whether acceptance waits for it; else the clerk is reminded.
    #[serde(default)]
    pub stops: bool,
}

/// `conditions.json`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Rules {
    /// Subject name → what is known of it.
    pub subjects: BTreeMap<String, SubjectRule>,
    /// 不予受理情形
    pub refusals: Vec<RefusalGround>,
    /// 补正期限 and the law behind the one-time notice.
    pub supplement: SupplementRule,
    /// Items that nobody may apply for in another's place (须本人办理): item id → the law that says so.
    pub in_person: BTreeMap<String, String>,
    /// Item id → how surely its applicants are identified, where that is asked for.
    pub identity: BTreeMap<String, IdentityRule>,
}
