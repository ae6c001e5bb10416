//! For those who keep the catalogue (事项库维护): what is wrong in it, how one item came to say what it says, and how much
//! each is used.

use std::collections::BTreeMap;
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
    let counted = rooms.store.usage(now).await?;
    let mut items: BTreeMap<String, _> = counted.into_iter().map(|one| (one.item.clone(), one)).collect();
    let catalogue = rooms.catalogue();
    let edition = catalogue.edition.clone();
    // What nobody takes in is said as well; what left the catalogue and is still open too.
    let unused = catalogue.items.len() as u64
        - catalogue
            .items
            .iter()
            .filter(|item| items.contains_key(&item.id))
            .count() as u64;
    let mut used: Vec<_> = std::mem::take(&mut items).into_values().collect();
    used.sort_by(|one, other| other.year.cmp(&one.year).then_with(|| one.item.cmp(&other.item)));
    Ok(Json(Usage {
        edition,
        counted_at: now,
        unused,
        items: used,
    }))
}
