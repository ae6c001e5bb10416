//! What one source may be asked: so many at once, so many a minute, and nothing for a while after it did not
//! answer several times in a row.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Semaphore;

use crate::fault::{self, Fault};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub at_once: u32,
    /// Without one as many as come.
    pub per_minute: Option<u32>,
    pub failures: u32,
    pub rest_s: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            at_once: 16,
            per_minute: None,
            failures: 5,
            rest_s: 30,
        }
    }
}

pub struct Guard {
    limits: Limits,
    at_once: Semaphore,
    state: Mutex<State>,
}

/// A request under way; one whose asker went away leaves the place of the one that was sent to see.
struct Passing<'a> {
    guard: &'a Guard,
    ended: bool,
}

impl Drop for Passing<'_> {
    fn drop(&mut self) {
        if !self.ended {
            self.guard.state().trying = false;
        }
    }
}

#[derive(Debug, Default)]
struct State {
    /// Asked since `minute` began.
    asked: u32,
    minute: Option<Timestamp>,
    /// Failures in a row.
    failed: u32,
    rests_until: Option<Timestamp>,
    /// After its rest one is sent to see.
    trying: bool,
}

impl Guard {
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            at_once: Semaphore::new(limits.at_once as usize),
            state: Mutex::default(),
        }
    }

    /// Lets a request through, or says why not.
    pub async fn pass<T>(
        &self,
        now: Timestamp,
        limit: Duration,
        asking: impl Future<Output = Result<T, Fault>>,
    ) -> Result<T, Fault> {
        self.admit(now)?;
        let mut passing = Passing {
            guard: self,
            ended: false,
        };
        let asking = async {
            let _place = self.at_once.acquire().await.map_err(|_| fault::source_busy())?;
            asking.await
        };
        // A place that does not come free in time is a source that is busy.
        let answer = match tokio::time::timeout(limit.saturating_mul(2), asking).await {
            Ok(answer) => answer,
            Err(_) => Err(fault::source_busy()),
        };
        self.note(now, answer.as_ref().err());
        passing.ended = true;
        answer
    }

    fn admit(&self, now: Timestamp) -> Result<(), Fault> {
        let mut state = self.state();
        if let Some(until) = state.rests_until {
            if now < until || state.trying {
                return Err(fault::source_rests());
            }
            state.trying = true;
        }
        let Some(most) = self.limits.per_minute else {
            return Ok(());
        };
        let begun = state
            .minute
            .filter(|begun| now.duration_since(*begun).abs() < SignedDuration::from_mins(1));
        if begun.is_none() {
            state.minute = Some(now);
            state.asked = 0;
        }
        if state.asked >= most {
            state.trying = false;
            return Err(fault::source_limit());
        }
        state.asked += 1;
        Ok(())
    }

    fn note(&self, now: Timestamp, fault: Option<&Fault>) {
        let mut state = self.state();
        state.trying = false;
        // A refusal, nothing on record and what cannot be read are answers: somebody is there.
        if fault.is_none_or(|fault| fault.status != 503) {
            state.failed = 0;
            state.rests_until = None;
            return;
        }
        state.failed = state.failed.saturating_add(1);
        if state.failed >= self.limits.failures {
            let rest = SignedDuration::from_secs(i64::from(self.limits.rest_s));
            state.rests_until = now.checked_add(rest).ok();
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
