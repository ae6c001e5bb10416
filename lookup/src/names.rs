//! The names of one edition as rows of characters, short ones first, and a number for every place in every name.
//!
//! The numbers run from the best place to the worst: the beginnings of all names, the short names first, then the second
//! characters, and so on. Whoever goes through numbers upwards meets the better hit first.

use crate::sounds::{HEARING, Sound};
use crate::symbols::{self, Symbol};

/// Characters of a name that can be found.
const LONGEST: usize = 255;

#[derive(Debug, Clone, Default)]
pub struct Names {
    symbols: Vec<Symbol>,
    /// As the name is read, one for each symbol.
    sounds: Vec<Sound>,
    /// Where each row begins; one more at the end.
    starts: Vec<u32>,
    /// Of each row, which item it names.
    items: Vec<u32>,
    /// Of each place, the first row that reaches it and the number it has there.
    places: Vec<(u32, u32)>,
    count: u32,
}

/// A place in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    pub place: u32,
    pub row: u32,
}

impl Names {
    pub fn new<'a>(names: impl Iterator<Item = (u32, &'a str)>) -> Self {
        let mut read: Vec<Symbol> = Vec::new();
        let mut rows: Vec<(u32, u32, u32)> = Vec::new();
        for (item, name) in names {
            let from = read.len();
            symbols::read(name, LONGEST, &mut read);
            let length = read.len() - from;
            if length > 0 {
                rows.push((small(length), item, small(from)));
            }
        }
        rows.sort_unstable();
        let mut names = Self {
            symbols: Vec::with_capacity(read.len()),
            sounds: Vec::with_capacity(read.len()),
            starts: Vec::with_capacity(rows.len() + 1),
            items: Vec::with_capacity(rows.len()),
            ..Self::default()
        };
        for (length, item, from) in rows {
            let row = small(names.items.len());
            while names.places.len() < length as usize {
                names.places.push((row, 0));
            }
            let text = &read[from as usize..(from + length) as usize];
            let start = names.symbols.len();
            names.starts.push(small(start));
            names.items.push(item);
            names.symbols.extend_from_slice(text);
            names
                .sounds
                .extend(text.iter().map(|symbol| HEARING.readings(*symbol)[0]));
            HEARING.decide(text, &mut names.sounds[start..]);
        }
        names.starts.push(small(names.symbols.len()));
        let rows = small(names.items.len());
        for (first, number) in &mut names.places {
            *number = names.count;
            names.count += rows - *first;
        }
        names
    }

    pub fn rows(&self) -> u32 {
        small(self.items.len())
    }

    /// Numbers given.
    pub fn count(&self) -> u32 {
        self.count
    }

    pub fn item(&self, row: u32) -> u32 {
        self.items[row as usize]
    }

    pub fn symbols(&self, row: u32) -> &[Symbol] {
        &self.symbols[self.range(row)]
    }

    pub fn sounds(&self, row: u32) -> &[Sound] {
        &self.sounds[self.range(row)]
    }

    fn range(&self, row: u32) -> std::ops::Range<usize> {
        self.starts[row as usize] as usize..self.starts[row as usize + 1] as usize
    }

    pub fn number(&self, spot: Spot) -> u32 {
        let (first, number) = self.places[spot.place as usize];
        number + (spot.row - first)
    }

    pub fn spot(&self, number: u32) -> Spot {
        let place = self.places.partition_point(|(_, first)| *first <= number) - 1;
        let (row, first) = self.places[place];
        Spot {
            place: small(place),
            row: row + (number - first),
        }
    }

    /// Every spot in the order of the numbers.
    pub fn spots(&self) -> impl Iterator<Item = Spot> + '_ {
        let places = self.places.iter().zip(0..);
        places.flat_map(|((first, _), place)| (*first..self.rows()).map(move |row| Spot { place, row }))
    }

    /// Numbers below this are beginnings of names with at most so many characters.
    pub fn within(&self, length: usize) -> u32 {
        self.places.get(length).map_or(self.rows(), |(first, _)| *first)
    }

    /// Readings that a name's words do not ask for: spot by spot, one by one.
    pub fn other_readings(&self) -> impl Iterator<Item = (Spot, Sound)> + '_ {
        self.spots().flat_map(|spot| {
            let symbol = self.symbols(spot.row)[spot.place as usize];
            let right = self.sounds(spot.row)[spot.place as usize];
            let others = HEARING.readings(symbol).iter().copied();
            others
                .filter(move |sound| *sound != 0 && *sound != right)
                .map(move |sound| (spot, sound))
        })
    }
}

/// An edition has far fewer than four thousand million characters.
pub fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
