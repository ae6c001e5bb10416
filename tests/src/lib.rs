//! What the whole-path tests share: people, desks and halls for a test to open.
//!
//! Map
//! - `it/`      one integration binary; each file is a module of `it/main.rs`
//! - `window/`  the built application through WebDriver, under a display
//! - `bench/`   programs of `cargo xtask bench`
//! - [`province`]: editions of as many invented items as are wanted
//! - [`questions`]: what clerks type, and the item that is meant
//!
//! Invariants
//! - Nothing here sleeps: a test waits for an event, with a limit.
//! - Nothing here reads the machine's date: a shared clock is set and advanced by the test.
//! - A test opens whole devices, desks and halls; it replaces none of our own rooms by an imitation.
//!
//! This crate is not part of the product, and no other room imports it.

pub mod province;
pub mod questions;
