//! 数据校核: what was said to be wrong at which source, and what became of it.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::deadline::Light;
use crate::error::Trouble;
use crate::objection::{Answer, State, Verdict, Why};

/// Which objections are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum ObjectionsOf {
    /// Raised at this window.
    Window,
    /// Of the whole hall: supervisors'.
    Hall,
}

/// `GET /v1/objections?of=&open=&offset=&limit=`: open ones first, the oldest of them first; then those answered last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ObjectionPage {
    /// Rows of the whole list.
    pub total: u32,
    /// Open ones of the whole list, and those of them whose day has passed.
    pub open: u32,
    pub overdue: u32,
    pub rows: Vec<ObjectionRow>,
}

/// One objection as lists and the case page show it; values as the window showed them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ObjectionRow {
    pub id: Uuid,
    pub draft: Uuid,
    pub slip: String,
    pub item: String,
    pub item_name: String,
    pub desk: String,
    /// Key and name of the field.
    pub field: String,
    pub label: String,
    pub dataset: String,
    pub provider: String,
    pub record_id: Option<String>,
    pub theirs: String,
    pub stated: String,
    pub why: Why,
    /// 佐证, by name.
    pub evidence: Vec<String>,
    pub state: State,
    /// 工号
    pub by: String,
    #[schema(value_type = String, format = DateTime)]
    pub raised_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub sent_at: Option<Timestamp>,
    /// 受理号 of the source.
    pub receipt_no: Option<String>,
    /// The source has to have answered by then; the light is of an open one.
    #[schema(value_type = String, format = Date)]
    pub answer_by: Date,
    pub light: Option<Light>,
    /// Working days to that day; less than 0 after it.
    pub days_left: i64,
    pub answer: Option<Answer>,
    /// Why it is not there yet.
    pub cause: Option<Trouble>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub next_try: Option<Timestamp>,
}

/// `POST /v1/objections/{id}/settle` → [`ObjectionRow`]: a supervisor writes down what nobody answered over the line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SettleObjection {
    pub verdict: Verdict,
    /// From whom and how he knows, on one line, nobody's number in it.
    pub note: String,
}
