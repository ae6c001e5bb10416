//! Cases and papers. Every look is logged.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use cases::case::Stage;
use cases::roles::Deed;
use cases::wire::Problem;
use cases::wire::record::{CaseRow, CaseView};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::caller::{Caller, Reply};
use crate::fault::{self, Fault};
use crate::keeping;
use crate::rooms::Rooms;
use crate::store::CaseFilter;

const AT_MOST: u32 = 200;

#[derive(Debug, Deserialize, IntoParams)]
pub struct Filter {
    desk: Option<String>,
    #[param(value_type = Option<String>)]
    stage: Option<Stage>,
    limit: Option<u32>,
}

/// Cases, newest first, applicants masked.
#[utoipa::path(get, path = "/v1/cases", tag = "cases", params(Filter), responses((status = 200, body = Vec<CaseRow>)))]
pub async fn list(
    State(rooms): State<Arc<Rooms>>,
    caller: Caller,
    Query(filter): Query<Filter>,
) -> Reply<Vec<CaseRow>> {
    caller.may(Deed::SeeCase)?;
    rooms
        .store
        .note_look(
            caller.act(),
            "look:cases",
            filter.desk.as_deref().unwrap_or("*"),
            "list of cases",
        )
        .await?;
    let filter = CaseFilter {
        desk: filter.desk,
        stage: filter.stage.map(|stage| stage.word().to_owned()),
        limit: filter.limit.unwrap_or(50).min(AT_MOST),
    };
    rooms.store.cases(filter).await.map(Json)
}

/// One case by case number or slip code.
#[utoipa::path(get, path = "/v1/cases/{reference}", tag = "cases", params(("reference" = String, Path)),
    responses((status = 200, body = CaseView), (status = 404, body = Problem)))]
pub async fn one(
    State(rooms): State<Arc<Rooms>>,
    Path(reference): Path<String>,
    caller: Caller,
) -> Reply<CaseView> {
    caller.may(Deed::SeeCase)?;
    let reference = reference.trim().to_ascii_uppercase().replace(['-', ' '], "");
    let (id, mut view) = rooms.store.case(&reference).await?.ok_or_else(fault::no_case)?;
    rooms
        .store
        .note_look(caller.act(), "look:case", &view.slip, "case")
        .await?;
    if view.papers.iter().any(|paper| paper.digest.is_empty()) {
        view.papers = keeping::papers_of(&rooms, id).await?;
    }
    Ok(Json(view))
}

/// The kept bytes of a paper.
#[utoipa::path(get, path = "/v1/papers/{id}", tag = "cases", params(("id" = Uuid, Path)),
    responses((status = 200, content_type = "application/pdf"), (status = 404, body = Problem)))]
pub async fn paper(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    caller: Caller,
) -> Result<Response, Fault> {
    caller.may(Deed::SeePaper)?;
    let bytes = keeping::bytes(&rooms, id).await?;
    rooms
        .store
        .note_look(caller.act(), "look:paper", &id.to_string(), "paper")
        .await?;
    Ok(([(CONTENT_TYPE, "application/pdf")], bytes).into_response())
}
