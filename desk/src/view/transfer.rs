//! 材料移交 and 用印 as the screen shows them.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Sheets of one material in a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SheetLineView {
    pub material: String,
    pub originals: u32,
    pub copies: u32,
    pub pages: u32,
}

/// 材料袋: the paper of one case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BundleView {
    pub slip: String,
    pub case_number: Option<String>,
    pub item_name: String,
    /// here, listed, scanned, away, back, stays
    pub state: String,
    pub lines: Vec<SheetLineView>,
    pub missing: Vec<String>,
    pub since: String,
    /// When the department had compared it with the list.
    pub checked_at: Option<String>,
}

/// What lies here for one department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ForDepartmentView {
    pub department: String,
    pub department_uscc: String,
    pub bundles: Vec<BundleView>,
}

/// 移交批次
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BatchView {
    pub id: String,
    /// 材料移交单 number, once it was handed over.
    pub number: Option<String>,
    pub department: String,
    pub made_at: String,
    pub made_by: String,
    pub handed_at: Option<String>,
    pub messenger: Option<String>,
    pub note: Option<String>,
    /// How often its 材料移交单 was printed; absent before it was handed over.
    pub prints: Option<u32>,
    pub bundles: Vec<BundleView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TransfersView {
    pub here: Vec<ForDepartmentView>,
    pub batches: Vec<BatchView>,
}

/// A paper that waits for 行政审批专用章, or was sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SealView {
    pub paper: String,
    pub title: String,
    pub number: String,
    pub slip: String,
    pub item_name: String,
    pub made_at: String,
    pub sealed_at: Option<String>,
    /// 工号
    pub sealed_by: Option<String>,
    pub copies: Option<u32>,
}
