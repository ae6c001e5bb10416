//! 收纸台账

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use cases::deadline::hall_date;
use cases::roles::Deed;
use cases::wire::Problem;
use cases::wire::material::MaterialAsks;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;

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
