//! Papers: content in, PDF bytes out.
//!
//! Map
//! - [`render`]: the one way in: content, fonts and a moment give a [`Rendered`] paper.
//! - [`Fonts`]: the fonts of this machine, found once: a body font and a chain for rare characters.
//! - `paper`: letterhead, blocks, footer, watermark; `page`: where things are drawn and when a page ends.
//! - [`copy`]: pictures with the mark of a copy (加注件). [`sheet`]: separators (分隔页) and practice materials.
//! - `table`: boxes with wrapped text and a repeated header; `layout`: characters into lines.
//! - `codes`: QR and Code128 as modules; `sfnt`: what a font file says of a character.
//! - `subset`: a face cut to the characters of one paper; `pdf`: marks into bytes through printpdf.
//! - `fault`: what stops a paper.
//!
//! Invariants
//! - Every character is checked before it is drawn. One that no font has is shown as 〓 with its code and reported;
//!   nothing vanishes and the paper is still made.
//! - Equal content, fonts and moment give equal bytes, whatever was printed before.
//! - Every page of a training paper carries the watermark 训练; no live paper has a trace of it.
//! - Every word comes from the content, save page numbers, the code captions and the watermark.
//!
//! What it will not do: decide words, number papers, keep, seal or print bytes, or read the clock.

mod codes;
pub mod copy;
mod fault;
mod fonts;
mod layout;
mod page;
mod paper;
mod pdf;
mod sfnt;
pub mod sheet;
mod subset;
mod table;

use cases::notice::Content;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

pub use codes::{QrOutline, qr_outline};
pub use fault::PaperFault;
pub use fonts::Fonts;

/// A character that no installed font draws; the paper shows 〓 and the code in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingGlyph {
    pub ch: char,
    /// Such as `U+20BB7`.
    pub code: String,
}

/// A paper ready to be sealed, kept and printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    pub pdf: Vec<u8>,
    pub pages: u32,
    /// In code order; empty for nearly every paper.
    pub missing: Vec<MissingGlyph>,
    /// SHA-256 of `pdf`, 64 lower-case hex digits.
    pub digest_sha256: String,
}

/// Lays out and writes a paper. `at` is the date in the file's metadata, to the second.
///
/// # Errors
/// [`PaperFault::Code`] when a code cannot carry its text; [`PaperFault::Pdf`] when the writer fails.
pub fn render(content: &Content, fonts: &Fonts, at: Timestamp) -> Result<Rendered, PaperFault> {
    let mut setter = layout::Setter::new(fonts);
    let pages = paper::pages(content, &mut setter)?;
    let pdf = pdf::write(&content.title, &pages, &[], fonts, at)?;
    let missing = missing(setter);
    let digest_sha256 = hex::encode(Sha256::digest(&pdf));
    Ok(Rendered {
        pdf,
        pages: u32::try_from(pages.len()).unwrap_or(u32::MAX),
        missing,
        digest_sha256,
    })
}

fn missing(setter: layout::Setter) -> Vec<MissingGlyph> {
    let all = setter.missing.into_iter();
    all.map(|ch| MissingGlyph {
        ch,
        code: layout::code_of(ch),
    })
    .collect()
}
