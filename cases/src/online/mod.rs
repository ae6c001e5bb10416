//! 网上申报件 (网办件): an application that was begun at an online portal and is taken in at a window.
//!
//! - [`Application`]: what the portal sends, in the shape of `online.openapi.json`. [`check`]: what a hall refuses of it.
//! - [`arrival`]: which of two revisions stands.
//! - [`place`]: what of it has its place in the item as it is published now, and what is left over.
//! - [`Origin`]: what a draft remembers of the application that it was begun from.
//!
//! Invariants
//! - What the applicant said online is offered like any other source; nothing of it is lost where it has no place.
//! - His own acts (声明、承诺) are laid before him again, whatever the portal says of them (promise 5).

pub mod arrival;
pub mod check;
pub mod place;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::ToSchema;

use crate::error::Trouble;

/// An application as its portal has it in one revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Application {
    /// 网上申报号, the portal's own.
    pub application_id: String,
    /// Counts what the applicant changed, from 1.
    pub revision: u64,
    /// Code of the hall it is for.
    pub region: String,
    /// 基本编码, 实施编码 or 业务办理项编码.
    pub item_code: String,
    /// The item's name as the applicant read it.
    #[serde(default)]
    pub item_name: String,
    /// 事项版本 that he filled, where the portal knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item_version: Option<String>,
    pub applicant: Applicant,
    /// Who filed it (申报人), the applicant himself or somebody for him.
    pub filer: Filer,
    #[serde(default)]
    pub values: Vec<Given>,
    #[serde(default)]
    pub files: Vec<Attached>,
    /// 网上预审, once somebody has looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pre_review: Option<PreReview>,
    #[schema(value_type = String, format = DateTime)]
    pub submitted_at: Timestamp,
    #[serde(default)]
    pub state: State,
    /// Number under which it was accepted online, where it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted_number: Option<String>,
}

/// 申请人
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Applicant {
    #[serde(rename_all = "camelCase")]
    Person {
        name: String,
        id_type: String,
        id_number: String,
    },
    Body {
        name: String,
        uscc: String,
    },
}

impl Applicant {
    pub fn number(&self) -> &str {
        match self {
            Applicant::Person { id_number, .. } => id_number,
            Applicant::Body { uscc, .. } => uscc,
        }
    }

    pub fn name(&self) -> &str {
        match self {
            Applicant::Person { name, .. } | Applicant::Body { name, .. } => name,
        }
    }
}

/// Who filed it, and what he is to the applicant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Filer {
    pub name: String,
    pub id_type: String,
    pub id_number: String,
    pub relation: Relation,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Relation {
    /// 本人
    Own,
    /// 法定代表人
    LegalRep,
    /// 经营者
    Operator,
    /// 工作人员
    Staff,
    /// 代理人
    Agent,
}

impl Relation {
    /// As in [`crate::case::Body::relation`].
    pub fn word(self) -> &'static str {
        match self {
            Relation::Own => "own",
            Relation::LegalRep => "legalRep",
            Relation::Operator => "operator",
            Relation::Staff => "staff",
            Relation::Agent => "agent",
        }
    }
}

/// One value of the online form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Given {
    /// `subject/dataElement` such as `applicant/person.name`, or the data element alone.
    pub fact: String,
    /// How the online form called it.
    #[serde(default)]
    pub label: String,
    #[schema(value_type = Object)]
    pub value: Json,
    /// Where the portal had it from; nothing is the applicant's own typing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Of an own act: what proves that he signed it online.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
}

impl Given {
    /// As it is named to a person.
    pub fn name(&self) -> &str {
        if self.label.is_empty() {
            &self.fact
        } else {
            &self.label
        }
    }

    /// The value in words.
    pub fn words(&self) -> String {
        match &self.value {
            Json::String(text) => text.clone(),
            Json::Bool(true) => "是".to_owned(),
            Json::Bool(false) => "否".to_owned(),
            Json::Null => String::new(),
            other => other.to_string(),
        }
    }
}

/// 网上签名: who vouches for it, under which reference, when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Proof {
    pub by: String,
    pub reference: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// One file of the online application, known by its digest; the hall fetches it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Attached {
    /// Id or name of the material.
    pub material: String,
    pub name: String,
    /// SHA-256 of the bytes, hex.
    pub digest: String,
    pub bytes: u64,
}

/// 网上预审结论
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PreReview {
    pub passed: bool,
    /// Who looked: an office or a program, no person's name.
    pub by: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    #[serde(default)]
    pub findings: Vec<Remark>,
}

/// One thing the pre-review found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Remark {
    pub text: String,
    /// The value it speaks of, as in [`Given::fact`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
    /// The material it speaks of, as in [`Attached::material`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub material: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum State {
    /// 已提交, waiting for a window.
    #[default]
    Submitted,
    /// 网上撤回
    Withdrawn,
    /// 网上受理: the portal's own department took it.
    Accepted,
}

impl State {
    pub fn word(self) -> &'static str {
        match self {
            State::Submitted => "submitted",
            State::Withdrawn => "withdrawn",
            State::Accepted => "accepted",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        [State::Submitted, State::Withdrawn, State::Accepted]
            .into_iter()
            .find(|state| state.word() == word)
    }
}

/// Where a file of an application is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", tag = "state")]
pub enum Fetched {
    /// Not here yet; the hall asks for it.
    Waiting,
    /// Sealed at the hall under its digest.
    Here,
    /// Will never be taken, and why.
    Refused { why: Trouble },
}

/// What a draft remembers of the application that it was begun from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Origin {
    pub application_id: String,
    /// The revision that was worked in last.
    pub revision: u64,
    #[schema(value_type = String, format = DateTime)]
    pub submitted_at: Timestamp,
    pub state: State,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted_number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pre_review: Option<PreReview>,
    /// Keys of fields and ids of materials that the applicant changed online while it lay at the window.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<String>,
    /// What has no place here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<Left>,
    /// Digests of files that were laid into a slot once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub laid: Vec<String>,
}

impl Origin {
    pub fn of(application: &Application) -> Self {
        Self {
            application_id: application.application_id.clone(),
            revision: application.revision,
            submitted_at: application.submitted_at,
            state: application.state,
            accepted_number: application.accepted_number.clone(),
            pre_review: application.pre_review.clone(),
            changed: Vec::new(),
            left: Vec::new(),
            laid: Vec::new(),
        }
    }
}

/// Something of the application that has no place in the form or the list of materials.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Left {
    pub name: String,
    /// What was said, in words; the file's name, of a file.
    pub said: String,
    pub why: Why,
}

/// Why it has no place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Why {
    /// The item as it is published now asks for no such thing.
    NotAsked,
    /// Several fields could be meant.
    Ambiguous,
    /// It was said twice.
    Twice,
    /// It cannot stand in the field.
    Misshapen,
    /// 声明、承诺 without a signature that is proved.
    OwnAct,
    /// The item has no such material.
    NoMaterial,
    /// The form of the window is signed, not a copy of the portal's.
    MadeHere,
    /// Taken on paper only.
    PaperOnly,
    /// The material is in hand another way.
    InHand,
    /// The file is on its way.
    OnItsWay,
    /// The file was not taken.
    NotTaken { why: Trouble },
    /// The applicant took it back online.
    TakenBack,
}
