//! Papers as other programs see them.

mod hard;
mod readers;
mod samples;
