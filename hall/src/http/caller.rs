//! Who asks: the desk by its token, the member of staff by the session, and whether he may.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request, State};
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use cases::case::Draft;
use cases::catalogue::Item;
use cases::roles::scope::{self, Denied, Limit, Who};
use cases::roles::{Deed, Role};
use cases::wire::{HEADER_DESK, HEADER_KEY, HEADER_STAFF, HEADER_VERSION, VERSION};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::fault::{self, Fault};
use crate::rooms::Rooms;
use crate::staff::token_digest;
use crate::store::{Act, Keyed};

/// Lets nobody in without the desk's token, but to health, to schemas and to what comes signed from outside.
pub async fn guard(State(rooms): State<Arc<Rooms>>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let headers = request.headers();
    let token = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    let known = token.is_some_and(|token| rooms.is_token(token));
    if known && let Some(desk) = headers.get(HEADER_DESK).and_then(|value| value.to_str().ok()) {
        rooms.hear(desk.trim());
    }
    let open = ["/v1/outside/", "/v1/schemas/"];
    if path == "/health" || open.iter().any(|open| path.starts_with(open)) {
        return next.run(request).await;
    }
    if !known {
        return fault::no_token().into_response();
    }
    let version = headers
        .get(HEADER_VERSION)
        .map(|value| value.to_str().ok().and_then(|text| text.parse::<u32>().ok()));
    match version {
        None => {}
        Some(Some(version)) if version.abs_diff(VERSION) <= 1 => {}
        Some(_) => return fault::other_version().into_response(),
    }
    next.run(request).await
}

/// The desk a request names. Its token was checked before.
pub struct Desk(pub String);

impl FromRequestParts<Arc<Rooms>> for Desk {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Rooms>) -> Result<Self, Fault> {
        let named = parts
            .headers
            .get(HEADER_DESK)
            .and_then(|value| value.to_str().ok())
            .map(str::trim);
        match named {
            Some(desk)
                if (1..=32).contains(&desk.len()) && desk.bytes().all(|byte| byte.is_ascii_graphic()) =>
            {
                Ok(Desk(desk.to_owned()))
            }
            Some(_) | None => Err(fault::no_desk()),
        }
    }
}

/// A member of staff who is signed in at this desk.
#[derive(Debug, Clone)]
pub struct Caller {
    pub desk: String,
    pub staff: String,
    pub name: String,
    pub role: Role,
    pub token_digest: String,
    limits: Arc<[Limit]>,
    now: Timestamp,
}

impl Caller {
    fn who(&self) -> Who<'_> {
        Who {
            role: self.role,
            staff: &self.staff,
            limits: &self.limits,
        }
    }

    /// Whether his role permits the deed.
    pub fn may(&self, deed: Deed) -> Result<(), Fault> {
        scope::may(self.who(), deed, None).map_err(|_| fault::not_permitted())
    }

    /// Whether he may do the deed for an item.
    pub fn may_for(&self, deed: Deed, item: &Item) -> Result<(), Fault> {
        scope::may(self.who(), deed, Some(item)).map_err(|denied| match denied {
            Denied::Role => fault::not_permitted(),
            Denied::Item => fault::item_not_yours().about(&item.name),
        })
    }

    /// Whether he may do the deed with a draft of its item.
    pub async fn may_with(&self, rooms: &Rooms, deed: Deed, draft: &Draft) -> Result<(), Fault> {
        self.may(deed)?;
        if self.limits.is_empty() {
            return Ok(());
        }
        let edition = rooms.edition(&draft.edition, &draft.item).await?;
        let item = edition.item(&draft.item).ok_or_else(fault::no_such_item)?;
        self.may_for(deed, item)
    }

    /// Ids of the items he may do the deed for; `None` is all of them.
    pub fn reach(&self, rooms: &Rooms, deed: Deed) -> Option<Vec<String>> {
        scope::reach(self.who(), deed, &rooms.catalogue())
    }

    /// Whether the session he came with still stands.
    pub async fn is_signed_in(&self, rooms: &Rooms) -> bool {
        let session = rooms.store.session(&self.token_digest).await;
        session
            .ok()
            .flatten()
            .is_some_and(|session| session.until > rooms.now())
    }

    /// What he does, at this moment.
    pub fn act(&self) -> Act {
        Act::new(self.desk.clone(), self.staff.clone(), self.now)
    }
}

impl FromRequestParts<Arc<Rooms>> for Caller {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, rooms: &Arc<Rooms>) -> Result<Self, Fault> {
        let Desk(desk) = Desk::from_request_parts(parts, rooms).await?;
        let token = parts
            .headers
            .get(HEADER_STAFF)
            .and_then(|value| value.to_str().ok())
            .ok_or_else(fault::no_session)?;
        let digest = token_digest(token);
        let session = rooms
            .store
            .session(&digest)
            .await?
            .ok_or_else(fault::no_session)?;
        let now = rooms.now();
        if session.until <= now || session.desk != desk {
            return Err(fault::no_session());
        }
        Ok(Caller {
            desk,
            staff: session.staff,
            name: session.name,
            role: session.role,
            token_digest: digest,
            limits: Arc::clone(&rooms.limits),
            now,
        })
    }
}

/// A JSON body, read with the path of what is wrong in it.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Arc<Rooms>> for Body<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, rooms: &Arc<Rooms>) -> Result<Self, Fault> {
        read_json(&raw(request, rooms).await?).map(Body)
    }
}

/// A write: who, under which key, with which body. The same key with another body is refused.
pub struct Write<T> {
    pub caller: Caller,
    pub keyed: Keyed,
    pub body: T,
}

impl<T: DeserializeOwned> FromRequest<Arc<Rooms>> for Write<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, rooms: &Arc<Rooms>) -> Result<Self, Fault> {
        let (mut parts, body) = request.into_parts();
        let caller = Caller::from_request_parts(&mut parts, rooms).await?;
        let key = parts
            .headers
            .get(HEADER_KEY)
            .and_then(|value| value.to_str().ok())
            .map(str::trim);
        let key = key
            .filter(|key| (8..=100).contains(&key.len()))
            .ok_or_else(fault::no_key)?
            .to_owned();
        let route = format!("{} {}", parts.method, parts.uri.path());
        let bytes = raw(Request::from_parts(parts, body), rooms).await?;
        let mut sum = Sha256::new();
        for part in [route.as_bytes(), caller.desk.as_bytes(), &bytes] {
            sum.update((part.len() as u64).to_be_bytes());
            sum.update(part);
        }
        let keyed = Keyed {
            key,
            digest: hex::encode(sum.finalize()),
        };
        let body = if bytes.is_empty() {
            read_json(b"null")
        } else {
            read_json(&bytes)
        };
        Ok(Write {
            caller,
            keyed,
            body: body?,
        })
    }
}

impl<T> Write<T> {
    pub fn act(&self) -> Act {
        self.caller.act().under(self.keyed.clone())
    }
}

/// The bytes of a body under its limit.
pub async fn raw(request: Request, rooms: &Arc<Rooms>) -> Result<Bytes, Fault> {
    Bytes::from_request(request, rooms).await.map_err(|rejection| {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
            fault::body_too_large()
        } else {
            fault::unreadable_body()
        }
    })
}

fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    // The path says where; what stood there is not repeated.
    serde_path_to_error::deserialize(&mut reader)
        .map_err(|error| fault::unreadable_body().about(error.path()))
}

/// A good reply.
pub type Reply<T> = Result<Json<T>, Fault>;
