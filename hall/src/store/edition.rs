//! The commands of editions: what is published is never changed.

use async_trait::async_trait;
use cases::catalogue::CatalogueFiles;
use cases::catalogue::edition::manifest::PublishedKey;
use cases::catalogue::edition::{Inventory, Manifest, Part, SignedManifest};
use cases::crypto::SecretKey;

use super::{Act, Kept, Keyed};

/// An edition as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptEdition {
    pub signed: SignedManifest,
    pub manifest: Manifest,
    /// What drafts pinned before editions had numbers.
    pub alias: Option<String>,
}

/// What is to be published. Its parts were kept before.
#[derive(Debug, Clone)]
pub struct NewEdition {
    pub hall: String,
    pub inventory: Inventory,
    pub content: String,
    pub note: String,
    pub rollback_of: Option<String>,
    /// Sequence of the edition it was made from; 0 before the first.
    pub base: u64,
    pub key: SecretKey,
    pub alias: Option<String>,
}

/// One part under a name, from one edition until another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Sequence of the first edition with it.
    pub since: u64,
    /// Sequence of the first edition without it.
    pub until: Option<u64>,
    pub digest: String,
}

/// Files of an edition as they were kept before editions had numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldEdition {
    pub alias: String,
    pub files: String,
    pub seen_at: jiff::Timestamp,
}

#[async_trait]
pub trait EditionStore {
    /// The edition in force; `None` before the first.
    async fn newest_edition(&self) -> Kept<Option<KeptEdition>>;
    /// By number, by content (the newest of it), or by what drafts pinned before there were numbers.
    async fn find_edition(&self, name: &str) -> Kept<Option<KeptEdition>>;
    /// Newest first.
    async fn editions(&self) -> Kept<Vec<KeptEdition>>;
    /// Where a part stood under a name, oldest first.
    async fn standings(&self, name: &str) -> Kept<Vec<Standing>>;
    async fn inventory(&self, sequence: u64) -> Kept<Inventory>;
    /// Keeps parts that are not kept yet.
    async fn put_parts(&self, parts: Vec<Part>) -> Kept<()>;
    async fn parts(&self, digests: Vec<String>) -> Kept<Vec<(String, String)>>;
    /// Every file of an edition, with this item alone where one is named.
    async fn edition_files(&self, sequence: u64, item: Option<String>) -> Kept<CatalogueFiles>;
    /// Numbers, signs and takes into force in one step, unless another edition came first.
    async fn publish(&self, act: Act, new: NewEdition) -> Kept<SignedManifest>;
    /// What a publish under this key was answered with before.
    async fn published_under(&self, keyed: Keyed) -> Kept<Option<SignedManifest>>;
    /// The key that signs; `None` before the first.
    async fn signing_key(&self) -> Kept<Option<SecretKey>>;
    /// Takes a key into use, endorsed by the one before it. The one in use changes nothing.
    async fn put_signing_key(&self, act: Act, key: SecretKey) -> Kept<()>;
    async fn published_keys(&self) -> Kept<Vec<PublishedKey>>;
    /// What was kept before editions had numbers, oldest first.
    async fn old_editions(&self) -> Kept<Vec<OldEdition>>;
    async fn drop_old_edition(&self, alias: &str) -> Kept<()>;
}
