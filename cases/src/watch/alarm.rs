//! What a supervisor does about an alarm: he reads the looks it is about, writes down what came of it, and closes it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::judge::Kind;
use crate::support::text::{self, OddText};

/// 处置结果
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// 属正常业务
    InOrder,
    /// 已提醒当事人员
    Warned,
    /// 移交处理
    PassedOn,
}

impl Outcome {
    pub const ALL: [Outcome; 3] = [Outcome::InOrder, Outcome::Warned, Outcome::PassedOn];

    pub fn word(self) -> &'static str {
        match self {
            Outcome::InOrder => "inOrder",
            Outcome::Warned => "warned",
            Outcome::PassedOn => "passedOn",
        }
    }

    pub fn from_word(word: &str) -> Option<Outcome> {
        Self::ALL.into_iter().find(|outcome| outcome.word() == word)
    }
}

/// One alarm. Nobody who was looked at stands in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Alarm {
    pub id: Uuid,
    pub kind: Kind,
    /// 工号 of whose looks it is about.
    pub staff: String,
    pub name: String,
    pub desk: String,
    /// How many looks, or people, by now.
    pub count: u32,
    /// The first look that it counts.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    /// When it was raised.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// The last look that it counts.
    #[schema(value_type = String, format = DateTime)]
    pub last: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Closed>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Closed {
    /// 工号
    pub by: String,
    pub name: String,
    pub outcome: Outcome,
    pub note: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// Why an alarm is not closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OddStep {
    /// It is about who would close it.
    Own,
    /// Somebody else was first.
    Closed(String),
    Note(OddText),
}

impl Alarm {
    /// Whether this member of staff may close it, and the note as it is kept. The first answer stands.
    pub fn closable(&self, by: &str, note: &str) -> Result<String, OddStep> {
        if self.staff == by {
            return Err(OddStep::Own);
        }
        if let Some(closed) = &self.closed {
            return Err(OddStep::Closed(closed.name.clone()));
        }
        text::read(note).map_err(OddStep::Note)
    }
}
