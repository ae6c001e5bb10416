//! Groups, windows and the rules of the order: data (`catalogue/queue.json` holds the demonstration hall's).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::board::Limits;

/// Everything the queue is told by data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QueueRules {
    pub groups: Vec<Group>,
    /// The windows of the hall with the groups they serve until somebody moves them.
    pub windows: Vec<Seat>,
    pub rules: Rules,
    /// What the supervisor's board is judged by; a file without it has the usual limits.
    #[serde(default)]
    pub board: Limits,
}

/// 业务组
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Group {
    /// One capital letter, the first of its numbers.
    pub letter: String,
    pub zh: String,
    pub en: String,
    /// Numbers of one day at most; never more than 999.
    pub daily: u32,
    /// How long somebody may wait before the hall is told.
    pub wait_limit_s: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Seat {
    pub desk: String,
    pub groups: Vec<String>,
}

/// What [`super::order`](mod@super::order) goes by. All in seconds, but for the count of misses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Rules {
    pub priority_lead_s: u32,
    pub appointment_lead_s: u32,
    /// How long before its time an appointment begins to count.
    pub appointment_early_s: u32,
    /// How late somebody may check in and still have the appointment.
    pub appointment_grace_s: u32,
    /// Who waited so long is due: nobody who comes back goes before.
    pub due_after_s: u32,
    /// 过号 so often at most; after one more the number is void.
    pub misses_allowed: u32,
    /// How long a ticket is kept for one window.
    pub held_for_s: u32,
    /// After how long without a sign a window counts as silent.
    pub silent_after_s: u32,
}

/// Where the data is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("queue.json: {path}: {what}")]
pub struct QueueFault {
    pub path: String,
    pub what: &'static str,
}

/// What a number has digits for.
const NUMBERS: u32 = 999;

impl QueueRules {
    pub fn load(json: &str) -> Result<Self, QueueFault> {
        let mut reader = serde_json::Deserializer::from_str(json);
        let read: Self = serde_path_to_error::deserialize(&mut reader).map_err(|error| QueueFault {
            path: error.path().to_string(),
            what: "cannot be read",
        })?;
        read.check()?;
        Ok(read)
    }

    /// Whether groups, windows and rules fit each other.
    pub fn check(&self) -> Result<(), QueueFault> {
        let fault = |path: String, what| Err(QueueFault { path, what });
        let mut letters = BTreeSet::new();
        for (at, group) in self.groups.iter().enumerate() {
            let path = format!("groups[{at}]");
            if group.letter.len() != 1 || !group.letter.bytes().all(|byte| byte.is_ascii_uppercase()) {
                return fault(path, "the letter has to be one of A to Z");
            }
            if !letters.insert(group.letter.as_str()) {
                return fault(path, "the letter stands twice");
            }
            if !(1..=NUMBERS).contains(&group.daily) {
                return fault(path, "daily has to be 1 to 999");
            }
            if group.zh.trim().is_empty() || group.en.trim().is_empty() {
                return fault(path, "the name is missing");
            }
        }
        if self.groups.is_empty() {
            return fault("groups".to_owned(), "there has to be one at least");
        }
        let mut desks = BTreeSet::new();
        for (at, seat) in self.windows.iter().enumerate() {
            let path = format!("windows[{at}]");
            if !desks.insert(seat.desk.as_str()) {
                return fault(path, "the window stands twice");
            }
            if seat.groups.is_empty() || !seat.groups.iter().all(|group| letters.contains(group.as_str())) {
                return fault(path, "it has to serve groups that exist");
            }
        }
        if self.rules.appointment_lead_s > self.rules.priority_lead_s {
            return fault(
                "rules.appointmentLeadS".to_owned(),
                "may not be longer than priorityLeadS",
            );
        }
        if let Err((key, what)) = self.board.check() {
            return fault(format!("board.{key}"), what);
        }
        Ok(())
    }

    pub fn group(&self, letter: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.letter == letter)
    }

    /// What a window serves until somebody moves it: every group, where the data does not name the window.
    pub fn groups_of(&self, desk: &str) -> Vec<String> {
        match self.windows.iter().find(|seat| seat.desk == desk) {
            Some(seat) => seat.groups.clone(),
            None => self.groups.iter().map(|group| group.letter.clone()).collect(),
        }
    }
}
