//! AES-256-GCM with a random nonce in front: `nonce (12) ‖ ciphertext and tag`.

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use crate::chance;

/// Seals bytes. `None` when the system gives no randomness.
pub fn seal(key: &[u8; 32], plain: &[u8]) -> Option<Vec<u8>> {
    let nonce: [u8; NONCE_LEN] = chance::bytes()?;
    let mut sealed = Vec::with_capacity(NONCE_LEN + plain.len() + AES_256_GCM.tag_len());
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(plain);
    let text = &mut sealed[NONCE_LEN..];
    let tag = keyed(key)?
        .seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), text)
        .ok()?;
    sealed.extend_from_slice(tag.as_ref());
    Some(sealed)
}

/// Opens what [`seal`] made; `None` for a wrong key or changed bytes.
pub fn open(key: &[u8; 32], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, text) = sealed.split_at_checked(NONCE_LEN)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let mut text = text.to_vec();
    let plain = keyed(key)?
        .open_in_place(nonce, Aad::empty(), &mut text)
        .ok()?
        .len();
    text.truncate(plain);
    Some(text)
}

/// Every seal takes a random nonce, so the key carries no count of them.
fn keyed(key: &[u8; 32]) -> Option<LessSafeKey> {
    UnboundKey::new(&AES_256_GCM, key).ok().map(LessSafeKey::new)
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
        assert!(open(&[7; 32], &sealed[..NONCE_LEN + 3]).is_none());
    }

    /// Sealed by OpenSSL: the nonce, then AES-256-GCM (NIST SP 800-38D) and its tag.
    #[test]
    fn what_another_program_sealed_is_opened() {
        let sealed =
            hex::decode("000102030405060708090a0bfd0f7694a6bf7c5181bb1d6a2d53ca37c8dc8f88f303").unwrap();
        assert_eq!(open(&[7; 32], &sealed).unwrap(), "原件".as_bytes());
    }
}
