//! 收纸台账: what cases asked of their applicants.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::material::WhyPaper;

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
