//! The hall itself: health, contracts, schemas.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use cases::case::collected::ReuseRules;
use cases::catalogue::schema;
use cases::realm::Realm;
use cases::wire::VERSION;
use cases::wire::session::{Health, PracticeAddress, Uses};

use super::caller::Reply;
use crate::fault::{self, Fault};
use crate::rooms::Rooms;

const SCHEMA_JSON: &str = "application/schema+json";

#[utoipa::path(get, path = "/health", tag = "hall", responses((status = 200, body = Health)))]
pub async fn health(State(rooms): State<Arc<Rooms>>) -> Json<Health> {
    let opened_with = rooms.opened_with();
    Json(Health {
        realm: rooms.realm,
        version: VERSION,
        now: rooms.now(),
        catalogue_faults: opened_with.faults.len() as u64,
        withheld_items: opened_with.withheld.len() as u64,
    })
}

/// How much this hall takes each item in, as of last midnight: the same all day, so that a window's lists stand still.
#[utoipa::path(get, path = "/v1/catalogue/uses", tag = "hall", responses((status = 200, body = Uses)))]
pub async fn uses(State(rooms): State<Arc<Rooms>>) -> Reply<Uses> {
    let uses = rooms.store.uses(rooms.now()).await?;
    Ok(Json(Uses { uses }))
}

/// 留存规则: for how long this hall offers again what an earlier case said.
#[utoipa::path(get, path = "/v1/catalogue/reuse", tag = "hall", responses((status = 200, body = ReuseRules)))]
pub async fn reuse(State(rooms): State<Arc<Rooms>>) -> Reply<ReuseRules> {
    Ok(Json(rooms.reuse.clone()))
}

/// The contracts towards registries, licence library, departments, text gateway, online portal and identity platforms, and
/// of objections.
#[utoipa::path(get, path = "/contracts/{name}", tag = "hall",
    params(("name" = String, Path, description = "registry, licence, department, messages, objections, online, identity or credit, with or without .openapi.json")),
    responses((status = 200, content_type = "application/json"), (status = 404, body = cases::wire::Problem)))]
pub async fn contract(Path(name): Path<String>) -> Result<Response, Fault> {
    let text = match name.trim_end_matches(".json").trim_end_matches(".openapi") {
        "registry" => include_str!("../../contracts/registry.openapi.json"),
        "licence" => include_str!("../../contracts/licence.openapi.json"),
        "department" => include_str!("../../contracts/department.openapi.json"),
        "online" => include_str!("../../contracts/online.openapi.json"),
        "credit" => include_str!("../../contracts/credit.openapi.json"),
        "identity" => include_str!("../../contracts/identity.openapi.json"),
        "messages" => include_str!("../../contracts/messages.openapi.json"),
        "objections" => include_str!("../../contracts/objections.openapi.json"),
        _ => return Err(fault::no_such_route()),
    };
    Ok(([(CONTENT_TYPE, "application/json")], text).into_response())
}

/// The JSON Schema of a whole catalogue folder. Editors and validators follow it, so it asks for no token.
#[utoipa::path(get, path = "/v1/schemas/catalogue", tag = "catalogue",
    responses((status = 200, content_type = "application/schema+json")))]
pub async fn catalogue_schema() -> Result<Response, Fault> {
    let whole = schema::whole()?;
    Ok(([(CONTENT_TYPE, SCHEMA_JSON)], whole.to_string()).into_response())
}

/// The JSON Schema of one file of a catalogue folder.
#[utoipa::path(get, path = "/v1/schemas/catalogue/{file}", tag = "catalogue",
    params(("file" = String, Path, description = "items, bundles, data_elements, codelists, conditions, calendar, papers, \
        answers, everyday or known_faults, with or without .json or .schema.json")),
    responses((status = 200, content_type = "application/schema+json"), (status = 404, body = cases::wire::Problem)))]
pub async fn file_schema(Path(file): Path<String>) -> Result<Response, Fault> {
    let text = schema::of(&file).ok_or_else(fault::no_such_route)?;
    Ok(([(CONTENT_TYPE, SCHEMA_JSON)], text).into_response())
}

/// Where the practice province is; in the training realm only.
#[utoipa::path(get, path = "/v1/training/practice", tag = "hall",
    responses((status = 200, body = PracticeAddress), (status = 404, body = cases::wire::Problem)))]
pub async fn practice(State(rooms): State<Arc<Rooms>>) -> Reply<PracticeAddress> {
    match (rooms.realm, rooms.directory.practice()) {
        (Realm::Training, Some(practice)) => Ok(Json(PracticeAddress {
            practice: practice.to_owned(),
        })),
        (Realm::Training | Realm::Live, _) => Err(fault::no_such_route()),
    }
}

pub async fn openapi(api: Arc<utoipa::openapi::OpenApi>) -> Json<utoipa::openapi::OpenApi> {
    Json(api.as_ref().clone())
}
