//! What window and hall say to each other. HTTPS with JSON, camelCase; problems are RFC 9457 documents.
//!
//! - [`approval`]: asking, answering, taking back; what a supervisor opens.
//! - [`session`]: staff sign in; health.
//! - [`edition`]: editions of the catalogue: the one in force, differences, publishing.
//! - [`queue`]: tickets, calls, the life of windows.
//! - [`visit`]: visits, identification.
//! - [`gateway`]: shared data and licences, each look with its reason.
//! - [`grant`]: which item may read what, and who let it.
//! - [`delivery`]: results, their delivery, prints of a paper, void cases.
//! - [`intake`]: the inbox: drafts, receipt, acceptance.
//! - [`online`]: applications begun online, for who stands at the window.
//! - [`notice`]: the first notice of a case, its text, consultations without a case.
//! - [`objection`]: 数据校核: what is said to be wrong at a source, and its answers.
//! - [`outcome`]: cases taken up again, withdrawn, promised later; the register of what was turned away.
//! - [`phone`]: files from the applicant's telephone.
//! - [`prefill`]: how much of the forms sources filled.
//! - [`rating`]: ratings under a seal only the hall opens.
//! - [`record`]: cases, parcels and papers as the hall shows them.
//! - [`assist`]: help, mandates, hand-overs, drafts that another desk holds.
//! - [`support`]: calls for support, messages to windows and walls.
//! - [`transfer`]: paper on its way to departments and back, papers that wait for a seal.
//! - [`warning`]: limits that are near, until somebody looked at them.
//! - [`watch`]: alarms about looks, and the looks they are about.
//! - [`feed`]: what changed, by cursor, to whom it concerns.
//! - [`board`]: the supervisor's board, and what is done from it.
//!
//! Headers: `Authorization: Bearer <desk token>` on every route but `/health`; `X-Yichuang-Desk` names the
//! desk; `X-Yichuang-Staff` carries the session token on every deed; `Idempotency-Key` stands on every write;
//! `X-Yichuang-Version` is [`VERSION`] and one version of tolerance is kept both ways.

pub mod approval;
pub mod assist;
pub mod board;
pub mod credit;
pub mod delivery;
pub mod edition;
pub mod feed;
pub mod further;
pub mod gateway;
pub mod grant;
pub mod intake;
pub mod material;
pub mod notice;
pub mod objection;
pub mod online;
pub mod outcome;
pub mod phone;
pub mod prefill;
pub mod queue;
pub mod rating;
pub mod record;
pub mod session;
pub mod support;
pub mod transfer;
pub mod visit;
pub mod warning;
pub mod watch;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::Trouble;

/// Version of this contract.
pub const VERSION: u32 = 1;

pub const HEADER_DESK: &str = "x-yichuang-desk";
pub const HEADER_STAFF: &str = "x-yichuang-staff";
pub const HEADER_VERSION: &str = "x-yichuang-version";
pub const HEADER_KEY: &str = "idempotency-key";

/// RFC 9457 problem (`application/problem+json`) with our stable code and both sentences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    #[serde(flatten)]
    pub trouble: Trouble,
}

impl Problem {
    pub fn new(status: u16, trouble: Trouble) -> Self {
        Self {
            kind: format!("urn:yichuang:problem:{}", trouble.code),
            title: trouble.en.clone(),
            status,
            trouble,
        }
    }
}
