//! Looks outside for an item's form.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use cases::catalogue::sources::Kind;
use cases::roles::Deed;
use cases::wire::Problem;
use cases::wire::credit::{CreditAsk, CreditReply};
use cases::wire::gateway::{LicenceAsk, LicenceCopy, LicenceCopyAsk, LicenceReply, QueryAsk, QueryReply};

use super::caller::{Body, Caller, Reply};
use crate::gateway;
use crate::gateway::watching::{Asked, noted};
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
    let answer = async {
        if let Some(item) = rooms.edition_of(ask.draft, &ask.item).await?.item(&ask.item) {
            caller.may_for(Deed::Query, item)?;
        }
        gateway::query::query(&rooms, caller.act(), ask.clone()).await
    };
    let answer = answer.await;
    let asked = Asked {
        visit: ask.visit,
        draft: Some(ask.draft),
        item: &ask.item,
        dataset: &ask.dataset,
        number: ask.subject.number(),
    };
    noted(&rooms, caller.act(), asked, answer).await.map(Json)
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
    let catalogue = rooms.catalogue();
    let library = catalogue.sources.library().unwrap_or_default();
    let answer = async {
        if let Some(item) = rooms.edition_of(ask.draft, &ask.item).await?.item(&ask.item) {
            caller.may_for(Deed::ReadLicence, item)?;
        }
        gateway::licences::find(&rooms, caller.act(), ask.clone()).await
    };
    let answer = answer.await;
    let asked = Asked {
        visit: ask.visit,
        draft: Some(ask.draft),
        item: &ask.item,
        dataset: library,
        number: &ask.holder_code,
    };
    noted(&rooms, caller.act(), asked, answer).await.map(Json)
}

#[utoipa::path(post, path = "/v1/gateway/licences/copy", tag = "gateway", request_body = LicenceCopyAsk,
    responses((status = 200, body = LicenceCopy), (status = 403, body = Problem), (status = 502, body = Problem),
              (status = 503, body = Problem)))]
pub async fn licence_copy(
    State(rooms): State<Arc<Rooms>>,
    caller: Caller,
    Body(ask): Body<LicenceCopyAsk>,
) -> Reply<LicenceCopy> {
    caller.may(Deed::ReadLicence)?;
    let catalogue = rooms.catalogue();
    let library = catalogue.sources.library().unwrap_or_default();
    let answer = async {
        let edition = rooms.edition_of(ask.of.draft, &ask.of.item).await?;
        if let Some(item) = edition.item(&ask.of.item) {
            caller.may_for(Deed::ReadLicence, item)?;
        }
        gateway::licences::copy(&rooms, caller.act(), ask.clone()).await
    };
    let answer = answer.await;
    let asked = Asked {
        visit: ask.of.visit,
        draft: Some(ask.of.draft),
        item: &ask.of.item,
        dataset: library,
        number: &ask.of.holder_code,
    };
    noted(&rooms, caller.act(), asked, answer).await.map(Json)
}

#[utoipa::path(post, path = "/v1/gateway/credit", tag = "gateway", request_body = CreditAsk,
    responses((status = 200, body = CreditReply), (status = 403, body = Problem), (status = 502, body = Problem),
              (status = 503, body = Problem)))]
pub async fn credit(
    State(rooms): State<Arc<Rooms>>,
    caller: Caller,
    Body(ask): Body<CreditAsk>,
) -> Reply<CreditReply> {
    caller.may(Deed::Query)?;
    let catalogue = rooms.catalogue();
    let source = catalogue.sources.first(Kind::Credit).unwrap_or_default();
    let answer = async {
        if let Some(item) = rooms.edition_of(ask.draft, &ask.item).await?.item(&ask.item) {
            caller.may_for(Deed::Query, item)?;
        }
        gateway::credit::look(&rooms, caller.act(), ask.clone()).await
    };
    let answer = answer.await;
    let asked = Asked {
        visit: ask.visit,
        draft: Some(ask.draft),
        item: &ask.item,
        dataset: source,
        number: ask.subject.number(),
    };
    noted(&rooms, caller.act(), asked, answer).await.map(Json)
}
