//! Editions of the catalogue between hall and windows.
//!
//! `GET /v1/catalogue` is the edition in force and the hall's keys. `GET /v1/catalogue/editions/{to}/difference?from=`
//! brings a window from what it has to another edition, or to a whole one, in pages: `next` of one page is `after` of
//! the next. `POST /v1/catalogue/editions` publishes; `POST /v1/catalogue/rollback` brings an older content back.
//! `GET /v1/catalogue/history?item=` is one item through the editions, `GET /v1/catalogue/usage` how much each is used.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::catalogue::CatalogueFault;
use crate::catalogue::edition::manifest::PublishedKey;
use crate::catalogue::edition::{ItemChange, Part, SignedManifest};

/// The edition in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CatalogueHead {
    pub edition: SignedManifest,
    /// Every key the hall signs or signed with, the first one first.
    pub keys: Vec<PublishedKey>,
}

/// One page of a difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DifferencePage {
    pub edition: SignedManifest,
    /// Number of the edition it begins at; absent where the whole edition comes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// How many parts it brings that were not there, and in place of others.
    pub added: u64,
    pub changed: u64,
    /// Names of what it ends, on the first page alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<String>,
    /// What it brings, in the order of names.
    pub parts: Vec<Part>,
    /// Name of the last part, while more follow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// `POST /v1/catalogue/editions`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Publish {
    /// 发布说明
    #[serde(default)]
    pub note: String,
    /// Number of the edition it was made from: where another came since, nothing is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
    /// Texts of the files by name. What is not given stays as it is in force.
    pub files: BTreeMap<String, String>,
}

/// `POST /v1/catalogue/rollback`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Rollback {
    /// Number of the edition whose content comes back.
    pub to: String,
    #[serde(default)]
    pub note: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
}

/// Published, or every fault that stood in the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PublishReply {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<SignedManifest>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<CatalogueFault>,
}

/// `GET /v1/catalogue/history`: one item through the editions (事项沿革).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ItemHistory {
    /// How often it came, became another or went; the newest are listed.
    pub total: u64,
    /// The newest first.
    pub versions: Vec<ItemVersion>,
}

/// What happened to an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum VersionKind {
    Added,
    Changed,
    Removed,
}

/// One edition in which an item came, became another or went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ItemVersion {
    pub number: String,
    #[schema(value_type = String, format = DateTime)]
    pub published_at: Timestamp,
    /// Staff number of who published.
    pub by: String,
    /// 发布说明
    pub note: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rollback_of: Option<String>,
    pub kind: VersionKind,
    /// What it says otherwise than before; of a change alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub said: Vec<ItemChange>,
}

/// `GET /v1/catalogue/usage`: how much each item was used here (使用情况). Counts alone, nobody's name is in them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Usage {
    pub edition: String,
    #[schema(value_type = String, format = DateTime)]
    pub counted_at: Timestamp,
    /// Items of the edition that nobody took in for a year.
    pub unused: u64,
    /// Those that somebody did, the most used first.
    pub items: Vec<ItemUse>,
}

/// One item's counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ItemUse {
    pub item: String,
    /// Intakes opened in the last 30, 90 and 365 days.
    pub month: u64,
    pub quarter: u64,
    pub year: u64,
    /// Of those of the year: received and accepted.
    pub received: u64,
    pub accepted: u64,
    /// Drafts that are open, whatever their edition.
    pub drafts: u64,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_at: Option<Timestamp>,
}

/// `GET /v1/catalogue/state`: what is wrong in what the hall serves. An edition that was published has nothing here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CatalogueState {
    pub edition: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<CatalogueFault>,
    /// Items that are not served, because what they say is wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withheld: Vec<Withheld>,
}

/// An item that is not served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Withheld {
    pub id: String,
    pub name: String,
}
