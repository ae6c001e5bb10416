//! 智能预填, live: how much of the forms sources filled, for supervisors.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use cases::roles::Deed;
use cases::wire::Problem;
use cases::wire::prefill::PrefillRow;

use super::caller::{Caller, Reply};
use super::watch::{OfMonth, month};
use crate::rooms::Rooms;

/// The cases accepted in a month, by window and item. No applicant in it.
#[utoipa::path(get, path = "/v1/prefill", tag = "board", params(OfMonth),
    responses((status = 200, body = Vec<PrefillRow>), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn view(
    State(rooms): State<Arc<Rooms>>,
    caller: Caller,
    Query(of): Query<OfMonth>,
) -> Reply<Vec<PrefillRow>> {
    caller.may(Deed::SeeBoard)?;
    let catalogue = rooms.catalogue();
    let rows = rooms.store.prefilled(month(&of.month)?).await?;
    let named = rows.into_iter().map(|row| PrefillRow {
        desk: row.desk,
        // An item that left the catalogue is called as it was numbered.
        item_name: catalogue
            .item(&row.item)
            .map_or_else(|| row.item.clone(), |item| item.name.clone()),
        item: row.item,
        cases: row.cases,
        meter: row.meter,
    });
    Ok(Json(named.collect()))
}
