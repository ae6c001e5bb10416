//! One ticket of one day.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A ticket without a person in it: who holds it is seen at the window alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Ticket {
    pub id: Uuid,
    /// Letter of the group it was taken for and three digits, such as A037; restarts every day and stays through a
    /// transfer.
    pub number: String,
    /// 业务组: the letter of the group it waits in.
    pub group: String,
    /// The group before the last transfer.
    #[serde(default)]
    pub moved_from: Option<String>,
    /// 优先: before others, by a lead that the rules state.
    #[serde(default)]
    pub priority: Option<PriorityReason>,
    /// 预约时间
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub appointment_at: Option<Timestamp>,
    #[schema(value_type = String, format = DateTime)]
    pub taken_at: Timestamp,
    pub state: TicketState,
    /// When the window that has it, or had it last, called it first.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub called_at: Option<Timestamp>,
    /// The last call or recall.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub announced_at: Option<Timestamp>,
    /// How often this window called: 1, and one more with every recall (重呼).
    #[serde(default)]
    pub calls: u32,
    /// How often it was called in vain (过号).
    #[serde(default)]
    pub missed: u32,
    /// 过号已回: when it rejoined the last time.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub rejoined_at: Option<Timestamp>,
    /// Kept for one window.
    #[serde(default)]
    pub hold: Option<Hold>,
    /// The window that called or parked it.
    #[serde(default)]
    pub desk: Option<String>,
    /// 挂起原因
    #[serde(default)]
    pub parked_why: Option<String>,
    /// When it was served or given up.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub closed_at: Option<Timestamp>,
}

/// 指定窗口: other windows leave the ticket alone until the rules' time is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Hold {
    pub window: String,
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
}

/// Why somebody goes before others (优先事由).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum PriorityReason {
    /// 长者
    Elder,
    /// 残疾人
    Disabled,
    /// 孕妇
    Pregnant,
    /// 军人、消防救援人员
    Military,
    /// 其他, as a member of staff saw it
    Other,
}

impl PriorityReason {
    pub const ALL: [PriorityReason; 5] = [
        PriorityReason::Elder,
        PriorityReason::Disabled,
        PriorityReason::Pregnant,
        PriorityReason::Military,
        PriorityReason::Other,
    ];

    pub fn word(self) -> &'static str {
        match self {
            PriorityReason::Elder => "elder",
            PriorityReason::Disabled => "disabled",
            PriorityReason::Pregnant => "pregnant",
            PriorityReason::Military => "military",
            PriorityReason::Other => "other",
        }
    }

    pub fn from_word(word: &str) -> Option<PriorityReason> {
        Self::ALL.into_iter().find(|reason| reason.word() == word)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum TicketState {
    /// 等待
    Waiting,
    /// 已呼叫、办理中
    Called,
    /// 过号: called in vain, and not back yet
    Missed,
    /// 挂起: the window waits for something that this person brings
    Parked,
    /// 完成
    Served,
    /// 弃号
    Left,
}

impl TicketState {
    pub const ALL: [TicketState; 6] = [
        TicketState::Waiting,
        TicketState::Called,
        TicketState::Missed,
        TicketState::Parked,
        TicketState::Served,
        TicketState::Left,
    ];

    pub fn word(self) -> &'static str {
        match self {
            TicketState::Waiting => "waiting",
            TicketState::Called => "called",
            TicketState::Missed => "missed",
            TicketState::Parked => "parked",
            TicketState::Served => "served",
            TicketState::Left => "left",
        }
    }

    pub fn from_word(word: &str) -> Option<TicketState> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// Nothing follows.
    pub fn is_over(self) -> bool {
        match self {
            TicketState::Served | TicketState::Left => true,
            TicketState::Waiting | TicketState::Called | TicketState::Missed | TicketState::Parked => false,
        }
    }
}

impl Ticket {
    /// A ticket as it is handed out.
    pub fn taken(
        id: Uuid,
        number: String,
        group: String,
        priority: Option<PriorityReason>,
        appointment_at: Option<Timestamp>,
        at: Timestamp,
    ) -> Self {
        Self {
            id,
            number,
            group,
            moved_from: None,
            priority,
            appointment_at,
            taken_at: at,
            state: TicketState::Waiting,
            called_at: None,
            announced_at: None,
            calls: 0,
            missed: 0,
            rejoined_at: None,
            hold: None,
            desk: None,
            parked_why: None,
            closed_at: None,
        }
    }
}
