//! 待收件 and the strip of an intake that was begun online.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::TroubleView;

/// What waits of one item; nobody is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OnlineWaitingView {
    pub item: String,
    pub item_name: String,
    pub waiting: u32,
    pub at_windows: u32,
    /// When the oldest that waits was submitted.
    pub oldest: Option<String>,
}

/// The applications of who stands at the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OnlineOffersView {
    /// The last submitted first.
    pub rows: Vec<OnlineOfferView>,
    /// His applications that this clerk does not take in.
    pub elsewhere: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OnlineOfferView {
    pub application: String,
    pub item_name: String,
    pub applicant: String,
    pub submitted_at: String,
    pub files: u32,
    /// Whether the pre-review passed it; nothing where nobody looked.
    pub passed: Option<bool>,
    /// How much it found.
    pub remarks: u32,
    /// It lies at this window already.
    pub here: bool,
    /// The other window that has it, and who sits there.
    pub holder: Option<String>,
    /// Why this clerk does not take it up.
    pub unfit: Option<TroubleView>,
}

/// The strip of an intake that was begun online.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OnlineView {
    pub application: String,
    pub revision: u32,
    pub submitted_at: String,
    /// `submitted`, `withdrawn` or `accepted`.
    pub state: String,
    /// Under which it was accepted online.
    pub accepted_number: Option<String>,
    pub review: Option<OnlineReviewView>,
    /// Names of fields and materials that the applicant changed online while it lay here.
    pub changed: Vec<String>,
    /// What has no place here.
    pub left: Vec<OnlineLeftView>,
}

/// 网上预审
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OnlineReviewView {
    pub passed: bool,
    pub by: String,
    pub at: String,
    pub remarks: Vec<OnlineRemarkView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OnlineRemarkView {
    pub text: String,
    /// `field`, `material`, or nothing.
    pub at: String,
    /// Field key or material id.
    pub id: String,
    pub name: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OnlineLeftView {
    pub name: String,
    /// Numbers masked.
    pub said: String,
    /// notAsked, ambiguous, twice, misshapen, ownAct, noMaterial, madeHere, paperOnly, inHand, onItsWay, notTaken or
    /// takenBack.
    pub why: String,
    pub trouble: Option<TroubleView>,
}
