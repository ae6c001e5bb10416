//! Cases and papers. Every look is logged.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use cases::case::Stage;
use cases::roles::Deed;
use cases::wire::Problem;
use cases::wire::record::{CaseClocks, CasePage, CaseRow, CaseView, PaperRef, TextView};
use cases::wire::warning::WarningsOf;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::caller::{Caller, Reply, Write};
use super::drafts::Nothing;
use crate::fault::{self, Fault};
use crate::keeping;
use crate::rooms::Rooms;
use crate::store::CaseFilter;

const AT_MOST: u32 = 200;

/// What comes first in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Order {
    Newest,
    /// What ends first of what runs.
    Burning,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
pub struct Filter {
    desk: Option<String>,
    #[param(value_type = Option<String>)]
    stage: Option<Stage>,
    /// Cases whose clock ends on this day or before.
    #[param(value_type = Option<String>, format = Date)]
    due_by: Option<Date>,
    /// With `dueBy`: those as well that a window, or the supervisors, are warned of and did not look at, and those first.
    #[param(value_type = Option<String>)]
    warned: Option<WarningsOf>,
    /// Only cases that a department has sent back.
    returned: Option<bool>,
    /// Beginning of a case number or slip code, or part of an item's name.
    find: Option<String>,
    order: Option<Order>,
    offset: Option<u32>,
    limit: Option<u32>,
}

impl Filter {
    /// The filter, narrowed to the items that who asks may see.
    fn asked(self, items: Option<Vec<String>>) -> CaseFilter {
        let find = self
            .find
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty());
        CaseFilter {
            find: find.map(str::to_uppercase),
            desk: self.desk,
            stage: self.stage.map(|stage| stage.word().to_owned()),
            due_by: self.due_by,
            warned: self.warned,
            returned: self.returned.unwrap_or(false),
            items,
            burning: self.order == Some(Order::Burning),
            offset: self.offset.unwrap_or(0),
            limit: self.limit.unwrap_or(50).min(AT_MOST),
        }
    }
}

/// Cases, newest first unless asked otherwise, applicants masked.
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
    let items = caller.reach(&rooms, Deed::SeeCase);
    rooms
        .store
        .cases(rooms.now(), filter.asked(items))
        .await
        .map(Json)
}

/// A piece of a list of cases, newest first unless asked otherwise, with the length of the whole list.
#[utoipa::path(get, path = "/v1/case-page", tag = "cases", params(Filter), responses((status = 200, body = CasePage)))]
pub async fn page(
    State(rooms): State<Arc<Rooms>>,
    caller: Caller,
    Query(filter): Query<Filter>,
) -> Reply<CasePage> {
    caller.may(Deed::SeeCase)?;
    rooms
        .store
        .note_look(
            caller.act(),
            "look:cases",
            filter.desk.as_deref().unwrap_or("*"),
            "page of cases",
        )
        .await?;
    let items = caller.reach(&rooms, Deed::SeeCase);
    rooms
        .store
        .case_page(rooms.now(), filter.asked(items))
        .await
        .map(Json)
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
    let (id, mut view) = rooms
        .store
        .case(rooms.now(), &reference_of(&reference))
        .await?
        .ok_or_else(fault::no_case)?;
    within(&rooms, &caller, Deed::SeeCase, (&view.item, &view.item_name))?;
    rooms
        .store
        .note_look(caller.act(), "look:case", &view.slip, "case")
        .await?;
    if view.papers.iter().any(|paper| paper.digest.is_empty()) {
        view.papers = keeping::papers_of(&rooms, id).await?;
    }
    Ok(Json(view))
}

/// A case number or slip code as somebody wrote it.
pub(super) fn reference_of(text: &str) -> String {
    text.trim().to_ascii_uppercase().replace(['-', ' '], "")
}

/// Names of the items that who asks may do a deed for; `None` is all of them.
pub(super) fn names_in_reach(rooms: &Rooms, caller: &Caller, deed: Deed) -> Option<Vec<String>> {
    let items = caller.reach(rooms, deed)?;
    let catalogue = rooms.catalogue();
    let named = items.iter().filter_map(|id| catalogue.item(id));
    Some(named.map(|item| item.name.clone()).collect())
}

/// What the applicant was told by text message, and what did not go out.
#[utoipa::path(get, path = "/v1/cases/{reference}/texts", tag = "cases", params(("reference" = String, Path)),
    responses((status = 200, body = Vec<TextView>), (status = 404, body = Problem)))]
pub async fn texts(
    State(rooms): State<Arc<Rooms>>,
    Path(reference): Path<String>,
    caller: Caller,
) -> Reply<Vec<TextView>> {
    caller.may(Deed::SeeCase)?;
    let reference = reference_of(&reference);
    let (id, view) = rooms
        .store
        .case(rooms.now(), &reference)
        .await?
        .ok_or_else(fault::no_case)?;
    within(&rooms, &caller, Deed::SeeCase, (&view.item, &view.item_name))?;
    rooms
        .store
        .note_look(caller.act(), "look:texts", &view.slip, "texts of a case")
        .await?;
    rooms.store.texts_of(id).await.map(Json)
}

/// 特别程序结束: the clock of the case runs on.
#[utoipa::path(post, path = "/v1/cases/{slip}/resume", tag = "cases", params(("slip" = String, Path)),
    responses((status = 200, body = CaseClocks), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn resume(
    State(rooms): State<Arc<Rooms>>,
    Path(slip): Path<String>,
    write: Write<Nothing>,
) -> Reply<CaseClocks> {
    write.caller.may(Deed::AskApproval)?;
    let now = rooms.now();
    let (_, case) = rooms.store.case(now, &slip).await?.ok_or_else(fault::no_case)?;
    within(
        &rooms,
        &write.caller,
        Deed::AskApproval,
        (&case.item, &case.item_name),
    )?;
    let clocks = rooms.store.resume_case(write.act(), case.slip).await?;
    Ok(Json(CaseClocks::of(&clocks, now, &rooms.counting().calendar)))
}

/// Whether who asks may do a deed with a case of this item.
pub(super) fn within(
    rooms: &Rooms,
    caller: &Caller,
    deed: Deed,
    (item, name): (&String, &str),
) -> Result<(), Fault> {
    match caller.reach(rooms, deed) {
        Some(items) if !items.contains(item) => Err(fault::item_not_yours().about(name)),
        Some(_) | None => Ok(()),
    }
}

/// Whether who asks may see a paper: every item that it is about is his.
pub(super) async fn may_see(rooms: &Rooms, caller: &Caller, paper: Uuid) -> Result<(), Fault> {
    caller.may(Deed::SeePaper)?;
    for (item, name) in rooms.store.items_of_paper(paper).await? {
        within(rooms, caller, Deed::SeePaper, (&item, &name))?;
    }
    Ok(())
}

/// The English companion (英文对照) of a paper, written once and kept like it.
#[utoipa::path(post, path = "/v1/papers/{id}/companion", tag = "cases", params(("id" = Uuid, Path)),
    responses((status = 200, body = PaperRef), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn companion(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    write: Write<Nothing>,
) -> Reply<PaperRef> {
    may_see(&rooms, &write.caller, id).await?;
    let companion = rooms.store.write_companion(write.act(), id).await?;
    keeping::paper_ref(&rooms, companion).await.map(Json)
}

/// The kept bytes of a paper.
#[utoipa::path(get, path = "/v1/papers/{id}", tag = "cases", params(("id" = Uuid, Path)),
    responses((status = 200, content_type = "application/pdf"), (status = 404, body = Problem)))]
pub async fn paper(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    caller: Caller,
) -> Result<Response, Fault> {
    may_see(&rooms, &caller, id).await?;
    let bytes = keeping::bytes(&rooms, id).await?;
    rooms
        .store
        .note_look(caller.act(), "look:paper", &id.to_string(), "paper")
        .await?;
    Ok(([(CONTENT_TYPE, "application/pdf")], bytes).into_response())
}
