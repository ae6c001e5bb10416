//! Editions (版本): what a publish makes, and what a window takes.
//!
//! - [`manifest`]: who published what when, signed. An edition that is not signed by a trusted key, or is not newer than
//!   what is there, is refused.
//! - [`parts`]: the catalogue as parts, one per item and one per other file, each named by its digest.
//! - [`difference`]: which parts changed between two editions.
//! - [`changes`]: what changed in one item, in words.
//! - [`moving`]: an open draft goes over to a newer edition: values stay by field key.
//!
//! The content of an edition is a set of parts. Its hash is over their names and digests, so one difference, however
//! many editions lie between, is checked as a whole.

pub mod changes;
pub mod difference;
pub mod manifest;
pub mod moving;
pub mod parts;

#[cfg(test)]
mod tests;

pub use changes::{ItemChange, item_changes};
pub use difference::{Changed, Difference};
pub use manifest::{EditionFault, Manifest, SignedManifest};
pub use moving::{Dropped, Moved, move_draft};
pub use parts::{Inventory, Part};
