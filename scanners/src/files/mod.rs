//! Files brought by an applicant or chosen by a clerk (文件导入): PDF, JPEG, PNG, TIFF, HEIC where the system has libheif.
//!
//! [`import`] is pure: bytes in, facts or a fault out, no disk, no clock. It measures before it decodes and
//! decodes to the end, so a file that passes is whole. Decoders are strangers' code fed with strangers' bytes:
//! a panic inside one is a damaged file. What cannot be bounded there is a PDF's object tree (a 20 MB file may
//! take about sixty times its size while it is examined): [`Import`] runs all of it in a child under limits of memory
//! and time, and is how files come onto the desk.
//!
//! HEIC is read in the child alone, by a library that is loaded there; elsewhere, and without it, it is refused by name.

mod child;
mod fault;
mod folder;
mod heic;
mod jpeg;
mod kept;
mod limited;
mod pdf;
mod pictures;
mod png;
mod tiff;

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::{Deserialize, Serialize};

use crate::page::Raster;
pub use child::{WORK, serve};
pub use fault::{Active, FileFault};
pub use folder::{Entry, MOST_FILES};
pub use kept::{bring, pages_here};
pub use limited::{Brought, Drawn, Import};

/// What a file may cost, checked before it is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Caps {
    pub max_bytes: usize,
    pub max_pixels: u64,
    pub max_pages: u32,
}

impl Default for Caps {
    /// 20 MB, 60 million pixels (an A3 sheet at 600 dpi has 70, an A4 sheet 35), 200 pages.
    fn default() -> Self {
        Self {
            max_bytes: 20 * 1024 * 1024,
            max_pixels: 60_000_000,
            max_pages: 200,
        }
    }
}

/// The kinds that are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FileKind {
    Pdf,
    Jpeg,
    Png,
    Tiff,
    Heic,
}

impl FileKind {
    /// Judges by the first bytes, never by a name.
    pub fn of(bytes: &[u8]) -> Option<FileKind> {
        if bytes.starts_with(b"%PDF-") {
            Some(FileKind::Pdf)
        } else if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
            Some(FileKind::Jpeg)
        } else if bytes.starts_with(png::SIGNATURE) {
            Some(FileKind::Png)
        } else if tiff::is_tiff(bytes) {
            Some(FileKind::Tiff)
        } else if heic::is_heic(bytes) {
            Some(FileKind::Heic)
        } else {
            None
        }
    }

    /// `application/pdf`, `image/jpeg`, `image/png`, `image/tiff`, `image/heic`
    pub fn media_type(self) -> &'static str {
        match self {
            FileKind::Pdf => "application/pdf",
            FileKind::Jpeg => "image/jpeg",
            FileKind::Png => "image/png",
            FileKind::Tiff => "image/tiff",
            FileKind::Heic => "image/heic",
        }
    }
}

/// A file that is whole and within the caps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Imported {
    pub kind: FileKind,
    /// 1 for an image; a TIFF may have several.
    pub pages: u32,
    /// Pixels, for an image; of a TIFF's first page.
    pub size: Option<PixelSize>,
}

/// Width and height in pixels, as stored: an orientation note is not applied (but to HEIC, whose turn belongs to the picture).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PixelSize {
    pub width: u32,
    pub height: u32,
}

impl PixelSize {
    fn within(self, caps: &Caps) -> Result<PixelSize, FileFault> {
        if self.width == 0 || self.height == 0 {
            return Err(FileFault::Damaged);
        }
        let pixels = u64::from(self.width) * u64::from(self.height);
        if pixels > caps.max_pixels {
            return Err(FileFault::TooManyPixels {
                size: self,
                max_pixels: caps.max_pixels,
            });
        }
        Ok(self)
    }
}

/// Says what the bytes are, after proving that they are whole.
///
/// # Errors
/// [`FileFault`], each with its code. Nothing of the file's content is in any of them.
pub fn import(bytes: &[u8], caps: &Caps) -> Result<Imported, FileFault> {
    let kind = outside(bytes, caps)?;
    // The decoders only read `bytes`; whatever they leave half done is dropped with them.
    let examined = catch_unwind(AssertUnwindSafe(|| match kind {
        FileKind::Pdf => pdf::examine(bytes, caps).map(|pages| Imported {
            kind,
            pages,
            size: None,
        }),
        FileKind::Jpeg => jpeg::examine(bytes, caps).map(|size| Imported {
            kind,
            pages: 1,
            size: Some(size),
        }),
        FileKind::Png => png::examine(bytes, caps).map(|size| Imported {
            kind,
            pages: 1,
            size: Some(size),
        }),
        FileKind::Tiff => tiff::each_page(bytes, caps, &mut |_, _| Ok(())).map(|(pages, size)| Imported {
            kind,
            pages,
            size: Some(size),
        }),
        FileKind::Heic => heic::picture(bytes, caps).map(|picture| Imported {
            kind,
            pages: 1,
            size: Some(PixelSize {
                width: picture.width(),
                height: picture.height(),
            }),
        }),
    }));
    examined.unwrap_or(Err(FileFault::Damaged))
}

/// The pixels of a picture that is whole and within the caps; for those of our own devices.
pub(crate) fn picture_of(bytes: &[u8], caps: &Caps) -> Option<Raster> {
    let imported = import(bytes, caps).ok()?;
    decoded(bytes, imported.kind, caps)
}

/// The pixels of a picture that was whole when it was sealed, and is by its seal; it is not decoded a second time to prove it.
pub(crate) fn kept_picture(bytes: &[u8]) -> Option<Raster> {
    let caps = Caps {
        max_bytes: usize::MAX,
        max_pixels: u64::from(u16::MAX) * u64::from(u16::MAX),
        max_pages: 1,
    };
    decoded(bytes, outside(bytes, &caps).ok()?, &caps)
}

fn decoded(bytes: &[u8], kind: FileKind, caps: &Caps) -> Option<Raster> {
    let mut picture = None;
    let read = catch_unwind(AssertUnwindSafe(|| match kind {
        FileKind::Jpeg | FileKind::Png => pictures::each_page(bytes, kind, 0, caps, &mut |raster, _| {
            picture = Some(raster);
            Ok(())
        }),
        FileKind::Pdf | FileKind::Tiff | FileKind::Heic => Err(FileFault::UnknownKind),
    }));
    read.ok()?.ok()?;
    picture
}

/// What can be said without looking inside.
fn outside(bytes: &[u8], caps: &Caps) -> Result<FileKind, FileFault> {
    if bytes.is_empty() {
        return Err(FileFault::Empty);
    }
    if bytes.len() > caps.max_bytes {
        return Err(FileFault::TooManyBytes {
            bytes: bytes.len(),
            max_bytes: caps.max_bytes,
        });
    }
    FileKind::of(bytes).ok_or(FileFault::UnknownKind)
}
