//! 事项库: items, their guides and everyday answers, as the edition has them. Nothing of a person is in it, and no hall
//! is needed for it.
//!
//! - [`items`]: the list, and one guide. [`guide`]: a guide from an item's data.
//! - [`answers`]: everyday questions. [`walk_item`]: does an item work?
//! - [`editions`]: what changed. [`publishing`]: files are checked and published. [`roll_back`]: an older one comes back.
//! - [`usage`]: one item through the editions, and how much each is used.

mod answers;
mod editions;
mod guide;
mod items;
pub(crate) mod publishing;
pub(crate) mod roll_back;
mod usage;
pub(crate) mod walk_item;

use std::sync::Arc;

use cases::error::Trouble;

use crate::desk::{Book, Desk};
use crate::trouble;

/// Rows in one reply at most.
const AT_MOST: u32 = 200;
/// Characters of what is looked for.
const LONGEST: usize = 80;

impl Desk {
    /// The book for whoever is signed in and not locked out: reading the catalogue is everybody's.
    fn library(&self) -> Result<Arc<Book>, Trouble> {
        if self.state().session.is_none() {
            return Err(trouble::not_signed_in());
        }
        if self.is_locked() {
            return Err(trouble::locked());
        }
        self.shelf()
    }
}

/// What is looked for, cut to what is sensible.
fn wanted(find: &str) -> String {
    find.trim().chars().take(LONGEST).collect()
}

/// One page of what was found, and how much there is in all.
fn page<T: Copy>(all: &[T], offset: u32, limit: u32) -> (u32, Vec<T>) {
    let from = all.len().min(offset as usize);
    let to = all.len().min(from + limit.min(AT_MOST) as usize);
    (
        u32::try_from(all.len()).unwrap_or(u32::MAX),
        all[from..to].to_vec(),
    )
}
