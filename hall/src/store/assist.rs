//! The commands of assisted filing: help, mandates, hand-overs, drafts asked for.

use std::sync::Arc;

use async_trait::async_trait;
use cases::assist::Mode;
use cases::assist::code::HandOverCode;
use cases::assist::mandate::Mandate;
use cases::assist::request::{HelpEnd, HelpRequest};
use cases::catalogue::Catalogue;
use cases::wire::assist::{
    AskHelp, Assist, DraftAsk, HandOverAsk, HandOverReply, HandOverRow, HandedOver, HeldDraft, Holder,
    KeepMandate,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Act, Kept};

/// A draft about to be handed over, with the edition it is judged by.
#[derive(Clone)]
pub struct HandOverPlan {
    pub draft: Uuid,
    pub catalogue: Arc<Catalogue>,
    pub ask: HandOverAsk,
}

/// What is shown to take a hand-over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    Code(HandOverCode),
    /// The hand-over's id; its ticket has to be the one this desk serves.
    Ticket(Uuid),
}

/// What became of taking. A wrong code is an answer, because it is counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Take {
    Taken(Box<HandedOver>),
    Wrong {
        /// Wrong codes this desk may still send.
        left: u32,
    },
    Locked {
        until: Timestamp,
    },
    /// The half hour is over, or a later code was made.
    Over,
    Gone(Holder),
    OtherTicket,
    /// The draft is of an item beyond the taker's reach: its name.
    OtherItem(String),
}

/// Whose hand-overs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offered {
    /// Those that a window may take.
    Open,
    /// Those that this helper made today.
    Of(String),
}

/// Visits of helpers on one day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AssistCount {
    pub beside: u32,
    pub in_place: u32,
}

#[async_trait]
pub trait AssistStore: Send + Sync + 'static {
    async fn ask_help(&self, act: Act, ask: AskHelp) -> Kept<HelpRequest>;
    /// Every request of the hall's day, and older ones that are still open.
    async fn help(&self, now: Timestamp) -> Kept<Vec<HelpRequest>>;
    /// One helper wins; the others learn who.
    async fn take_help(&self, act: Act, id: Uuid) -> Kept<HelpRequest>;
    /// By the helper who took it, or taken back by the desk that asked.
    async fn end_help(&self, act: Act, id: Uuid, how: HelpEnd) -> Kept<HelpRequest>;

    async fn open_assist(&self, act: Act, request: Option<Uuid>, mode: Mode) -> Kept<Assist>;
    async fn assists(&self, now: Timestamp) -> Kept<AssistCount>;

    async fn keep_mandate(&self, act: Act, draft: Uuid, of: KeepMandate) -> Kept<Mandate>;
    /// The mandate of a draft, and how the draft came to be.
    async fn mandate(&self, draft: Uuid) -> Kept<(Option<Mandate>, Mode)>;

    async fn hand_over(&self, act: Act, plan: HandOverPlan) -> Kept<HandOverReply>;
    async fn hand_overs(&self, now: Timestamp, of: Offered) -> Kept<Vec<HandOverRow>>;
    /// Gives the draft to this desk under a higher fence, once (promise 3). `reach` are the items that who acts may
    /// take; `None` is all of them.
    async fn take_hand_over(&self, act: Act, token: Token, reach: Option<Vec<String>>) -> Kept<Take>;

    /// Reads a draft that another desk holds; the look is logged (promise 8).
    async fn look_at_draft(&self, act: Act, slip: &str, visit: Uuid) -> Kept<HeldDraft>;
    /// Asks for a draft; asked again, it is the same asking.
    async fn ask_for_draft(&self, act: Act, draft: Uuid) -> Kept<DraftAsk>;
    /// Askings without an answer: of one holder, or all.
    async fn draft_asks(&self, holder: Option<&str>) -> Kept<Vec<DraftAsk>>;
    /// `above` answers for the holder.
    async fn answer_ask(&self, act: Act, ask: Uuid, give: bool, above: bool) -> Kept<DraftAsk>;
}
