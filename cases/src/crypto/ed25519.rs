//! Ed25519 with SHA-256.

use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePublicKey};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use super::{Crypto, PublicKey, SecretKey, Suite};

#[derive(Debug, Clone, Copy)]
pub struct Ed25519Sha256;

impl Crypto for Ed25519Sha256 {
    fn digest_name(&self) -> &'static str {
        "sha256"
    }

    fn digest(&self, bytes: &[u8]) -> String {
        format!("sha256:{}", hex::encode(Sha256::digest(bytes)))
    }

    fn public(&self, key: &SecretKey) -> Option<PublicKey> {
        let public = SigningKey::from_bytes(&key.bytes).verifying_key();
        Some(PublicKey {
            suite: Suite::Ed25519Sha256,
            key_id: self.digest(public.to_public_key_der().ok()?.as_bytes()),
            pem: public.to_public_key_pem(LineEnding::LF).ok()?,
        })
    }

    fn secret_from_pem(&self, pem: &str) -> Option<SecretKey> {
        let key = SigningKey::from_pkcs8_pem(pem).ok()?;
        Some(SecretKey {
            suite: Suite::Ed25519Sha256,
            bytes: key.to_bytes(),
        })
    }

    fn key_id(&self, pem: &str) -> Option<String> {
        let key = VerifyingKey::from_public_key_pem(pem).ok()?;
        Some(self.digest(key.to_public_key_der().ok()?.as_bytes()))
    }

    fn sign(&self, key: &SecretKey, message: &[u8]) -> Option<Vec<u8>> {
        let signed = SigningKey::from_bytes(&key.bytes).try_sign(message).ok()?;
        Some(signed.to_bytes().to_vec())
    }

    /// Strictly: a signature that another form of it would also fit is none.
    fn verify(&self, public_pem: &str, message: &[u8], signature: &[u8]) -> bool {
        let key = VerifyingKey::from_public_key_pem(public_pem);
        let signature = Signature::from_slice(signature);
        match (key, signature) {
            (Ok(key), Ok(signature)) => key.verify_strict(message, &signature).is_ok(),
            (Ok(_) | Err(_), _) => false,
        }
    }
}
