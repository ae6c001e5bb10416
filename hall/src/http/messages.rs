//! 大厅公告 and messages to one window.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use cases::roles::Deed;
use cases::support::message::{Audience, MINUTES, Message};
use cases::support::text;
use cases::wire::Problem;
use cases::wire::support::{Heard, PostMessage, Posted};
use uuid::Uuid;

use super::caller::{Caller, Reply, Write};
use super::drafts::Nothing;
use super::support::odd_text;
use crate::fault;
use crate::rooms::Rooms;

#[utoipa::path(post, path = "/v1/messages", tag = "messages", request_body = PostMessage,
    responses((status = 200, body = Message), (status = 422, body = Problem)))]
pub async fn post(State(rooms): State<Arc<Rooms>>, write: Write<PostMessage>) -> Reply<Message> {
    write.caller.may(Deed::Broadcast)?;
    let act = write.act();
    let mut post = write.body;
    post.text = text::read(&post.text).map_err(odd_text)?;
    if !MINUTES.contains(&post.minutes) {
        return Err(fault::odd_minutes());
    }
    if let Audience::Group { group } = &post.to
        && rooms.queue.group(group).is_none()
    {
        return Err(fault::no_audience().about(group));
    }
    rooms.store.post_message(act, post).await.map(Json)
}

/// What stands for the desk that asks: a window, a helper, a wall or a kiosk.
#[utoipa::path(get, path = "/v1/messages", tag = "messages", responses((status = 200, body = Vec<Heard>)))]
pub async fn list(State(rooms): State<Arc<Rooms>>, caller: Caller) -> Reply<Vec<Heard>> {
    caller.may(Deed::SeeQueue)?;
    let now = rooms.now();
    rooms
        .store
        .messages(now, caller.role, &caller.desk)
        .await
        .map(Json)
}

/// Everything that stands, with the desks that have confirmed it; for supervisors alone.
#[utoipa::path(get, path = "/v1/messages/posted", tag = "messages",
    responses((status = 200, body = Vec<Posted>)))]
pub async fn posted(State(rooms): State<Arc<Rooms>>, caller: Caller) -> Reply<Vec<Posted>> {
    caller.may(Deed::Broadcast)?;
    rooms.store.posted_messages(rooms.now()).await.map(Json)
}

/// 知道了, once per window.
#[utoipa::path(post, path = "/v1/messages/{id}/acknowledge", tag = "messages", params(("id" = Uuid, Path)),
    responses((status = 200, body = Heard), (status = 404, body = Problem)))]
pub async fn acknowledge(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    write: Write<Nothing>,
) -> Reply<Heard> {
    write.caller.may(Deed::CallSupport)?;
    let role = write.caller.role;
    rooms.store.acknowledge(write.act(), role, id).await.map(Json)
}

/// 撤回: it stands no longer, anywhere.
#[utoipa::path(post, path = "/v1/messages/{id}/end", tag = "messages", params(("id" = Uuid, Path)),
    responses((status = 200, body = Message), (status = 404, body = Problem)))]
pub async fn end(
    State(rooms): State<Arc<Rooms>>,
    Path(id): Path<Uuid>,
    write: Write<Nothing>,
) -> Reply<Message> {
    write.caller.may(Deed::Broadcast)?;
    rooms.store.end_message(write.act(), id).await.map(Json)
}
