//! What became of F9, papers, and the list of cases.

use serde::{Deserialize, Serialize};
use specta::Type;

use cases::case::told::Demand;
use cases::review::Spot;

use super::TroubleView;
use super::intake::{FindingView, QuestionView};

/// 一次性告知书: the first one of an intake, or the same again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ToldOnceView {
    pub paper: PaperView,
    pub slip: String,
    /// When it was told first.
    pub on: String,
    /// SHA-256 of the list, hex.
    pub digest: String,
    /// It was told before: these are the bytes of then.
    pub again: bool,
    /// Names of what is needed by now and was not told; asking for it needs a supervisor.
    pub beyond: Vec<String>,
}

/// 告知短信 of a notice or a consultation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NoticeTextView {
    /// The number that the form gives, masked.
    pub phone: Option<String>,
    pub sent: Option<SentTextView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SentTextView {
    pub state: String,
    pub phone: Option<String>,
    pub words: String,
}

/// 咨询 without a case: the item and its situation, of nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConsultView {
    pub id: String,
    pub item: String,
    pub item_name: String,
    pub department: String,
    pub fee: String,
    pub questions: Vec<QuestionView>,
    /// Names of what has to be handed in, in this situation.
    pub materials: Vec<String>,
    /// It was handed out: the count goes to the hall.
    pub told: bool,
}

/// 追加要求 by item and department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DemandCountView {
    pub item_name: String,
    pub department: String,
    /// Approved requests.
    pub demands: u32,
    /// Things told that the first notice did not have.
    pub added: u32,
    pub by_edition: u32,
}

/// 咨询 by day and item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConsultCountView {
    pub day: String,
    pub item_name: String,
    pub times: u32,
}

/// 一次告知统计
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ToldFiguresView {
    pub demands: Vec<DemandCountView>,
    pub consultations: Vec<ConsultCountView>,
}

/// The answer to F9.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum AcceptView {
    /// 已受理
    #[serde(rename_all = "camelCase")]
    Accepted {
        case_number: String,
        slip: String,
        notice_number: String,
        accepted_at: String,
        due_day: String,
        provisional: bool,
        departments: Vec<String>,
        papers: Vec<PaperView>,
        /// 即办件: this visit stays open until the department decides.
        waits: bool,
    },
    /// 已收件: the hall or the department's line is away; only a 收件凭证.
    #[serde(rename_all = "camelCase")]
    Received {
        slip: String,
        received_at: String,
        notify_by: String,
        /// Why it had to be a receipt; `None` where the clerk chose so.
        why: Option<TroubleView>,
        papers: Vec<PaperView>,
    },
    /// 不予受理
    #[serde(rename_all = "camelCase")]
    Refused {
        slip: String,
        /// 不予受理通知书 number.
        number: String,
        refused_at: String,
        /// 不受理: nothing had to be applied for.
        not_needed: bool,
        papers: Vec<PaperView>,
    },
    /// 待补正
    #[serde(rename_all = "camelCase")]
    Supplementing {
        slip: String,
        /// 补正材料告知书 number.
        number: String,
        told_at: String,
        until: String,
        demands: u32,
        papers: Vec<PaperView>,
    },
    /// 补正收件: part of it came.
    #[serde(rename_all = "camelCase")]
    Returned {
        slip: String,
        came: Vec<String>,
        /// Still awaited; empty is a case that may be accepted.
        open: Vec<String>,
        until: String,
        papers: Vec<PaperView>,
    },
    Blocked {
        findings: Vec<FindingView>,
    },
    #[serde(rename_all = "camelCase")]
    Duplicate {
        case_number: String,
    },
    /// Another window has the draft.
    #[serde(rename_all = "camelCase")]
    HeldElsewhere {
        desk: String,
        clerk: String,
    },
}

/// One paper on the screen. `pages` are one-time addresses of page pictures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PaperView {
    pub id: String,
    /// `receipt`, `acceptance`, `form` …
    pub kind: String,
    pub title: String,
    pub number: Option<String>,
    /// How often it was printed (补打 from the second on).
    pub prints: u32,
    /// Number of the notice that made it void (作废).
    pub voided_by: Option<String>,
    pub pages: Vec<String>,
    /// Characters no font had, as `U+20BB7`.
    pub missing: Vec<String>,
}

/// One text message (短信) to the applicant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TextRowView {
    /// received, supplement, accepted, extended, dueSoon, decided, pickup, lapseSoon, further, promiseSoon, ended
    pub moment: String,
    /// waiting, sent, refused, noPhone, overtaken
    pub state: String,
    /// Masked.
    pub phone: Option<String>,
    pub words: Option<String>,
    pub made_at: String,
    pub sent_at: Option<String>,
    pub attempts: u32,
    /// Why it did not go out so far.
    pub cause: Option<TroubleView>,
    pub next_try: Option<String>,
}

/// One row of 办件.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CaseRowView {
    /// Id for `resume_intake`, while it is still a draft of this window.
    pub draft: Option<String>,
    pub case_number: Option<String>,
    pub slip: String,
    pub item_name: String,
    pub stage: String,
    pub stage_word: String,
    pub applicant: String,
    pub received_at: String,
    pub due_day: Option<String>,
    /// What burns first of what runs.
    pub clock: Option<ClockLine>,
    /// 补充材料 that a department asks for: `untold`, or `told` while it is awaited.
    pub further: Option<String>,
    /// 期限提醒 that nobody looked at: `near`, `lastDay` or `passed`.
    pub warned: Option<String>,
}

/// 期限提醒 that nobody looked at yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WarningsView {
    /// How many cases they are about.
    pub total: u32,
    /// The most urgent of them.
    pub rows: Vec<WarningView>,
    /// When the hall was asked: what is said later is not in it.
    pub as_of: String,
}

/// A limit of a case is near, or over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WarningView {
    pub slip: String,
    pub case_number: Option<String>,
    pub item_name: String,
    /// The window that has the case.
    pub desk: String,
    /// `near`, `lastDay` or `passed`.
    pub urgency: String,
    pub clock: ClockLine,
}

/// One clock of a case (时限), with the rule that made its light.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ClockLine {
    /// `notice`, `cure`, `promised`, `specialProcedure` …
    pub rule: String,
    pub rule_zh: String,
    pub rule_en: String,
    /// `green`, `amber` or `red`.
    pub light: String,
    pub day: String,
    /// The moment, of a limit in hours.
    pub at: Option<String>,
    /// Working days to the day; less than 0 after it.
    pub days_left: i32,
    /// The year's calendar is not published: the day may change.
    pub provisional: bool,
}

/// One line of the notice that the clerk issues.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DemandForm {
    /// Where the review found it, as in a finding: `field`, `material`, `subject`, `question`, `party`; empty for what
    /// the clerk adds.
    pub at: String,
    pub id: String,
    pub material: String,
    pub wrong: String,
    pub cure: String,
    /// Empty takes the law of the item.
    pub basis: String,
}

/// One line of the notice that the open case was told by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ToldLine {
    pub material: String,
    pub wrong: String,
    pub cure: String,
    pub cured: bool,
    /// The review found it and says by itself when it is cured; others are ticked.
    pub by_review: bool,
}

/// What the open case was told, with what of it is cured now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ToldView {
    pub number: String,
    pub on: String,
    pub until: String,
    pub round: u32,
    pub lines: Vec<ToldLine>,
}

/// One entry of 办不成事反映.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UndoneRowView {
    pub id: String,
    pub slip: String,
    pub item_name: String,
    pub department: String,
    /// `refused`, `notNeeded`, `secondDemand` or `unanswered`.
    pub kind: String,
    pub reason: String,
    pub desk: String,
    /// Name of the supervisor who looks after it.
    pub owner: String,
    /// It is the one who is signed in here.
    pub ours: bool,
    pub at: String,
    pub answer: Option<String>,
    pub answered_at: Option<String>,
}

impl From<Demand> for DemandForm {
    fn from(demand: Demand) -> Self {
        let (at, id) = match demand.spot {
            None => ("", String::new()),
            Some(Spot::Field(id)) => ("field", id),
            Some(Spot::Material(id)) => ("material", id),
            Some(Spot::Subject(id)) => ("subject", id),
            Some(Spot::Question(id)) => ("question", id),
            Some(Spot::Party) => ("party", String::new()),
        };
        Self {
            at: at.to_owned(),
            id,
            material: demand.material,
            wrong: demand.wrong,
            cure: demand.cure,
            basis: demand.basis,
        }
    }
}

impl DemandForm {
    /// As the hall takes it; `basis` is the law of the item.
    pub fn to_demand(self, basis: &str) -> Demand {
        let spot = match self.at.as_str() {
            "field" => Some(Spot::Field(self.id)),
            "material" => Some(Spot::Material(self.id)),
            "subject" => Some(Spot::Subject(self.id)),
            "question" => Some(Spot::Question(self.id)),
            "party" => Some(Spot::Party),
            _ => None,
        };
        let said = self.basis.trim();
        Demand {
            spot,
            material: self.material.trim().to_owned(),
            wrong: self.wrong.trim().to_owned(),
            cure: self.cure.trim().to_owned(),
            basis: if said.is_empty() {
                basis.to_owned()
            } else {
                said.to_owned()
            },
            cured: false,
            added: None,
        }
    }
}
