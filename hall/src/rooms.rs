//! What the parts of a running hall share.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

use cases::catalogue::{Catalogue, CatalogueFiles};
use cases::notice::wording::BUILT_IN;
use cases::queue::QueueRules;
use cases::realm::Realm;
use cases::roles::scope::Limit;
use cases::texting::Texts;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio::sync::watch;

use crate::clock::{Clock, Steady};
use crate::config::{Keep, Pace};
use crate::fault::{self, Fault};
use crate::keeping::Printer;
use crate::law::{Counting, HallFacts};
use crate::outside::{Directory, Door, Lines};
use crate::store::Store;

/// The open hall.
pub struct Rooms {
    pub realm: Realm,
    pub hall: Arc<HallFacts>,
    pub store: Arc<dyn Store>,
    pub catalogue: Arc<Catalogue>,
    /// What days are counted by now.
    pub counting: Arc<Counting>,
    /// Groups, windows and the rules of the order.
    pub queue: Arc<QueueRules>,
    /// The words of text messages.
    pub texts: Arc<Texts>,
    /// 事项权限
    pub limits: Arc<[Limit]>,
    pub clock: Steady,
    pub door: Door,
    pub directory: Directory,
    pub lines: Lines,
    pub printer: Printer,
    pub pace: Pace,
    pub keep: Keep,
    /// SHA-256 of the desk token.
    pub token_digest: [u8; 32],
    /// Where this hall is reached, once it serves.
    pub address: OnceLock<String>,
    /// True when the hall is closing.
    pub closing: watch::Sender<bool>,
    /// When a desk was last heard of; from the opening on.
    pub heard: Mutex<HashMap<String, Timestamp>>,
    pub opened_at: Timestamp,
    pub older_editions: Mutex<HashMap<String, Arc<Catalogue>>>,
}

/// The files of an edition as they are kept.
#[derive(Serialize, Deserialize)]
pub struct KeptFiles {
    items: String,
    data_elements: String,
    codelists: String,
    calendar: String,
    conditions: String,
    /// Editions kept before papers had a wording were written with the built-in one.
    #[serde(default = "built_in_papers")]
    papers: String,
}

fn built_in_papers() -> String {
    BUILT_IN.to_owned()
}

impl KeptFiles {
    pub fn of(files: &CatalogueFiles) -> Self {
        Self {
            items: files.items.clone(),
            data_elements: files.data_elements.clone(),
            codelists: files.codelists.clone(),
            calendar: files.calendar.clone(),
            conditions: files.conditions.clone(),
            papers: files.papers.clone(),
        }
    }
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

    /// The edition a draft is pinned to: the current one, or one that this hall served before.
    pub async fn edition(&self, edition: &str) -> Result<Arc<Catalogue>, Fault> {
        if self.catalogue.edition == edition {
            return Ok(Arc::clone(&self.catalogue));
        }
        let known = self
            .older_editions
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .get(edition)
            .cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let kept = self.store.edition(edition).await?.ok_or_else(fault::no_edition)?;
        let files: KeptFiles = serde_json::from_str(&kept)?;
        let loaded = Catalogue::load(CatalogueFiles {
            items: files.items,
            data_elements: files.data_elements,
            codelists: files.codelists,
            calendar: files.calendar,
            conditions: files.conditions,
            papers: files.papers,
        })
        .map_err(|faults| fault::no_edition().inside(format!("{} faults", faults.len())))?;
        let loaded = Arc::new(loaded);
        let mut older = self
            .older_editions
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        older.insert(edition.to_owned(), Arc::clone(&loaded));
        Ok(loaded)
    }

    /// Whether this is the desk token. Digests are compared, so time tells nothing of the token.
    pub fn is_token(&self, given: &str) -> bool {
        let given: [u8; 32] = Sha256::digest(given.as_bytes()).into();
        given == self.token_digest
    }
}
