//! 过程监控: alarms about looks, the looks they are about, what came of them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::consent::Consented;
use crate::watch::sample::{Judged, Verdict};
use crate::watch::{Alarm, Outcome};

/// One look as a supervisor reads it: the person masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LookRow {
    pub id: Uuid,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// 工号
    pub staff: String,
    pub staff_name: String,
    pub desk: String,
    /// Item id; `*` for checking who stands at the window.
    pub item: String,
    pub item_name: String,
    pub dataset: String,
    pub elements: Vec<String>,
    /// Masked.
    pub subject: String,
    pub purpose: String,
    /// The grant it was made under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant: Option<String>,
    /// Codes of the legal bases it rested on; none of looks from before they were noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// The consent it rested on, where one was needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consented>,
    /// The code by which it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// Somebody with a ticket stood there, or a case came of it.
    pub backed: bool,
    /// Slip code of its case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slip: Option<String>,
}

/// `GET /v1/watch/alarms/{id}`: an alarm and the looks it is about, the last first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AlarmFile {
    pub alarm: Alarm,
    pub looks: Vec<LookRow>,
}

/// `POST /v1/watch/alarms/{id}/close` → [`Alarm`]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CloseAlarm {
    pub outcome: Outcome,
    /// What came of it, on one line, nobody's number in it.
    pub note: String,
}

/// `POST /v1/watch/draws` → [`Draw`]: draws among the granted looks of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AskDraw {
    /// `2026-11`
    pub month: String,
    pub size: u32,
    /// Draws the same looks again; without one the end of the audit chain is taken, which nobody chooses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<String>,
}

/// `GET /v1/watch/draws?month=2026-11`: the draws of a month, the last first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Draw {
    pub id: Uuid,
    pub month: String,
    pub seed: String,
    /// How many looks the month had.
    pub among: u32,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// 工号
    pub staff: String,
    pub samples: Vec<Sample>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Sample {
    pub id: Uuid,
    pub look: LookRow,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judged: Option<Judged>,
}

/// `POST /v1/watch/samples/{id}/judge` → [`Sample`]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct JudgeSample {
    pub verdict: Verdict,
    /// Has to say something where the look is to be explained.
    pub note: String,
}

/// `POST /v1/visits/{id}/looks` → [`LooksOf`]: the looks at somebody who was identified in this visit, for him.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AskLooks {
    pub id_number: String,
}

/// The looks at one person, the last first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LooksOf {
    /// Masked.
    pub subject: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    pub looks: Vec<LookRow>,
}
