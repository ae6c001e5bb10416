//! The window core (综合窗口): what a clerk does at the desk, without a screen.
//!
//! Map
//! - [`Desk`]: the facade; `deeds/` has one clerk deed per file, `change` the one way an intake changes.
//! - [`applicant`]: what stands on the applicant's screen and what may answer it.
//! - [`view`]: what screens see: masked, plain, generated into TypeScript.
//! - [`intake`]: the open intake as pure values: who is who, what is asked, what sources said.
//! - [`store`]: SQLCipher SQLite, one table per file; [`pieces`]: sealed page files; [`vault`]: keyring and
//!   recovery code.
//! - [`hall_link`]: the line to the hall; `outbox`: what the hall has to know, in order; `following`: line,
//!   feed and outbox beside the clerk; `editions`: the catalogue, verified, between cases.
//! - [`pages`]: pictures of papers under one-time handles; [`practice`]: the training realm's people;
//!   [`rehearsal`]: a hall to walk an item in.
//! - [`walk`]: `yichuang-walk`, the deeds without a window.
//!
//! Invariants
//! - What the screen calls saved is on the disk, with its audit entry and its outbox row, before it is shown.
//! - Until it is received, a case belongs to one desk; from then on to the hall. Only receiving works offline.
//! - No source is asked outside an open visit; every ask goes through the hall's gateway.
//! - A slow, dead or malformed source leaves everything else usable.
//! - Clock and chance come in; only [`clock`] reads the machine's time.
//!
//! What it will not do: draw a screen, number a case or a paper, talk to a registry or a department itself, or
//! decide between sources that disagree.

pub mod applicant;
pub mod chance;
mod change;
pub mod clock;
mod copies;
mod deeds;
mod desk;
mod editions;
mod following;
pub mod hall_link;
pub mod intake;
mod outbox;
pub mod pages;
pub mod pieces;
pub mod practice;
pub mod rehearsal;
mod scan;
pub mod store;
pub mod trouble;
pub mod vault;
pub mod view;
pub mod walk;

#[cfg(test)]
mod tests;

pub use cases::error::Trouble;
pub use cases::post::Post;
pub use cases::realm::Realm;
pub use deeds::scanning::ScannersHere;
pub use desk::{CardSource, Desk, DeskConfig, HallAddress, Keeping, PRINT_SERVER};
pub use scanners::recognise::Recogniser;
