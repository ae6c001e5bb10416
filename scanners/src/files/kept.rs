//! How a file is kept: as it is, but what nothing on the desk shows as something that is shown: a TIFF as a PDF of the same
//! pages, a HEIC as a JPEG.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::{Brought, Caps, Drawn, FileFault, FileKind, Imported, heic, import, pictures, tiff};
use crate::page::{PdfWriter, jpeg};

/// Of a page that does not say it: what a fax has.
const USUAL_DPI: u32 = 200;

/// Judges and keeps in this process, without the limits of a child: for desks in memory, which have no program beside
/// them. Files of strangers go through [`super::Import`].
///
/// # Errors
/// [`FileFault`]
pub fn bring(bytes: Vec<u8>, caps: &Caps) -> Result<Brought, FileFault> {
    let imported = import(&bytes, caps)?;
    Ok(match as_kept(&bytes, imported.kind, caps)? {
        None => Brought {
            imported,
            kept: imported.kind,
            bytes,
        },
        Some((kept, bytes)) => Brought {
            imported,
            kept,
            bytes,
        },
    })
}

/// The pages of a file, drawn in this process like [`bring`].
///
/// # Errors
/// [`FileFault`]; the pages that were given before it stay good.
pub fn pages_here(
    bytes: &[u8],
    dpi: u32,
    caps: &Caps,
    heard: &mut dyn FnMut(Drawn),
) -> Result<Imported, FileFault> {
    let imported = import(bytes, caps)?;
    let mut number = 0;
    let drawn = catch_unwind(AssertUnwindSafe(|| {
        pictures::each_page(bytes, imported.kind, dpi, caps, &mut |raster, dpi| {
            number += 1;
            heard(Drawn { number, raster, dpi });
            Ok(())
        })
    }));
    drawn.unwrap_or(Err(FileFault::Damaged)).map(|()| imported)
}

/// `None` for what is kept as it is. A panic inside a stranger's decoder is a damaged file.
pub(super) fn as_kept(
    bytes: &[u8],
    kind: FileKind,
    caps: &Caps,
) -> Result<Option<(FileKind, Vec<u8>)>, FileFault> {
    let made = catch_unwind(AssertUnwindSafe(|| match kind {
        FileKind::Pdf | FileKind::Jpeg | FileKind::Png => Ok(None),
        FileKind::Tiff => as_pdf(bytes, caps).map(|pdf| Some((FileKind::Pdf, pdf))),
        FileKind::Heic => {
            let picture = jpeg(&heic::picture(bytes, caps)?, USUAL_DPI).ok_or(FileFault::Damaged)?;
            Ok(Some((FileKind::Jpeg, picture)))
        }
    }));
    let made = made.unwrap_or(Err(FileFault::Damaged))?;
    if let Some((_, bytes)) = &made
        && bytes.len() > caps.max_bytes
    {
        return Err(FileFault::TooManyBytes {
            bytes: bytes.len(),
            max_bytes: caps.max_bytes,
        });
    }
    Ok(made)
}

fn as_pdf(bytes: &[u8], caps: &Caps) -> Result<Vec<u8>, FileFault> {
    let mut pdf = PdfWriter::default();
    tiff::each_page(bytes, caps, &mut |raster, dpi| {
        pdf.page(&raster, dpi.unwrap_or(USUAL_DPI))
            .ok_or(FileFault::Damaged)
    })?;
    pdf.finish().ok_or(FileFault::Damaged)
}
