//! The door for telephones: one page, the upload behind it, and what became of each file. It leads nowhere else, and
//! without the end of a basket's address it says that the code has ended.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Path, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::map_response;
use axum::response::{Html, IntoResponse, Response};
use axum::{Json, extract::DefaultBodyLimit, routing};
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cases::realm::Realm;
use cases::wire::phone::PHONE_FILE;
use minijinja::{AutoEscape, Environment, context};
use serde::Serialize;
use tokio::task::JoinHandle;

use super::Seen;
use crate::config::{PhonesEntry, is_loopback};
use crate::fault::{self, Fault};
use crate::rooms::Rooms;

/// A slow line may take so long for one file.
const ARRIVES_WITHIN: Duration = Duration::from_secs(180);
/// How long a telephone waits for others.
const WAITS: Duration = Duration::from_secs(20);
const GRACE: Duration = Duration::from_secs(1);
/// The file's name, UTF-8 in URL-safe Base64.
const NAME: HeaderName = HeaderName::from_static("x-file-name");
/// Nothing is loaded from elsewhere, sent elsewhere, or shown inside another page.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Opens the door; it closes with the hall.
///
/// # Errors
/// YC-2001 for an address beyond this machine without encryption, YC-2007 for one of a training hall, YC-2005 for a
/// certificate or a port that cannot be had.
pub async fn open(rooms: &Arc<Rooms>, entry: PhonesEntry) -> Result<JoinHandle<()>, Fault> {
    let PhonesEntry {
        listen,
        reached_at,
        certificate,
        key,
    } = entry;
    let reached_here = reached_at.as_deref().is_none_or(is_loopback);
    if rooms.realm == Realm::Training && !(listen.ip().is_loopback() && reached_here) {
        return Err(fault::crossed_realms());
    }
    let carried = |address: &str| is_loopback(address) || address.starts_with("https://");
    if !reached_at.as_deref().is_none_or(carried) {
        return Err(fault::plain_http());
    }
    let broken = |error: std::io::Error| fault::bad_config().about(format!("phones: {}", error.kind()));
    let tls = match (certificate, key) {
        (Some(certificate), Some(key)) => {
            // Another part of the process may have installed it before.
            let _ = rustls::crypto::ring::default_provider().install_default();
            Some(
                RustlsConfig::from_pem_file(certificate, key)
                    .await
                    .map_err(broken)?,
            )
        }
        (None, None) if listen.ip().is_loopback() => None,
        (None, None) => return Err(fault::plain_http()),
        (Some(_), None) | (None, Some(_)) => return Err(fault::bad_config().about("phones")),
    };
    let listener = std::net::TcpListener::bind(listen).map_err(broken)?;
    listener.set_nonblocking(true).map_err(broken)?;
    let scheme = if tls.is_some() { "https" } else { "http" };
    let here = format!("{scheme}://{}", listener.local_addr().map_err(broken)?);
    let base = reached_at.unwrap_or(here);
    let _ = rooms
        .phones
        .address
        .set(format!("{}/p", base.trim_end_matches('/')));
    let app = router(Arc::clone(rooms)).into_make_service();
    let handle = Handle::new();
    let closes = handle.clone();
    let mut closing = rooms.closing.subscribe();
    tokio::spawn(async move {
        let _ = closing.wait_for(|closing| *closing).await;
        closes.graceful_shutdown(Some(GRACE));
    });
    Ok(match tls {
        None => {
            let server = axum_server::from_tcp(listener).map_err(broken)?.handle(handle);
            tokio::spawn(async move { ended(server.serve(app).await) })
        }
        Some(tls) => {
            let server = axum_server::from_tcp_rustls(listener, tls)
                .map_err(broken)?
                .handle(handle);
            tokio::spawn(async move { ended(server.serve(app).await) })
        }
    })
}

fn ended(result: std::io::Result<()>) {
    if let Err(error) = result {
        tracing::error!(phones.cause = %error, "the door for telephones closed");
    }
}

fn router(rooms: Arc<Rooms>) -> Router {
    let text = |kind: &'static str, text: &'static str| {
        routing::get(move || async move { ([(CONTENT_TYPE, kind)], text) })
    };
    Router::new()
        .route(
            "/phone.css",
            text("text/css; charset=utf-8", include_str!("page.css")),
        )
        .route(
            "/phone.js",
            text("text/javascript; charset=utf-8", include_str!("page.js")),
        )
        .route("/p/{secret}", routing::get(page))
        .route("/p/{secret}/files", routing::get(seen).post(put))
        .fallback(|| async { fault::no_basket() })
        .layer(DefaultBodyLimit::max(PHONE_FILE))
        .layer(map_response(guarded))
        .with_state(rooms)
}

/// What stands on every reply.
async fn guarded(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        (CACHE_CONTROL, "no-store"),
        (CONTENT_SECURITY_POLICY, POLICY),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// The page; one of a code that has ended says so and takes nothing.
async fn page(State(rooms): State<Arc<Rooms>>, Path(secret): Path<String>) -> Response {
    let (status, desk, ended) = match rooms.phones.greet(&secret, rooms.now()) {
        Ok(desk) => (StatusCode::OK, desk, None),
        Err(fault) => (
            StatusCode::NOT_FOUND,
            String::new(),
            Some((fault.trouble.zh, fault.trouble.en)),
        ),
    };
    let mut pages = Environment::new();
    pages.set_auto_escape_callback(|_| AutoEscape::Html);
    let drawn = pages.render_str(
        include_str!("page.html"),
        context! {
            hall => &rooms.hall.name,
            training => rooms.realm == Realm::Training,
            most => PHONE_FILE,
            desk,
            ended,
        },
    );
    match drawn {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => fault::store_failed().inside(error).into_response(),
    }
}

#[derive(Serialize)]
struct Put {
    number: u32,
}

/// Takes one file in. Its basket and its length are looked at before its bytes.
async fn put(
    State(rooms): State<Arc<Rooms>>,
    Path(secret): Path<String>,
    request: Request,
) -> Result<Json<Put>, Fault> {
    let length = length(request.headers());
    if length.is_some_and(|length| length > PHONE_FILE) {
        return Err(fault::phone_file_too_large());
    }
    rooms
        .phones
        .has_room(&secret, length.unwrap_or(PHONE_FILE), rooms.now())?;
    let name = name(request.headers());
    let waits = tokio::time::timeout(WAITS, rooms.phones.arriving.acquire());
    let Ok(Ok(_arriving)) = waits.await else {
        return Err(fault::phones_busy());
    };
    let arrives = Bytes::from_request(request.map(Body::new), &());
    let bytes = match tokio::time::timeout(ARRIVES_WITHIN, arrives).await {
        Ok(Ok(bytes)) if !bytes.is_empty() => bytes,
        Ok(Err(rejection)) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            return Err(fault::phone_file_too_large());
        }
        Ok(Ok(_) | Err(_)) | Err(_) => return Err(fault::phone_file_cut()),
    };
    let number = rooms.phones.put(&secret, &name, bytes, rooms.now())?;
    Ok(Json(Put { number }))
}

async fn seen(State(rooms): State<Arc<Rooms>>, Path(secret): Path<String>) -> Result<Json<Vec<Seen>>, Fault> {
    rooms.phones.seen(&secret, rooms.now()).map(Json)
}

fn length(headers: &HeaderMap) -> Option<usize> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn name(headers: &HeaderMap) -> String {
    let name = headers
        .get(NAME)
        .and_then(|name| URL_SAFE_NO_PAD.decode(name.as_bytes()).ok())
        .and_then(|name| String::from_utf8(name).ok());
    name.unwrap_or_default()
}
