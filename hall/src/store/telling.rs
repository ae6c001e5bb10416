//! The commands of 一次告知: first notices, their texts, consultations.

use async_trait::async_trait;
use cases::case::Draft;
use cases::wire::notice::{ConsultationCount, ConsultationCounted, NoticeText, NoticeView};
use jiff::civil::Date;
use uuid::Uuid;

use super::texting::Fixed;
use super::{Act, Kept};

/// A first notice with what it was told from.
#[derive(Debug, Clone)]
pub struct FirstNotice {
    pub view: NoticeView,
    /// The draft as it is now.
    pub draft: Draft,
    /// Whether there is no case yet.
    pub open: bool,
}

/// What a text tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextOf {
    Notice { draft: Uuid, slip: String },
    Consultation(Uuid),
}

/// 咨询
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consulted {
    pub id: Uuid,
    pub item: String,
    pub item_name: String,
    pub day: Date,
}

#[async_trait]
pub trait TellStore: Send + Sync + 'static {
    /// The first notice of a case or draft, by slip code or case number.
    async fn first_notice(&self, reference: String) -> Kept<Option<FirstNotice>>;
    /// The paper of it, as it was printed.
    async fn notice_paper(&self, reference: String) -> Kept<Option<Vec<u8>>>;
    /// Writes the one text of a notice; a second one is refused. `agreed`: who applies wants it named (单独同意).
    async fn text_notice(&self, act: Act, of: TextOf, fixed: Fixed, agreed: bool) -> Kept<NoticeText>;
    /// Counts a consultation, once.
    async fn consulted(&self, act: Act, consulted: Consulted) -> Kept<ConsultationCounted>;
    /// How often each item was explained from this day on.
    async fn consultations(&self, since: Date) -> Kept<Vec<ConsultationCount>>;
}
