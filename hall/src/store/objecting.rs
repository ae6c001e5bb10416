//! The commands of objections (数据校核).

use async_trait::async_trait;
use cases::error::Trouble;
use cases::objection::{Answer, Believed, Objection};
use cases::wire::objection::{ObjectionPage, ObjectionRow, SettleObjection};
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use super::{Act, Kept};

/// An objection under way.
#[derive(Debug, Clone)]
pub struct LeasedObjection {
    pub objection: Objection,
    pub errand: Errand,
    pub slip: String,
    pub item: String,
    pub edition: String,
    /// Failures in a row of this errand.
    pub attempts: u32,
    /// The source was asked in this intake or its visit.
    pub looked: bool,
}

/// What is to be done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Errand {
    Send,
    /// The source has it and has not answered.
    Ask,
}

/// What became of an errand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ObjectionSettled {
    /// The source has it.
    Taken {
        receipt_no: String,
        answer_by: Date,
        next_try: Timestamp,
    },
    /// Nothing came of it this time, for a reason where it failed.
    Later {
        next_try: Timestamp,
        why: Option<Trouble>,
    },
    /// The source does not know it any more: it is sent again.
    Lost,
    Refused {
        why: Trouble,
    },
}

/// An answer as it came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CameAnswer {
    pub id: Uuid,
    /// The source that says it.
    pub dataset: String,
    pub receipt_no: String,
    pub answer: Answer,
}

/// Which objections are listed.
#[derive(Debug, Clone, Default)]
pub struct ObjectionFilter {
    pub desk: Option<String>,
    pub open: bool,
    /// Ids of items; `None` is all of them.
    pub items: Option<Vec<String>>,
    pub offset: u32,
    pub limit: u32,
}

#[async_trait]
pub trait ObjectionStore {
    /// Leases what has been due longest.
    async fn lease_objection(&self, now: Timestamp, until: Timestamp) -> Kept<Option<LeasedObjection>>;
    async fn settle_objection(&self, act: Act, id: Uuid, settled: ObjectionSettled) -> Kept<()>;
    /// Takes an answer in; one of another source, or of another receipt, is refused and raises an alarm.
    async fn hear_objection(&self, act: Act, came: CameAnswer) -> Kept<Believed>;
    /// A supervisor writes down the answer to one that nobody answered over the line.
    async fn settle_by_hand(&self, act: Act, id: Uuid, said: SettleObjection) -> Kept<ObjectionRow>;
    /// Frees every lease: nobody who held one is alive when the hall starts.
    async fn release_objection_leases(&self) -> Kept<u64>;
    async fn next_objection_time(&self) -> Kept<Option<Timestamp>>;
    /// Says of each open one whose day has passed, once; gives how many.
    async fn warn_objections(&self, act: Act) -> Kept<u32>;
    async fn objections(&self, now: Timestamp, filter: ObjectionFilter) -> Kept<ObjectionPage>;
    /// Those raised in one intake, in their order.
    async fn objections_of(&self, now: Timestamp, draft: Uuid) -> Kept<Vec<ObjectionRow>>;
}
