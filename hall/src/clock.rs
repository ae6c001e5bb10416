//! The clock seam: the only place in this crate that reads the machine's time.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

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

/// How far a machine's clock may be set back without anybody noticing: network time corrects by less.
const CORRECTION_MS: i64 = 5 * 60 * 1000;

/// A clock that stands still while the one below it was set back a little, so that no act of a case comes before the act
/// that it follows. Set back by more it shows the machine's time: whatever does not fit is refused with a sentence
/// (YC-1172), and somebody has to look at the machine.
pub struct Steady {
    below: Arc<dyn Clock>,
    latest: AtomicI64,
}

impl Steady {
    pub fn over(below: Arc<dyn Clock>) -> Self {
        Self {
            below,
            latest: AtomicI64::new(i64::MIN),
        }
    }
}

impl Clock for Steady {
    fn now(&self) -> Timestamp {
        let now = to_millisecond(self.below.now());
        let latest = self.latest.fetch_max(now.as_millisecond(), Ordering::Relaxed);
        let back = latest.saturating_sub(now.as_millisecond());
        if (1..=CORRECTION_MS).contains(&back) {
            Timestamp::from_millisecond(latest).unwrap_or(now)
        } else {
            now
        }
    }
}

/// Cuts a moment to the millisecond.
pub fn to_millisecond(at: Timestamp) -> Timestamp {
    // Cannot fail: the millisecond of a timestamp is a timestamp.
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    struct Hands(Mutex<Timestamp>);

    impl Clock for Hands {
        fn now(&self) -> Timestamp {
            *self.0.lock().unwrap()
        }
    }

    #[test]
    fn a_clock_stands_still_for_a_correction_and_shows_a_real_step_back() {
        let hands = Arc::new(Hands(Mutex::new(Timestamp::UNIX_EPOCH)));
        let clock = Steady::over(Arc::clone(&hands) as Arc<dyn Clock>);
        let shows = |seconds: i64, expected: i64| {
            *hands.0.lock().unwrap() = Timestamp::from_second(seconds).unwrap();
            assert_eq!(clock.now().as_second(), expected, "{seconds}");
        };
        shows(1_000_000, 1_000_000);
        shows(999_998, 1_000_000);
        shows(999_700, 1_000_000);
        shows(1_000_001, 1_000_001);
        shows(913_601, 913_601);
        shows(1_000_000, 1_000_001);
        shows(1_000_002, 1_000_002);
    }
}
