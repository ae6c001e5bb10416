//! The inbox: everything a desk commits and sends. Each place is applied once (promise 2).

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::case::{Demand, Draft, FirstTold, Stage};
use crate::review::Finding;

/// `POST /v1/inbox` → [`Outcome`]. The `Idempotency-Key` header repeats `key`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Envelope {
    pub place: Place,
    pub key: Uuid,
    /// SHA-256 of the command's JSON, hex: see [`Command::digest`].
    pub digest: String,
    #[schema(value_type = String, format = DateTime)]
    pub sent_at: Timestamp,
    pub command: Command,
}

/// Where a command stands in a desk's own order. `epoch` changes with every installation or restore, so an
/// old database that comes back is noticed: same place, other digest.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    pub desk: String,
    pub epoch: Uuid,
    pub sequence: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", tag = "command")]
pub enum Command {
    /// 暂存: every saved revision is also at the hall, so another window can take it over.
    SaveDraft { draft: Draft },
    /// 收件: the materials were received at `received_at` by the desk's clock, corrected by its offset.
    #[serde(rename_all = "camelCase")]
    Receive {
        draft: Draft,
        #[schema(value_type = String, format = DateTime)]
        received_at: Timestamp,
        /// SHA-256 of the 收件凭证 that was printed at the desk.
        receipt_digest: String,
        /// The printed bytes, base64: what was handed out is what is kept.
        receipt_pdf: String,
        /// Why it is only received, where the clerk chose so (只收件).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// 受理
    Accept {
        draft: Draft,
        /// The approval under which an open case of the same applicant and item does not stop it (放行).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        approval: Option<Uuid>,
    },
    /// 不予受理 or 不受理, under a supervisor's approval of exactly this; the ground says which.
    Refuse { draft: Draft, approval: Uuid },
    /// 一次告知补正: everything that is missing, at once. The hall refuses one that leaves out what it finds itself.
    Supplement {
        draft: Draft,
        demands: Vec<Demand>,
        /// The approval of a second notice of the same case (再次补正).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        approval: Option<Uuid>,
    },
    /// 补正收件: some of what was told has come, and the rest is still awaited.
    Return { draft: Draft },
    /// 首次一次告知: the applicant was handed the 一次性告知书 of the draft; its `first_told` is the list.
    TellOnce {
        draft: Draft,
        /// SHA-256 of the paper that was printed at the desk.
        paper: String,
        /// Its bytes, base64: what was handed out is what is kept.
        pdf: String,
    },
}

impl Command {
    /// SHA-256 over the command's JSON with sorted keys, hex.
    pub fn digest(&self) -> String {
        // A command is plain data; serialising it into a value cannot fail.
        let mut json = serde_json::to_value(self).unwrap_or_default();
        sort_keys(&mut json);
        hex::encode(Sha256::digest(json.to_string().as_bytes()))
    }

    pub fn draft(&self) -> &Draft {
        match self {
            Command::SaveDraft { draft }
            | Command::Receive { draft, .. }
            | Command::Accept { draft, .. }
            | Command::Refuse { draft, .. }
            | Command::Supplement { draft, .. }
            | Command::Return { draft }
            | Command::TellOnce { draft, .. } => draft,
        }
    }
}

/// Puts the keys of every object in order, whichever map serde_json was built with: two programs of one hall
/// must give one digest.
fn sort_keys(json: &mut serde_json::Value) {
    match json {
        serde_json::Value::Object(object) => {
            let mut pairs: Vec<(String, serde_json::Value)> = std::mem::take(object).into_iter().collect();
            pairs.sort_by(|one, other| one.0.cmp(&other.0));
            for (key, mut value) in pairs {
                sort_keys(&mut value);
                object.insert(key, value);
            }
        }
        serde_json::Value::Array(all) => all.iter_mut().for_each(sort_keys),
        serde_json::Value::Null
        | serde_json::Value::Bool(_)
        | serde_json::Value::Number(_)
        | serde_json::Value::String(_) => {}
    }
}

/// What became of a command. The same key gives the same outcome for ever.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", tag = "outcome")]
pub enum Outcome {
    Saved {
        revision: u64,
    },
    /// The draft has another owner by now (promise 3).
    #[serde(rename_all = "camelCase")]
    HeldElsewhere {
        desk: String,
        clerk: String,
        fence: u64,
    },
    /// 已收件. `why` says why acceptance has to wait, where it was asked for.
    #[serde(rename_all = "camelCase")]
    Received {
        slip: String,
        #[schema(value_type = String, format = DateTime)]
        received_at: Timestamp,
        #[schema(value_type = String, format = Date)]
        notify_by: Date,
        why: Option<crate::error::Trouble>,
    },
    Accepted(Box<Accepted>),
    /// 不予受理, 不受理
    Refused(Box<Refused>),
    /// 待补正
    Supplementing(Box<Supplementing>),
    /// 补正收件: part of it came.
    Returned(Box<Returned>),
    /// 已一次告知: the list that stands, which another window may have told before.
    #[serde(rename_all = "camelCase")]
    ToldOnce {
        slip: String,
        first_told: FirstTold,
    },
    /// The same rules found what the desk did not: nothing was accepted.
    Blocked {
        findings: Vec<Finding>,
    },
    /// An open case of the same applicant and item exists.
    #[serde(rename_all = "camelCase")]
    Duplicate {
        case_number: String,
    },
}

/// A case that was told what is missing (待补正).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Supplementing {
    pub slip: String,
    /// 补正材料告知书 number.
    pub number: String,
    #[schema(value_type = String, format = DateTime)]
    pub told_at: Timestamp,
    /// The last day for supplementing.
    #[schema(value_type = String, format = Date)]
    pub until: Date,
    /// How many defects the notice lists.
    pub demands: u32,
    /// 收件凭证 where it was received in the same act, 补正材料告知书.
    pub papers: Vec<super::record::PaperRef>,
}

/// What came of what was asked for, and what did not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Returned {
    pub slip: String,
    /// Names of demands that are cured by this return.
    pub came: Vec<String>,
    /// Names of demands that are still open; none is a case that may be accepted.
    pub open: Vec<String>,
    #[schema(value_type = String, format = Date)]
    pub until: Date,
    /// 收件凭证 of what came.
    pub papers: Vec<super::record::PaperRef>,
}

/// A refused application (不予受理), or one that was not needed (不受理).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Refused {
    pub slip: String,
    /// 不予受理通知书 number.
    pub number: String,
    #[schema(value_type = String, format = DateTime)]
    pub refused_at: Timestamp,
    /// 不予受理通知书
    /// Refused or not needed.
    pub stage: Stage,
    /// 不予受理决定书
    pub papers: Vec<super::record::PaperRef>,
}

/// An accepted case (已受理).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Accepted {
    pub case_number: String,
    pub slip: String,
    /// 受理通知书 number.
    pub notice_number: String,
    #[schema(value_type = String, format = DateTime)]
    pub accepted_at: Timestamp,
    #[schema(value_type = String, format = Date)]
    pub due_day: Date,
    /// Due day counted into a year without a published calendar.
    pub provisional: bool,
    /// Papers written in the same act: 收件凭证, 受理通知书.
    pub papers: Vec<super::record::PaperRef>,
    pub departments: Vec<String>,
}
