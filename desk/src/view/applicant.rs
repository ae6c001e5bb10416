//! The applicant's screen (申请人屏): what stands on it, and what of that the clerk is told.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::TroubleView;
use super::desk::RealmView;
use super::scan::CodeView;

/// Everything the applicant's window may know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ApplicantView {
    /// Grows with every change; the window asks for the next one after it.
    pub version: u32,
    /// Of the question; an answer names the one it answers.
    pub serial: u32,
    pub realm: RealmView,
    /// Empty until somebody signed in at this window.
    pub hall_name: String,
    pub desk: String,
    pub ticket: Option<String>,
    pub screen: ApplicantScreen,
}

/// Exactly one at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum ApplicantScreen {
    /// Nothing of a person.
    Idle,
    Consent {
        sheet: ConsentView,
    },
    Confirm {
        sheet: SheetView,
    },
    /// The pen has touched the pad.
    Sign {
        sheet: SheetView,
    },
    Receipt {
        sheet: ReceiptView,
    },
    Rate {
        sheet: RateView,
    },
    /// 手机扫码传
    Phone {
        code: CodeView,
        /// When the code ends, as in [`PhoneView`](super::scan::PhoneView).
        until: String,
    },
    /// `agreed`, `refused`, `told`, `doubted`, `signed`, `confirmed`, `received` or `rated`.
    Thanks {
        what: String,
    },
}

/// 同意取数
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConsentView {
    pub item_name: String,
    /// `2026-11-20T18:00` in the hall's time.
    pub until: String,
    /// What he is asked about, each by itself.
    pub sets: Vec<ConsentSet>,
    /// What is looked at by law: he is told of it.
    pub told: Vec<ConsentSet>,
    /// The legal bases of all of them.
    pub bases: Vec<BaseView>,
    /// Fields that need not be filled by hand with all of it.
    pub fields: u32,
    /// Papers that may be spared.
    pub materials: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConsentSet {
    pub code: String,
    /// 公安户籍, 电子证照 …
    pub title: String,
    pub en: String,
    /// 本人, 母亲, the name of a body.
    pub whose: String,
    /// Legal base, by code.
    pub base: String,
    /// 姓名, 户籍地址 …; of licences their types.
    pub fields: Vec<String>,
}

/// A legal base (合法性基础) and what is told of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BaseView {
    pub code: String,
    /// `duty`, `consent`, `separate` or `guardian`.
    pub kind: String,
    pub word: String,
    pub en: String,
    pub articles: Vec<String>,
    pub told: Vec<BaseTold>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct BaseTold {
    pub zh: String,
    pub en: String,
}

/// 核对签名
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SheetView {
    /// 陈女士; a body's name.
    pub greeting: String,
    pub item_name: String,
    pub promise: String,
    pub fee: String,
    pub rows: Vec<SheetRow>,
    pub commitments: Vec<Commitment>,
    /// A signature is asked; else confirming is enough.
    pub signs: bool,
    /// The form changed while an earlier sheet was shown.
    pub changed: bool,
    /// SHA-256 of exactly what is shown, hex.
    pub digest: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SheetRow {
    pub key: String,
    pub group: String,
    pub label: String,
    /// In words, masked where it is somebody's number.
    pub value: String,
    /// In the applicant's words: 公安户籍, 营业执照, 您提供 …
    pub source: String,
    /// Somebody decided against what a source said.
    pub changed: bool,
}

/// To be opened before signing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Commitment {
    pub title: String,
    pub text: String,
    pub opened: bool,
}

/// 签收: what is taken, by whom, and the sentence it is signed under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptView {
    pub item_name: String,
    /// 办件编号, or 收件码 while there is none.
    pub number: String,
    pub results: Vec<ReceiptLine>,
    pub copies: u32,
    pub receiver: String,
    /// Masked.
    pub id_shown: String,
    pub relation: String,
    pub authority: Option<String>,
    pub statement: String,
    /// SHA-256 of exactly what is shown, hex.
    pub digest: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptLine {
    pub name: String,
    pub number: String,
}

/// 评价
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RateView {
    /// 办件编号, or 收件码 while there is none.
    pub number: String,
    /// `accepted`, `received` or `refused`.
    pub outcome: String,
    /// Seconds until not choosing is the answer.
    pub left_s: u32,
    pub reasons: Vec<RateReason>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RateReason {
    pub code: String,
    pub zh: String,
    pub en: String,
}

/// What the window heard: strokes on a pad whose sides count 10 000, milliseconds from the first touch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct InkView {
    /// Width of the pad in thousandths of its height.
    pub aspect: u16,
    pub strokes: Vec<Vec<InkPointView>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct InkPointView {
    pub x: u16,
    pub y: u16,
    pub ms: u32,
}

/// 客户屏 on the clerk's desk: which step, since when; never how somebody rated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ApplicantStrip {
    /// The applicant's window is there.
    pub attached: bool,
    /// `idle`, `consent`, `confirm`, `sign`, `receipt`, `rate`, `thanks`.
    pub state: String,
    /// RFC 3339
    pub since: String,
    /// Why the last question ended without an answer.
    pub note: Option<TroubleView>,
    /// `submitted` or `notRated`, of the item handled last.
    pub rating: Option<String>,
}
