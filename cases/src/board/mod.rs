//! 大厅值守: from what the hall knows of a day to the supervisor's board.
//!
//! - [`day`]: everything the board is made of, as plain data. [`limits`]: what is too much or too little, data too.
//! - [`figures`]: the seven figures. [`bars`]: who waits, group by group. [`tiles`]: the windows.
//! - [`flow`]: tickets and finished in slots, with what is to be expected. [`staffing`]: windows for the next two hours.
//! - [`handling`]: how long items take against their standard.
//! - [`alert`]: what somebody has to do something about, each with what can be done; [`moving`] says which window to
//!   move.
//!
//! Invariants
//! - No applicant's name or number goes in, so none comes out.
//! - What is judged here is judged against [`Limits`] and the groups' own limits; no limit stands in the code.
//! - Every alert carries an act.

pub mod alert;
pub mod bars;
pub mod day;
pub mod figures;
pub mod flow;
pub mod handling;
pub mod limits;
pub mod moving;
pub mod staffing;
pub mod tiles;

#[cfg(test)]
mod tests;

pub use alert::until_called;
pub use day::{
    Approval, BadRatingFact, Day, DepartmentLine, DraftsAt, Helper, ItemTime, OpenCases, Outcomes,
    OverdueCase, PaperAway, Past, RatingsOfDay, Support, WindowAlarm,
};
pub use limits::Limits;

use crate::wire::board::{Board, Level};

/// The board of a day at its moment.
pub fn board(day: &Day<'_>) -> Board {
    let groups = bars::groups(day);
    let forecast = flow::forecast(day);
    Board {
        at: day.now,
        figures: figures::figures(day, &groups),
        windows: tiles::tiles(day),
        handling: handling::handling(day),
        staffing: staffing::staffing(day, &forecast),
        alerts: alert::alerts(day, &groups),
        flow: forecast.flow,
        groups,
    }
}

/// Over beyond `limit`, a warning beyond `warn`.
pub(crate) fn level(value: u32, warn: u32, limit: u32) -> Level {
    if value > limit {
        Level::Over
    } else if value > warn {
        Level::Warn
    } else {
        Level::Ok
    }
}

/// People, windows and cases are few enough.
pub(crate) fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}

/// Whole seconds from one moment to a later one; 0 where it is not later.
pub(crate) fn seconds(from: jiff::Timestamp, to: jiff::Timestamp) -> u32 {
    u32::try_from(to.duration_since(from).as_secs().max(0)).unwrap_or(u32::MAX)
}

/// Per mille; `None` of nothing.
pub(crate) fn share(part: u32, all: u32) -> Option<u32> {
    (all > 0).then(|| u32::try_from(u64::from(part) * 1_000 / u64::from(all)).unwrap_or(1_000))
}
