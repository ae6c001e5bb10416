//! 手机扫码传: files of materials that come from the applicant's telephone.
//!
//! A window opens a basket (收件箱) and shows its address as a QR code; the telephone that opens it hands files over, and
//! the window takes each one in or says why not. Baskets are kept in memory alone and end by themselves.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::error::Trouble;

/// Largest file that a telephone hands over, in bytes.
pub const PHONE_FILE: usize = 20 * 1024 * 1024;

/// `POST /v1/phone-baskets`: a window has one; opened again, the one before is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PhoneBasket {
    pub id: Uuid,
    /// What stands in the QR code. Whoever has it may hand files over.
    pub address: String,
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
}

/// `GET /v1/phone-baskets/{id}?after=N`: what waits behind number N; it is waited for some seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PhoneFiles {
    /// A telephone has opened the address.
    pub opened: bool,
    /// In the order in which they came.
    pub files: Vec<PhoneFile>,
}

/// `GET /v1/phone-baskets/{id}/files/{number}` gives its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PhoneFile {
    /// From 1.
    pub number: u32,
    /// As the telephone calls it.
    pub name: String,
    pub bytes: u32,
}

/// `POST /v1/phone-baskets/{id}/files/{number}`: what became of it; its bytes are gone afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PhoneAnswer {
    /// Why it was not taken; the telephone shows it.
    pub refused: Option<Trouble>,
}
