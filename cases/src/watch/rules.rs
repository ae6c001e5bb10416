//! How much is too much: the figures of one hall.

use serde::{Deserialize, Serialize};

/// `[watch]` of the hall's file. What is absent is as in [`WatchRules::default`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct WatchRules {
    /// The look without ticket or case, of one operator on one day, that raises an alarm: 1 to 10.
    pub without_ticket: u32,
    /// Looks of one operator within a minute that raise one.
    pub looks_in_minute: u32,
    /// People he looked at within an hour.
    pub people_in_hour: u32,
    /// People looked at for one case.
    pub people_in_case: u32,
    /// Looks that were refused him, within [`WatchRules::denied_minutes`].
    pub denied: u32,
    pub denied_minutes: u32,
    /// Minutes before opening and after closing in which somebody may still be at work; absent where the hour is not
    /// looked at.
    pub grace_minutes: Option<u32>,
}

/// No window may look up more people than this before somebody is told.
pub const AT_MOST_WITHOUT_TICKET: u32 = 10;

impl Default for WatchRules {
    /// A window that is always busy asks some 15 sources a case and a case every two minutes; an agent files for twenty
    /// people in an hour, each with a family.
    fn default() -> Self {
        Self {
            without_ticket: AT_MOST_WITHOUT_TICKET,
            looks_in_minute: 100,
            people_in_hour: 90,
            people_in_case: 12,
            denied: 5,
            denied_minutes: 30,
            grace_minutes: Some(90),
        }
    }
}

/// Why rules are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OddRules {
    #[error("withoutTicket: 1 to {AT_MOST_WITHOUT_TICKET}")]
    WithoutTicket,
    #[error("{0}: at least 1")]
    Nothing(&'static str),
}

impl WatchRules {
    /// Rules of an exercise: it may be held at any hour.
    pub fn training() -> Self {
        Self {
            grace_minutes: None,
            ..Self::default()
        }
    }

    pub fn check(&self) -> Result<(), OddRules> {
        if !(1..=AT_MOST_WITHOUT_TICKET).contains(&self.without_ticket) {
            return Err(OddRules::WithoutTicket);
        }
        let figures = [
            ("looksInMinute", self.looks_in_minute),
            ("peopleInHour", self.people_in_hour),
            ("peopleInCase", self.people_in_case),
            ("denied", self.denied),
            ("deniedMinutes", self.denied_minutes),
        ];
        match figures.into_iter().find(|(_, figure)| *figure == 0) {
            Some((name, _)) => Err(OddRules::Nothing(name)),
            None => Ok(()),
        }
    }
}
