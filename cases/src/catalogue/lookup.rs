//! Finding an item by what a clerk types: initials, syllables, Chinese words, codes, nicknames.
//!
//! Everything is prepared when an edition loads: one row of keys per name or alias. Characters with several
//! readings (行 háng/xíng, 长, 重 …) match under each of them.

use pinyin::ToPinyinMulti;

use super::item::Item;

/// The prepared rows of one edition.
#[derive(Debug, Clone, Default)]
pub struct Lookup {
    rows: Vec<Row>,
}

#[derive(Debug, Clone)]
struct Row {
    item: usize,
    text: String,
    code: String,
    syllables: Vec<Vec<String>>,
}

/// Where and how well a row matched; smaller is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank(u8, usize, usize);

impl Lookup {
    pub fn new(items: &[Item]) -> Self {
        let mut rows = Vec::new();
        for (item, spec) in items.iter().enumerate() {
            for text in std::iter::once(&spec.name).chain(&spec.aliases) {
                rows.push(Row {
                    item,
                    text: text.to_lowercase(),
                    code: spec.implementation_code.to_lowercase(),
                    syllables: text
                        .chars()
                        .map(syllables)
                        .filter(|found| !found.is_empty())
                        .collect(),
                });
            }
        }
        Self { rows }
    }

    /// Indices of the matching items, best first, at most `limit`.
    pub fn find(&self, typed: &str, limit: usize) -> Vec<usize> {
        let wanted: String = typed
            .to_lowercase()
            .split_whitespace()
            .flat_map(str::chars)
            .take(40)
            .collect();
        if wanted.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(Rank, usize)> = self
            .rows
            .iter()
            .filter_map(|row| row.rank(&wanted).map(|rank| (rank, row.item)))
            .collect();
        found.sort();
        let mut items = Vec::new();
        for (_, item) in found {
            if !items.contains(&item) {
                items.push(item);
                if items.len() == limit {
                    break;
                }
            }
        }
        items
    }
}

impl Row {
    fn rank(&self, wanted: &str) -> Option<Rank> {
        if let Some(at) = self.text.find(wanted) {
            return Some(Rank(0, at, self.text.len()));
        }
        for start in 0..self.syllables.len() {
            if matches_from(&self.syllables[start..], wanted) {
                return Some(Rank(1, start, self.text.len()));
            }
        }
        if wanted.len() >= 4 && self.code.contains(wanted) {
            return Some(Rank(2, 0, self.text.len()));
        }
        skips(&self.syllables, wanted).then_some(Rank(3, 0, self.text.len()))
    }
}

/// Readings of one character, itself among them, so that 食品jy is found too; punctuation reads as nothing.
fn syllables(ch: char) -> Vec<String> {
    if ch.is_ascii_alphanumeric() {
        return vec![ch.to_ascii_lowercase().to_string()];
    }
    let mut readings: Vec<String> = Vec::new();
    if let Some(multi) = ch.to_pinyin_multi() {
        readings.push(ch.to_string());
        for reading in multi {
            let plain = reading.plain().to_owned();
            if !readings.contains(&plain) {
                readings.push(plain);
            }
        }
    }
    readings
}

/// Whether the typed letters run through these syllables from the first: each syllable gives a prefix of a
/// reading (its initial, or more of it), and all typed letters are used.
fn matches_from(syllables: &[Vec<String>], wanted: &str) -> bool {
    if wanted.is_empty() {
        return true;
    }
    let Some((first, rest)) = syllables.split_first() else {
        return false;
    };
    first.iter().any(|reading| {
        let mut used = 0;
        let mut ends: Vec<usize> = Vec::new();
        for (_, letter) in reading.chars().zip(wanted.chars()).take_while(|(a, b)| a == b) {
            used += letter.len_utf8();
            ends.push(used);
        }
        ends.into_iter()
            .rev()
            .any(|end| matches_from(rest, &wanted[end..]))
    })
}

/// Initials in order with gaps: `spxk` finds 食品经营许可.
fn skips(syllables: &[Vec<String>], wanted: &str) -> bool {
    let mut letters = wanted.chars().peekable();
    for readings in syllables {
        if let Some(letter) = letters.peek()
            && readings.iter().any(|reading| reading.starts_with(*letter))
        {
            letters.next();
        }
    }
    letters.peek().is_none()
}
