//! The development host: the same screens, desk and hall for an ordinary browser. Debug builds only, loopback
//! only, training realm only.
//!
//! - `POST /ipc/<command>`: the command's arguments as one JSON object; 200 with its value, 422 with a trouble. The
//!   header `x-yichuang-window` names the window that the tab stands for, the post's own where it is absent; what
//!   the command table denies to it is denied here
//! - `GET /events`: the desk's events as server-sent events
//! - `GET /paper/<handle>`: a page picture, once
//! - anything else: a file of `web/dist`, or of the folder that `WEB_DIST` names

use std::convert::Infallible;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, Uri, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Json};
use axum::routing::{get, post};
use axum::{Router, extract};
use desk::Post;
use desk::view::desk::DeskEvent;
use futures::stream::{self, Stream, StreamExt};
use serde_json::Value;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use crate::fault::Fault;
use crate::place::Place;
use crate::posts::Window;
use crate::shell::Shell;
use crate::training::Training;
use crate::{commands, paper_scheme};

/// The largest body: a material file as a JSON list of numbers.
const LARGEST_BODY: usize = 128 * 1024 * 1024;
const WINDOW: &str = "x-yichuang-window";
/// The window's policy, for a page whose commands are requests to its own address.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'";

struct Host {
    shell: Shell,
    pages: PathBuf,
}

/// Serves until interrupted.
pub fn run(port: u16, place: &Place) -> Result<(), Fault> {
    let told = |cause: std::io::Error| Fault::Window(cause.to_string());
    tokio::runtime::Runtime::new().map_err(told)?.block_on(async {
        let (shell, starting) = Shell::new(place.post);
        let training = Training::start(place).await?;
        starting.done(Ok(training.clone()));
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", port))
            .await
            .map_err(told)?;
        let address = listener.local_addr().map_err(told)?;
        crate::say(&match place.post {
            Post::Clerk => format!("http://{address}"),
            other => format!("http://{address}/?window={}", other.word()),
        });
        let interrupted = async {
            let _ = tokio::signal::ctrl_c().await;
        };
        let served = tokio::select! {
            served = axum::serve(listener, router(shell)) => served.map_err(told),
            () = interrupted => Ok(()),
        };
        training.stop().await;
        served
    })
}

fn router(shell: Shell) -> Router {
    let pages = std::env::var_os("WEB_DIST").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../web/dist")),
        PathBuf::from,
    );
    Router::new()
        .route("/ipc/{command}", post(command))
        .route("/events", get(events))
        .route("/paper/{handle}", get(paper))
        .fallback(file)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .with_state(Arc::new(Host { shell, pages }))
}

/// Only a page of this host may ask: a request from another origin is refused.
fn from_our_page(headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN).and_then(|it| it.to_str().ok()) else {
        return true;
    };
    ["http://127.0.0.1", "http://localhost"].iter().any(|ours| {
        origin
            .strip_prefix(ours)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
    })
}

async fn command(
    State(host): State<Arc<Host>>,
    extract::Path(name): extract::Path<String>,
    headers: HeaderMap,
    Json(arguments): Json<Value>,
) -> Response<Body> {
    if !from_our_page(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let post = host.shell.post();
    let window = headers.get(WINDOW).map_or_else(
        || Some(Window::of(post)),
        |label| Window::from_label(label.to_str().ok()?),
    );
    let Some(window) = window.filter(|window| window.post() == post) else {
        return StatusCode::FORBIDDEN.into_response();
    };
    match commands::call(&host.shell, window, &name, arguments).await {
        Ok(value) => Json(value).into_response(),
        Err(trouble) => (StatusCode::UNPROCESSABLE_ENTITY, Json(trouble)).into_response(),
    }
}

async fn events(State(host): State<Arc<Host>>) -> Response<Body> {
    match host.shell.training().await {
        Ok(training) => {
            let news =
                news(training.events()).filter_map(async |event| Event::default().json_data(event).ok());
            Sse::new(news.map(Ok::<_, Infallible>))
                .keep_alive(KeepAlive::default())
                .into_response()
        }
        Err(trouble) => (StatusCode::SERVICE_UNAVAILABLE, Json(trouble)).into_response(),
    }
}

/// A page that lagged behind goes on with what is still held.
fn news(events: broadcast::Receiver<DeskEvent>) -> impl Stream<Item = DeskEvent> {
    stream::unfold(events, async |mut events| {
        loop {
            match events.recv().await {
                Ok(event) => return Some((event, events)),
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return None,
            }
        }
    })
}

async fn paper(
    State(host): State<Arc<Host>>,
    extract::Path(handle): extract::Path<String>,
) -> Response<Body> {
    paper_scheme::answer(&host.shell, &handle).await.map(Body::from)
}

async fn file(State(host): State<Arc<Host>>, uri: Uri) -> Response<Body> {
    let Some(path) = inside(&host.pages, uri.path()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let Ok(bytes) = tokio::fs::read(&path).await else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind_of(&path))),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, bytes).into_response()
}

/// The file that a path of the address means; `None` when it would leave the folder.
fn inside(folder: &Path, path: &str) -> Option<PathBuf> {
    let relative = Path::new(match path.trim_start_matches('/') {
        "" => "index.html",
        named => named,
    });
    let plain = relative
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    plain.then(|| folder.join(relative))
}

fn kind_of(path: &Path) -> &'static str {
    match path.extension().and_then(|it| it.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("json") => "application/json",
        Some(_) | None => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_leaves_the_folder_of_pages() {
        let check = |path: &str, expected: Option<&str>| {
            assert_eq!(
                inside(Path::new("dist"), path),
                expected.map(PathBuf::from),
                "{path}"
            );
        };
        check("/", Some("dist/index.html"));
        check("/assets/a.js", Some("dist/assets/a.js"));
        check("/../Cargo.toml", None);
        check("/assets/../../Cargo.toml", None);
    }

    #[test]
    fn only_pages_of_this_host_may_ask() {
        let check = |origin: Option<&'static str>, expected: bool| {
            let mut headers = HeaderMap::new();
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
            }
            assert_eq!(from_our_page(&headers), expected, "{origin:?}");
        };
        check(None, true);
        check(Some("http://127.0.0.1:5173"), true);
        check(Some("http://localhost"), true);
        check(Some("http://localhost.example"), false);
        check(Some("https://example.org"), false);
    }
}
