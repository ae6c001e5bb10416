//! 告知与同意: on which base a look at somebody rests (个人信息保护法 art. 13), and whether what he said covers it.
//!
//! - [`bases`]: the bases and what rests on which, as the catalogue says it; what the applicant is told of each.
//! - [`given`]: what was asked, answered and withdrawn, and what follows for one look.
//! - [`gap`]: why a look is not covered, in words.
//! - [`guardian`]: who is a child, and who may answer for one.
//!
//! A consent is one person's word about one set of one person's data, for one item and until a moment. What was
//! withdrawn covers nothing from then on; what was done before stands (art. 15).

pub mod bases;
pub mod gap;
pub mod given;
pub mod guardian;

#[cfg(test)]
mod tests;

pub use bases::{Base, Bases, BasesFault, Kind, Told};
pub use gap::Gap;
pub use given::{Answered, Consent, Consented, Giver, How, Named, Rest, Stands, Wanted, Withdrawn, covering};
pub use guardian::{age, guardians};
