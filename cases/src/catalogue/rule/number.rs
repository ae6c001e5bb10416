//! Exact numbers of rules: money and ratios must not gain a thousandth by being added.

/// A decimal with nine places, held as a whole number of billionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(i128);

const PLACES: usize = 9;
const ONE: i128 = 1_000_000_000;
/// Digits before the point at most, so that a product of two still fits.
const WHOLE: usize = 18;

impl Number {
    pub const ZERO: Number = Number(0);

    /// Reads a plain decimal such as `-12.50`. `None` for anything else, for more than nine places, and for
    /// more than eighteen digits before the point.
    pub fn read(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
        let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !plain(whole) || !plain(part) || whole.len() > WHOLE || part.len() > PLACES {
            return None;
        }
        let whole: i128 = whole.parse().ok()?;
        let part: i128 = format!("{part:0<PLACES$}").parse().ok()?;
        let all = whole * ONE + part;
        Some(Self(if negative { -all } else { all }))
    }

    pub fn whole(number: i64) -> Self {
        Self(i128::from(number) * ONE)
    }

    pub fn count(many: usize) -> Self {
        Self(i128::try_from(many).unwrap_or(i128::from(i64::MAX)) * ONE)
    }

    /// The number where it is whole and small enough to count with.
    pub fn to_whole(self) -> Option<i64> {
        (self.0 % ONE == 0)
            .then(|| i64::try_from(self.0 / ONE).ok())
            .flatten()
    }

    pub fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).and_then(Self::fit)
    }

    pub fn minus(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).and_then(Self::fit)
    }

    /// The product, cut after nine places.
    pub fn times(self, other: Self) -> Option<Self> {
        self.0
            .checked_mul(other.0)
            .map(|all| all / ONE)
            .and_then(Self::fit)
    }

    /// The quotient, cut after nine places. `None` for a division by nothing.
    pub fn over(self, other: Self) -> Option<Self> {
        self.0.checked_mul(ONE)?.checked_div(other.0).and_then(Self::fit)
    }

    /// What is left of a division, with the sign of `self`.
    pub fn rest(self, other: Self) -> Option<Self> {
        self.0.checked_rem(other.0).map(Self)
    }

    pub fn negated(self) -> Self {
        Self(-self.0)
    }

    pub fn size(self) -> Self {
        Self(self.0.abs())
    }

    fn fit(all: i128) -> Option<Self> {
        (all.unsigned_abs() < 10_u128.pow((WHOLE + PLACES) as u32)).then_some(Self(all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Number {
        Number::read(text).expect("a number")
    }

    #[test]
    fn tenths_add_up() {
        assert_eq!(read("0.1").plus(read("0.2")), Some(read("0.3")));
        assert_eq!(read("33.33").plus(read("66.67")), Some(read("100")));
        assert_eq!(read("-1.50"), read("1.5").negated());
    }

    #[test]
    fn what_is_no_plain_number_is_none() {
        for text in [
            "",
            "-",
            ".5",
            "5.",
            "1e3",
            "+1",
            "1,000",
            "一",
            "1.0000000001",
            "1234567890123456789",
        ] {
            assert_eq!(Number::read(text), None, "{text}");
        }
    }

    #[test]
    fn what_does_not_fit_is_none() {
        let large = read("999999999999999999");
        assert_eq!(large.times(large), None);
        assert_eq!(large.plus(large), None);
        assert_eq!(large.over(Number::ZERO), None);
        assert_eq!(large.rest(Number::ZERO), None);
        assert_eq!(large.over(read("0.000000001")), None);
    }
}
