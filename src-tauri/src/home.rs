//! The folder of one realm on this machine, and the lock that lets only one program work in it.
//!
//! `$XDG_DATA_HOME/yichuang/training`, or below `~/.local/share`; `YICHUANG_HOME` names another place than
//! `…/yichuang`. The folder can be read by its owner alone.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use crate::fault::Fault;

/// The open folder. The lock goes with this value, and with the process however it ends.
#[derive(Debug)]
pub struct Home {
    folder: PathBuf,
    _lock: File,
}

impl Home {
    /// Makes the realm's folder if need be and locks it.
    ///
    /// # Errors
    /// [`Fault::InUse`] when another program holds it, [`Fault::Folder`] when it cannot be made.
    pub fn open(folder: PathBuf) -> Result<Self, Fault> {
        let told = |cause| Fault::Folder(folder.display().to_string(), cause);
        make_private(&folder).map_err(told)?;
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.join("in-use.lock"))
            .map_err(told)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { folder, _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(Fault::InUse(folder.display().to_string())),
            Err(TryLockError::Error(cause)) => Err(told(cause)),
        }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A folder inside, for its owner alone.
    pub fn room(&self, name: &str) -> Result<PathBuf, Fault> {
        let room = self.folder.join(name);
        make_private(&room).map_err(|cause| Fault::Folder(room.display().to_string(), cause))?;
        Ok(room)
    }
}

/// Where the training realm of this user lives.
pub fn training_folder() -> Result<PathBuf, Fault> {
    let set = |name: &str| {
        std::env::var_os(name)
            .filter(|it| !it.is_empty())
            .map(PathBuf::from)
    };
    let base = set("YICHUANG_HOME")
        .or_else(|| set("XDG_DATA_HOME").map(|data| data.join("yichuang")))
        .or_else(|| set("HOME").map(|home| home.join(".local/share/yichuang")))
        .ok_or_else(|| {
            let cause = std::io::Error::new(std::io::ErrorKind::NotFound, "HOME is not set");
            Fault::Folder("~/.local/share/yichuang".to_owned(), cause)
        })?;
    Ok(base.join("training"))
}

/// Makes a folder that its owner alone may read.
pub fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    fs::metadata(folder).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_program_on_the_same_folder_is_refused_in_words() {
        let folder = std::env::temp_dir().join(format!("yichuang-home-{}", std::process::id()));
        let first = Home::open(folder.clone()).unwrap();
        let refused = Home::open(folder.clone()).unwrap_err().view();
        assert_eq!(refused.code, "YC-9102");
        assert!(
            refused.zh.contains("已在运行") && refused.en.contains("already runs"),
            "{refused:?}"
        );
        drop(first);
        Home::open(folder.clone()).unwrap();
        fs::remove_dir_all(folder).unwrap();
    }
}
