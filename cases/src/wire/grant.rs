//! 事前审批: which item may read which elements of which dataset, until when, and who let it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// `GET /v1/grants`: a grant (数据共享授权) as it is listed and exported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GrantRow {
    pub id: String,
    /// Item id; `*` for checking who stands at the window.
    pub item: String,
    pub item_name: String,
    pub dataset: String,
    pub elements: Vec<String>,
    #[schema(value_type = String, format = DateTime)]
    pub valid_until: Timestamp,
    /// `asked` and `approval` were approved by a person, `file` stands in the hall's file, `training` is the
    /// demonstration's.
    pub origin: String,
    /// 工号 of who asked.
    pub asked_by: Option<String>,
    /// 工号 of who approved.
    pub approved_by: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub approved_at: Option<Timestamp>,
    /// `inForce`, `ended` or `withdrawn`.
    pub state: String,
    pub withdrawn_by: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub withdrawn_at: Option<Timestamp>,
    pub withdrawn_why: Option<String>,
}

/// `POST /v1/grants/asks` → [`GrantAsk`]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AskGrant {
    pub item: String,
    pub dataset: String,
    /// Of those that the item declares; none for licences.
    pub elements: Vec<String>,
    #[schema(value_type = String, format = DateTime)]
    pub valid_until: Timestamp,
    pub reason: String,
}

/// `GET /v1/grants/asks`: what was asked for, waiting ones first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GrantAsk {
    pub id: Uuid,
    pub item: String,
    pub item_name: String,
    pub dataset: String,
    pub elements: Vec<String>,
    #[schema(value_type = String, format = DateTime)]
    pub valid_until: Timestamp,
    pub reason: String,
    /// 工号
    pub asked_by: String,
    pub asked_name: String,
    pub desk: String,
    #[schema(value_type = String, format = DateTime)]
    pub asked_at: Timestamp,
    /// `waiting`, `approved` or `denied`.
    pub state: String,
    pub answered_name: Option<String>,
    pub words: Option<String>,
}

/// `POST /v1/grants/asks/{id}/answer` → [`GrantAsk`]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AnswerGrant {
    pub approve: bool,
    /// Has to say why where it is denied.
    pub words: String,
}

/// `POST /v1/grants/withdraw` → [`GrantRow`]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WithdrawGrant {
    pub id: String,
    pub why: String,
}
