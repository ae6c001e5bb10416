//! The open intake as the screen draws it, and the delta after each change.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use specta::Type;

use super::TroubleView;
use super::approval::GroundView;
use super::desk::PartyView;
use super::objection::ObjectionMark;
use super::online::OnlineView;
use super::outcome::ToldView;

/// The whole intake, once when it opens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct IntakeView {
    pub id: String,
    pub item_id: String,
    pub item_name: String,
    pub item_type: String,
    pub department: String,
    /// `承诺 5 个工作日（法定 10 个工作日）`
    pub promise: String,
    pub fee: String,
    pub result: String,
    pub slip: String,
    pub party: PartyView,
    /// Key of the field the clerk stood in when it was last open.
    pub position: Option<String>,
    /// Fields in the order of the form.
    pub schema: Vec<FieldSchema>,
    /// Code lists used by the fields.
    pub lists: BTreeMap<String, Vec<Choice>>,
    /// 审查要点 that a person judges, whole or in part.
    pub by_person: Vec<PersonPoint>,
    /// 不予受理情形 of the item; empty where it cannot be refused.
    pub grounds: Vec<GroundView>,
    /// 收件 was recorded before: the case was taken up again.
    pub received: bool,
    pub delta: IntakeDelta,
}

/// A review point that is left to the clerk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PersonPoint {
    pub id: String,
    pub text: String,
    /// Why a machine cannot judge it, or what of it is left to a person.
    pub why: String,
    /// A rule judges the rest of it.
    pub by_rule: bool,
    /// 补正, 不予受理 or 提示: what follows where it does not hold.
    pub on_fail: String,
}

/// What does not change about a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FieldSchema {
    pub key: String,
    pub label: String,
    pub group: String,
    pub subject: String,
    /// The catalogue's type word: text, textarea, enum, multi, date, month, datetime, number, money, bool,
    /// phone, email, address, region, idNumber, uscc, bankAccount, table, photo.
    pub kind: String,
    pub max_length: Option<u32>,
    pub list: Option<String>,
    /// Holds several entries, one per line.
    pub many: bool,
    /// The applicant's own act (声明、承诺): never pre-set, marked on the screen.
    pub own_act: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Choice {
    pub code: String,
    pub name: String,
}

/// What changed since the screen's revision. Everything that can change is in it whole, except fields: only
/// the changed ones.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct IntakeDelta {
    pub id: String,
    pub revision: u32,
    /// The edit was based on an older revision: nothing was applied, this is how it stands.
    pub stale: bool,
    /// Local time of the last save, `HH:MM:SS`.
    pub saved_at: String,
    pub fields: Vec<FieldState>,
    pub questions: Vec<QuestionView>,
    pub subjects: Vec<SubjectView>,
    pub slots: Vec<SlotView>,
    pub findings: Vec<FindingView>,
    pub sources: Vec<SourceView>,
    pub counts: Counts,
    /// The day the case would be due if accepted today, `2026-09-28`.
    pub due_day: Option<String>,
    pub due_provisional: bool,
    /// Stage word once it is more than a draft: received, accepted …
    pub stage: String,
    /// 一次告知 of this case, with what of it is cured now.
    pub told: Option<ToldView>,
    /// 网上申报: of an intake that was begun online.
    pub online: Option<OnlineView>,
    /// 告知承诺: the applicant chose to promise in place of proof.
    pub by_commitment: bool,
    /// What was read under a consent that was withdrawn: field keys and material ids that were not said to be kept, typed
    /// anew or dropped.
    pub withdrawn: Vec<String>,
    /// Sets that somebody who is here may agree to and was not asked about.
    pub unasked: u32,
    /// What this change took off the form and out of the materials although it is in hand: it is kept.
    pub dropped: Option<TroubleView>,
}

/// What changes about a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FieldState {
    pub key: String,
    /// As shown: masked where the field is sensitive, wherever the value came from.
    pub text: String,
    /// Codes for choices (enum, multi), `1`/`0` for flags; empty otherwise.
    pub codes: Vec<String>,
    /// Something in it is masked: the value, or the values to choose from.
    pub masked: bool,
    pub filled: bool,
    pub required: bool,
    /// Hidden because its condition does not hold.
    pub shown: bool,
    pub chip: Option<Chip>,
    /// Values to choose from, when sources disagree.
    pub conflict: Vec<Offer>,
    /// What sources offered beside or against the value that a person decided on, or what an earlier case said too long
    /// ago to stand by itself.
    pub others: Vec<Offer>,
    /// Who decided on the value, over what sources say.
    pub decided: Option<DecidedView>,
    /// What stood there before, the last one first.
    pub before: Vec<DecidedView>,
    /// 数据校核: the last objection to what a source says here.
    pub objection: Option<ObjectionMark>,
    pub trouble: Option<TroubleView>,
}

/// The source chip of a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Chip {
    /// `registry`, `licence`, `card`, `history`, `online`, `recognition`, `guidance`, `derived`, `typed`.
    pub kind: String,
    pub label: String,
    pub provider: String,
    /// The dataset by its code (`population` …), for shared data.
    pub dataset: Option<String>,
    /// Of a value that follows from another: that field's label.
    pub record_id: Option<String>,
    /// When the fact held, `2026-09-28 10:00`.
    pub as_of: Option<String>,
    /// When it reached the form.
    pub at: String,
    pub grant: Option<String>,
    /// 合法性基础, in words.
    pub base: Option<String>,
    pub consent: Option<ConsentedView>,
    /// The earlier case of this hall that said it.
    pub earlier: Option<EarlierView>,
    /// What the source wrote, where it is not what is shown; masked as the field is.
    pub raw: Option<String>,
}

/// 历史办件: the earlier case of a value, whose number is the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EarlierView {
    /// Name of its item.
    pub item: String,
    /// How it came there: `typed`, `guidance`, `online`, `recognition`.
    pub how: String,
    /// Full months since then.
    pub months: u32,
    /// Too old to stand by itself: the clerk asks, and chooses it.
    pub only_offered: bool,
}

/// How and when the applicant agreed to the look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConsentedView {
    /// `screen`, `card` or `paper`.
    pub how: String,
    /// `own`, `guardian` or `mandate`.
    pub by: String,
    pub at: String,
}

/// A person's word on a value, or what he put something else in the place of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DecidedView {
    pub by: String,
    pub at: String,
    /// In words.
    pub reason: String,
    /// The value that stood there; none of the decision that stands.
    pub was: Option<Offer>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Offer {
    pub text: String,
    pub chip: Chip,
}

/// 情形问题 that is asked in this situation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QuestionView {
    pub id: String,
    pub text: String,
    /// Several answers may hold at once.
    pub several: bool,
    /// Chosen by digit, in this order.
    pub answers: Vec<Choice>,
    /// Codes of what holds; none while it is open.
    pub chosen: Vec<String>,
    /// Nobody answered: it follows from what is known.
    pub follows: bool,
}

/// A person of the form beside the party: spouse, mother, staff …
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SubjectView {
    pub subject: String,
    /// 母亲, 女方 …
    pub label: String,
    pub name: Option<String>,
    pub masked_number: Option<String>,
    pub how: Option<String>,
    /// Must be verified at the window.
    pub must_be_present: bool,
    /// People the family register names, to pick from.
    pub offered: Vec<Relative>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Relative {
    pub relation: String,
    pub name: String,
    pub masked_number: String,
}

/// One step of the verification of a licence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LicenceCheckView {
    /// `state`, `validity`, `holder` or `signature`.
    pub step: String,
    /// Absent where nobody answered.
    pub holds: Option<bool>,
    /// A state, a day, in the library's words.
    pub seen: String,
}

/// One material slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SlotView {
    pub material: String,
    pub name: String,
    /// 电子证照, 申请人, 系统生成, 数据共享, 告知承诺.
    pub source: String,
    /// The item's own application form: printed from the case and signed.
    pub generated: bool,
    pub required: bool,
    /// Its condition holds, does not hold, or is not answered yet.
    pub applies: Option<bool>,
    pub condition: Option<String>,
    pub originals: u32,
    pub copies: u32,
    pub satisfied: bool,
    /// `licence`, `verified`, `files`, `paper`, `generated`, or `None`.
    pub how: Option<String>,
    /// In words: `营业执照 有效至 长期`, `扫描 4 页`, `原件已核 1 份`, `已签 1 份`.
    pub note: String,
    /// Why paper is asked: notFound, notValid, sourceDown, originalByLaw.
    pub why_paper: Option<String>,
    /// What was verified of the licence in it, in order.
    pub checks: Vec<LicenceCheckView>,
    /// 可信等级: `A` to `D`; paper has none.
    pub grade: Option<String>,
    /// The generated form is printed but unsigned, or was edited after signing.
    pub unsigned: bool,
    /// 容缺: days in which it may come after acceptance, where it may.
    pub tolerant_days: Option<u32>,
    /// It is promised for later.
    pub promised: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FindingView {
    /// `block` or `remind`.
    pub level: String,
    /// `field`, `material`, `subject`, `question`, `party`.
    pub at: String,
    /// Field key, material id, subject or question id.
    pub id: String,
    pub code: String,
    pub zh: String,
    pub en: String,
}

/// One source being asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SourceView {
    pub dataset: String,
    pub label: String,
    pub subject: String,
    /// 合法性基础: its code, and in words.
    pub base: String,
    pub base_word: String,
    /// `asking`, `answered`, `empty`, `failed`, `unasked`, `refused`.
    pub state: String,
    pub fields: u32,
    /// Labels of the fields that wait for it in vain, once it failed.
    pub affected: Vec<String>,
    pub trouble: Option<TroubleView>,
}

/// How far the form is, the prefill meter (预填率) over its required fields, and by source all filled ones.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    pub total: u32,
    pub required: u32,
    pub required_filled: u32,
    /// Required fields that sources may fill: without the applicant's own acts.
    pub meant_for_sources: u32,
    /// Those of them that hold a source's value.
    pub prefilled: u32,
    /// Source word → filled fields.
    pub by_source: BTreeMap<String, u32>,
    pub blocks: u32,
    /// Blocks that stand between the form and the applicant's screen.
    pub unready: u32,
}

/// One edit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Change {
    /// Typed text; lists have one entry per line, choices their code.
    Set {
        key: String,
        text: String,
        reason: Option<String>,
    },
    /// One of the values sources offered.
    Choose { key: String, index: u32 },
    /// The codes that hold of a question (by its id); none takes the answer back.
    Answer { question: String, codes: Vec<String> },
}
