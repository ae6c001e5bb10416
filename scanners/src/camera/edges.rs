//! The paper in a picture: the large light thing with four straight sides.

use crate::page::{Raster, reduced_tones};

/// The longer side of the picture in which is looked.
const LOOKED_AT: u32 = 480;
/// Of the picture, at least.
const LEAST_SHARE: f32 = 0.08;
/// How much of its four-sided outline a paper fills.
const FILLED: f32 = 0.86;

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Corner {
    pub x: f32,
    pub y: f32,
}

/// Four corners in the pixels of the picture: top left, top right, bottom right, bottom left.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quad {
    pub corners: [Corner; 4],
}

/// `None` where no paper stands out: on a white desk, or none there.
pub fn paper_in(picture: &Raster) -> Option<Quad> {
    let by = (picture.width().max(picture.height()) / LOOKED_AT).max(1);
    let small = reduced_tones(picture, by);
    let (width, height) = (small.width() as usize, small.height() as usize);
    if width < 16 || height < 16 {
        return None;
    }
    let light = lightness(&small);
    let (outline, dots) = largest(&small, light)?;
    if (dots as f32) < LEAST_SHARE * (width * height) as f32 {
        return None;
    }
    let hull = hull(outline.clone());
    let four = four_of(hull)?;
    let touches = |corner: &Corner| {
        corner.x <= 1.0
            || corner.y <= 1.0
            || corner.x >= width as f32 - 2.0
            || corner.y >= height as f32 - 2.0
    };
    // What fills the picture, or runs out of it on all sides, is no paper on a desk.
    if four.iter().all(touches) {
        return None;
    }
    // Roughly, since the four may be some dots off, then closely.
    let roughly = fitted(&four, &outline, 12.0).unwrap_or(four);
    let fitted = fitted(&roughly, &outline, 2.5).unwrap_or(roughly);
    let whole = area2(&fitted) / 2.0;
    if whole <= 0.0 || dots as f32 / whole < FILLED {
        return None;
    }
    // From the middles of small dots to those of the picture's.
    let by = by as f32;
    let corners = in_order(fitted).map(|corner| Corner {
        x: ((corner.x + 0.5) * by - 0.5).clamp(0.0, picture.width() as f32 - 1.0),
        y: ((corner.y + 0.5) * by - 0.5).clamp(0.0, picture.height() as f32 - 1.0),
    });
    Some(Quad { corners })
}

/// The tone between paper and desk that parts them best (Otsu).
fn lightness(small: &Raster) -> u8 {
    let mut counts = [0f64; 256];
    for tone in small.pixels() {
        counts[usize::from(*tone)] += 1.0;
    }
    let all: f64 = counts.iter().sum();
    let sum: f64 = counts
        .iter()
        .zip(0u32..)
        .map(|(count, tone)| count * f64::from(tone))
        .sum();
    let (mut below, mut sum_below, mut best, mut at) = (0.0, 0.0, 0.0, 127);
    for tone in 0..255u8 {
        below += counts[usize::from(tone)];
        sum_below += counts[usize::from(tone)] * f64::from(tone);
        let above = all - below;
        if below == 0.0 || above == 0.0 {
            continue;
        }
        let apart = sum_below / below - (sum - sum_below) / above;
        let between = below * above * apart * apart;
        if between > best {
            (best, at) = (between, tone);
        }
    }
    at
}

/// The first and the last dot of each row, or column.
type Ends = Vec<(usize, usize)>;

/// The edge dots of the largest light thing, of each row and column its first and last, and how many dots lie between them: what is
/// printed on the paper does not count as a hole.
fn largest(small: &Raster, light: u8) -> Option<(Vec<Corner>, usize)> {
    let (width, height) = (small.width() as usize, small.height() as usize);
    let mut open: Vec<bool> = small.pixels().iter().map(|tone| *tone > light).collect();
    let none = (usize::MAX, 0);
    let mut best: Option<(Ends, Ends, usize)> = None;
    let mut waiting = Vec::new();
    for start in 0..open.len() {
        if !open[start] {
            continue;
        }
        open[start] = false;
        waiting.push(start);
        let (mut rows, mut columns) = (vec![none; height], vec![none; width]);
        let mut dots = 0;
        while let Some(at) = waiting.pop() {
            let (x, y) = (at % width, at / width);
            rows[y] = (rows[y].0.min(x), rows[y].1.max(x));
            columns[x] = (columns[x].0.min(y), columns[x].1.max(y));
            dots += 1;
            let mut reach = |at: usize| {
                if std::mem::take(&mut open[at]) {
                    waiting.push(at);
                }
            };
            if x > 0 {
                reach(at - 1);
            }
            if x + 1 < width {
                reach(at + 1);
            }
            if y > 0 {
                reach(at - width);
            }
            if y + 1 < height {
                reach(at + width);
            }
        }
        if best.as_ref().is_none_or(|(_, _, most)| dots > *most) {
            best = Some((rows, columns, dots));
        }
    }
    let (rows, columns, _) = best?;
    let mut outline = Vec::new();
    let mut between = 0;
    let dot = |x: usize, y: usize| Corner {
        x: x as f32,
        y: y as f32,
    };
    let is_there = |ends: &(usize, (usize, usize))| ends.1 != none;
    for (y, (first, last)) in rows.into_iter().enumerate().filter(is_there) {
        between += last - first + 1;
        outline.extend([dot(first, y), dot(last, y)]);
    }
    for (x, (first, last)) in columns.into_iter().enumerate().filter(is_there) {
        outline.extend([dot(x, first), dot(x, last)]);
    }
    Some((outline, between))
}

fn cross(from: Corner, one: Corner, other: Corner) -> f32 {
    (one.x - from.x) * (other.y - from.y) - (one.y - from.y) * (other.x - from.x)
}

/// Andrew's monotone chain.
fn hull(mut points: Vec<Corner>) -> Vec<Corner> {
    points.sort_by(|one, other| one.x.total_cmp(&other.x).then(one.y.total_cmp(&other.y)));
    let half = |points: &mut dyn Iterator<Item = Corner>| {
        let mut chain: Vec<Corner> = Vec::new();
        for point in points {
            while let [.., before, last] = chain[..] {
                if cross(before, last, point) > 0.0 {
                    break;
                }
                chain.pop();
            }
            chain.push(point);
        }
        chain.pop();
        chain
    };
    let mut all = half(&mut points.iter().copied());
    all.extend(half(&mut points.iter().rev().copied()));
    all
}

/// Leaves out the corner that takes the least with it, until there are four.
fn four_of(mut hull: Vec<Corner>) -> Option<[Corner; 4]> {
    while hull.len() > 4 {
        let number = hull.len();
        let loss = |at: &usize| {
            cross(
                hull[(at + number - 1) % number],
                hull[*at],
                hull[(at + 1) % number],
            )
            .abs()
        };
        let least = (0..number).min_by(|one, other| loss(one).total_cmp(&loss(other)))?;
        hull.remove(least);
    }
    <[Corner; 4]>::try_from(hull).ok()
}

/// Each side as the line through the outline within reach of it, away from the corners; the corners where the lines meet.
fn fitted(four: &[Corner; 4], outline: &[Corner], reach: f32) -> Option<[Corner; 4]> {
    let mut lines = [(0.0, 0.0, 0.0); 4];
    for (side, line) in lines.iter_mut().enumerate() {
        let (from, to) = (four[side], four[(side + 1) % 4]);
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let length = (dx * dx + dy * dy).sqrt();
        if length < 8.0 {
            return None;
        }
        let near: Vec<Corner> = outline
            .iter()
            .copied()
            .filter(|point| {
                let along = ((point.x - from.x) * dx + (point.y - from.y) * dy) / (length * length);
                (0.15..=0.85).contains(&along) && cross(from, to, *point).abs() / length < reach
            })
            .collect();
        *line = if near.len() >= 6 {
            through(&near)
        } else {
            through(&[from, to])
        };
    }
    let mut corners = [Corner { x: 0.0, y: 0.0 }; 4];
    for (at, corner) in corners.iter_mut().enumerate() {
        let (a, b, c) = lines[(at + 3) % 4];
        let (d, e, f) = lines[at];
        let apart = a * e - b * d;
        if apart.abs() < 0.2 {
            return None;
        }
        *corner = Corner {
            x: (b * f - c * e) / apart,
            y: (c * d - a * f) / apart,
        };
        let off = ((corner.x - four[at].x).powi(2) + (corner.y - four[at].y).powi(2)).sqrt();
        if off > 2.0 * reach {
            return None;
        }
    }
    Some(corners)
}

/// `a x + b y + c = 0` with `a² + b² = 1`, by least squares across the line.
fn through(points: &[Corner]) -> (f32, f32, f32) {
    let number = points.len() as f32;
    let (x, y) = points
        .iter()
        .fold((0.0, 0.0), |(x, y), point| (x + point.x, y + point.y));
    let (x, y) = (x / number, y / number);
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for point in points {
        let (dx, dy) = (point.x - x, point.y - y);
        xx += dx * dx;
        xy += dx * dy;
        yy += dy * dy;
    }
    let along = 0.5 * f32::atan2(2.0 * xy, xx - yy);
    let (a, b) = (-along.sin(), along.cos());
    (a, b, -(a * x + b * y))
}

fn area2(corners: &[Corner; 4]) -> f32 {
    let parts = (0..4).map(|at| {
        let (one, other) = (corners[at], corners[(at + 1) % 4]);
        one.x * other.y - other.x * one.y
    });
    parts.sum::<f32>().abs()
}

/// Clockwise from the corner nearest to the top left.
fn in_order(corners: [Corner; 4]) -> [Corner; 4] {
    let middle_x = corners.iter().map(|corner| corner.x).sum::<f32>() / 4.0;
    let middle_y = corners.iter().map(|corner| corner.y).sum::<f32>() / 4.0;
    let mut corners = corners;
    corners.sort_by(|one, other| {
        let angle = |corner: &Corner| f32::atan2(corner.y - middle_y, corner.x - middle_x);
        angle(one).total_cmp(&angle(other))
    });
    let first = (0..4)
        .min_by(|one, other| {
            let sum = |at: &usize| corners[*at].x + corners[*at].y;
            sum(one).total_cmp(&sum(other))
        })
        .unwrap_or(0);
    corners.rotate_left(first);
    corners
}
