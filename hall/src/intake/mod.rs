//! Intake at the hall: what a desk's command becomes before it reaches the store.
//!
//! - [`plan`]: everything a receipt or an acceptance will say, decided before the transaction; numbers come in.
//! - [`service`]: checks an envelope, judges the draft again, probes the department's line, applies, renders.
//! - [`told`]: writes what the law wants told of an act that no window writes a paper for.
//! - [`waiting`]: accepts what waited for a line.
//! - [`guard`]: nobody is left waiting: requests that no supervisor answers, promises whose day has come.
//! - [`sweep`]: does what the law does by itself when a day has passed, and says so before.

pub mod guard;
pub mod plan;
pub mod result_papers;
pub mod service;
pub mod sweep;
pub mod told;
pub mod voiding;
pub mod waiting;

use cases::case::Draft;
use cases::review::Finding;
use cases::wire::intake::Place;
use uuid::Uuid;

use self::plan::{AcceptPlan, ReceivePlan, RefusePlan, ReturnPlan, SupplementPlan, TellOncePlan};

/// Where a command stands, under which key, with which digest.
#[derive(Debug, Clone)]
pub struct Post {
    pub place: Place,
    pub key: Uuid,
    /// Of the command.
    pub digest: String,
}

/// A desk's command, judged, ready to be applied once.
#[derive(Debug, Clone)]
pub struct Arrival {
    pub post: Post,
    pub what: Arrived,
}

#[derive(Debug, Clone)]
pub enum Arrived {
    Save(Box<Draft>),
    /// Acceptance was asked for and the same rules say no.
    Blocked {
        draft: Box<Draft>,
        findings: Vec<Finding>,
    },
    /// 收件, also where acceptance has to wait for the department's line.
    Receive(Box<ReceivePlan>),
    Accept(Box<AcceptPlan>),
    Refuse(Box<RefusePlan>),
    Supplement(Box<SupplementPlan>),
    Return(Box<ReturnPlan>),
    TellOnce(Box<TellOncePlan>),
}

impl Arrived {
    /// The draft that came with it.
    pub fn draft(&self) -> &Draft {
        match self {
            Arrived::Save(draft) | Arrived::Blocked { draft, .. } => draft,
            Arrived::Receive(plan) => &plan.ground.draft,
            Arrived::Accept(plan) => &plan.ground.draft,
            Arrived::Refuse(plan) => &plan.ground.draft,
            Arrived::Supplement(plan) => &plan.ground.draft,
            Arrived::Return(plan) => &plan.ground.draft,
            Arrived::TellOnce(plan) => &plan.ground.draft,
        }
    }
}
