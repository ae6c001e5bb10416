//! The form: one cell per field, each with its value, its source and what else was offered.
//!
//! - [`value`]: what a field may hold, and reading it from text or a reply.
//! - [`provenance`]: where a value comes from (promise 5).
//! - [`cell`]: the state of one field.
//! - [`alike`]: whether two values say the same, however they are written.
//! - [`rows`]: repeated groups: row n is the same row in every field of the group.
//! - [`merge`]: several sources, one field: equal values merge, unequal ones wait for a person.
//! - [`picture`]: the photo for a certificate.
//! - [`masking`]: what of it a screen hides.
//! - [`derive`]: values that follow from others (sex and birth from the number, the region from the address).

pub mod alike;
pub mod cell;
pub mod derive;
pub mod masking;
pub mod merge;
pub mod picture;
pub mod provenance;
pub mod rows;
pub mod value;

#[cfg(test)]
pub(crate) mod tests;

pub use cell::{Candidate, Cell, Decision, Form, REASONS, Replaced, reason_words};
pub use provenance::{Earlier, Provenance, SourceKind};
pub use value::{Value, ValueFault};
