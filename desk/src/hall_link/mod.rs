//! The line to the hall: typed asks with limits, the measured clock offset, whether it is up.
//!
//! Map: [`transport`] the seam · [`http`] the real line · [`feed`] Server-Sent Events by cursor.
//!
//! Invariants
//! - A call ends within its limit (2 s to connect, 15 s in all, 8 MB but for a telephone's file), whatever comes back.
//! - A reply that cannot be read is refused in words; the desk lives on.

pub mod feed;
pub mod http;
pub mod transport;

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use cases::error::Trouble;
use cases::wire::session::Health;
use cases::wire::{HEADER_DESK, HEADER_KEY, HEADER_STAFF, HEADER_VERSION, Problem, VERSION};
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::watch;
use uuid::Uuid;

use crate::clock::Clock;
use crate::trouble;
pub use transport::{Answer, Ask, FeedStream, HallTransport, LineFault, Method};

const LIMIT: Duration = Duration::from_secs(15);
const HEALTH_LIMIT: Duration = Duration::from_secs(3);
const SOON: Duration = Duration::from_secs(3);
const CAP: usize = 8 * 1024 * 1024;

/// Why an ask gave nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HallFault {
    Line(LineFault),
    /// The hall says no, with its code and sentences.
    Problem {
        status: u16,
        trouble: Trouble,
    },
    /// Not what the contract says: HTML, truncated, another charset.
    Garbled,
}

impl HallFault {
    pub fn trouble(&self) -> Trouble {
        match self {
            HallFault::Line(LineFault::NotSent | LineFault::Lost) => trouble::hall_down(),
            HallFault::Line(LineFault::TooLarge) => trouble::reply_too_large(),
            HallFault::Problem { trouble, .. } => trouble.clone(),
            HallFault::Garbled => trouble::hall_garbled(),
        }
    }

    /// The hall itself did not answer.
    pub fn is_line(&self) -> bool {
        matches!(self, HallFault::Line(LineFault::NotSent | LineFault::Lost))
    }
}

impl From<HallFault> for Trouble {
    fn from(fault: HallFault) -> Self {
        fault.trouble()
    }
}

/// The state of the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkState {
    pub up: bool,
    pub since: Timestamp,
    /// This machine's clock minus the hall's (promise 13).
    pub offset_ms: i64,
    /// Time zone and realm were checked against the hall's answer.
    pub trouble: Option<Trouble>,
}

impl LinkState {
    pub fn offset_s(&self) -> i64 {
        self.offset_ms / 1000
    }
}

pub struct HallLink {
    transport: Arc<dyn HallTransport>,
    clock: Arc<dyn Clock>,
    token: String,
    desk: String,
    staff: RwLock<Option<String>>,
    state: watch::Sender<LinkState>,
}

impl HallLink {
    pub fn new(transport: Arc<dyn HallTransport>, clock: Arc<dyn Clock>, token: &str, desk: &str) -> Self {
        let since = clock.now();
        let (state, _) = watch::channel(LinkState {
            up: false,
            since,
            offset_ms: 0,
            trouble: None,
        });
        Self {
            transport,
            clock,
            token: token.to_owned(),
            desk: desk.to_owned(),
            staff: RwLock::new(None),
            state,
        }
    }

    /// The session under which deeds are sent; `None` after signing out.
    pub fn speak_for(&self, session: Option<String>) {
        *self.staff.write().unwrap_or_else(PoisonError::into_inner) = session;
    }

    pub fn speaks(&self) -> bool {
        self.staff
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .is_some()
    }

    pub fn state(&self) -> LinkState {
        self.state.borrow().clone()
    }

    pub fn watch(&self) -> watch::Receiver<LinkState> {
        self.state.subscribe()
    }

    /// Legal time by the last measured offset (promise 13).
    pub fn legal_now(&self) -> Timestamp {
        let offset = jiff::SignedDuration::from_millis(self.state.borrow().offset_ms);
        let now = self.clock.now();
        now.checked_sub(offset).unwrap_or(now)
    }

    /// Measures the line: up or down, and how far this clock is from the hall's.
    pub async fn measure(&self) -> Result<Health, HallFault> {
        let before = self.clock.now();
        let mut ask = self.ask(Method::Get, "/health", None, None);
        ask.limit = HEALTH_LIMIT;
        let health: Result<Health, HallFault> = self.send(ask).await;
        if let Ok(health) = &health {
            let after = self.clock.now();
            let middle = before.as_millisecond() + (after.as_millisecond() - before.as_millisecond()) / 2;
            let offset_ms = middle - health.now.as_millisecond();
            self.state.send_if_modified(|state| {
                // Only a change a person could notice is worth an event.
                let moved = (state.offset_ms - offset_ms).abs() >= 1_000;
                state.offset_ms = offset_ms;
                state.trouble = ((offset_ms / 1000).abs() > 30).then(|| trouble::clock_off(offset_ms / 1000));
                moved
            });
        }
        health
    }

    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, HallFault> {
        self.send(self.ask(Method::Get, path, None, None)).await
    }

    pub async fn bytes(&self, path: &str) -> Result<Vec<u8>, HallFault> {
        self.file(path, CAP).await
    }

    /// Bytes with a cap of their own.
    pub async fn file(&self, path: &str, cap: usize) -> Result<Vec<u8>, HallFault> {
        let mut ask = self.ask(Method::Get, path, None, None);
        ask.cap = cap;
        let answer = self.exchange(ask).await?;
        if (200..300).contains(&answer.status) {
            Ok(answer.body)
        } else {
            Err(problem(&answer))
        }
    }

    /// A write. The same key with the same body gives the same reply for ever.
    pub async fn post<B: Serialize, T: DeserializeOwned>(
        &self,
        path: &str,
        key: Uuid,
        body: &B,
    ) -> Result<T, HallFault> {
        let body = serde_json::to_vec(body).map_err(|_| HallFault::Garbled)?;
        self.send(self.ask(Method::Post, path, Some(key), Some(body)))
            .await
    }

    /// A write that somebody waits for in need: that the hall does not answer is known soon.
    pub async fn post_soon<B: Serialize, T: DeserializeOwned>(
        &self,
        path: &str,
        key: Uuid,
        body: &B,
    ) -> Result<T, HallFault> {
        let body = serde_json::to_vec(body).map_err(|_| HallFault::Garbled)?;
        let mut ask = self.ask(Method::Post, path, Some(key), Some(body));
        ask.limit = SOON;
        self.send(ask).await
    }

    /// A write whose reply does not matter beyond having succeeded.
    pub async fn post_plain<B: Serialize>(&self, path: &str, key: Uuid, body: &B) -> Result<(), HallFault> {
        let body = serde_json::to_vec(body).map_err(|_| HallFault::Garbled)?;
        let answer = self
            .exchange(self.ask(Method::Post, path, Some(key), Some(body)))
            .await?;
        if (200..300).contains(&answer.status) {
            Ok(())
        } else {
            Err(problem(&answer))
        }
    }

    /// Ends what a path names.
    pub async fn delete(&self, path: &str) -> Result<(), HallFault> {
        let answer = self.exchange(self.ask(Method::Delete, path, None, None)).await?;
        if (200..300).contains(&answer.status) {
            Ok(())
        } else {
            Err(problem(&answer))
        }
    }

    /// Closes the session at the hall and stops speaking for it. One that could not be closed now ends by its time.
    pub async fn sign_out(&self) {
        if self.speaks() {
            let mut ask = self.ask(Method::Delete, "/v1/sessions/current", None, None);
            ask.limit = HEALTH_LIMIT;
            if let Err(fault) = self.exchange(ask).await {
                tracing::info!(hall.fault = ?fault, "the session stays until its time");
            }
        }
        self.speak_for(None);
    }

    /// Hands a piece's bytes over, named by its digest: the same piece twice is one.
    pub async fn put_piece(&self, digest: &str, key: Uuid, bytes: Vec<u8>) -> Result<(), HallFault> {
        let ask = self.ask(
            Method::Put,
            &format!("/v1/pieces/{digest}"),
            Some(key),
            Some(bytes),
        );
        let answer = self.exchange(ask).await?;
        if (200..300).contains(&answer.status) {
            Ok(())
        } else {
            Err(problem(&answer))
        }
    }

    /// The feed after a cursor; without one, what changes from here on.
    pub async fn feed(&self, cursor: Option<u64>) -> Result<FeedStream, LineFault> {
        let path = cursor.map_or_else(
            || "/v1/feed".to_owned(),
            |cursor| format!("/v1/feed?cursor={cursor}"),
        );
        let mut ask = self.ask(Method::Get, &path, None, None);
        ask.headers.push(("accept", "text/event-stream".to_owned()));
        self.transport.feed(ask).await
    }

    fn ask(&self, method: Method, path: &str, key: Option<Uuid>, body: Option<Vec<u8>>) -> Ask {
        let mut headers = vec![
            ("authorization", format!("Bearer {}", self.token)),
            (HEADER_DESK, self.desk.clone()),
            (HEADER_VERSION, VERSION.to_string()),
        ];
        if let Some(session) = self.staff.read().unwrap_or_else(PoisonError::into_inner).as_ref() {
            headers.push((HEADER_STAFF, session.clone()));
        }
        if let Some(key) = key {
            headers.push((HEADER_KEY, key.to_string()));
        }
        Ask {
            method,
            path: path.to_owned(),
            headers,
            body,
            limit: LIMIT,
            cap: CAP,
        }
    }

    async fn send<T: DeserializeOwned>(&self, ask: Ask) -> Result<T, HallFault> {
        let answer = self.exchange(ask).await?;
        if !(200..300).contains(&answer.status) {
            return Err(problem(&answer));
        }
        serde_json::from_slice(&answer.body).map_err(|error| {
            tracing::warn!(hall.reply_bytes = answer.body.len(), hall.fault = %error.classify_word(), "unreadable reply");
            HallFault::Garbled
        })
    }

    async fn exchange(&self, ask: Ask) -> Result<Answer, HallFault> {
        let limit = ask.limit;
        let answer = tokio::time::timeout(limit, self.transport.ask(ask))
            .await
            .unwrap_or(Err(LineFault::Lost));
        match answer {
            Ok(answer) => {
                self.mark(true);
                Ok(answer)
            }
            Err(fault) => {
                // A single lost reply may be one slow source; only a refused connection says that the line is down.
                if fault == LineFault::NotSent {
                    self.mark(false);
                }
                Err(HallFault::Line(fault))
            }
        }
    }

    /// The health check went unanswered.
    pub fn mark(&self, up: bool) {
        let now = self.clock.now();
        self.state.send_if_modified(|state| {
            let changed = state.up != up;
            if changed {
                state.up = up;
                state.since = now;
            }
            changed
        });
    }
}

/// What kind of unreadable, without a word of the content.
trait ClassifyWord {
    fn classify_word(&self) -> &'static str;
}

impl ClassifyWord for serde_json::Error {
    fn classify_word(&self) -> &'static str {
        match self.classify() {
            serde_json::error::Category::Io => "io",
            serde_json::error::Category::Syntax => "syntax",
            serde_json::error::Category::Data => "shape",
            serde_json::error::Category::Eof => "truncated",
        }
    }
}

fn problem(answer: &Answer) -> HallFault {
    let read = serde_json::from_slice::<Problem>(&answer.body)
        .map(|problem| problem.trouble)
        .or_else(|_| serde_json::from_slice::<Trouble>(&answer.body));
    match read {
        Ok(trouble) => HallFault::Problem {
            status: answer.status,
            trouble,
        },
        Err(_) if answer.status >= 500 => HallFault::Problem {
            status: answer.status,
            trouble: trouble::hall_down(),
        },
        Err(_) => HallFault::Garbled,
    }
}
