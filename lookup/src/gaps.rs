//! Names that a question goes through with gaps, in the order of the name: spxk finds 食品经营许可, 食品许可 too.

use crate::names::{Names, small};
use crate::question::Unit;
use crate::sounds::{HEARING, SYLLABLES};
use crate::symbols::Symbol;

/// Names that are gone through for one way of reading a question.
const LOOKED_AT: usize = 4_096;

/// Of every initial, a bit for each name that has a character with it.
#[derive(Debug, Clone, Default)]
pub struct Gaps {
    names_with: Vec<Vec<u64>>,
}

/// Letters, digits and everything else.
const KINDS: usize = 28;

impl Gaps {
    pub fn new(names: &Names) -> Self {
        let words = (names.rows() as usize).div_ceil(64);
        let mut names_with = vec![vec![0u64; words]; KINDS];
        for row in 0..names.rows() {
            for symbol in names.symbols(row) {
                for sound in HEARING.readings(*symbol).iter().filter(|sound| **sound != 0) {
                    names_with[kind(*sound)][row as usize / 64] |= 1 << (row % 64);
                }
            }
        }
        Self { names_with }
    }

    /// Whether the name has a character that begins as this one is read.
    pub fn has(&self, row: u32, symbol: Symbol) -> bool {
        let sounds = HEARING.readings(symbol).iter().filter(|sound| **sound != 0);
        let mut sets = sounds.map(|sound| &self.names_with[kind(*sound)]);
        sets.any(|set| set[row as usize / 64] >> (row % 64) & 1 == 1)
    }

    /// Rows with the characters they span beyond the question's own, in the order of the rows.
    pub fn find(&self, names: &Names, units: &[Unit]) -> Vec<(u32, u32)> {
        let kinds: std::collections::BTreeSet<usize> = units.iter().map(|unit| kind(unit.from)).collect();
        let sets: Vec<&[u64]> = kinds
            .iter()
            .map(|kind| self.names_with[*kind].as_slice())
            .collect();
        let mut found = Vec::new();
        let mut looked_at = 0;
        for word in 0..sets.first().map_or(0, |set| set.len()) {
            let mut rows = sets.iter().fold(u64::MAX, |rows, set| rows & set[word]);
            while rows != 0 {
                let row = small(word * 64) + rows.trailing_zeros();
                rows &= rows - 1;
                if let Some(span) = span(names, row, units) {
                    found.push((span, row));
                }
                looked_at += 1;
                if looked_at == LOOKED_AT {
                    return found;
                }
            }
        }
        found
    }
}

fn kind(sound: u16) -> usize {
    match SYLLABLES.word(sound).first() {
        Some(letter @ b'a'..=b'z') => usize::from(letter - b'a'),
        Some(_) => 26,
        None => 27,
    }
}

/// How many characters lie between the first and the last that were asked for, taken as close as they are where the
/// last of them comes first.
fn span(names: &Names, row: u32, units: &[Unit]) -> Option<u32> {
    let symbols = names.symbols(row);
    let mut asked = units.iter().peekable();
    let mut last = 0;
    for (at, symbol) in symbols.iter().enumerate() {
        if asked.next_if(|unit| unit.is_met_by(*symbol)).is_some() {
            last = at;
        }
        if asked.peek().is_none() {
            break;
        }
    }
    if asked.peek().is_some() {
        return None;
    }
    let mut asked = units.iter().rev().peekable();
    let mut first = last;
    for (at, symbol) in symbols[..=last].iter().enumerate().rev() {
        if asked.next_if(|unit| unit.is_met_by(*symbol)).is_some() {
            first = at;
        }
    }
    Some(small(last - first + 1 - units.len()))
}
