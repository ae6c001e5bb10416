//! 大厅值守: the supervisor's board as screens show it. No applicant in any of it.
//!
//! A level is `ok`, `warn` or `over`, judged by the hall against its own limits; screens only colour it. Moments are
//! RFC 3339 with running clocks drawn from them; durations are seconds; shares are per mille.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::TroubleView;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BoardView {
    /// The hall's moment of all of it.
    pub at: String,
    pub figures: FiguresView,
    /// 各业务组等候
    pub groups: Vec<GroupBarView>,
    /// 窗口状态
    pub windows: Vec<TileView>,
    /// 今日取号与办结
    pub flow: FlowView,
    /// 办理时长, the most handled first.
    pub handling: Vec<HandlingView>,
    /// 未来两小时人手
    pub staffing: Vec<StaffingView>,
    /// 待处置, what burns first.
    pub alerts: Vec<AlertView>,
    /// Why the board is as it was: the hall does not answer.
    pub trouble: Option<TroubleView>,
}

/// The seven figures, each with its limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FiguresView {
    pub waiting: WaitingView,
    pub longest: LongestView,
    pub average: AverageView,
    pub windows: OpenWindowsView,
    pub handled: HandledView,
    pub lights: LightsView,
    pub praise: PraiseView,
}

/// 正在等候
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WaitingView {
    pub level: String,
    pub people: u32,
    pub limit: u32,
    /// Against the same minute a week ago; `None` where that day is not known.
    pub more_than_last_week: Option<i32>,
}

/// 最长等候
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LongestView {
    pub level: String,
    pub since: Option<String>,
    pub ticket: Option<String>,
    pub limit_s: u32,
}

/// 平均等候, of those called in the last hour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AverageView {
    pub level: String,
    pub seconds: Option<u32>,
    pub target_s: u32,
}

/// 开窗 / 总数
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OpenWindowsView {
    pub level: String,
    pub open: u32,
    pub all: u32,
    pub paused: u32,
    pub closed: u32,
    pub at_least: u32,
}

/// 今日已办
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HandledView {
    pub level: String,
    pub cases: u32,
    /// 首办成功率: accepted in the first visit, of all that were accepted or had to go home for it; what was refused by
    /// law is neither.
    pub first_time: Option<u32>,
    pub target: u32,
}

/// 红牌 / 黄牌: open cases over their limit and near it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LightsView {
    pub level: String,
    pub red: u32,
    pub amber: u32,
    /// Red ones allowed.
    pub limit: u32,
}

/// 好评率 of today's ratings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PraiseView {
    pub level: String,
    pub share: Option<u32>,
    pub target: u32,
    pub bad: u32,
    /// 待回访
    pub to_call_back: u32,
}

/// One bar per waiting person of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GroupBarView {
    pub letter: String,
    pub zh: String,
    pub en: String,
    pub level: String,
    /// Longest wait first.
    pub waiting: Vec<BarView>,
    /// Windows that serve somebody of it now.
    pub serving: u32,
    /// Open windows that may.
    pub windows: u32,
    pub warn_s: u32,
    pub limit_s: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BarView {
    pub ticket: String,
    pub since: String,
    pub level: String,
}

/// One window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TileView {
    pub desk: String,
    /// `closed`, `free`, `serving`, `paused`.
    pub state: String,
    pub since: String,
    pub level: String,
    pub groups: Vec<String>,
    /// What a move has to name, so that two supervisors do not undo each other.
    pub version: u32,
    /// 工号 and name of who moved it last.
    pub moved_by: Option<String>,
    pub pause: Option<String>,
    pub staff: Option<String>,
    pub staff_name: Option<String>,
    pub ticket: Option<String>,
    pub silent_since: Option<String>,
    /// `support` while it calls for support. A quiet alarm is an alert alone and shows on no tile.
    pub support: Option<String>,
    /// Open drafts that lie there.
    pub drafts: u32,
}

/// Tickets against finished in slots of the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FlowView {
    pub slot_min: u32,
    /// From opening to closing, in order.
    pub slots: Vec<FlowSlotView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FlowSlotView {
    /// Its beginning in the hall, such as `08:30`.
    pub at: String,
    pub taken: u32,
    pub finished: u32,
    /// Not over yet: a forecast.
    pub expected: bool,
}

/// How long an item takes at the windows today: median to the ninth decile, against its standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HandlingView {
    pub item: String,
    pub name: String,
    pub level: String,
    pub count: u32,
    pub median_s: u32,
    pub p90_s: u32,
    pub standard_s: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StaffingView {
    /// `11:00`
    pub at: String,
    /// Windows needed by the forecast.
    pub needed: u32,
    /// Windows open.
    pub planned: u32,
}

/// Something somebody has to do something about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AlertView {
    /// The same for the same thing, so that a list that comes again keeps its mark.
    pub id: String,
    /// `quietAlarm`, `support`, `longWait`, `noWindow`, `approval`, `red`, `amber`, `badRating`, `longHandling`,
    /// `silentWindow`, `leftDrafts`, `helpWaits`, `department`, `log`.
    pub kind: String,
    /// `warn` or `over`.
    pub level: String,
    pub since: String,
    pub desk: Option<String>,
    /// Letter of a group.
    pub group: Option<String>,
    pub ticket: Option<String>,
    pub slip: Option<String>,
    /// Name of an item or of a department.
    pub name: Option<String>,
    /// How many it is about.
    pub count: u32,
    /// Moment until which it has to be done.
    pub until: Option<String>,
    /// Who is on it.
    pub taken_by: Option<String>,
    /// When nobody had answered a request in time and every supervisor was asked again, as the hall says.
    pub passed_on: Option<String>,
    /// What a support request or an approval says.
    pub note: Option<String>,
    /// How often somebody pressed already, such as 督办.
    pub times: u32,
    /// At least one; the first is what Enter does.
    pub acts: Vec<ActView>,
}

/// What can be done about an alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "act")]
pub enum ActView {
    /// 我去现场
    #[serde(rename_all = "camelCase")]
    GoThere { support: String },
    /// 派帮办
    #[serde(rename_all = "camelCase")]
    SendHelper {
        support: String,
        staff: String,
        name: String,
    },
    /// 支援结束
    #[serde(rename_all = "camelCase")]
    EndSupport { support: String },
    /// 调窗, with the groups it would serve then.
    #[serde(rename_all = "camelCase")]
    MoveWindow {
        desk: String,
        groups: Vec<String>,
        version: u32,
    },
    /// 给窗口发消息
    #[serde(rename_all = "camelCase")]
    Message { desk: String },
    /// 收回 what a silent window has.
    #[serde(rename_all = "camelCase")]
    Release { desk: String },
    /// 改派 what an absent clerk left.
    #[serde(rename_all = "camelCase")]
    Reassign { desk: String },
    /// 审批
    #[serde(rename_all = "camelCase")]
    Answer { approval: String },
    /// 督办
    #[serde(rename_all = "camelCase")]
    Urge { slip: String },
    /// 看办件
    #[serde(rename_all = "camelCase")]
    ShowCase { slip: String },
    /// 看清单, of open cases by light.
    #[serde(rename_all = "camelCase")]
    ShowList { light: String },
    /// 回访
    #[serde(rename_all = "camelCase")]
    CallBack { rating: String },
    /// 看材料移交
    ShowTransfers,
    /// 查看监控预警
    ShowWatch { alarm: String },
    /// 大厅公告
    #[serde(rename_all = "camelCase")]
    Announce { group: Option<String> },
}

/// What became of 调窗.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MovedView {
    /// `false` where somebody else was first: nothing was changed.
    pub moved: bool,
    pub desk: String,
    /// What the window serves.
    pub groups: Vec<String>,
    pub version: u32,
    /// 工号 and name of who moved it last.
    pub by: Option<String>,
}

/// One open draft at a window, without anybody's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WindowDraftView {
    pub id: String,
    pub slip: String,
    pub item_name: String,
    pub saved_at: String,
}

/// 差评, before the call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BadRatingView {
    pub id: String,
    pub desk: String,
    pub slip: String,
    pub item_name: String,
    /// `bad` or `veryBad`.
    pub level: String,
    /// Codes of reasons, as on the applicant's screen.
    pub reasons: Vec<String>,
    /// Free words, mostly empty.
    pub words: String,
    pub at: String,
    /// 回访时限
    pub until: String,
    /// When somebody was reached.
    pub called_at: Option<String>,
}
