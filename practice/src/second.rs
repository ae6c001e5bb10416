//! One department (财政局) is a program in another language, as proof that the published contract is enough.
//! It runs as a child of the province and has an address of its own; requests to its address here are passed on.

use std::process::Stdio;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use reqwest::Client;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::http::Refusal;
use crate::switches::Position;
use crate::{Shared, Speed, StartError};

/// The department that the other program stands for.
pub const USCC: &str = "11350199MB9A00065K";

const PROGRAM: &str = include_str!("../second-department/server.mjs");

/// The other program, as seen from here.
pub struct Second {
    /// Its own base address.
    pub base: String,
    client: Client,
    /// Ends with its input, which is held here; killed when dropped.
    _child: Option<Child>,
}

#[derive(Deserialize)]
struct Started {
    department: String,
}

impl Second {
    /// A program that somebody else started.
    pub fn at(base: &str, client: Client) -> Self {
        Self {
            base: base.trim_end_matches('/').to_owned(),
            client,
            _child: None,
        }
    }

    /// Starts the program with Node; `None` when there is no Node.
    pub async fn start(secret: &str, speed: Speed, client: Client) -> Result<Option<Self>, StartError> {
        let mut command = Command::new("node");
        command
            .args(["--input-type=module", "--eval", PROGRAM])
            .env("YICHUANG_PRACTICE_SECRET", secret)
            .env("YICHUANG_PRACTICE_SPEED", speed.name())
            .env("YICHUANG_DEPARTMENT_USCC", USCC)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true);
        let mut child = match command.spawn() {
            Ok(child) => child,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StartError::Second(error.to_string())),
        };
        let silent = || StartError::Second("the program said nothing".to_owned());
        let output = child.stdout.take().ok_or_else(silent)?;
        let mut lines = BufReader::new(output).lines();
        let line = lines
            .next_line()
            .await
            .map_err(|error| StartError::Second(error.to_string()))?;
        let started: Started = serde_json::from_str(&line.ok_or_else(silent)?)
            .map_err(|error| StartError::Second(error.to_string()))?;
        Ok(Some(Self {
            base: started.department,
            client,
            _child: Some(child),
        }))
    }

    /// Passes a request on and gives back what came.
    async fn pass_on(
        &self,
        method: Method,
        path: &str,
        headers: &HeaderMap,
        body: Bytes,
    ) -> Result<Response, Refusal> {
        let mut request = self
            .client
            .request(method, format!("{}/{path}", self.base))
            .body(body);
        for name in [header::AUTHORIZATION, header::CONTENT_TYPE] {
            if let Some(value) = headers.get(&name) {
                request = request.header(name, value);
            }
        }
        let reply = request.send().await.map_err(|_| Refusal::unavailable())?;
        let mut response = Response::builder().status(reply.status());
        for name in [header::CONTENT_TYPE, header::RETRY_AFTER] {
            if let Some(value) = reply.headers().get(&name) {
                response = response.header(name, value);
            }
        }
        let bytes = reply.bytes().await.map_err(|_| Refusal::unavailable())?;
        response
            .body(Body::from(bytes))
            .map_err(|_| Refusal::unavailable())
    }

    async fn tell(&self, path: &str, body: Value) -> Result<(), Refusal> {
        let sent = self
            .client
            .post(format!("{}/{path}", self.base))
            .json(&body)
            .send()
            .await;
        sent.map(drop).map_err(|_| Refusal::unavailable())
    }

    pub async fn turn(&self, position: &Position) -> Result<(), Refusal> {
        self.tell(
            "switches",
            json!({"mode": position.mode, "delayMs": position.delay_ms}),
        )
        .await
    }

    pub async fn set_speed(&self, speed: Speed) -> Result<(), Refusal> {
        self.tell("speed", json!({"speed": speed})).await
    }

    /// Requests it has received.
    pub async fn count(&self) -> Result<u64, Refusal> {
        let reply = self.client.get(format!("{}/counts", self.base)).send().await;
        let value: Value = reply
            .map_err(|_| Refusal::unavailable())?
            .json()
            .await
            .map_err(|_| Refusal::unavailable())?;
        Ok(value["count"].as_u64().unwrap_or(0))
    }
}

/// Requests to the other program's department are its own to answer, whatever they ask; all others go on.
pub async fn its_own(State(practice): State<Shared>, request: Request, next: Next) -> Response {
    let path = request.uri().path_and_query().map_or("", |path| path.as_str());
    let asked = path
        .strip_prefix("/departments/")
        .and_then(|path| path.split_once('/'));
    let Some((second, rest)) =
        asked.and_then(|(uscc, rest)| Some((practice.second_for(uscc)?, rest.to_owned())))
    else {
        return next.run(request).await;
    };
    let (method, headers) = (request.method().clone(), request.headers().clone());
    match Bytes::from_request(request, &()).await {
        Ok(body) => second
            .pass_on(method, &rest, &headers, body)
            .await
            .unwrap_or_else(IntoResponse::into_response),
        Err(rejection) => rejection.into_response(),
    }
}
