//! PNG: the chunks are walked to IEND, then every row is decoded with all checksums on. Memory holds one row.

use std::io::Cursor;

use super::{Caps, FileFault, PixelSize};

/// The eight bytes that open every PNG.
pub(super) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// What the decoder may hold besides a row: palettes, profiles.
const DECODER_BYTES: usize = 64 * 1024 * 1024;

/// Gives the size after decoding to the end.
pub(super) fn examine(bytes: &[u8], caps: &Caps) -> Result<PixelSize, FileFault> {
    let size = stated_size(bytes)?.within(caps)?;
    walk_to_end(bytes)?;
    let mut options = ::png::DecodeOptions::default();
    options.set_ignore_checksums(false);
    options.set_ignore_text_chunk(true);
    options.set_ignore_iccp_chunk(true);
    let mut decoder = ::png::Decoder::new_with_options(Cursor::new(bytes), options);
    decoder.set_limits(::png::Limits { bytes: DECODER_BYTES });
    let mut picture = decoder.read_info().map_err(|_| FileFault::Damaged)?;
    while picture.next_row().map_err(|_| FileFault::Damaged)?.is_some() {}
    picture.finish().map_err(|_| FileFault::Damaged)?;
    Ok(size)
}

/// Width and height from IHDR, which has to be the first chunk.
fn stated_size(bytes: &[u8]) -> Result<PixelSize, FileFault> {
    let Some((header, _)) = bytes[SIGNATURE.len()..].split_at_checked(16) else {
        return Err(FileFault::Truncated);
    };
    if header[4..8] != *b"IHDR" {
        return Err(FileFault::Damaged);
    }
    Ok(PixelSize {
        width: number(&header[8..12]),
        height: number(&header[12..16]),
    })
}

/// Follows the chunk lengths to IEND.
fn walk_to_end(bytes: &[u8]) -> Result<(), FileFault> {
    const CHECKSUM: usize = 4;
    let mut rest = &bytes[SIGNATURE.len()..];
    loop {
        let (header, after) = rest.split_at_checked(8).ok_or(FileFault::Truncated)?;
        let len = number(&header[..4]) as usize;
        rest = after
            .get(len..)
            .and_then(|tail| tail.get(CHECKSUM..))
            .ok_or(FileFault::Truncated)?;
        if header[4..] == *b"IEND" {
            return Ok(());
        }
    }
}

fn number(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .fold(0, |number, byte| number << 8 | u32::from(*byte))
}
