//! Text messages (短信) out of the hall: the applicant hears once of each moment of his case.
//!
//! - [`engine`]: warns of days that are near, leases what waits, sends, writes down what became of it.
//! - [`connector`]: only writes a request and reads a reply.

pub mod connector;
pub mod engine;
