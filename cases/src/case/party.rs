//! Who applies (申请人), who stands at the window, and for whom.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A natural person, and how he was verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    pub name: String,
    /// Code list `idType` (GA/T 2000.156): 111 居民身份证 …
    pub id_type: String,
    pub id_number: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified: Option<Verified>,
}

/// How somebody's identity was confirmed (人证核验). A typed number alone confirms nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Verified {
    pub how: How,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    pub by: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum How {
    /// 读卡
    Card,
    /// 查验证件: the clerk compared a document with the person and says so.
    Document,
    /// A family or legal-entity register names the person; he is not present.
    Register,
}

/// A body (法人、非法人组织、个体工商户).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Body {
    pub uscc: String,
    pub name: String,
    /// How the person at the window is connected: `legalRep`, `operator`, `staff`, `agent`.
    pub relation: String,
}

/// The applying party (申请主体).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Party {
    /// Who stands at the window.
    pub person: Person,
    /// The body he acts for; `None` when he acts for himself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
    /// Whether he acts as an agent (经办人) under a 授权委托书.
    #[serde(default)]
    pub as_agent: bool,
}

impl Party {
    /// The applicant's name on papers.
    pub fn applicant_name(&self) -> &str {
        self.body.as_ref().map_or(&self.person.name, |body| &body.name)
    }

    /// The applicant's number on papers: credit code of a body, else the person's number.
    pub fn applicant_number(&self) -> &str {
        self.body
            .as_ref()
            .map_or(&self.person.id_number, |body| &body.uscc)
    }
}
