//! The pages of a file as pixels, upright as the file says they stand.
//!
//! Runs in the child alone: by then the file is known to be whole and within the caps.

use std::io::Cursor;
use std::sync::Arc;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::{DynamicImage, ImageDecoder};

use super::{Caps, FileFault, FileKind, heic, tiff};
use crate::page::Raster;

/// Gives each page with its dots per inch, where they are known. A PDF is drawn at `dpi`, or as near as the caps let it.
pub(super) fn each_page(
    bytes: &[u8],
    kind: FileKind,
    dpi: u32,
    caps: &Caps,
    heard: &mut dyn FnMut(Raster, Option<u32>) -> Result<(), FileFault>,
) -> Result<(), FileFault> {
    match kind {
        FileKind::Tiff => tiff::each_page(bytes, caps, heard).map(|_| ()),
        FileKind::Jpeg => {
            let decoder = JpegDecoder::new(Cursor::new(bytes)).map_err(|_| FileFault::Damaged)?;
            heard(picture(decoder)?, jfif_density(bytes))
        }
        FileKind::Png => {
            let decoder = PngDecoder::new(Cursor::new(bytes)).map_err(|_| FileFault::Damaged)?;
            heard(picture(decoder)?, png_density(bytes))
        }
        FileKind::Heic => heard(heic::picture(bytes, caps)?, None),
        FileKind::Pdf => pdf_pages(bytes, dpi, caps, heard),
    }
}

fn picture(mut decoder: impl ImageDecoder) -> Result<Raster, FileFault> {
    let turn = decoder.orientation().map_err(|_| FileFault::Damaged)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| FileFault::Damaged)?;
    picture.apply_orientation(turn);
    let (width, height) = (picture.width(), picture.height());
    let raster = match picture {
        DynamicImage::ImageLuma8(grey) => Raster::grey(width, height, grey.into_raw()),
        DynamicImage::ImageRgb8(colour) => Raster::colour(width, height, colour.into_raw()),
        DynamicImage::ImageLuma16(grey) => Raster::grey(
            width,
            height,
            DynamicImage::ImageLuma16(grey).into_luma8().into_raw(),
        ),
        // What is transparent is white: it lies on paper.
        other => {
            let over = other.into_rgba8().into_raw();
            let pixels = over.chunks_exact(4).flat_map(|pixel| {
                let alpha = u32::from(pixel[3]);
                [0, 1, 2].map(|at| ((u32::from(pixel[at]) * alpha + 255 * (255 - alpha)) / 255) as u8)
            });
            Raster::colour(width, height, pixels.collect())
        }
    };
    raster.ok_or(FileFault::Damaged)
}

fn pdf_pages(
    bytes: &[u8],
    dpi: u32,
    caps: &Caps,
    heard: &mut dyn FnMut(Raster, Option<u32>) -> Result<(), FileFault>,
) -> Result<(), FileFault> {
    let pdf = Pdf::new(Arc::new(bytes.to_vec())).map_err(|_| FileFault::Damaged)?;
    for page in pdf.pages().iter() {
        let (width, height) = page.render_dimensions();
        let scale = scale(width, height, dpi, caps).ok_or(FileFault::Damaged)?;
        let drawn = render(
            page,
            &RenderCache::new(),
            &InterpreterSettings::default(),
            &RenderSettings::default(),
            &PixmapSettings {
                x_scale: scale,
                y_scale: scale,
                bg_color: WHITE,
            },
        );
        let (width, height) = (u32::from(drawn.width()), u32::from(drawn.height()));
        let pixels = drawn.data_as_u8_slice();
        let colour = pixels
            .chunks_exact(4)
            .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]);
        let raster = Raster::colour(width, height, colour.collect()).ok_or(FileFault::Damaged)?;
        heard(raster.plain(), Some((scale * 72.0).round() as u32))?;
    }
    Ok(())
}

/// Pixels per point, such that the page has no more than the caps allow and its sides fit sixteen bits.
fn scale(width: f32, height: f32, dpi: u32, caps: &Caps) -> Option<f32> {
    const LONGEST: f32 = 20_000.0;
    if !(width >= 1.0 && height >= 1.0 && width.is_finite() && height.is_finite()) {
        return None;
    }
    let asked = dpi as f32 / 72.0;
    let most = (caps.max_pixels as f32 / (width * height)).sqrt();
    Some(asked.min(most).min(LONGEST / width.max(height)))
}

/// JFIF (APP0): units 1 inch, 2 centimetre.
fn jfif_density(bytes: &[u8]) -> Option<u32> {
    let head = bytes.get(..32)?;
    let at = head.windows(5).position(|word| word == b"JFIF\0")?;
    let rest = head.get(at + 7..at + 10)?;
    let across = u32::from(u16::from_be_bytes([rest[1], rest[2]]));
    let dpi = match rest[0] {
        1 => across,
        2 => (across * 254 + 50) / 100,
        _ => return None,
    };
    (dpi >= 10).then_some(dpi)
}

/// pHYs, in pixels per metre.
fn png_density(bytes: &[u8]) -> Option<u32> {
    let head = &bytes[..bytes.len().min(4096)];
    let at = head.windows(4).position(|word| word == b"pHYs")?;
    let body = head.get(at + 4..at + 13)?;
    let across = u32::from_be_bytes([body[0], body[1], body[2], body[3]]);
    let dpi = (f64::from(across) * 0.0254).round() as u32;
    (body[8] == 1 && (10..=10_000).contains(&dpi)).then_some(dpi)
}
