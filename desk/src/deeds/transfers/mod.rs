//! Paper to departments and back (材料移交), and the seal log (用印). The hall alone knows where a sheet is: without it
//! nothing here is done.
//!
//! - `paper`: what waits, batches, scanning out and in.
//! - `seals`: papers that wait for 行政审批专用章.

mod paper;
mod seals;
