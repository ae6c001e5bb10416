//! Turning a page: by quarters without loss, by less with the four pixels around each place.

use std::num::NonZero;

use super::Raster;

/// Clockwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Turn {
    #[default]
    None,
    Quarter,
    Half,
    ThreeQuarters,
}

impl Turn {
    pub fn degrees(self) -> u32 {
        match self {
            Turn::None => 0,
            Turn::Quarter => 90,
            Turn::Half => 180,
            Turn::ThreeQuarters => 270,
        }
    }
}

/// A part of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    pub left: u32,
    pub top: u32,
    pub width: u32,
    pub height: u32,
}

impl Window {
    pub fn whole(raster: &Raster) -> Window {
        Window {
            left: 0,
            top: 0,
            width: raster.width(),
            height: raster.height(),
        }
    }
}

#[must_use]
pub fn turned(raster: Raster, turn: Turn) -> Raster {
    match (turn, raster.channels()) {
        (Turn::None, _) => raster,
        (Turn::Half, 1) => by_half::<1>(raster),
        (Turn::Half, _) => by_half::<3>(raster),
        (Turn::Quarter | Turn::ThreeQuarters, 1) => by_quarter::<1>(&raster, turn),
        (Turn::Quarter | Turn::ThreeQuarters, _) => by_quarter::<3>(&raster, turn),
    }
}

fn by_half<const N: usize>(mut raster: Raster) -> Raster {
    let (pixels, _) = raster.pixels_mut().as_chunks_mut::<N>();
    pixels.reverse();
    raster
}

fn by_quarter<const N: usize>(raster: &Raster, turn: Turn) -> Raster {
    /// Squares that stay in the cache.
    const BLOCK: usize = 32;
    let (width, height) = (raster.width() as usize, raster.height() as usize);
    let (from, _) = raster.pixels().as_chunks::<N>();
    let mut pixels = vec![0u8; from.len() * N];
    let (to, _) = pixels.as_chunks_mut::<N>();
    for top in (0..height).step_by(BLOCK) {
        for left in (0..width).step_by(BLOCK) {
            for y in top..(top + BLOCK).min(height) {
                for x in left..(left + BLOCK).min(width) {
                    let at = match turn {
                        Turn::Quarter => x * height + (height - 1 - y),
                        Turn::None | Turn::Half | Turn::ThreeQuarters => (width - 1 - x) * height + y,
                    };
                    to[at] = from[y * width + x];
                }
            }
        }
    }
    raster.like(raster.height(), raster.width(), pixels)
}

/// What comes from outside of the page when it is turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beyond {
    /// Paper of this tone.
    Paper(u8),
    /// What lies at the edge goes on.
    Edge,
}

/// The part of a page in `window`, after the page was turned back by `degrees` around its middle: lines that fell to
/// the right by so much are level then.
#[must_use]
pub fn straightened(raster: &Raster, degrees: f32, window: Window, beyond: Beyond) -> Raster {
    if degrees == 0.0 {
        return cut(raster, window);
    }
    if raster.is_grey() {
        by_angle::<1>(raster, degrees, window, beyond)
    } else {
        by_angle::<3>(raster, degrees, window, beyond)
    }
}

fn cut(raster: &Raster, window: Window) -> Raster {
    if window == Window::whole(raster) {
        return raster.clone();
    }
    let channels = raster.channels();
    let (left, width) = (window.left as usize * channels, window.width as usize * channels);
    let mut pixels = Vec::with_capacity(width * window.height as usize);
    for y in window.top..window.top + window.height {
        pixels.extend_from_slice(&raster.row(y)[left..left + width]);
    }
    raster.like(window.width, window.height, pixels)
}

fn by_angle<const N: usize>(raster: &Raster, degrees: f32, window: Window, beyond: Beyond) -> Raster {
    /// Fewer rows are no work for a thread.
    const LEAST: usize = 256;
    let row = window.width as usize * N;
    let height = window.height as usize;
    let paper = match beyond {
        Beyond::Paper(tone) => tone,
        Beyond::Edge => 255,
    };
    let mut pixels = vec![paper; row * height];
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    let rows = height.div_ceil(threads).max(LEAST);
    std::thread::scope(|scope| {
        for (at, band) in pixels.chunks_mut(row * rows).enumerate() {
            let window = Window {
                top: window.top + (at * rows) as u32,
                ..window
            };
            let mut turn = move || rows_by_angle::<N>(raster, degrees, window, beyond, band);
            // The last band, which may be all of them, is turned here.
            if (at + 1) * rows < height {
                scope.spawn(turn);
            } else {
                turn();
            }
        }
    });
    raster.like(window.width, window.height, pixels)
}

/// The rows of a page from the window's top on.
fn rows_by_angle<const N: usize>(
    raster: &Raster,
    degrees: f32,
    window: Window,
    beyond: Beyond,
    rows: &mut [u8],
) {
    let (width, height) = (raster.width() as usize, raster.height() as usize);
    let (sin, cos) = f64::from(degrees).to_radians().sin_cos();
    let fixed = |value: f64| (value * 65_536.0).round() as i64;
    let (step_x, step_y) = (fixed(cos), fixed(sin));
    let (middle_x, middle_y) = ((width as f64 - 1.0) / 2.0, (height as f64 - 1.0) / 2.0);
    let from = raster.pixels();
    let line = width * N;
    let number = window.width as usize;
    let mut parts = (vec![0u16; number * N], vec![0u16; number * N]);
    for (y, row) in rows.chunks_exact_mut(number * N).enumerate() {
        let dy = f64::from(window.top) + y as f64 - middle_y;
        let dx = f64::from(window.left) - middle_x;
        let start_x = fixed(middle_x + dx * cos - dy * sin);
        let start_y = fixed(middle_y + dx * sin + dy * cos);
        // Where all four neighbours are on the page.
        let across = within(start_x, step_x, number, width.saturating_sub(1));
        let down = within(start_y, step_y, number, height.saturating_sub(1));
        let (first, last) = (across.0.max(down.0), across.1.min(down.1));
        let (first, last) = if first < last { (first, last) } else { (0, 0) };
        if beyond == Beyond::Edge {
            for x in (0..first).chain(last..number) {
                let clamped = |start: i64, step: i64, sides: usize| {
                    ((start + x as i64 * step) >> 16).clamp(0, sides as i64 - 1) as usize
                };
                let place = clamped(start_y, step_y, height) * line + clamped(start_x, step_x, width) * N;
                row[x * N..(x + 1) * N].copy_from_slice(&from[place..place + N]);
            }
        }
        let (mut at_x, mut at_y) = (start_x + first as i64 * step_x, start_y + first as i64 * step_y);
        parts_of::<N>(&mut parts.0[first * N..last * N], at_x, step_x);
        parts_of::<N>(&mut parts.1[first * N..last * N], at_y, step_y);
        let mut x = first;
        while x < last {
            // So many pixels of this row stand beside each other on the page, too.
            let run = unbroken(at_x, step_x - 65_536)
                .min(unbroken(at_y, step_y))
                .min(last - x);
            let place = (at_y >> 16) as usize * line + (at_x >> 16) as usize * N;
            let bytes = x * N..(x + run) * N;
            let reach = (run + 1) * N;
            mixed::<N>(
                &mut row[bytes.clone()],
                &from[place..place + reach],
                &from[place + line..place + line + reach],
                (&parts.0[bytes.clone()], &parts.1[bytes]),
            );
            at_x += run as i64 * step_x;
            at_y += run as i64 * step_y;
            x += run;
        }
    }
}

/// How far beyond whole pixels the places of a row lie, in parts of 256, once for each channel.
fn parts_of<const N: usize>(parts: &mut [u16], start: i64, step: i64) {
    // Whole pixels fall out of sixteen bits by themselves.
    let (start, step) = (start as u16, step as u16);
    let (pixels, _) = parts.as_chunks_mut::<N>();
    for (at, pixel) in pixels.iter_mut().enumerate() {
        *pixel = [start.wrapping_add(step.wrapping_mul(at as u16)) >> 8; N];
    }
}

/// Steps from `start` until the whole part of a place is another one.
fn unbroken(start: i64, step: i64) -> usize {
    let part = start & 65_535;
    match step {
        0 => usize::MAX,
        1.. => ((65_535 - part) / step + 1) as usize,
        _ => (part / -step + 1) as usize,
    }
}

/// The mean of two pixels above and two below, weighed by `parts` (to the right, down). Fifteen bits hold a tone and its
/// parts, so that eight fit into a register of any processor.
fn mixed<const N: usize>(to: &mut [u8], above: &[u8], below: &[u8], parts: (&[u16], &[u16])) {
    let level = |left: u8, right: u8, part: u16| {
        let left = u16::from(left).wrapping_mul(256u16.wrapping_sub(part));
        (left.wrapping_add(u16::from(right).wrapping_mul(part)) >> 1) as i16
    };
    let above = above.iter().zip(&above[N..]);
    let below = below.iter().zip(&below[N..]);
    let parts = parts.0.iter().zip(parts.1);
    for (((tone, above), below), (right, down)) in to.iter_mut().zip(above).zip(below).zip(parts) {
        let high = level(*above.0, *above.1, *right);
        let low = level(*below.0, *below.1, *right);
        let by = (down << 7) as i16;
        let half = (i32::from(low.wrapping_sub(high)).wrapping_mul(i32::from(by)) >> 16) as i16;
        *tone = (high.wrapping_add(half << 1).wrapping_add(64) >> 7) as u8;
    }
}

/// The steps `first..last` of `number` for which `start + step * at` is at least 0 and below `limit`.
fn within(start: i64, step: i64, number: usize, limit: usize) -> (usize, usize) {
    let limit = (limit as i64) << 16;
    let number = number as i64;
    let (first, last) = if step == 0 {
        if (0..limit).contains(&start) {
            (0, number)
        } else {
            (0, 0)
        }
    } else if step > 0 {
        // The first not below 0, the first not below the limit.
        (div_up(-start, step), div_up(limit - start, step))
    } else {
        // The first below the limit, the first below 0.
        (div_up(start - limit + 1, -step), div_up(start + 1, -step))
    };
    let clamped = |at: i64| at.clamp(0, number) as usize;
    (clamped(first), clamped(last))
}

fn div_up(number: i64, by: i64) -> i64 {
    number.div_euclid(by) + i64::from(number.rem_euclid(by) != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(width: u32, height: u32) -> Raster {
        Raster::grey(
            width,
            height,
            (0..width * height).map(|at| (at % 251) as u8).collect(),
        )
        .unwrap()
    }

    #[test]
    fn four_quarters_are_none_and_two_are_a_half() {
        for raster in [numbered(70, 41), Raster::colour(5, 4, (0..60).collect()).unwrap()] {
            let once = turned(raster.clone(), Turn::Quarter);
            assert_eq!((once.width(), once.height()), (raster.height(), raster.width()));
            let twice = turned(once.clone(), Turn::Quarter);
            assert_eq!(twice, turned(raster.clone(), Turn::Half));
            assert_eq!(turned(once, Turn::ThreeQuarters), raster);
            assert_eq!(turned(twice, Turn::Half), raster);
        }
        let corner = Raster::grey(2, 1, vec![1, 2]).unwrap();
        assert_eq!(turned(corner, Turn::Quarter).pixels(), [1, 2]);
    }

    #[test]
    fn a_part_of_a_page_is_cut_out() {
        let window = Window {
            left: 3,
            top: 2,
            width: 4,
            height: 2,
        };
        let part = straightened(&numbered(10, 10), 0.0, window, Beyond::Paper(255));
        assert_eq!(part.pixels(), [23, 24, 25, 26, 33, 34, 35, 36]);
    }

    /// Every place that all four neighbours of are on the page is taken from them; a wrong bound would panic or leave paper.
    #[test]
    fn a_plain_page_stays_plain_at_any_angle_inside() {
        let page = Raster::blank(80, 50, 90);
        for tenth in -450..=450 {
            let turned = straightened(
                &page,
                tenth as f32 / 10.0,
                Window::whole(&page),
                Beyond::Paper(255),
            );
            assert!(
                turned.pixels().iter().all(|tone| matches!(tone, 90 | 255)),
                "{tenth}"
            );
            assert_eq!(turned.row(25)[40], 90);
            let turned = straightened(&page, tenth as f32 / 10.0, Window::whole(&page), Beyond::Edge);
            assert!(turned == page, "{tenth}");
        }
    }
}
