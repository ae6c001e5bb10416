//! 大厅值守 at the supervisor's window. [`show_board`] asks the hall how it stands; [`move_window`] and [`left_drafts`]
//! act on windows, [`urge_case`] and [`call_back`] follow up, [`watch`] sees to looks at people, [`material_asks`] shows
//! what is asked for on paper, [`prefill`] says how much sources filled. The board itself is judged by the hall.

pub mod call_back;
pub mod left_drafts;
pub mod material_asks;
pub mod move_window;
pub mod prefill;
pub mod show_board;
pub mod urge_case;
pub mod watch;

use cases::error::Trouble;

use crate::trouble;

/// A window's number or a slip code as it may stand in an address.
pub(super) fn in_path(text: &str) -> Result<&str, Trouble> {
    let plain = |text: &&str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    Some(text).filter(plain).ok_or_else(trouble::no_such_choice)
}
