//! Visits and who stands at the window.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::case::party::{Body, Person};
use crate::identity::code::CodeOf;
use crate::queue::Ticket;

/// A visit (到访): the reason without which nobody is looked up (promise 8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Visit {
    pub id: Uuid,
    /// `None` for a walk-in.
    pub ticket: Option<Ticket>,
    pub reason: Option<String>,
    pub desk: String,
    #[schema(value_type = String, format = DateTime)]
    pub opened_at: Timestamp,
}

/// `POST /v1/visits` → [`Visit`]: a walk-in (免号直办) with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OpenWalkIn {
    pub reason: String,
}

/// `POST /v1/visits/{id}/people` → [`Identified`]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", tag = "by")]
pub enum Identify {
    /// A card was read (读卡).
    Card { card: CardFacts },
    /// A typed number, confirmed by a document the clerk holds in the hand (查验证件).
    #[serde(rename_all = "camelCase")]
    Document {
        id_type: String,
        id_number: String,
        name: String,
        /// Code list `idType` of the document seen.
        document: String,
    },
    /// A 政务服务码 was scanned: the platform says whose it is. Taken once.
    Code { code: String },
}

/// What a card says, in normal form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CardFacts {
    pub name: String,
    pub id_type: String,
    pub id_number: String,
    pub sex: Option<String>,
    pub nation: Option<String>,
    pub birth_date: Option<String>,
    pub address: Option<String>,
    pub issuer: Option<String>,
    pub valid_from: Option<String>,
    pub valid_to: Option<String>,
}

/// Reply to [`Identify`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Identified {
    pub person: Person,
    /// What the population register says of name and number.
    pub register: RegisterCheck,
    /// Bodies this person represents; empty where the register did not answer.
    pub bodies: Vec<Body>,
    pub bodies_known: bool,
    /// Family as the register names it, for other subjects of the form.
    pub family: Vec<Relative>,
    /// What the real-name platform says of a typed name and number; nothing where it was not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub real_name: Option<RegisterCheck>,
    /// What a scanned code opened beside the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<CodeShown>,
}

/// A 政务服务码 as its platform resolved it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CodeShown {
    /// Who answered for it.
    pub provider: String,
    pub of: CodeOf,
    /// Credit code of the body whose code it is; the person beside it shows it for that body.
    pub body: Option<String>,
    /// 亮证范围: names of the licences that the holder opened with it.
    pub licences: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum RegisterCheck {
    /// 一致
    Match,
    /// 不一致
    Mismatch,
    /// 查无此人
    Unknown,
    /// 人口库不可用: card or document stand alone.
    Unavailable,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Relative {
    /// `spouse`, `child`, `mother`, `father`.
    pub relation: String,
    pub person: Person,
}

/// `POST /v1/visits/{id}/bodies` → [`Body`]: a body by its credit code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FindBody {
    pub uscc: String,
}

/// `POST /v1/visits/{id}/close`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CloseVisit {
    /// `served` or `left`; a ticket that waits again or is parked ends its visit by itself.
    pub outcome: String,
}
