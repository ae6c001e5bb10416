//! The commands of paper to departments and of the seal log over their tables.

use async_trait::async_trait;
use cases::wire::transfer::{Batch, CheckBundle, KeepSeal, ScanBack, SealRow};
use uuid::Uuid;

use super::{SqliteStore, seal, transfer};
use crate::store::transfer::{HandPlan, Listed, Lying, Reach, TransferStore};
use crate::store::{Act, Kept};

#[async_trait]
impl TransferStore for SqliteStore {
    async fn lying(&self, department: Option<&str>, reach: Reach) -> Kept<Vec<Lying>> {
        let department = department.map(str::to_owned);
        self.read(move |tx| transfer::lying(tx, department.as_deref(), &reach))
            .await
    }

    async fn make_batch(&self, act: Act, department: &str, listed: Vec<Listed>, reach: Reach) -> Kept<Batch> {
        let department = department.to_owned();
        self.write(act, move |tx, act| {
            transfer::make(tx, act, &department, &listed, &reach)
        })
        .await
    }

    async fn scan_out(&self, act: Act, batch: Uuid, code: &str, reach: Reach) -> Kept<Batch> {
        let code = code.to_owned();
        self.write(act, move |tx, act| {
            transfer::scan_out(tx, act, batch, &code, &reach)
        })
        .await
    }

    async fn hand_batch(&self, act: Act, batch: Uuid, plan: HandPlan, reach: Reach) -> Kept<Batch> {
        self.write(act, move |tx, act| transfer::hand(tx, act, batch, &plan, &reach))
            .await
    }

    async fn check_bundle(&self, act: Act, check: CheckBundle, reach: Reach) -> Kept<Batch> {
        self.write(act, move |tx, act| transfer::check(tx, act, &check, &reach))
            .await
    }

    async fn scan_back(&self, act: Act, back: ScanBack, reach: Reach) -> Kept<Batch> {
        self.write(act, move |tx, act| transfer::scan_back(tx, act, &back, &reach))
            .await
    }

    async fn batch(&self, id: Uuid, reach: Reach) -> Kept<Option<Batch>> {
        self.read(move |tx| transfer::find(tx, id, &reach)).await
    }

    async fn open_batches(&self, reach: Reach) -> Kept<Vec<Batch>> {
        self.read(move |tx| transfer::open(tx, &reach)).await
    }

    async fn seals(&self, reach: Reach) -> Kept<Vec<SealRow>> {
        self.read(move |tx| seal::rows(tx, &reach)).await
    }

    async fn keep_seal(&self, act: Act, seal: KeepSeal, reach: Reach) -> Kept<SealRow> {
        self.write(act, move |tx, act| seal::keep(tx, act, &seal, &reach))
            .await
    }
}
