//! Approvals between window and hall.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::approval::{About, Approval};
use crate::case::FirstTold;
use crate::notice::Content;

/// `POST /v1/approvals` → [`ApprovalRow`]. Asked again for the same matter, the later one takes the earlier one's place;
/// with the same words it is the same request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AskApproval {
    pub about: About,
}

/// `GET /v1/approvals` → `Vec<ApprovalRow>`: for a supervisor what waits in the hall, longest first, then what was
/// answered today; for a clerk what his desk asked today. No applicant in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApprovalRow {
    #[serde(flatten)]
    pub approval: Approval,
    /// Name of the clerk who asks.
    pub name: String,
    pub item: String,
    pub item_name: String,
    /// Nobody had answered in time and every supervisor was asked again.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub passed_on: Option<Timestamp>,
}

/// `GET /v1/approvals/{id}`: a request opened by a supervisor; the look is logged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OpenedApproval {
    pub row: ApprovalRow,
    /// Masked; `None` where the request is about nobody.
    pub applicant: Option<String>,
    /// What the paper will say, masked, without its number: of a refusal.
    pub paper: Option<Content>,
    /// What was told first, where more is to be asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_told: Option<FirstTold>,
}

/// `POST /v1/approvals/{id}/answer` → [`Answered`]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AnswerApproval {
    pub approve: bool,
    /// 意见
    #[serde(default)]
    pub note: String,
}

/// What became of an answer. Whoever comes second, or after it was taken back, changes nothing and sees how it stands;
/// both are logged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Answered {
    /// Whether it is this answer that stands.
    pub answered: bool,
    pub row: ApprovalRow,
}

/// `GET /v1/second-demands`: how often more was asked for after everything was asked for once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DemandCount {
    pub item: String,
    pub item_name: String,
    pub department: String,
    /// Approved requests for a further notice (再次补正).
    pub demands: u32,
    /// 追加要求: what was told although the first notice of the case did not have it.
    pub added: u32,
    /// Of these, what the edition of the first notice did not have.
    pub by_edition: u32,
}

/// One request that waits, as the board has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WaitingApproval {
    pub id: Uuid,
    pub desk: String,
    /// `refusal`, `secondDemand`, `override` or `grant`.
    pub kind: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Nobody had answered in time and every supervisor was asked again.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub passed_on: Option<Timestamp>,
}
