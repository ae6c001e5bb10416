//! Papers as other programs see them.

mod copies;
mod hard;
mod readers;
mod samples;
mod states;
