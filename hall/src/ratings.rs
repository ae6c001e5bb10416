//! The seal of ratings (promise 10): made for the hall's key in the applicant's window, opened here alone.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use cases::rating::Said;
use cases::wire::rating::{INFO, SealedRating, bound_to};
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, Serializable, single_shot_open};

use crate::chance;
use crate::fault::{self, Fault};
use crate::rooms::Rooms;
use crate::store::{Act, RatingSecret};

/// Bytes of the encapsulated key in front of the ciphertext.
const ENCAPSULATED: usize = 32;
/// The longest seal in base64: every reason and all free words.
const LONGEST: usize = 8 * 1024;

/// The hall's key; made when it is asked for first.
pub async fn key(rooms: &Rooms, act: Act) -> Result<RatingSecret, Fault> {
    match rooms.store.rating_key().await? {
        Some(key) => Ok(key),
        None => rooms.store.put_rating_key(act, fresh()?).await,
    }
}

fn fresh() -> Result<RatingSecret, Fault> {
    let (secret, public) = X25519HkdfSha256::derive_keypair(&chance::bytes::<32>()?);
    let public: [u8; 32] = public.to_bytes().into();
    Ok(RatingSecret {
        id: hex::encode(&public[..8]),
        secret: secret.to_bytes().into(),
        public,
    })
}

/// Opens a seal and reads what was said under it. A damaged, moved or foreign seal gives nothing.
pub fn open(key: &RatingSecret, rating: &SealedRating) -> Result<Said, Fault> {
    if rating.key != key.id || rating.sealed.len() > LONGEST {
        return Err(fault::rating_sealed());
    }
    let sealed = BASE64
        .decode(&rating.sealed)
        .map_err(|_| fault::rating_sealed())?;
    let (encapsulated, text) = sealed
        .split_at_checked(ENCAPSULATED)
        .ok_or_else(fault::rating_sealed)?;
    let shut = |_| fault::rating_sealed();
    let secret = <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(&key.secret).map_err(shut)?;
    let encapsulated = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(encapsulated).map_err(shut)?;
    let plain = single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &secret,
        &encapsulated,
        INFO,
        text,
        &bound_to(&rating.of, rating.at),
    )
    .map_err(shut)?;
    let said: Said = serde_json::from_slice(&plain).map_err(|_| fault::odd_rating())?;
    said.check().map_err(|_| fault::odd_rating())?;
    Ok(said)
}
