//! Whether a question runs through a name from one of its characters on.

use crate::names::{Names, Spot};
use crate::question::Question;
use crate::sounds::{HEARING, SYLLABLES};
use crate::symbols::letter;

/// How a question went through a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fit {
    /// Characters of the name that it went through.
    pub length: usize,
    /// Every character as its word is read.
    pub is_right: bool,
}

/// From this spot on, without a gap; all of the question is used. The places in the question that have been reached are
/// bits of a number, so a question costs the same however its letters may be parted.
pub fn fits(names: &Names, spot: Spot, question: &Question) -> Option<Fit> {
    let typed = question.symbols.as_slice();
    let end = 1u64 << typed.len();
    let from = spot.place as usize;
    let symbols = &names.symbols(spot.row)[from..];
    let sounds = &names.sounds(spot.row)[from..];
    let (mut right, mut other) = (1u64, 0u64);
    let mut otherwise = None;
    for (at, (symbol, sound)) in symbols.iter().zip(sounds).enumerate() {
        let (mut right_after, mut other_after) = (0, 0);
        let mut open = right | other;
        while open != 0 {
            let reached = open.trailing_zeros() as usize;
            open &= open - 1;
            let here = 1u64 << reached;
            let (as_right, as_other) = if typed[reached] == *symbol {
                (here << 1, 0)
            } else if letter(typed[reached]).is_some() {
                let readings = HEARING.readings(*symbol).iter().filter(|reading| **reading != 0);
                readings.fold((0, 0), |(as_right, as_other), reading| {
                    let after = after(&typed[reached..], SYLLABLES.word(*reading)) << reached;
                    if reading == sound {
                        (as_right | after, as_other)
                    } else {
                        (as_right, as_other | after)
                    }
                })
            } else {
                (0, 0)
            };
            if right & here != 0 {
                right_after |= as_right;
                other_after |= as_other;
            }
            if other & here != 0 {
                other_after |= as_right | as_other;
            }
        }
        let fit = |is_right| Fit {
            length: at + 1,
            is_right,
        };
        if right_after & end != 0 {
            return Some(fit(true));
        }
        if other_after & end != 0 {
            otherwise = otherwise.or(Some(fit(false)));
        }
        (right, other) = (right_after, other_after & (end - 1));
        if right == 0 && (other == 0 || otherwise.is_some()) {
            break;
        }
    }
    otherwise
}

/// Where the typed letters may go on after this syllable, as bits; bit 0 is never set.
fn after(typed: &[u16], word: &[u8]) -> u64 {
    let same = typed
        .iter()
        .zip(word)
        .take_while(|(typed, letter)| **typed == u16::from(**letter))
        .count();
    if same == 0 {
        return 0;
    }
    let mut bits = 1 << 1;
    if same >= 2 && word[1] == b'h' && matches!(word[0], b'z' | b'c' | b's') {
        bits |= 1 << 2;
    }
    if same == word.len() || same == typed.len() {
        bits |= 1 << same;
    }
    bits
}
