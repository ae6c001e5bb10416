//! SM2 with SM3 (国密).

use sm2::dsa::signature::{Signer, Verifier};
use sm2::dsa::{Signature, SigningKey, VerifyingKey};
use sm2::pkcs8::spki::der::pem::LineEnding;
use sm2::pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePublicKey};
use sm3::{Digest, Sm3};

use super::{Crypto, PublicKey, SecretKey, Suite};

/// 默认用户标识, GM/T 0009-2012 §10.
pub const ID: &str = "1234567812345678";

#[derive(Debug, Clone, Copy)]
pub struct Sm2Sm3;

impl Crypto for Sm2Sm3 {
    fn digest_name(&self) -> &'static str {
        "sm3"
    }

    fn digest(&self, bytes: &[u8]) -> String {
        format!("sm3:{}", hex::encode(Sm3::digest(bytes)))
    }

    fn public(&self, key: &SecretKey) -> Option<PublicKey> {
        let public = sm2::SecretKey::from_slice(&key.bytes).ok()?.public_key();
        Some(PublicKey {
            suite: Suite::Sm2Sm3,
            key_id: self.digest(public.to_public_key_der().ok()?.as_bytes()),
            pem: public.to_public_key_pem(LineEnding::LF).ok()?,
        })
    }

    fn secret_from_pem(&self, pem: &str) -> Option<SecretKey> {
        let key = sm2::SecretKey::from_pkcs8_pem(pem).ok()?;
        Some(SecretKey {
            suite: Suite::Sm2Sm3,
            bytes: key.to_bytes().into(),
        })
    }

    fn key_id(&self, pem: &str) -> Option<String> {
        let key = sm2::PublicKey::from_public_key_pem(pem).ok()?;
        Some(self.digest(key.to_public_key_der().ok()?.as_bytes()))
    }

    fn sign(&self, key: &SecretKey, message: &[u8]) -> Option<Vec<u8>> {
        let signing = SigningKey::from_slice(ID, &key.bytes).ok()?;
        let signed: Signature = signing.try_sign(message).ok()?;
        Some(der(&signed.to_bytes()))
    }

    fn verify(&self, public_pem: &str, message: &[u8], signature: &[u8]) -> bool {
        let key = sm2::PublicKey::from_public_key_pem(public_pem).ok();
        let key = key.and_then(|key| VerifyingKey::new(ID, key).ok());
        let signature = plain(signature).and_then(|plain| Signature::from_slice(&plain).ok());
        match (key, signature) {
            (Some(key), Some(signature)) => key.verify(message, &signature).is_ok(),
            (Some(_) | None, _) => false,
        }
    }
}

/// SM2Signature ::= SEQUENCE { R INTEGER, S INTEGER }, GM/T 0009-2012 §7.3.
fn der(plain: &[u8]) -> Vec<u8> {
    let mut numbers = Vec::with_capacity(72);
    for number in plain.chunks(32) {
        let first = number.iter().position(|byte| *byte != 0);
        let number = &number[first.unwrap_or(number.len() - 1)..];
        // A leading bit would be a sign.
        let sign = usize::from(number[0] >= 0x80);
        numbers.extend([0x02, (number.len() + sign) as u8]);
        numbers.extend(std::iter::repeat_n(0, sign));
        numbers.extend(number);
    }
    let mut whole = vec![0x30, numbers.len() as u8];
    whole.extend(numbers);
    whole
}

/// Both numbers, 32 bytes each; `None` where the DER is not the shortest there is.
fn plain(signature: &[u8]) -> Option<[u8; 64]> {
    let mut both = [0; 64];
    let [0x30, length, rest @ ..] = signature else {
        return None;
    };
    let mut rest = rest;
    if usize::from(*length) != rest.len() {
        return None;
    }
    for place in both.chunks_mut(32) {
        let [0x02, length, numbers @ ..] = rest else {
            return None;
        };
        let (number, after) = numbers.split_at_checked(usize::from(*length))?;
        let digits = match number {
            [0, digits @ ..] if digits.first().is_some_and(|byte| *byte >= 0x80) => digits,
            [1..0x80, ..] => number,
            [..] => return None,
        };
        let from = 32usize.checked_sub(digits.len())?;
        place[from..].copy_from_slice(digits);
        rest = after;
    }
    rest.is_empty().then_some(both)
}
