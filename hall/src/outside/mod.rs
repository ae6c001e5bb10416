//! The way out: one client with limits, the addresses, and whether a department's line is up.
//!
//! - [`Door`]: sends with the secret; every reply is capped, typed and checked before anybody sees it.
//! - [`reply`]: reads a reply strictly.
//! - [`Directory`]: where registries, licence library and departments are.
//! - [`Lines`]: whether a department answers at this moment.

pub mod reply;

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use reqwest::header::{CONTENT_TYPE, HeaderName, RETRY_AFTER};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use tokio::sync::RwLock;

use self::reply::Reply;
use crate::config::{Outside, OutsideSource};
use crate::fault::{self, Fault};
use cases::realm::Realm;

/// Longest wait for a connection.
const CONNECT: Duration = Duration::from_secs(2);
/// Longest wait for a whole reply.
pub const TOTAL: Duration = Duration::from_secs(12);
/// Largest reply that is read; above it the connection is dropped.
const REPLY_LIMIT: usize = 2 * 1024 * 1024;

/// What one question may take.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Longest wait for the whole reply.
    pub time: Duration,
    /// Largest reply.
    pub bytes: usize,
}

impl From<Duration> for Bounds {
    fn from(time: Duration) -> Self {
        Self {
            time,
            bytes: REPLY_LIMIT,
        }
    }
}
/// Longest wait for a department to say that it is there.
const PROBE: Duration = Duration::from_millis(1_500);
/// How long a good answer to a probe holds.
const PROBE_HOLDS: SignedDuration = SignedDuration::from_secs(1);

/// By what a source knows this hall.
#[derive(Debug, Clone, Default)]
pub struct Credential {
    /// Without one the hall's own secret.
    pub secret: Option<String>,
    /// The header that carries it; without one it is a bearer token.
    pub header: Option<HeaderName>,
}

/// The only HTTP client of the hall.
pub struct Door {
    http: reqwest::Client,
    secret: String,
}

impl Door {
    pub fn new(secret: String) -> Result<Self, Fault> {
        // Another client of the process may have installed it before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            .timeout(TOTAL)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .user_agent(concat!("yichuang-hall/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| fault::source_dead().inside(error))?;
        Ok(Self { http, secret })
    }

    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// Posts to a registry or library and reads its reply strictly.
    pub async fn ask<T: DeserializeOwned>(
        &self,
        url: &str,
        body: &Json,
        limit: Duration,
    ) -> Result<T, Fault> {
        self.ask_at(url, body, limit.into(), &Credential::default())
            .await?
            .read()
    }

    /// Posts with a source's own secret; its connection reads the reply.
    pub async fn ask_at(
        &self,
        url: &str,
        body: &Json,
        most: Bounds,
        by: &Credential,
    ) -> Result<Reply, Fault> {
        let request = self.http.post(url).json(body).timeout(most.time.min(TOTAL));
        self.carry(self.signed(request, by), most.bytes).await
    }

    /// Puts with a source's own secret, or gets where nothing is put; its connection reads the reply.
    pub async fn carry_at(
        &self,
        url: &str,
        body: Option<&Json>,
        limit: Duration,
        by: &Credential,
    ) -> Result<Reply, Fault> {
        let request = match body {
            Some(body) => self.http.put(url).json(body),
            None => self.http.get(url),
        };
        self.carry(self.signed(request.timeout(limit.min(TOTAL)), by), REPLY_LIMIT)
            .await
    }

    fn signed(&self, request: reqwest::RequestBuilder, by: &Credential) -> reqwest::RequestBuilder {
        let secret = by.secret.as_deref().unwrap_or(&self.secret);
        match &by.header {
            Some(header) => request.header(header, secret),
            None => request.bearer_auth(secret),
        }
    }

    /// Puts to a department; the connector reads the reply.
    pub async fn put(&self, url: &str, body: &Json) -> Result<Reply, Fault> {
        self.send(self.http.put(url).json(body)).await
    }

    pub async fn get<T: DeserializeOwned>(&self, url: &str, limit: Duration) -> Result<T, Fault> {
        self.send(self.http.get(url).timeout(limit)).await?.read()
    }

    /// Fetches a file of so many bytes at most.
    pub async fn fetch(&self, url: &str, most: usize) -> Result<Reply, Fault> {
        self.send_for(self.http.get(url), most).await
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Result<Reply, Fault> {
        self.send_for(request, REPLY_LIMIT).await
    }

    async fn send_for(&self, request: reqwest::RequestBuilder, most: usize) -> Result<Reply, Fault> {
        self.carry(request.bearer_auth(&self.secret), most).await
    }

    async fn carry(&self, request: reqwest::RequestBuilder, most: usize) -> Result<Reply, Fault> {
        let mut response = request.send().await.map_err(unreachable_or_slow)?;
        let header = |name| {
            response
                .headers()
                .get(name)
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned)
        };
        let content_type = header(CONTENT_TYPE).unwrap_or_default();
        let retry_after_s = header(RETRY_AFTER).and_then(|text| text.trim().parse().ok());
        let status = response.status().as_u16();
        if response
            .content_length()
            .is_some_and(|length| length > most as u64)
        {
            return Err(fault::reply_too_large());
        }
        let mut body = Vec::new();
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) if body.len() + chunk.len() > most => {
                    return Err(fault::reply_too_large());
                }
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Ok(None) => break,
                Err(error) if error.is_timeout() => return Err(fault::source_slow()),
                Err(_) => return Err(fault::reply_cut()),
            }
        }
        Ok(Reply {
            status,
            content_type,
            retry_after_s,
            body,
        })
    }
}

fn unreachable_or_slow(error: reqwest::Error) -> Fault {
    // Its text may hold the address and nothing of the body.
    let fault = if error.is_timeout() && !error.is_connect() {
        fault::source_slow()
    } else {
        fault::source_dead()
    };
    fault.inside(error.without_url())
}

/// Where everything outside is.
pub struct Directory {
    source: OutsideSource,
    realm: Realm,
    found: RwLock<Option<Outside>>,
}

impl Directory {
    pub fn new(source: OutsideSource, realm: Realm) -> Result<Self, Fault> {
        let found = match &source {
            OutsideSource::Nowhere => Some(Outside::default()),
            OutsideSource::Fixed(outside) => {
                outside.check(realm)?;
                Some(outside.clone())
            }
            OutsideSource::Practice(base) => {
                if realm == Realm::Live || !crate::config::is_loopback(base) {
                    return Err(fault::crossed_realms());
                }
                None
            }
        };
        Ok(Self {
            source,
            realm,
            found: RwLock::new(found),
        })
    }

    /// Base address of the practice province, in the training realm.
    pub fn practice(&self) -> Option<&str> {
        match &self.source {
            OutsideSource::Practice(base) => Some(base.trim_end_matches('/')),
            OutsideSource::Nowhere | OutsideSource::Fixed(_) => None,
        }
    }

    /// The addresses; asked of the practice province until it has answered once.
    pub async fn addresses(&self, door: &Door) -> Result<Outside, Fault> {
        if let Some(outside) = self.found.read().await.clone() {
            return Ok(outside);
        }
        let Some(base) = self.practice() else {
            return Ok(Outside::default());
        };
        let outside: Outside = door.get(&format!("{base}/directory"), PROBE).await?;
        outside.check(self.realm)?;
        *self.found.write().await = Some(outside.clone());
        Ok(outside)
    }
}

/// Which departments answered lately.
#[derive(Default)]
pub struct Lines {
    good: Mutex<HashMap<String, Timestamp>>,
}

impl Lines {
    /// Whether the department's system answers: a good answer holds for a second, a bad one not at all.
    pub async fn is_up(&self, door: &Door, directory: &Directory, uscc: &str, now: Timestamp) -> bool {
        let known = self
            .good
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .get(uscc)
            .copied();
        if known.is_some_and(|at| now.duration_since(at).abs() < PROBE_HOLDS) {
            return true;
        }
        let up = match directory.addresses(door).await {
            Ok(outside) => match outside.department(uscc) {
                Some(base) => probe(door, &base, now).await,
                None => false,
            },
            Err(_) => false,
        };
        let mut good = self
            .good
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if up {
            good.insert(uscc.to_owned(), now);
        } else {
            good.remove(uscc);
        }
        up
    }

    /// Forgets a good answer: a delivery has just failed.
    pub fn forget(&self, uscc: &str) {
        self.good
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .remove(uscc);
    }
}

async fn probe(door: &Door, base: &str, now: Timestamp) -> bool {
    let request = door
        .http
        .get(format!("{base}/parcels"))
        .query(&[("since", now.to_string())])
        .timeout(PROBE);
    match door.send(request).await {
        Ok(reply) => reply.status == 200,
        Err(_) => false,
    }
}
