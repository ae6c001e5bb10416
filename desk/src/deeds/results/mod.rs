//! 结果: what became of an accepted case, the visit that waits for it (即办件), and its delivery at any window.
//!
//! - [`case_now`]: a case as it stands, step by step.
//! - [`wait`]: the visit stays open until the department decides, or the clerk makes it a later pickup.
//! - [`deliver`]: 送达, [`sign_for`] signed for on the applicant's screen; [`void`] 作废、更正; [`collectable`]: what somebody at the window may take along.

pub mod case_now;
pub mod collectable;
pub mod deliver;
pub mod sign_for;
pub mod void;
pub mod wait;
