//! 加注件: a copy of pictures with its mark on every page: across the picture, and line by line at the foot.

use cases::realm::Realm;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::layout::{Setter, Style};
use crate::page::{Flow, HEIGHT, LEFT, MEASURE, Mark, Spacing, WIDTH};
use crate::{Fonts, PaperFault, Rendered, paper, pdf};

/// A page as a JPEG.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub jpeg: Vec<u8>,
    pub width: u32,
    pub height: u32,
    pub grey: bool,
}

/// What is burned in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    pub realm: Realm,
    pub title: String,
    pub across: String,
    pub lines: Vec<String>,
}

const ACROSS: Style = Style {
    size: 15.0,
    grey: 0.55,
    bold: false,
};
const FOOT: Style = Style {
    size: 9.0,
    grey: 0.0,
    bold: false,
};
const FOOT_LEADING: f32 = 13.0;
const EDGE: f32 = 30.0;
/// Between the lines across the page.
const APART: f32 = 150.0;
const DEGREES: f32 = 32.0;

/// Sets each picture on a page of its own with the mark over it. The text of the foot can be read by programs.
///
/// # Errors
/// [`PaperFault::Pdf`] when the writer fails.
pub fn copy(
    pictures: &[Picture],
    stamp: &Stamp,
    fonts: &Fonts,
    at: Timestamp,
) -> Result<Rendered, PaperFault> {
    rendered(pictures, stamp, fonts, at, Place::Inset)
}

/// The pages of a marked copy that were drawn into pictures, mark and all: nobody takes the mark off. The foot is text
/// again, where it stands in the picture.
///
/// # Errors
/// As of [`copy`].
pub fn burned(
    pages: &[Picture],
    stamp: &Stamp,
    fonts: &Fonts,
    at: Timestamp,
) -> Result<Rendered, PaperFault> {
    rendered(pages, stamp, fonts, at, Place::Whole)
}

#[derive(Clone, Copy, PartialEq)]
enum Place {
    Inset,
    Whole,
}

fn rendered(
    pictures: &[Picture],
    stamp: &Stamp,
    fonts: &Fonts,
    at: Timestamp,
    place: Place,
) -> Result<Rendered, PaperFault> {
    let mut setter = Setter::new(fonts);
    let pages: Vec<Vec<Mark>> = (0..pictures.len())
        .map(|number| page(number, &pictures[number], stamp, &mut setter, place))
        .collect();
    let bytes = pdf::write(&stamp.title, &pages, pictures, fonts, at)?;
    Ok(Rendered {
        pages: u32::try_from(pages.len()).unwrap_or(u32::MAX),
        missing: crate::missing(setter),
        digest_sha256: hex::encode(Sha256::digest(&bytes)),
        pdf: bytes,
    })
}

fn page(number: usize, picture: &Picture, stamp: &Stamp, setter: &mut Setter, place: Place) -> Vec<Mark> {
    let mut flow = Flow::new(Spacing::USUAL);
    let foot = setter_lines(stamp, setter);
    let foot_top = HEIGHT - EDGE - FOOT_LEADING * foot.len() as f32;
    let room = match place {
        Place::Whole => (0.0, 0.0, WIDTH, HEIGHT),
        Place::Inset => (EDGE, EDGE, WIDTH - 2.0 * EDGE, foot_top - 2.0 * EDGE),
    };
    let (wide, high) = (picture.width.max(1) as f32, picture.height.max(1) as f32);
    let scale = (room.2 / wide).min(room.3 / high);
    let (width, height) = (wide * scale, high * scale);
    flow.mark(Mark::Picture {
        number,
        x: room.0 + (room.2 - width) / 2.0,
        y: room.1 + (room.3 - height) / 2.0,
        width,
        height,
    });
    if place == Place::Inset {
        if stamp.realm == Realm::Training {
            paper::watermark(&mut flow, setter);
        }
        across(&mut flow, stamp, setter, foot_top);
        flow.rule((LEFT, foot_top - 8.0), (LEFT + MEASURE, foot_top - 8.0), 0.5, 0.3);
    }
    for (row, line) in foot.iter().enumerate() {
        flow.line(line, LEFT, foot_top + FOOT_LEADING * (row as f32 + 0.6));
    }
    flow.pages.remove(0)
}

fn setter_lines(stamp: &Stamp, setter: &mut Setter) -> Vec<crate::layout::Line> {
    let lines = stamp.lines.iter();
    lines
        .flat_map(|line| setter.lines(&[(line.as_str(), FOOT)], MEASURE, 0.0))
        .collect()
}

/// The short mark, turned, over the whole picture.
fn across(flow: &mut Flow, stamp: &Stamp, setter: &mut Setter, bottom: f32) {
    let line = setter.line(&stamp.across, ACROSS);
    let (sine, cosine) = DEGREES.to_radians().sin_cos();
    let step = line.width * cosine + 60.0;
    let mut y = APART * 0.8;
    let mut shift = 0.0;
    while y < bottom + line.width * sine {
        let mut x = EDGE - shift;
        while x < WIDTH {
            for run in &line.runs {
                let (x, y) = (x + run.x * cosine, y - run.x * sine);
                flow.mark(Mark::Turned {
                    x,
                    y,
                    degrees: DEGREES,
                    run: run.clone(),
                });
            }
            x += step;
        }
        y += APART;
        shift = if shift == 0.0 { step / 2.0 } else { 0.0 };
    }
}
