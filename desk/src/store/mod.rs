//! The window's store: SQLCipher SQLite, one table per file, one doorway for writes.
//!
//! Map: [`meta`] facts about this installation · [`drafts`] intakes · [`outbox`] what the hall has to know ·
//! [`lost_edits`] what came too late · [`papers`] kept bytes · [`print_jobs`] prints to be counted · [`consultations`] 咨询 to be counted · [`pieces`] files of materials · [`ratings`] sealed ratings · [`scans`] scanned pages · [`recognised`] what was read on them · [`editions`] of the catalogue · [`audit`] the chain · [`cases`] what the hall showed.
//!
//! Invariants
//! - [`Store::transact`] is the only way to change what the clerk did: it opens the transaction, runs, links
//!   the audit entry and commits, `synchronous=FULL` (promise 1). Nothing is visible before the commit.
//! - [`Store::mark`] keeps marks of the machinery (attempts, cursors, the clerk's place) without an entry.

pub mod audit;
pub mod cases;
pub mod consultations;
pub mod drafts;
pub mod editions;
pub mod lost_edits;
pub mod meta;
pub mod outbox;
pub mod papers;
pub mod pieces;
pub mod print_jobs;
pub mod printing;
pub mod ratings;
pub mod recognised;
pub mod scans;

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use ::cases::audit::Chain;
use ::cases::error::Trouble;
use jiff::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::trouble;
use crate::vault::StoreKey;

/// Every migration in order; `PRAGMA user_version` counts those applied.
const MIGRATIONS: &[&str] = &[
    include_str!("../../../migrations/desk/0001_desk.sql"),
    include_str!("../../../migrations/desk/0002_assisting.sql"),
    include_str!("../../../migrations/desk/0003_prints.sql"),
    include_str!("../../../migrations/desk/0004_companions.sql"),
    include_str!("../../../migrations/desk/0005_editions.sql"),
    include_str!("../../../migrations/desk/0006_consultations.sql"),
    include_str!("../../../migrations/desk/0007_printing.sql"),
    include_str!("../../../migrations/desk/0008_scans.sql"),
    include_str!("../../../migrations/desk/0009_recognised.sql"),
];

#[derive(Debug, thiserror::Error)]
pub enum StoreFault {
    /// 磁盘已满
    #[error("the disk is full")]
    Full,
    /// Not a database under this key.
    #[error("the key does not fit the store")]
    WrongKey,
    #[error("the store failed: {0}")]
    Sqlite(rusqlite::Error),
    #[error("a stored value cannot be read: {0}")]
    Value(#[from] serde_json::Error),
    /// The store was written by a later version of the program.
    #[error("the store has version {0}, later than this program's")]
    Later(i64),
    /// The chain on the disk does not verify.
    #[error("the audit chain is broken: {0}")]
    Chain(#[from] ::cases::audit::ChainFault),
    /// What was to be changed is not there.
    #[error("no such row")]
    Missing,
}

impl From<rusqlite::Error> for StoreFault {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => StoreFault::Full,
            Some(rusqlite::ErrorCode::NotADatabase) => StoreFault::WrongKey,
            _ => StoreFault::Sqlite(error),
        }
    }
}

impl From<StoreFault> for Trouble {
    fn from(fault: StoreFault) -> Self {
        tracing::warn!(store.fault = %fault, "the store refused");
        match fault {
            StoreFault::Full => trouble::disk_full(),
            StoreFault::WrongKey => trouble::key_does_not_fit(),
            StoreFault::Sqlite(_) => trouble::store_failed(),
            StoreFault::Value(_) | StoreFault::Later(_) => trouble::store_unreadable(),
            StoreFault::Chain(fault) => fault.into(),
            StoreFault::Missing => trouble::no_such_draft(),
        }
    }
}

/// One line of the audit log: who did what to what, and why. `detail` enters as a digest only.
#[derive(Debug, Clone)]
pub struct Line {
    pub at: Timestamp,
    /// Staff number.
    pub actor: String,
    pub deed: &'static str,
    /// Id of the case, visit or paper.
    pub subject: String,
    pub purpose: String,
    pub detail: String,
}

pub struct Store {
    connection: Mutex<Connection>,
    chain: Chain,
}

impl Store {
    /// Opens or makes the store. A wrong key shows at the first query, so one is made here.
    pub fn open(path: &Path, key: &StoreKey, desk: &str) -> Result<Self, StoreFault> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "cipher_log_level", "NONE")?;
        connection.pragma_update(None, "key", key.pragma().as_str())?;
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| {
            row.get::<_, i64>(0)
        })?;
        connection.query_row("PRAGMA journal_mode=WAL", [], |row| row.get::<_, String>(0))?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        Self::prepare(connection, desk)
    }

    /// A store that dies with the process, for tests and walks.
    pub fn in_memory(desk: &str) -> Result<Self, StoreFault> {
        Self::prepare(Connection::open_in_memory()?, desk)
    }

    fn prepare(mut connection: Connection, desk: &str) -> Result<Self, StoreFault> {
        connection.pragma_update(None, "foreign_keys", "ON")?;
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        let applied: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        let known = MIGRATIONS.len();
        let done = usize::try_from(applied).unwrap_or(usize::MAX);
        if done > known {
            return Err(StoreFault::Later(applied));
        }
        for (index, sql) in MIGRATIONS.iter().enumerate().skip(done) {
            let tx = connection.transaction()?;
            tx.execute_batch(sql)?;
            let version = i64::try_from(index + 1).unwrap_or(i64::MAX);
            tx.pragma_update(None, "user_version", version)?;
            tx.commit()?;
        }
        Ok(Self {
            connection: Mutex::new(connection),
            chain: Chain::named(format!("desk/{desk}")),
        })
    }

    /// The one doorway: runs `body`, links the audit entry and commits, or leaves everything as it was.
    pub fn transact<T>(
        &self,
        line: Line,
        body: impl FnOnce(&Transaction) -> Result<T, StoreFault>,
    ) -> Result<T, StoreFault> {
        let mut connection = self.lock();
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let value = body(&tx)?;
        audit::append(&tx, &self.chain, line)?;
        tx.commit()?;
        Ok(value)
    }

    /// Keeps a mark of the machinery: no deed of a person, no audit entry.
    pub fn mark<T>(&self, body: impl FnOnce(&Transaction) -> Result<T, StoreFault>) -> Result<T, StoreFault> {
        let mut connection = self.lock();
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let value = body(&tx)?;
        tx.commit()?;
        Ok(value)
    }

    pub fn read<T>(&self, body: impl FnOnce(&Connection) -> Result<T, StoreFault>) -> Result<T, StoreFault> {
        body(&self.lock())
    }

    /// Verifies the whole chain (promise 9).
    pub fn verify_chain(&self) -> Result<u64, StoreFault> {
        let entries = self.read(audit::all)?;
        Ok(self.chain.verify(&entries)?.seq)
    }

    /// A poisoned lock holds a connection whose transaction was rolled back when it was dropped.
    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A stored moment.
pub(crate) fn moment(text: &str) -> Timestamp {
    // Written by us in RFC 3339; a damaged text sorts as the beginning of time and is tried at once.
    text.parse().unwrap_or(Timestamp::UNIX_EPOCH)
}
