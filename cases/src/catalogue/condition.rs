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

/// What a listing does to an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Effect {
    /// 提示
    Informs,
    /// 不适用告知承诺、容缺受理
    Restricts,
    /// 依法不予: proposed to the clerk with its article, decided by a person.
    Bars,
}

/// A list that an item looks at, what it does, and the article that says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListRule {
    pub list: String,
    pub effect: Effect,
    pub basis: String,
}

/// 信用核查 that an item declares: of whom, where, on which lists. What stands here is looked at and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreditLook {
    /// Source code of the catalogue.
    pub source: String,
    /// [`crate::case::credit::APPLICANT`], or subjects of the form.
    pub of: Vec<String>,
    /// The law that lets this body look.
    pub basis: String,
    pub lists: Vec<ListRule>,
}

impl CreditLook {
    pub fn list(&self, code: &str) -> Option<&ListRule> {
        self.lists.iter().find(|rule| rule.list == code)
    }

    pub fn codes(&self) -> Vec<&str> {
        self.lists.iter().map(|rule| rule.list.as_str()).collect()
    }
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
    /// Item id → its 信用核查. An item that is not here looks at nobody's credit.
    pub credit: BTreeMap<String, CreditLook>,
}
