//! Text messages (短信) to the applicant: at which moments, to which number, in which words.
//!
//! - [`Moment`]: the acts of a case that the applicant is told of.
//! - [`Texts`]: the words as data (`catalogue/messages.json` holds the demonstration hall's), checked when loaded.
//! - [`reach()`]: the number that the form gives for it.
//! - [`Quiet`]: the hours in which nobody's telephone rings.
//!
//! Invariants
//! - A text of a case holds nothing but the item's short name, the slip code, a day, the hall's name and its telephone: no
//!   name, number or address of a person can get into it (《个人信息保护法》第六条: no more than is needed).
//! - An item is named only where the data gives it a short name; all others are "您申请的事项", because the name of an
//!   item such as a benefit tells whoever sees the telephone something about its owner (art. 28).
//! - A text of a notice (告知短信) holds what the notice lists as well, which is the item's and nobody's; of an item
//!   without a short name it is only sent to who consents to it (art. 29).
//! - A text of a case fits one message: 70 UCS-2 characters (GSM 03.38; 3GPP TS 23.038).
//!
//! What it will not do: send, keep, or decide when.

mod moment;
mod quiet;
mod reach;
mod words;

pub use moment::Moment;
pub use quiet::Quiet;
pub use reach::{Reach, mobile, reach};
pub use words::{Listing, ONE_PART, Said, TextFault, Texts, parts};
