//! JPEG: the markers are walked from SOI to EOI before a pixel is decoded.
//!
//! A picture cut in transfer often looks whole to a decoder, which paints the rest grey. Here a file without
//! its end marker (FFD9) outside of any segment is truncated; the end marker of a preview inside a segment
//! does not count.

use std::io::Cursor;

use image::{ImageDecoder, codecs::jpeg::JpegDecoder};

use super::{Caps, FileFault, PixelSize};

/// Scans of one picture that are decoded; a progressive picture has about ten.
const MAX_SCANS: u32 = 100;

const SOI: u8 = 0xD8;
const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;

/// Gives the size after decoding to the end.
pub(super) fn examine(bytes: &[u8], caps: &Caps) -> Result<PixelSize, FileFault> {
    let size = walk(bytes)?.within(caps)?;
    let decoder = JpegDecoder::new(Cursor::new(bytes)).map_err(|_| FileFault::Damaged)?;
    if decoder.dimensions() != (size.width, size.height) {
        return Err(FileFault::Damaged);
    }
    let len = usize::try_from(decoder.total_bytes()).map_err(|_| FileFault::Damaged)?;
    let mut pixels = vec![0; len];
    decoder.read_image(&mut pixels).map_err(|_| FileFault::Damaged)?;
    Ok(size)
}

/// Walks the markers to EOI and gives the size that the frame header states. Bytes behind EOI are left alone:
/// cameras put further pictures there.
fn walk(bytes: &[u8]) -> Result<PixelSize, FileFault> {
    let mut rest = bytes;
    let mut size = None;
    let mut scans = 0;
    loop {
        let (marker, after) = next_marker(rest)?;
        match marker {
            EOI => {
                return if scans > 0 {
                    size.ok_or(FileFault::Damaged)
                } else {
                    Err(FileFault::Damaged)
                };
            }
            SOI | 0x01 | 0xD0..=0xD7 => rest = after,
            _ => {
                let (body, after) = segment(after)?;
                if is_frame_header(marker) {
                    if size.is_some() {
                        return Err(FileFault::Damaged);
                    }
                    size = Some(frame_size(body)?);
                }
                if marker == SOS {
                    scans += 1;
                    if scans > MAX_SCANS {
                        return Err(FileFault::Unpacks);
                    }
                    rest = after_entropy_coded(after)?;
                } else {
                    rest = after;
                }
            }
        }
    }
}

/// Reads `FF…FF marker`.
fn next_marker(bytes: &[u8]) -> Result<(u8, &[u8]), FileFault> {
    match bytes {
        [] => Err(FileFault::Truncated),
        [0xFF, rest @ ..] => {
            let fill = rest.iter().take_while(|byte| **byte == 0xFF).count();
            let (marker, after) = rest[fill..].split_first().ok_or(FileFault::Truncated)?;
            Ok((*marker, after))
        }
        [_, ..] => Err(FileFault::Damaged),
    }
}

/// Splits off a segment: two bytes of length that count themselves, then the body.
fn segment(bytes: &[u8]) -> Result<(&[u8], &[u8]), FileFault> {
    let len = match bytes {
        [high, low, ..] => usize::from(u16::from_be_bytes([*high, *low])),
        _ => return Err(FileFault::Truncated),
    };
    if len < 2 {
        return Err(FileFault::Damaged);
    }
    let (whole, after) = bytes.split_at_checked(len).ok_or(FileFault::Truncated)?;
    Ok((&whole[2..], after))
}

/// SOF0–SOF15 without DHT (C4), JPG (C8) and DAC (CC).
fn is_frame_header(marker: u8) -> bool {
    (0xC0..=0xCF).contains(&marker) && !matches!(marker, 0xC4 | 0xC8 | 0xCC)
}

fn frame_size(body: &[u8]) -> Result<PixelSize, FileFault> {
    match body {
        [_, h1, h0, w1, w0, ..] => Ok(PixelSize {
            width: u32::from(u16::from_be_bytes([*w1, *w0])),
            height: u32::from(u16::from_be_bytes([*h1, *h0])),
        }),
        _ => Err(FileFault::Damaged),
    }
}

/// Skips coded data: up to an FF that is neither stuffed (FF00), nor a restart (FFD0–FFD7), nor fill (FFFF).
fn after_entropy_coded(bytes: &[u8]) -> Result<&[u8], FileFault> {
    bytes
        .windows(2)
        .position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xD0..=0xD7 | 0xFF))
        .map(|at| &bytes[at..])
        .ok_or(FileFault::Truncated)
}
