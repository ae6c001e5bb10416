//! Looks outside, each with its reason (promise 8). Only the hall holds credentials.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::error::Trouble;
use crate::form::Earlier;
use crate::material::verify::Seal;

/// `POST /v1/gateway/query` → [`QueryReply`]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QueryAsk {
    /// The open visit that is the reason.
    pub visit: Uuid,
    pub draft: Uuid,
    pub item: String,
    /// Source code of the catalogue: `population`, `legalEntity` …
    pub dataset: String,
    pub subject: SubjectKey,
    /// Exactly the data elements the item's fields declare for this source; others are refused.
    pub elements: Vec<String>,
}

/// Of whom something is asked.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SubjectKey {
    /// Subject of the form: applicant, mother, enterprise, legalRep …
    pub role: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_type: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uscc: Option<String>,
}

impl SubjectKey {
    /// The number it is known by: a body's credit code, else the document's.
    pub fn number(&self) -> &str {
        self.uscc
            .as_deref()
            .or(self.id_number.as_deref())
            .unwrap_or_default()
    }
}

/// What a source answered, element by element.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QueryReply {
    pub provider: String,
    pub record_id: String,
    #[schema(value_type = String, format = DateTime)]
    pub as_of: Timestamp,
    /// Grant under which it was read.
    pub grant: String,
    #[schema(value_type = Object)]
    pub values: BTreeMap<String, serde_json::Value>,
    /// Where each came from, by element, where the hall answers from its own earlier cases (历史办件).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub origins: BTreeMap<String, EarlierSaid>,
    /// What is to be said of an answer that was taken all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Trouble>,
}

/// The earlier case that said one value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EarlierSaid {
    pub case_number: String,
    /// When that case was accepted.
    #[schema(value_type = String, format = DateTime)]
    pub as_of: Timestamp,
    #[serde(flatten)]
    pub earlier: Earlier,
}

/// `POST /v1/gateway/licences` → [`LicenceReply`]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LicenceAsk {
    pub visit: Uuid,
    pub draft: Uuid,
    pub item: String,
    /// Holder: a person's number or a credit code.
    pub holder_code: String,
    /// 111 person, 001 body.
    pub holder_type: String,
    /// 证照类型代码 of the material, where the catalogue knows it.
    pub type_code: Option<String>,
    pub type_name: String,
    #[serde(default)]
    pub by: LicenceBy,
}

/// By what a licence is looked for. Whose it has to be is known in any case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", tag = "by")]
pub enum LicenceBy {
    /// 按持证人
    #[default]
    Holder,
    /// 亮证码 on the holder's phone, taken once.
    Code { code: String },
    /// 证照标识 (GB/T 36904)
    Identifier { identifier: String },
}

impl LicenceBy {
    pub fn word(&self) -> &'static str {
        match self {
            LicenceBy::Holder => "holder",
            LicenceBy::Code { .. } => "code",
            LicenceBy::Identifier { .. } => "identifier",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LicenceReply {
    pub provider: String,
    pub grant: String,
    pub licences: Vec<Licence>,
}

/// `POST /v1/gateway/licences/copy` → [`LicenceCopy`]: the library's own annotated copy (加注件) of one licence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LicenceCopyAsk {
    /// Whose it is, for which material.
    pub of: LicenceAsk,
    pub identifier: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LicenceCopy {
    /// `pdf` or `png`.
    pub kind: String,
    /// Of the bytes, SHA-256, hex.
    pub digest: String,
    /// Base64.
    pub content: String,
    pub grant: String,
}

/// One licence as the library has it. Only 有效 may be used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Licence {
    pub identifier: String,
    pub type_code: String,
    pub type_name: String,
    pub number: String,
    pub holder_name: String,
    pub holder_code: String,
    pub issuer: String,
    pub valid_from: Option<String>,
    pub valid_to: Option<String>,
    pub state: String,
    #[schema(value_type = String, format = DateTime)]
    pub as_of: Timestamp,
    /// 照面信息 by data element.
    #[schema(value_type = Object)]
    pub face: BTreeMap<String, serde_json::Value>,
    /// What the library says of its seal, where it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seal: Option<Seal>,
}
