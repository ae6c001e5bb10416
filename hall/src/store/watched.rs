//! What looks are kept for: 过程监控 while they are made.

use async_trait::async_trait;
use cases::watch::{Alarm, Denial, Outcome, WatchRules, Whose};
use cases::wire::watch::AlarmFile;
use uuid::Uuid;

use super::{Act, Kept, Look};

/// What a look is judged by at its moment.
#[derive(Debug, Clone, Copy)]
pub struct Watch {
    pub rules: WatchRules,
    /// Minutes outside the hall's opening hours.
    pub outside_minutes: u32,
    /// The saved intake may be on its way still: what only it could explain is told by [`Begun::NotYet`].
    pub patient: bool,
}

/// What became of a look that somebody wants to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begun {
    /// Under this grant; its audit line stands.
    Granted(String),
    /// Nothing was written: the intake that explains the look has not arrived.
    NotYet,
}

/// A look that was refused.
#[derive(Debug, Clone)]
pub struct RefusedLook {
    /// The look as far as it was understood; what was sent in the place of known names is not in it.
    pub look: Look,
    pub code: String,
    pub denial: Denial,
}

/// Somebody whose data is watched, by number; the number itself is not kept.
#[derive(Debug, Clone)]
pub struct WatchedPerson {
    pub number: String,
    pub whose: Whose,
    /// 工号 of whom it is, or whose relative; empty for the list of the hall.
    pub staff: String,
}

#[async_trait]
pub trait WatchStore: Send + Sync + 'static {
    /// Checks visit, subject and grant, writes the audit line and judges the look, in one step. Nothing may be asked
    /// before this returned a grant.
    async fn begin_look(&self, act: Act, look: Look, watch: Watch) -> Kept<Begun>;
    /// Writes down a look that was refused, and judges it.
    async fn refuse_look(&self, act: Act, refused: RefusedLook, watch: Watch) -> Kept<()>;
    /// Open alarms, the newest first; then those closed last.
    async fn watch_alarms(&self) -> Kept<Vec<Alarm>>;
    /// An alarm with its looks; reading it is a line of the log.
    async fn watch_alarm(&self, act: Act, id: Uuid) -> Kept<AlarmFile>;
    async fn close_watch_alarm(&self, act: Act, id: Uuid, outcome: Outcome, note: &str) -> Kept<Alarm>;
    /// Adds people who are watched, or takes them off; says how many there are now.
    async fn watch_people(&self, act: Act, people: Vec<WatchedPerson>, on: bool) -> Kept<u64>;
}
