//! Ratings, sealed in the applicant's window and opened by the hall alone (promise 10).
//!
//! Sealing is HPKE (RFC 9180), base mode, DHKEM(X25519, HKDF-SHA256) with ChaCha20-Poly1305; [`INFO`] is the info,
//! [`bound_to`] the additional data, so what was sealed for one item fits no other.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

pub const INFO: &[u8] = b"yichuang rating 1";

/// `GET /v1/ratings/key`: whom ratings are sealed for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RatingKey {
    pub id: String,
    /// X25519 public key, 64 hex digits.
    pub public: String,
}

/// What is rated: the item of one slip handled in one visit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Rated {
    pub visit: Uuid,
    pub slip: String,
}

/// `POST /v1/ratings` → [`RatingKept`]. Nothing in it can be read between the applicant's window and the hall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SealedRating {
    #[serde(flatten)]
    pub of: Rated,
    /// [`RatingKey::id`]
    pub key: String,
    /// Encapsulated key (32 bytes) and ciphertext, base64.
    pub sealed: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RatingKept {
    #[schema(value_type = String, format = DateTime)]
    pub received_at: Timestamp,
}

/// The additional data of a seal: visit, slip and moment.
pub fn bound_to(of: &Rated, at: Timestamp) -> Vec<u8> {
    format!("{}\n{}\n{at}", of.visit, of.slip).into_bytes()
}
