//! 补充材料: what a department asks for after acceptance, told to the applicant in one notice a round, and what of it
//! has come. It does not restart the clock.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// One request of a department, on the page of its case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Further {
    pub id: Uuid,
    /// Name of the department.
    pub department: String,
    /// 理由
    pub reason: String,
    /// Who approved it at the department; empty where it did not say.
    pub approver: String,
    #[schema(value_type = String, format = DateTime)]
    pub asked_at: Timestamp,
    /// The notice that told the applicant; `None` while he has not been told.
    pub told: Option<FurtherTold>,
    pub demands: Vec<FurtherDemand>,
}

/// 补充材料通知书
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FurtherTold {
    pub number: String,
    /// 1 for the first notice of the case; a later one needed a supervisor.
    pub round: u32,
    #[schema(value_type = String, format = Date)]
    pub until: Date,
}

/// One thing asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FurtherDemand {
    pub material: String,
    /// 存在问题
    pub wrong: String,
    /// 补充要求
    pub cure: String,
    /// Empty takes the law of the item.
    #[serde(default)]
    pub basis: String,
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub came_at: Option<Timestamp>,
}

/// `POST /v1/cases/{reference}/further`: tells the applicant everything that is asked for and was not told yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TellFurther {
    /// Of a second notice of the same case.
    #[serde(default)]
    pub approval: Option<Uuid>,
}

/// `POST /v1/cases/{reference}/further/came`: what of it was handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FurtherCame {
    pub came: Vec<Came>,
}

/// One thing that was handed in, as the receipt says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Came {
    /// [`Further::id`]
    pub of: Uuid,
    /// Place among its demands, from 0.
    pub place: u32,
    pub originals: u32,
    pub copies: u32,
}
