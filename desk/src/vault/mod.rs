//! The vault: how the store key is made, kept, lost and brought back.
//!
//! Map: [`key`] the key and what is derived from it · [`seal`] AES-256-GCM · [`recovery`] the code that wraps
//! the key · [`key_store`] the keyring.
//!
//! Invariants
//! - A database file without a readable key means a locked or lost keyring, never a first run: no key is made
//!   and nothing is deleted.
//! - A key exists only after the recovery file that wraps it is on the disk.

pub mod key;
pub mod key_store;
pub mod recovery;
pub mod seal;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use cases::error::Trouble;

pub use key::StoreKey;
pub use key_store::{KeyFault, KeyStore, NoKeyring, OsKeyring};
pub use recovery::{RecoveryCode, Wrapped};

use crate::{chance, trouble};

/// Name of the database file in the data folder.
pub const DATABASE: &str = "desk.db";
const VAULT: &str = "vault.json";

/// What the vault found.
pub enum Opened {
    /// First start: the code is shown once; nothing is stored until it was noted.
    First {
        key: StoreKey,
        code: RecoveryCode,
    },
    Ready {
        key: StoreKey,
    },
    /// The database is there, the key is not.
    NeedsRecovery {
        trouble: Trouble,
    },
}

/// The vault of one data folder.
pub struct Vault<'a> {
    folder: PathBuf,
    keys: &'a dyn KeyStore,
}

impl<'a> Vault<'a> {
    pub fn new(folder: &Path, keys: &'a dyn KeyStore) -> Self {
        Self {
            folder: folder.to_owned(),
            keys,
        }
    }

    /// Decides by the database file whether this is the first start.
    pub fn open(&self) -> Result<Opened, Trouble> {
        fs::create_dir_all(&self.folder).map_err(disk)?;
        let database = self.folder.join(DATABASE).exists();
        let wrapped = self.read_wrapped();
        let confirmed = wrapped.as_ref().is_some_and(|wrapped| wrapped.confirmed);
        if !database && !confirmed {
            return self.first();
        }
        if wrapped.as_ref().is_some_and(|wrapped| !wrapped.keyring) {
            return Ok(Opened::NeedsRecovery {
                trouble: trouble::keyring_absent(),
            });
        }
        match self.keys.read() {
            Ok(Some(secret)) => match StoreKey::from_slice(&secret) {
                // The code was never confirmed: a fresh one is shown for the same key.
                Some(key) if !confirmed => self.wrap(key, true),
                Some(key) => Ok(Opened::Ready { key }),
                None => Ok(Opened::NeedsRecovery {
                    trouble: trouble::key_does_not_fit(),
                }),
            },
            // `NoEntry` is also what a locked keyring says.
            Ok(None) | Err(KeyFault::Locked) => Ok(Opened::NeedsRecovery {
                trouble: trouble::keyring_locked(),
            }),
            Err(KeyFault::Absent) => Ok(Opened::NeedsRecovery {
                trouble: trouble::keyring_absent(),
            }),
        }
    }

    fn first(&self) -> Result<Opened, Trouble> {
        let key = StoreKey::new(chance::bytes().ok_or_else(trouble::no_chance)?);
        // The probe is the write itself, read back: a locked keyring fails here and not at the next start.
        let kept = self.keys.write(key.bytes()).is_ok()
            && matches!(self.keys.read(), Ok(Some(secret)) if secret == key.bytes());
        self.wrap(key, kept)
    }

    fn wrap(&self, key: StoreKey, keyring: bool) -> Result<Opened, Trouble> {
        let code = RecoveryCode::draw().ok_or_else(trouble::no_chance)?;
        let wrapped = Wrapped::wrap(&key, &code, keyring).ok_or_else(trouble::no_chance)?;
        self.write_wrapped(&wrapped)?;
        Ok(Opened::First { key, code })
    }

    /// The clerk says that the code was noted.
    pub fn confirm(&self) -> Result<(), Trouble> {
        let mut wrapped = self.read_wrapped().ok_or_else(trouble::vault_unreadable)?;
        wrapped.confirmed = true;
        self.write_wrapped(&wrapped)
    }

    /// Opens with a typed code. `fits` tries the key on the store; only then is the key given back to the
    /// keyring, if there is one.
    pub fn recover(&self, typed: &str, fits: impl FnOnce(&StoreKey) -> bool) -> Result<StoreKey, Trouble> {
        let code = RecoveryCode::parse(typed).ok_or_else(trouble::wrong_recovery_code)?;
        let mut wrapped = self.read_wrapped().ok_or_else(trouble::vault_unreadable)?;
        let key = wrapped
            .unwrap_with(&code)
            .ok_or_else(trouble::wrong_recovery_code)?;
        if !fits(&key) {
            return Err(trouble::key_does_not_fit());
        }
        let kept = self.keys.write(key.bytes()).is_ok()
            && matches!(self.keys.read(), Ok(Some(secret)) if secret == key.bytes());
        wrapped.confirmed = true;
        wrapped.keyring = kept || wrapped.keyring;
        self.write_wrapped(&wrapped)?;
        Ok(key)
    }

    fn read_wrapped(&self) -> Option<Wrapped> {
        serde_json::from_slice(&fs::read(self.folder.join(VAULT)).ok()?).ok()
    }

    fn write_wrapped(&self, wrapped: &Wrapped) -> Result<(), Trouble> {
        let json = serde_json::to_vec_pretty(wrapped).map_err(|_| trouble::vault_unreadable())?;
        write_durably(&self.folder, VAULT, &json).map_err(disk)
    }
}

/// Temporary name → write → sync → rename → sync of the folder: after a power loss the file is the old or the
/// new one, whole (promise 1).
pub fn write_durably(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = tempfile::Builder::new().prefix(".new-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(folder.join(name)).map_err(|error| error.error)?;
    sync_folder(folder)
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> std::io::Result<()> {
    // A folder cannot be opened for syncing here; the rename itself is journalled.
    Ok(())
}

/// What a failed write means.
pub fn disk(error: std::io::Error) -> Trouble {
    match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => trouble::disk_full(),
        _ => trouble::store_failed(),
    }
}
