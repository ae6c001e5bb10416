//! The commands of results: delivery, prints of papers, void cases.

use async_trait::async_trait;
use cases::case::Draft;
use cases::case::delivery::Delivery;
use cases::wire::delivery::{Collectable, PrintNoted};
use cases::wire::record::{CaseRow, CaseView};
use uuid::Uuid;

use super::{Act, Kept};
use crate::intake::plan::Ground;

/// 送达, with what its papers say.
#[derive(Debug, Clone)]
pub struct DeliverPlan {
    pub ground: Ground,
    pub visit: Option<Uuid>,
    pub delivery: Delivery,
}

/// 作废: the parcels that their departments gave back, and everything its paper says but the number.
#[derive(Debug, Clone)]
pub struct VoidPlan {
    pub ground: Ground,
    pub approval: Uuid,
    pub recalled: Vec<Uuid>,
}

#[async_trait]
pub trait DeliveryStore: Send + Sync + 'static {
    /// What a case said when it was received or accepted, by case number or slip code.
    async fn case_draft(&self, reference: &str) -> Kept<Option<Draft>>;
    /// Delivers the results of a completed case.
    async fn deliver(&self, act: Act, plan: DeliverPlan) -> Kept<CaseView>;
    /// Completed cases that somebody who stands at a window may take along, oldest first.
    async fn collectable(&self, act: Act, of: Collectable) -> Kept<Vec<CaseRow>>;
    /// Makes a case void under its approval. A parcel that has left and was not given back stops it.
    async fn void_case(&self, act: Act, plan: VoidPlan) -> Kept<CaseView>;
    /// Notes that a paper went to a printer.
    async fn note_print(&self, act: Act, paper: Uuid) -> Kept<PrintNoted>;
}
