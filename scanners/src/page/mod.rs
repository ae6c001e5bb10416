//! From the pixels of a device to a page that is kept: turned upright, straightened, cropped, cleaned, judged, packed,
//! sealed, and only then announced.
//!
//! One page is in memory at a time, and of the pages before it a few hundred bytes each. Nothing is decided that loses
//! something: a blank page is flagged and kept, a doubtful one is said to be doubtful, and a page that does not say how it
//! lies is left as it lies.

mod crop;
mod encode;
mod judge;
mod likeness;
mod raster;
mod reduce;
mod skew;
mod speckle;
mod turn;
mod upright;

pub use encode::{PdfWriter, group4, jpeg};
pub use judge::{Judgement, LEAST_DPI, LEAST_SHARPNESS};
pub use likeness::Likeness;
pub use raster::Raster;
pub use skew::Skew;
pub use turn::{Beyond, Turn, Window, straightened, turned};

use std::panic::resume_unwind;
use std::thread;

use crate::files::{self, FileKind, PixelSize};
use reduce::{Ink, JUDGED_DPI, luma, reduced};

/// Where pages are kept.
pub trait Keep {
    type Fault;

    /// Seals the bytes, writes them under a temporary name, syncs, renames, and gives their SHA-256 in hex. When it
    /// returns, the page survives a power cut.
    ///
    /// # Errors
    /// The keeper's own; the page is then not announced.
    fn keep(&mut self, bytes: &[u8]) -> Result<String, Self::Fault>;
}

/// What is done with pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Treatment {
    /// Turn upright, straighten, cut dark edges off.
    pub set_right: bool,
    /// Cut a small paper out of a large glass. Of a sheet from a feeder, a camera or a file the edges are known: nothing
    /// that is empty on it is cut away.
    pub cut_out: bool,
    pub despeckle: bool,
    /// 黑白: kept as CCITT group 4.
    pub black_and_white: bool,
}

impl Default for Treatment {
    fn default() -> Self {
        Self {
            set_right: true,
            cut_out: false,
            despeckle: true,
            black_and_white: false,
        }
    }
}

/// A page that is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Counted from 1.
    pub number: u32,
    /// SHA-256 of the kept bytes, in hex.
    pub digest: String,
    pub kind: FileKind,
    pub bytes: u64,
    pub size: PixelSize,
    pub dpi: u32,
    /// What was done to it.
    pub turn: Turn,
    pub straightened_by: f32,
    pub cropped: bool,
    pub specks: u32,
    pub judgement: Judgement,
    pub grey: bool,
    /// What later batches compare their pages with.
    pub likeness: Likeness,
    pub pictures: Pictures,
}

/// A page as the screen shows it while nobody has turned it: made from the pixels that are in hand, so that it need not be
/// opened and unpacked again to be seen. JPEG, as [`shown`] makes them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pictures {
    /// No wider than [`STAGE_WIDE`].
    pub stage: Vec<u8>,
    /// No wider than [`THUMBNAIL_WIDE`].
    pub thumbnail: Vec<u8>,
}

/// Pixels of a page on the stage, and in a row of pages.
pub const STAGE_WIDE: u32 = 1240;
pub const THUMBNAIL_WIDE: u32 = 200;

/// Why a page is not kept.
#[derive(Debug, PartialEq, Eq)]
pub enum PageFault<K> {
    /// A side over 65 535 pixels.
    TooLarge,
    Keep(K),
}

/// The pages of one batch, one after another.
pub struct Batch<K> {
    keep: K,
    treatment: Treatment,
    seen: Vec<Likeness>,
}

/// A page that was set right, before it is packed.
#[derive(Debug, Clone, PartialEq)]
pub struct Right {
    pub raster: Raster,
    pub turn: Turn,
    pub straightened_by: f32,
    pub cropped: bool,
    pub specks: u32,
}

impl<K: Keep> Batch<K> {
    pub fn new(keep: K, treatment: Treatment) -> Self {
        Self {
            keep,
            treatment,
            seen: Vec::new(),
        }
    }

    /// With pages that were kept before: they are known again, and the first page of this batch comes after them.
    #[must_use]
    pub fn after(mut self, seen: Vec<Likeness>) -> Self {
        self.seen = seen;
        self
    }

    /// Sets the page right, judges it, and announces it by returning: it is kept by then.
    ///
    /// # Errors
    /// [`PageFault`]; the pages before it stay kept, and the next one takes its number.
    pub fn page(&mut self, raster: Raster, dpi: u32) -> Result<Kept, PageFault<K::Fault>> {
        let dpi = dpi.max(1);
        let right = set_right(raster, dpi, self.treatment);
        let (small, small_dpi, _) = small(&right.raster, dpi);
        let grey = luma(&small);
        let ink = Ink::of(&grey);
        let bilevel = if self.treatment.black_and_white {
            Some(bilevel(&right.raster, ink.below).ok_or(PageFault::TooLarge)?)
        } else {
            None
        };
        let to_keep = bilevel.as_ref().unwrap_or(&right.raster);
        // Packing takes as long as everything before it, and what else is to be seen on the page does not wait for it.
        let (sharpness, pictures, packed) = thread::scope(|scope| {
            let seen = scope.spawn(|| (judge::sharpness(&right.raster), pictures(to_keep)));
            let packed = packed(to_keep, dpi, bilevel.is_some());
            let (sharpness, pictures) = seen.join().unwrap_or_else(|panic| resume_unwind(panic));
            (sharpness, pictures, packed)
        });
        let pictures = pictures.ok_or(PageFault::TooLarge)?;
        let (kind, bytes) = packed.ok_or(PageFault::TooLarge)?;
        let blank = judge::is_blank(&ink, small_dpi);
        let likeness = Likeness::of(&ink);
        let same = self.seen.iter().position(|seen| seen.is_same_as(&likeness));
        let judgement = Judgement {
            dpi,
            dpi_is_enough: dpi >= LEAST_DPI,
            sharpness,
            is_sharp: blank || sharpness.is_none_or(|sharpness| sharpness >= LEAST_SHARPNESS),
            blank,
            corners_whole: judge::corners_whole(&grey, &ink, small_dpi),
            seal: judge::seal(&small, small_dpi),
            // Blank pages all look the same.
            same_as: same.filter(|_| !blank).and_then(|at| u32::try_from(at + 1).ok()),
        };
        let digest = self.keep.keep(&bytes).map_err(PageFault::Keep)?;
        self.seen.push(likeness.clone());
        Ok(Kept {
            number: self.seen.len() as u32,
            digest,
            kind,
            bytes: bytes.len() as u64,
            size: PixelSize {
                width: right.raster.width(),
                height: right.raster.height(),
            },
            dpi,
            turn: right.turn,
            straightened_by: right.straightened_by,
            cropped: right.cropped,
            specks: right.specks,
            judgement,
            grey: right.raster.is_grey(),
            likeness,
            pictures,
        })
    }
}

fn bilevel(raster: &Raster, below: u8) -> Option<Raster> {
    let tones = luma(raster);
    let pixels = tones.pixels().iter();
    let pixels = pixels.map(|tone| if *tone < below { 0 } else { 255 }).collect();
    Raster::grey(raster.width(), raster.height(), pixels)
}

fn packed(raster: &Raster, dpi: u32, bilevel: bool) -> Option<(FileKind, Vec<u8>)> {
    if !bilevel {
        return encode::jpeg(raster, dpi).map(|bytes| (FileKind::Jpeg, bytes));
    }
    let mut pdf = PdfWriter::default();
    pdf.page(raster, dpi)?;
    pdf.finish().map(|bytes| (FileKind::Pdf, bytes))
}

/// At about a hundred dots per inch, with what those are, and how many times smaller it is.
fn small(raster: &Raster, dpi: u32) -> (Raster, u32, u32) {
    let by = (dpi / JUDGED_DPI).clamp(1, raster.width().min(raster.height()));
    (reduced(raster, by), dpi / by, by)
}

/// Turned upright, straightened, cropped and cleaned, as far as the page says how it lies.
pub fn set_right(raster: Raster, dpi: u32, treatment: Treatment) -> Right {
    let mut right = Right {
        raster,
        turn: Turn::None,
        straightened_by: 0.0,
        cropped: false,
        specks: 0,
    };
    let (tones, small_dpi, by) = small(&right.raster, dpi);
    let mut tones = luma(&tones);
    let mut ink = Ink::of(&tones);
    if treatment.set_right && !judge::is_blank(&ink, small_dpi) {
        let found = skew::skew(&ink);
        if let Some(found) = found {
            if found.sideways {
                right.turn = Turn::Quarter;
                tones = turned(tones, Turn::Quarter);
            }
            // A tenth of a degree moves no dot of a line by more than two.
            if found.degrees.abs() >= 0.1 {
                right.straightened_by = found.degrees;
                tones = straightened(&tones, found.degrees, Window::whole(&tones), Beyond::Edge);
            }
            ink = Ink::of(&tones);
            if upright::is_on_its_head(&ink, small_dpi) == Some(true) {
                right.turn = if found.sideways {
                    Turn::ThreeQuarters
                } else {
                    Turn::Half
                };
                tones = turned(tones, Turn::Half);
                ink = Ink::of(&tones);
            }
        }
        right.raster = turned(right.raster, right.turn);
        let whole = Window::whole(&right.raster);
        let page = crop::page_of(&tones, &ink, small_dpi, treatment.cut_out);
        let window = if page == Window::whole(&tones) {
            whole
        } else {
            Window {
                left: page.left * by,
                top: page.top * by,
                width: page.width * by,
                height: page.height * by,
            }
        };
        right.cropped = window != whole;
        if right.cropped || right.straightened_by != 0.0 {
            let beyond = Beyond::Paper(ink.paper);
            right.raster = straightened(&right.raster, right.straightened_by, window, beyond);
        }
    }
    if treatment.despeckle {
        right.specks = speckle::despeckle(&mut right.raster, dpi, ink.below);
    }
    right
}

/// The brightness of a page, `by` times smaller.
pub(crate) fn reduced_tones(raster: &Raster, by: u32) -> Raster {
    luma(&reduced(raster, by))
}

/// Small enough for a screen that shows many in a second; `None` for what no JPEG can hold.
pub fn preview_jpeg(raster: &Raster) -> Option<Vec<u8>> {
    const WIDE: u32 = 900;
    let small = reduced(raster, raster.width().div_ceil(WIDE).max(1));
    encode::jpeg_of(&small, 72, 70)
}

/// A kept page for the screen: no wider than `wide` (before it is turned), as a JPEG. For our own pages; `None` where the
/// bytes are none.
pub fn shown(kept: &[u8], turn: Turn, wide: u32) -> Option<Vec<u8>> {
    picture(&files::kept_picture(kept)?, turn, wide)
}

fn pictures(page: &Raster) -> Option<Pictures> {
    Some(Pictures {
        stage: picture(page, Turn::None, STAGE_WIDE)?,
        thumbnail: picture(page, Turn::None, THUMBNAIL_WIDE)?,
    })
}

fn picture(page: &Raster, turn: Turn, wide: u32) -> Option<Vec<u8>> {
    let small = reduced(page, page.width().div_ceil(wide.max(1)).max(1));
    encode::jpeg_of(&turned(small, turn), 72, 80)
}
