//! Finding an item by what a clerk types: initials, syllables, Chinese words, codes, nicknames.
//!
//! Everything is prepared when an edition loads: one row of keys per name or alias, and lists of rows by the letters
//! that a question may begin with, so that a province's 125,000 items are not gone through for it. Characters with
//! several readings (行 háng/xíng, 长, 重 …) match under each of them.

use std::collections::HashMap;

use pinyin::ToPinyinMulti;

use super::item::Item;

/// The prepared rows of one edition, short names first.
#[derive(Debug, Clone, Default)]
pub struct Lookup {
    rows: Vec<Row>,
    /// Of each row, which characters its readings begin with.
    begins: Vec<Mask>,
    /// All of them together.
    begun: Mask,
    /// What every character that occurs may be typed as, none of it empty.
    readings: Vec<Vec<Vec<char>>>,
    /// Rows by two characters of the name as it is written.
    written: Postings,
    /// The same by one character, the best rows alone: of so little nothing is left to compare.
    one: Postings,
    /// Rows by three letters that a run of syllables may begin with.
    typed: Postings,
    /// The same by one and by two letters, the best rows alone.
    short: Postings,
    /// Rows by four characters of the code.
    codes: Postings,
}

#[derive(Debug, Clone)]
struct Row {
    item: usize,
    text: Vec<char>,
    code: String,
    /// Indices of the readings, character by character; punctuation has none.
    syllables: Vec<u32>,
}

/// Where and how well a row matched; smaller is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank(u8, usize, usize);

/// Characters of one question.
const LONGEST: usize = 40;
/// Rows that are kept for two letters.
const BEST: usize = 256;
/// Characters of a code that are worth looking for.
const CODE: usize = 4;

impl Lookup {
    pub fn new(items: &[Item]) -> Self {
        let mut names: Vec<(usize, Vec<char>)> = Vec::new();
        for (item, spec) in items.iter().enumerate() {
            for text in std::iter::once(&spec.name).chain(&spec.aliases) {
                names.push((item, text.to_lowercase().chars().collect()));
            }
        }
        names.sort_by_key(|(item, text)| (text.len(), *item));
        let mut book = Readings::default();
        let mut lookup = Self::default();
        for (item, text) in names {
            let syllables: Vec<u32> = text.iter().filter_map(|ch| book.of(*ch)).collect();
            let row = lookup.rows.len();
            for (at, part) in text.windows(2).enumerate() {
                lookup.written.add(key(part), at, row);
            }
            for (at, ch) in text.iter().enumerate() {
                lookup.one.add(key(&[*ch]), at, row);
            }
            for at in 0..syllables.len() {
                let next = |step: usize| syllables.get(at + step).copied();
                for begin in book.beginnings([next(0), next(1), next(2)], &mut lookup) {
                    let postings = if begin.whole {
                        &mut lookup.typed
                    } else {
                        &mut lookup.short
                    };
                    postings.push(begin.list, at, row);
                }
            }
            let code = items[item].implementation_code.to_lowercase();
            for part in code.as_bytes().windows(CODE) {
                lookup.codes.add(code_key(part), 0, row);
            }
            let begins = syllables.iter().map(|id| &book.begins[*id as usize]);
            let begins = begins.fold(Mask::default(), |all, one| all.with(*one));
            lookup.begun = lookup.begun.with(begins);
            lookup.begins.push(begins);
            lookup.rows.push(Row {
                item,
                text,
                code,
                syllables,
            });
        }
        lookup.readings = book.readings;
        for postings in [&mut lookup.written, &mut lookup.typed, &mut lookup.codes] {
            postings.settle(usize::MAX);
        }
        for postings in [&mut lookup.one, &mut lookup.short] {
            postings.settle(BEST);
        }
        lookup
    }

    /// Indices of the matching items, best first, at most `limit`.
    pub fn find(&self, typed: &str, limit: usize) -> Vec<usize> {
        let lower = typed.to_lowercase();
        let wanted: Vec<char> = lower
            .split_whitespace()
            .flat_map(str::chars)
            .take(LONGEST)
            .collect();
        let mut best = Best::new(limit);
        if wanted.is_empty() || limit == 0 {
            return Vec::new();
        }
        self.as_written(&wanted, &mut best);
        self.as_typed(&wanted, &mut best);
        self.by_code(&wanted, &mut best);
        self.with_gaps(&wanted, &mut best);
        best.items()
    }

    /// Names that hold the question as it stands.
    fn as_written(&self, wanted: &[char], best: &mut Best) {
        if let [_] = wanted {
            for (at, row) in self.one.list(key(wanted)) {
                best.take(Rank(0, at, self.rows[row].text.len()), self.rows[row].item);
            }
            return;
        }
        let Some((near, list)) = self.written.rarest(wanted.windows(2).map(key)) else {
            return;
        };
        for (at, row) in list {
            let text = &self.rows[row].text;
            if best.is_closed_to(Rank(0, at.saturating_sub(near), text.len())) {
                return;
            }
            if let Some(at) = text.windows(wanted.len()).position(|part| part == wanted) {
                best.take(Rank(0, at, text.len()), self.rows[row].item);
            }
        }
    }

    /// Names whose syllables the question runs through, from one of them on.
    fn as_typed(&self, wanted: &[char], best: &mut Best) {
        let list = match wanted {
            [] | [_] | [_, _] => self.short.list(key(wanted)),
            [_, _, _, ..] => self.typed.list(key(&wanted[..3])),
        };
        for (from, row) in list {
            let row = &self.rows[row];
            if best.is_closed_to(Rank(1, from, row.text.len())) {
                return;
            }
            let mut starts = from..row.syllables.len();
            if let Some(start) = starts.find(|start| self.runs(&row.syllables[*start..], wanted)) {
                best.take(Rank(1, start, row.text.len()), row.item);
            }
        }
    }

    fn by_code(&self, wanted: &[char], best: &mut Best) {
        let text: String = wanted.iter().collect();
        if text.len() < CODE || !text.is_ascii() || !text.contains(|ch: char| ch.is_ascii_digit()) {
            return;
        }
        let Some((_, list)) = self.codes.rarest(text.as_bytes().windows(CODE).map(code_key)) else {
            return;
        };
        for (_, row) in list {
            let row = &self.rows[row];
            let rank = Rank(2, 0, row.text.len());
            if best.is_closed_to(rank) {
                return;
            }
            if row.code.contains(&text) {
                best.take(rank, row.item);
            }
        }
    }

    /// Initials in order with gaps: `spxk` finds 食品经营许可.
    fn with_gaps(&self, wanted: &[char], best: &mut Best) {
        let all = wanted
            .iter()
            .fold(Mask::default(), |all, ch| all.with(Mask::of(*ch)));
        if wanted.len() < 2 || !self.begun.holds(all) {
            return;
        }
        for (row, begins) in self.rows.iter().zip(&self.begins) {
            if !begins.holds(all) {
                continue;
            }
            let rank = Rank(3, 0, row.text.len());
            if best.is_closed_to(rank) {
                return;
            }
            let mut letters = wanted.iter().peekable();
            for id in &row.syllables {
                letters.next_if(|letter| self.begins_with(*id, **letter));
            }
            if letters.peek().is_none() {
                best.take(rank, row.item);
            }
        }
    }

    fn begins_with(&self, id: u32, letter: char) -> bool {
        let readings = &self.readings[id as usize];
        readings.iter().any(|reading| reading[0] == letter)
    }

    /// Whether the typed letters run through these syllables from the first: each syllable gives a prefix of a
    /// reading (its initial, or more of it), and all typed letters are used.
    fn runs(&self, syllables: &[u32], wanted: &[char]) -> bool {
        if wanted.is_empty() {
            return true;
        }
        let Some((first, rest)) = syllables.split_first() else {
            return false;
        };
        for reading in &self.readings[*first as usize] {
            let mut used = 0;
            while used < reading.len() && used < wanted.len() && reading[used] == wanted[used] {
                used += 1;
            }
            while used > 0 {
                if self.runs(rest, &wanted[used..]) {
                    return true;
                }
                used -= 1;
            }
        }
        false
    }
}

/// The best rows so far, one of each item.
struct Best {
    limit: usize,
    found: Vec<(Rank, usize)>,
}

impl Best {
    fn new(limit: usize) -> Self {
        Self {
            limit,
            found: Vec::new(),
        }
    }

    /// Whether nothing of this rank, and so nothing after it, can come in any more.
    fn is_closed_to(&self, rank: Rank) -> bool {
        self.found.len() == self.limit && self.found.last().is_some_and(|(worst, _)| *worst <= rank)
    }

    fn take(&mut self, rank: Rank, item: usize) {
        match self.found.iter().position(|(_, known)| *known == item) {
            Some(at) if self.found[at].0 <= rank => return,
            Some(at) => {
                self.found.remove(at);
            }
            None => {}
        }
        let at = self.found.partition_point(|known| *known < (rank, item));
        if at < self.limit {
            self.found.insert(at, (rank, item));
            self.found.truncate(self.limit);
        }
    }

    fn items(self) -> Vec<usize> {
        self.found.into_iter().map(|(_, item)| item).collect()
    }
}

/// Rows by a key, each with the first place of the key in it: nearest to the beginning first, short names first.
#[derive(Debug, Clone, Default)]
struct Postings {
    /// Which list a key has.
    keys: HashMap<u64, usize>,
    lists: Vec<Vec<u32>>,
}

/// Bits of a row's number; what is left holds the place.
const ROW_BITS: u32 = 26;
const LAST_PLACE: usize = (1 << (32 - ROW_BITS)) - 1;

impl Postings {
    fn of(&mut self, key: u64) -> usize {
        *self.keys.entry(key).or_insert_with(|| {
            self.lists.push(Vec::new());
            self.lists.len() - 1
        })
    }

    fn add(&mut self, key: u64, at: usize, row: usize) {
        let list = self.of(key);
        self.push(list, at, row);
    }

    fn push(&mut self, list: usize, at: usize, row: usize) {
        let list = &mut self.lists[list];
        // A row comes with its first place first.
        if list.last().is_some_and(|last| split(*last).1 == row) {
            return;
        }
        let place = u32::try_from(at.min(LAST_PLACE)).unwrap_or(0);
        let row = u32::try_from(row).unwrap_or(u32::MAX) & ((1 << ROW_BITS) - 1);
        list.push(place << ROW_BITS | row);
    }

    fn settle(&mut self, most: usize) {
        for list in &mut self.lists {
            list.sort_unstable();
            list.truncate(most);
            list.shrink_to_fit();
        }
    }

    fn length(&self, key: u64) -> usize {
        self.keys.get(&key).map_or(0, |list| self.lists[*list].len())
    }

    fn list(&self, key: u64) -> impl Iterator<Item = (usize, usize)> {
        let list = self.keys.get(&key).map(|list| self.lists[*list].as_slice());
        list.unwrap_or_default().iter().map(|packed| split(*packed))
    }

    /// The shortest list of these keys, and the key's place among them; `None` without a key. A key that nothing has
    /// gives an empty list.
    fn rarest(
        &self,
        keys: impl Iterator<Item = u64>,
    ) -> Option<(usize, impl Iterator<Item = (usize, usize)>)> {
        let (near, key) = keys.enumerate().min_by_key(|(_, key)| self.length(*key))?;
        Some((near, self.list(key)))
    }
}

fn split(packed: u32) -> (usize, usize) {
    let row = packed & ((1 << ROW_BITS) - 1);
    ((packed >> ROW_BITS) as usize, row as usize)
}

/// Up to three characters in one number: 21 bits hold any.
fn key(letters: &[char]) -> u64 {
    letters
        .iter()
        .fold(0, |key, ch| key << 21 | u64::from(u32::from(*ch)))
}

fn code_key(part: &[u8]) -> u64 {
    part.iter().fold(0, |key, byte| key << 8 | u64::from(*byte))
}

/// A set of characters: a letter has its own bit, others share two each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Mask(u64, u64);

impl Mask {
    fn of(ch: char) -> Self {
        let code = u64::from(u32::from(ch));
        match ch {
            'a'..='z' => Self(1 << (code - u64::from(u32::from('a'))), 0),
            _ => Self(1 << (26 + code % 38), 1 << (code / 38 % 64)),
        }
    }

    fn with(self, other: Self) -> Self {
        Self(self.0 | other.0, self.1 | other.1)
    }

    fn holds(self, other: Self) -> bool {
        self.0 & other.0 == other.0 && self.1 & other.1 == other.1
    }
}

/// The readings of every character met, and the letters that syllables side by side may begin with.
#[derive(Default)]
struct Readings {
    ids: HashMap<char, Option<u32>>,
    readings: Vec<Vec<Vec<char>>>,
    begins: Vec<Mask>,
    runs: HashMap<[Option<u32>; 3], Vec<Begin>>,
}

/// A list of rows that letters lead to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Begin {
    /// Three letters, else one or two.
    whole: bool,
    list: usize,
}

impl Readings {
    fn of(&mut self, ch: char) -> Option<u32> {
        if let Some(known) = self.ids.get(&ch) {
            return *known;
        }
        let readings = syllables(ch);
        let id = (!readings.is_empty()).then(|| u32::try_from(self.readings.len()).unwrap_or(u32::MAX));
        if id.is_some() {
            let firsts = readings.iter().map(|reading| Mask::of(reading[0]));
            self.begins.push(firsts.fold(Mask::default(), Mask::with));
            self.readings.push(readings);
        }
        self.ids.insert(ch, id);
        id
    }

    /// The lists of every letter, two and three that a run of three syllables may be begun with.
    fn beginnings(&mut self, run: [Option<u32>; 3], lookup: &mut Lookup) -> &[Begin] {
        let readings = &self.readings;
        self.runs.entry(run).or_insert_with(|| {
            let mut begun: Vec<Vec<char>> = vec![Vec::new()];
            let mut lists = Vec::new();
            for id in run {
                // What is short of three letters goes on in the next syllable.
                let open = std::mem::take(&mut begun);
                let Some(id) = id else { break };
                for before in &open {
                    for reading in &readings[id as usize] {
                        let mut letters = before.clone();
                        for letter in reading.iter().take(3 - before.len()) {
                            letters.push(*letter);
                            let whole = letters.len() == 3;
                            let postings = if whole {
                                &mut lookup.typed
                            } else {
                                &mut lookup.short
                            };
                            lists.push(Begin {
                                whole,
                                list: postings.of(key(&letters)),
                            });
                            if !whole {
                                begun.push(letters.clone());
                            }
                        }
                    }
                }
            }
            lists.sort_unstable();
            lists.dedup();
            lists
        })
    }
}

/// Readings of one character, itself among them, so that 食品jy is found too; punctuation reads as nothing.
fn syllables(ch: char) -> Vec<Vec<char>> {
    if ch.is_ascii_alphanumeric() {
        return vec![vec![ch.to_ascii_lowercase()]];
    }
    let mut readings = Vec::new();
    if let Some(multi) = ch.to_pinyin_multi() {
        readings.push(vec![ch]);
        for reading in multi {
            let plain: Vec<char> = reading.plain().chars().collect();
            if !readings.contains(&plain) {
                readings.push(plain);
            }
        }
    }
    readings
}
