//! The work of the child: a file arrives, is judged under the limits, and its pages go back.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use serde::{Deserialize, Serialize};

use super::kept::as_kept;
use super::{Caps, FileFault, FileKind, Imported, heic, import, pictures};
use crate::page::Raster;
use crate::worker::{Limits, Line};

/// The word that starts the child for files.
pub const WORK: &str = "files";

/// What the window asks: one file for each child.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Ask {
    pub limits: Limits,
    pub caps: Caps,
    /// That follow.
    pub bytes: usize,
    /// Names of libheif, the first that is there.
    pub heif: Vec<String>,
    /// Give the pages as pixels, a PDF's drawn at so many dots per inch.
    pub pages_at: Option<u32>,
}

/// What the child says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "camelCase")]
pub(super) enum Say {
    Judged {
        imported: Imported,
    },
    Refused {
        fault: FileFault,
    },
    /// `bytes` of this kind follow: how the desk keeps one that nothing on it shows.
    Kept {
        kind: FileKind,
        bytes: usize,
    },
    /// The pixels follow.
    Page {
        width: u32,
        height: u32,
        grey: bool,
        dpi: Option<u32>,
    },
    End,
}

/// Runs the child's side until its window has heard everything.
pub fn serve() -> ExitCode {
    let Ok(mut line) = Line::open() else {
        return ExitCode::FAILURE;
    };
    let Some(ask) = line.hear::<Ask>() else {
        return ExitCode::FAILURE;
    };
    if ask.limits.confine().is_err() {
        return ExitCode::FAILURE;
    }
    let Some(bytes) = line.hear_bytes(ask.bytes.min(ask.caps.max_bytes)) else {
        return ExitCode::FAILURE;
    };
    if FileKind::of(&bytes) == Some(FileKind::Heic) {
        heic::load(&ask.heif);
    }
    match answer(&mut line, &ask, &bytes) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn answer(line: &mut Line, ask: &Ask, bytes: &[u8]) -> io::Result<()> {
    let imported = match import(bytes, &ask.caps) {
        Ok(imported) => imported,
        Err(fault) => return line.say(&Say::Refused { fault }),
    };
    line.say(&Say::Judged { imported })?;
    if ask.pages_at.is_none() {
        match as_kept(bytes, imported.kind, &ask.caps) {
            Ok(None) => {}
            Ok(Some((kind, kept))) => {
                line.say(&Say::Kept {
                    kind,
                    bytes: kept.len(),
                })?;
                line.send(&kept)?;
            }
            Err(fault) => return line.say(&Say::Refused { fault }),
        }
    }
    if ask.pages_at.is_some() {
        let mut gone = None;
        let drawn = pages(bytes, imported.kind, ask, &mut |raster, dpi| {
            let said = line.say(&Say::Page {
                width: raster.width(),
                height: raster.height(),
                grey: raster.is_grey(),
                dpi,
            });
            match said.and_then(|()| line.send(raster.pixels())) {
                Ok(()) => Ok(()),
                Err(error) => {
                    gone = Some(error);
                    Err(FileFault::Damaged)
                }
            }
        });
        if let Some(gone) = gone {
            return Err(gone);
        }
        if let Err(fault) = drawn {
            return line.say(&Say::Refused { fault });
        }
    }
    line.say(&Say::End)
}

/// A panic inside a stranger's decoder is a damaged file.
fn pages(
    bytes: &[u8],
    kind: FileKind,
    ask: &Ask,
    heard: &mut dyn FnMut(Raster, Option<u32>) -> Result<(), FileFault>,
) -> Result<(), FileFault> {
    let dpi = ask.pages_at.unwrap_or(200);
    catch_unwind(AssertUnwindSafe(|| {
        pictures::each_page(bytes, kind, dpi, &ask.caps, heard)
    }))
    .unwrap_or(Err(FileFault::Damaged))
}
