//! The chance seam: tokens, salts, ids and jitter come from the operating system here and nowhere else.

use std::sync::Mutex;

use jiff::Timestamp;
use uuid::{ContextV7, Uuid};

use crate::fault::{self, Fault};

/// Random bytes of the operating system.
pub fn bytes<const N: usize>() -> Result<[u8; N], Fault> {
    let mut out = [0u8; N];
    getrandom::fill(&mut out).map_err(|error| fault::no_chance().inside(error))?;
    Ok(out)
}

/// A bearer token: 256 bits in hex.
pub fn token() -> Result<String, Fault> {
    bytes::<32>().map(hex::encode)
}

/// Counts within one millisecond, so that ids of one moment sort as they were made.
static ORDER: Mutex<ContextV7> = Mutex::new(ContextV7::new());

/// A UUIDv7 whose time is `at`.
pub fn id(at: Timestamp) -> Uuid {
    let seconds = u64::try_from(at.as_second()).unwrap_or_default();
    let nanos = u32::try_from(at.subsec_nanosecond()).unwrap_or_default();
    let order = ORDER.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    Uuid::new_v7(uuid::Timestamp::from_unix(&*order, seconds, nanos))
}

/// A share between 0 and 1 for spreading retries.
pub fn share() -> f64 {
    bytes::<2>()
        .map(|two| f64::from(u16::from_be_bytes(two)) / 65_536.0)
        .unwrap_or(0.5)
}

/// So many decimal digits, each as likely as the others.
pub fn digits(count: usize) -> Result<String, Fault> {
    let mut out = String::with_capacity(count);
    while out.len() < count {
        // What is left above the last whole ten would favour small digits.
        let [byte] = bytes::<1>()?;
        if byte < 250 {
            out.push(char::from(b'0' + byte % 10));
        }
    }
    Ok(out)
}
