//! The commands between windows and supervisors: calls for support, messages.

use async_trait::async_trait;
use cases::roles::Role;
use cases::support::call::{HelperHere, SupportCall};
use cases::support::message::Message;
use cases::wire::support::{AnswerSupport, CallSupport, Heard, PostMessage, Posted};
use jiff::Timestamp;
use uuid::Uuid;

use super::{Act, Kept};

#[async_trait]
pub trait MessageStore: Send + Sync + 'static {
    /// Called again while one of its kind is open, it is that one.
    async fn call_support(&self, act: Act, call: CallSupport) -> Kept<SupportCall>;
    /// Every call that has not ended, the oldest first.
    async fn open_supports(&self) -> Kept<Vec<SupportCall>>;
    /// Open calls of this desk, and those to which its helper was sent.
    async fn supports_at(&self, desk: &str) -> Kept<Vec<SupportCall>>;
    /// One supervisor wins; the others learn who.
    async fn answer_support(&self, act: Act, id: Uuid, answer: AnswerSupport) -> Kept<SupportCall>;
    async fn withdraw_support(&self, act: Act, id: Uuid) -> Kept<SupportCall>;
    /// Helpers who are signed in, by 工号.
    async fn helpers_here(&self, now: Timestamp) -> Kept<Vec<HelperHere>>;

    async fn post_message(&self, act: Act, post: PostMessage) -> Kept<Message>;
    /// What stands for a desk where somebody of this role is signed in.
    async fn messages(&self, now: Timestamp, role: Role, desk: &str) -> Kept<Vec<Heard>>;
    /// Everything that stands, with the desks that have confirmed it.
    async fn posted_messages(&self, now: Timestamp) -> Kept<Vec<Posted>>;
    /// Confirmed by the desk once; again it changes nothing.
    async fn acknowledge(&self, act: Act, role: Role, id: Uuid) -> Kept<Heard>;
    /// Takes a message back: it stands no longer.
    async fn end_message(&self, act: Act, id: Uuid) -> Kept<Message>;
}
