//! The commands of the law's clock: the calendar in force, what happens by itself, what is said before it
//! does.

use std::collections::BTreeSet;

use async_trait::async_trait;
use cases::case::Draft;
use cases::deadline::{Clocks, Event, Limits};
use cases::wire::intake::Outcome;
use cases::wire::warning::{SeeWarnings, SeenWarnings, WarningPage, WarningsOf};
use jiff::Timestamp;
use uuid::Uuid;

use super::{Act, Kept};
use crate::intake::plan::{AcceptPlan, Ground};
use crate::law::Counting;

/// An open case whose days the calendar in force has not counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uncounted {
    pub id: Uuid,
    pub item: String,
    pub edition: String,
    pub has_limits: bool,
}

/// A case whose clock the hall acts on.
#[derive(Debug, Clone)]
pub struct Burning {
    pub id: Uuid,
    pub clocks: Clocks,
}

/// An act that the law wants told in writing, and that no paper tells yet.
#[derive(Debug, Clone)]
pub struct Owed {
    pub case: Uuid,
    pub case_number: Option<String>,
    /// Number of the 补正材料告知书, where one was written.
    pub told_by: Option<String>,
    /// Of the act among those of its case.
    pub sequence: i64,
    /// All acts up to it.
    pub acts: Vec<Event>,
}

/// With what its paper stands on.
#[derive(Debug, Clone)]
pub struct OwedPaper {
    pub ground: Ground,
    pub owed: Owed,
}

/// What was said of limits in one go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warned {
    /// Cases that were looked at.
    pub cases: u32,
    /// Windows that something was said to.
    pub desks: BTreeSet<String>,
}

#[async_trait]
pub trait LawStore: Send + Sync + 'static {
    /// Takes a calendar into force, as a new version where it says something else than the last one.
    async fn put_counting(&self, act: Act, counting: Counting) -> Kept<i64>;
    /// Open cases that the calendar in force has not counted, some of them.
    async fn uncounted(&self, limit: u32) -> Kept<Vec<Uncounted>>;
    /// Counts cases anew in one transaction; gives how many days became others.
    async fn recount(&self, act: Act, cases: Vec<(Uuid, Option<Limits>)>) -> Kept<u32>;
    /// Cases whose clock of the kind the hall acts on ends by `until`, the first first.
    async fn burning(
        &self,
        until: Timestamp,
        after: Option<(Timestamp, Uuid)>,
        limit: u32,
    ) -> Kept<Vec<Burning>>;
    /// When the next such clock ends after `now`, or the next limit is to be warned of.
    async fn next_burning(&self, now: Timestamp) -> Kept<Option<Timestamp>>;
    /// The draft of a case that is received.
    async fn received_draft(&self, case: Uuid) -> Kept<Option<Draft>>;
    /// 视为受理: accepts what was told nothing in time, if it still is.
    async fn accept_deemed(&self, act: Act, plan: AcceptPlan) -> Kept<Option<Outcome>>;
    /// 补正不来: ends what was asked for and did not come, if it still has not. Tells whether it did.
    async fn lapse(&self, act: Act, case: Uuid) -> Kept<bool>;
    /// Says what is due of the limits of at most so many cases, the longest due first.
    async fn warn_of_limits(&self, act: Act, limit: u32) -> Kept<Warned>;
    /// Tells these windows, and supervisors, that there are warnings.
    async fn say_warned(&self, desks: BTreeSet<String>) -> Kept<()>;
    /// 期限提醒 that nobody looked at, of a desk or for supervisors; `items` are those that count, `None` is all.
    async fn warnings(
        &self,
        now: Timestamp,
        of: (WarningsOf, String),
        items: Option<Vec<String>>,
        limit: u32,
    ) -> Kept<WarningPage>;
    /// Somebody looked at them.
    async fn see_warnings(
        &self,
        act: Act,
        items: Option<Vec<String>>,
        seen: SeeWarnings,
    ) -> Kept<SeenWarnings>;
    /// Acts that the law wants told, the oldest first.
    async fn owed_papers(&self) -> Kept<Vec<Owed>>;
    /// Numbers and writes a paper that is owed, once. Tells whether it was owed still.
    async fn write_owed(&self, act: Act, paper: OwedPaper) -> Kept<bool>;
    /// 特别程序结束, by a window.
    async fn resume_case(&self, act: Act, reference: String) -> Kept<Clocks>;
}
