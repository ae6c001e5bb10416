//! What the desk needs from a line to the hall: one request, one reply, and a feed of bytes.

use std::pin::Pin;
use std::time::Duration;

use async_trait::async_trait;
use futures::Stream;

/// One request. Headers are name and value; the body is JSON, or the bytes of a piece.
#[derive(Debug, Clone)]
pub struct Ask {
    pub method: Method,
    /// Path and query, such as `/v1/inbox`.
    pub path: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Option<Vec<u8>>,
    /// Until the whole reply is here.
    pub limit: Duration,
    /// Bytes the reply may have.
    pub cap: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Put,
    Delete,
}

#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LineFault {
    /// No connection was made: the hall certainly has nothing of it.
    #[error("not sent")]
    NotSent,
    /// It may have arrived, and the reply is lost or late.
    #[error("no reply")]
    Lost,
    /// The reply was longer than allowed.
    #[error("reply too large")]
    TooLarge,
}

pub type FeedStream = Pin<Box<dyn Stream<Item = Result<Vec<u8>, LineFault>> + Send>>;

/// A line to the hall. The real one speaks HTTP; tests put a hall of their own behind it.
#[async_trait]
pub trait HallTransport: Send + Sync {
    async fn ask(&self, ask: Ask) -> Result<Answer, LineFault>;
    /// Opens the feed; the stream ends or fails when the line breaks.
    async fn feed(&self, ask: Ask) -> Result<FeedStream, LineFault>;
}
