//! What a page is worth (质量判断): dots per inch, sharpness, whole edges, a seal, and whether it was seen before.

use serde::{Deserialize, Serialize};

use super::Raster;
use super::reduce::Ink;

/// Fewer, and small print cannot be read back.
pub const LEAST_DPI: u32 = 200;
/// Of a hundred.
pub const LEAST_SHARPNESS: u32 = 40;

/// Judged, never corrected: a person decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Judgement {
    pub dpi: u32,
    pub dpi_is_enough: bool,
    /// 清晰度, 0 to 100: how much of a dark edge lies between two neighbours. `None` where the page has no edge.
    pub sharpness: Option<u32>,
    pub is_sharp: bool,
    /// 空白页: flagged, kept.
    pub blank: bool,
    /// 四角完整: no corner is folded, cut off or under the bed's shadow, and nothing runs over the edge.
    pub corners_whole: bool,
    /// 印章: a red mark as large as seals are. `None` for a grey page, which cannot say.
    pub seal: Option<bool>,
    /// The number of an earlier page of the same batch that looks the same.
    pub same_as: Option<u32>,
}

impl Judgement {
    /// Something that a person should look at.
    pub fn is_doubtful(&self) -> bool {
        !self.dpi_is_enough || !self.is_sharp || self.blank || !self.corners_whole || self.same_as.is_some()
    }
}

/// How much of every strong edge in a row lies in its steepest step: most of it where letters are sharp, a sixth where
/// they are blurred.
pub(super) fn sharpness(page: &Raster) -> Option<u32> {
    const REACH: usize = 6;
    const STRONG: u8 = 70;
    const LEAST_EDGES: u32 = 40;
    let channels = page.channels();
    // The green of a colour page is close to its brightness.
    let channel = channels / 2;
    let (mut steepest, mut whole, mut edges) = (0u64, 0u64, 0u32);
    for row in page.rows().step_by(5) {
        let tone = |x: usize| row[x * channels + channel];
        let width = row.len() / channels;
        let mut x = 0;
        while x + REACH < width {
            let rise = tone(x).abs_diff(tone(x + REACH));
            if rise < STRONG {
                x += 1;
                continue;
            }
            let steps = (x..x + REACH).map(|x| tone(x).abs_diff(tone(x + 1)));
            steepest += u64::from(steps.max().unwrap_or(0));
            whole += u64::from(rise);
            edges += 1;
            x += REACH;
        }
    }
    // From a sixth (a slope without an edge) to two thirds (an edge that fell between two dots).
    let share = steepest as f64 / whole.max(1) as f64;
    let score = ((share - 0.16) / 0.5 * 100.0).clamp(0.0, 100.0);
    (edges >= LEAST_EDGES).then_some(score.round() as u32)
}

/// Less than a word on the page.
pub(super) fn is_blank(ink: &Ink, dpi: u32) -> bool {
    // Punched holes and the shadow of the lid lie at the edges.
    let edge = (dpi * 12 / 25).max(1) as usize;
    if ink.width <= edge * 2 || ink.height <= edge * 2 {
        return false;
    }
    let mut dots = 0usize;
    for y in edge..ink.height - edge {
        let (row, above) = (ink.row(y), ink.row(y - 1));
        // A dot alone is dust.
        dots += (edge..ink.width - edge)
            .filter(|x| row[*x] == 1 && (row[x - 1] == 1 || above[*x] == 1))
            .count();
    }
    // A printed word of two characters has some sixty dots at a hundred an inch.
    let word = (dpi * dpi / 200).max(20) as usize;
    dots < word
}

/// All four corners are paper, and no line of text runs over an edge.
pub(super) fn corners_whole(small: &Raster, ink: &Ink, dpi: u32) -> bool {
    let mm = |mm: f32| ((mm * dpi as f32 / 25.4) as usize).max(1);
    let (width, height) = (ink.width, ink.height);
    let side = mm(6.0).min(width / 4).min(height / 4);
    let bed = ink.paper / 2;
    let corners = [
        (0, 0),
        (width - side, 0),
        (0, height - side),
        (width - side, height - side),
    ];
    for (left, top) in corners {
        let dark = (top..top + side)
            .flat_map(|y| small.row(y as u32)[left..left + side].iter())
            .filter(|tone| **tone < bed)
            .count();
        // A fold or a missing corner is a triangle: an eighth of its square at least.
        if dark * 8 > side * side {
            return false;
        }
    }
    let thin = mm(0.5).min(width).min(height);
    let over = |inked: usize, length: usize| inked * 50 > length;
    let rows =
        |rows: std::ops::Range<usize>| (0..width).filter(|x| rows.clone().all(|y| ink.at(*x, y))).count();
    let columns = |columns: std::ops::Range<usize>| {
        (0..height)
            .filter(|y| columns.clone().all(|x| ink.at(x, *y)))
            .count()
    };
    !(over(rows(0..thin), width)
        || over(rows(height - thin..height), width)
        || over(columns(0..thin), height)
        || over(columns(width - thin..width), height))
}

/// A red mark of 15 to 60 mm, about as high as wide or an oval, with more red around than a line of text has.
pub(super) fn seal(small: &Raster, dpi: u32) -> Option<bool> {
    if small.is_grey() {
        return None;
    }
    let mm = |mm: f32| (mm * dpi as f32 / 25.4) as usize;
    // Cells of two millimetres, red where a tenth of the dots are.
    let cell = mm(2.0).max(1);
    let (width, height) = (small.width() as usize / cell, small.height() as usize / cell);
    let mut red = vec![0u32; width * height];
    for (y, row) in small.rows().enumerate().take(height * cell) {
        for (x, pixel) in row.chunks_exact(3).enumerate().take(width * cell) {
            let others = pixel[1].max(pixel[2]);
            if pixel[0] > 90 && pixel[0] > others.saturating_add(45) {
                red[y / cell * width + x / cell] += 1;
            }
        }
    }
    let enough = (cell * cell / 10) as u32;
    let mut open: Vec<bool> = red.iter().map(|dots| *dots > enough).collect();
    let mut waiting = Vec::new();
    for start in 0..open.len() {
        if !open[start] {
            continue;
        }
        open[start] = false;
        waiting.push(start);
        let (mut left, mut right, mut top, mut bottom, mut cells) = (width, 0, height, 0, 0);
        while let Some(at) = waiting.pop() {
            let (x, y) = (at % width, at / width);
            (left, right, top, bottom) = (left.min(x), right.max(x), top.min(y), bottom.max(y));
            cells += 1;
            for y in y.saturating_sub(1)..=(y + 1).min(height - 1) {
                for x in x.saturating_sub(1)..=(x + 1).min(width - 1) {
                    if std::mem::take(&mut open[y * width + x]) {
                        waiting.push(y * width + x);
                    }
                }
            }
        }
        let (wide, high) = ((right - left + 1) * 2, (bottom - top + 1) * 2);
        let size = 15..=60;
        let is_round = wide * 2 >= high && high * 2 >= wide;
        if size.contains(&wide) && size.contains(&high) && is_round && cells * 4 * 8 >= wide * high {
            return Some(true);
        }
    }
    Some(false)
}
