//! 政务服务码 that were shown: each is taken once, whatever happens to the hall meanwhile.

use async_trait::async_trait;
use jiff::Timestamp;
use uuid::Uuid;

use super::{Act, Kept};

/// A code that somebody shows.
#[derive(Debug, Clone)]
pub struct ShownCode {
    /// Digest of issuer and token; the token itself is not kept.
    pub digest: String,
    pub visit: Uuid,
    /// Until when somebody might show it again.
    pub until: Timestamp,
}

#[async_trait]
pub trait CodeStore: Send + Sync + 'static {
    /// Takes a code, once; who shows it again is told where it was taken. What nobody could show any more is deleted.
    async fn show_code(&self, act: Act, code: ShownCode) -> Kept<()>;
    /// The platform never heard of it: it can be shown again.
    async fn unshow_code(&self, digest: &str) -> Kept<()>;
}
