//! PDF: every object is read, pages are counted from the tree, anything that would run is refused.
//!
//! Attached files (a 数电发票 carries its XML that way) are left alone: nothing here or on the desk opens them.

use lopdf::{DecompressError, Dictionary, Document, Error, LoadOptions, Object, xref::XrefRecovery};

use super::{Active, Caps, FileFault};

/// All packed object streams of a file together may unpack to about this much.
const UNPACKED_BYTES: usize = 256 * 1024 * 1024;
/// No single one to more than this: a stream of a hundred objects has some ten kilobytes.
const STREAM_BYTES: usize = 16 * 1024 * 1024;
/// And every one may have at least this.
const STREAM_BYTES_LEAST: usize = 256 * 1024;

/// Gives the number of pages.
pub(super) fn examine(bytes: &[u8], caps: &Caps) -> Result<u32, FileFault> {
    if !has_end_mark(bytes) {
        return Err(FileFault::Truncated);
    }
    let options = LoadOptions::with_max_decompressed_size(stream_cap(bytes));
    let document = Document::load_mem_with_options(bytes, options).map_err(into_fault)?;
    if document.trailer.has(b"Encrypt") || document.was_encrypted() {
        return Err(FileFault::Encrypted);
    }
    if document.xref_recovery == Some(XrefRecovery::Reconstructed) {
        return Err(FileFault::Damaged);
    }
    if let Some(what) = active_content(&document) {
        return Err(FileFault::ActiveContent { what });
    }
    count_pages(&document, caps)
}

/// `%%EOF` near the end; mail programs and web servers append a little.
fn has_end_mark(bytes: &[u8]) -> bool {
    const TAIL: usize = 2048;
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    tail.windows(5).any(|window| window == b"%%EOF")
}

/// Shares the allowance among all streams: each needs the word `stream` in the open, so none can hide.
fn stream_cap(bytes: &[u8]) -> usize {
    let streams = bytes.windows(9).filter(|window| *window == b"endstream").count();
    (UNPACKED_BYTES / streams.max(1)).clamp(STREAM_BYTES_LEAST, STREAM_BYTES)
}

fn into_fault(error: Error) -> FileFault {
    match error {
        Error::Decompress(DecompressError::MemoryLimitExceeded { .. }) => FileFault::Unpacks,
        Error::InvalidPassword | Error::Decryption(_) | Error::UnsupportedSecurityHandler(_) => {
            FileFault::Encrypted
        }
        // Foreign errors: every other one means that the file does not read.
        _ => FileFault::Damaged,
    }
}

fn count_pages(document: &Document, caps: &Caps) -> Result<u32, FileFault> {
    let mut pages = 0;
    for page in document.page_iter() {
        pages += 1;
        if pages > caps.max_pages {
            return Err(FileFault::TooManyPages {
                max_pages: caps.max_pages,
            });
        }
        document.get_dictionary(page).map_err(|_| FileFault::Damaged)?;
    }
    if pages == 0 {
        Err(FileFault::Damaged)
    } else {
        Ok(pages)
    }
}

/// The first thing found that a viewer would run.
fn active_content(document: &Document) -> Option<Active> {
    document
        .objects
        .values()
        .find_map(|object| active_in(document, object))
}

/// Looks into an object without following references: every referenced object is looked at by itself. The
/// parser bounds how deep direct objects nest.
fn active_in(document: &Document, object: &Object) -> Option<Active> {
    match object {
        Object::Dictionary(dictionary) => active_in_dictionary(document, dictionary),
        Object::Stream(stream) => active_in_dictionary(document, &stream.dict),
        Object::Array(items) => items.iter().find_map(|item| active_in(document, item)),
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::Name(_)
        | Object::String(..)
        | Object::Reference(_) => None,
    }
}

fn active_in_dictionary(document: &Document, dictionary: &Dictionary) -> Option<Active> {
    let name_of = |key: &[u8]| dictionary.get_deref(key, document).and_then(Object::as_name).ok();
    if dictionary.has(b"JS") || dictionary.has(b"JavaScript") || name_of(b"S") == Some(b"JavaScript") {
        return Some(Active::JavaScript);
    }
    if name_of(b"S") == Some(b"Launch") {
        return Some(Active::Launch);
    }
    if dictionary.has(b"XFA") {
        return Some(Active::Xfa);
    }
    if name_of(b"Subtype") == Some(b"RichMedia") {
        return Some(Active::RichMedia);
    }
    dictionary
        .iter()
        .find_map(|(_, value)| active_in(document, value))
}
