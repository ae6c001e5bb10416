//! Chance that can be repeated: every draw comes from the seed and a topic, so adding a topic moves no other.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A stream of draws for one topic.
pub struct Chance(ChaCha8Rng);

impl Chance {
    /// Opens the stream of a topic.
    pub fn new(seed: u64, topic: &str) -> Self {
        Self(ChaCha8Rng::seed_from_u64(draw(&[&seed.to_string(), topic])))
    }

    /// A number from 0 to `n - 1`; 0 when `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        if n == 0 { 0 } else { self.0.random_range(0..n) }
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i16, high: i16) -> i16 {
        if high <= low {
            low
        } else {
            self.0.random_range(low..=high)
        }
    }

    /// One of the given things. The list has to have one.
    pub fn pick<'a, T: ?Sized>(&mut self, things: &[&'a T]) -> &'a T {
        things[self.below(things.len())]
    }

    /// `count` decimal digits.
    pub fn digits(&mut self, count: usize) -> String {
        (0..count)
            .map(|_| char::from(b'0' + self.0.random_range(0..10u8)))
            .collect()
    }
}

/// A fixed number for a few words (FNV-1a with a final mix). The same words give the same number everywhere.
pub fn draw(words: &[&str]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for word in words {
        for byte in word.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^ (hash >> 33)
}

/// `count` decimal digits fixed by a few words.
pub fn digits_of(words: &[&str], count: usize) -> String {
    let mut rest = draw(words);
    (0..count)
        .map(|place| {
            if place % 16 == 15 {
                rest = draw(&[&rest.to_string()]);
            }
            let digit = u8::try_from(rest % 10).unwrap_or(0);
            rest /= 10;
            char::from(b'0' + digit)
        })
        .collect()
}
