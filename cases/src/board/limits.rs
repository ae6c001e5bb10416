//! What is too much, too little or too long: the `board` section of the queue's data.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The limits of the board. Shares are per mille.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Limits {
    /// People in the whole hall from which on it is worth a look.
    pub waiting_warn: u32,
    pub waiting_limit: u32,
    /// Of a group's own `waitLimitS`: from here on a wait is long.
    pub warn_share: u32,
    /// 平均等候 that the hall promises.
    pub average_target_s: u32,
    /// From here on the average is no longer a matter of one busy hour.
    pub average_limit_s: u32,
    /// Windows that are open at least while the hall is.
    pub windows_at_least: u32,
    /// 首办成功率
    pub first_time_target: u32,
    /// Red ones that may be.
    pub red_allowed: u32,
    /// 好评率
    pub praise_target: u32,
    /// 单件超长
    pub long_handling_s: u32,
    /// Days after which paper that a department has is asked for.
    pub paper_days: u32,
    /// 办理时长标准 of an item that the next map does not name, in minutes.
    pub standard_min: u32,
    /// The same by item id.
    pub standards_min: BTreeMap<String, u32>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            waiting_warn: 40,
            waiting_limit: 60,
            warn_share: 750,
            average_target_s: 900,
            average_limit_s: 1_200,
            windows_at_least: 1,
            first_time_target: 900,
            red_allowed: 0,
            praise_target: 950,
            long_handling_s: 1_500,
            paper_days: 10,
            standard_min: 20,
            standards_min: BTreeMap::new(),
        }
    }
}

impl Limits {
    /// The key that is wrong, and how.
    ///
    /// # Errors
    /// The first limit that contradicts itself or another.
    pub fn check(&self) -> Result<(), (&'static str, &'static str)> {
        let shares = [
            ("warnShare", self.warn_share),
            ("firstTimeTarget", self.first_time_target),
            ("praiseTarget", self.praise_target),
        ];
        for (key, share) in shares {
            if !(1..=1_000).contains(&share) {
                return Err((key, "a share is 1 to 1000 per mille"));
            }
        }
        let pairs = [
            ("waitingWarn", self.waiting_warn, self.waiting_limit),
            ("averageTargetS", self.average_target_s, self.average_limit_s),
        ];
        for (key, warn, limit) in pairs {
            if warn == 0 || warn > limit {
                return Err((key, "has to be more than 0 and no more than its limit"));
            }
        }
        if self.long_handling_s == 0 {
            return Err(("longHandlingS", "has to be more than 0"));
        }
        let mut standards = self.standards_min.values().chain([&self.standard_min]);
        if standards.any(|minutes| !(1..=480).contains(minutes)) {
            return Err(("standardMin", "a standard is 1 to 480 minutes"));
        }
        Ok(())
    }

    /// From when on somebody of a group with this limit has waited long.
    pub fn warn_s(&self, wait_limit_s: u32) -> u32 {
        let warn = u64::from(wait_limit_s) * u64::from(self.warn_share) / 1_000;
        u32::try_from(warn).unwrap_or(wait_limit_s)
    }

    pub fn standard_s(&self, item: &str) -> u32 {
        let minutes = self.standards_min.get(item).unwrap_or(&self.standard_min);
        minutes.saturating_mul(60)
    }
}
