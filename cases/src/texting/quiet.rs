//! Quiet hours (免打扰时段).

use jiff::civil::Time;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use crate::deadline::{HALL_OFFSET, hall_time};

/// From when in the evening until when in the morning nothing is sent, in the hall's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quiet {
    pub from: Time,
    pub until: Time,
}

impl Quiet {
    /// Until when it is quiet, where it is quiet at `now`.
    pub fn until(&self, now: Timestamp) -> Option<Timestamp> {
        let local = hall_time(now);
        let day = if local.time() >= self.from {
            local.date().checked_add(1.day()).ok()?
        } else if local.time() < self.until {
            local.date()
        } else {
            return None;
        };
        HALL_OFFSET.to_timestamp(day.to_datetime(self.until)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_woken() {
        let quiet: Quiet = serde_json::from_str(r#"{"from":"20:00","until":"08:00"}"#).unwrap();
        let check = |now: &str, until: Option<&str>| {
            let at = |text: &str| HALL_OFFSET.to_timestamp(text.parse().unwrap()).unwrap();
            assert_eq!(quiet.until(at(now)), until.map(at), "{now}");
        };
        check("2026-11-20T07:59:59", Some("2026-11-20T08:00"));
        check("2026-11-20T08:00", None);
        check("2026-11-20T19:59:59", None);
        check("2026-11-20T20:00", Some("2026-11-21T08:00"));
        check("2026-12-31T23:30", Some("2027-01-01T08:00"));
        check("2026-11-20T00:00", Some("2026-11-20T08:00"));
    }
}
