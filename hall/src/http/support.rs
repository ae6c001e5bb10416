//! 请求支援 and 静默报警: a window calls, a supervisor answers.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use cases::roles::Deed;
use cases::support::call::{HelperHere, SupportCall, SupportKind};
use cases::support::text::{self, OddText};
use cases::wire::Problem;
use cases::wire::support::{AnswerSupport, CallSupport};
use uuid::Uuid;

use super::caller::{Caller, Reply, Write};
use super::drafts::Nothing;
use crate::fault::{self, Fault};
use crate::rooms::Rooms;

/// Why words are not taken.
pub fn odd_text(odd: OddText) -> Fault {
    match odd {
        OddText::Empty => fault::text_empty(),
        OddText::TooLong(length) => fault::text_too_long().about(length),
        OddText::Number => fault::text_has_number(),
    }
}

#[utoipa::path(post, path = "/v1/supports", tag = "support", request_body = CallSupport,
    responses((status = 200, body = SupportCall), (status = 422, body = Problem)))]
pub async fn call(State(rooms): State<Arc<Rooms>>, write: Write<CallSupport>) -> Reply<SupportCall> {
    write.caller.may(Deed::CallSupport)?;
    let act = write.act();
    let mut call = write.body;
    call.note = text::note(&call.note).map_err(odd_text)?;
    match call.kind {
        SupportKind::Support if call.why.is_none() => return Err(fault::no_support_reason()),
        SupportKind::Support => {}
        SupportKind::QuietAlarm => call.why = None,
    }
    rooms.store.call_support(act, call).await.map(Json)
}

/// Every open call, for supervisors alone.
#[utoipa::path(get, path = "/v1/supports", tag = "support", responses((status = 200, body = Vec<SupportCall>)))]
pub async fn list(State(rooms): State<Arc<Rooms>>, caller: Caller) -> Reply<Vec<SupportCall>> {
    caller.may(Deed::SeeBoard)?;
    rooms.store.open_supports().await.map(Json)
}

/// Open calls of the desk that asks, and those to which its helper was sent.
#[utoipa::path(get, path = "/v1/supports/mine", tag = "support",
    responses((status = 200, body = Vec<SupportCall>)))]
pub async fn mine(State(rooms): State<Arc<Rooms>>, caller: Caller) -> Reply<Vec<SupportCall>> {
    caller.may(Deed::CallSupport)?;
    rooms.store.supports_at(&caller.desk).await.map(Json)
}

/// Helpers who can be sent.
#[utoipa::path(get, path = "/v1/supports/helpers", tag = "support",
    responses((status = 200, body = Vec<HelperHere>)))]
pub async fn helpers(State(rooms): State<Arc<Rooms>>, caller: Caller) -> Reply<Vec<HelperHere>> {
    caller.may(Deed::ManageWindows)?;
    rooms.store.helpers_here(rooms.now()).await.map(Json)
}

/// One supervisor wins; another is told who is on it.
#[utoipa::path(post, path = "/v1/supports/{id}/answer", tag = "support", params(("id" = Uuid, Path)),
    request_body = AnswerSupport, responses((status = 200, body = SupportCall), (status = 409, body = Problem)))]
pub async fn answer(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    write: Write<AnswerSupport>,
) -> Reply<SupportCall> {
    write.caller.may(Deed::ManageWindows)?;
    let act = write.act();
    rooms.store.answer_support(act, id, write.body).await.map(Json)
}

/// By the desk that called, whether somebody is on it or not.
#[utoipa::path(post, path = "/v1/supports/{id}/withdraw", tag = "support", params(("id" = Uuid, Path)),
    responses((status = 200, body = SupportCall), (status = 403, body = Problem), (status = 409, body = Problem)))]
pub async fn withdraw(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    write: Write<Nothing>,
) -> Reply<SupportCall> {
    write.caller.may(Deed::CallSupport)?;
    rooms.store.withdraw_support(write.act(), id).await.map(Json)
}
