//! 收纸台账, and what an applicant need not bring again (材料复用).

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use cases::deadline::hall_date;
use cases::material::grade::Grade;
use cases::material::reuse;
use cases::roles::Deed;
use cases::wire::Problem;
use cases::wire::material::{MaterialAsks, Reusable};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::caller::{Caller, Reply};
use crate::fault;
use crate::rooms::Rooms;

#[derive(Deserialize, IntoParams)]
pub struct Between {
    /// First day, `2026-11-01`; without one the first of this month.
    from: Option<String>,
    /// Last day; without one today.
    until: Option<String>,
}

/// What cases asked on paper and why, and what they did not ask for, by department, item and material.
#[utoipa::path(get, path = "/v1/material-asks", tag = "materials", params(Between),
    responses((status = 200, body = Vec<MaterialAsks>), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn asks(
    State(rooms): State<Arc<Rooms>>,
    caller: Caller,
    Query(between): Query<Between>,
) -> Reply<Vec<MaterialAsks>> {
    caller.may(Deed::SeeBoard)?;
    let today = hall_date(rooms.now());
    let day = |text: Option<String>, otherwise: Date| match text {
        Some(text) => text.parse().map_err(|_| fault::odd_day()),
        None => Ok(otherwise),
    };
    let from = day(between.from, today.first_of_month())?;
    let until = day(between.until, today)?;
    rooms.store.material_asks(from, until).await.map(Json)
}

#[derive(Deserialize, IntoParams)]
pub struct OfMaterial {
    material: String,
}

/// Files of earlier cases of the applicant that may stand for a material of the draft, with their age and grade.
#[utoipa::path(get, path = "/v1/drafts/{id}/reusable", tag = "materials", params(("id" = Uuid, Path), OfMaterial),
    responses((status = 200, body = Vec<Reusable>), (status = 403, body = Problem), (status = 404, body = Problem),
              (status = 409, body = Problem)))]
pub async fn reusable(
    State(rooms): State<Arc<Rooms>>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Query(of): Query<OfMaterial>,
) -> Reply<Vec<Reusable>> {
    caller.may(Deed::SaveDraft)?;
    let (draft, _) = rooms.store.draft(id).await?.ok_or_else(fault::no_draft)?;
    let catalogue = rooms.edition(&draft.edition, &draft.item).await?;
    let item = catalogue.item(&draft.item).ok_or_else(fault::no_such_item)?;
    caller.may_for(Deed::SaveDraft, item)?;
    let wanted = item.material(&of.material).ok_or_else(fault::no_such_item)?;
    let Some(since) = rooms.reuse.files_since(hall_date(rooms.now())) else {
        return Ok(Json(Vec::new()));
    };
    let earlier = rooms.store.earlier_cases(caller.act(), id, since).await?;
    let mut found: Vec<Reusable> = Vec::new();
    for case in earlier {
        let Ok(catalogue) = rooms.edition(&case.draft.edition, &case.draft.item).await else {
            continue;
        };
        let Some(item) = catalogue.item(&case.draft.item) else {
            continue;
        };
        for slot in &case.draft.slots {
            let Some(spec) = item
                .material(&slot.material)
                .filter(|spec| reuse::is_same(spec, wanted))
            else {
                continue;
            };
            let is_fresh = reuse::is_fresh(slot, case.received_at, since);
            let Some(pieces) = reuse::pieces(spec, slot).filter(|_| is_fresh) else {
                continue;
            };
            // The same file of a later case is offered once.
            if found.iter().any(|known| known.pieces == pieces) {
                continue;
            }
            found.push(Reusable {
                slip: case.slip.clone(),
                item_name: case.item_name.clone(),
                material_name: spec.name.clone(),
                received_at: case.received_at,
                grade: slot.grade().unwrap_or(Grade::D),
                pieces: pieces.to_vec(),
            });
        }
    }
    Ok(Json(found))
}
