//! Where the store key lies between starts: the keyring of the operating system, behind a trait.
//!
//! A locked keyring refuses to write but answers "no such entry" when it is read, exactly as if the key had
//! never existed. So nothing here says "first run": that is decided by the database file alone.

use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use cases::realm::Realm;
use keyring::v1::Entry;
use sha2::{Digest, Sha256};

/// Why the key store gave nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// Locked, or it asks somebody for a password who does not answer.
    #[error("the keyring is locked")]
    Locked,
    /// No keyring on this machine, or no session bus.
    #[error("there is no keyring")]
    Absent,
}

/// Keeps one secret.
pub trait KeyStore: Send + Sync {
    /// `None` when there is no entry, which a locked keyring says as well.
    fn read(&self) -> Result<Option<Vec<u8>>, KeyFault>;
    fn write(&self, secret: &[u8]) -> Result<(), KeyFault>;
}

/// The keyring of the operating system, under service `yichuang-<realm>-<hash of the data folder>`.
pub struct OsKeyring {
    service: String,
}

const USER: &str = "store-key";
/// A keyring that asks for a password on a screen nobody sees would wait for ever.
const PATIENCE: Duration = Duration::from_secs(20);

impl OsKeyring {
    pub fn of(realm: Realm, data_dir: &Path) -> Self {
        let folder = std::fs::canonicalize(data_dir).unwrap_or_else(|_| data_dir.to_owned());
        let hash = hex::encode(Sha256::digest(folder.to_string_lossy().as_bytes()));
        Self {
            service: format!("yichuang-{}-{}", realm.word(), &hash[..16]),
        }
    }

    /// Runs on a thread of its own: the bus client blocks and must not run inside an async task.
    fn on_thread<T: Send + 'static>(
        &self,
        deed: impl FnOnce(Entry) -> Result<T, keyring::v1::Error> + Send + 'static,
    ) -> Result<T, KeyFault> {
        let service = self.service.clone();
        let (say, hear) = mpsc::channel();
        std::thread::spawn(move || {
            let done = Entry::new(&service, USER).and_then(deed);
            // The waiting side may have given up.
            let _ = say.send(done.map_err(fault));
        });
        hear.recv_timeout(PATIENCE).unwrap_or(Err(KeyFault::Locked))
    }
}

impl KeyStore for OsKeyring {
    fn read(&self) -> Result<Option<Vec<u8>>, KeyFault> {
        self.on_thread(|entry| match entry.get_secret() {
            Ok(secret) => Ok(Some(secret)),
            Err(keyring::v1::Error::NoEntry) => Ok(None),
            Err(other) => Err(other),
        })
    }

    fn write(&self, secret: &[u8]) -> Result<(), KeyFault> {
        let secret = secret.to_vec();
        self.on_thread(move |entry| entry.set_secret(&secret))
    }
}

fn fault(error: keyring::v1::Error) -> KeyFault {
    match error {
        keyring::v1::Error::NoStorageAccess(_) => KeyFault::Locked,
        // The error type is open; whatever else it says, there is no keyring to work with.
        _ => KeyFault::Absent,
    }
}

/// No keyring: the recovery code is entered at each start.
pub struct NoKeyring;

impl KeyStore for NoKeyring {
    fn read(&self) -> Result<Option<Vec<u8>>, KeyFault> {
        Err(KeyFault::Absent)
    }

    fn write(&self, _secret: &[u8]) -> Result<(), KeyFault> {
        Err(KeyFault::Absent)
    }
}
