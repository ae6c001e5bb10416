//! The audit log (审计日志) that cannot be rewritten: each entry carries the hash of the one before it.
//!
//! Map
//! - [`Draft`]: who did what to what and why; [`Entry`]: the same, sealed into a chain.
//! - [`Chain`]: appends entries and verifies them; one for each desk and one at the hall.
//! - [`Head`]: the last hash, signed and printed once a day.
//! - [`ChainFault`]: where a chain is broken, and how.
//!
//! Invariants
//! - The hash covers every field; each is written with its length, so fields cannot run into each other.
//! - A chain begins from its own name: entries cannot be moved from one chain to another.
//! - `verify` finds each edit, removal and reordering inside the chain; against a known head also a cut-off end.
//!
//! What it will not do: keep entries, sign heads, or hold personal data (details enter as a digest only).

mod chain;
mod entry;

pub use chain::{Chain, ChainFault, Damage};
pub use entry::{Draft, Entry, Head, SHA256};
