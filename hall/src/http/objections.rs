//! 数据校核: what waits for an answer of a source, at a window and in the whole hall.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use cases::roles::Deed;
use cases::wire::Problem;
use cases::wire::objection::{ObjectionPage, ObjectionRow, ObjectionsOf, SettleObjection};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::caller::{Caller, Reply, Write};
use crate::rooms::Rooms;
use crate::store::objecting::ObjectionFilter;

/// Rows in one reply.
const AT_MOST: u32 = 100;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
pub struct Asked {
    of: ObjectionsOf,
    /// Only those that wait for an answer.
    open: Option<bool>,
    offset: Option<u32>,
    limit: Option<u32>,
}

/// Open ones first, the oldest of them first. No applicant in it; values as the window showed them.
#[utoipa::path(get, path = "/v1/objections", tag = "cases", params(Asked), responses((status = 200, body = ObjectionPage)))]
pub async fn list(
    State(rooms): State<Arc<Rooms>>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Reply<ObjectionPage> {
    let (deed, desk) = match asked.of {
        ObjectionsOf::Window => (Deed::SaveDraft, Some(caller.desk.clone())),
        ObjectionsOf::Hall => (Deed::FollowUp, None),
    };
    caller.may(deed)?;
    let filter = ObjectionFilter {
        desk,
        open: asked.open.unwrap_or(false),
        items: caller.reach(&rooms, deed),
        offset: asked.offset.unwrap_or(0),
        limit: asked.limit.unwrap_or(50).min(AT_MOST),
    };
    let mut page = rooms.store.objections(rooms.now(), filter).await?;
    name_items(&rooms, &mut page.rows);
    Ok(Json(page))
}

/// A supervisor writes down what a source answered in writing, or that it never did.
#[utoipa::path(post, path = "/v1/objections/{id}/settle", tag = "cases", params(("id" = Uuid, Path)),
    request_body = SettleObjection,
    responses((status = 200, body = ObjectionRow), (status = 403, body = Problem), (status = 404, body = Problem),
              (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn settle(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    write: Write<SettleObjection>,
) -> Reply<ObjectionRow> {
    write.caller.may(Deed::FollowUp)?;
    let mut row = rooms
        .store
        .settle_by_hand(write.act(), id, write.body.clone())
        .await?;
    name_items(&rooms, std::slice::from_mut(&mut row));
    Ok(Json(row))
}

/// Puts the names of the edition in force to the items; one of an older edition keeps its id.
pub fn name_items(rooms: &Rooms, rows: &mut [ObjectionRow]) {
    let catalogue = rooms.catalogue();
    for row in rows {
        if let Some(item) = catalogue.item(&row.item) {
            row.item_name.clone_from(&item.name);
        }
    }
}
