//! Papers before layout (文书): what each one says, in order, with every word decided here.
//!
//! Map
//! - [`kind`]: the kinds of papers, their words and which are numbered. [`language`]: Chinese, and English beside it.
//! - [`content`]: the one shape every paper has, and its plain text. [`proof`]: its number and digest for a QR code.
//! - [`wording`]: labels and sentences as data with their legal basis; what a hall may edit and what not.
//! - [`pen`] writes them in one language; [`parts`]: what the papers share. [`words`]: dates and people.
//! - Before a case: [`guidance`] 一次性告知书, [`mandate`] 委托书, [`form`] 申请表, [`commitment`] 告知承诺书,
//!   [`sources`] 来源附页.
//! - At the window: [`receipt`] 收件凭证, [`supplement`] 补正材料告知书, [`not_needed`] 不受理告知书, [`refusal`]
//!   不予受理通知书, [`tolerance`] 容缺受理告知承诺书, [`acceptance`] 受理通知书, [`transfer`] 材料移交单.
//! - Under way: [`further`] 补充材料通知书, [`special`] 特别程序告知书, [`extension`] 延期通知书.
//! - At the end: [`decision`] 准予 / 不予决定送达, [`service`] 送达回证, [`collection`] 领取凭证, [`ending`] 撤回 and
//!   终止办理, [`void`] 作废（更正）.
//! - [`facts`]: the facts of any paper as one value.
//!
//! Invariants
//! - Equal facts and wording give equal content: all times come in, nothing is counted or numbered here.
//! - Every word on the paper is in the content; layout adds page numbers, rules and the training watermark.
//! - Facts decide what the law demands to be told; no wording can take a table, a date, a person or a limit away.
//! - A paper that the hall has not numbered carries no number; a window's receipt has no seal place.

pub mod acceptance;
pub mod collection;
pub mod commitment;
pub mod content;
pub mod decision;
pub mod ending;
pub mod extension;
pub mod facts;
pub mod form;
pub mod further;
pub mod guidance;
pub mod kind;
pub mod language;
pub mod mandate;
pub mod not_needed;
pub mod parts;
pub mod pen;
pub mod proof;
pub mod receipt;
mod received;
pub mod refusal;
pub mod service;
pub mod sources;
pub mod special;
pub mod supplement;
pub mod tolerance;
pub mod transfer;
pub mod void;
pub mod wording;
pub mod words;

pub use acceptance::{AcceptanceFacts, Length, Limit, SpecialProcedure};
pub use collection::CollectionFacts;
pub use commitment::{CommitmentFacts, PromisedMatter};
pub use content::{Block, Codes, Content, Fact, Reference, Relation, Signature, Table};
pub use decision::{DecisionFacts, ResultPaper};
pub use ending::{Ending, EndingFacts};
pub use extension::ExtensionFacts;
pub use facts::PaperFacts;
pub use form::{AgentFacts, FormFacts, FormGroup, FormValue, SignedOnScreen};
pub use further::FurtherFacts;
pub use guidance::{GuidanceFacts, NeededMaterial};
pub use kind::PaperKind;
pub use language::Language;
pub use mandate::MandateFacts;
pub use not_needed::NotNeededFacts;
pub use parts::{AddedTo, Defect, Facts, Head, ReceivedForm, ReceivedMaterial, companion};
pub use receipt::{NextStep, ReceiptFacts};
pub use received::{PromisedLine, Remark, lines as received_lines};
pub use refusal::RefusalFacts;
pub use service::{ServedPaper, ServiceFacts, ServiceWay};
pub use sources::{OriginLine, OriginPart, SourcesFacts, ValueOrigin};
pub use special::SpecialFacts;
pub use supplement::SupplementFacts;
pub use tolerance::{PromisedMaterial, ToleranceFacts};
pub use transfer::{HandedBundle, TransferFacts};
pub use void::{Correction, NamedPaper, VoidFacts};
pub use wording::{Wording, WordingFault};
pub use words::Person;

#[cfg(test)]
mod tests;
