//! Printers against peers that answer as devices do: whole, late, wrong, not at all.

mod ipp;
mod ticket_peer;
mod tickets;
