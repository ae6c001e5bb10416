//! How far a page lies askew (纠偏), from the bottoms of its letters: at the right angle they fall on few lines.

use super::reduce::Ink;

/// As far as a sheet goes askew in a feeder.
const MOST_DEGREES: f32 = 15.0;
/// Points that are looked at for the first, coarse answer.
const COARSE_POINTS: usize = 12_000;
/// Fewer bottoms of letters prove nothing.
const LEAST_POINTS: usize = 150;
/// How much sharper the best angle has to be than angles in general, and than any other that is not beside it.
const SHARPER: f32 = 1.5;
const SHARPER_THAN_NEXT: f32 = 1.15;
/// Sideways lines have to be so much sharper than level ones.
const SIDEWAYS: f32 = 1.3;

/// A page is not turned for fewer lines.
const LEAST_LINES: usize = 4;

/// Where the lines of a page run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Skew {
    /// Positive where lines fall to the right, after a sideways page was set upright.
    pub degrees: f32,
    /// The lines run up or down the page.
    pub sideways: bool,
}

/// `None` where nothing on the page says how it lies: pictures, a few words, patterns.
pub fn skew(ink: &Ink) -> Option<Skew> {
    let level = lines(&bottoms(ink));
    let turned = ink.turned();
    let upright = lines(&bottoms(&turned));
    match (level, upright) {
        (Some(level), Some(upright))
            if upright.may_be_text() && upright.sharpness > level.sharpness * SIDEWAYS =>
        {
            Some(upright.skew(true))
        }
        (None, Some(upright)) if upright.may_be_text() => Some(upright.skew(true)),
        (Some(level), _) => Some(level.skew(false)),
        (None, _) => None,
    }
}

struct Lines {
    degrees: f32,
    sharpness: f32,
    /// How many there are, about.
    number: usize,
}

impl Lines {
    /// The sides of a frame are lines, too.
    fn may_be_text(&self) -> bool {
        self.number >= LEAST_LINES
    }

    fn skew(&self, sideways: bool) -> Skew {
        Skew {
            degrees: self.degrees,
            sideways,
        }
    }
}

/// Points with ink that have none below.
fn bottoms(ink: &Ink) -> Vec<(i64, i64)> {
    // The outermost hundredth is the shadow of the lid.
    let (edge_x, edge_y) = (ink.width / 100 + 1, ink.height / 100 + 1);
    let mut points = Vec::new();
    for y in edge_y..ink.height.saturating_sub(edge_y + 1) {
        let (row, below) = (ink.row(y), ink.row(y + 1));
        for x in edge_x..ink.width.saturating_sub(edge_x) {
            if row[x] == 1 && below[x] == 0 {
                points.push((x as i64, y as i64));
            }
        }
    }
    points
}

fn lines(points: &[(i64, i64)]) -> Option<Lines> {
    if points.len() < LEAST_POINTS {
        return None;
    }
    let step = points.len().div_ceil(COARSE_POINTS);
    let few: Vec<(i64, i64)> = points.iter().step_by(step).copied().collect();
    const COARSE: f32 = 0.5;
    let angles = (MOST_DEGREES / COARSE) as i32;
    let mut bins = (Vec::new(), Vec::new());
    let coarse: Vec<f32> = (-angles..=angles)
        .map(|at| sharpness(&few, at as f32 * COARSE, &mut bins))
        .collect();
    let best = (0..coarse.len()).max_by(|one, other| coarse[*one].total_cmp(&coarse[*other]))?;
    let mut sorted = coarse.clone();
    sorted.sort_by(f32::total_cmp);
    let usual = sorted[sorted.len() / 2];
    let next = coarse
        .iter()
        .enumerate()
        .filter(|(at, _)| at.abs_diff(best) > 3)
        .map(|(_, sharp)| *sharp)
        .fold(0.0, f32::max);
    let found = coarse[best];
    let at_the_end = best == 0 || best + 1 == coarse.len();
    if at_the_end || found < usual * SHARPER || found < next * SHARPER_THAN_NEXT {
        return None;
    }
    // From half a degree down to a fortieth.
    let mut degrees = (best as i32 - angles) as f32 * COARSE;
    for fine in [0.1, 0.025] {
        let around = (-6..=6).map(|at| degrees + at as f32 * fine);
        let sharp = around.map(|angle| (angle, sharpness(points, angle, &mut bins)));
        let best = sharp.max_by(|one, other| one.1.total_cmp(&other.1))?;
        degrees = best.0;
    }
    sharpness(points, degrees, &mut bins);
    Some(Lines {
        degrees,
        sharpness: found,
        number: number_of(&bins.1),
    })
}

/// Stretches of well filled bins.
fn number_of(bins: &[u32]) -> usize {
    let enough = bins.iter().max().map_or(0, |most| most / 4).max(2);
    let begins = |pair: &[u32]| pair[0] < enough && pair[1] >= enough;
    bins.windows(2).filter(|pair| begins(pair)).count()
}

/// About one for points anywhere, more the fewer lines they fall on.
fn sharpness(points: &[(i64, i64)], degrees: f32, (lines, bins): &mut (Vec<i64>, Vec<u32>)) -> f32 {
    let slope = (f64::from(degrees).to_radians().tan() * 65_536.0) as i64;
    lines.clear();
    lines.extend(points.iter().map(|(x, y)| (y * 65_536 - x * slope) >> 16));
    let least = lines.iter().copied().min().unwrap_or(0);
    let most = lines.iter().copied().max().unwrap_or(0);
    let number = (most - least + 1).max(1) as usize;
    bins.clear();
    bins.resize(number, 0);
    for line in lines.iter() {
        bins[(line - least) as usize] += 1;
    }
    let squares: u64 = bins
        .iter()
        .map(|count| u64::from(*count) * u64::from(*count))
        .sum();
    let all = points.len() as f64;
    (squares as f64 * number as f64 / (all * all)) as f32
}
