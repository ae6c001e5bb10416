//! What screens see: plain shapes, masked by default, generated into TypeScript. No rule lives in a screen,
//! so everything a screen needs to decide is already decided here.
//!
//! - [`applicant`]: the applicant's screen, and its strip on the desk.
//! - [`approval`]: requests for approval, and what a supervisor opens.
//! - [`board`]: the supervisor's board.
//! - [`clerk`]: pages of 办件, the trail of the intake, an edit taken back.
//! - [`assist`]: the helper's page, hand-overs, drafts that another desk holds.
//! - [`desk`]: who is signed in, the queue, the visit, the people at the window.
//! - [`intake`]: the open intake: fields, questions, slots, findings, counts.
//! - [`library`]: 事项库: guides and everyday answers.
//! - [`messages`]: calls for support, what the hall has to say.
//! - [`objection`]: objections to what sources have.
//! - [`online`]: applications that were begun online.
//! - [`prefill`]: how much of the forms sources filled.
//! - [`queue`]: tickets, groups, windows; what may be copied from the previous intake.
//! - [`results`]: a case as it stands, its results and their delivery.
//! - [`scan`]: the scan panel.
//! - [`outcome`]: what became of F9, papers, cases in the list.

pub mod applicant;
pub mod approval;
pub mod assist;
pub mod board;
pub mod clerk;
pub mod consent;
pub mod desk;
pub mod edition;
pub mod intake;
pub mod library;
pub mod materials;
pub mod messages;
pub mod objection;
pub mod online;
pub mod outcome;
pub mod prefill;
pub mod printing;
pub mod queue;
pub mod results;
pub mod scan;
pub mod transfer;
pub mod watch;

use serde::{Deserialize, Serialize};
use specta::Type;

/// A failure as a screen shows it; screens branch on `code`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TroubleView {
    pub code: String,
    pub zh: String,
    pub en: String,
}

impl From<cases::error::Trouble> for TroubleView {
    fn from(trouble: cases::error::Trouble) -> Self {
        Self {
            code: trouble.code,
            zh: trouble.zh,
            en: trouble.en,
        }
    }
}
