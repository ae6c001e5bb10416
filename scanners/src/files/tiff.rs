//! TIFF: every page is measured before the first is decoded, and every page is decoded to its end.
//!
//! What scanners and fax machines write is read: one bit to sixteen, grey, RGB, CMYK, YCbCr; packed bits, LZW, deflate,
//! JPEG, CCITT group 4. Palettes and the old kinds of fax and JPEG are not.

use std::io::Cursor;

use ::tiff::ColorType;
use ::tiff::TiffError;
use ::tiff::decoder::{Decoder, DecodingResult, Limits};
use ::tiff::tags::Tag;

use super::{Caps, FileFault, PixelSize};
use crate::page::Raster;

/// `II` or `MM`, then 42, or 43 for files over 4 GB.
pub(super) fn is_tiff(bytes: &[u8]) -> bool {
    [b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"]
        .iter()
        .any(|start| bytes.starts_with(*start))
}

/// Gives each page with its dots per inch, where it says so; then how many there were, and the first one's size.
pub(super) fn each_page(
    bytes: &[u8],
    caps: &Caps,
    heard: &mut dyn FnMut(Raster, Option<u32>) -> Result<(), FileFault>,
) -> Result<(u32, PixelSize), FileFault> {
    let (pages, first) = measure(bytes, caps)?;
    let mut decoder = open(bytes, caps)?;
    for page in 0..pages {
        if page > 0 {
            decoder.next_image().map_err(into_fault)?;
        }
        let colour = decoder.colortype().map_err(into_fault)?;
        let (width, height) = decoder.dimensions().map_err(into_fault)?;
        let dpi = dots_per_inch(&mut decoder);
        let samples = decoder.read_image().map_err(into_fault)?;
        let raster = raster(width, height, colour, samples)?;
        heard(raster, dpi)?;
    }
    Ok((pages, first))
}

/// Walks the directories: the number of pages and the size of each against the caps, before a pixel is decoded.
fn measure(bytes: &[u8], caps: &Caps) -> Result<(u32, PixelSize), FileFault> {
    let mut decoder = open(bytes, caps)?;
    let mut first = None;
    let mut pages = 0;
    loop {
        let (width, height) = decoder.dimensions().map_err(into_fault)?;
        let size = PixelSize { width, height }.within(caps)?;
        first.get_or_insert(size);
        pages += 1;
        if !decoder.more_images() {
            return first.map(|first| (pages, first)).ok_or(FileFault::Damaged);
        }
        if pages == caps.max_pages {
            return Err(FileFault::TooManyPages {
                max_pages: caps.max_pages,
            });
        }
        decoder.next_image().map_err(into_fault)?;
    }
}

fn open<'a>(bytes: &'a [u8], caps: &Caps) -> Result<Decoder<Cursor<&'a [u8]>>, FileFault> {
    let mut limits = Limits::default();
    // Four channels of sixteen bits.
    limits.decoding_buffer_size = usize::try_from(caps.max_pixels.saturating_mul(8)).unwrap_or(usize::MAX);
    limits.intermediate_buffer_size = limits.decoding_buffer_size;
    Ok(Decoder::new(Cursor::new(bytes))
        .map_err(into_fault)?
        .with_limits(limits))
}

fn into_fault(error: TiffError) -> FileFault {
    match error {
        TiffError::UnsupportedError(_) => FileFault::UnsupportedPicture,
        TiffError::LimitsExceeded => FileFault::Unpacks,
        TiffError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            FileFault::Truncated
        }
        // Foreign errors: every other one means that the file does not read.
        TiffError::FormatError(_)
        | TiffError::IoError(_)
        | TiffError::IntSizeError
        | TiffError::UsageError(_) => FileFault::Damaged,
    }
}

/// From XResolution and ResolutionUnit (2 inch, 3 centimetre).
fn dots_per_inch(decoder: &mut Decoder<Cursor<&[u8]>>) -> Option<u32> {
    let unit = decoder
        .find_tag_unsigned::<u16>(Tag::ResolutionUnit)
        .ok()
        .flatten()
        .unwrap_or(2);
    let across = decoder.get_tag_f64(Tag::XResolution).ok()?;
    let dpi = match unit {
        2 => across,
        3 => across * 2.54,
        _ => return None,
    };
    (10.0..=10_000.0).contains(&dpi).then_some(dpi.round() as u32)
}

fn raster(width: u32, height: u32, colour: ColorType, samples: DecodingResult) -> Result<Raster, FileFault> {
    let bytes = match samples {
        DecodingResult::U8(bytes) => bytes,
        // Eight of sixteen bits are enough for a paper.
        DecodingResult::U16(words) => words.iter().map(|word| (word >> 8) as u8).collect(),
        DecodingResult::U32(_)
        | DecodingResult::U64(_)
        | DecodingResult::F16(_)
        | DecodingResult::F32(_)
        | DecodingResult::F64(_)
        | DecodingResult::I8(_)
        | DecodingResult::I16(_)
        | DecodingResult::I32(_)
        | DecodingResult::I64(_) => return Err(FileFault::UnsupportedPicture),
    };
    let whole = match colour {
        ColorType::Gray(bits @ (1 | 2 | 4)) => Raster::grey(width, height, unpacked(&bytes, width, bits)),
        ColorType::Gray(8 | 16) => Raster::grey(width, height, bytes),
        ColorType::GrayA(8 | 16) => {
            let over = |pixel: &[u8]| on_white(pixel[0], pixel[1]);
            Raster::grey(width, height, bytes.chunks_exact(2).map(over).collect())
        }
        ColorType::RGB(8 | 16) => Raster::colour(width, height, bytes),
        ColorType::RGBA(8 | 16) => {
            let over = |pixel: &[u8]| [0, 1, 2].map(|channel| on_white(pixel[channel], pixel[3]));
            Raster::colour(width, height, bytes.chunks_exact(4).flat_map(over).collect())
        }
        ColorType::CMYK(8 | 16) => {
            let light = |pixel: &[u8]| {
                let left = 255 - u32::from(pixel[3]);
                [0, 1, 2].map(|channel| ((255 - u32::from(pixel[channel])) * left / 255) as u8)
            };
            Raster::colour(width, height, bytes.chunks_exact(4).flat_map(light).collect())
        }
        ColorType::YCbCr(8) => Raster::colour(
            width,
            height,
            bytes.chunks_exact(3).flat_map(from_ycbcr).collect(),
        ),
        _ => return Err(FileFault::UnsupportedPicture),
    };
    whole.ok_or(FileFault::Damaged)
}

/// Rows of packed samples, each row beginning at a byte.
fn unpacked(bytes: &[u8], width: u32, bits: u8) -> Vec<u8> {
    let most = (1u32 << bits) - 1;
    let per_byte = 8 / usize::from(bits);
    let row = (width as usize).div_ceil(per_byte).max(1);
    let mut pixels = Vec::with_capacity(bytes.len() / row * width as usize);
    for row in bytes.chunks_exact(row) {
        for at in 0..width as usize {
            let shift = 8 - usize::from(bits) * (at % per_byte + 1);
            let sample = u32::from(row[at / per_byte]) >> shift & most;
            pixels.push((sample * 255 / most) as u8);
        }
    }
    pixels
}

fn on_white(value: u8, alpha: u8) -> u8 {
    let alpha = u32::from(alpha);
    ((u32::from(value) * alpha + 255 * (255 - alpha)) / 255) as u8
}

/// ITU-R BT.601, full range, as JPEG has it.
fn from_ycbcr(pixel: &[u8]) -> [u8; 3] {
    let [y, cb, cr] = [pixel[0], pixel[1], pixel[2]].map(f32::from);
    let (cb, cr) = (cb - 128.0, cr - 128.0);
    [
        y + 1.402 * cr,
        y - 0.344_136 * cb - 0.714_136 * cr,
        y + 1.772 * cb,
    ]
    .map(|value| value.round().clamp(0.0, 255.0) as u8)
}
