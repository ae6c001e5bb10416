//! The seam through which time comes in. Everything below the program's edge takes a [`Clock`].

use jiff::{SignedDuration, Timestamp};
use std::sync::Mutex;

/// What time it is on this machine. Legal time is the hall's: see `Desk`'s measured offset.
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        // The one place where the desk reads the machine's clock.
        #[allow(clippy::disallowed_methods)]
        Timestamp::now()
    }
}

/// A clock that stands until it is moved, for walks through a given day and for tests.
#[derive(Debug)]
pub struct SetClock(Mutex<Timestamp>);

impl SetClock {
    pub fn at(now: Timestamp) -> Self {
        Self(Mutex::new(now))
    }

    /// Moves the clock on.
    pub fn advance(&self, by: SignedDuration) {
        let mut now = self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        *now = now.checked_add(by).unwrap_or(Timestamp::MAX);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}
