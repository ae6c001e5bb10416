//! One 一件事 bundle: items of several departments that a person meets as one thing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::situation::Situation;

/// `bundles.json`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Bundles {
    #[serde(default)]
    pub bundles: Vec<Bundle>,
    #[serde(flatten)]
    pub rest: BTreeMap<String, Json>,
}

/// 一件事. Keys this version does not know are carried through in `rest`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Bundle {
    pub id: String,
    pub code: String,
    pub name: String,
    /// 牵头部门, without the region's name.
    pub lead_department: String,
    /// 协同部门, without the region's name.
    #[serde(default)]
    pub cooperating_departments: Vec<String>,
    /// 承诺时限 of the whole, in working days.
    pub promised_days: u32,
    #[serde(default)]
    pub guide_questions: Vec<GuideQuestion>,
    /// The same as the desk asks it; an answer includes members.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub situations: Vec<Situation>,
    pub members: Vec<Member>,
    /// Facts that a member's result brings to the others.
    #[serde(default)]
    pub result_provides: Vec<Provision>,
    /// Two names of one fact.
    #[serde(default)]
    pub fact_equivalences: Vec<Equivalence>,
    #[serde(flatten)]
    pub rest: BTreeMap<String, Json>,
}

/// A question of the guide (情形引导) in the words of the implementation plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GuideQuestion {
    pub question: String,
    #[serde(default)]
    pub options: Vec<String>,
    /// Yes includes this member.
    #[serde(default)]
    pub if_yes_includes: Option<String>,
    /// The answer is this fact, `subject/element`.
    #[serde(default)]
    pub sets_fact: Option<String>,
    /// When it is answered with yes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    #[serde(flatten)]
    pub rest: BTreeMap<String, Json>,
}

/// One item within the bundle, or what another system does for it (`external`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Member {
    pub item_id: String,
    pub name: String,
    pub department: String,
    #[serde(default)]
    pub external: bool,
    #[serde(default)]
    pub required: bool,
    #[serde(default)]
    pub condition: Option<String>,
    /// `condition` as an expression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Members whose end it waits for.
    #[serde(default)]
    pub depends_on: Vec<String>,
    /// Subject of the item → whom it is in the bundle.
    #[serde(default)]
    pub subject_map: BTreeMap<String, String>,
    #[serde(default)]
    pub case_type: Option<String>,
    #[serde(default)]
    pub promised_days: Option<u32>,
    /// Facts that an external member is sent.
    #[serde(default)]
    pub fields_needed: Vec<String>,
    #[serde(flatten)]
    pub rest: BTreeMap<String, Json>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Provision {
    pub item_id: String,
    pub facts: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Equivalence {
    pub a: String,
    pub b: String,
}
