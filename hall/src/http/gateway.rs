//! Looks outside for an item's form.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use cases::roles::Deed;
use cases::wire::Problem;
use cases::wire::gateway::{LicenceAsk, LicenceReply, QueryAsk, QueryReply};

use uuid::Uuid;

use super::caller::{Body, Caller, Reply};
use crate::fault::Fault;
use crate::gateway;
use crate::rooms::Rooms;

#[utoipa::path(post, path = "/v1/gateway/query", tag = "gateway", request_body = QueryAsk,
    responses((status = 200, body = QueryReply), (status = 403, body = Problem), (status = 404, body = Problem),
              (status = 502, body = Problem), (status = 503, body = Problem)))]
pub async fn query(
    State(rooms): State<Arc<Rooms>>,
    caller: Caller,
    Body(ask): Body<QueryAsk>,
) -> Reply<QueryReply> {
    caller.may(Deed::Query)?;
    let (dataset, draft) = (ask.dataset.clone(), ask.draft);
    let answer = async {
        if let Some(item) = rooms.edition_of(draft, &ask.item).await?.item(&ask.item) {
            caller.may_for(Deed::Query, item)?;
        }
        gateway::query::query(&rooms, caller.act(), ask).await
    };
    noted(&rooms, &caller, &dataset, draft, answer.await)
        .await
        .map(Json)
}

/// A look that was refused is a line of the log as well.
async fn noted<T>(
    rooms: &Rooms,
    caller: &Caller,
    dataset: &str,
    draft: Uuid,
    answer: Result<T, Fault>,
) -> Result<T, Fault> {
    if let Err(fault) = &answer
        && fault.status == 403
    {
        // A dataset's name is one of few; what else was sent in its place is not kept.
        let known = gateway::DATASETS.iter().find(|known| **known == dataset);
        let deed = format!("lookRefused:{}", known.copied().unwrap_or(gateway::LICENCES));
        rooms
            .store
            .note_look(caller.act(), &deed, &draft.to_string(), fault.code())
            .await?;
    }
    answer
}

#[utoipa::path(post, path = "/v1/gateway/licences", tag = "gateway", request_body = LicenceAsk,
    responses((status = 200, body = LicenceReply), (status = 403, body = Problem), (status = 502, body = Problem),
              (status = 503, body = Problem)))]
pub async fn licences(
    State(rooms): State<Arc<Rooms>>,
    caller: Caller,
    Body(ask): Body<LicenceAsk>,
) -> Reply<LicenceReply> {
    caller.may(Deed::ReadLicence)?;
    let draft = ask.draft;
    let answer = async {
        if let Some(item) = rooms.edition_of(draft, &ask.item).await?.item(&ask.item) {
            caller.may_for(Deed::ReadLicence, item)?;
        }
        gateway::licences::find(&rooms, caller.act(), ask).await
    };
    noted(&rooms, &caller, gateway::LICENCES, draft, answer.await)
        .await
        .map(Json)
}
