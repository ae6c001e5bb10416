//! The commands of paper to departments and of the seal log over their tables.

use async_trait::async_trait;
use cases::wire::transfer::{Batch, HandBatch, KeepSeal, ScanBack, SealRow};
use uuid::Uuid;

use super::{SqliteStore, seal, transfer};
use crate::store::transfer::{Listed, Lying, Numbering, TransferStore};
use crate::store::{Act, Kept};

#[async_trait]
impl TransferStore for SqliteStore {
    async fn lying(&self, department: Option<&str>) -> Kept<Vec<Lying>> {
        let department = department.map(str::to_owned);
        self.read(move |tx| transfer::lying(tx, department.as_deref()))
            .await
    }

    async fn make_batch(&self, act: Act, department: &str, listed: Vec<Listed>) -> Kept<Batch> {
        let department = department.to_owned();
        self.write(act, move |tx, act| transfer::make(tx, act, &department, &listed))
            .await
    }

    async fn scan_out(&self, act: Act, batch: Uuid, code: &str) -> Kept<Batch> {
        let code = code.to_owned();
        self.write(act, move |tx, act| transfer::scan_out(tx, act, batch, &code))
            .await
    }

    async fn hand_batch(&self, act: Act, batch: Uuid, hand: HandBatch, numbering: Numbering) -> Kept<Batch> {
        self.write(act, move |tx, act| {
            transfer::hand(tx, act, batch, &hand, &numbering)
        })
        .await
    }

    async fn scan_back(&self, act: Act, back: ScanBack) -> Kept<Batch> {
        self.write(act, move |tx, act| transfer::scan_back(tx, act, &back))
            .await
    }

    async fn batch(&self, id: Uuid) -> Kept<Option<Batch>> {
        self.read(move |tx| transfer::find(tx, id)).await
    }

    async fn open_batches(&self) -> Kept<Vec<Batch>> {
        self.read(transfer::open).await
    }

    async fn seals(&self) -> Kept<Vec<SealRow>> {
        self.read(seal::rows).await
    }

    async fn keep_seal(&self, act: Act, seal: KeepSeal) -> Kept<SealRow> {
        self.write(act, move |tx, act| seal::keep(tx, act, &seal)).await
    }
}
