//! 数据使用监管: alarms about looks, samples, the month, grants.

use cases::wire::grant::{GrantAsk, GrantRow};
use cases::wire::watch::LookRow;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::outcome::PaperView;
use crate::intake::show_fields::minute;

/// One look; the person masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LookView {
    pub id: String,
    pub at: String,
    pub staff: String,
    pub staff_name: String,
    pub desk: String,
    pub item_name: String,
    /// The source as people call it.
    pub source: String,
    pub elements: Vec<String>,
    pub subject: String,
    pub purpose: String,
    pub grant: Option<String>,
    /// 合法性基础, and the consent where one was needed, in words.
    pub base: Option<String>,
    /// The code by which it was refused.
    pub refused: Option<String>,
    pub backed: bool,
    pub slip: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WatchAlarmView {
    pub id: String,
    pub kind: String,
    pub staff: String,
    pub name: String,
    pub desk: String,
    pub count: u32,
    pub since: String,
    pub last: String,
    pub closed: Option<WatchClosedView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WatchClosedView {
    pub name: String,
    /// `inOrder`, `warned` or `passedOn`.
    pub outcome: String,
    pub note: String,
    pub at: String,
}

/// An alarm and the looks it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WatchFileView {
    pub alarm: WatchAlarmView,
    pub looks: Vec<LookView>,
}

/// One drawn look, and what was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SampleView {
    pub id: String,
    pub look: LookView,
    /// `inOrder` or `toExplain`.
    pub verdict: Option<String>,
    pub note: String,
    pub judged_by: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DrawView {
    pub id: String,
    pub month: String,
    pub seed: String,
    pub among: u32,
    pub at: String,
    pub samples: Vec<SampleView>,
}

/// 审计月报: the paper, and the same figures as a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MonthView {
    pub paper: PaperView,
    /// Comma-separated values that no table program takes for a formula.
    pub csv: String,
}

/// A grant (数据共享授权).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GrantView {
    pub id: String,
    /// Item id; `*` for checking who stands at the window.
    pub item: String,
    pub dataset: String,
    pub item_name: String,
    pub source: String,
    pub elements: Vec<String>,
    pub valid_until: String,
    /// `file`, `training`, `approval` or `asked`.
    pub origin: String,
    pub asked_by: Option<String>,
    pub approved_by: Option<String>,
    /// `inForce`, `ended` or `withdrawn`.
    pub state: String,
    pub withdrawn_why: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GrantAskView {
    pub id: String,
    pub item_name: String,
    pub source: String,
    pub elements: Vec<String>,
    pub valid_until: String,
    pub reason: String,
    pub asked_name: String,
    pub desk: String,
    /// Asked for by who is signed in here, or at this window: another answers.
    pub ours: bool,
    /// `waiting`, `approved` or `denied`.
    pub state: String,
    pub answered_name: Option<String>,
    pub words: Option<String>,
}

/// Grants and requests, and both as files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GrantsView {
    pub grants: Vec<GrantView>,
    pub asks: Vec<GrantAskView>,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GrantForm {
    pub item: String,
    pub dataset: String,
    /// Last day on which it is in force, `2027-12-31`.
    pub until: String,
    pub reason: String,
}

/// How people call sources and elements.
pub struct Words<'a> {
    pub source: &'a dyn Fn(&str) -> String,
    pub element: &'a dyn Fn(&str) -> String,
    /// 合法性基础
    pub base: &'a dyn Fn(&str) -> String,
}

impl Words<'_> {
    fn elements(&self, elements: &[String]) -> Vec<String> {
        elements.iter().map(|element| (self.element)(element)).collect()
    }

    /// 法定职责; 同意（申请人屏确认，本人 2026-11-20 10:01）.
    fn under(&self, row: &LookRow) -> Option<String> {
        let codes = row.base.as_deref()?.split(' ');
        let words = codes.map(|code| (self.base)(code)).collect::<Vec<_>>().join("、");
        Some(match row.consent {
            Some(consent) => format!("{words}：{} {}", consent.zh(), minute(consent.at)),
            None => words,
        })
    }

    pub fn look(&self, row: LookRow) -> LookView {
        let under = self.under(&row);
        LookView {
            id: row.id.to_string(),
            at: row.at.to_string(),
            staff: row.staff,
            staff_name: row.staff_name,
            desk: row.desk,
            item_name: if row.item == "*" {
                "窗口人证核验".to_owned()
            } else {
                row.item_name
            },
            source: (self.source)(&row.dataset),
            elements: self.elements(&row.elements),
            subject: row.subject,
            purpose: row.purpose,
            grant: row.grant,
            base: under,
            refused: row.refused,
            backed: row.backed,
            slip: row.slip,
        }
    }

    pub fn grant(&self, row: GrantRow) -> GrantView {
        GrantView {
            id: row.id,
            item_name: if row.item == "*" {
                "窗口人证核验".to_owned()
            } else {
                row.item_name
            },
            source: (self.source)(&row.dataset),
            item: row.item,
            dataset: row.dataset,
            elements: self.elements(&row.elements),
            valid_until: row.valid_until.to_string(),
            origin: row.origin,
            asked_by: row.asked_by,
            approved_by: row.approved_by,
            state: row.state,
            withdrawn_why: row.withdrawn_why,
        }
    }

    pub fn ask(&self, row: GrantAsk, staff: &str, desk: &str) -> GrantAskView {
        GrantAskView {
            id: row.id.to_string(),
            item_name: row.item_name,
            source: (self.source)(&row.dataset),
            elements: self.elements(&row.elements),
            valid_until: row.valid_until.to_string(),
            reason: row.reason,
            ours: row.asked_by == staff || row.desk == desk,
            asked_name: row.asked_name,
            desk: row.desk,
            state: row.state,
            answered_name: row.answered_name,
            words: row.words,
        }
    }
}
