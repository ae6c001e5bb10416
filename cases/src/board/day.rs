//! What the board is made of. Whoever gathers it leaves every person out.

use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use crate::assist::request::HelpRequest;
use crate::deadline::{Calendar, DayHours, OpeningHours, Promise, hall_date};
use crate::queue::{QueueRules, Ticket, Window, WindowState};
use crate::support::call::SupportKind;
use crate::watch::Alarm;

use super::Limits;

/// One day of the hall up to a moment.
#[derive(Debug, Clone)]
pub struct Day<'a> {
    pub now: Timestamp,
    pub calendar: &'a Calendar,
    pub opening: &'a OpeningHours,
    /// Groups with their limits, and the limits of the board.
    pub rules: &'a QueueRules,
    /// Every ticket of the day.
    pub tickets: Vec<Ticket>,
    /// The same weekday a week ago; empty where that day is not known.
    pub last_week: Vec<Past>,
    /// Marked where they are silent.
    pub windows: Vec<Window>,
    /// What was handled today.
    pub times: Vec<ItemTime>,
    pub outcomes: Outcomes,
    /// Cases that wait for an answer, by their day.
    pub open: Vec<OpenCases>,
    /// Those over their day, the longest first; as many as somebody works through, not all.
    pub overdue: Vec<OverdueCase>,
    pub ratings: RatingsOfDay,
    /// Bad ratings nobody was reached for yet.
    pub bad: Vec<BadRatingFact>,
    pub drafts: Vec<DraftsAt>,
    pub help: Vec<HelpRequest>,
    /// 帮办 who sit at their desks and help nobody.
    pub helpers: Vec<Helper>,
    pub departments: Vec<DepartmentLine>,
    /// Paper that should be back, by department.
    pub paper_away: Vec<PaperAway>,
    pub supports: Vec<Support>,
    pub approvals: Vec<Approval>,
    pub alarms: Vec<WindowAlarm>,
    /// 监控预警 that nobody has closed.
    pub watched: Vec<Alarm>,
}

impl Day<'_> {
    pub fn limits(&self) -> &Limits {
        &self.rules.board
    }

    pub fn today(&self) -> Date {
        hall_date(self.now)
    }

    /// When the hall is open today; `None` on a day on which it is not.
    pub fn hours(&self) -> Option<DayHours> {
        self.opening.on(self.today(), self.calendar)
    }

    /// Windows that call numbers now.
    pub fn open_windows(&self) -> impl Iterator<Item = &Window> {
        self.windows.iter().filter(|window| match window.state {
            WindowState::Free | WindowState::Serving => true,
            WindowState::Paused | WindowState::Closed => false,
        })
    }
}

/// A ticket of a past day, as far as it tells how that day went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Past {
    pub taken_at: Timestamp,
    pub called_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
}

/// How long one case took at its window: from the opening of its intake to its receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemTime {
    pub item: String,
    pub name: String,
    pub seconds: u32,
}

/// How the intakes of the day ended, for 首办成功率: of all matters for which somebody either got his acceptance or had
/// to go home for it, how many were accepted in the visit in which they were begun. 不予受理 is in neither: the law
/// decided it, no second visit would change it, and nothing succeeded; so it moves the rate in no direction, and
/// neither does one that waits for its approval.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// Accepted today.
    pub accepted: u32,
    /// Of them, in the visit in which the intake was opened.
    pub in_first_visit: u32,
    /// Visits of today that ended with the intake still a draft: somebody has to come again.
    pub sent_home: u32,
}

/// Open cases of one day and one promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenCases {
    /// The last day. A limit in hours stands as the day it ends on.
    pub due_day: Date,
    pub promise: Promise,
    pub count: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverdueCase {
    pub slip: String,
    pub item_name: String,
    pub due_day: Date,
    /// How often it was urged.
    pub urged: u32,
}

/// Ratings given today.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RatingsOfDay {
    pub all: u32,
    pub bad: u32,
}

/// A bad rating without who gave it and what was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRatingFact {
    pub id: Uuid,
    pub desk: String,
    pub slip: String,
    pub item_name: String,
    pub at: Timestamp,
    /// Calls in vain.
    pub tries: u32,
}

/// Open drafts that lie at a desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftsAt {
    pub desk: String,
    pub count: u32,
    /// Name of the item that was saved last.
    pub last_item: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Helper {
    /// 工号
    pub staff: String,
    pub name: String,
}

/// A department whose line is interrupted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentLine {
    pub name: String,
    /// In a row.
    pub failures: u32,
    pub since: Timestamp,
    pub next_try: Timestamp,
}

/// Bundles that a department has had too long, or that came back incomplete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperAway {
    pub department: String,
    pub bundles: u32,
    /// Since when the first of them.
    pub since: Timestamp,
}

/// An open call for support.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Support {
    pub id: Uuid,
    pub desk: String,
    pub kind: SupportKind,
    pub at: Timestamp,
    /// What was written, or the code of the reason.
    pub why: String,
    /// Name of who goes.
    pub taken_by: Option<String>,
}

/// A request that waits for a supervisor's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    pub id: Uuid,
    pub desk: String,
    /// Word of its kind.
    pub kind: String,
    pub at: Timestamp,
    /// When every supervisor was asked again.
    pub passed_on: Option<Timestamp>,
}

/// Something the log raised an alarm about at a desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WindowAlarm {
    pub id: Uuid,
    pub desk: String,
    /// `placeConflict`, `handOverCodes` …
    pub what: String,
    /// Slip code of the case it is about, where it is about one.
    pub slip: Option<String>,
    pub at: Timestamp,
}
