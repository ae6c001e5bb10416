//! 收纸台账: what was asked of applicants, counted; and what they need not bring again (材料复用).

use async_trait::async_trait;
use cases::case::Draft;
use cases::wire::material::MaterialAsks;
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use super::{Act, Kept};

/// An earlier case of an applicant.
#[derive(Debug, Clone)]
pub struct Earlier {
    pub slip: String,
    pub item_name: String,
    pub received_at: Timestamp,
    pub draft: Draft,
}

#[async_trait]
pub trait AskedStore: Send + Sync + 'static {
    /// From the first day to the last, both among them.
    async fn material_asks(&self, from: Date, until: Date) -> Kept<Vec<MaterialAsks>>;
    /// Cases of the applicant of an open draft of this desk, received since, the last first; void ones are none. Reading
    /// them is a line of the log, and needs his open visit here. Files that are not kept any more are left out.
    async fn earlier_cases(&self, act: Act, draft: Uuid, since: Date) -> Kept<Vec<Earlier>>;
}
