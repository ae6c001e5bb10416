//! 帮办: who asks for help, the draft being prepared, its mandate, its hand-over; and at a window what comes in.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::TroubleView;
use super::intake::IntakeView;

/// Everything on the helper's page beside the intake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HelperView {
    /// Those who wait in their order, then those who are being helped.
    pub requests: Vec<HelpView>,
    pub today: HelpToday,
    /// The visit that is open now.
    pub assist: Option<AssistView>,
    pub drafts: Vec<PreparedView>,
    /// Of the open intake.
    pub prepared: Option<PreparedView>,
    pub mandate: Option<MandateView>,
    pub offer: Option<OfferView>,
    pub lost: Vec<LostEditsView>,
    /// Why the lists are as they were: the hall does not answer.
    pub trouble: Option<TroubleView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HelpView {
    pub id: String,
    pub place: String,
    /// `kiosk`, `remote`, `window`, `appointment`.
    pub kind: String,
    /// `findItem`, `materials`, `face`, `form`, `elderly`, `mobility`, `explain`, `other`.
    pub note: String,
    /// From when the wait counts, RFC 3339; in the future for an appointment.
    pub waits_from: String,
    pub taken_at: Option<String>,
    /// Name of who took it.
    pub taken_by: Option<String>,
    pub mine: bool,
}

/// The day's counts; the promise is one minute.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HelpToday {
    pub beside: u32,
    pub in_place: u32,
    pub counted: u32,
    pub in_time: u32,
    /// Per cent taken within a minute.
    pub share: Option<u32>,
    pub median_s: Option<u32>,
    pub reasons: Vec<ReasonView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReasonView {
    pub note: String,
    pub times: u32,
}

/// The helper's open visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AssistView {
    /// H007
    pub number: String,
    /// `beside` (帮办) or `inPlace` (代办).
    pub mode: String,
    /// The request it answers.
    pub request: Option<String>,
    /// Where the help was asked for.
    pub place: Option<String>,
}

/// How far a draft is, and what it leaves for the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PreparedView {
    pub draft: String,
    pub slip: String,
    pub item_name: String,
    /// Masked.
    pub applicant: String,
    pub required: u32,
    pub filled: u32,
    pub share: u32,
    pub materials: u32,
    pub in_hand: u32,
    pub left: Vec<LeftView>,
    pub saved_at: String,
    /// Offered to windows at this moment.
    pub offered: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LeftView {
    /// `fields`, `materials`, `identity`, `declarations`, `signatures`, `accounts`, `originals`.
    pub what: String,
    pub count: u32,
    pub names: Vec<String>,
}

/// 委托书 and its checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MandateView {
    pub draft: String,
    /// Whether anything is kept yet.
    pub kept: bool,
    pub principal: String,
    pub masked_number: String,
    pub agent: String,
    pub agent_name: String,
    pub item_name: String,
    /// `fill`, `submit`, `collect`.
    pub powers: Vec<String>,
    pub from: String,
    pub until: String,
    /// Name of the attached file.
    pub document: Option<String>,
    /// `card`, `document`, `video`.
    pub identity: Option<String>,
    /// `callBack`, `message`, `present`.
    pub will: Option<String>,
    pub reference: String,
    pub revoked: bool,
    pub lacks: Vec<LackView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LackView {
    /// `document`, `identity`, `will`, `item`, `principal`, `agent`, `powers`, `dates`, `account`, `revoked`.
    pub point: String,
    pub code: String,
    pub zh: String,
    pub en: String,
}

/// What a helper writes down of a mandate; the principal is the draft's applicant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MandateForm {
    pub powers: Vec<String>,
    /// `2026-11-22`
    pub from: String,
    pub until: String,
    pub identity: Option<String>,
    pub will: Option<String>,
    pub reference: String,
    pub revoked: bool,
    /// The signed paper; without one, the one that is attached stays.
    pub file: Option<MandateFile>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MandateFile {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// The code, shown to the helper as long as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OfferView {
    pub draft: String,
    pub code: String,
    pub number: String,
    pub group: Option<String>,
    pub ticket: Option<String>,
    /// RFC 3339
    pub until: String,
}

/// The answer to F9 on the helper's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum HandOverView {
    Given {
        offer: OfferView,
    },
    /// 代办 without a checked mandate.
    Lacking {
        lacks: Vec<LackView>,
    },
}

/// What comes in at a window: hand-overs, askings for its drafts, and edits that came too late.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StripsView {
    pub hand_overs: Vec<IncomingView>,
    pub asks: Vec<AskView>,
    pub lost: Vec<LostEditsView>,
}

/// 帮办移交待接
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct IncomingView {
    pub id: String,
    pub number: String,
    pub mode: String,
    pub helper: String,
    pub item_name: String,
    /// Masked.
    pub applicant: String,
    pub share: u32,
    pub left: Vec<LeftView>,
    /// Why this clerk may not take it: the item is not his, with the windows that take it.
    pub unfit: Option<TroubleView>,
    pub group: Option<String>,
    pub ticket: Option<String>,
    /// It goes with the ticket at this window: no code is needed.
    pub ours: bool,
    /// RFC 3339
    pub made_at: String,
}

/// What became of taking a hand-over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TakenView {
    pub draft: String,
    pub slip: String,
    pub number: String,
    pub helper: String,
    pub item_name: String,
    pub left: Vec<LeftView>,
    /// It is open on the desk; otherwise it lies among the drafts, and `why` says so.
    pub opened: bool,
    pub why: Option<TroubleView>,
}

/// 请求接管: somebody asks for a draft of this window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AskView {
    pub id: String,
    pub slip: String,
    pub item_name: String,
    pub desk: String,
    pub name: String,
    /// RFC 3339
    pub asked_at: String,
}

/// A draft that another desk holds, to be read: masked, never to be changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HeldView {
    pub intake: IntakeView,
    pub desk: String,
    pub name: String,
    /// This window has asked and waits for an answer.
    pub asked: bool,
    /// It is this window's by now.
    pub ours: bool,
}

/// Edits of this desk that came too late: shown, never merged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LostEditsView {
    pub draft: String,
    pub slip: String,
    pub item_name: String,
    /// The desk that has the draft; empty where its case is over.
    pub holder: String,
    pub edits: Vec<LostEditView>,
    /// Local time `HH:MM`.
    pub at: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LostEditView {
    pub label: String,
    pub text: String,
}
