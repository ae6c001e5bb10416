//! Tickets (取号) and the order in which they are called. The order is a pure function over data.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// One ticket of one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Ticket {
    pub id: Uuid,
    /// Letter of the group and three digits, such as A037; restarts every day.
    pub number: String,
    /// 业务组: the letter.
    pub group: String,
    /// Before others of the hall: 长者、残疾、孕妇、军人 (绿色通道).
    pub priority: bool,
    #[schema(value_type = String, format = DateTime)]
    pub taken_at: Timestamp,
    pub state: TicketState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum TicketState {
    /// 等待
    Waiting,
    /// 已呼叫、办理中
    Called,
    /// 完成
    Served,
    /// 弃号
    Left,
}

impl TicketState {
    pub fn word(self) -> &'static str {
        match self {
            TicketState::Waiting => "waiting",
            TicketState::Called => "called",
            TicketState::Served => "served",
            TicketState::Left => "left",
        }
    }

    pub fn from_word(word: &str) -> Option<TicketState> {
        [
            TicketState::Waiting,
            TicketState::Called,
            TicketState::Served,
            TicketState::Left,
        ]
        .into_iter()
        .find(|state| state.word() == word)
    }
}

/// The waiting tickets a window may call, first to call first: priority, then who came first, then the id so
/// that equal times have one order everywhere.
pub fn order<'a>(tickets: &'a [Ticket], groups: &[String]) -> Vec<&'a Ticket> {
    let mut waiting: Vec<&Ticket> = tickets
        .iter()
        .filter(|ticket| ticket.state == TicketState::Waiting)
        .filter(|ticket| groups.is_empty() || groups.contains(&ticket.group))
        .collect();
    waiting.sort_by_key(|ticket| (!ticket.priority, ticket.taken_at, ticket.id));
    waiting
}
