//! The store key and the keys derived from it.

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// 256 random bits that open the window's store. Wiped when dropped.
#[derive(Clone)]
pub struct StoreKey(Zeroizing<[u8; 32]>);

impl StoreKey {
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// `None` unless there are exactly 32 bytes.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        Some(Self::new(bytes.try_into().ok()?))
    }

    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Another key for another use: SHA-256 over the label and this key.
    pub fn derive(&self, label: &str) -> [u8; 32] {
        let mut sum = Sha256::new();
        sum.update((label.len() as u64).to_be_bytes());
        sum.update(label.as_bytes());
        sum.update(*self.0);
        sum.finalize().into()
    }

    /// The key as SQLCipher's raw key literal.
    pub fn pragma(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("x'{}'", hex::encode(*self.0)))
    }
}

impl std::fmt::Debug for StoreKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StoreKey(…)")
    }
}
