//! The commands of applications begun online (待收件).

use async_trait::async_trait;
use cases::error::Trouble;
use cases::online::Application;
use cases::wire::online::{OnlineCase, OnlineOffers, OnlineTaken, WaitingItem};
use jiff::Timestamp;
use serde_json::Value as Json;
use uuid::Uuid;

use super::{Act, Kept};

/// A revision that came, read and checked.
#[derive(Debug, Clone)]
pub struct Came {
    pub application: Application,
    /// SHA-256 of the body as it came.
    pub digest: String,
    pub item: String,
    pub item_name: String,
}

/// Who stands at the window, and what the clerk may take in.
#[derive(Debug, Clone)]
pub struct Asker {
    pub visit: Uuid,
    pub id_number: String,
    /// Ids of the items that the clerk takes in; `None` is all of them.
    pub reach: Option<Vec<String>>,
}

/// What the hall has to do at the portal.
#[derive(Debug, Clone, PartialEq)]
pub enum Errand {
    /// Fetch a file.
    File {
        application: String,
        digest: String,
        bytes: u64,
        attempts: u32,
    },
    /// Tell where an application stands.
    Word {
        application: String,
        sequence: u64,
        body: Json,
        attempts: u32,
    },
}

/// What became of an errand.
#[derive(Debug, Clone, PartialEq)]
pub enum Ran {
    /// The file, already measured against its digest.
    Fetched(Vec<u8>),
    Told,
    /// The portal's own department accepted the application meanwhile, under this number.
    AcceptedThere(String),
    Later {
        next_try: Timestamp,
        why: Trouble,
    },
    /// Never.
    Refused {
        why: Trouble,
    },
}

#[async_trait]
pub trait OnlineStore {
    /// Notes that somebody was identified in a visit.
    async fn note_person(&self, visit: Uuid, id_number: &str) -> Kept<()>;
    /// Keeps a revision where it stands; says whether anything changed.
    async fn keep_online(&self, act: Act, came: Came) -> Kept<bool>;
    /// What waits, by item.
    async fn online_waiting(&self, reach: Option<Vec<String>>) -> Kept<Vec<WaitingItem>>;
    /// The applications of who was identified in this visit, with an audit line for the look.
    async fn online_of(&self, act: Act, asker: Asker) -> Kept<OnlineOffers>;
    /// Gives an application to this desk, into a draft (promise 3).
    async fn take_online(&self, act: Act, asker: Asker, application: &str, draft: Uuid) -> Kept<OnlineTaken>;
    /// The application in a draft of this desk, as it stands.
    async fn online_of_draft(&self, desk: &str, draft: Uuid) -> Kept<OnlineCase>;
    /// Back to 待收件: the draft ends, the portal is told.
    async fn release_online(&self, act: Act, draft: Uuid, reason: &str) -> Kept<()>;
    /// The errand that has been due longest; it is not due again before `until`.
    async fn next_errand(&self, now: Timestamp, until: Timestamp) -> Kept<Option<Errand>>;
    async fn settle_errand(&self, act: Act, errand: Errand, ran: Ran) -> Kept<()>;
    async fn next_errand_time(&self) -> Kept<Option<Timestamp>>;
}
