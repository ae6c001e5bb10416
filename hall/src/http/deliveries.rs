//! 送达: results are handed out at any window of the hall. Every look and every print is logged.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use cases::roles::Deed;
use cases::wire::Problem;
use cases::wire::delivery::{Collectable, Deliver, PrintNoted};
use cases::wire::record::{CaseRow, CaseView};
use uuid::Uuid;

use super::caller::{Body, Caller, Reply, Write};
use super::drafts::Nothing;
use super::on_case::{ground_for, with_papers};
use super::records;
use crate::rooms::Rooms;
use crate::store::delivery::DeliverPlan;

/// 送达
#[utoipa::path(post, path = "/v1/cases/{reference}/delivery", tag = "cases", params(("reference" = String, Path)),
    request_body = Deliver,
    responses((status = 200, body = CaseView), (status = 403, body = Problem), (status = 404, body = Problem),
              (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn deliver(
    State(rooms): State<Arc<Rooms>>,
    Path(reference): Path<String>,
    write: Write<Deliver>,
) -> Reply<CaseView> {
    let act = write.act();
    let ground = ground_for(&rooms, &write.caller, Deed::Deliver, &reference).await?;
    let case = ground.draft.id;
    let plan = DeliverPlan {
        visit: write.body.visit,
        delivery: write.body.to(&ground.draft.party),
        ground,
    };
    let view = rooms.store.deliver(act, plan).await?;
    with_papers(&rooms, case, view).await
}

/// 领取结果: what somebody at the window may take along.
#[utoipa::path(post, path = "/v1/collectable", tag = "cases", request_body = Collectable,
    responses((status = 200, body = Vec<CaseRow>), (status = 403, body = Problem), (status = 409, body = Problem)))]
pub async fn collectable(
    State(rooms): State<Arc<Rooms>>,
    caller: Caller,
    Body(of): Body<Collectable>,
) -> Reply<Vec<CaseRow>> {
    caller.may(Deed::Deliver)?;
    rooms
        .store
        .note_look(
            caller.act(),
            "look:collectable",
            &of.visit.to_string(),
            "领取结果",
        )
        .await?;
    let mut rows = rooms.store.collectable(caller.act(), of).await?;
    if let Some(names) = records::names_in_reach(&rooms, &caller, Deed::Deliver) {
        rows.retain(|row| names.contains(&row.item_name));
    }
    Ok(Json(rows))
}

/// 打印、补打: counted per paper.
#[utoipa::path(post, path = "/v1/papers/{id}/prints", tag = "cases", params(("id" = Uuid, Path)),
    responses((status = 200, body = PrintNoted), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn print(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    write: Write<Nothing>,
) -> Reply<PrintNoted> {
    records::may_see(&rooms, &write.caller, id).await?;
    rooms.store.note_print(write.act(), id).await.map(Json)
}
