//! Materials (申请材料): a slot per material of the item, and how it is satisfied.
//!
//! [`verify`] what has to hold of a licence · [`why`] why paper is asked for · [`asked`] which paper an intake asks for,
//! [`ledger`] the report of it · [`reuse`] what may be used again · [`grade`] how far a file can be trusted, and the mark of a copy · `known` where it
//! comes from.

pub mod asked;
pub mod grade;
mod known;
pub mod ledger;
pub mod reuse;
pub mod verify;
mod why;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::case::ScreenSignature;
use crate::catalogue::MaterialSpec;
pub use known::{Compared, Known, Reused};
pub use why::WhyPaper;

/// One slot of the material list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Slot {
    /// The material's id in the catalogue.
    pub material: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Held>,
    /// Why a licence could not be used, for the clerk and the ledger of asked-for paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why_paper: Option<WhyPaper>,
    /// What is known of its files, by digest.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub known: BTreeMap<String, Known>,
}

/// How a material is in hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", tag = "how")]
pub enum Held {
    /// 电子证照, returned as 有效 by the library (免提交).
    #[serde(rename_all = "camelCase")]
    Licence {
        identifier: String,
        type_name: String,
        number: String,
        holder: String,
        valid_to: Option<String>,
        #[schema(value_type = String, format = DateTime)]
        as_of: Timestamp,
        /// What was verified before it was taken.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        checks: Vec<verify::Checked>,
    },
    /// 数据核验: a registry confirmed the fact, nothing is handed in.
    #[serde(rename_all = "camelCase")]
    Verified { provider: String, record_id: String },
    /// Imported files.
    #[serde(rename_all = "camelCase")]
    Files { pieces: Vec<Piece> },
    /// 原件已核 / 收取: paper seen or kept, with counts.
    #[serde(rename_all = "camelCase")]
    Paper {
        originals: u32,
        copies: u32,
        pages: u32,
        kept: bool,
    },
    /// 系统生成: the application form made from the case.
    #[serde(rename_all = "camelCase")]
    Generated {
        /// Digest of the form's values the paper was made from; a later edit no longer matches it.
        form_digest: String,
        pages: u32,
        /// Signed copies ticked and counted by the clerk; 0 is unsigned.
        signed_copies: u32,
        /// Signed on the applicant's screen, in place of paper.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        signature: Option<ScreenSignature>,
    },
}

/// One file of a material.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Piece {
    /// SHA-256 of the bytes, hex.
    pub digest: String,
    /// `pdf`, `jpeg` or `png`.
    pub kind: String,
    pub pages: u32,
    pub bytes: u64,
    pub name: String,
}

/// Sheets of one material that stay with the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sheets {
    pub originals: u32,
    pub copies: u32,
    /// Of one copy.
    pub pages: u32,
}

impl Held {
    /// Paper that lies at the window: kept originals, copies, signed forms. What was given back or is electronic does
    /// not.
    pub fn paper(&self) -> Option<Sheets> {
        let sheets = match self {
            Held::Paper {
                originals,
                copies,
                pages,
                kept,
            } => Sheets {
                originals: if *kept { *originals } else { 0 },
                copies: *copies,
                pages: *pages,
            },
            Held::Generated {
                pages,
                signed_copies,
                signature: None,
                ..
            } => Sheets {
                originals: *signed_copies,
                copies: 0,
                pages: *pages,
            },
            Held::Generated { .. } | Held::Licence { .. } | Held::Verified { .. } | Held::Files { .. } => {
                return None;
            }
        };
        (sheets.originals + sheets.copies > 0).then_some(sheets)
    }
}

impl Slot {
    pub fn empty(material: &MaterialSpec) -> Self {
        Self {
            material: material.id.clone(),
            held: None,
            why_paper: None,
            known: BTreeMap::new(),
        }
    }

    /// Its files.
    pub fn pieces(&self) -> impl Iterator<Item = &Piece> {
        let files = match &self.held {
            Some(Held::Files { pieces }) => pieces.as_slice(),
            Some(
                Held::Licence { .. } | Held::Verified { .. } | Held::Paper { .. } | Held::Generated { .. },
            )
            | None => &[],
        };
        files.iter()
    }

    /// The piece of a signature on the applicant's screen.
    pub fn signature(&self) -> Option<&ScreenSignature> {
        match &self.held {
            Some(Held::Generated { signature, .. }) => signature.as_ref(),
            Some(Held::Licence { .. } | Held::Verified { .. } | Held::Files { .. } | Held::Paper { .. })
            | None => None,
        }
    }

    /// Why the licence in this slot may not be used on a day: its end has passed since, or it never passed.
    pub fn not_valid(&self, today: Date) -> Option<String> {
        let Some(Held::Licence { valid_to, checks, .. }) = &self.held else {
            return None;
        };
        if let Some(failed) = verify::failed(checks) {
            return Some(format!("{}核验未通过", failed.step.zh()));
        }
        let last = valid_to.as_deref()?;
        match verify::day(Some(last))? {
            Ok(day) if day >= today => None,
            Ok(_) | Err(_) => Some(format!("有效期至{last}")),
        }
    }

    /// Whether the material is in hand. A generated form counts only signed and unchanged since.
    pub fn is_satisfied(&self, form_digest: &str) -> bool {
        match &self.held {
            None => false,
            Some(Held::Licence { .. } | Held::Verified { .. }) => true,
            Some(Held::Files { pieces }) => !pieces.is_empty(),
            Some(Held::Paper {
                originals, copies, ..
            }) => originals + copies > 0,
            Some(Held::Generated {
                form_digest: of,
                signed_copies,
                signature,
                ..
            }) => (*signed_copies > 0 || signature.is_some()) && of == form_digest,
        }
    }
}
