//! 收纸台账: what cases asked of their applicants.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::material::grade::Grade;
use crate::material::{Piece, WhyPaper};

/// How often one material was asked for on paper for one reason, or not asked for at all. Nobody is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MaterialAsks {
    /// Credit code.
    pub department: String,
    pub department_name: String,
    pub item: String,
    pub item_name: String,
    pub material: String,
    pub material_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence_type: Option<String>,
    /// Absent is 免提交.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<WhyPaper>,
    pub times: u32,
}

/// `GET /v1/drafts/{id}/reusable?material=…` → `Vec<Reusable>`: files that the applicant of a draft handed in with an earlier
/// case, which may stand for one of its materials (材料复用). Offered; nobody has them set for him.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Reusable {
    /// Of the case that they were handed in with.
    pub slip: String,
    pub item_name: String,
    pub material_name: String,
    #[schema(value_type = String, format = DateTime)]
    pub received_at: Timestamp,
    pub grade: Grade,
    pub pieces: Vec<Piece>,
}
