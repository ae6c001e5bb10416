//! Approvals as screens show them: the clerk's own, and the supervisor's inbox. No applicant in a list.

use serde::{Deserialize, Serialize};
use specta::Type;

/// A ground on which an item may be refused (不予受理情形).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GroundView {
    pub code: String,
    pub zh: String,
    pub en: String,
    /// 法律依据
    pub basis: String,
    /// The right body has to be named.
    pub needs_body: bool,
    /// 不受理: nothing has to be applied for.
    pub not_needed: bool,
}

/// One request for approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ApprovalView {
    pub id: String,
    /// `refusal`, `secondDemand`, `override`, `void` or `grant`.
    pub kind: String,
    /// `waiting`, `approved`, `denied`, `withdrawn` or `used`.
    pub state: String,
    pub desk: String,
    /// 工号 and name of who asks.
    pub staff: String,
    pub name: String,
    pub asked_at: String,
    /// When it should be answered.
    pub answer_by: String,
    /// When nobody had answered and every supervisor was asked again.
    pub passed_on: Option<String>,
    pub item_name: String,
    /// The intake it speaks of.
    pub draft: Option<String>,
    /// Slip code of the case that it is about.
    pub case: Option<String>,
    /// What is asked: the ground, the other case, the materials, the source.
    pub what: String,
    pub reason: String,
    /// 法律依据 of a refusal.
    pub basis: Option<String>,
    /// The right body of a refusal.
    pub right_body: Option<String>,
    /// Until when a grant would stand.
    pub until: Option<String>,
    pub answered_by: Option<String>,
    pub answered_at: Option<String>,
    /// 意见
    pub note: Option<String>,
    /// What was asked about has changed at this desk: the request is void, to be asked anew.
    pub stale: bool,
}

/// A request opened by a supervisor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OpenedApprovalView {
    pub approval: ApprovalView,
    /// Masked.
    pub applicant: Option<String>,
    pub paper: Option<PreviewView>,
    /// What was told first, by name, where more is asked for.
    pub first_told: Vec<String>,
}

/// What a paper will say, line by line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PreviewView {
    pub title: String,
    /// 制发机关
    pub body: String,
    pub lines: Vec<PreviewLine>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PreviewLine {
    /// `heading`, `text` or `fact`.
    pub kind: String,
    /// Of a fact.
    pub label: Option<String>,
    pub text: String,
}

/// What became of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AnsweredView {
    /// Whether this answer stands; if not, the request says whose does, or that it was taken back.
    pub answered: bool,
    pub approval: ApprovalView,
}
