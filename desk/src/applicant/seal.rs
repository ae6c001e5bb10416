//! A rating under the hall's key: HPKE (RFC 9180), opened by the hall alone.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cases::error::Trouble;
use cases::rating::Said;
use cases::wire::rating::{INFO, Rated, RatingKey, SealedRating, bound_to};
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeS, Serializable, single_shot_seal};
use jiff::Timestamp;

use crate::trouble;

/// Seals what was said of one item at one moment.
///
/// # Errors
/// The hall's key is not one.
pub fn seal(key: &RatingKey, of: &Rated, said: &Said, at: Timestamp) -> Result<SealedRating, Trouble> {
    let public = hex::decode(&key.public).map_err(|_| trouble::hall_garbled())?;
    let public =
        <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(&public).map_err(|_| trouble::hall_garbled())?;
    let plain = serde_json::to_vec(said).map_err(|_| trouble::incomplete_answer())?;
    let (encapsulated, text) = single_shot_seal::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeS::Base,
        &public,
        INFO,
        &plain,
        &bound_to(of, at),
    )
    .map_err(|_| trouble::no_chance())?;
    let sealed = [encapsulated.to_bytes().as_slice(), &text].concat();
    Ok(SealedRating {
        of: of.clone(),
        key: key.id.clone(),
        sealed: STANDARD.encode(sealed),
        at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use cases::rating::Level;
    use uuid::Uuid;

    #[test]
    fn promise_10_nothing_of_a_rating_is_readable_and_no_two_seals_are_alike() {
        let (_, public) = X25519HkdfSha256::derive_keypair(&[7; 32]);
        let key = RatingKey {
            id: "k".into(),
            public: hex::encode(public.to_bytes()),
        };
        let of = Rated {
            visit: Uuid::nil(),
            slip: "S".into(),
        };
        let said = Said {
            level: Level::VeryBad,
            reasons: vec!["01".into()],
            words: "态度不好".into(),
        };
        let one = seal(&key, &of, &said, Timestamp::UNIX_EPOCH).unwrap();
        let other = seal(&key, &of, &said, Timestamp::UNIX_EPOCH).unwrap();
        assert_ne!(one.sealed, other.sealed);
        let bytes = STANDARD.decode(&one.sealed).unwrap();
        assert!(!bytes.windows(7).any(|part| part == b"veryBad"));
        let no_key = RatingKey {
            id: "k".into(),
            public: "zz".into(),
        };
        assert_eq!(
            seal(&no_key, &of, &said, Timestamp::UNIX_EPOCH).unwrap_err().code,
            "YC-5202"
        );
    }
}
