//! Help, mandates, hand-overs, and drafts that another desk holds.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::visit::Visit;
use crate::assist::Mode;
use crate::assist::code::HandOverCode;
use crate::assist::left::Prepared;
use crate::assist::mandate::{Lack, Mandate, Power, Principal, Said, Seen};
use crate::assist::request::{HelpEnd, HelpKind, HelpNote, HelpRequest, Promised};
use crate::case::Draft;
use crate::material::Piece;

/// `POST /v1/help` → [`HelpRequest`]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AskHelp {
    /// At most 40 characters, a place and no person.
    pub place: String,
    pub kind: HelpKind,
    pub note: HelpNote,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due_at: Option<Timestamp>,
}

/// `GET /v1/help`: who waits and who is helped, and how the day goes. No person in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HelpBoard {
    /// Those who wait in their order, then those who are being helped.
    pub requests: Vec<HelpRequest>,
    /// The one-minute promise of the hall's day.
    pub promised: Promised,
    /// What help was asked for today, the most frequent first.
    pub reasons: Vec<Reason>,
    /// Visits opened today beside somebody, and in somebody's place.
    pub beside: u32,
    pub in_place: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Reason {
    pub note: HelpNote,
    pub times: u32,
}

/// `POST /v1/help/{id}/end` → [`HelpRequest`]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EndHelp {
    pub how: HelpEnd,
}

/// `POST /v1/assists` → [`Assist`]: a visit of a helper, with the request it answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OpenAssist {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Uuid>,
    pub mode: Mode,
}

/// Reply to [`OpenAssist`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Assist {
    pub visit: Visit,
    pub mode: Mode,
    /// H007, of the day: what helper and window call it.
    pub number: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Uuid>,
}

/// `POST /v1/drafts/{id}/mandate` → [`MandateReply`]: what the paper says, and what was checked. The hall notes by
/// whom and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct KeepMandate {
    pub principal: Principal,
    /// Staff number of the agent the paper names.
    pub agent: String,
    pub items: Vec<String>,
    pub powers: Vec<Power>,
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    #[schema(value_type = String, format = Date)]
    pub until: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<Piece>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Seen>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub will: Option<SaidSo>,
    /// 委托人撤回
    #[serde(default)]
    pub revoked: bool,
}

/// How the principal confirmed, and where that is found again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SaidSo {
    pub how: Said,
    pub reference: String,
}

/// Reply to [`KeepMandate`], and of `GET /v1/drafts/{id}/mandate`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MandateReply {
    pub mandate: Option<Mandate>,
    /// Whether the draft is one of 代办.
    pub in_place: bool,
    /// What still stands between the mandate and the hand-over; empty is checked.
    pub lacks: Vec<Lack>,
}

/// `POST /v1/drafts/{id}/hand-over` → [`HandOverReply`]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HandOverAsk {
    /// 业务组 it is meant for: the letter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Number of a ticket of today: the window that calls it may take the draft without the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", tag = "reply")]
pub enum HandOverReply {
    /// The code, once, to the helper alone.
    #[serde(rename_all = "camelCase")]
    Given {
        code: HandOverCode,
        hand_over: Box<HandOverRow>,
    },
    /// 代办 without a checked mandate.
    Lacking { lacks: Vec<Lack> },
}

/// `GET /v1/hand-overs`: what windows may take, and for a helper his own of today. Without codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HandOverRow {
    pub id: Uuid,
    pub draft: Uuid,
    pub number: String,
    pub mode: Mode,
    pub desk: String,
    /// The helper's name.
    pub helper: String,
    pub item: String,
    pub item_name: String,
    /// Masked.
    pub applicant: String,
    pub prepared: Prepared,
    pub group: Option<String>,
    pub ticket: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    pub made_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
    /// Who took it.
    pub taken: Option<Holder>,
}

/// Who has something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Holder {
    pub desk: String,
    pub staff: String,
    pub name: String,
}

/// Reply of `POST /v1/hand-overs/{code}/take` and `POST /v1/hand-overs/{id}/take-with-ticket`: the draft under a new
/// fence, with every value and its source as the helper left them. Where the applicant was not identified by card
/// he is not verified any more: the window does it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HandedOver {
    pub draft: Draft,
    pub hand_over: HandOverRow,
}

/// `POST /v1/drafts/look` → [`HeldDraft`]: a draft that another desk holds, to be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LookAtDraft {
    /// Slip code.
    pub slip: String,
    /// The open visit that is the reason.
    pub visit: Uuid,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HeldDraft {
    pub draft: Draft,
    pub holder: Holder,
    /// The asking of this desk that is not answered yet.
    pub asked: Option<DraftAsk>,
}

/// `POST /v1/drafts/{id}/ask` → [`DraftAsk`]; `GET /v1/draft-asks` → those that this desk has to answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DraftAsk {
    pub id: Uuid,
    pub draft: Uuid,
    pub slip: String,
    pub item: String,
    /// The desk that holds it.
    pub holder: String,
    /// Who asks.
    pub by: Holder,
    #[schema(value_type = String, format = DateTime)]
    pub asked_at: Timestamp,
    pub given: Option<bool>,
}

/// `POST /v1/draft-asks/{id}/answer` → [`DraftAsk`], by the holder or a supervisor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AnswerAsk {
    pub give: bool,
}
