//! The code that people read on a slip.

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

use super::NumberFault;

/// The code that people read (短码): ten characters without look-alikes, made by a window without the hall.
///
/// Nine characters hold window, day and counter; the tenth is a MOD 31 check that finds every wrong character
/// and every exchange of two characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SlipCode {
    window: u16,
    day: u16,
    counter: u16,
}

impl SlipCode {
    /// Characters of a slip code.
    pub const LENGTH: usize = 10;
    /// Slip codes that one window can make in a day.
    pub const COUNTERS: u32 = 12_000;
    /// Digits and letters without 0 O, 1 I L. Their number is a prime, which the check needs.
    const ALPHABET: &'static [u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    const FIRST_DAY: Date = date(2025, 1, 1);
    const DAYS: u64 = 32_768;
    const WINDOWS: u64 = 65_536;

    /// The code of the `counter`-th slip (from 0) of a window's day. The window keeps the counter durably.
    ///
    /// Fails with `DayOutOfRange` before 2025 or after September 2114, and with `Serial` from [`Self::COUNTERS`] on.
    pub fn make(window: u16, day: Date, counter: u32) -> Result<Self, NumberFault> {
        let days = day.duration_since(Self::FIRST_DAY).as_hours() / 24;
        let day = u16::try_from(days)
            .ok()
            .filter(|day| u64::from(*day) < Self::DAYS);
        let day = day.ok_or(NumberFault::DayOutOfRange)?;
        if counter >= Self::COUNTERS {
            return Err(NumberFault::Serial);
        }
        let counter = u16::try_from(counter).map_err(|_| NumberFault::Serial)?;
        Ok(Self { window, day, counter })
    }

    /// Parses a typed code: spaces and hyphens between characters and lower case are taken.
    pub fn parse(raw: &str) -> Result<Self, NumberFault> {
        let typed: Vec<char> = raw
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| c.to_ascii_uppercase())
            .collect();
        if typed.len() != Self::LENGTH {
            return Err(NumberFault::Length {
                expected: Self::LENGTH,
                found: typed.len(),
            });
        }
        let mut values = [0u64; Self::LENGTH];
        for (i, (value, c)) in values.iter_mut().zip(&typed).enumerate() {
            let place = Self::ALPHABET.iter().position(|a| char::from(*a) == *c);
            *value = place.ok_or(NumberFault::Character { at: i + 1 })? as u64;
        }
        if weighted(&values) != 0 {
            return Err(NumberFault::Check);
        }
        let number = values[..Self::LENGTH - 1]
            .iter()
            .fold(0, |number, value| number * 31 + value);
        let counters = u64::from(Self::COUNTERS);
        let (rest, counter) = (number / counters, number % counters);
        let (window, day) = (rest / Self::DAYS, rest % Self::DAYS);
        let narrow = |n: u64| u16::try_from(n).map_err(|_| NumberFault::Form);
        if window >= Self::WINDOWS {
            return Err(NumberFault::Check);
        }
        Ok(Self {
            window: narrow(window)?,
            day: narrow(day)?,
            counter: narrow(counter)?,
        })
    }

    /// The number of the window that made it.
    pub fn window(self) -> u16 {
        self.window
    }

    /// The hall's day on which it was made.
    pub fn day(self) -> Date {
        let days = jiff::SignedDuration::from_hours(24 * i64::from(self.day));
        Self::FIRST_DAY.saturating_add(days)
    }

    /// Its place in the window's day, from 0.
    pub fn counter(self) -> u32 {
        u32::from(self.counter)
    }
}

/// The sum of the values by weights 1, 3, 9, 27 … mod 31: no two of the ten weights are equal and none is 0, so
/// one wrong value or an exchange of two always changes it.
fn weighted(values: &[u64]) -> u64 {
    values
        .iter()
        .rev()
        .fold((0, 1), |(sum, weight), value| {
            ((sum + value * weight) % 31, weight * 3 % 31)
        })
        .0
}

impl std::fmt::Display for SlipCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let whole = u64::from(self.window) * Self::DAYS + u64::from(self.day);
        let mut rest = whole * u64::from(Self::COUNTERS) + u64::from(self.counter);
        let mut values = [0u64; Self::LENGTH];
        for value in values[..Self::LENGTH - 1].iter_mut().rev() {
            *value = rest % 31;
            rest /= 31;
        }
        values[Self::LENGTH - 1] = (31 - weighted(&values)) % 31;
        for value in values {
            write!(f, "{}", char::from(Self::ALPHABET[value as usize]))?;
        }
        Ok(())
    }
}

impl utoipa::PartialSchema for SlipCode {
    fn schema() -> RefOr<Schema> {
        String::schema()
    }
}

impl ToSchema for SlipCode {}

impl TryFrom<String> for SlipCode {
    type Error = NumberFault;

    fn try_from(raw: String) -> Result<Self, NumberFault> {
        Self::parse(&raw)
    }
}

impl From<SlipCode> for String {
    fn from(code: SlipCode) -> String {
        code.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn slip_codes_decode_to_what_they_were_made_of() {
        let corners = [
            (0, date(2025, 1, 1), 0),
            (8, date(2026, 11, 20), 41),
            (
                u16::MAX,
                date(2025, 1, 1).saturating_add(jiff::SignedDuration::from_hours(24 * 32_767)),
                11_999,
            ),
        ];
        for (window, day, counter) in corners {
            let code = SlipCode::make(window, day, counter).unwrap();
            let text = code.to_string();
            assert_eq!(text.len(), SlipCode::LENGTH);
            assert!(!text.contains(['0', 'O', '1', 'I', 'L']));
            let read = SlipCode::parse(&text).unwrap();
            assert_eq!(
                (read.window(), read.day(), read.counter()),
                (window, day, counter)
            );
            let grouped = format!(" {}-{} ", &text[..5], &text[5..]).to_lowercase();
            assert_eq!(SlipCode::parse(&grouped), Ok(code));
        }
        assert_eq!(
            SlipCode::make(1, date(2024, 12, 31), 0),
            Err(NumberFault::DayOutOfRange)
        );
        assert_eq!(
            SlipCode::make(1, date(2120, 1, 1), 0),
            Err(NumberFault::DayOutOfRange)
        );
        assert_eq!(
            SlipCode::make(1, date(2026, 1, 1), SlipCode::COUNTERS),
            Err(NumberFault::Serial)
        );
        assert_eq!(
            SlipCode::parse("23456789AO"),
            Err(NumberFault::Character { at: 10 })
        );
        assert_eq!(
            SlipCode::parse("234"),
            Err(NumberFault::Length {
                expected: 10,
                found: 3
            })
        );
    }

    /// Every wrong character and every exchange of neighbours, over codes spread across windows and days.
    #[test]
    fn one_wrong_character_or_an_exchange_is_always_found() {
        for sample in 0u32..500 {
            let day = date(2025, 1, 1)
                .saturating_add(jiff::SignedDuration::from_hours(24 * i64::from(sample * 61)));
            let window = (sample * 131 % 65_536) as u16;
            let text = SlipCode::make(window, day, sample * 23 % SlipCode::COUNTERS)
                .unwrap()
                .to_string();
            for at in 0..SlipCode::LENGTH {
                for other in SlipCode::ALPHABET
                    .iter()
                    .map(|a| char::from(*a))
                    .filter(|c| !text[at..].starts_with(*c))
                {
                    let wrong = format!("{}{other}{}", &text[..at], &text[at + 1..]);
                    assert_eq!(
                        SlipCode::parse(&wrong),
                        Err(NumberFault::Check),
                        "{wrong} for {text}"
                    );
                }
            }
            for (a, b) in (0..SlipCode::LENGTH).flat_map(|b| (0..b).map(move |a| (a, b))) {
                let mut chars: Vec<char> = text.chars().collect();
                if chars[a] != chars[b] {
                    chars.swap(a, b);
                    let wrong: String = chars.into_iter().collect();
                    assert_eq!(
                        SlipCode::parse(&wrong),
                        Err(NumberFault::Check),
                        "{wrong} for {text}"
                    );
                }
            }
        }
    }

    proptest! {
        #[test]
        fn slip_codes_round_trip(window in any::<u16>(), days in 0i64..32_768, counter in 0u32..12_000) {
            let day = date(2025, 1, 1).saturating_add(jiff::SignedDuration::from_hours(24 * days));
            let code = SlipCode::make(window, day, counter).unwrap();
            prop_assert_eq!((code.window(), code.day(), code.counter()), (window, day, counter));
            let json = serde_json::to_string(&code).unwrap();
            prop_assert_eq!(serde_json::from_str::<SlipCode>(&json).unwrap(), code);
        }
    }
}
