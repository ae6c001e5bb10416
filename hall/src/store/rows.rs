//! Shapes between the commands and the tables that no window sees.

use cases::consent::Rest;
use cases::deadline::{Happened, HistoryFault};
use cases::error::Trouble;
use cases::queue::PriorityReason;
use cases::rating::Said;
use cases::roles::Role;
use cases::wire::further::FurtherDemand;
use cases::wire::queue::Appointment;
use cases::wire::rating::Rated;
use cases::wire::warning::WarningsOf;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;

/// Who does something, from where, when, and under which key.
#[derive(Debug, Clone)]
pub struct Act {
    pub desk: String,
    /// 工号, or the name of a program.
    pub staff: String,
    pub at: Timestamp,
    pub keyed: Option<Keyed>,
}

impl Act {
    pub fn new(desk: impl Into<String>, staff: impl Into<String>, at: Timestamp) -> Self {
        Self {
            desk: desk.into(),
            staff: staff.into(),
            at,
            keyed: None,
        }
    }

    /// Something the hall does by itself.
    pub fn of_hall(at: Timestamp) -> Self {
        Self::new("hall", "hall", at)
    }

    pub fn under(mut self, keyed: Keyed) -> Self {
        self.keyed = Some(keyed);
        self
    }
}

/// An idempotency key and the digest of what came with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyed {
    pub key: String,
    pub digest: String,
}

#[derive(Clone)]
pub struct StaffRow {
    pub number: String,
    pub name: String,
    pub role: Role,
    pub password_hash: String,
    pub locked_until: Option<Timestamp>,
}

/// One sign-in. The token is kept as its digest only.
#[derive(Debug, Clone)]
pub struct SessionRow {
    pub token_digest: String,
    pub staff: String,
    pub name: String,
    pub role: Role,
    pub desk: String,
    pub until: Timestamp,
}

/// A ticket that somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTicket {
    /// Letter of a group that exists.
    pub group: String,
    /// Numbers of the group's day at most.
    pub daily: u32,
    pub priority: Option<PriorityReason>,
    /// The appointment that is checked in.
    pub appointment: Option<Appointment>,
    /// Digest of who asks: no second unfinished ticket of the group.
    pub holder: Option<String>,
    /// Since when somebody waits in an exercise; now, where it is not said.
    pub taken_at: Option<Timestamp>,
}

/// 数据共享授权
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    pub id: String,
    /// Item id, or `*` for checking who stands at the window.
    pub item: String,
    pub dataset: String,
    pub elements: Vec<String>,
    pub valid_until: Timestamp,
    /// `file`: the hall's own; `training`: the demonstration's.
    pub origin: &'static str,
}

/// One look outside, before it happens.
#[derive(Debug, Clone)]
pub struct Look {
    pub visit: Uuid,
    /// The case it is for; `None` while somebody is only being identified.
    pub draft: Option<Uuid>,
    /// Item id, or `*`.
    pub item: String,
    pub dataset: String,
    pub elements: Vec<String>,
    /// Masked.
    pub subject: String,
    /// The number itself, for as long as the look takes: it is kept as a digest only.
    pub number: String,
    /// The item asks for this subject of its form from this dataset.
    pub role_asked: bool,
    /// Belongs to the look before it, as the body's question to an identification.
    pub part: bool,
    pub purpose: String,
    /// The legal base, and whose word it needs.
    pub rest: Rest,
}

#[derive(Debug, Clone, Default)]
pub struct CaseFilter {
    pub desk: Option<String>,
    pub stage: Option<String>,
    /// Cases whose clock ends on this day or before.
    pub due_by: Option<Date>,
    /// With [`CaseFilter::due_by`]: those as well that these are warned of and did not look at, and those first.
    pub warned: Option<WarningsOf>,
    /// Only cases that a department has sent back.
    pub returned: bool,
    /// Beginning of a case number or slip code, or part of an item's name.
    pub find: Option<String>,
    /// Ids of the items that count; `None` is all of them.
    pub items: Option<Vec<String>>,
    /// What burns first comes first; else the newest.
    pub burning: bool,
    pub limit: u32,
    pub offset: u32,
}

/// A received case that is accepted when its department answers again.
#[derive(Debug, Clone)]
pub struct PendingCase {
    pub draft: cases::case::Draft,
}

/// Which papers without bytes are asked for.
#[derive(Debug, Clone, Copy)]
pub enum Unmade {
    All,
    OfCase(Uuid),
    One(Uuid),
}

/// A paper that was written in a transaction and has no bytes yet.
#[derive(Debug, Clone)]
pub struct UnmadePaper {
    pub id: Uuid,
    pub content: cases::notice::Content,
    pub made_at: Timestamp,
}

/// A parcel whose turn it is.
#[derive(Debug, Clone)]
pub struct LeasedParcel {
    pub id: Uuid,
    pub department: String,
    /// Attempts before this one.
    pub attempts: u32,
    /// Failures of the department in a row.
    pub failures: u32,
    pub body: Json,
    /// The parcel that this message speaks of; `None` for a parcel.
    pub about: Option<Uuid>,
}

/// What became of one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    Acknowledged {
        receipt_no: String,
    },
    /// To be tried again. `breaks`: the whole line is down until then, not this parcel alone.
    Later {
        next_try: Timestamp,
        why: Trouble,
        breaks: bool,
    },
    /// A person has to look at it.
    Refused {
        why: Trouble,
    },
}

/// The key that opens ratings.
#[derive(Clone)]
pub struct RatingSecret {
    pub id: String,
    pub secret: [u8; 32],
    pub public: [u8; 32],
}

/// One rating as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatingRow {
    pub of: Rated,
    pub said: Said,
    pub at: Timestamp,
}

/// One CloudEvent of a department, read and verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    pub parcel: Uuid,
    pub department: String,
    pub event_id: String,
    pub sequence: u64,
    pub kind: ProgressKind,
    pub at: Timestamp,
    /// 准予 or 不予, where the event says it.
    pub granted: Option<bool>,
    /// What the event carries: documents and licences that were issued.
    pub results: Vec<Issued>,
    /// Of a special procedure or an extension, as it was reported.
    pub act: Option<Happened>,
    /// Of a return: what the department asks for.
    pub asked: Option<Asked>,
    pub note: Option<String>,
}

/// 补充材料, as a department asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub reason: String,
    pub approver: String,
    pub demands: Vec<FurtherDemand>,
}

/// One document or licence that a department issued (审批结果).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Issued {
    pub name: String,
    pub number: String,
    #[serde(default)]
    pub valid_to: Option<Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProgressKind {
    /// 签收
    Acknowledged,
    /// 办理中
    Handling,
    /// 退回
    Returned,
    /// 决定
    Decided,
    /// 办结
    Done,
    /// 特别程序开始
    Suspended,
    /// 特别程序结束
    Resumed,
    /// 延期
    Extended,
}

impl ProgressKind {
    pub const ALL: [ProgressKind; 8] = [
        ProgressKind::Acknowledged,
        ProgressKind::Handling,
        ProgressKind::Returned,
        ProgressKind::Decided,
        ProgressKind::Done,
        ProgressKind::Suspended,
        ProgressKind::Resumed,
        ProgressKind::Extended,
    ];

    pub fn word(self) -> &'static str {
        match self {
            ProgressKind::Acknowledged => "acknowledged",
            ProgressKind::Handling => "handling",
            ProgressKind::Returned => "returned",
            ProgressKind::Decided => "decided",
            ProgressKind::Done => "done",
            ProgressKind::Suspended => "suspended",
            ProgressKind::Resumed => "resumed",
            ProgressKind::Extended => "extended",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// What a progress event did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progressed {
    Applied,
    /// Seen before, or older than what is applied: nothing moved.
    Ignored,
    /// Kept until the ones before it have come.
    Held,
    /// Kept and not believed: it cannot follow what the case has been through.
    NotTaken(HistoryFault),
}

/// What was deleted because it was over for long enough.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Forgotten {
    pub calls: usize,
    pub messages: usize,
    pub appointments: usize,
    /// Tickets that lost the words and marks beside their number.
    pub tickets: usize,
    /// Applications that ended online and were never taken in.
    pub online: usize,
    /// Facts of earlier cases that are offered no more.
    pub collected: usize,
}

impl Forgotten {
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}
