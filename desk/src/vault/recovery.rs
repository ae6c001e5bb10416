//! The recovery code (恢复码): shown once, wraps the store key by Argon2id and AES-256-GCM into `vault.json`.

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::key::StoreKey;
use super::seal;
use crate::chance;

/// Digits and letters without 0 O, 1 I L.
const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
/// 24 drawn characters (118 bits) and one check character.
const LENGTH: usize = 25;
const GROUP: usize = 5;

/// A recovery code whose check character fits.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(Zeroizing<String>);

impl RecoveryCode {
    /// Draws a code. `None` when the system gives no randomness.
    pub fn draw() -> Option<Self> {
        let mut text = String::new();
        while text.len() < LENGTH - 1 {
            for byte in chance::bytes::<32>()? {
                // 248 = 8 × 31: what lies above would favour the first characters.
                if byte < 248 && text.len() < LENGTH - 1 {
                    text.push(char::from(ALPHABET[usize::from(byte % 31)]));
                }
            }
        }
        text.push(check(&text)?);
        Some(Self(Zeroizing::new(text)))
    }

    /// Reads a typed code: spaces, hyphens and lower case are taken.
    pub fn parse(typed: &str) -> Option<Self> {
        let text: String = typed
            .chars()
            .filter(|ch| !ch.is_whitespace() && *ch != '-')
            .map(|ch| ch.to_ascii_uppercase())
            .collect();
        if text.chars().count() != LENGTH || !text.is_ascii() {
            return None;
        }
        let (body, last) = text.split_at(LENGTH - 1);
        (last.chars().next() == check(body)).then(|| Self(Zeroizing::new(text.clone())))
    }

    /// In groups of five, as it is shown.
    pub fn shown(&self) -> String {
        let groups: Vec<&str> = (0..LENGTH)
            .step_by(GROUP)
            .filter_map(|at| self.0.get(at..at + GROUP))
            .collect();
        groups.join("-")
    }
}

/// Weighted sum mod 31: finds every wrong character and every exchange of two neighbours.
fn check(body: &str) -> Option<char> {
    let mut sum = 0;
    for (at, ch) in body.bytes().enumerate() {
        let value = ALPHABET.iter().position(|one| *one == ch)?;
        sum += value * (at + 1);
    }
    Some(char::from(ALPHABET[sum % 31]))
}

/// `vault.json`: the store key wrapped by the recovery code. Useless without the code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Wrapped {
    pub version: u32,
    /// Argon2id cost.
    pub memory_kib: u32,
    pub passes: u32,
    pub salt: String,
    pub sealed: String,
    /// The clerk said that the code was noted.
    pub confirmed: bool,
    /// The keyring keeps the key too; otherwise the code is entered at each start.
    pub keyring: bool,
}

/// The code carries 118 random bits, so the cost only slows a search that is hopeless anyway.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;

impl Wrapped {
    pub fn wrap(key: &StoreKey, code: &RecoveryCode, keyring: bool) -> Option<Self> {
        let salt: [u8; 16] = chance::bytes()?;
        let outer = stretch(code, &salt, MEMORY_KIB, PASSES)?;
        Some(Self {
            version: 1,
            memory_kib: MEMORY_KIB,
            passes: PASSES,
            salt: hex::encode(salt),
            sealed: hex::encode(seal::seal(&outer, key.bytes())?),
            confirmed: false,
            keyring,
        })
    }

    /// `None` for a wrong code or a damaged file.
    pub fn unwrap_with(&self, code: &RecoveryCode) -> Option<StoreKey> {
        let salt = hex::decode(&self.salt).ok()?;
        let outer = stretch(code, &salt, self.memory_kib, self.passes)?;
        StoreKey::from_slice(&seal::open(&outer, &hex::decode(&self.sealed).ok()?)?)
    }
}

fn stretch(code: &RecoveryCode, salt: &[u8], memory_kib: u32, passes: u32) -> Option<Zeroizing<[u8; 32]>> {
    let params = Params::new(memory_kib, passes, 1, Some(32)).ok()?;
    let mut key = Zeroizing::new([0_u8; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(code.0.as_bytes(), salt, key.as_mut())
        .ok()?;
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_back_as_people_type_it() {
        let code = RecoveryCode::draw().unwrap();
        let shown = code.shown();
        assert_eq!(shown.len(), 29);
        assert!(RecoveryCode::parse(&shown.to_lowercase().replace('-', " ")).unwrap() == code);
    }

    #[test]
    fn one_wrong_character_is_noticed() {
        let shown = RecoveryCode::draw().unwrap().shown();
        for at in 0..shown.len() {
            let mut typed: Vec<u8> = shown.clone().into_bytes();
            if typed[at] == b'-' {
                continue;
            }
            typed[at] = if typed[at] == b'2' { b'3' } else { b'2' };
            assert!(
                RecoveryCode::parse(std::str::from_utf8(&typed).unwrap()).is_none(),
                "at {at}"
            );
        }
    }

    #[test]
    fn only_the_code_opens_the_wrapped_key() {
        let key = StoreKey::new([9; 32]);
        let code = RecoveryCode::draw().unwrap();
        let wrapped = Wrapped::wrap(&key, &code, true).unwrap();
        assert_eq!(wrapped.unwrap_with(&code).unwrap().bytes(), key.bytes());
        assert!(wrapped.unwrap_with(&RecoveryCode::draw().unwrap()).is_none());
    }
}
