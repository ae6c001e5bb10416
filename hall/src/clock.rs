//! The clock seam: the only place in this crate that reads the machine's time.

use jiff::Timestamp;

/// Legal time (promise 13). Tests bring their own.
pub trait Clock: Send + Sync + 'static {
    /// To the millisecond, which is what the store keeps.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct MachineClock;

impl Clock for MachineClock {
    fn now(&self) -> Timestamp {
        #[allow(clippy::disallowed_methods, reason = "this is the seam")]
        let now = Timestamp::now();
        to_millisecond(now)
    }
}

/// Cuts a moment to the millisecond.
pub fn to_millisecond(at: Timestamp) -> Timestamp {
    // Cannot fail: the millisecond of a timestamp is a timestamp.
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}
