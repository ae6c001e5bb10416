//! Recognition (识别): the text of a kept page, as a program beside the window reads it. It is a guess: whoever uses it lays
//! it before a person.
//!
//! The program is tesseract, a child of its own for each page: its input and output are pipes, so that no picture of a page
//! lies in a file, and where `yichuang-devices` is there it lays limits on itself before it becomes that program. [`tsv`]
//! reads what it says; the engine is `child`.

mod child;
pub mod tsv;

use std::path::PathBuf;
use std::time::Duration;

use image::imageops::{FilterType, resize};
use serde::{Deserialize, Serialize};

#[cfg(unix)]
pub use child::serve;

use crate::files::{Caps, picture_of};
use crate::page::{Raster, Turn, reduced_tones, turned};
use crate::worker::{self, Limits};

/// The word that starts the child for recognition.
pub const WORK: &str = "recognise";

/// More dots than this say no more, and take longer.
const DPI: u32 = 200;
/// Whatever a page says of its dots.
const LONGEST_SIDE: u32 = 4_000;

/// What stands on a page, in pixels of the picture that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Text {
    pub width: u32,
    pub height: u32,
    /// From the top down.
    pub lines: Vec<Line>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Line {
    /// From the left; of Chinese one to a few characters each.
    pub words: Vec<Word>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Word {
    pub text: String,
    #[serde(flatten)]
    pub at: Rect,
    /// Of a hundred.
    pub sure: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rect {
    pub left: u32,
    pub top: u32,
    pub width: u32,
    pub height: u32,
}

/// Why a page was not read. No case waits for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}: {}", self.code(), self.en())]
pub enum RecogniseFault {
    /// The program or its Chinese is not installed.
    Missing,
    Late,
    /// It ended by itself: a crash, or one of its limits.
    Ended,
    /// What it said cannot be read, or is larger than it may be.
    Garbled,
    /// The page is no picture.
    NoPicture,
}

impl RecogniseFault {
    /// The stable code that screens branch on.
    pub fn code(self) -> &'static str {
        match self {
            RecogniseFault::Missing => "YC-3330",
            RecogniseFault::Late => "YC-3331",
            RecogniseFault::Ended => "YC-3332",
            RecogniseFault::Garbled => "YC-3333",
            RecogniseFault::NoPicture => "YC-3334",
        }
    }

    /// The Chinese sentence.
    pub fn zh(self) -> &'static str {
        match self {
            RecogniseFault::Missing => {
                "识别未安装：这台电脑没有文字识别程序或中文数据，页面照常归类、存入和受理，请对照原件核对。"
            }
            RecogniseFault::Late => "这一页的识别超时，已停止。页面照常使用，请对照原件核对。",
            RecogniseFault::Ended => "识别程序在这一页上中断。页面照常使用，请对照原件核对。",
            RecogniseFault::Garbled => "识别程序给出的结果读不懂，未采用。页面照常使用，请对照原件核对。",
            RecogniseFault::NoPicture => "这一页不是可以识别的图像。页面照常使用，请对照原件核对。",
        }
    }

    /// The English sentence.
    pub fn en(self) -> &'static str {
        match self {
            RecogniseFault::Missing => {
                "Recognition is not installed here (the program or its Chinese data). Pages are sorted, filed and accepted as ever; compare them with the original."
            }
            RecogniseFault::Late => {
                "Recognising this page took too long and was stopped. The page is used as ever; compare it with the original."
            }
            RecogniseFault::Ended => {
                "Recognition broke off at this page. The page is used as ever; compare it with the original."
            }
            RecogniseFault::Garbled => {
                "What recognition said of this page cannot be read and was not used. The page is used as ever; compare it with the original."
            }
            RecogniseFault::NoPicture => {
                "This page is no picture that could be recognised. The page is used as ever; compare it with the original."
            }
        }
    }
}

/// What reads pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recogniser {
    /// tesseract, or what says the same.
    pub program: PathBuf,
    /// As the program calls it.
    pub language: String,
    /// The program that lays the limits on itself and then becomes `program`; without it only time is limited.
    pub confined_by: Option<PathBuf>,
    pub limits: Limits,
}

impl Default for Recogniser {
    /// An A4 page takes about a second and 170 MB.
    fn default() -> Self {
        let devices = worker::program();
        Self {
            program: PathBuf::from("tesseract"),
            language: "chi_sim".to_owned(),
            confined_by: (cfg!(unix) && devices.is_file()).then_some(devices),
            limits: Limits {
                memory_bytes: 1024 * 1024 * 1024,
                cpu_s: 30,
                within: Duration::from_secs(60),
            },
        }
    }
}

impl Recogniser {
    /// The text of a kept page as it stands once it is turned. `None` where `stop` said so: it is asked ten times a second.
    ///
    /// # Errors
    /// [`RecogniseFault`].
    pub fn text(
        &self,
        kept: &[u8],
        dpi: u32,
        turn: Turn,
        stop: &dyn Fn() -> bool,
    ) -> Result<Option<Text>, RecogniseFault> {
        let (picture, dpi) = picture(kept, dpi, turn).ok_or(RecogniseFault::NoPicture)?;
        let said = child::run(self, pgm(&picture), dpi, stop)?;
        said.map(|said| tsv::read(&said, picture.width(), picture.height()))
            .transpose()
    }
}

/// The brightness of a page, at the dots that are enough, and how many these are.
fn picture(kept: &[u8], dpi: u32, turn: Turn) -> Option<(Raster, u32)> {
    let caps = Caps {
        max_bytes: usize::MAX,
        max_pixels: u64::from(u16::MAX) * u64::from(u16::MAX),
        max_pages: 1,
    };
    let whole = reduced_tones(&picture_of(kept, &caps)?, 1);
    let (width, height) = (whole.width(), whole.height());
    let by_dots = f64::from(DPI) / f64::from(dpi.max(1));
    let by_side = f64::from(LONGEST_SIDE) / f64::from(width.max(height));
    let by = by_dots.min(by_side).min(1.0);
    let small = if by > 0.9 {
        whole
    } else {
        let (wide, high) = ((f64::from(width) * by) as u32, (f64::from(height) * by) as u32);
        let grey = image::GrayImage::from_raw(width, height, whole.pixels().to_vec())?;
        let grey = resize(&grey, wide.max(1), high.max(1), FilterType::Triangle);
        Raster::grey(grey.width(), grey.height(), grey.into_raw())?
    };
    let dots = f64::from(dpi) * f64::from(small.width()) / f64::from(width);
    let dots = (dots.round() as u32).clamp(70, 600);
    Some((turned(without_rules(small, dots), turn), dots))
}

/// Without the rules of tables and forms, which are taken for strokes of what stands between them: what is dark for longer
/// than any character, in a row or a column.
fn without_rules(mut page: Raster, dots: u32) -> Raster {
    const DARK: u8 = 150;
    // 15 mm: no character of a form is as large.
    let longest = (dots * 15 / 25).max(40) as usize;
    let (wide, high) = (page.width() as usize, page.height() as usize);
    let mut rules = Vec::new();
    let mut look = |start: usize, step: usize, many: usize, pixels: &[u8]| {
        let mut run = 0;
        for at in 0..=many {
            if at < many && pixels[start + at * step] < DARK {
                run += 1;
                continue;
            }
            if run > longest {
                rules.push((start + (at - run) * step, step, run));
            }
            run = 0;
        }
    };
    for y in 0..high {
        look(y * wide, 1, wide, page.pixels());
    }
    for x in 0..wide {
        look(x, wide, high, page.pixels());
    }
    let pixels = page.pixels_mut();
    for (start, step, run) in rules {
        // With the grey beside it, where that belongs to nothing else.
        let beside = if step == 1 { wide } else { 1 };
        for at in (0..run).map(|at| start + at * step) {
            pixels[at] = 255;
            for next in [at.checked_sub(beside), Some(at + beside)].into_iter().flatten() {
                if let Some(tone) = pixels.get_mut(next).filter(|tone| **tone >= DARK) {
                    *tone = 255;
                }
            }
        }
    }
    page
}

/// A grey picture as every reader of pictures knows it.
fn pgm(picture: &Raster) -> Vec<u8> {
    let mut bytes = format!("P5\n{} {}\n255\n", picture.width(), picture.height()).into_bytes();
    bytes.extend_from_slice(picture.pixels());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::jpeg;

    #[test]
    fn a_page_is_read_at_the_dots_that_are_enough_and_as_it_stands() {
        let page = jpeg(&Raster::blank(1240, 1754, 255), 150).unwrap();
        let of = |dpi, turn| {
            let (small, dots) = picture(&page, dpi, turn).unwrap();
            (small.width(), small.height(), dots)
        };
        assert_eq!(of(150, Turn::None), (1240, 1754, 150));
        assert_eq!(of(300, Turn::None), (826, 1169, 200));
        assert_eq!(of(600, Turn::Quarter), (584, 413, 200));
        assert_eq!(of(0, Turn::None), (1240, 1754, 70));
        assert_eq!(picture(b"%PDF-1.5 no picture", 300, Turn::None), None);
    }

    #[test]
    fn rules_are_taken_off_and_strokes_stay() {
        let mut page = Raster::blank(400, 300, 250);
        let mut draw = |x: std::ops::Range<usize>, y: std::ops::Range<usize>| {
            for y in y {
                page.pixels_mut()[y * 400 + x.start..y * 400 + x.end].fill(20);
            }
        };
        draw(10..390, 50..53);
        draw(200..203, 10..290);
        draw(40..90, 100..104);
        let page = without_rules(page, 100);
        let at = |x: usize, y: usize| page.pixels()[y * 400 + x];
        assert_eq!((at(100, 51), at(201, 200), at(60, 102)), (255, 255, 20));
    }

    #[test]
    fn a_picture_is_handed_over_whole() {
        let picture = Raster::grey(2, 1, vec![7, 9]).unwrap();
        assert_eq!(pgm(&picture), b"P5\n2 1\n255\n\x07\x09");
    }
}
