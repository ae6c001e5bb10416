//! Copies of files (加注件): their pages as pictures, the mark burned into the pixels, and the words of the mark as text.

use std::io::Cursor;

use ::papers::copy::{Picture, Stamp, burned, copy};
use ::papers::{Fonts, Rendered};
use cases::error::Trouble;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageReader, Limits};
use jiff::Timestamp;

use crate::pages;
use crate::trouble;

/// Pages of one copy.
const MOST_PAGES: usize = 60;
/// Longer side of a page, 200 dpi on A4.
const LONGEST_SIDE: u32 = 2_400;
const QUALITY: u8 = 82;
/// What decoding a picture may take.
const MOST_BYTES: u64 = 512 * 1024 * 1024;
const WIDEST: u32 = 20_000;

/// Files with their kinds, in order: every page of them with the mark.
///
/// # Errors
/// A file that cannot be drawn; a paper that cannot be made.
pub fn make(
    files: &[(String, Vec<u8>)],
    stamp: &Stamp,
    fonts: &Fonts,
    at: Timestamp,
) -> Result<Rendered, Trouble> {
    let mut pictures = Vec::new();
    for (kind, bytes) in files {
        pictures.extend(drawn(kind, bytes).ok_or_else(trouble::not_copied)?);
        if pictures.len() > MOST_PAGES {
            return Err(trouble::not_copied());
        }
    }
    if pictures.is_empty() {
        return Err(trouble::not_copied());
    }
    let marked = copy(&pictures, stamp, fonts, at).map_err(|fault| fault.trouble())?;
    let flat = pages_of(&marked.pdf).ok_or_else(trouble::not_copied)?;
    let burned = burned(&flat, stamp, fonts, at).map_err(|fault| fault.trouble())?;
    Ok(Rendered {
        missing: marked.missing,
        ..burned
    })
}

fn drawn(kind: &str, bytes: &[u8]) -> Option<Vec<Picture>> {
    match kind {
        "pdf" => pages_of(bytes),
        "jpeg" | "png" => Some(vec![picture(bytes)?]),
        _ => None,
    }
}

fn pages_of(pdf: &[u8]) -> Option<Vec<Picture>> {
    let count = pages::count(pdf);
    if count == 0 || count > MOST_PAGES {
        return None;
    }
    (0..count)
        .map(|page| picture(&pages::rasterise_to(pdf, page, LONGEST_SIDE)?))
        .collect()
}

fn picture(bytes: &[u8]) -> Option<Picture> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_BYTES);
    limits.max_image_width = Some(WIDEST);
    limits.max_image_height = Some(WIDEST);
    reader.limits(limits);
    let image = reader.decode().ok()?;
    let image = if image.width().max(image.height()) > LONGEST_SIDE {
        image.thumbnail(LONGEST_SIDE, LONGEST_SIDE)
    } else {
        image
    };
    let grey = !image.color().has_color();
    let image = if grey {
        DynamicImage::ImageLuma8(image.into_luma8())
    } else {
        DynamicImage::ImageRgb8(image.into_rgb8())
    };
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, QUALITY);
    image.write_with_encoder(encoder).ok()?;
    Some(Picture {
        width: image.width(),
        height: image.height(),
        grey,
        jpeg,
    })
}
