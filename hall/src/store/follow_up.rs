//! What the supervisor's board is read from, and what a supervisor follows up: 督办, 差评回访.

use async_trait::async_trait;
use cases::assist::request::HelpRequest;
use cases::board::{
    BadRatingFact, DepartmentLine, Outcomes, OverdueCase, PaperAway, Past, RatingsOfDay, WindowAlarm,
};
use cases::queue::{Ticket, Window};
use cases::rating::Said;
use cases::support::call::{HelperHere, SupportCall};
use cases::watch::Alarm;
use cases::wire::board::{CallBack, Called, Urged};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Act, Kept};

/// A day as the tables have it.
#[derive(Debug, Clone, Default)]
pub struct BoardFacts {
    pub tickets: Vec<Ticket>,
    pub last_week: Vec<Past>,
    pub windows: Vec<Window>,
    pub times: Vec<TimeRow>,
    pub outcomes: Outcomes,
    pub open: Vec<OpenRow>,
    pub overdue: Vec<OverdueCase>,
    pub ratings: RatingsOfDay,
    pub bad: Vec<BadRatingFact>,
    pub drafts: Vec<DraftRow>,
    pub help: Vec<HelpRequest>,
    /// Helpers who are signed in and help nobody.
    pub helpers: Vec<HelperHere>,
    pub departments: Vec<DepartmentLine>,
    pub paper_away: Vec<PaperAway>,
    pub alarms: Vec<WindowAlarm>,
    pub watched: Vec<Alarm>,
    pub supports: Vec<SupportCall>,
}

/// Open cases of one item and one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRow {
    /// Of an accepted case whose limit runs; `None` where something else runs: what is missing has to be told, what was
    /// asked for has to come, a special procedure has to end, a result has to be handed over.
    pub item: Option<String>,
    pub day: Date,
    pub count: u32,
}

/// How long an intake took from its opening to its receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeRow {
    /// Item id.
    pub item: String,
    pub seconds: u32,
}

/// Open drafts at one desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRow {
    pub desk: String,
    pub count: u32,
    /// Item id of the one that was saved last.
    pub last_item: String,
}

/// One bad rating with every try to call back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingFile {
    pub id: Uuid,
    pub desk: String,
    pub slip: String,
    pub item_name: String,
    pub said: Said,
    pub at: Timestamp,
    pub calls: Vec<Called>,
}

#[async_trait]
pub trait FollowUpStore: Send + Sync + 'static {
    /// Everything of the day of `now`, read in one go; of paper what departments have had since before `paper_since`.
    async fn board_facts(&self, now: Timestamp, paper_since: Timestamp) -> Kept<BoardFacts>;
    /// 督办 of an open case: in its timeline, counted, said on the feed.
    async fn urge(&self, act: Act, slip: &str) -> Kept<Urged>;
    /// A bad rating; good ones are not followed up.
    async fn bad_rating(&self, id: Uuid) -> Kept<Option<RatingFile>>;
    /// 回访: notes a try. Once somebody was reached, it is over.
    async fn call_back(&self, act: Act, id: Uuid, call: CallBack) -> Kept<RatingFile>;
}
