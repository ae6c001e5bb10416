//! Printers against peers that answer as devices do: whole, late, wrong, not at all.

mod ipp;
#[cfg(target_os = "linux")]
mod real;
mod tickets;
