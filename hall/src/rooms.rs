//! What the parts of a running hall share.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, RwLock};

use cases::case::collected::ReuseRules;
use cases::catalogue::Catalogue;
use cases::catalogue::edition::Difference;
use cases::crypto::SecretKey;
use cases::queue::QueueRules;
use cases::realm::Realm;
use cases::roles::scope::Limit;
use cases::texting::Texts;
use cases::watch::WatchRules;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use tokio::sync::watch;
use uuid::Uuid;

use crate::clock::{Clock, Steady};
use crate::config::{Keep, Pace};
use crate::editions;
use crate::fault::{self, Fault};
use crate::gateway::identity::Platforms;
use crate::keeping::Printer;
use crate::law::{Counting, HallFacts};
use crate::outside::{Directory, Door, Lines};
use crate::phones::Baskets;
use crate::served::OpenedWith;
use crate::sources::Connections;
use crate::store::Store;

/// Items of older editions that are kept ready.
const OLDER_KEPT: usize = 256;

/// The open hall.
pub struct Rooms {
    pub realm: Realm,
    pub hall: Arc<HallFacts>,
    pub store: Arc<dyn Store>,
    pub(crate) in_force: RwLock<Arc<InForce>>,
    /// What is wrong in the folder that it was opened with, while the edition of that folder is in force.
    pub(crate) opened_with: (u64, OpenedWith),
    /// One edition at a time is taken into force.
    pub taking_up: tokio::sync::Mutex<()>,
    pub(crate) last_difference: tokio::sync::Mutex<Option<Between>>,
    /// What editions are signed with.
    pub signing_key: SecretKey,
    /// Groups, windows and the rules of the order.
    pub queue: Arc<QueueRules>,
    /// The words of text messages.
    pub texts: Arc<Texts>,
    /// 过程监控: how many looks are too many.
    pub watch: WatchRules,
    /// 事项权限
    pub limits: Arc<[Limit]>,
    pub clock: Steady,
    pub door: Door,
    pub directory: Directory,
    /// How every source is reached.
    pub sources: Connections,
    /// Whose 政务服务码 are taken.
    pub identity: Platforms,
    pub lines: Lines,
    pub phones: Arc<Baskets>,
    pub printer: Printer,
    pub pace: Pace,
    pub keep: Keep,
    /// 数据最多采一次: for how long what earlier cases say is offered.
    pub reuse: ReuseRules,
    /// SHA-256 of the desk token.
    pub token_digest: [u8; 32],
    /// Where this hall is reached, once it serves.
    pub address: OnceLock<String>,
    /// True when the hall is closing.
    pub closing: watch::Sender<bool>,
    /// When a desk was last heard of; from the opening on.
    pub heard: Mutex<HashMap<String, Timestamp>>,
    pub opened_at: Timestamp,
    pub(crate) older: Mutex<HashMap<(String, String), Arc<Catalogue>>>,
}

/// A difference, and the sequences it lies between.
type Between = ((u64, u64), Arc<Difference>);

/// What this hall works by at the moment.
pub struct InForce {
    pub sequence: u64,
    pub catalogue: Arc<Catalogue>,
    /// What days are counted by now.
    pub counting: Arc<Counting>,
}

impl Rooms {
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Notes that a desk speaks.
    pub fn hear(&self, desk: &str) {
        let mut heard = self
            .heard
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        // Desks are few; what else calls itself one is not remembered.
        if heard.contains_key(desk) || heard.len() < 1_000 {
            heard.insert(desk.to_owned(), self.now());
        }
    }

    /// When a desk was heard of last.
    pub fn heard_of(&self, desk: &str) -> Timestamp {
        let heard = self
            .heard
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        heard.get(desk).copied().unwrap_or(self.opened_at)
    }

    pub fn in_force(&self) -> Arc<InForce> {
        let in_force = self
            .in_force
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        Arc::clone(&in_force)
    }

    pub fn put_in_force(&self, next: InForce) {
        let mut in_force = self
            .in_force
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        *in_force = Arc::new(next);
    }

    /// What is wrong in what this hall serves: nothing once another edition was published over its folder's.
    pub fn opened_with(&self) -> &OpenedWith {
        static NOTHING: OpenedWith = OpenedWith {
            faults: Vec::new(),
            withheld: Vec::new(),
        };
        let (sequence, opened_with) = &self.opened_with;
        match self.in_force().sequence == *sequence {
            true => opened_with,
            false => &NOTHING,
        }
    }

    /// The edition in force.
    pub fn catalogue(&self) -> Arc<Catalogue> {
        Arc::clone(&self.in_force().catalogue)
    }

    pub fn counting(&self) -> Arc<Counting> {
        Arc::clone(&self.in_force().counting)
    }

    /// The edition that a draft or case is pinned to, for its item: the one in force, or one that this hall published
    /// before, with that item alone.
    pub async fn edition(&self, edition: &str, item: &str) -> Result<Arc<Catalogue>, Fault> {
        let current = self.catalogue();
        if current.edition == edition {
            return Ok(current);
        }
        let name = (edition.to_owned(), item.to_owned());
        if let Some(known) = self.older().get(&name).cloned() {
            return Ok(known);
        }
        let kept = self
            .store
            .find_edition(edition)
            .await?
            .ok_or_else(fault::no_edition)?;
        let files = self
            .store
            .edition_files(kept.manifest.sequence, Some(item.to_owned()))
            .await?;
        let loaded = Catalogue::of_edition(&files, &kept.manifest)
            .map_err(|faults| fault::no_edition().inside(format!("{} faults", faults.len())))?;
        let loaded = Arc::new(loaded);
        let mut older = self.older();
        // What cases of a day are pinned to; more is read again.
        if older.len() >= OLDER_KEPT {
            older.clear();
        }
        older.insert(name, Arc::clone(&loaded));
        Ok(loaded)
    }

    /// What changed from one edition to another, 0 being none: every window asks for the same one.
    pub async fn difference(&self, from: u64, to: u64) -> Result<Arc<Difference>, Fault> {
        let mut last = self.last_difference.lock().await;
        if let Some((known, difference)) = last.as_ref()
            && *known == (from, to)
        {
            return Ok(Arc::clone(difference));
        }
        let difference = Arc::new(editions::difference(self.store.as_ref(), from, to).await?);
        *last = Some(((from, to), Arc::clone(&difference)));
        Ok(difference)
    }

    /// The edition that a draft is pinned to where this hall has it, else the one in force.
    pub async fn edition_of(&self, draft: Uuid, item: &str) -> Result<Arc<Catalogue>, Fault> {
        match self.store.draft(draft).await? {
            Some((draft, _)) => self.edition(&draft.edition, item).await,
            None => Ok(self.catalogue()),
        }
    }

    fn older(&self) -> MutexGuard<'_, HashMap<(String, String), Arc<Catalogue>>> {
        self.older
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Whether this is the desk token. Digests are compared, so time tells nothing of the token.
    pub fn is_token(&self, given: &str) -> bool {
        let given: [u8; 32] = Sha256::digest(given.as_bytes()).into();
        given == self.token_digest
    }
}
