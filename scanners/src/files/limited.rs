//! Files taken through a limited child: whatever a file does to its decoder, the window lives.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use super::child::{Ask, Say, WORK};
use super::heic::LIBRARIES;
use super::{Caps, FileFault, FileKind, Imported};
use crate::page::Raster;
use crate::worker::{Limits, Worker, WorkerFault, program};

/// For the child's first word; starting it takes milliseconds.
const STARTING: Duration = Duration::from_secs(10);

/// The way of every file onto the desk.
#[derive(Debug, Clone)]
pub struct Import {
    pub program: PathBuf,
    pub caps: Caps,
    pub limits: Limits,
    /// Names of libheif, the first that is there.
    pub heif: Vec<String>,
}

impl Default for Import {
    fn default() -> Self {
        Self {
            program: program(),
            caps: Caps::default(),
            limits: Limits::default(),
            heif: LIBRARIES.map(str::to_owned).to_vec(),
        }
    }
}

/// A file that is whole and within the caps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brought {
    /// What the file is.
    pub imported: Imported,
    /// How it is kept: the file itself, or what the desk shows in its place (see the kinds in [`super::bring`]).
    pub kept: FileKind,
    pub bytes: Vec<u8>,
}

/// A page of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// Counted from 1.
    pub number: u32,
    pub raster: Raster,
    /// As the file states it, or as a PDF was drawn.
    pub dpi: Option<u32>,
}

impl Import {
    /// Judges bytes and gives them as they are kept.
    ///
    /// # Errors
    /// [`FileFault`]
    pub fn bytes(&self, bytes: Vec<u8>) -> Result<Brought, FileFault> {
        let (mut worker, until) = self.ask(&bytes, None)?;
        let imported = match worker.hear(until).map_err(into_fault)? {
            Say::Judged { imported } => imported,
            Say::Refused { fault } => return Err(fault),
            Say::Kept { .. } | Say::Page { .. } | Say::End => return Err(FileFault::Overran),
        };
        match worker.hear(until).map_err(into_fault)? {
            Say::End => Ok(Brought {
                imported,
                kept: imported.kind,
                bytes,
            }),
            Say::Kept { kind, bytes } => {
                if bytes > self.caps.max_bytes {
                    return Err(FileFault::TooManyBytes {
                        bytes,
                        max_bytes: self.caps.max_bytes,
                    });
                }
                let kept = worker.hear_bytes(bytes, until).map_err(into_fault)?;
                Ok(Brought {
                    imported,
                    kept: kind,
                    bytes: kept,
                })
            }
            Say::Refused { fault } => Err(fault),
            Say::Judged { .. } | Say::Page { .. } => Err(FileFault::Overran),
        }
    }

    /// Gives the pages of a file, one after another: memory holds one.
    ///
    /// # Errors
    /// [`FileFault`]; the pages that were given before it stay good.
    pub fn pages(&self, bytes: &[u8], dpi: u32, heard: &mut dyn FnMut(Drawn)) -> Result<Imported, FileFault> {
        let (mut worker, until) = self.ask(bytes, Some(dpi))?;
        let imported = match worker.hear(until).map_err(into_fault)? {
            Say::Judged { imported } => imported,
            Say::Refused { fault } => return Err(fault),
            Say::Kept { .. } | Say::Page { .. } | Say::End => return Err(FileFault::Overran),
        };
        let mut number = 0;
        loop {
            match worker.hear(until).map_err(into_fault)? {
                Say::Page {
                    width,
                    height,
                    grey,
                    dpi,
                } => {
                    number += 1;
                    let pixels = u64::from(width) * u64::from(height);
                    if pixels > self.caps.max_pixels || number > self.caps.max_pages {
                        return Err(FileFault::Overran);
                    }
                    let bytes = pixels as usize * if grey { 1 } else { 3 };
                    let pixels = worker.hear_bytes(bytes, until).map_err(into_fault)?;
                    let raster = if grey {
                        Raster::grey(width, height, pixels)
                    } else {
                        Raster::colour(width, height, pixels)
                    };
                    heard(Drawn {
                        number,
                        raster: raster.ok_or(FileFault::Overran)?,
                        dpi,
                    });
                }
                Say::End => return Ok(imported),
                Say::Refused { fault } => return Err(fault),
                Say::Judged { .. } | Say::Kept { .. } => return Err(FileFault::Overran),
            }
        }
    }

    /// Reads a file of the disk: a plain one, no larger than the caps. A link is not followed.
    ///
    /// # Errors
    /// [`FileFault`]
    pub fn file(&self, path: &Path) -> Result<Brought, FileFault> {
        self.bytes(read(path, &self.caps)?)
    }

    fn ask(&self, bytes: &[u8], pages_at: Option<u32>) -> Result<(Worker, Instant), FileFault> {
        // What can be known without a decoder costs no child.
        super::outside(bytes, &self.caps)?;
        let until = Instant::now() + self.limits.within;
        let mut command = Command::new(&self.program);
        command.arg(WORK).env_clear();
        let worker = Worker::start(&mut command, STARTING.min(self.limits.within)).map_err(into_fault)?;
        worker.ask(&Ask {
            limits: self.limits,
            caps: self.caps,
            bytes: bytes.len(),
            heif: self.heif.clone(),
            pages_at,
        });
        worker.send(bytes);
        Ok((worker, until))
    }
}

fn into_fault(fault: WorkerFault) -> FileFault {
    match fault {
        WorkerFault::Missing => FileFault::NoWorker,
        WorkerFault::Late => FileFault::TooSlow,
        WorkerFault::Ended | WorkerFault::Garbled => FileFault::Overran,
    }
}

pub(super) fn read(path: &Path, caps: &Caps) -> Result<Vec<u8>, FileFault> {
    let known = std::fs::symlink_metadata(path).map_err(|_| FileFault::Unreadable)?;
    if !known.is_file() {
        return Err(FileFault::NotAFile);
    }
    let file = open(path).map_err(|_| FileFault::Unreadable)?;
    // Another may have been put there since: what was opened counts.
    let opened = file.metadata().map_err(|_| FileFault::Unreadable)?;
    if !opened.is_file() {
        return Err(FileFault::NotAFile);
    }
    let too_many = |bytes: u64| FileFault::TooManyBytes {
        bytes: usize::try_from(bytes).unwrap_or(usize::MAX),
        max_bytes: caps.max_bytes,
    };
    if opened.len() > caps.max_bytes as u64 {
        return Err(too_many(opened.len()));
    }
    let mut bytes = Vec::with_capacity(opened.len() as usize);
    file.take(caps.max_bytes as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| FileFault::Unreadable)?;
    if bytes.len() > caps.max_bytes {
        return Err(too_many(bytes.len() as u64));
    }
    Ok(bytes)
}

/// Opens without following a link and without waiting, should a pipe have taken the file's place.
#[cfg(unix)]
fn open(path: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
    File::options()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> std::io::Result<File> {
    File::open(path)
}
