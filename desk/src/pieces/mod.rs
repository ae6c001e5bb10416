//! Page files of materials, each sealed under a key of its own and named by the digest of its content.
//!
//! Writing goes temporary name → write → sync → rename → sync of the folder, so a file is whole or absent. A
//! piece that is already there is not written again.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use cases::error::Trouble;
use sha2::{Digest, Sha256};

use crate::trouble;
use crate::vault::{StoreKey, disk, seal, write_durably};

/// Where sealed pieces lie.
pub enum Pieces {
    Folder {
        folder: PathBuf,
        key: [u8; 32],
    },
    /// For tests and walks: nothing touches the disk.
    Memory(Mutex<HashMap<String, Vec<u8>>>),
}

impl Pieces {
    pub fn in_folder(folder: PathBuf, key: &StoreKey) -> Result<Self, Trouble> {
        fs::create_dir_all(&folder).map_err(disk)?;
        Ok(Self::Folder {
            folder,
            key: key.derive("yichuang pieces 1"),
        })
    }

    pub fn in_memory() -> Self {
        Self::Memory(Mutex::new(HashMap::new()))
    }

    /// Keeps the bytes and gives their SHA-256, hex.
    pub fn keep(&self, bytes: &[u8]) -> Result<String, Trouble> {
        let digest = hex::encode(Sha256::digest(bytes));
        match self {
            Pieces::Memory(kept) => {
                kept.lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .insert(digest.clone(), bytes.to_vec());
            }
            Pieces::Folder { folder, key } => {
                let name = format!("{digest}.sealed");
                if !folder.join(&name).exists() {
                    let sealed = seal::seal(key, bytes).ok_or_else(trouble::no_chance)?;
                    write_durably(folder, &name, &sealed).map_err(disk)?;
                }
            }
        }
        Ok(digest)
    }

    /// The plain bytes of a piece.
    pub fn read(&self, digest: &str) -> Result<Vec<u8>, Trouble> {
        let plain = match self {
            Pieces::Memory(kept) => kept
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .get(digest)
                .cloned(),
            Pieces::Folder { folder, key } => fs::read(folder.join(format!("{digest}.sealed")))
                .ok()
                .and_then(|sealed| seal::open(key, &sealed)),
        };
        plain
            .filter(|plain| hex::encode(Sha256::digest(plain)) == digest)
            .ok_or_else(trouble::piece_damaged)
    }
}

/// Scanned pages are announced when they lie here.
impl scanners::page::Keep for &Pieces {
    type Fault = Trouble;

    fn keep(&mut self, bytes: &[u8]) -> Result<String, Trouble> {
        Pieces::keep(self, bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn promise_14_pieces_are_sealed_and_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let pieces = Pieces::in_folder(folder.path().join("pieces"), &StoreKey::new([3; 32])).unwrap();
        let plain = b"350199199001010011 page".to_vec();
        let digest = pieces.keep(&plain).unwrap();
        assert_eq!(pieces.keep(&plain).unwrap(), digest);
        assert_eq!(pieces.read(&digest).unwrap(), plain);
        let files: Vec<_> = fs::read_dir(folder.path().join("pieces"))
            .unwrap()
            .flatten()
            .collect();
        assert_eq!(files.len(), 1);
        let bytes = fs::read(files[0].path()).unwrap();
        assert!(!bytes.windows(18).any(|part| part == b"350199199001010011"));
    }

    #[test]
    fn a_changed_piece_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let pieces = Pieces::in_folder(folder.path().to_owned(), &StoreKey::new([3; 32])).unwrap();
        let digest = pieces.keep(b"page").unwrap();
        let file = folder.path().join(format!("{digest}.sealed"));
        let mut bytes = fs::read(&file).unwrap();
        bytes[13] ^= 1;
        fs::write(&file, bytes).unwrap();
        assert_eq!(pieces.read(&digest).unwrap_err().code, "YC-5105");
    }
}
