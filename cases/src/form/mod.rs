//! The form: one cell per field, each with its value, its source and what else was offered.
//!
//! - [`value`]: what a field may hold, and reading it from text or a reply.
//! - [`provenance`]: where a value comes from (promise 5).
//! - [`cell`]: the state of one field.
//! - [`merge`]: several sources, one field: equal values merge, unequal ones wait for a person.
//! - [`masking`]: what of it a screen hides.
//! - [`derive`]: values that follow from others (sex and birth from the number, today's date).

pub mod cell;
pub mod derive;
pub mod masking;
pub mod merge;
pub mod provenance;
pub mod value;

#[cfg(test)]
mod tests;

pub use cell::{Candidate, Cell, Form};
pub use provenance::{Provenance, SourceKind};
pub use value::{Value, ValueFault};
