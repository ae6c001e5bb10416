//! The commands between windows and supervisors over their tables.

use async_trait::async_trait;
use cases::roles::Role;
use cases::support::call::{HelperHere, SupportCall};
use cases::support::message::Message;
use cases::wire::support::{AnswerSupport, CallSupport, Heard, PostMessage, Posted};
use jiff::Timestamp;
use uuid::Uuid;

use super::{SqliteStore, message, support};
use crate::store::messages::MessageStore;
use crate::store::{Act, Kept};

#[async_trait]
impl MessageStore for SqliteStore {
    async fn call_support(&self, act: Act, call: CallSupport) -> Kept<SupportCall> {
        self.write(act, move |tx, act| support::call(tx, act, &call))
            .await
    }

    async fn open_supports(&self) -> Kept<Vec<SupportCall>> {
        self.read(support::open).await
    }

    async fn supports_at(&self, desk: &str) -> Kept<Vec<SupportCall>> {
        let desk = desk.to_owned();
        self.read(move |tx| support::at_desk(tx, &desk)).await
    }

    async fn answer_support(&self, act: Act, id: Uuid, answer: AnswerSupport) -> Kept<SupportCall> {
        self.write(act, move |tx, act| support::answer(tx, act, id, &answer))
            .await
    }

    async fn withdraw_support(&self, act: Act, id: Uuid) -> Kept<SupportCall> {
        self.write(act, move |tx, act| support::withdraw(tx, act, id))
            .await
    }

    async fn helpers_here(&self, now: Timestamp) -> Kept<Vec<HelperHere>> {
        self.read(move |tx| support::helpers(tx, now)).await
    }

    async fn post_message(&self, act: Act, post: PostMessage) -> Kept<Message> {
        self.write(act, move |tx, act| message::post(tx, act, &post))
            .await
    }

    async fn messages(&self, now: Timestamp, role: Role, desk: &str) -> Kept<Vec<Heard>> {
        let desk = desk.to_owned();
        self.read(move |tx| message::heard(tx, now, role, &desk)).await
    }

    async fn posted_messages(&self, now: Timestamp) -> Kept<Vec<Posted>> {
        self.read(move |tx| message::posted(tx, now)).await
    }

    async fn acknowledge(&self, act: Act, role: Role, id: Uuid) -> Kept<Heard> {
        self.write(act, move |tx, act| message::acknowledge(tx, act, role, id))
            .await
    }

    async fn end_message(&self, act: Act, id: Uuid) -> Kept<Message> {
        self.write(act, move |tx, act| message::end(tx, act, id)).await
    }
}
