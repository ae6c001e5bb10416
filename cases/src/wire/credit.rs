//! 信用核查, as an item declares it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::gateway::SubjectKey;
use crate::case::credit::Listing;

/// `POST /v1/gateway/credit` → [`CreditReply`]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CreditAsk {
    /// The open visit that is the reason.
    pub visit: Uuid,
    pub draft: Uuid,
    pub item: String,
    pub subject: SubjectKey,
}

/// What stands on the lists that the item declares, today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CreditReply {
    pub provider: String,
    #[schema(value_type = String, format = DateTime)]
    pub as_of: Timestamp,
    /// Grant under which it was read.
    pub grant: String,
    pub listings: Vec<Listing>,
}
