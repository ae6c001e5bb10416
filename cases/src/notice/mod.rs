//! Papers before layout (文书): what each one says, in order, with every word decided here.
//!
//! Map
//! - [`content`]: the one shape every paper has, and its plain text.
//! - [`words`]: dates, people and sentences of the law as they are printed.
//! - [`receipt`]: 收件凭证, proof that materials were handed in.
//! - [`acceptance`]: 受理通知书, the act of acceptance with its dates.
//! - [`refusal`]: 不予受理决定书, with its article, the right body and the remedies.
//! - [`form`]: 申请表, 申请书: the item's own application form produced from the case.
//!
//! Invariants
//! - Equal facts give equal content: all times come in, nothing is counted or numbered here.
//! - Every word on the paper is in the content; layout adds page numbers, rules and the training watermark.
//! - A paper that the hall has not numbered carries no number, no case number and no seal place.

pub mod acceptance;
pub mod content;
pub mod form;
pub mod receipt;
pub mod refusal;
pub mod words;

pub use acceptance::{AcceptanceFacts, Limit, SpecialProcedure};
pub use content::{Block, Codes, Content, Fact, PaperKind, Signature, Table};
pub use form::{AgentFacts, FormFacts, FormGroup, FormValue, SignedOnScreen};
pub use receipt::{ReceiptFacts, ReceivedForm, ReceivedMaterial};
pub use refusal::RefusalFacts;
pub use words::Person;

#[cfg(test)]
mod tests;
