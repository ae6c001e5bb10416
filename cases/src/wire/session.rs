//! Signing in, and health.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::realm::Realm;
use crate::roles::Role;
use crate::roles::scope::Limit;

/// `GET /health`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Health {
    pub realm: Realm,
    pub version: u32,
    /// Legal time (promise 13): a desk measures its offset against it.
    #[schema(value_type = String, format = DateTime)]
    pub now: Timestamp,
    /// What is wrong in the catalogue folder that this hall was opened with; `GET /v1/catalogue/state` names it.
    #[serde(default)]
    pub catalogue_faults: u64,
    /// Items of that folder that are not served for it.
    #[serde(default)]
    pub withheld_items: u64,
}

/// `POST /v1/sessions`
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignIn {
    /// 工号
    pub staff: String,
    pub password: String,
}

/// Reply to [`SignIn`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    pub token: String,
    pub staff: String,
    pub name: String,
    pub role: Role,
    pub hall_name: String,
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
    /// 咨询电话 of the hall.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hall_phone: Option<String>,
    /// 事项权限 of the hall: a desk judges by the same ones, and says which window takes what is not its clerk's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<Limit>,
}

/// `GET /v1/catalogue/uses`: how much this hall takes each item in. Counts of intakes alone, nobody's name is in them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Uses {
    /// By item id: intakes opened until last midnight, those of a month ago half, and so on; 64 is one of today's.
    pub uses: BTreeMap<String, u32>,
}

/// `GET /v1/training/practice`, training realm only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PracticeAddress {
    pub practice: String,
}
