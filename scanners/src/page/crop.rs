//! What of the glass is the page: dark edges go, and a small paper on a large glass is cut out with a margin.

use super::reduce::Ink;
use super::turn::Window;

/// Darker than this share of the paper's tone is no paper but the lid or the bed.
const BED: u32 = 45;

/// So much darker than the paper, of 255, something may stand there: a faint seal, a pencil's line.
const FAINT: u8 = 14;

/// The part of a straightened small page that is kept, in its own pixels. All ink inside of the paper is in it. `cut_out`: a
/// small paper is cut out of the glass.
pub fn page_of(small: &super::Raster, ink: &Ink, dpi: u32, cut_out: bool) -> Window {
    let mm = |mm: f32| (mm * dpi as f32 / 25.4).round() as usize;
    let (width, height) = (ink.width, ink.height);
    let bed = u32::from(ink.paper) * BED / 100;
    let row_is_bed = |y: usize| mean(small.row(y as u32).iter()) < bed;
    let column_is_bed = |x: usize| mean((0..height).map(|y| &small.pixels()[y * width + x])) < bed;
    let top = (0..height / 3).take_while(|y| row_is_bed(*y)).count();
    let bottom = (0..height / 3)
        .take_while(|y| row_is_bed(height - 1 - *y))
        .count();
    let left = (0..width / 3).take_while(|x| column_is_bed(*x)).count();
    let right = (0..width / 3)
        .take_while(|x| column_is_bed(width - 1 - *x))
        .count();
    // The bed's edge is seldom straight.
    let inside = |dark: usize| if dark > 0 { dark + mm(0.5) } else { 0 };
    let mut window = Edges {
        left: inside(left).min(width / 3),
        top: inside(top).min(height / 3),
        right: width - inside(right).min(width / 3),
        bottom: height - inside(bottom).min(height / 3),
    };
    let content = cut_out
        .then(|| content(small, ink.paper, window, mm(1.0)))
        .flatten();
    if let Some(content) = content {
        let covers = |from: usize, to: usize, all: usize| (to - from) * 10 < all * 7;
        if covers(content.left, content.right, width) && covers(content.top, content.bottom, height) {
            let margin = mm(8.0);
            window = Edges {
                left: content.left.saturating_sub(margin).max(window.left),
                top: content.top.saturating_sub(margin).max(window.top),
                right: (content.right + margin).min(window.right),
                bottom: (content.bottom + margin).min(window.bottom),
            };
        }
    }
    Window {
        left: window.left as u32,
        top: window.top as u32,
        width: (window.right - window.left) as u32,
        height: (window.bottom - window.top) as u32,
    }
}

#[derive(Clone, Copy)]
struct Edges {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

/// The box around all that is no paper; a single dot is nothing.
fn content(small: &super::Raster, paper: u8, within: Edges, edge: usize) -> Option<Edges> {
    let is_there = |tone: u8| tone.saturating_add(FAINT) < paper;
    let columns = within.left + edge..within.right.saturating_sub(edge);
    let rows = within.top + edge..within.bottom.saturating_sub(edge);
    if columns.is_empty() || rows.is_empty() {
        return None;
    }
    let row_has = |y: &usize| {
        let row = &small.row(*y as u32)[columns.clone()];
        row.iter().filter(|tone| is_there(**tone)).count() > 1
    };
    let top = rows.clone().find(row_has)?;
    let bottom = rows.rev().find(row_has)? + 1;
    let column_has = |x: &usize| {
        (top..bottom)
            .filter(|y| is_there(small.row(*y as u32)[*x]))
            .count()
            > 1
    };
    let left = columns.clone().find(column_has)?;
    let right = columns.rev().find(column_has)? + 1;
    Some(Edges {
        left,
        top,
        right,
        bottom,
    })
}

fn mean<'a>(tones: impl Iterator<Item = &'a u8>) -> u32 {
    let (sum, number) = tones.fold((0, 0), |(sum, number), tone| (sum + u32::from(*tone), number + 1));
    sum / number.max(1)
}
