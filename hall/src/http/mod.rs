//! Thin handlers: read the request, ask who it is and whether he may, call, answer.
//!
//! Every route but `/health`, the schemas and what comes signed from outside needs the desk's token; every deed needs a
//! session whose role permits it. `GET /openapi.json` describes all of it.

mod approvals;
mod board;
mod caller;
mod deliveries;
mod drafts;
mod editions;
mod feed;
mod follow_up;
mod gateway;
mod grants;
mod hall;
mod hand_overs;
mod help;
mod materials;
mod messages;
mod notices;
mod objections;
mod on_case;
mod online;
mod outcomes;
mod outside;
mod phones;
mod practice;
mod prefill;
mod problem;
mod queue;
mod ratings;
mod records;
mod sessions;
mod support;
mod transfers;
mod upkeep;
mod visits;
mod voiding;
mod warnings;
mod watch;
mod windows;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use cases::catalogue::load::CAP_BYTES;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::fault;
use crate::rooms::Rooms;

/// Largest body of a request: a draft with a printed receipt.
const BODY_LIMIT: usize = 8 * 1024 * 1024;
/// Largest file of a material.
const PIECE_LIMIT: usize = 20 * 1024 * 1024;
/// Largest catalogue: what holds a file of this size is larger still, so that it is refused by its length, unread.
const EDITION_LIMIT: u64 = CAP_BYTES;
/// Largest application of a portal, its files apart.
const APPLICATION_LIMIT: usize = 2 * 1024 * 1024;
/// Largest callback.
const EVENT_LIMIT: usize = 256 * 1024;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Yichuang hall",
        description = "What windows and the hall say to each other. Problems are RFC 9457 documents. \
                       Authorization: Bearer <desk token>; X-Yichuang-Desk names the desk; X-Yichuang-Staff carries \
                       the session; Idempotency-Key stands on every write."
    ),
    components(schemas(cases::wire::Problem))
)]
struct Contract;

/// Every route, with its place in the published contract.
fn contract() -> (Router<Arc<Rooms>>, utoipa::openapi::OpenApi) {
    OpenApiRouter::with_openapi(Contract::openapi())
        .routes(routes!(hall::health))
        .routes(routes!(hall::contract))
        .routes(routes!(editions::head))
        .routes(routes!(editions::list))
        .routes(routes!(editions::one))
        .routes(routes!(editions::difference))
        .routes(routes!(editions::roll_back))
        .routes(routes!(upkeep::state))
        .routes(routes!(upkeep::history))
        .routes(routes!(upkeep::usage))
        .routes(routes!(hall::catalogue_schema))
        .routes(routes!(hall::file_schema))
        .routes(routes!(hall::uses))
        .routes(routes!(hall::reuse))
        .routes(routes!(hall::practice))
        .routes(routes!(sessions::sign_in))
        .routes(routes!(sessions::sign_out))
        .routes(routes!(queue::issue))
        .routes(routes!(queue::view))
        .routes(routes!(queue::make_appointment))
        .routes(routes!(queue::call))
        .routes(routes!(queue::take_up))
        .routes(routes!(queue::recall))
        .routes(routes!(queue::miss))
        .routes(routes!(queue::rejoin))
        .routes(routes!(queue::park))
        .routes(routes!(queue::transfer))
        .routes(routes!(queue::leave))
        .routes(routes!(windows::list))
        .routes(routes!(windows::open))
        .routes(routes!(windows::take_shift))
        .routes(routes!(windows::pause))
        .routes(routes!(windows::resume))
        .routes(routes!(windows::close))
        .routes(routes!(windows::change_groups))
        .routes(routes!(windows::release))
        .routes(routes!(windows::drafts))
        .routes(routes!(windows::reassign))
        .routes(routes!(board::view))
        .routes(routes!(prefill::view))
        .routes(routes!(follow_up::urge))
        .routes(routes!(follow_up::rating))
        .routes(routes!(follow_up::call_back))
        .routes(routes!(practice::waiting))
        .routes(routes!(visits::open))
        .routes(routes!(visits::close))
        .routes(routes!(visits::people))
        .routes(routes!(visits::bodies))
        .routes(routes!(gateway::query))
        .routes(routes!(gateway::licences))
        .routes(routes!(gateway::licence_copy))
        .routes(routes!(gateway::credit))
        .routes(routes!(online::waiting))
        .routes(routes!(online::of_person))
        .routes(routes!(online::take))
        .routes(routes!(online::of_draft))
        .routes(routes!(online::release))
        .routes(routes!(drafts::inbox))
        .routes(routes!(drafts::list))
        .routes(routes!(drafts::one))
        .routes(routes!(drafts::take))
        .routes(routes!(drafts::piece))
        .routes(routes!(help::ask, help::board))
        .routes(routes!(help::take))
        .routes(routes!(help::end))
        .routes(routes!(help::open))
        .routes(routes!(support::call, support::list))
        .routes(routes!(support::mine))
        .routes(routes!(support::helpers))
        .routes(routes!(support::answer))
        .routes(routes!(support::withdraw))
        .routes(routes!(materials::asks))
        .routes(routes!(materials::reusable))
        .routes(routes!(messages::post, messages::list))
        .routes(routes!(messages::posted))
        .routes(routes!(messages::acknowledge))
        .routes(routes!(messages::end))
        .routes(routes!(phones::open))
        .routes(routes!(phones::waiting, phones::close))
        .routes(routes!(phones::file, phones::answer))
        .routes(routes!(hand_overs::keep_mandate, hand_overs::mandate))
        .routes(routes!(hand_overs::hand_over))
        .routes(routes!(hand_overs::list))
        .routes(routes!(hand_overs::take))
        .routes(routes!(hand_overs::take_with_ticket))
        .routes(routes!(hand_overs::look))
        .routes(routes!(hand_overs::ask))
        .routes(routes!(hand_overs::asks))
        .routes(routes!(hand_overs::answer))
        .routes(routes!(approvals::ask, approvals::list))
        .routes(routes!(approvals::one))
        .routes(routes!(approvals::answer))
        .routes(routes!(approvals::withdraw))
        .routes(routes!(approvals::second_demands))
        .routes(routes!(records::list))
        .routes(routes!(records::page))
        .routes(routes!(warnings::list))
        .routes(routes!(warnings::see))
        .routes(routes!(transfers::list, transfers::make))
        .routes(routes!(transfers::scan_out))
        .routes(routes!(transfers::hand))
        .routes(routes!(transfers::one))
        .routes(routes!(transfers::check))
        .routes(routes!(transfers::scan_back))
        .routes(routes!(transfers::seals, transfers::keep_seal))
        .routes(routes!(records::one))
        .routes(routes!(records::texts))
        .routes(routes!(records::resume))
        .routes(routes!(records::paper))
        .routes(routes!(records::companion))
        .routes(routes!(deliveries::deliver))
        .routes(routes!(deliveries::collectable))
        .routes(routes!(voiding::void))
        .routes(routes!(deliveries::print))
        .routes(routes!(outcomes::reopen))
        .routes(routes!(outcomes::withdraw))
        .routes(routes!(outcomes::keep_promises))
        .routes(routes!(outcomes::tell_further))
        .routes(routes!(outcomes::take_further))
        .routes(routes!(notices::one))
        .routes(routes!(notices::paper))
        .routes(routes!(notices::text))
        .routes(routes!(notices::consulted, notices::consultations))
        .routes(routes!(notices::text_consultation))
        .routes(routes!(outcomes::undone))
        .routes(routes!(outcomes::answer_undone))
        .routes(routes!(grants::list))
        .routes(routes!(grants::asks, grants::ask))
        .routes(routes!(grants::answer))
        .routes(routes!(grants::withdraw))
        .routes(routes!(watch::alarms))
        .routes(routes!(watch::alarm))
        .routes(routes!(watch::close))
        .routes(routes!(watch::draw, watch::draws))
        .routes(routes!(watch::judge))
        .routes(routes!(watch::report))
        .routes(routes!(watch::of_applicant))
        .routes(routes!(objections::list))
        .routes(routes!(objections::settle))
        .routes(routes!(ratings::key))
        .routes(routes!(ratings::rate))
        .routes(routes!(feed::feed))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .merge(
            OpenApiRouter::new()
                .routes(routes!(drafts::put_piece))
                .layer(DefaultBodyLimit::max(PIECE_LIMIT)),
        )
        .merge(
            OpenApiRouter::new()
                .routes(routes!(editions::publish))
                .layer(DefaultBodyLimit::max(
                    usize::try_from(EDITION_LIMIT).unwrap_or(usize::MAX),
                )),
        )
        .merge(
            OpenApiRouter::new()
                .routes(routes!(outside::events))
                .routes(routes!(outside::objection))
                .layer(DefaultBodyLimit::max(EVENT_LIMIT)),
        )
        .merge(
            OpenApiRouter::new()
                .routes(routes!(outside::application))
                .layer(DefaultBodyLimit::max(APPLICATION_LIMIT)),
        )
        .split_for_parts()
}

/// The hall's application.
pub fn router(rooms: Arc<Rooms>) -> Router {
    let (router, api) = contract();
    let api = Arc::new(api);
    router
        .route(
            "/openapi.json",
            axum::routing::get(move || hall::openapi(Arc::clone(&api))),
        )
        .fallback(|| async { fault::no_such_route() })
        .method_not_allowed_fallback(|| async { fault::no_such_route() })
        .layer(from_fn_with_state(Arc::clone(&rooms), caller::guard))
        .with_state(rooms)
}

/// The published contract as JSON.
pub fn openapi_json() -> String {
    contract().1.to_pretty_json().unwrap_or_default()
}
