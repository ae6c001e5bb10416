//! Paper to departments (材料移交) and papers that wait for a seal (用印).
//!
//! The paper of an accepted case is one bundle (材料袋) with the case's slip code on it. Bundles of a department are
//! listed in a batch, scanned out one by one, handed over to the department's messenger under a numbered 材料移交单,
//! compared with it there, and scanned when they come back.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::record::PaperRef;

/// Where a bundle is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum BundleState {
    /// 待移交: at the window, on no list.
    Here,
    /// 已列入: on the list of a batch, not scanned yet.
    Listed,
    /// 已扫出: scanned, lies ready for the messenger.
    Scanned,
    /// 在部门
    Away,
    /// 已交回
    Back,
    /// 部门留存: the department keeps it in its own files.
    Stays,
}

impl BundleState {
    pub const ALL: [BundleState; 6] = [
        BundleState::Here,
        BundleState::Listed,
        BundleState::Scanned,
        BundleState::Away,
        BundleState::Back,
        BundleState::Stays,
    ];

    pub fn word(self) -> &'static str {
        match self {
            BundleState::Here => "here",
            BundleState::Listed => "listed",
            BundleState::Scanned => "scanned",
            BundleState::Away => "away",
            BundleState::Back => "back",
            BundleState::Stays => "stays",
        }
    }

    pub fn from_word(word: &str) -> Option<BundleState> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// Sheets of one material in a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SheetLine {
    pub material: String,
    pub originals: u32,
    pub copies: u32,
    /// Of one copy.
    pub pages: u32,
}

/// One bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Bundle {
    /// The code on it.
    pub slip: String,
    pub case_number: Option<String>,
    pub item_name: String,
    pub state: BundleState,
    pub lines: Vec<SheetLine>,
    /// Names of materials that were not in it when the department checked it, or that did not come back with it.
    pub missing: Vec<String>,
    /// When the department had compared it with the list (核对签收).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub checked_at: Option<Timestamp>,
    /// When it became what it is.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
}

/// What lies at the windows for one department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ForDepartment {
    pub department: String,
    pub department_uscc: String,
    pub bundles: Vec<Bundle>,
}

/// 移交批次
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Batch {
    pub id: Uuid,
    /// 材料移交单 number, given when it is handed over.
    pub number: Option<String>,
    pub department: String,
    pub department_uscc: String,
    #[schema(value_type = String, format = DateTime)]
    pub made_at: Timestamp,
    /// 工号
    pub made_by: String,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub handed_at: Option<Timestamp>,
    /// Who signed for the department.
    pub messenger: Option<String>,
    pub note: Option<String>,
    /// The 材料移交单 itself, once it was handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<PaperRef>,
    /// Those of the items that are his who asks.
    pub bundles: Vec<Bundle>,
}

/// `GET /v1/transfers`: what waits, and every batch of which something is on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Transfers {
    pub here: Vec<ForDepartment>,
    pub batches: Vec<Batch>,
}

/// `POST /v1/transfers` → [`Batch`]: lists everything that lies here for the department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MakeBatch {
    pub department_uscc: String,
}

/// `POST /v1/transfers/{id}/out` → [`Batch`]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ScanOut {
    /// Slip code, case number, or the text of the QR code on either.
    pub code: String,
}

/// `POST /v1/transfers/{id}/hand` → [`Batch`]: the messenger signed. What was not scanned goes back to what waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HandBatch {
    pub messenger: String,
    /// How he signed, or what he remarked.
    #[serde(default)]
    pub note: String,
}

/// `POST /v1/transfers/checked` → [`Batch`]: the department compared a bundle with the list, and says what was not in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CheckBundle {
    pub code: String,
    #[serde(default)]
    pub missing: Vec<String>,
}

/// `POST /v1/transfers/back` → [`Batch`]: a bundle that came back, with what of it did not; or one that stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ScanBack {
    pub code: String,
    #[serde(default)]
    pub stays: bool,
    #[serde(default)]
    pub missing: Vec<String>,
}

/// `GET /v1/seals` → `Vec<SealRow>`: papers that wait for 行政审批专用章, then those sealed last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SealRow {
    pub paper: Uuid,
    pub title: String,
    pub number: String,
    pub slip: String,
    pub item_name: String,
    #[schema(value_type = String, format = DateTime)]
    pub made_at: Timestamp,
    pub sealed: Option<Sealed>,
}

/// 用印登记
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Sealed {
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// 工号
    pub by: String,
    pub copies: u32,
}

/// `POST /v1/seals` → [`SealRow`]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct KeepSeal {
    /// Number of the paper.
    pub number: String,
    pub copies: u32,
}
