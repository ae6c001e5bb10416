//! HTTP to one scanner: every call ends within its time, and no answer is larger than it may be.

use std::time::Duration;

use reqwest::{Client, Response, StatusCode, Url, header};

use super::says::{Scanner, Status};
use super::xml::Element;
use crate::driver::{Cancel, Event, Fault};

const CONNECT: Duration = Duration::from_secs(5);
const CALL: Duration = Duration::from_secs(10);
/// A sheet at 600 dpi in colour takes its time.
const PAGE: Duration = Duration::from_secs(120);
/// Between two pieces of a page.
const SILENCE: Duration = Duration::from_secs(60);
/// Of a page: a colour A3 sheet at 600 dpi, hardly compressed.
const MAX_PAGE: usize = 128 * 1024 * 1024;
const MAX_ANSWER: usize = 1024 * 1024;

/// The address of one scanner.
#[derive(Debug, Clone)]
pub(super) struct Http {
    client: Client,
    root: Url,
}

/// The answer to `NextDocument`.
pub(super) enum Next {
    Bytes(Vec<u8>),
    /// The connection broke, or the time ran out, in the middle of a page.
    Broken(Fault),
    Status(StatusCode, Option<Duration>),
    Cancelled,
}

impl Http {
    /// `address` is the scanner's host, with a port and a path where they are not the usual ones:
    /// `http://10.1.2.3`, `http://printer.local:8090/eSCL`.
    pub fn to(address: &str) -> Result<Http, Fault> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut root = Url::parse(address).map_err(|_| Fault::NotFound)?;
        if !matches!(root.scheme(), "http" | "https") || root.cannot_be_a_base() {
            return Err(Fault::NotFound);
        }
        if matches!(root.path(), "" | "/") {
            root.set_path("/eSCL/");
        } else if !root.path().ends_with('/') {
            root.set_path(&format!("{}/", root.path()));
        }
        let client = Client::builder()
            .connect_timeout(CONNECT)
            .redirect(reqwest::redirect::Policy::none())
            // A scanner of the hall is never behind the hall's proxy.
            .no_proxy()
            .build()
            .map_err(|_| Fault::Unsupported)?;
        Ok(Http { client, root })
    }

    pub fn address(&self) -> &str {
        self.root.as_str()
    }

    pub async fn scanner(&self) -> Result<Scanner, Fault> {
        Ok(Scanner::read(&self.look("ScannerCapabilities").await?))
    }

    pub async fn status(&self) -> Result<Status, Fault> {
        Ok(Status::read(&self.look("ScannerStatus").await?))
    }

    async fn look(&self, what: &str) -> Result<Element, Fault> {
        let url = self.root.join(what).map_err(|_| Fault::NotFound)?;
        let answer = self.client.get(url).timeout(CALL).send().await.map_err(broken)?;
        match answer.status() {
            StatusCode::OK => {
                let bytes = short(answer).await?;
                Element::read(&bytes).ok_or(Fault::BadData)
            }
            status => Err(refused(status)),
        }
    }

    /// The path of the new job, at this scanner's own address: some devices give a relative one, some an absolute one
    /// with a name that only they know.
    pub async fn begin(&self, settings: String) -> Result<Begun, Fault> {
        let url = self.root.join("ScanJobs").map_err(|_| Fault::NotFound)?;
        let answer = self
            .client
            .post(url)
            .header(header::CONTENT_TYPE, "text/xml")
            .body(settings)
            .timeout(CALL)
            .send()
            .await
            .map_err(broken)?;
        match answer.status() {
            StatusCode::CREATED => {
                let given = answer.headers().get(header::LOCATION);
                let given = given
                    .and_then(|given| given.to_str().ok())
                    .ok_or(Fault::BadData)?;
                let job = self.root.join(given).map_err(|_| Fault::BadData)?;
                Ok(Begun::Job(job.path().trim_end_matches('/').to_owned()))
            }
            StatusCode::CONFLICT => Ok(Begun::Conflict),
            StatusCode::SERVICE_UNAVAILABLE => Ok(Begun::Later(later(&answer))),
            status => Err(refused(status)),
        }
    }

    pub async fn next(&self, job: &str, cancel: &Cancel, heard: &mut dyn FnMut(Event)) -> Next {
        let mut url = self.root.clone();
        url.set_path(&format!("{job}/NextDocument"));
        let asked = self.client.get(url).timeout(PAGE).send();
        let answer = tokio::select! {
            answer = asked => answer,
            () = cancel.cancelled() => return Next::Cancelled,
        };
        let mut answer = match answer {
            Ok(answer) => answer,
            Err(error) => return Next::Broken(broken(error)),
        };
        if answer.status() != StatusCode::OK {
            return Next::Status(answer.status(), later(&answer));
        }
        let of = answer.content_length();
        let mut bytes = Vec::new();
        loop {
            let piece = tokio::select! {
                piece = tokio::time::timeout(SILENCE, answer.chunk()) => piece,
                () = cancel.cancelled() => return Next::Cancelled,
            };
            match piece {
                Err(_) => return Next::Broken(Fault::Timeout),
                Ok(Err(error)) => return Next::Broken(broken(error)),
                Ok(Ok(None)) => return Next::Bytes(bytes),
                Ok(Ok(Some(piece))) => {
                    if bytes.len() + piece.len() > MAX_PAGE {
                        return Next::Broken(Fault::BadData);
                    }
                    bytes.extend_from_slice(&piece);
                    heard(Event::Progress {
                        bytes: bytes.len() as u64,
                        of,
                    });
                }
            }
        }
    }

    /// Whether the device let the job go is its own affair.
    pub async fn give_up(&self, job: &str) {
        let mut url = self.root.clone();
        url.set_path(job);
        let _ = self.client.delete(url).timeout(CALL).send().await;
    }
}

/// The answer to a new job.
pub(super) enum Begun {
    Job(String),
    /// 409: the feeder is empty, or another job runs.
    Conflict,
    Later(Option<Duration>),
}

async fn short(mut answer: Response) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    while let Some(piece) = answer.chunk().await.map_err(broken)? {
        if bytes.len() + piece.len() > MAX_ANSWER {
            return Err(Fault::BadData);
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

/// `Retry-After` in seconds; a date is not worth reading.
fn later(answer: &Response) -> Option<Duration> {
    let after = answer.headers().get(header::RETRY_AFTER)?.to_str().ok()?;
    after.trim().parse().ok().map(Duration::from_secs)
}

fn refused(status: StatusCode) -> Fault {
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Fault::Denied,
        StatusCode::NOT_FOUND => Fault::NotFound,
        StatusCode::CONFLICT | StatusCode::SERVICE_UNAVAILABLE => Fault::Busy,
        other => Fault::Other(format!("HTTP {}", other.as_u16())),
    }
}

fn broken(error: reqwest::Error) -> Fault {
    if error.is_connect() {
        Fault::NotFound
    } else if error.is_timeout() {
        Fault::Timeout
    } else {
        Fault::Lost
    }
}
