//! The item catalogue (事项库): service items, data elements, code lists, rules, as one edition.
//!
//! - [`answers`]: everyday questions and answers (常见问答).
//! - [`item`]: one service item (政务服务事项) with its fields, materials and review points.
//! - [`bundle`]: one 一件事, items of several departments.
//! - [`check`]: everything that is wrong in the files, with what a window could do without.
//! - [`derivation`]: what follows from what (推导).
//! - [`edition`]: a catalogue as it is published: parts by digest, a signed manifest, differences.
//! - [`element`]: data elements (数据元) and code lists (代码表).
//! - [`situation`]: guidance (情形引导): the questions of an item, their answers, what those state and include.
//! - [`condition`]: what is known of subjects and grounds of refusal.
//! - [`sources`]: where a value may come from (数据来源).
//! - [`everyday`]: what people call an item (俗称).
//! - [`refusal`]: grounds of refusal (不予受理情形).
//! - [`limits`]: its limits (时限).
//! - [`rule`]: expressions over what is known of a case, judged true, false or unknown.
//! - [`whens`]: the expressions of an item's conditions and questions, compiled once.
//! - [`schema`]: the published JSON Schema of the files.
//! - [`load`]: JSON files → [`Catalogue`], or every fault with file, path and reason.

pub mod answers;
pub mod bundle;
pub mod check;
pub mod condition;
pub mod derivation;
pub mod edition;
pub mod element;
pub mod everyday;
pub mod item;
pub mod limits;
pub mod load;
pub mod refusal;
pub mod rule;
pub mod schema;
pub mod situation;
pub mod sources;
pub mod whens;

#[cfg(test)]
pub(crate) mod tests;

pub use answers::{Answer, AnswerIndex};
pub use check::{Checked, check};
pub use condition::SubjectRule;
pub use element::{CodeEntry, CodeLists, DataElement};
pub use everyday::Everyday;
pub use item::{FieldSpec, FieldType, FlowStep, Item, MaterialSpec, ReviewPoint};
pub use load::{Catalogue, CatalogueFault, CatalogueFiles};
pub use refusal::RefusalGround;
pub use situation::{Situation, SituationAnswer};
pub use sources::Sources;
