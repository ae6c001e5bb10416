//! 过程监控: is the way somebody looks people up what a window does in its day?
//!
//! - [`rules`]: how much is too much, as data of a hall. [`seen`]: one look as far as it is judged.
//! - [`judge`]: from the looks of one operator to what somebody has to look at. [`subject`]: whom a case is about.
//! - [`alarm`]: what a supervisor does about it. [`sample`]: which looks are read afterwards. [`month`]: a month of
//!   looks in figures, and as rows that a table program takes for text. [`sheet`]: both papers.
//!
//! Invariants
//! - No name and no number goes in: a person is a digest, an operator his 工号.
//! - An ordinary day raises nothing; the tenth look without ticket or case raises an alarm at the latest, whatever a
//!   hall's rules say.

pub mod alarm;
pub mod judge;
pub mod month;
pub mod rules;
pub mod sample;
pub mod seen;
pub mod sheet;
pub mod subject;

#[cfg(test)]
mod tests;

pub use alarm::{Alarm, Closed, OddStep, Outcome};
pub use judge::{Kind, Suspicion, judge};
pub use rules::{OddRules, WatchRules};
pub use seen::{Denial, Seen, Whose};
