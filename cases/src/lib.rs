//! What a case is: values that cannot be wrong, and the rules that judge them.
//!
//! Map
//! - [`identity`]: who somebody is: resident and permit numbers, credit codes, masks.
//! - [`catalogue`]: service items (事项), code lists, editions, lookup by initials.
//! - [`form`]: fields, values, where each value comes from, how sources merge.
//! - [`online`]: applications begun online, and where they belong at the window.
//! - [`material`]: what has to be handed in, and how each slot is satisfied.
//! - [`review`]: blockers and findings, judged the same at desk and hall.
//! - [`consent`]: on which legal base a look rests, and whether what somebody said covers it.
//! - [`case`]: stages, parcels, numbers, the draft that grows into a case.
//! - [`approval`]: what a second person answers on his own screen.
//! - [`deadline`]: the law's clock: working days, promises, limits.
//! - [`notice`]: what each paper says, before it is laid out.
//! - [`queue`]: tickets and their order.
//! - [`board`]: the supervisor's board from a day of the hall.
//! - [`assist`]: help asked for, mandates, hand-over codes.
//! - [`support`]: calls for support, quiet alarms, messages of the hall.
//! - [`texting`]: text messages to the applicant.
//! - [`roles`]: who may do which deed for which items. [`post`]: whose window is whose.
//! - [`rating`]: five levels, and the reasons of the bad ones.
//! - [`audit`]: the hash chain that cannot be rewritten. [`watch`]: looks at people, judged while they are made and read
//!   afterwards.
//! - [`crypto`]: digests and signatures, international and national.
//! - [`objection`]: 数据校核: a source's value that is said to be wrong.
//! - [`realm`]: training or live, never both.
//! - [`regions`]: 行政区划, and the regions at the front of an address.
//! - [`error`]: sentences in two languages with a stable code.
//! - [`wire`]: what window and hall say to each other.
//!
//! Invariants
//! - Same input, same answer: nothing here reads the clock, chance, disk or network; times come in.
//! - A value of an identity type is a valid number of its standard in normal form.
//! - Judging returns the value and every finding; `Err` is for what broke.
//!
//! What it will not do: store, send, print or show anything.

pub mod approval;
pub mod assist;
pub mod audit;
pub mod board;
pub mod case;
pub mod catalogue;
pub mod consent;
pub mod crypto;
pub mod deadline;
pub mod error;
pub mod form;
pub mod identity;
pub mod material;
pub mod notice;
pub mod objection;
pub mod online;
pub mod post;
pub mod queue;
pub mod rating;
pub mod realm;
pub mod regions;
pub mod review;
pub mod roles;
pub mod support;
pub mod texting;
pub mod watch;
pub mod wire;
