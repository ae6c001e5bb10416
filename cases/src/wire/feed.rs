//! `GET /v1/feed?cursor=N`: Server-Sent Events, each with its cursor as the event id.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::case::{ParcelState, Stage};
use crate::queue::WindowState;

/// One change. No person in it: a desk that may see more asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// Strictly growing per hall.
    pub cursor: u64,
    #[serde(flatten)]
    pub what: What,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", tag = "what")]
pub enum What {
    /// The queue is not as it was.
    Queue { waiting: u32 },
    /// A number was called, or called again.
    #[serde(rename_all = "camelCase")]
    Call {
        number: String,
        desk: String,
        /// 1, and one more with every recall.
        calls: u32,
    },
    /// A window opened, pauses, serves, closed, or was moved to other groups.
    #[serde(rename_all = "camelCase")]
    Window {
        desk: String,
        state: WindowState,
        groups: Vec<String>,
    },
    /// A draft was saved or taken.
    #[serde(rename_all = "camelCase")]
    Draft {
        draft: Uuid,
        revision: u64,
        desk: String,
    },
    /// A case stepped on.
    #[serde(rename_all = "camelCase")]
    Case {
        slip: String,
        case_number: Option<String>,
        stage: Stage,
        desk: String,
    },
    /// A parcel moved.
    #[serde(rename_all = "camelCase")]
    Parcel {
        slip: String,
        department: String,
        state: ParcelState,
        desk: String,
    },
    /// An item handled at this desk was rated; nobody learns here how.
    #[serde(rename_all = "camelCase")]
    Rated { desk: String, slip: String },
    /// Somebody asks for help, or is helped.
    Help { request: Uuid },
    /// A draft is offered to windows, taken, or not offered any more.
    #[serde(rename_all = "camelCase")]
    HandOver { hand_over: Uuid },
    /// A draft that `holder` has is asked for by `desk`, or the answer was given.
    #[serde(rename_all = "camelCase")]
    DraftAsk {
        ask: Uuid,
        holder: String,
        desk: String,
        given: Option<bool>,
    },
    /// The cursor is older than what the hall keeps: reload everything, then go on from this cursor.
    Reset,
}
