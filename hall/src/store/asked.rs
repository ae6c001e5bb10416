//! 收纸台账: what was asked of applicants, counted.

use async_trait::async_trait;
use cases::wire::material::MaterialAsks;
use jiff::civil::Date;

use super::Kept;

#[async_trait]
pub trait AskedStore: Send + Sync + 'static {
    /// From the first day to the last, both among them.
    async fn material_asks(&self, from: Date, until: Date) -> Kept<Vec<MaterialAsks>>;
}
