//! Between windows and supervisors: [`call_support`] and [`answer_support`], [`broadcast`], and what stands here:
//! [`messages`]. None of it waits for a line that is away: what was not sent was not sent.

pub mod answer_support;
pub mod broadcast;
pub mod call_support;
pub mod messages;

use cases::error::Trouble;
use uuid::Uuid;

use crate::trouble;

/// Ids come from screens as text.
fn id(text: &str) -> Result<Uuid, Trouble> {
    text.parse().map_err(|_| trouble::no_such_message())
}
