//! The commands of objections over their table.

use async_trait::async_trait;
use cases::objection::Believed;
use cases::wire::objection::{ObjectionPage, ObjectionRow, SettleObjection};
use jiff::Timestamp;
use uuid::Uuid;

use super::{SqliteStore, objection};
use crate::store::objecting::{
    CameAnswer, LeasedObjection, ObjectionFilter, ObjectionSettled, ObjectionStore,
};
use crate::store::{Act, Kept};

#[async_trait]
impl ObjectionStore for SqliteStore {
    async fn lease_objection(&self, now: Timestamp, until: Timestamp) -> Kept<Option<LeasedObjection>> {
        self.plain_write(move |tx| objection::lease(tx, now, until)).await
    }

    async fn settle_objection(&self, act: Act, id: Uuid, settled: ObjectionSettled) -> Kept<()> {
        self.plain_write(move |tx| objection::settle(tx, &act, id, &settled))
            .await
    }

    async fn hear_objection(&self, act: Act, came: CameAnswer) -> Kept<Believed> {
        // The alarm about a foreign answer stays although the answer is refused.
        self.plain_write(move |tx| Ok(objection::hear(tx, &act, &came)))
            .await?
    }

    async fn settle_by_hand(&self, act: Act, id: Uuid, said: SettleObjection) -> Kept<ObjectionRow> {
        self.write(act, move |tx, act| objection::by_hand(tx, act, id, &said))
            .await
    }

    async fn release_objection_leases(&self) -> Kept<u64> {
        self.plain_write(objection::release_leases).await
    }

    async fn next_objection_time(&self) -> Kept<Option<Timestamp>> {
        self.read(objection::next_time).await
    }

    async fn warn_objections(&self, act: Act) -> Kept<u32> {
        self.plain_write(move |tx| objection::warn(tx, &act)).await
    }

    async fn objections(&self, now: Timestamp, filter: ObjectionFilter) -> Kept<ObjectionPage> {
        self.read(move |tx| objection::page(tx, now, &filter)).await
    }

    async fn objections_of(&self, now: Timestamp, draft: Uuid) -> Kept<Vec<ObjectionRow>> {
        self.read(move |tx| objection::of_draft(tx, now, draft)).await
    }
}
