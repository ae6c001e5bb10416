//! Identifiers and secrets from the system's randomness, with time coming in as an argument.

use jiff::Timestamp;
use uuid::{NoContext, Uuid};

/// A version 7 UUID of the given moment.
pub fn id_at(now: Timestamp) -> Uuid {
    let seconds = u64::try_from(now.as_second()).unwrap_or_default();
    let nanos = u32::try_from(now.subsec_nanosecond()).unwrap_or_default();
    Uuid::new_v7(uuid::Timestamp::from_unix(NoContext, seconds, nanos))
}

/// Fills a buffer from the system's randomness. `None` when the system has none to give.
pub fn bytes<const N: usize>() -> Option<[u8; N]> {
    let mut buffer = [0_u8; N];
    getrandom::fill(&mut buffer).ok()?;
    Some(buffer)
}
