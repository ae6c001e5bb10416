//! AES-256-GCM with a random nonce in front: `nonce (12) ‖ ciphertext and tag`.

use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce};

use crate::chance;

const NONCE: usize = 12;

/// Seals bytes. `None` when the system gives no randomness.
pub fn seal(key: &[u8; 32], plain: &[u8]) -> Option<Vec<u8>> {
    let nonce: [u8; NONCE] = chance::bytes()?;
    let cipher = Aes256Gcm::new(key.into());
    let mut sealed = nonce.to_vec();
    sealed.extend(cipher.encrypt(&Nonce::from(nonce), plain).ok()?);
    Some(sealed)
}

/// Opens what [`seal`] made; `None` for a wrong key or changed bytes.
pub fn open(key: &[u8; 32], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, text) = sealed.split_at_checked(NONCE)?;
    let nonce: [u8; NONCE] = nonce.try_into().ok()?;
    Aes256Gcm::new(key.into()).decrypt(&Nonce::from(nonce), text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_only_whole_and_with_its_key() {
        let sealed = seal(&[7; 32], "原件".as_bytes()).unwrap();
        assert_eq!(open(&[7; 32], &sealed).unwrap(), "原件".as_bytes());
        assert!(open(&[8; 32], &sealed).is_none());
        let mut changed = sealed.clone();
        changed[14] ^= 1;
        assert!(open(&[7; 32], &changed).is_none());
        assert!(open(&[7; 32], &sealed[..10]).is_none());
    }
}
