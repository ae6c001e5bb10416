//! Finding an item by what a clerk types: initials, syllables, Chinese, any mixture of them, codes, nicknames.
//!
//! Map
//! - `symbols`: what of a text counts. `sounds`: how it is read, and in which word how.
//! - `names`: the rows, and the order of everything. `grams`, `codes`, `gaps`: the tables.
//! - `question`: what was typed, and what it may mean. `fits`: whether a name is meant.
//! - `best`: which hit stands before which.
//!
//! Invariants
//! - Everything is prepared when an edition loads; a key that is pressed goes through lists that are as long as what it
//!   may still find, best hits first, never through all names.
//! - The whole name stands first, then what this hall takes in often ([`Lookup::rank_by`]), then the earlier place in the
//!   name, then the shorter name. The same question over the same edition has the same answer.
//! - Any text is a question: what cannot be searched for is passed over, and what is too long is cut.
//!
//! It knows no catalogue: names and codes come in, numbers of items go out. It reads no clock and does no I/O, corrects no
//! spelling and learns nothing from a question.

mod best;
mod codes;
mod fits;
mod gaps;
mod grams;
mod names;
mod question;
mod sounds;
mod symbols;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;

use best::{Best, Kind, Rank};
use codes::Codes;
use fits::fits;
use gaps::Gaps;
use grams::{Anchor, Grams};
use names::{Names, Spot, small};
use question::Question;
use sounds::READINGS;

/// The prepared tables of one edition.
#[derive(Debug, Clone, Default)]
pub struct Lookup {
    names: Names,
    grams: Grams,
    gaps: Gaps,
    codes: Codes,
    /// Steps of use by item; empty where nothing was counted.
    used: Vec<u8>,
    /// Rows of the items used most, the most used first.
    used_rows: Vec<u32>,
}

/// Characters from which the ways of reading a question part.
const DEEP: usize = 8;
/// Ways of reading a question.
const WAYS: usize = 48;
/// The same where names with gaps are looked for.
const WAYS_WITH_GAPS: usize = 2;
/// Characters of a code that are worth looking for.
const CODE: usize = 4;
/// Codes that are gone through behind one beginning.
const CODES: usize = 1_000;
/// Rows of used items that are looked at before all others.
const USED_ROWS: usize = 1_000;

impl Lookup {
    /// Each item's code and what it is called: its name, its aliases. Items are numbered as they come.
    pub fn new<'a, N>(items: impl Iterator<Item = (&'a str, N)> + Clone) -> Self
    where
        N: IntoIterator<Item = &'a str>,
    {
        let codes = Codes::new(items.clone().map(|(code, _)| code));
        let called = items.zip(0u32..);
        let names =
            Names::new(called.flat_map(|((_, names), at)| names.into_iter().map(move |name| (at, name))));
        Self {
            grams: Grams::new(&names),
            gaps: Gaps::new(&names),
            names,
            codes,
            used: Vec::new(),
            used_rows: Vec::new(),
        }
    }

    /// How much each item is used. Twice as much is one step further up, so that the order stays as it is while counts
    /// change a little.
    pub fn rank_by(&mut self, uses: impl IntoIterator<Item = (usize, u32)>) {
        let items = self.codes.count();
        self.used = vec![0; items];
        let mut any = false;
        for (item, count) in uses {
            if let Some(step) = self.used.get_mut(item) {
                *step = u8::try_from(u32::BITS - count.leading_zeros()).unwrap_or(u8::MAX);
                any |= count > 0;
            }
        }
        self.used_rows.clear();
        if !any {
            self.used.clear();
            return;
        }
        let rows = (0..self.names.rows()).filter(|row| self.step(self.names.item(*row)) > 0);
        let mut rows: Vec<u32> = rows.collect();
        rows.sort_by_key(|row| Reverse(self.step(self.names.item(*row))));
        rows.truncate(USED_ROWS);
        self.used_rows = rows;
    }

    /// Indices of the matching items, best first, at most `limit`.
    pub fn find(&self, typed: &str, limit: usize) -> Vec<usize> {
        let mut best = Best::new(limit);
        let Some(question) = Question::read(typed) else {
            return Vec::new();
        };
        if limit == 0 {
            return Vec::new();
        }
        self.among_used(&question, &mut best);
        self.within(&question, &mut best);
        self.by_code(&question, &mut best);
        if !best.is_full() && question.symbols.len() > 1 {
            self.with_gaps(&question, &mut best);
        }
        best.items()
    }

    /// Items before anything was typed: those used most, then the others as they came; at most `limit`.
    pub fn most_used(&self, limit: usize) -> Vec<usize> {
        let mut items: Vec<usize> = Vec::new();
        let used = self.used_rows.iter().map(|row| self.names.item(*row) as usize);
        for item in used.chain(0..self.codes.count()) {
            if items.len() == limit {
                break;
            }
            if !items.contains(&item) {
                items.push(item);
            }
        }
        items
    }

    fn step(&self, item: u32) -> u8 {
        self.used.get(item as usize).copied().unwrap_or(0)
    }

    fn rank(&self, kind: Kind, item: u32, number: u64) -> Rank {
        Rank {
            kind,
            used: Reverse(self.step(item)),
            number,
        }
    }

    /// What is used is few; it is gone through.
    fn among_used(&self, question: &Question, best: &mut Best) {
        let first = question.symbols[0];
        for row in self.used_rows.iter().filter(|row| self.gaps.has(**row, first)) {
            for place in 0..small(self.names.symbols(*row).len()) {
                self.try_spot(Spot { place, row: *row }, question, best);
            }
        }
    }

    fn try_spot(&self, spot: Spot, question: &Question, best: &mut Best) {
        let Some(fit) = fits(&self.names, spot, question) else {
            return;
        };
        let is_whole = spot.place == 0 && fit.length == self.names.symbols(spot.row).len();
        let kind = match (fit.is_right, is_whole) {
            (true, true) => Kind::Whole,
            (true, false) => Kind::Within,
            (false, _) => Kind::OtherReading,
        };
        let item = self.names.item(spot.row);
        best.take(self.rank(kind, item, u64::from(self.names.number(spot))), item);
    }

    /// Names that hold the question without a gap.
    fn within(&self, question: &Question, best: &mut Best) {
        let mut seen: Vec<Anchor<'_>> = Vec::new();
        // Where no letter was typed, the characters alone lead to the names, however they are read.
        let ways = if question.has_letters() { WAYS } else { 1 };
        for way in question.ways(DEEP, ways, READINGS) {
            let anchor = if question.has_letters() {
                self.grams.anchor(&way)
            } else {
                self.grams.written_anchor(&way)
            };
            let Some(anchor) = anchor.filter(|anchor| seen.iter().all(|known| !known.is_same(anchor))) else {
                continue;
            };
            // A whole name stands before anything used: names as short as the question are always looked at.
            let longest = if way.len() < DEEP {
                way.len()
            } else {
                question.symbols.len()
            };
            self.through(&anchor, self.names.within(longest), question, best);
            seen.push(anchor);
        }
    }

    fn through(&self, anchor: &Anchor<'_>, whole: u32, question: &Question, best: &mut Best) {
        let unused = |kind, number| Rank {
            kind,
            used: Reverse(0),
            number: u64::from(number),
        };
        for list in anchor.lists() {
            for number in list {
                let Some((spot, is_right)) = self.grams.spot(&self.names, *number, anchor.offset) else {
                    continue;
                };
                let number = self.names.number(spot);
                if is_right && number >= whole && best.is_closed_to(unused(Kind::Within, number)) {
                    // What is right comes first, and in its order; the others are behind it.
                    break;
                }
                if !is_right && best.is_closed_to(unused(Kind::OtherReading, number)) {
                    continue;
                }
                self.try_spot(spot, question, best);
            }
        }
    }

    fn by_code(&self, question: &Question, best: &mut Best) {
        let Some(typed) = question.as_code().filter(|typed| typed.len() >= CODE) else {
            return;
        };
        for item in self.codes.whole(&typed) {
            best.take(self.rank(Kind::Whole, item, u64::from(item)), item);
        }
        for item in self.codes.beginning_with(&typed).take(CODES) {
            best.take(self.rank(Kind::Code, item, u64::from(item)), item);
        }
        for item in self.codes.holding(&typed) {
            let rank = self.rank(Kind::Code, item, u64::from(item));
            if best.is_closed_to(Rank {
                used: Reverse(0),
                ..rank
            }) {
                break;
            }
            best.take(rank, item);
        }
    }

    fn with_gaps(&self, question: &Question, best: &mut Best) {
        for way in question.ways(question.symbols.len(), WAYS_WITH_GAPS, 1) {
            for (span, row) in self.gaps.find(&self.names, &way) {
                let item = self.names.item(row);
                let number = u64::from(span) << 32 | u64::from(row);
                best.take(self.rank(Kind::Gaps, item, number), item);
            }
        }
    }
}
