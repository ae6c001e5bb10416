//! A code reader on the keyboard line (键盘口扫码枪): told from a person by its speed.

use std::time::Duration;

/// Between two signs of a reader; the quickest typist leaves sixty milliseconds.
const QUICK: Duration = Duration::from_millis(35);
/// Fewer signs are a person with two fingers.
const LEAST: usize = 6;
/// A QR code with a long text.
const MOST: usize = 4096;

/// Collects signs as they come. The clock is the caller's: each sign comes with the time since any fixed moment.
#[derive(Debug, Default)]
pub struct Wedge {
    signs: String,
    last: Option<Duration>,
}

impl Wedge {
    /// A sign of the keyboard; Enter (`\r`, `\n`) or Tab ends a code. Gives the code when it was a reader's.
    pub fn sign(&mut self, sign: char, at: Duration) -> Option<String> {
        let quick = self.last.is_some_and(|last| at.saturating_sub(last) <= QUICK);
        self.last = Some(at);
        if !quick {
            self.signs.clear();
        }
        match sign {
            '\r' | '\n' | '\t' => {
                let signs = std::mem::take(&mut self.signs);
                (quick && signs.chars().count() >= LEAST).then_some(signs)
            }
            sign if sign.is_control() => None,
            sign => {
                if self.signs.len() >= MOST {
                    self.signs.clear();
                }
                self.signs.push(sign);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str, apart_ms: u64) -> Vec<String> {
        let mut wedge = Wedge::default();
        let signs = text.chars().enumerate();
        signs
            .filter_map(|(at, sign)| wedge.sign(sign, Duration::from_millis(apart_ms * at as u64)))
            .collect()
    }

    #[test]
    fn a_reader_is_quick_and_a_person_is_not() {
        assert_eq!(typed("K7PM3XW001\r", 8), ["K7PM3XW001"]);
        assert_eq!(typed("K7PM3XW001\r", 90), Vec::<String>::new());
        assert_eq!(
            typed("K7PM3XW001\rA037中文码一二三\n", 20),
            ["K7PM3XW001", "A037中文码一二三"]
        );
        // A quick "yes" and Enter.
        assert_eq!(typed("ok\r", 10), Vec::<String>::new());
    }

    #[test]
    fn what_a_person_typed_before_is_not_in_the_code() {
        let mut wedge = Wedge::default();
        for (at, sign) in "abc".chars().enumerate() {
            assert_eq!(wedge.sign(sign, Duration::from_millis(200 * at as u64)), None);
        }
        let mut found = None;
        for (at, sign) in "123456\r".chars().enumerate() {
            found = found.or(wedge.sign(sign, Duration::from_millis(1_000 + 5 * at as u64)));
        }
        assert_eq!(found.as_deref(), Some("123456"));
    }

    #[test]
    fn endless_signs_are_forgotten() {
        let mut wedge = Wedge::default();
        for at in 0..100_000 {
            wedge.sign('x', Duration::from_millis(at));
        }
        assert!(wedge.signs.len() <= MOST);
    }
}
