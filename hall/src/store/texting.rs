//! The commands of text messages (短信).

use async_trait::async_trait;
use cases::case::Draft;
use cases::error::Trouble;
use cases::texting::Moment;
use cases::wire::record::TextView;
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use super::{Act, Kept};

/// A message under way, with what it is made from.
#[derive(Debug, Clone)]
pub struct LeasedText {
    pub id: Uuid,
    pub attempts: u32,
    /// Failures of the gateway in a row.
    pub failures: u32,
    pub saying: Saying,
}

/// What a message says.
#[derive(Debug, Clone)]
pub enum Saying {
    /// What was said at the first attempt, or asked for at a window: every attempt says the same.
    Fixed(Fixed),
    /// To be made from the case.
    OfCase {
        slip: String,
        moment: Moment,
        /// The day it tells.
        day: Option<Date>,
        draft: Box<Draft>,
    },
}

/// To whom and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    pub phone: String,
    pub words: String,
}

/// What became of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextSettled {
    Sent {
        receipt_no: String,
    },
    Later {
        next_try: Timestamp,
        why: Trouble,
    },
    Refused {
        why: Trouble,
    },
    /// The form gives no mobile number.
    NoPhone,
}

/// A day that somebody is warned of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Warning {
    pub case: Uuid,
    pub moment: Moment,
    pub day: Date,
    /// From when the limit runs.
    pub since: Date,
}

#[async_trait]
pub trait TextStore {
    /// Leases the message that has been due longest; within a case in their order. In quiet hours only what is said
    /// to somebody at the window.
    async fn lease_text(&self, now: Timestamp, until: Timestamp, quiet: bool) -> Kept<Option<LeasedText>>;
    /// Keeps to whom and what is said before it leaves for the first time.
    async fn fix_text(&self, id: Uuid, fixed: Fixed) -> Kept<()>;
    async fn settle_text(&self, act: Act, id: Uuid, settled: TextSettled) -> Kept<()>;
    /// When a message may be due next; what may not leave before `quiet_until` counts from there.
    async fn next_text_time(&self, quiet_until: Option<Timestamp>) -> Kept<Option<Timestamp>>;
    /// Frees every lease: nobody who held one is alive when the hall starts.
    async fn release_text_leases(&self) -> Kept<u64>;
    /// Open cases with a day from `from` to `until` that nobody was warned of.
    async fn unwarned(&self, from: Date, until: Date) -> Kept<Vec<Warning>>;
    /// Writes the warnings that are still due.
    async fn warn(&self, act: Act, warnings: Vec<Warning>) -> Kept<()>;
    async fn texts_of(&self, casefile: Uuid) -> Kept<Vec<TextView>>;
}
