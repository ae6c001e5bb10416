//! 期限提醒: what nobody looked at yet, at a window and for supervisors.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use cases::roles::Deed;
use cases::wire::Problem;
use cases::wire::warning::{SeeWarnings, SeenWarnings, WarningPage, WarningsOf};
use serde::Deserialize;
use utoipa::IntoParams;

use super::caller::{Caller, Reply, Write};
use super::records::reference_of;
use crate::rooms::Rooms;

/// Rows in one reply.
const AT_MOST: u32 = 50;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
pub struct Asked {
    of: WarningsOf,
    limit: Option<u32>,
}

/// Whose warnings need which permit.
fn deed(of: WarningsOf) -> Deed {
    match of {
        WarningsOf::Window => Deed::SeeCase,
        WarningsOf::Hall => Deed::SeeBoard,
    }
}

/// The most urgent ones, and how many there are. No applicant in it.
#[utoipa::path(get, path = "/v1/warnings", tag = "cases", params(Asked), responses((status = 200, body = WarningPage)))]
pub async fn list(
    State(rooms): State<Arc<Rooms>>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Reply<WarningPage> {
    caller.may(deed(asked.of))?;
    let items = caller.reach(&rooms, deed(asked.of));
    let of = (asked.of, caller.desk.clone());
    let limit = asked.limit.unwrap_or(AT_MOST).min(AT_MOST);
    rooms
        .store
        .warnings(rooms.now(), of, items, limit)
        .await
        .map(Json)
}

/// Opened, or put away by a key.
#[utoipa::path(post, path = "/v1/warnings/seen", tag = "cases", request_body = SeeWarnings,
    responses((status = 200, body = SeenWarnings), (status = 403, body = Problem)))]
pub async fn see(State(rooms): State<Arc<Rooms>>, write: Write<SeeWarnings>) -> Reply<SeenWarnings> {
    let deed = deed(write.body.of);
    write.caller.may(deed)?;
    let items = write.caller.reach(&rooms, deed);
    let seen = SeeWarnings {
        slip: write.body.slip.as_deref().map(reference_of),
        ..write.body.clone()
    };
    rooms.store.see_warnings(write.act(), items, seen).await.map(Json)
}
