//! The hall server: queue, case registry, gateway to the outside, dispatch to departments.
//!
//! Map
//! - [`serve`]: [`Hall::open`] and [`Hall::serve`], in a process of its own or inside the window's.
//! - [`config`]: realm, store, addresses, pace. `rooms`: what the running parts share.
//! - `http`: thin handlers for the routes of [`cases::wire`].
//! - [`store`]: the trait of commands, and its SQLite executor with group commit.
//! - [`intake`]: receipt and acceptance: judged, numbered, papered, sent on, once. [`law`]: limits and numbers.
//! - [`editions`]: editions of the catalogue, published and taken into force. [`served`]: what of a folder is served.
//! - [`audit_month`]: a month of looks as report, PDF and table.
//! - `board`: the day as the supervisor's board is judged from.
//! - `queue`: the day as windows, kiosks and walls may see it; which window is silent.
//! - [`gateway`]: every look outside, each with visit, permit, grant and audit line.
//! - [`dispatch`]: parcels out, signed progress back. [`outside`]: the one HTTP client, and strict reading.
//! - [`objections`]: 数据校核: what sources are told is wrong, and what they answer.
//! - [`online`]: applications begun online: taken in, their files fetched, their portal told.
//! - [`texting`]: text messages to the applicant, through one gateway.
//! - `phones`: what applicants' telephones hand to a window, on a door of its own.
//! - `ratings`: the seal only this hall opens.
//! - [`keeping`]: papers made once and kept for ever. [`staff`]: passwords and sessions.
//! - [`finding`]: the search of a catalogue, for whoever wants to time it.
//! - `forgetting`: what is over is deleted after so many days.
//! - [`training`]: what a training hall starts with. `clock`, `chance`: the two seams. [`fault`]: every refusal.
//!
//! Invariants
//! - A command happens in one transaction with its audit entry, feed rows and key, or not at all; it is answered
//!   after the commit (promises 2 and 9).
//! - Numbers are given inside acceptance and rolled back with it: no gaps, no leases.
//! - No request leaves before its audit line is kept (promise 8). No body of a reply, no number and no name of a
//!   person reaches a log line.
//! - A ticket, a draft and a parcel have one owner (promise 3).
//!
//! What it will not do: decide for a department, draw papers, know screens, or run more than one writer on a store.

pub mod audit_month;
mod board;
mod chance;
pub mod clock;
pub mod config;
pub mod dispatch;
pub mod editions;
pub mod fault;
pub mod finding;
mod forgetting;
pub mod gateway;
mod http;
pub mod intake;
pub mod keeping;
pub mod law;
pub mod objections;
pub mod online;
pub mod outside;
mod phones;
mod queue;
mod ratings;
mod rooms;
pub mod serve;
pub mod served;
pub mod sources;
pub mod staff;
pub mod store;
pub mod texting;
pub mod training;

pub use config::{CatalogueSource, HallConfig, OpenFault, Outside, OutsideSource};
pub use http::openapi_json;
pub use serve::{Hall, Running};

/// A token for desks: 256 random bits in hex.
pub fn fresh_token() -> Result<String, fault::Fault> {
    chance::token()
}
