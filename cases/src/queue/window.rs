//! One window (窗口) and its states.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A window as the hall knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Window {
    /// Window number, such as `08`.
    pub desk: String,
    /// Letters of the groups it serves.
    pub groups: Vec<String>,
    pub state: WindowState,
    /// Since when it is in this state.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    /// Why it pauses.
    #[serde(default)]
    pub pause: Option<PauseReason>,
    /// 工号 of who sits there.
    #[serde(default)]
    pub staff: Option<String>,
    #[serde(default)]
    pub staff_name: Option<String>,
    /// The open visit.
    #[serde(default)]
    pub visit: Option<Uuid>,
    /// The number of its ticket; `None` for a walk-in.
    #[serde(default)]
    pub ticket: Option<String>,
    /// Grows with every move to other groups, so that a move can name what it saw.
    pub version: u64,
    /// Who gave it its groups last: 工号 and name of a supervisor.
    #[serde(default)]
    pub moved_by: Option<String>,
    /// It has not been heard of since; `None` while it answers or is closed.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub silent_since: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum WindowState {
    /// 未开
    Closed,
    /// 空闲
    Free,
    /// 办理中
    Serving,
    /// 暂停
    Paused,
}

impl WindowState {
    pub const ALL: [WindowState; 4] = [
        WindowState::Closed,
        WindowState::Free,
        WindowState::Serving,
        WindowState::Paused,
    ];

    pub fn word(self) -> &'static str {
        match self {
            WindowState::Closed => "closed",
            WindowState::Free => "free",
            WindowState::Serving => "serving",
            WindowState::Paused => "paused",
        }
    }

    pub fn from_word(word: &str) -> Option<WindowState> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// 暂停原因
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum PauseReason {
    /// 午休
    Lunch,
    /// 短暂离开
    Break,
    /// 设备故障
    Equipment,
    /// 支援他窗
    Support,
    /// 会议、培训
    Meeting,
    /// 交接班
    Shift,
}

impl PauseReason {
    pub const ALL: [PauseReason; 6] = [
        PauseReason::Lunch,
        PauseReason::Break,
        PauseReason::Equipment,
        PauseReason::Support,
        PauseReason::Meeting,
        PauseReason::Shift,
    ];

    pub fn word(self) -> &'static str {
        match self {
            PauseReason::Lunch => "lunch",
            PauseReason::Break => "break",
            PauseReason::Equipment => "equipment",
            PauseReason::Support => "support",
            PauseReason::Meeting => "meeting",
            PauseReason::Shift => "shift",
        }
    }

    pub fn from_word(word: &str) -> Option<PauseReason> {
        Self::ALL.into_iter().find(|reason| reason.word() == word)
    }
}

/// What is done with a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WindowStep {
    /// 开窗, also by the same clerk again after the program ended.
    Open { staff: String, name: String },
    /// 暂停
    Pause { why: PauseReason },
    /// 恢复
    Resume,
    /// A visit opened.
    Serve { visit: Uuid, ticket: Option<String> },
    /// The visit ended.
    Free,
    /// 交接班: another clerk sits down; what is open stays open.
    HandOver { staff: String, name: String },
    /// 调窗
    Move { groups: Vec<String>, by: String },
    /// 关窗
    Close,
    /// 失联收回: the window is silent; what it had is somebody else's.
    Lose,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OddWindowStep {
    #[error("not possible while {}", .0.word())]
    NotWhile(WindowState),
    /// Somebody else sits there: 工号 and name.
    #[error("the window is another clerk's")]
    Taken { staff: String, name: String },
    #[error("a visit is open")]
    Busy,
}

impl Window {
    /// A window nobody sits at.
    pub fn closed(desk: &str, groups: Vec<String>, at: Timestamp) -> Self {
        Self {
            desk: desk.to_owned(),
            groups,
            state: WindowState::Closed,
            since: at,
            pause: None,
            staff: None,
            staff_name: None,
            visit: None,
            ticket: None,
            version: 0,
            moved_by: None,
            silent_since: None,
        }
    }

    pub fn step(mut self, step: &WindowStep, at: Timestamp) -> Result<Window, OddWindowStep> {
        use WindowState::{Closed, Free, Paused, Serving};
        match (step, self.state) {
            (WindowStep::Open { staff, name }, Closed) => {
                self.seat(staff, name);
                self.turn(Free, at);
            }
            (WindowStep::Open { staff, .. }, Free | Serving | Paused)
                if self.staff.as_deref() == Some(staff) =>
            {
                // The same clerk after a restart finds everything as it was, but for a shift that did not change.
                if self.pause == Some(PauseReason::Shift) {
                    self.turn(if self.visit.is_some() { Serving } else { Free }, at);
                }
            }
            (WindowStep::Open { .. }, Free | Serving | Paused) => {
                return Err(OddWindowStep::Taken {
                    staff: self.staff.unwrap_or_default(),
                    name: self.staff_name.unwrap_or_default(),
                });
            }
            (WindowStep::Pause { .. }, Serving) => return Err(OddWindowStep::Busy),
            (WindowStep::Pause { why }, Free | Paused) => {
                self.turn(Paused, at);
                self.pause = Some(*why);
            }
            (WindowStep::Resume, Paused) => {
                let next = if self.visit.is_some() { Serving } else { Free };
                self.turn(next, at);
            }
            (WindowStep::Serve { .. }, Serving) => return Err(OddWindowStep::Busy),
            (WindowStep::Serve { visit, ticket }, Free) => {
                self.visit = Some(*visit);
                self.ticket.clone_from(ticket);
                self.turn(Serving, at);
            }
            (WindowStep::Free, Serving) => {
                self.visit = None;
                self.ticket = None;
                self.turn(Free, at);
            }
            (WindowStep::Free, Paused) if self.visit.is_some() => {
                self.visit = None;
                self.ticket = None;
            }
            (WindowStep::HandOver { staff, name }, Free | Serving | Paused) => {
                self.seat(staff, name);
                let next = if self.visit.is_some() { Serving } else { Free };
                self.turn(next, at);
            }
            (WindowStep::Move { groups, by }, Closed | Free | Serving | Paused) => {
                self.groups.clone_from(groups);
                self.moved_by = Some(by.clone());
                self.version += 1;
            }
            // Whoever leaves with a visit open leaves it to the next clerk.
            (WindowStep::Close, Serving) => {
                self.turn(Paused, at);
                self.pause = Some(PauseReason::Shift);
            }
            (WindowStep::Close, Paused) if self.visit.is_some() => {}
            (WindowStep::Close, Free | Paused) => {
                self.staff = None;
                self.staff_name = None;
                self.turn(Closed, at);
            }
            (WindowStep::Lose, Free | Serving | Paused) => {
                self.visit = None;
                self.ticket = None;
                self.staff = None;
                self.staff_name = None;
                self.turn(Closed, at);
            }
            (WindowStep::Pause { .. }, Closed)
            | (WindowStep::Resume, Closed | Free | Serving)
            | (WindowStep::Serve { .. }, Closed | Paused)
            | (WindowStep::Free, Closed | Free | Paused)
            | (WindowStep::HandOver { .. } | WindowStep::Close | WindowStep::Lose, Closed) => {
                return Err(OddWindowStep::NotWhile(self.state));
            }
        }
        Ok(self)
    }

    fn seat(&mut self, staff: &str, name: &str) {
        self.staff = Some(staff.to_owned());
        self.staff_name = Some(name.to_owned());
    }

    /// A pause ends with its reason; the same state goes on with the same clock.
    fn turn(&mut self, state: WindowState, at: Timestamp) {
        if self.state != state {
            self.state = state;
            self.since = at;
        }
        self.pause = None;
    }
}
