//! The law's clock (期限): working days, promises and the day on which something is due.
//!
//! Map
//! - [`Calendar`]: public holidays and make-up working days by year, loaded as data.
//! - [`OpeningHours`]: when a hall is open, by its week and by its own days (延时服务).
//! - [`Promise`]: how long something may take; [`due`] and [`due_with_pauses`] say until when; [`notify_due`] is
//!   the five working days of 行政许可法 art. 32.
//! - [`Event`]: the acts that all of it is counted from; [`replay`] gives the [`Clocks`] that run after them, each
//!   with its [`Rule`]; [`admit`] judges the next act, and a [`HistoryFault`] says why it is none.
//! - [`light`]: green, amber or red. [`Urgency`]: when something is said of a limit before it passes, and to whom.
//! - [`hall_date`], [`hall_time`]: legal time is UTC+08:00, fixed.
//!
//! Invariants
//! - The day of receipt is not counted; a due day never lies before the day of receipt.
//! - A due day is a working day, except that 0 days may fall on a day off on which the hall is open.
//! - A year without a calendar is taken as Monday to Friday and the answer says so (`provisional`); nothing happens by
//!   itself on such a day.
//! - The same acts under the same calendar give the same days.
//!
//! What it will not do: read the clock, decide whether a procedure pauses the clock, or store anything.

mod calendar;
mod due;
mod fault;
mod history;
mod hours;
mod light;
mod replay;
mod rule;
mod warning;

pub use calendar::{Calendar, CalendarFault, Holiday, WorkingDay, YearCalendar};
pub use due::{Due, Pause, Promise, Unit, due, due_with_pauses, notify_due};
pub use fault::HistoryFault;
pub use history::{Event, Happened};
pub use hours::{DayHours, HALL_OFFSET, OpeningHours, hall_date, hall_time};
pub use light::{Light, light, working_days_left};
pub use replay::{Clock, Clocks, Deemed, Limits, Standstill, admit, replay};
pub use rule::Rule;
pub use warning::{Hands, Urgency};

#[cfg(test)]
mod histories;
#[cfg(test)]
mod rows;
