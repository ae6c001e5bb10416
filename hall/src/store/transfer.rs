//! The commands of paper to departments (材料移交) and of the seal log (用印).

use async_trait::async_trait;
use cases::case::Draft;
use cases::wire::transfer::{Batch, HandBatch, KeepSeal, ScanBack, SealRow, SheetLine};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Act, Kept};

/// A bundle that lies at the windows.
#[derive(Debug, Clone)]
pub struct Lying {
    pub case: Uuid,
    pub case_number: Option<String>,
    pub item_name: String,
    pub department: String,
    pub department_uscc: String,
    pub since: Timestamp,
    pub draft: Draft,
}

/// A bundle as it is listed: whose, and what is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    pub case: Uuid,
    pub lines: Vec<SheetLine>,
}

/// How the 材料移交单 is numbered: by body and year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbering {
    pub region: String,
    pub class: String,
    pub year: i16,
}

#[async_trait]
pub trait TransferStore: Send + Sync + 'static {
    /// What lies here, of one department or all, the longest first.
    async fn lying(&self, department: Option<&str>) -> Kept<Vec<Lying>>;
    /// Lists bundles in the department's open batch, or opens one.
    async fn make_batch(&self, act: Act, department: &str, listed: Vec<Listed>) -> Kept<Batch>;
    /// A bundle of the batch is scanned, once.
    async fn scan_out(&self, act: Act, batch: Uuid, code: &str) -> Kept<Batch>;
    /// The messenger signed for what was scanned; the rest lies here again. Gives the number.
    async fn hand_batch(&self, act: Act, batch: Uuid, hand: HandBatch, numbering: Numbering) -> Kept<Batch>;
    /// A bundle came back, or stays.
    async fn scan_back(&self, act: Act, back: ScanBack) -> Kept<Batch>;
    async fn batch(&self, id: Uuid) -> Kept<Option<Batch>>;
    /// Batches of which something has not come back whole, the newest first.
    async fn open_batches(&self) -> Kept<Vec<Batch>>;
    async fn seals(&self) -> Kept<Vec<SealRow>>;
    async fn keep_seal(&self, act: Act, seal: KeepSeal) -> Kept<SealRow>;
}
