//! Where in the names a few characters side by side stand: by their initials, by their syllables, as they are written.
//!
//! Each table is one list of numbers of spots, cut into pieces by a key; within a piece the best spot comes first. A name
//! with a character of several readings stands under each of them, what its word does not ask for behind the rest.

use std::ops::Range;
use std::sync::LazyLock;

use crate::names::{Names, Spot, small};
use crate::question::Unit;
use crate::sounds::{SYLLABLES, Sound};

/// Characters in a key of initials.
const INITIALS: usize = 4;
/// Values of one initial: the end of the name, 26 letters, a digit, what has no reading.
const VALUES: u32 = 29;
/// Characters in a key of syllables.
const SOUNDS: usize = 2;

static INITIAL: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let sounds = 0..=SYLLABLES.unread();
    let code = |sound| match SYLLABLES.word(sound).first() {
        Some(letter @ b'a'..=b'z') => letter - b'a' + 1,
        Some(_) => 27,
        None if sound == 0 => 0,
        None => 28,
    };
    sounds.map(code).collect()
});

#[derive(Debug, Clone, Default)]
pub struct Grams {
    initials: Pieces,
    sounds: Pieces,
    written: Pieces,
    /// Keys of the pieces of `written`, ascending: two characters each.
    pairs: Vec<u32>,
    others: Vec<Other>,
    /// Numbers from here on are of `others`.
    from_here: u32,
}

/// A reading that the word does not ask for.
#[derive(Debug, Clone, Copy)]
struct Other {
    row: u32,
    sound: Sound,
    place: u8,
}

/// How far back from another reading a key may begin, in bits.
const BACK_BITS: u32 = 2;

/// Where to look, for what is how far into the question.
pub struct Anchor<'a> {
    pub offset: u32,
    pieces: &'a Pieces,
    keys: Range<usize>,
}

impl Anchor<'_> {
    pub fn size(&self) -> usize {
        (self.pieces.edges[self.keys.end] - self.pieces.edges[self.keys.start]) as usize
    }

    pub fn is_same(&self, other: &Anchor<'_>) -> bool {
        self.offset == other.offset && self.keys == other.keys && std::ptr::eq(self.pieces, other.pieces)
    }

    pub fn lists(&self) -> impl Iterator<Item = &[u32]> {
        let edges = self.pieces.edges[self.keys.start..=self.keys.end].windows(2);
        edges.map(|edge| &self.pieces.numbers[edge[0] as usize..edge[1] as usize])
    }
}

impl Grams {
    pub fn new(names: &Names) -> Self {
        let (written, pairs) = written(names);
        let from_here = names.count();
        let others: Vec<Other> = names
            .other_readings()
            .map(|(spot, sound)| Other {
                row: spot.row,
                sound,
                place: u8::try_from(spot.place).unwrap_or(u8::MAX),
            })
            .collect();
        let keys = |length: usize, base: u32| {
            let own = names.spots().zip(0u32..).map(move |(spot, number)| {
                let sounds = &names.sounds(spot.row)[spot.place as usize..];
                (key(sounds.iter().take(length).copied(), length, base), number)
            });
            let strange = others.iter().zip(0u32..).flat_map(move |(other, at)| {
                let place = usize::from(other.place);
                (0..length.min(place + 1)).map(move |back| {
                    let sounds = names
                        .sounds(other.row)
                        .iter()
                        .zip(0..)
                        .skip(place - back)
                        .take(length);
                    let sounds = sounds.map(|(sound, at)| if at == place { other.sound } else { *sound });
                    (
                        key(sounds, length, base),
                        from_here + (at << BACK_BITS | small(back)),
                    )
                })
            });
            own.chain(strange)
        };
        let initials = Pieces::of(VALUES.pow(INITIALS as u32), || keys(INITIALS, VALUES));
        let syllables = small(SYLLABLES.count());
        let sounds = Pieces::of(syllables.pow(SOUNDS as u32), || keys(SOUNDS, syllables));
        Self {
            initials,
            sounds,
            written,
            pairs,
            others,
            from_here,
        }
    }

    /// Where the question begins, if what is so far into it is at this number, and whether the number stands for the
    /// reading that the word has.
    pub fn spot(&self, names: &Names, number: u32, offset: u32) -> Option<(Spot, bool)> {
        let Some(strange) = number.checked_sub(self.from_here) else {
            let spot = names.spot(number);
            let place = spot.place.checked_sub(offset)?;
            return Some((Spot { place, ..spot }, true));
        };
        let other = &self.others[(strange >> BACK_BITS) as usize];
        let back = strange & ((1 << BACK_BITS) - 1);
        let spot = Spot {
            place: u32::from(other.place).checked_sub(back + offset)?,
            row: other.row,
        };
        Some((spot, false))
    }

    /// The shortest way into the tables for these units.
    pub fn anchor(&self, units: &[Unit]) -> Option<Anchor<'_>> {
        let at = (0..units.len()).flat_map(|offset| {
            let rest = &units[offset..];
            let found = [
                Some((&self.initials, by_initials(rest))),
                Some((&self.sounds, by_sounds(rest))),
                self.by_symbols(rest).map(|keys| (&self.written, keys)),
            ];
            found.into_iter().flatten().map(move |(pieces, keys)| Anchor {
                offset: small(offset),
                pieces,
                keys,
            })
        });
        at.min_by_key(Anchor::size)
    }

    /// The shortest way by the characters themselves.
    pub fn written_anchor(&self, units: &[Unit]) -> Option<Anchor<'_>> {
        let at = (0..units.len()).filter_map(|offset| {
            let keys = self.by_symbols(&units[offset..])?;
            Some(Anchor {
                offset: small(offset),
                pieces: &self.written,
                keys,
            })
        });
        at.min_by_key(Anchor::size)
    }

    fn by_symbols(&self, units: &[Unit]) -> Option<Range<usize>> {
        let first = u32::from(units.first()?.symbol?) << 16;
        let (from, to) = match units.get(1).and_then(|unit| unit.symbol) {
            Some(second) => (first | u32::from(second), first | u32::from(second)),
            None => (first, first | u32::from(u16::MAX)),
        };
        let begin = self.pairs.partition_point(|pair| *pair < from);
        let end = self.pairs.partition_point(|pair| *pair <= to);
        Some(begin..end)
    }
}

fn by_initials(units: &[Unit]) -> Range<usize> {
    let taken = units.len().min(INITIALS);
    let first = |unit: &Unit| u32::from(INITIAL[usize::from(unit.from)]);
    let begin = units[..taken]
        .iter()
        .fold(0, |key, unit| key * VALUES + first(unit));
    let open = VALUES.pow(small(INITIALS - taken));
    (begin * open) as usize..((begin + 1) * open) as usize
}

fn by_sounds(units: &[Unit]) -> Range<usize> {
    let count = SYLLABLES.count();
    match units {
        [first, second, ..] if first.is_whole() => {
            let begin = usize::from(first.from) * count;
            begin + usize::from(second.from)..begin + usize::from(second.to)
        }
        [first, ..] => usize::from(first.from) * count..usize::from(first.to) * count,
        [] => 0..0,
    }
}

/// The sounds of a few characters as one number, what the name does not reach as 0.
fn key(sounds: impl Iterator<Item = Sound>, length: usize, base: u32) -> u32 {
    let ends = std::iter::repeat(0);
    let value = |sound: Sound| match base {
        VALUES => u32::from(INITIAL[usize::from(sound)]),
        _ => u32::from(sound),
    };
    sounds
        .chain(ends)
        .take(length)
        .fold(0, |key, sound| key * base + value(sound))
}

fn written(names: &Names) -> (Pieces, Vec<u32>) {
    let mut all: Vec<u64> = names
        .spots()
        .zip(0u64..)
        .map(|(spot, number)| {
            let symbols = &names.symbols(spot.row)[spot.place as usize..];
            let second = symbols.get(1).copied().unwrap_or(0);
            u64::from(symbols[0]) << 48 | u64::from(second) << 32 | number
        })
        .collect();
    all.sort_unstable();
    let mut pairs: Vec<u32> = Vec::new();
    let mut pieces = Pieces {
        edges: Vec::new(),
        numbers: Vec::with_capacity(all.len()),
    };
    for entry in all {
        let pair = (entry >> 32) as u32;
        if pairs.last() != Some(&pair) {
            pairs.push(pair);
            pieces.edges.push(small(pieces.numbers.len()));
        }
        pieces.numbers.push(entry as u32);
    }
    pieces.edges.push(small(pieces.numbers.len()));
    (pieces, pairs)
}

/// Numbers by a key that counts from 0, kept in the order they came in.
#[derive(Debug, Clone, Default)]
pub struct Pieces {
    /// Where the numbers of each key begin; one more at the end.
    edges: Vec<u32>,
    numbers: Vec<u32>,
}

impl Pieces {
    /// Goes through the entries twice: to count, and to put each where it belongs.
    pub fn of<E: Iterator<Item = (u32, u32)>>(keys: u32, entries: impl Fn() -> E) -> Self {
        let mut edges = vec![0u32; keys as usize + 2];
        for (key, _) in entries() {
            edges[key as usize + 2] += 1;
        }
        for at in 1..edges.len() {
            edges[at] += edges[at - 1];
        }
        let mut numbers = vec![0; edges.last().map_or(0, |count| *count as usize)];
        for (key, number) in entries() {
            let next = &mut edges[key as usize + 1];
            numbers[*next as usize] = number;
            *next += 1;
        }
        edges.truncate(keys as usize + 1);
        edges.shrink_to_fit();
        Self { edges, numbers }
    }

    pub fn list(&self, key: u32) -> &[u32] {
        let at = key as usize;
        match self.edges.get(at..at + 2) {
            Some([from, to]) => &self.numbers[*from as usize..*to as usize],
            _ => &[],
        }
    }
}
