//! A case while it is handled and its results while they are handed over.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::TroubleView;
use super::intake::IntakeView;
use super::objection::ObjectionRowView;
use super::outcome::PaperView;

/// One case as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CaseNowView {
    pub slip: String,
    pub case_number: Option<String>,
    /// Id of the item.
    pub item: Option<String>,
    pub item_name: String,
    pub stage: String,
    pub stage_word: String,
    /// Masked.
    pub applicant: String,
    pub accepted_at: Option<String>,
    pub due_day: Option<String>,
    /// 承诺 1 个工作日（法定 20 个工作日）
    pub promise: Option<String>,
    pub parcels: Vec<ParcelNowView>,
    /// Departments' steps, oldest first.
    pub steps: Vec<StepView>,
    pub results: Vec<ResultView>,
    /// 准予 or 不予, once it is decided.
    pub granted: Option<bool>,
    /// How the applicant wants the result, as he said in the form (领取方式).
    pub deliver_by: Option<String>,
    /// 容缺: what was promised at acceptance.
    pub promised: Vec<PromisedView>,
    /// 补充材料: what departments ask for, the oldest first.
    pub further: Vec<FurtherView>,
    /// 数据校核: what was said to be wrong at a source.
    pub objections: Vec<ObjectionRowView>,
    /// 补正: the last day, while it is awaited.
    pub cure_by: Option<String>,
    pub delivery: Option<DeliveredView>,
    /// This visit stays open for it (即办件).
    pub waits: bool,
    /// The hall did not answer: what the window saw last.
    pub stale: bool,
}

/// 补充材料, as one department asked for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FurtherView {
    pub id: String,
    pub department: String,
    pub reason: String,
    pub asked_at: String,
    /// 补充材料通知书 number; `None` while the applicant has not been told.
    pub number: Option<String>,
    pub round: Option<u32>,
    /// The last day for handing it in.
    pub until: Option<String>,
    pub lines: Vec<FurtherLine>,
}

/// One thing asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FurtherLine {
    pub material: String,
    pub wrong: String,
    pub cure: String,
    pub came_at: Option<String>,
    /// 追加要求: the first notice of the case did not have it.
    pub added: bool,
}

/// One thing that was handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CameForm {
    /// [`FurtherView::id`]
    pub of: String,
    /// Place among its lines, from 0.
    pub place: u32,
    pub originals: u32,
    pub copies: u32,
}

/// 容缺材料
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PromisedView {
    pub material: String,
    pub name: String,
    pub due: String,
    pub kept_at: Option<String>,
    /// Its day passed before it came.
    pub defaulted: bool,
}

/// One department's parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ParcelNowView {
    pub department: String,
    pub state: String,
    pub state_word: String,
    /// Why it waits.
    pub why: Option<TroubleView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StepView {
    pub at: String,
    pub by: String,
    pub what: String,
    pub note: Option<String>,
}

/// 审批结果
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ResultView {
    pub department: String,
    pub name: String,
    pub number: String,
    pub granted: bool,
    pub valid_to: Option<String>,
    pub at: String,
    pub handed_over: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DeliveredView {
    pub at: String,
    /// `direct`, `mail`, `electronic`, `left` or `announced`.
    pub way: String,
    /// Masked.
    pub receiver: String,
    pub relation: String,
    pub desk: String,
}

/// How a result is to be delivered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DeliverForm {
    /// See [`DeliveredView::way`].
    pub way: String,
    /// Who stands at the window takes it for the applicant.
    pub agent: Option<AgentForm>,
    pub copies: u32,
    /// Mail number, address, witnesses, where and when announced.
    pub proof: String,
}

/// 代领
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AgentForm {
    pub relation: String,
    pub authority: String,
}

/// A void case, and the intake that takes its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct VoidedView {
    pub case: CaseNowView,
    pub papers: Vec<PaperView>,
    pub intake: Option<IntakeView>,
}

/// A delivered case with the papers that belong to its delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HandedOutView {
    pub case: CaseNowView,
    pub papers: Vec<PaperView>,
    /// The receiver signed on the applicant's screen: no paper waits for his hand.
    pub signed: bool,
}
