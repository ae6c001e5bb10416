//! For those who keep the catalogue (事项库维护): what is wrong in it, how one item came to say what it says, and how much
//! each is used.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use cases::catalogue::edition::parts;
use cases::roles::Deed;
use cases::wire::edition::{CatalogueState, ItemHistory, Usage};
use serde::Deserialize;
use utoipa::IntoParams;

use super::caller::{Caller, Reply};
use crate::editions;
use crate::fault;
use crate::rooms::Rooms;

/// What is wrong in what this hall serves; nothing where its edition was published.
#[utoipa::path(get, path = "/v1/catalogue/state", tag = "catalogue", responses((status = 200, body = CatalogueState)))]
pub async fn state(State(rooms): State<Arc<Rooms>>) -> Json<CatalogueState> {
    let opened_with = rooms.opened_with();
    Json(CatalogueState {
        edition: rooms.catalogue().edition.clone(),
        faults: opened_with.faults.clone(),
        withheld: opened_with.withheld.clone(),
    })
}

#[derive(Debug, Deserialize, IntoParams)]
pub struct OfItem {
    /// Id of the item.
    item: String,
}

/// The editions in which one item came, became another or went, the newest first, with what each said otherwise.
#[utoipa::path(get, path = "/v1/catalogue/history", tag = "catalogue", params(OfItem),
    responses((status = 200, body = ItemHistory), (status = 404, body = cases::wire::Problem)))]
pub async fn history(State(rooms): State<Arc<Rooms>>, Query(of): Query<OfItem>) -> Reply<ItemHistory> {
    let history = editions::history(rooms.store.as_ref(), &parts::of_item(&of.item)).await?;
    match history.total {
        0 => Err(fault::no_such_item()),
        _ => Ok(Json(history)),
    }
}

/// How much each item was used in the last year: intakes, receipts, acceptances, open drafts. Nobody's name is in it.
#[utoipa::path(get, path = "/v1/catalogue/usage", tag = "catalogue",
    responses((status = 200, body = Usage), (status = 403, body = cases::wire::Problem)))]
pub async fn usage(State(rooms): State<Arc<Rooms>>, caller: Caller) -> Reply<Usage> {
    caller.may(Deed::PublishCatalogue)?;
    let now = rooms.now();
    let mut items = rooms.store.usage(now).await?;
    let catalogue = rooms.catalogue();
    // What left the catalogue and was used within the year stands there too; what nobody takes in is counted.
    let used: BTreeSet<&str> = items.iter().map(|one| one.item.as_str()).collect();
    let unused = catalogue
        .items
        .iter()
        .filter(|item| !used.contains(item.id.as_str()))
        .count();
    items.sort_by(|one, other| other.year.cmp(&one.year).then_with(|| one.item.cmp(&other.item)));
    Ok(Json(Usage {
        edition: catalogue.edition.clone(),
        counted_at: now,
        unused: unused as u64,
        items,
    }))
}
