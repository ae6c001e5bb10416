//! Training or live (训练 / 正式): a desk, a hall and every paper belong to exactly one.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The realm. Folders, keys, numbers and watermarks differ; nothing crosses from one to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Realm {
    /// 训练: invented people, a watermark on every paper, loopback addresses only.
    Training,
    /// 正式
    Live,
}

impl Realm {
    /// The word used in folder names and numbers.
    pub fn word(self) -> &'static str {
        match self {
            Realm::Training => "training",
            Realm::Live => "live",
        }
    }
}
