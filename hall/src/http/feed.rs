//! The feed: what changed, as Server-Sent Events by cursor. No person in it, and for each subscriber only what its
//! permit covers (promise 8).

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive, KeepAliveStream};
use cases::roles::Deed;
use cases::wire::feed::{Change, What};
use serde::Deserialize;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use utoipa::IntoParams;

use super::caller::Caller;
use crate::fault::Fault;
use crate::rooms::Rooms;

const AT_ONCE: u32 = 256;

#[derive(Debug, Deserialize, IntoParams)]
pub struct From {
    /// The last change that was seen; without it the feed begins with what changes next.
    cursor: Option<u64>,
}

#[utoipa::path(get, path = "/v1/feed", tag = "feed", params(From),
    responses((status = 200, content_type = "text/event-stream", body = Change)))]
pub async fn feed(
    State(rooms): State<Arc<Rooms>>,
    caller: Caller,
    Query(from): Query<From>,
    headers: HeaderMap,
) -> Result<Sse<KeepAliveStream<ReceiverStream<Result<Event, Infallible>>>>, Fault> {
    caller.may(Deed::SeeQueue)?;
    let resumed = headers
        .get("last-event-id")
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.parse().ok());
    let cursor = match resumed.or(from.cursor) {
        Some(cursor) => cursor,
        None => rooms.store.last_change().await?,
    };
    let (out, events) = mpsc::channel(64);
    tokio::spawn(follow(rooms, caller, cursor, out));
    Ok(Sse::new(ReceiverStream::new(events)).keep_alive(KeepAlive::new().interval(Duration::from_secs(10))))
}

/// Sends changes until the reader goes, his session ends or the hall closes.
async fn follow(
    rooms: Arc<Rooms>,
    caller: Caller,
    mut cursor: u64,
    out: mpsc::Sender<Result<Event, Infallible>>,
) {
    let mut changed = rooms.store.changed();
    let mut closing = rooms.closing.subscribe();
    loop {
        changed.mark_unchanged();
        let Ok(changes) = rooms.store.changes(cursor, AT_ONCE).await else {
            return;
        };
        let changes = match changes {
            Some(changes) => changes,
            None => {
                let Ok(last) = rooms.store.last_change().await else {
                    return;
                };
                vec![Change {
                    cursor: last,
                    what: What::Reset,
                }]
            }
        };
        let more = changes.len() >= AT_ONCE as usize;
        // Whoever has signed out meanwhile comes again under the next session, from the cursor it has.
        if !caller.is_signed_in(&rooms).await {
            return;
        }
        for change in changes {
            cursor = change.cursor;
            if !change.what.is_for(caller.role, &caller.desk) {
                continue;
            }
            let Ok(json) = serde_json::to_string(&change) else {
                return;
            };
            if out
                .send(Ok(Event::default().id(change.cursor.to_string()).data(json)))
                .await
                .is_err()
            {
                return;
            }
        }
        if more {
            continue;
        }
        tokio::select! {
            _ = changed.changed() => {}
            () = out.closed() => return,
            _ = closing.wait_for(|closing| *closing) => return,
        }
    }
}
