//! The integration binary: one module per subject, linked once.

mod hand_over;
mod house;
mod messages;
mod search;
mod walk;
