//! What is known of a file beside its bytes: whether somebody compared it with the original, and from where it was
//! taken again (材料复用).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Slot;
use super::grade::Grade;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Known {
    /// 经核对与原件一致
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared: Option<Compared>,
    /// 复用: it was handed in with an earlier case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reused: Option<Reused>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Compared {
    /// 工号
    pub by: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Reused {
    /// Slip code of the case that it was handed in with.
    pub slip: String,
    /// When it was received there.
    #[schema(value_type = String, format = DateTime)]
    pub received_at: Timestamp,
    /// Its grade there; being used again makes it no better.
    pub grade: Grade,
}

impl Slot {
    /// The grade of one of its files.
    pub fn grade_of(&self, digest: &str) -> Grade {
        let known = self.known.get(digest);
        match known.map(|known| (&known.reused, &known.compared)) {
            Some((Some(reused), _)) => reused.grade,
            Some((None, Some(_))) => Grade::C,
            Some((None, None)) | None => Grade::D,
        }
    }
}
