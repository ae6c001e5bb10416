//! The store: a trait of commands. What a command does happens in one transaction, with its audit entry, its
//! feed rows and its idempotency key, or not at all.
//!
//! - [`Store`]: the commands. The [`sqlite`] executor is the one that exists; another has to pass the same
//!   contract suite (`hall/tests/store.rs`).
//! - [`assist`]: the commands of assisted filing. [`follow_up`]: those of the supervisor's board.
//! - [`asked`]: the ledger of what was asked of applicants.
//! - [`approval`]: the commands of approvals. [`collected`]: of what earlier cases said. [`law`]: those of the clock. [`delivery`]: of results and their papers.
//! - [`objecting`]: the commands of objections to what sources have.
//! - [`online`]: the commands of applications begun online.
//! - [`outcome`]: the commands of supplements, withdrawals, promises and the register of what was turned away.
//! - [`edition`]: the commands of editions of the catalogue.
//! - [`messages`]: the commands of calls for support and messages.
//! - [`prefill`]: what sources filled of the forms of accepted cases.
//! - [`shown`]: the commands of codes that people show.
//! - [`telling`]: the commands of first notices and consultations.
//! - [`texting`]: the commands of text messages. [`transfer`]: those of paper to departments and of the seal log.
//! - [`watched`]: the commands of looks outside, and of what is noticed about them. [`auditing`]: of reading them
//!   afterwards. [`granting`]: of what may be read at all.
//! - [`Act`]: who does it, from where, when, under which key.
//! - [`rows`]: the shapes that only the hall sees.

pub mod approval;
pub mod asked;
pub mod assist;
pub mod auditing;
pub mod collected;
pub mod delivery;
pub mod edition;
pub mod follow_up;
pub mod granting;
pub mod law;
pub mod messages;
pub mod objecting;
pub mod online;
pub mod outcome;
pub mod prefill;
pub mod rows;
pub mod shown;
pub mod sqlite;
pub mod telling;
pub mod texting;
pub mod transfer;
pub mod watched;

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use cases::audit::Entry;
use cases::case::Draft;
use cases::queue::{QueueRules, Rules, Step, Ticket, Window, WindowStep};
use cases::rating::Said;
use cases::wire::edition::ItemUse;
use cases::wire::feed::Change;
use cases::wire::intake::Outcome;
use cases::wire::queue::{Appointment, CallReply, Moved, OpenDraft, Reassign, Reassigned, Seated, Transfer};
use cases::wire::rating::{Rated, RatingKept};
use cases::wire::record::{CasePage, CaseRow, CaseView, PaperRef};
use cases::wire::visit::Visit;
use jiff::Timestamp;
use jiff::civil::Date;
use tokio::sync::watch;
use uuid::Uuid;

use crate::fault::Fault;
use crate::intake::plan::{AcceptPlan, Ground};
use crate::intake::{Arrival, Post};
pub use rows::{
    Act, CaseFilter, Forgotten, Grant, Keyed, LeasedParcel, Look, NewTicket, PendingCase, Progress,
    Progressed, RatingRow, RatingSecret, SessionRow, Settled, StaffRow, Unmade, UnmadePaper,
};

pub type Kept<T> = Result<T, Fault>;

/// Every command and question of the hall.
#[async_trait]
pub trait Store:
    approval::ApprovalStore
    + asked::AskedStore
    + assist::AssistStore
    + auditing::AuditStore
    + collected::CollectedStore
    + delivery::DeliveryStore
    + edition::EditionStore
    + follow_up::FollowUpStore
    + granting::GrantStore
    + law::LawStore
    + messages::MessageStore
    + objecting::ObjectionStore
    + online::OnlineStore
    + texting::TextStore
    + transfer::TransferStore
    + watched::WatchStore
    + outcome::OutcomeStore
    + prefill::PrefillStore
    + shown::CodeStore
    + telling::TellStore
    + Send
    + Sync
    + 'static
{
    // Staff
    /// Adds accounts that do not exist yet.
    async fn put_staff(&self, staff: Vec<StaffRow>) -> Kept<()>;
    async fn staff(&self, number: &str) -> Kept<Option<StaffRow>>;
    /// Counts a wrong password; the `limit`-th locks the account until `locked_until`.
    async fn wrong_password(&self, act: Act, number: &str, limit: u32, locked_until: Timestamp) -> Kept<()>;
    async fn open_session(&self, act: Act, session: SessionRow) -> Kept<()>;
    async fn session(&self, token_digest: &str) -> Kept<Option<SessionRow>>;
    async fn close_session(&self, act: Act, token_digest: &str) -> Kept<()>;

    // Queue and visits
    async fn issue_ticket(&self, act: Act, new: NewTicket) -> Kept<Ticket>;
    /// Keeps a day that is over as it was, unless anything of it is kept already. For exercises.
    async fn put_past_day(&self, act: Act, day: Date, tickets: Vec<Ticket>) -> Kept<()>;
    async fn make_appointment(&self, act: Act, appointment: Appointment) -> Kept<Appointment>;
    async fn appointment(&self, day: Date, code: &str) -> Kept<Option<Appointment>>;
    /// Every ticket of one day, as they were taken.
    async fn tickets(&self, day: Date) -> Kept<Vec<Ticket>>;
    /// Gives at most one waiting ticket to this window and opens its visit, in one step (promise 3). `groups` narrow
    /// what the window serves; none take all of it.
    async fn call_next(&self, act: Act, groups: Vec<String>, rules: Rules) -> Kept<CallReply>;
    /// Somebody who was missed or parked stands at this window.
    async fn take_up(&self, act: Act, ticket: Uuid, rules: Rules) -> Kept<Visit>;
    /// Recall, miss, rejoin, park, leave. A visit of the ticket ends where it leaves the window.
    async fn handle_ticket(&self, act: Act, ticket: Uuid, step: Step, rules: Rules) -> Kept<Ticket>;
    async fn transfer_ticket(&self, act: Act, ticket: Uuid, to: Transfer, rules: Rules) -> Kept<Ticket>;
    async fn open_walk_in(&self, act: Act, reason: &str) -> Kept<Visit>;
    async fn close_visit(&self, act: Act, visit: Uuid, outcome: &str, rules: Rules) -> Kept<()>;
    /// Notes which bodies the register connected with somebody of this visit.
    async fn note_bodies(&self, visit: Uuid, bodies: Vec<(String, String)>) -> Kept<()>;
    async fn body_relation(&self, visit: Uuid, uscc: &str) -> Kept<Option<String>>;

    // Windows
    /// Adds the hall's windows that are not there yet.
    async fn put_windows(&self, act: Act, rules: Arc<QueueRules>) -> Kept<()>;
    async fn windows(&self) -> Kept<Vec<Window>>;
    /// Opens the window of who acts; `groups` are what one serves that the hall's data does not name.
    async fn open_window(&self, act: Act, name: &str, groups: Vec<String>) -> Kept<Seated>;
    /// 交接班: who acts takes window and open visit over.
    async fn take_shift(&self, act: Act, name: &str) -> Kept<Seated>;
    /// A step of one's own window.
    async fn run_window(&self, act: Act, step: WindowStep) -> Kept<Window>;
    /// 调窗. Whoever looked at an older version changes nothing, is told, and is logged.
    async fn move_window(
        &self,
        act: Act,
        desk: &str,
        groups: Vec<String>,
        by: &str,
        version: Option<u64>,
    ) -> Kept<Moved>;
    /// Sends what a silent window has back to the queue and closes it.
    async fn release_window(&self, act: Act, desk: &str, rules: Rules) -> Kept<Window>;
    /// What lies open at a desk.
    async fn open_drafts(&self, desk: &str) -> Kept<Vec<OpenDraft>>;
    async fn reassign(&self, act: Act, from: &str, ask: Reassign) -> Kept<Reassigned>;

    // Looks (promise 8)
    async fn put_grants(&self, grants: Vec<Grant>) -> Kept<()>;
    /// Writes an audit line for a look at the hall's own records.
    async fn note_look(&self, act: Act, deed: &str, subject: &str, purpose: &str) -> Kept<()>;

    // Use
    /// Intakes opened by item until the midnight before, see [`cases::wire::session::Uses`].
    /// How much each item was used in the year before.
    async fn usage(&self, now: Timestamp) -> Kept<Vec<ItemUse>>;
    async fn uses(&self, now: Timestamp) -> Kept<BTreeMap<String, u32>>;

    // Intake
    /// What a command at this place, under this key, was answered with before. A place with another digest and a
    /// key with another body are refused.
    async fn answered(&self, post: &Post) -> Kept<Option<Outcome>>;
    /// Applies a command once.
    async fn apply(&self, act: Act, arrival: Arrival) -> Kept<Outcome>;
    /// Accepts a case that waited for its department's line.
    async fn accept_waiting(&self, act: Act, plan: AcceptPlan) -> Kept<Outcome>;
    async fn waiting_for_line(&self) -> Kept<Vec<PendingCase>>;
    async fn drafts_of(&self, desk: &str) -> Kept<Vec<Draft>>;
    /// The draft and whether it is still open.
    async fn draft(&self, id: Uuid) -> Kept<Option<(Draft, bool)>>;
    async fn take_draft(&self, act: Act, id: Uuid) -> Kept<Draft>;
    async fn put_piece(&self, digest: &str, bytes: Vec<u8>, at: Timestamp) -> Kept<()>;
    async fn piece(&self, digest: &str) -> Kept<Option<Vec<u8>>>;

    // Cases and papers
    async fn cases(&self, now: Timestamp, filter: CaseFilter) -> Kept<Vec<CaseRow>>;
    /// The same list by pieces, with its whole length.
    async fn case_page(&self, now: Timestamp, filter: CaseFilter) -> Kept<CasePage>;
    /// By case number or slip code, with the case's id.
    async fn case(&self, now: Timestamp, reference: &str) -> Kept<Option<(Uuid, CaseView)>>;
    async fn papers_of(&self, casefile: Uuid) -> Kept<Vec<PaperRef>>;
    /// Papers without bytes.
    async fn unmade_papers(&self, of: Unmade) -> Kept<Vec<UnmadePaper>>;
    /// Writes the English companion of a paper, once; gives its id.
    async fn write_companion(&self, act: Act, of: Uuid) -> Kept<Uuid>;
    async fn paper_ref(&self, id: Uuid) -> Kept<Option<PaperRef>>;
    /// Keeps the bytes of a paper, the first time only: a digest never changes.
    async fn keep_paper(
        &self,
        id: Uuid,
        bytes: Vec<u8>,
        digest: String,
        pages: u32,
        missing: Vec<String>,
    ) -> Kept<()>;
    async fn paper(&self, id: Uuid) -> Kept<Option<Vec<u8>>>;
    /// Id and name of each item that a paper is about; of a paper there is at least one.
    async fn items_of_paper(&self, id: Uuid) -> Kept<Vec<(String, String)>>;

    // Dispatch
    /// Leases the first waiting parcel of a department whose turn it is.
    async fn lease_parcel(&self, now: Timestamp, until: Timestamp) -> Kept<Option<LeasedParcel>>;
    async fn settle_parcel(&self, act: Act, id: Uuid, settled: Settled) -> Kept<()>;
    async fn next_parcel_time(&self) -> Kept<Option<Timestamp>>;
    /// Frees every lease: nobody who held one is alive when the hall starts.
    async fn release_leases(&self) -> Kept<u64>;
    /// `ground` is what papers of the parcel's case are written from.
    async fn note_progress(&self, act: Act, progress: Progress, ground: Option<Ground>) -> Kept<Progressed>;
    /// What the case of a parcel said when it was accepted.
    async fn parcel_draft(&self, id: Uuid) -> Kept<Option<Draft>>;
    async fn parcel_department(&self, id: Uuid) -> Kept<Option<String>>;

    // Ratings (promise 10)
    async fn rating_key(&self) -> Kept<Option<RatingSecret>>;
    /// Keeps a key; the first one kept stays, and is given back.
    async fn put_rating_key(&self, act: Act, key: RatingSecret) -> Kept<RatingSecret>;
    /// Keeps the rating of an item this desk handled in this visit, once.
    async fn keep_rating(&self, act: Act, of: Rated, said: Said, at: Timestamp) -> Kept<RatingKept>;
    /// Every rating of one desk, last first.
    async fn ratings_of(&self, desk: &str) -> Kept<Vec<RatingRow>>;

    // Forgetting
    /// Deletes what was over before this moment, and says how much it was.
    async fn forget(&self, act: Act, before: Timestamp) -> Kept<Forgotten>;

    // Watching
    async fn raise_alarm(&self, act: Act, what: &str, detail: &str) -> Kept<()>;
    async fn alarms(&self) -> Kept<Vec<String>>;
    /// Changes after `cursor`, oldest first, at most `limit`; `None` when the cursor is not kept any more.
    async fn changes(&self, cursor: u64, limit: u32) -> Kept<Option<Vec<Change>>>;
    async fn last_change(&self) -> Kept<u64>;
    /// Tells who listens what another program wrote into the feed.
    async fn ring(&self) -> Kept<()>;
    /// Entries after `seq`, at most `limit`.
    async fn audit(&self, seq: u64, limit: u32) -> Kept<Vec<Entry>>;
    /// Ends the store: what was answered is kept, what comes later is refused.
    async fn close(&self);
    /// The cursor of the last change, after every commit.
    fn changed(&self) -> watch::Receiver<u64>;
}

/// Name of the hall's audit chain.
pub const CHAIN: &str = "hall";
