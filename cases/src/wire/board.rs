//! `GET /v1/board` → [`Board`]: 大厅值守. No applicant in any of it. And what a supervisor does from it: 督办, 差评回访.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::queue::{PauseReason, WindowState};
use crate::rating::Level as Rating;

/// How something stands against its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Level {
    Ok,
    Warn,
    Over,
}

impl Level {
    pub fn word(self) -> &'static str {
        match self {
            Level::Ok => "ok",
            Level::Warn => "warn",
            Level::Over => "over",
        }
    }
}

/// The hall at one moment. Durations in seconds, shares per mille.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Board {
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    pub figures: Figures,
    /// 各业务组等候
    pub groups: Vec<GroupBar>,
    /// 窗口状态
    pub windows: Vec<Tile>,
    /// 今日取号与办结
    pub flow: Flow,
    /// 办理时长, the most handled first.
    pub handling: Vec<Handling>,
    /// 未来两小时人手
    pub staffing: Vec<Staffing>,
    /// 待处置, what burns first.
    pub alerts: Vec<Alert>,
}

/// The seven figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Figures {
    pub waiting: Waiting,
    pub longest: Longest,
    pub average: Average,
    pub windows: OpenWindows,
    pub handled: HandledCases,
    pub lights: LitCases,
    pub praise: Praise,
}

/// 正在等候
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Waiting {
    pub level: Level,
    pub people: u32,
    pub limit: u32,
    /// Against the same minute a week ago; `None` where that day is not known.
    pub more_than_last_week: Option<i32>,
}

/// 最长等候
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Longest {
    pub level: Level,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub since: Option<Timestamp>,
    pub ticket: Option<String>,
    pub limit_s: u32,
}

/// 平均等候, of those called in the last hour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Average {
    pub level: Level,
    pub seconds: Option<u32>,
    pub target_s: u32,
}

/// 开窗 / 总数
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OpenWindows {
    pub level: Level,
    pub open: u32,
    pub all: u32,
    pub paused: u32,
    pub closed: u32,
    pub at_least: u32,
}

/// 今日已办
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HandledCases {
    pub level: Level,
    pub cases: u32,
    /// 首办成功率: accepted in the first visit, of all that were accepted or had to go home for it; what was refused by
    /// law is neither.
    pub first_time: Option<u32>,
    pub target: u32,
}

/// 红牌 / 黄牌
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LitCases {
    pub level: Level,
    pub red: u32,
    pub amber: u32,
    /// Red ones allowed.
    pub limit: u32,
}

/// 好评率 of today's ratings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Praise {
    pub level: Level,
    pub share: Option<u32>,
    pub target: u32,
    pub bad: u32,
    /// 待回访, of whatever day.
    pub to_call_back: u32,
}

/// One bar per waiting person of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroupBar {
    pub letter: String,
    pub zh: String,
    pub en: String,
    pub level: Level,
    /// Longest wait first.
    pub waiting: Vec<Bar>,
    /// Windows that serve somebody of it now.
    pub serving: u32,
    /// Open windows that may.
    pub windows: u32,
    pub warn_s: u32,
    pub limit_s: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Bar {
    pub ticket: String,
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    pub level: Level,
}

/// One window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Tile {
    pub desk: String,
    pub state: WindowState,
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    pub level: Level,
    pub groups: Vec<String>,
    pub version: u64,
    pub moved_by: Option<String>,
    pub pause: Option<PauseReason>,
    pub staff: Option<String>,
    pub staff_name: Option<String>,
    pub ticket: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub silent_since: Option<Timestamp>,
    /// It calls for support; a quiet alarm shows on no tile.
    pub support: bool,
    /// Open drafts that lie there.
    pub drafts: u32,
}

/// Tickets against finished in slots of the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Flow {
    pub slot_min: u32,
    /// From opening to closing, in order.
    pub slots: Vec<FlowSlot>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FlowSlot {
    /// Its beginning in the hall, such as `08:30`.
    pub at: String,
    pub taken: u32,
    pub finished: u32,
    /// Not over yet: a forecast.
    pub expected: bool,
}

/// How long an item takes at the windows today: median and ninth decile, against its standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Handling {
    pub item: String,
    pub name: String,
    pub level: Level,
    pub count: u32,
    pub median_s: u32,
    pub p90_s: u32,
    pub standard_s: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Staffing {
    /// `11:00`
    pub at: String,
    /// Windows needed by the forecast.
    pub needed: u32,
    /// Windows open.
    pub planned: u32,
}

/// What an alert is about, what burns first standing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum AlertKind {
    /// 静默报警
    QuietAlarm,
    /// 请求支援
    Support,
    /// 窗口失联
    SilentWindow,
    /// 有人等, 无窗口可办
    NoWindow,
    /// 长等
    LongWait,
    /// 待审批
    Approval,
    /// 红牌
    Red,
    /// 求助无人接
    HelpWaits,
    /// 差评待回访
    BadRating,
    /// 黄牌
    Amber,
    /// 单件超长
    LongHandling,
    /// 缺岗留件
    LeftDrafts,
    /// 部门接口
    Department,
    /// 工作日历: a year whose days are asked for is not loaded
    Calendar,
    /// 纸质材料未交回
    PaperAway,
    /// 日志报警
    Log,
    /// 监控预警: how somebody looks people up
    Watch,
}

impl AlertKind {
    pub fn word(self) -> &'static str {
        match self {
            AlertKind::QuietAlarm => "quietAlarm",
            AlertKind::Support => "support",
            AlertKind::SilentWindow => "silentWindow",
            AlertKind::NoWindow => "noWindow",
            AlertKind::LongWait => "longWait",
            AlertKind::Approval => "approval",
            AlertKind::Red => "red",
            AlertKind::HelpWaits => "helpWaits",
            AlertKind::BadRating => "badRating",
            AlertKind::Amber => "amber",
            AlertKind::LongHandling => "longHandling",
            AlertKind::LeftDrafts => "leftDrafts",
            AlertKind::Department => "department",
            AlertKind::Calendar => "calendar",
            AlertKind::PaperAway => "paperAway",
            AlertKind::Log => "log",
            AlertKind::Watch => "watch",
        }
    }
}

/// Something somebody has to do something about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Alert {
    /// The same for the same thing.
    pub id: String,
    pub kind: AlertKind,
    pub level: Level,
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    pub desk: Option<String>,
    /// Letter of a group.
    pub group: Option<String>,
    pub ticket: Option<String>,
    pub slip: Option<String>,
    /// Name of an item, a department or a place.
    pub name: Option<String>,
    /// How many it is about.
    pub count: u32,
    /// Moment until which it has to be done.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub until: Option<Timestamp>,
    /// Who is on it.
    pub taken_by: Option<String>,
    /// When nobody had answered a request in time and every supervisor was asked again.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub passed_on: Option<Timestamp>,
    /// What a support call or an approval says, or the code of a cause.
    pub note: Option<String>,
    /// How often somebody pressed already, such as 督办.
    pub times: u32,
    /// At least one, what is best first.
    pub acts: Vec<Act>,
}

/// What can be done about an alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", tag = "act")]
pub enum Act {
    /// 我去现场
    GoThere { support: Uuid },
    /// 派帮办
    SendHelper {
        support: Uuid,
        staff: String,
        name: String,
    },
    /// 支援结束
    EndSupport { support: Uuid },
    /// 调窗, with the groups it would serve then.
    MoveWindow {
        desk: String,
        groups: Vec<String>,
        version: u64,
    },
    /// 给窗口发消息
    Message { desk: String },
    /// 收回 what a silent window has.
    Release { desk: String },
    /// 改派 what an absent clerk left.
    Reassign { desk: String },
    /// 审批
    Answer { approval: Uuid },
    /// 督办
    Urge { slip: String },
    /// 看办件
    ShowCase { slip: String },
    /// 看清单
    ShowList { light: crate::deadline::Light },
    /// 回访
    CallBack { rating: Uuid },
    /// 看材料移交
    ShowTransfers,
    /// 查看监控预警
    ShowWatch { alarm: Uuid },
    /// 大厅公告
    Announce { group: Option<String> },
}

/// `POST /v1/cases/{slip}/urge` → [`Urged`]: 督办, kept in the case's timeline and counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Urged {
    pub slip: String,
    /// How often it was urged by now.
    pub times: u32,
}

/// `GET /v1/ratings/{id}`: a bad rating as a supervisor reads it before the call. Who gave it stands with the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BadRating {
    pub id: Uuid,
    pub desk: String,
    pub slip: String,
    pub item_name: String,
    #[schema(value_type = String)]
    pub level: Rating,
    /// Codes of [`crate::rating::REASONS`].
    pub reasons: Vec<String>,
    pub words: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// One working day after it was given.
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
    /// Every try, the first first.
    pub calls: Vec<Called>,
}

impl BadRating {
    /// When somebody was reached.
    pub fn called_at(&self) -> Option<Timestamp> {
        self.calls.iter().find(|call| call.reached).map(|call| call.at)
    }
}

/// 回访: one try to reach who gave a bad rating.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Called {
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// 工号
    pub staff: String,
    pub reached: bool,
    pub note: String,
}

/// `POST /v1/ratings/{id}/call-back` → [`BadRating`]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CallBack {
    pub reached: bool,
    #[serde(default)]
    pub note: String,
}

/// `POST /v1/practice/waiting` → [`crate::queue::Ticket`], training realm only: somebody who has waited for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PracticeWaiting {
    pub group: String,
    pub minutes: u32,
}
