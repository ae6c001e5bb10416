//! What the clerk sees beside the form: 办件 by pages, the trail of the intake, an edit taken back.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::intake::IntakeDelta;
use super::outcome::CaseRowView;

/// The lists of 办件.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum CaseList {
    /// Drafts of this window, parked ones among them.
    Drafts,
    /// Cases of this window.
    Mine,
    /// Received and not accepted yet: the five working days to notify run.
    Received,
    /// 待补正: told what is missing, in the whole hall: they come back at any window.
    Supplementing,
    /// 部门退回: a department has sent them back.
    Returned,
    /// Cases whose day is near or over, those first that somebody is warned of and did not look at.
    Due,
    /// Of them, those whose day is over.
    Overdue,
    /// 领取结果: done in the whole hall and not delivered.
    ToCollect,
    /// What the hall does not have yet.
    Unsent,
    /// Cases of the whole hall; only by the beginning of a number or slip code.
    Any,
}

/// A piece of one list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CasePageView {
    pub list: CaseList,
    pub offset: u32,
    /// Rows of the whole list.
    pub total: u32,
    pub rows: Vec<CaseRowView>,
    /// The hall did not answer: this is what the window saw last.
    pub stale: bool,
}

/// How many cases each list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CaseCounts {
    pub drafts: u32,
    pub received: u32,
    pub supplementing: u32,
    pub returned: u32,
    pub due: u32,
    pub to_collect: u32,
    pub unsent: u32,
}

/// One line of 办件轨迹; equal deeds one after another are one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TrailRow {
    /// Time of the last of them in the hall's zone, `10:37:31`.
    pub at: String,
    /// Deed word: call_next, identify, open_intake, edit_intake …
    pub deed: String,
    /// What for, in the words of the log.
    pub purpose: String,
    pub times: u32,
}

/// An edit that was taken back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UndoneView {
    /// Field key, or `None` for an answer of the guidance.
    pub key: Option<String>,
    pub delta: IntakeDelta,
}
