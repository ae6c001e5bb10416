//! 智能预填 of accepted cases.

use async_trait::async_trait;
use cases::case::meter::Meter;
use cases::watch::month::Month;

use super::Kept;

/// What one window took of one item in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prefilled {
    pub desk: String,
    pub item: String,
    pub cases: u32,
    pub meter: Meter,
}

#[async_trait]
pub trait PrefillStore: Send + Sync + 'static {
    /// By window, then item.
    async fn prefilled(&self, month: Month) -> Kept<Vec<Prefilled>>;
}
