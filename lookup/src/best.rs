//! The best hits so far, one of each item.

use std::cmp::Reverse;

/// How good a hit is; smaller is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    pub kind: Kind,
    /// How often this hall takes the item in, in steps.
    pub used: Reverse<u8>,
    /// The earlier in the shorter name; see [`crate::names`].
    pub number: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The whole of a name, or of a code.
    Whole,
    Within,
    /// With a reading that the word does not have.
    OtherReading,
    Code,
    /// In the order of the name, with gaps.
    Gaps,
}

pub struct Best {
    limit: usize,
    found: Vec<(Rank, u32)>,
}

impl Best {
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            found: Vec::with_capacity(limit.min(64) + 1),
        }
    }

    pub fn is_full(&self) -> bool {
        self.found.len() >= self.limit
    }

    /// Whether nothing of this rank, and so nothing after it, can come in any more.
    pub fn is_closed_to(&self, rank: Rank) -> bool {
        self.is_full() && self.found.last().is_none_or(|(worst, _)| *worst <= rank)
    }

    pub fn take(&mut self, rank: Rank, item: u32) {
        if self.is_closed_to(rank) {
            return;
        }
        match self.found.iter().position(|(_, known)| *known == item) {
            Some(at) if self.found[at].0 <= rank => return,
            Some(at) => {
                self.found.remove(at);
            }
            None => {}
        }
        let at = self.found.partition_point(|known| *known < (rank, item));
        self.found.insert(at, (rank, item));
        self.found.truncate(self.limit);
    }

    pub fn items(self) -> Vec<usize> {
        self.found.into_iter().map(|(_, item)| item as usize).collect()
    }
}
