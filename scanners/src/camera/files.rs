//! A camera made of files: a folder of JPEG pictures in the order of their names.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::{Frame, FrameSource};
use crate::driver::Fault;
use crate::files::{Caps, picture_of};

/// Pictures of a folder, one after another, one every `every`.
pub struct FolderSource {
    folder: PathBuf,
    names: std::vec::IntoIter<PathBuf>,
    every: Duration,
    at: Duration,
    begun: Option<Instant>,
}

impl FolderSource {
    /// # Errors
    /// [`Fault::NotFound`] for a folder that cannot be read.
    pub fn open(folder: &Path, every: Duration) -> Result<FolderSource, Fault> {
        let entries = fs::read_dir(folder).map_err(|_| Fault::NotFound)?;
        let mut names: Vec<PathBuf> = entries
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .collect();
        names.sort();
        Ok(FolderSource {
            folder: folder.to_owned(),
            names: names.into_iter(),
            every,
            at: Duration::ZERO,
            begun: None,
        })
    }
}

impl FrameSource for FolderSource {
    fn next(&mut self, _within: Duration) -> Result<Frame, Fault> {
        let Some(name) = self.names.next() else {
            return Err(Fault::Empty);
        };
        let at = self.at;
        self.at += self.every;
        let begun = *self.begun.get_or_insert_with(Instant::now);
        std::thread::sleep(at.saturating_sub(begun.elapsed()));
        if !self.folder.is_dir() {
            return Err(Fault::Lost);
        }
        let bytes = fs::read(name).map_err(|_| Fault::Lost)?;
        let raster = picture_of(&bytes, &Caps::default()).ok_or(Fault::BadData)?;
        Ok(Frame { raster, at })
    }
}
