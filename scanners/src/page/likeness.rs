//! Whether two pages look the same (重复页): how dark each of 32 × 32 cells is beside its neighbours.

use serde::{Deserialize, Serialize};

use super::reduce::Ink;

const SIDE: usize = 32;

/// A thousand bits; a second scan of a sheet differs in few of them, another sheet of the same form in more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Likeness([u64; SIDE * SIDE / 64]);

/// Of 1024. Two scans of one sheet were seen to differ in up to 60, two filled sheets of one form in 90 and more.
const SAME: u32 = 72;

impl Likeness {
    pub fn of(ink: &Ink) -> Likeness {
        let mut cells = [0u32; SIDE * SIDE];
        for y in 0..ink.height {
            let line = y * SIDE / ink.height * SIDE;
            for (x, dot) in ink.row(y).iter().enumerate() {
                cells[line + x * SIDE / ink.width] += u32::from(*dot);
            }
        }
        let mut bits = [0u64; SIDE * SIDE / 64];
        for (at, cell) in cells.iter().enumerate() {
            let next = cells[(at + 1) % cells.len()];
            // Beyond the noise of an edge that falls to one side or the other.
            if *cell > next + next / 4 + 3 {
                bits[at / 64] |= 1 << (at % 64);
            }
        }
        Likeness(bits)
    }

    pub fn is_same_as(&self, other: &Likeness) -> bool {
        let pairs = self.0.iter().zip(&other.0);
        pairs.map(|(one, other)| (one ^ other).count_ones()).sum::<u32>() <= SAME
    }

    pub fn differs_by(&self, other: &Likeness) -> u32 {
        let pairs = self.0.iter().zip(&other.0);
        pairs.map(|(one, other)| (one ^ other).count_ones()).sum()
    }
}
