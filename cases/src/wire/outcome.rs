//! What may become of a case beside acceptance: taken up again, withdrawn, promised later, turned away.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::case::{Draft, Stage};

/// `POST /v1/cases/{reference}/reopen` → a received case, or one that was told what is missing, at this window again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Reopened {
    pub draft: Draft,
    pub stage: Stage,
}

/// `POST /v1/cases/{reference}/withdrawal`: 撤回, asked for by the applicant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Withdraw {
    /// 撤回理由
    pub reason: String,
    /// The applicant signed the request (撤回申请书已签名).
    pub signed: bool,
}

/// `POST /v1/cases/{reference}/promises`: materials that were promised (容缺后补) and have come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct KeepPromises {
    /// Ids of the materials in the catalogue.
    pub materials: Vec<String>,
}

/// A material that was promised, on the page of its case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Promised {
    pub material: String,
    pub name: String,
    #[schema(value_type = String, format = Date)]
    pub due: Date,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub kept_at: Option<Timestamp>,
    /// Its day passed before it came (逾期).
    pub defaulted: bool,
}

/// `GET /v1/undone` → `Vec<UndoneRow>`: 办不成事反映, one matter that was turned away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UndoneRow {
    pub id: Uuid,
    pub slip: String,
    pub item: String,
    pub item_name: String,
    pub department: String,
    /// `refused`, `notNeeded`, `secondDemand` or `unanswered`.
    pub kind: String,
    pub reason: String,
    pub desk: String,
    /// 工号 of the window.
    pub staff: String,
    /// 工号 of the supervisor who looks after it.
    pub owner: String,
    pub owner_name: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// What was done; `None` while it is open.
    pub answer: Option<String>,
    pub answered_by: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub answered_at: Option<Timestamp>,
}

/// `POST /v1/undone/{id}/answer` → [`UndoneRow`]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AnswerUndone {
    pub answer: String,
}
