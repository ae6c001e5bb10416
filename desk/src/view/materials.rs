//! 收纸台账 as the supervisor sees it, and what may be used again at the window.

use serde::{Deserialize, Serialize};
use specta::Type;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MaterialLedger {
    pub departments: Vec<AskedByDepartment>,
    pub all: AskedByDepartment,
    pub rows: Vec<MaterialAskView>,
    /// The whole of it for a table program.
    pub csv: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AskedByDepartment {
    pub name: String,
    /// 免提交
    pub exempt: u32,
    /// 收纸
    pub paper: u32,
    /// 未先查电子证照
    pub violations: u32,
    pub by_why: Vec<WhyTimes>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WhyTimes {
    pub why: String,
    pub times: u32,
}

/// One material of one item, asked for or spared for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MaterialAskView {
    pub department: String,
    pub item_name: String,
    pub material_name: String,
    /// Absent is 免提交.
    pub why: Option<String>,
    pub times: u32,
}

/// Files of an earlier case that may stand for a material.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReusableView {
    pub slip: String,
    pub item_name: String,
    pub material_name: String,
    pub received_at: String,
    /// Its age.
    pub days: u32,
    /// 可信等级
    pub grade: String,
    pub pages: u32,
}
