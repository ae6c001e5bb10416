//! Editions of the catalogue between hall and windows.
//!
//! `GET /v1/catalogue` is the edition in force and the hall's keys. `GET /v1/catalogue/editions/{to}/difference?from=`
//! brings a window from what it has to another edition, or to a whole one, in pages: `next` of one page is `after` of
//! the next. `POST /v1/catalogue/editions` publishes; `POST /v1/catalogue/rollback` brings an older content back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::catalogue::CatalogueFault;
use crate::catalogue::edition::manifest::PublishedKey;
use crate::catalogue::edition::{Part, SignedManifest};

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
