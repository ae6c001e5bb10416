//! Digests and signatures (密码算法) behind one trait, so that a hall under 密评 signs with national algorithms and
//! another does not have to: what is signed always names its suite.
//!
//! - [`ed25519`]: Ed25519 (RFC 8032) with SHA-256 (FIPS 180-4).
//! - [`sm2`]: SM2 (GM/T 0003) with SM3 (GM/T 0004), under the usual ID `1234567812345678` (GM/T 0009).
//!
//! Both sign without chance: the same key and message give the same bytes. Software suites; a certified module
//! stands behind the same trait.

pub mod ed25519;
pub mod sm2;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which algorithms something was digested and signed with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub enum Suite {
    #[default]
    #[serde(rename = "ed25519-sha256")]
    Ed25519Sha256,
    /// 国密
    #[serde(rename = "sm2-sm3")]
    Sm2Sm3,
}

impl Suite {
    pub const ALL: [Suite; 2] = [Suite::Ed25519Sha256, Suite::Sm2Sm3];

    pub fn word(self) -> &'static str {
        match self {
            Suite::Ed25519Sha256 => "ed25519-sha256",
            Suite::Sm2Sm3 => "sm2-sm3",
        }
    }

    pub fn from_word(word: &str) -> Option<Suite> {
        Self::ALL.into_iter().find(|suite| suite.word() == word)
    }

    /// The suite whose digests begin with this name, such as `sha256`.
    pub fn of_digest(digest: &str) -> Option<Suite> {
        let name = digest.split_once(':')?.0;
        Self::ALL
            .into_iter()
            .find(|suite| suite.crypto().digest_name() == name)
    }

    pub fn crypto(self) -> &'static dyn Crypto {
        match self {
            Suite::Ed25519Sha256 => &ed25519::Ed25519Sha256,
            Suite::Sm2Sm3 => &sm2::Sm2Sm3,
        }
    }
}

/// A private key: its 32 bytes. Never shown, not even to a log.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretKey {
    pub(self) suite: Suite,
    pub(self) bytes: [u8; 32],
}

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SecretKey({})", self.suite.word())
    }
}

impl SecretKey {
    pub fn suite(&self) -> Suite {
        self.suite
    }

    /// The key's bytes, for a sealed store.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    /// A key of `bytes`; `None` where they are none of the suite's. Fresh ones come from the system's chance.
    pub fn new(suite: Suite, bytes: [u8; 32]) -> Option<SecretKey> {
        let key = SecretKey { suite, bytes };
        suite.crypto().public(&key).map(|_| key)
    }

    /// A private key as OpenSSL writes it (PKCS#8 PEM), of either suite.
    pub fn from_pem(pem: &str) -> Option<SecretKey> {
        Suite::ALL
            .into_iter()
            .find_map(|suite| suite.crypto().secret_from_pem(pem))
    }

    pub fn public(&self) -> Option<PublicKey> {
        self.suite.crypto().public(self)
    }

    pub fn sign(&self, message: &[u8]) -> Option<Vec<u8>> {
        self.suite.crypto().sign(self, message)
    }
}

/// A public key that somebody trusts, or is asked to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PublicKey {
    pub suite: Suite,
    /// The suite's digest of the key as DER (SubjectPublicKeyInfo).
    pub key_id: String,
    /// SubjectPublicKeyInfo as PEM, which OpenSSL reads.
    pub pem: String,
}

impl PublicKey {
    /// A public key as OpenSSL writes it, of either suite.
    pub fn from_pem(pem: &str) -> Option<PublicKey> {
        Suite::ALL.into_iter().find_map(|suite| {
            Some(PublicKey {
                suite,
                key_id: suite.crypto().key_id(pem)?,
                pem: pem.to_owned(),
            })
        })
    }

    /// Whether the id is the digest of this very key.
    pub fn is_whole(&self) -> bool {
        self.suite.crypto().key_id(&self.pem).as_ref() == Some(&self.key_id)
    }

    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        self.suite.crypto().verify(&self.pem, message, signature)
    }
}

/// What a suite can do.
pub trait Crypto: Send + Sync {
    /// Name that digests carry, such as `sha256`.
    fn digest_name(&self) -> &'static str;

    /// Digest as `name:hex`.
    fn digest(&self, bytes: &[u8]) -> String;

    /// The public half; `None` where the bytes are no key.
    fn public(&self, key: &SecretKey) -> Option<PublicKey>;

    /// A private key in PKCS#8 PEM, where it is of this suite.
    fn secret_from_pem(&self, pem: &str) -> Option<SecretKey>;

    /// The id of a public key in PEM, where it is of this suite.
    fn key_id(&self, pem: &str) -> Option<String>;

    /// Ed25519: 64 bytes; SM2: DER of r and s (GM/T 0009).
    fn sign(&self, key: &SecretKey, message: &[u8]) -> Option<Vec<u8>>;

    fn verify(&self, public_pem: &str, message: &[u8], signature: &[u8]) -> bool;
}

#[cfg(test)]
mod tests;
