//! Dispatch (分发): parcels go out in order per department until each is acknowledged or a person has to look.
//!
//! - [`engine`]: owns HTTP, clock, retries, breaker and rows.
//! - [`connector`]: only writes a request and reads a reply.
//! - [`events`]: progress that comes back, signed.

pub mod connector;
pub mod engine;
pub mod events;
