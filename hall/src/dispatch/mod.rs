//! Dispatch (分发): parcels go out in order per department until each is acknowledged or a person has to look.
//!
//! - [`engine`]: owns HTTP, clock, retries, breaker and rows.
//! - [`connector`]: only writes a request and reads a reply.
//! - [`events`]: progress that comes back, signed.
//! - [`recall`]: a parcel of a void case is asked back.

pub mod connector;
pub mod engine;
pub mod events;
pub mod recall;
