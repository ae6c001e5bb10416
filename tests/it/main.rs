//! The integration binary: one module per subject, linked once.

mod house;
mod walk;
