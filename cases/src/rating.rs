//! 好差评 (国办发〔2019〕51号): five levels, a reason for the bad ones, one rating per handled item, never edited.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Level {
    /// 非常满意
    VeryGood,
    /// 满意
    Good,
    /// 基本满意
    Fair,
    /// 不满意
    Bad,
    /// 非常不满意
    VeryBad,
}

impl Level {
    /// Best first, as they stand on the screen.
    pub const ALL: [Level; 5] = [
        Level::VeryGood,
        Level::Good,
        Level::Fair,
        Level::Bad,
        Level::VeryBad,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Level::VeryGood => "veryGood",
            Level::Good => "good",
            Level::Fair => "fair",
            Level::Bad => "bad",
            Level::VeryBad => "veryBad",
        }
    }

    pub fn from_word(word: &str) -> Option<Level> {
        Self::ALL.into_iter().find(|level| level.word() == word)
    }

    /// 差评: has to say why, and is answered by the hall.
    pub fn is_bad(self) -> bool {
        matches!(self, Level::Bad | Level::VeryBad)
    }
}

/// What a bad rating may name, code and sentence in both languages.
pub const REASONS: [(&str, &str, &str); 9] = [
    ("01", "服务态度不好", "Unfriendly service"),
    ("02", "没有一次说清要带什么", "Not told everything at once"),
    ("03", "要了规定以外的材料", "Asked for more than the rules say"),
    ("04", "跑了多趟", "Had to come several times"),
    ("05", "等候时间长", "Waited too long"),
    ("06", "办理时间长", "Handled too slowly"),
    ("07", "收费不清楚或不合理", "Fee unclear or unfair"),
    ("08", "场所、设备不方便", "Premises or machines inconvenient"),
    ("09", "其他", "Something else"),
];

/// Characters of free words.
pub const LONGEST_WORDS: usize = 500;

/// What somebody said of one handled item. Nobody at the window sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Said {
    pub level: Level,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// Why it is no rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaidFault {
    /// A bad level without a reason.
    NoReason,
    /// A reason of no list, one named twice, or a reason beside a good level.
    OddReason,
    TooLong,
}

impl Said {
    /// # Errors
    /// What is missing or does not belong.
    pub fn check(&self) -> Result<(), SaidFault> {
        if self.words.chars().count() > LONGEST_WORDS {
            return Err(SaidFault::TooLong);
        }
        let known = |code: &String| REASONS.iter().any(|(reason, _, _)| reason == code);
        let twice = |at: usize| self.reasons[..at].contains(&self.reasons[at]);
        if !self.reasons.iter().all(known) || (0..self.reasons.len()).any(twice) {
            return Err(SaidFault::OddReason);
        }
        match (self.level.is_bad(), self.reasons.is_empty()) {
            (true, true) => Err(SaidFault::NoReason),
            (false, false) => Err(SaidFault::OddReason),
            (true, false) | (false, true) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(level: Level, reasons: &[&str], expected: Result<(), SaidFault>) {
        let said = Said {
            level,
            reasons: reasons.iter().map(|one| (*one).to_owned()).collect(),
            words: String::new(),
        };
        assert_eq!(said.check(), expected, "{level:?} {reasons:?}");
    }

    #[test]
    fn bad_levels_say_why_and_good_ones_do_not() {
        for level in Level::ALL {
            let bad = level.is_bad();
            check(level, &[], if bad { Err(SaidFault::NoReason) } else { Ok(()) });
            let named = if bad { Ok(()) } else { Err(SaidFault::OddReason) };
            check(level, &["02", "05"], named);
            check(level, &["02", "02"], Err(SaidFault::OddReason));
            check(level, &["99"], Err(SaidFault::OddReason));
            assert_eq!(Level::from_word(level.word()), Some(level));
        }
        let long = Said {
            level: Level::Good,
            reasons: Vec::new(),
            words: "好".repeat(LONGEST_WORDS + 1),
        };
        assert_eq!(long.check(), Err(SaidFault::TooLong));
    }
}
