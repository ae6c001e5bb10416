//! The commands of results over their tables.

use async_trait::async_trait;
use cases::case::Draft;
use cases::wire::delivery::{Collectable, PrintNoted};
use cases::wire::record::{CaseRow, CaseView};
use uuid::Uuid;

use super::{SqliteStore, casefile, delivery, print_job, void};
use crate::store::delivery::{DeliverPlan, DeliveryStore, VoidPlan};
use crate::store::{Act, Kept};

#[async_trait]
impl DeliveryStore for SqliteStore {
    async fn case_draft(&self, reference: &str) -> Kept<Option<Draft>> {
        let reference = reference.to_owned();
        self.read(move |tx| casefile::draft_of(tx, &reference)).await
    }

    async fn deliver(&self, act: Act, plan: DeliverPlan) -> Kept<CaseView> {
        self.write(act, move |tx, act| delivery::deliver(tx, act, &plan))
            .await
    }

    async fn collectable(&self, act: Act, of: Collectable) -> Kept<Vec<CaseRow>> {
        self.read(move |tx| delivery::collectable(tx, &act, &of)).await
    }

    async fn void_case(&self, act: Act, plan: VoidPlan) -> Kept<CaseView> {
        self.write(act, move |tx, act| void::void(tx, act, &plan)).await
    }

    async fn note_print(&self, act: Act, paper: Uuid) -> Kept<PrintNoted> {
        self.write(act, move |tx, act| print_job::note(tx, act, paper))
            .await
    }
}
