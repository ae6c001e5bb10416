//! The commands of applications begun online over their tables.

use async_trait::async_trait;
use cases::wire::online::{OnlineCase, OnlineOffers, OnlineTaken, WaitingItem};
use jiff::Timestamp;
use uuid::Uuid;

use super::{SqliteStore, online, online_errand, visit};
use crate::store::online::{Asker, Came, Errand, OnlineStore, Ran};
use crate::store::{Act, Kept};

#[async_trait]
impl OnlineStore for SqliteStore {
    async fn note_person(&self, visit: Uuid, id_number: &str) -> Kept<()> {
        let id_number = id_number.to_owned();
        self.plain_write(move |tx| visit::note_person(tx, visit, &id_number))
            .await
    }

    async fn keep_online(&self, act: Act, came: Came) -> Kept<bool> {
        self.plain_write(move |tx| online::keep(tx, &act, &came)).await
    }

    async fn online_waiting(&self, reach: Option<Vec<String>>) -> Kept<Vec<WaitingItem>> {
        self.read(move |tx| online::waiting(tx, reach.as_deref())).await
    }

    async fn online_of(&self, act: Act, asker: Asker) -> Kept<OnlineOffers> {
        self.plain_write(move |tx| online::of_person(tx, &act, &asker))
            .await
    }

    async fn take_online(&self, act: Act, asker: Asker, application: &str, draft: Uuid) -> Kept<OnlineTaken> {
        let application = application.to_owned();
        self.write(act, move |tx, act| {
            online::take(tx, act, &asker, &application, draft)
        })
        .await
    }

    async fn online_of_draft(&self, desk: &str, draft: Uuid) -> Kept<OnlineCase> {
        let desk = desk.to_owned();
        self.read(move |tx| online::of_draft(tx, &desk, draft)).await
    }

    async fn release_online(&self, act: Act, draft: Uuid, reason: &str) -> Kept<()> {
        let reason = reason.to_owned();
        self.write(act, move |tx, act| online::release(tx, act, draft, &reason))
            .await
    }

    async fn next_errand(&self, now: Timestamp, until: Timestamp) -> Kept<Option<Errand>> {
        self.plain_write(move |tx| online_errand::next(tx, now, until))
            .await
    }

    async fn settle_errand(&self, act: Act, errand: Errand, ran: Ran) -> Kept<()> {
        self.plain_write(move |tx| online_errand::settle(tx, &act, &errand, &ran))
            .await
    }

    async fn next_errand_time(&self) -> Kept<Option<Timestamp>> {
        self.read(online_errand::next_time).await
    }
}
