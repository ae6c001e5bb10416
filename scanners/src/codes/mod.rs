//! QR and Code128 (条码): found on scanned pages, read by a reader on a serial port or on the keyboard line, sent on by
//! their beginning.
//!
//! Only these two kinds are looked for: others turn up where there are none.

mod code128;
mod prefix;
mod reader;
mod separator;
mod wedge;

pub use prefix::{Prefixes, Routed};
pub use reader::{CodeReader, SerialCodes};
pub use separator::{Part, parts};
pub use wedge::Wedge;

use std::panic::{AssertUnwindSafe, catch_unwind};

use rqrr::PreparedImage;

use crate::files::kept_picture;
use crate::page::{Raster, reduced_tones};

/// What codes were written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CodeKind {
    Qr,
    Code128,
}

/// A code on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    pub kind: CodeKind,
    pub text: String,
}

/// The codes of a page, each once, QR first, from above. A text that is not UTF-8 is left out.
pub fn find(page: &Raster, dpi: u32) -> Vec<Code> {
    let whole = reduced_tones(page, 1);
    // A hundred and fifty dots an inch are two for the smallest module in print.
    let by = (dpi / 150).max(1);
    let half = reduced_tones(page, by);
    let mut texts = qr(&half);
    if texts.is_empty() && by > 1 && looks_like_finder(&half) {
        texts = qr(&whole);
    }
    let of = |kind| move |text| Code { kind, text };
    let mut found: Vec<Code> = texts.into_iter().map(of(CodeKind::Qr)).collect();
    found.extend(code128::find(&whole, dpi).into_iter().map(of(CodeKind::Code128)));
    found
}

/// Of a page as it was kept, so that it need not wait for them; `None` where the bytes are no picture, or one on which a
/// reader stumbles.
pub fn of_kept(kept: &[u8], dpi: u32) -> Option<Vec<Code>> {
    let page = kept_picture(kept)?;
    catch_unwind(AssertUnwindSafe(|| find(&page, dpi))).ok()
}

fn qr(tones: &Raster) -> Vec<String> {
    let (width, height) = (tones.width() as usize, tones.height() as usize);
    let pixels = tones.pixels();
    let mut prepared = PreparedImage::prepare_from_greyscale(width, height, |x, y| pixels[y * width + x]);
    let mut found: Vec<(i32, String)> = Vec::new();
    for grid in prepared.detect_grids() {
        let mut bytes = Vec::new();
        if grid.decode_to(&mut bytes).is_ok()
            && let Ok(text) = String::from_utf8(bytes)
            && !found.iter().any(|(_, known)| *known == text)
        {
            found.push((grid.bounds[0].y, text));
        }
    }
    found.sort_by_key(|(y, _)| *y);
    found.into_iter().map(|(_, text)| text).collect()
}

/// Somewhere on the page, dark and light stand 1 : 1 : 3 : 1 : 1 often enough for the corners of a QR code.
fn looks_like_finder(tones: &Raster) -> bool {
    let mut rows = 0;
    for row in tones.rows() {
        let mut runs = [0usize; 5];
        let mut dark = false;
        for tone in row {
            if (*tone < 128) == dark {
                runs[4] += 1;
                continue;
            }
            let module = runs.iter().sum::<usize>() as f32 / 7.0;
            let near = |run: usize, modules: f32| (run as f32 - modules * module).abs() < module * 0.7;
            // The run that ends is dark, so the five begin and end with dark.
            if dark
                && module >= 1.0
                && [0, 1, 3, 4].iter().all(|at| near(runs[*at], 1.0))
                && near(runs[2], 3.0)
            {
                rows += 1;
            }
            dark = !dark;
            runs.rotate_left(1);
            runs[4] = 1;
        }
    }
    rows >= 6
}
