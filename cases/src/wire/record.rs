//! Cases, parcels and papers as the hall shows them.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::delivery::{CaseResult, Delivered};
use super::further::{Further, FurtherState};
use super::objection::ObjectionRow;
use super::outcome::Promised;
use crate::case::{FirstTold, ParcelState, Stage, Told};
use crate::deadline::{Calendar, Clock, Clocks, Event, Light, Standstill, Urgency};
use crate::notice::PaperKind;
use crate::texting::Moment;

/// One kept paper; `GET /v1/papers/{id}` gives its bytes for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PaperRef {
    pub id: Uuid,
    pub kind: PaperKind,
    pub title: String,
    pub number: Option<String>,
    /// SHA-256 of the PDF, hex.
    pub digest: String,
    pub pages: u32,
    /// Characters no font had; shown as 〓 with the code.
    pub missing: Vec<String>,
    /// How often it went to a printer (补打 from the second on).
    #[serde(default)]
    pub prints: u32,
    /// Number of the notice that made it void (作废).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voided_by: Option<String>,
    /// The paper that this one says in English (英文对照), under its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub companion_of: Option<Uuid>,
}

/// `GET /v1/cases/{case number or slip code}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CaseView {
    /// `None` while it is only received.
    pub case_number: Option<String>,
    pub slip: String,
    pub item: String,
    pub item_name: String,
    pub stage: Stage,
    /// Masked.
    pub applicant: String,
    pub desk: String,
    #[schema(value_type = String, format = DateTime)]
    pub received_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub accepted_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = Date)]
    pub due_day: Option<Date>,
    #[schema(value_type = String, format = Date)]
    pub notify_by: Date,
    pub parcels: Vec<ParcelView>,
    pub papers: Vec<PaperRef>,
    pub timeline: Vec<Happening>,
    /// What its limits are counted from.
    pub acts: Vec<Event>,
    /// What the departments gave, in the order it came.
    #[serde(default)]
    pub results: Vec<CaseResult>,
    /// How they were delivered, once they were.
    #[serde(default)]
    pub delivery: Option<Delivered>,
    /// How the applicant wants them, as he said in the form (领取方式, code list `deliverMethod`).
    #[serde(default)]
    pub deliver_by: Option<String>,
    pub clocks: CaseClocks,
    /// What it was told to supplement, once it was.
    #[serde(default)]
    pub told: Option<Told>,
    /// The list that it was told first, frozen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_told: Option<FirstTold>,
    /// What departments ask for after acceptance (补充材料), the oldest first.
    #[serde(default)]
    pub further: Vec<Further>,
    /// Materials that were promised at acceptance (容缺).
    #[serde(default)]
    pub promised: Vec<Promised>,
    /// 数据校核 raised in it, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objections: Vec<ObjectionRow>,
}

/// One clock of a case (时限), as it stands when it is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClockView {
    #[serde(flatten)]
    pub clock: Clock,
    /// The rule in words.
    pub rule_zh: String,
    pub rule_en: String,
    pub light: Light,
    /// Working days to its last day; less than 0 after it.
    pub days_left: i64,
}

impl ClockView {
    pub fn of(clock: Clock, licence: bool, now: Timestamp, calendar: &Calendar) -> Self {
        Self {
            rule_zh: clock.rule.zh(licence),
            rule_en: clock.rule.en(licence),
            light: clock.light(now, calendar),
            days_left: clock.days_left(now, calendar),
            clock,
        }
    }

    /// The same clock later.
    pub fn lit(&mut self, now: Timestamp, calendar: &Calendar) {
        self.light = self.clock.light(now, calendar);
        self.days_left = self.clock.days_left(now, calendar);
    }
}

/// The clocks of a case: what burns first, and both limits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CaseClocks {
    /// What burns first of what runs.
    pub running: Option<ClockView>,
    /// 承诺办结时限
    pub promised: Option<ClockView>,
    /// 法定办结时限
    pub statutory: Option<ClockView>,
    /// 特别程序 that runs.
    pub paused: Option<Standstill>,
    /// 视为受理
    pub deemed: bool,
    /// 已延期
    pub extended: bool,
}

impl CaseClocks {
    pub fn of(clocks: &Clocks, now: Timestamp, calendar: &Calendar) -> Self {
        let view = |clock: Clock| ClockView::of(clock, clocks.licence, now, calendar);
        Self {
            running: clocks.running.map(view),
            promised: clocks.promised.map(view),
            statutory: clocks.statutory.map(view),
            paused: clocks.paused.clone(),
            deemed: clocks.deemed,
            extended: clocks.extended,
        }
    }
}

/// `GET /v1/cases?desk=&stage=&order=&limit=` → `Vec<CaseRow>`, newest first, or what burns first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CaseRow {
    pub case_number: Option<String>,
    pub slip: String,
    pub item_name: String,
    pub stage: Stage,
    /// Masked.
    pub applicant: String,
    #[schema(value_type = String, format = DateTime)]
    pub received_at: Timestamp,
    #[schema(value_type = Option<String>, format = Date)]
    pub due_day: Option<Date>,
    /// What burns first of what runs.
    #[serde(default)]
    pub clock: Option<ClockView>,
    /// 补充材料: `None` where nothing is asked for, or everything came.
    #[serde(default)]
    pub further: Option<FurtherState>,
    /// 期限提醒 that nobody looked at yet.
    #[serde(default)]
    pub warned: Option<Urgency>,
}

/// `GET /v1/case-page?desk=&stage=&dueBy=&warned=&returned=&find=&order=&offset=&limit=`: a piece of a long list and how long all of it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CasePage {
    /// Rows of the whole list.
    pub total: u32,
    pub rows: Vec<CaseRow>,
}

/// One department's parcel, with the cause in plain words when it waits (诚实的发件箱).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ParcelView {
    pub id: Uuid,
    pub department: String,
    pub department_uscc: String,
    pub state: ParcelState,
    pub attempts: u32,
    pub cause: Option<crate::error::Trouble>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub next_try: Option<Timestamp>,
    pub receipt_no: Option<String>,
}

/// One line of the case's timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Happening {
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    pub by: String,
    /// Event word: received, accepted, parcelDelivered, parcelAcknowledged, decided …
    pub what: String,
    pub note: Option<String>,
}

/// How far a text message got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum TextState {
    /// 待发
    Waiting,
    /// 已发: the gateway took it.
    Sent,
    /// 未发: the gateway refused it.
    Refused,
    /// 无手机号: the form gives no mobile number.
    NoPhone,
    /// 不再需要: the case moved on before it was sent.
    Overtaken,
}

impl TextState {
    pub const ALL: [TextState; 5] = [
        TextState::Waiting,
        TextState::Sent,
        TextState::Refused,
        TextState::NoPhone,
        TextState::Overtaken,
    ];

    pub fn word(self) -> &'static str {
        match self {
            TextState::Waiting => "waiting",
            TextState::Sent => "sent",
            TextState::Refused => "refused",
            TextState::NoPhone => "noPhone",
            TextState::Overtaken => "overtaken",
        }
    }

    pub fn from_word(word: &str) -> Option<TextState> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// `GET /v1/cases/{case number or slip code}/texts`: one text message (短信) to the applicant, with the cause in plain
/// words when it did not go out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TextView {
    pub moment: Moment,
    pub state: TextState,
    /// Masked; absent until the first attempt.
    pub phone: Option<String>,
    /// What it says; absent until the first attempt.
    pub words: Option<String>,
    /// Legal time of what it tells.
    #[schema(value_type = String, format = DateTime)]
    pub made_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub sent_at: Option<Timestamp>,
    pub attempts: u32,
    pub cause: Option<crate::error::Trouble>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub next_try: Option<Timestamp>,
}
