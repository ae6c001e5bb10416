//! One entry of the audit log and its hash.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

/// The name of the hash algorithm that entries are written with.
pub const SHA256: &str = "sha256";

/// What is to be logged, before it has a place in a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// When it was done.
    pub at: Timestamp,
    /// Who did it: a staff number or the name of a program, never an applicant.
    pub actor: String,
    /// What was done, as the deed's name.
    pub deed: String,
    /// What it was done to: the id of a case, visit, ticket or paper.
    pub subject: String,
    /// Why: the purpose of a look, or the reason given.
    pub purpose: String,
    /// SHA-256 of the details, in hexadecimal; the details themselves are kept elsewhere.
    pub detail_digest: String,
}

/// An entry in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// Place in the chain, from 1 without gaps.
    pub seq: u64,
    #[schema(value_type = String)]
    pub at: Timestamp,
    pub actor: String,
    pub deed: String,
    pub subject: String,
    pub purpose: String,
    pub detail_digest: String,
    /// Hash of the entry before, or of the chain's name for the first.
    pub prev: String,
    /// Hash of this entry with `prev`, in lower-case hexadecimal.
    pub hash: String,
    /// The hash algorithm, `sha256`.
    pub algorithm: String,
}

/// The end of a chain: how many entries it has, and the last hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Head {
    pub seq: u64,
    pub hash: String,
}

impl Entry {
    /// Seals a draft behind `prev`.
    pub(super) fn seal(prev: &Head, draft: Draft) -> Self {
        let Draft {
            at,
            actor,
            deed,
            subject,
            purpose,
            detail_digest,
        } = draft;
        let mut entry = Self {
            seq: prev.seq + 1,
            at,
            actor,
            deed,
            subject,
            purpose,
            detail_digest,
            prev: prev.hash.clone(),
            hash: String::new(),
            algorithm: SHA256.to_owned(),
        };
        entry.hash = entry.computed_hash();
        entry
    }

    /// The hash that the fields of this entry give.
    pub(super) fn computed_hash(&self) -> String {
        let seq = self.seq.to_be_bytes();
        let at = self.at.as_nanosecond().to_be_bytes();
        hash(&[
            b"yichuang audit entry 1",
            self.algorithm.as_bytes(),
            &seq,
            &at,
            self.actor.as_bytes(),
            self.deed.as_bytes(),
            self.subject.as_bytes(),
            self.purpose.as_bytes(),
            self.detail_digest.as_bytes(),
            self.prev.as_bytes(),
        ])
    }

    /// The head of a chain that ends with this entry.
    pub fn head(&self) -> Head {
        Head {
            seq: self.seq,
            hash: self.hash.clone(),
        }
    }
}

/// SHA-256 over the parts, each after its length in 8 bytes, in lower-case hexadecimal.
pub(super) fn hash(parts: &[&[u8]]) -> String {
    let mut sha = Sha256::new();
    for part in parts {
        sha.update((part.len() as u64).to_be_bytes());
        sha.update(part);
    }
    hex::encode(sha.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_cannot_run_together() {
        assert_ne!(hash(&[b"ab", b"c"]), hash(&[b"a", b"bc"]));
        assert_ne!(hash(&[b"a", b""]), hash(&[b"a"]));
    }
}
