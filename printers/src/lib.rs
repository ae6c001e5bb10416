//! Printers of the window: papers to IPP printers, numbers to ticket printers, and what became of each job.
//!
//! # Map
//! - [`ipp`]: a PDF to a printer or a print server (CUPS) by IPP, RFC 8010 and 8011; the job is followed to its end.
//! - [`ticket`]: a slip (号票) to an ESC/POS printer over network or serial.
//! - `peer`, `ticket_peer` (a feature, for tests): printers that answer as devices do, whole, late, wrong or not at all.
//! - [`Fault`]: what can go wrong at either, in words a clerk can act on.
//!
//! # Invariants
//! - Printed is what the device says was printed. A job that was handed over is not printed yet, and a line that broke
//!   in the middle of a job leaves it open until the printer was asked.
//! - One job is one piece of paper: a job carries the key it was asked with, and a printer that has it already is not
//!   given it again.
//! - A call ends within its time; an answer larger than it may be is not read.
//! - A fault has a stable code (`YC-34xx`), a Chinese and an English sentence, and carries no word of the paper.
//!
//! # What it will not do
//! It knows bytes and lines, never cases. It keeps nothing and logs nothing.

pub mod fault;
pub mod ipp;
#[cfg(feature = "peer")]
pub mod peer;
pub mod ticket;
#[cfg(feature = "peer")]
pub mod ticket_peer;

pub use fault::Fault;
