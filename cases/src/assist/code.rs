//! The hand-over code (移交码): four digits that a person says across a counter.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A code stands this long, and once.
pub const LASTS: SignedDuration = SignedDuration::from_mins(30);
/// Wrong codes of one desk before it has to wait.
pub const WRONG_LIMIT: u32 = 5;
/// How long it waits, and after how long wrong codes are forgotten.
pub const LOCKED_FOR: SignedDuration = SignedDuration::from_mins(10);

/// Digits that are not taken for another when they are said or written: no 0, no 1 (幺 and 七).
const DIGITS: &[u8; 8] = b"23456789";
const LENGTH: usize = 4;
/// Different codes.
pub const CODES: u32 = 4_096;

/// Four digits from 2 to 9.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String)]
pub struct HandOverCode(String);

impl HandOverCode {
    /// The code of a number; numbers that differ modulo [`CODES`] give different codes.
    pub fn of(number: u32) -> Self {
        let mut rest = number % CODES;
        let mut digits = String::with_capacity(LENGTH);
        for _ in 0..LENGTH {
            digits.push(char::from(DIGITS[rest as usize % DIGITS.len()]));
            rest /= DIGITS.len() as u32;
        }
        Self(digits)
    }

    /// A typed code; spaces are passed over, full-width digits taken as digits.
    pub fn parse(raw: &str) -> Option<Self> {
        let digits: String = raw
            .chars()
            .filter(|character| !character.is_whitespace())
            .map(|character| match character {
                '０'..='９' => {
                    char::from_u32(character as u32 - '０' as u32 + '0' as u32).unwrap_or(character)
                }
                other => other,
            })
            .collect();
        let known = |digit: u8| DIGITS.contains(&digit);
        (digits.len() == LENGTH && digits.bytes().all(known)).then_some(Self(digits))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for HandOverCode {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("four digits from 2 to 9")
    }
}

impl From<HandOverCode> for String {
    fn from(code: HandOverCode) -> Self {
        code.0
    }
}

/// Wrong codes of one desk.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tries {
    pub wrong: u32,
    /// Of the last wrong one.
    pub last: Option<Timestamp>,
}

impl Tries {
    /// Until when no code of this desk is looked at.
    pub fn locked_until(&self, now: Timestamp) -> Option<Timestamp> {
        let until = self.last?.saturating_add(LOCKED_FOR).ok()?;
        (self.wrong >= WRONG_LIMIT && until > now).then_some(until)
    }

    /// One more wrong code. What lies longer back than the lock-out lasts is forgotten.
    pub fn after_wrong(&self, now: Timestamp) -> Self {
        let fresh = self
            .last
            .is_some_and(|last| now.duration_since(last) < LOCKED_FOR);
        Self {
            wrong: if fresh { self.wrong + 1 } else { 1 },
            last: Some(now),
        }
    }

    /// Wrong codes this desk may still send.
    pub fn left(&self) -> u32 {
        WRONG_LIMIT.saturating_sub(self.wrong)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_code_is_another_and_reads_back() {
        let codes: BTreeSet<String> = (0..CODES).map(|number| HandOverCode::of(number).into()).collect();
        assert_eq!(codes.len(), CODES as usize);
        for code in &codes {
            assert_eq!(HandOverCode::parse(code).unwrap().as_str(), code);
        }
        assert_eq!(HandOverCode::of(CODES + 7), HandOverCode::of(7));
    }

    #[test]
    fn what_is_typed_is_read_and_look_alikes_are_no_code() {
        let check = |raw: &str, expected: Option<&str>| {
            assert_eq!(
                HandOverCode::parse(raw).as_ref().map(HandOverCode::as_str),
                expected,
                "{raw}"
            );
        };
        check("4729", Some("4729"));
        check(" 47 29 ", Some("4729"));
        check("４７２９", Some("4729"));
        check("4710", None);
        check("472", None);
        check("47299", None);
        check("47a9", None);
        check("", None);
    }

    #[test]
    fn five_wrong_codes_lock_a_desk_for_ten_minutes() {
        let start: Timestamp = "2026-11-20T02:00:00Z".parse().unwrap();
        let minute = |minutes: i64| start + SignedDuration::from_mins(minutes);
        let mut tries = Tries::default();
        for at in 0..4 {
            tries = tries.after_wrong(minute(at));
            assert_eq!(tries.locked_until(minute(at)), None, "{at}");
        }
        assert_eq!(tries.left(), 1);
        tries = tries.after_wrong(minute(4));
        assert_eq!(tries.locked_until(minute(4)), Some(minute(14)));
        assert_eq!(tries.locked_until(minute(14)), None);
        // Long after the last wrong one the count begins anew.
        assert_eq!(tries.after_wrong(minute(14)).wrong, 1);
    }
}
