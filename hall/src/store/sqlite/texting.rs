//! The commands of text messages over their table.

use async_trait::async_trait;
use cases::wire::record::TextView;
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use super::{SqliteStore, text_message};
use crate::store::texting::{Fixed, LeasedText, TextSettled, TextStore, Warning};
use crate::store::{Act, Kept};

#[async_trait]
impl TextStore for SqliteStore {
    async fn lease_text(&self, now: Timestamp, until: Timestamp, quiet: bool) -> Kept<Option<LeasedText>> {
        self.plain_write(move |tx| text_message::lease(tx, now, until, quiet))
            .await
    }

    async fn fix_text(&self, id: Uuid, fixed: Fixed) -> Kept<()> {
        self.plain_write(move |tx| text_message::fix(tx, id, &fixed))
            .await
    }

    async fn settle_text(&self, act: Act, id: Uuid, settled: TextSettled) -> Kept<()> {
        self.plain_write(move |tx| text_message::settle(tx, &act, id, &settled))
            .await
    }

    async fn next_text_time(&self, quiet_until: Option<Timestamp>) -> Kept<Option<Timestamp>> {
        self.read(move |tx| text_message::next_time(tx, quiet_until))
            .await
    }

    async fn release_text_leases(&self) -> Kept<u64> {
        self.plain_write(text_message::release_leases).await
    }

    async fn unwarned(&self, from: Date, until: Date) -> Kept<Vec<Warning>> {
        self.read(move |tx| text_message::unwarned(tx, from, until)).await
    }

    async fn warn(&self, act: Act, warnings: Vec<Warning>) -> Kept<()> {
        self.plain_write(move |tx| text_message::warn(tx, &act, &warnings))
            .await
    }

    async fn texts_of(&self, casefile: Uuid) -> Kept<Vec<TextView>> {
        self.read(move |tx| text_message::views(tx, casefile)).await
    }
}
