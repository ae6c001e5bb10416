//! The desk around the intake: session, queue, visit, people.

use cases::post::Post;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::TroubleView;
use super::applicant::ApplicantStrip;
use super::intake::IntakeView;
use super::outcome::WarningsView;
use super::queue::{QueueView, TicketView};

/// How the program starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StartView {
    pub realm: RealmView,
    pub post: PostView,
    pub state: StartState,
    pub desk: String,
    pub hall_name: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum RealmView {
    Training,
    Live,
}

/// The kind of this window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PostView {
    Clerk,
    Supervisor,
    Helper,
    Kiosk,
    Wall,
}

impl From<Post> for PostView {
    fn from(post: Post) -> Self {
        match post {
            Post::Clerk => PostView::Clerk,
            Post::Supervisor => PostView::Supervisor,
            Post::Helper => PostView::Helper,
            Post::Kiosk => PostView::Kiosk,
            Post::Wall => PostView::Wall,
        }
    }
}

impl From<PostView> for Post {
    fn from(post: PostView) -> Self {
        match post {
            PostView::Clerk => Post::Clerk,
            PostView::Supervisor => Post::Supervisor,
            PostView::Helper => Post::Helper,
            PostView::Kiosk => Post::Kiosk,
            PostView::Wall => Post::Wall,
        }
    }
}

/// What stands between the start and the sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum StartState {
    /// First start: this recovery code is shown once and has to be written down or printed.
    #[serde(rename_all = "camelCase")]
    FirstStart { recovery_code: String },
    /// The key store is locked or lost: the recovery code opens the store again.
    NeedsRecovery { trouble: TroubleView },
    /// Ready for the sign-in.
    SignIn,
    /// 锁屏: the clerk's password opens the desk again as it was.
    #[serde(rename_all = "camelCase")]
    Locked { staff: String, staff_name: String },
    /// The database was restored from an older copy, or cannot be used: nothing is deleted.
    Stopped { trouble: TroubleView },
}

/// Everything on the desk at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DeskView {
    pub realm: RealmView,
    pub hall_name: String,
    pub desk: String,
    pub staff: String,
    pub staff_name: String,
    pub link: LinkView,
    pub queue: QueueView,
    pub visit: Option<VisitView>,
    pub intake: Option<IntakeView>,
    pub devices: Vec<DeviceView>,
    /// Commands that wait for the hall.
    pub unsent: u32,
    pub applicant: ApplicantStrip,
}

/// The line to the hall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LinkView {
    pub up: bool,
    /// Since when it is as it is, local time `HH:MM`.
    pub since: String,
    /// Seconds this desk's clock is ahead of legal time.
    pub offset_s: i32,
    pub trouble: Option<TroubleView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct VisitView {
    pub id: String,
    /// Ticket number, or `None` for a walk-in.
    pub ticket: Option<String>,
    pub priority: bool,
    /// Everything about the ticket.
    pub called: Option<TicketView>,
    pub opened_at: String,
    pub person: Option<PersonView>,
    /// Bodies the person represents, offered by the register.
    pub bodies: Vec<BodyView>,
    /// Whether the register answered; if not, a body is entered by credit code.
    pub bodies_known: bool,
    pub party: Option<PartyView>,
    /// How many cases were handed in during this visit.
    pub handed: u32,
    /// Slip codes of 即办件 whose result this visit waits for.
    pub waits: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PersonView {
    pub name: String,
    pub id_type: String,
    /// `350199********0011`
    pub masked_number: String,
    /// `card`, `code`, `realName`, `document` or `register`.
    pub how: String,
    /// `match`, `mismatch`, `unknown`, `unavailable`.
    pub register: String,
    /// The same of the real-name platform; nothing where it was not asked.
    pub real_name: Option<String>,
    /// 亮证范围: licences that his code opened.
    pub licences: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BodyView {
    pub uscc: String,
    pub name: String,
    /// `legalRep`, `operator`, `staff`, `agent`.
    pub relation: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PartyView {
    /// The applicant's name.
    pub name: String,
    pub masked_number: String,
    /// Who files it (到场人): himself, or the body's representative or agent.
    pub person: String,
    pub masked_person: String,
    /// How that person was verified, `card`, `code`, `realName` or `document`; nothing while a window still has to do it.
    pub how: Option<String>,
    pub body: Option<BodyView>,
    pub as_agent: bool,
}

/// The choice after the card: for whom this person acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum PartyChoice {
    /// 本人
    Own,
    /// 代表单位: one offered by the register, or found by credit code.
    #[serde(rename_all = "camelCase")]
    Body { uscc: String, as_agent: bool },
    /// 凭纸质执照: the register does not answer; the clerk reads code and name off the paper licence.
    /// `relation` is `legalRep`, `operator` or `staff`, as the paper shows.
    #[serde(rename_all = "camelCase")]
    BodyOnPaper {
        uscc: String,
        name: String,
        relation: String,
        as_agent: bool,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DeviceView {
    /// `card`, `printer` …
    pub kind: String,
    pub name: String,
    pub ok: bool,
    pub note: Option<TroubleView>,
}

/// One hit of the item search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ItemHit {
    pub id: String,
    pub name: String,
    pub department: String,
    pub item_type: String,
    pub case_type: String,
    pub promised: String,
    /// Why it cannot be opened: it is not this clerk's, with the windows that take it, or not the chosen party's.
    pub unfit: Option<TroubleView>,
}

/// Pushed to the screens as things happen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum DeskEvent {
    Link {
        link: LinkView,
    },
    Queue {
        queue: Box<QueueView>,
    },
    /// A source answered, or any other change of the open intake.
    Intake {
        delta: Box<super::intake::IntakeDelta>,
    },
    /// A case moved: departments, stage.
    #[serde(rename_all = "camelCase")]
    Case {
        slip: String,
        case_number: Option<String>,
        stage: String,
        note: Option<String>,
    },
    /// 期限提醒: what nobody looked at yet is not as it was.
    Warned {
        warnings: WarningsView,
    },
    /// A text message to the applicant of this case got further, or did not: ask anew.
    Texts {
        slip: String,
    },
    /// A paper at a printer stands otherwise than before.
    Print {
        print: super::printing::PrintView,
    },
    /// What became of a number's slip (号票).
    Slip {
        slip: super::queue::SlipView,
    },
    /// A page was scanned, or a scan ended.
    Scan {
        scan: Box<super::scan::ScanView>,
    },
    /// A camera is looked through; the next one is told when this picture was fetched.
    Sight {
        sight: super::scan::SightView,
    },
    /// Something the clerk has to know.
    Trouble {
        trouble: TroubleView,
    },
    Unsent {
        count: u32,
    },
    /// The desk was locked or opened again: screens show nothing of a person while it is.
    Lock {
        locked: bool,
    },
    /// The applicant's screen shows something else.
    Applicant {
        strip: ApplicantStrip,
    },
    /// The receiver signed on his screen: delivered, with the papers of it.
    HandedOut {
        handed: Box<super::results::HandedOutView>,
    },
    /// What was asked for approval, or its answers, are not as they were: ask anew.
    Approvals,
    /// Help, hand-overs or askings are not as they were: ask anew.
    Assist,
    /// 数据校核: objections are not as they were: ask anew.
    Objections,
    /// Applications begun online are not as they were: ask anew.
    Online,
    /// Calls for support or messages are not as they were: ask anew.
    Messages,
    /// Another edition of the catalogue is here: what is open asks anew what it says otherwise.
    Edition,
    /// A walk of an item got further, or ended.
    Walk {
        walk: Box<super::library::WalkView>,
    },
    /// The supervisor's board is not as it was: ask anew.
    Board,
}
