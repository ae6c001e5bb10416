//! Code128 (ISO/IEC 15417), read along lines across and down a page, in both directions.

use std::collections::BTreeMap;

use crate::page::Raster;

/// The widths of bars and spaces of each sign; the last is the stop, with a bar more.
const SIGNS: [&[u8]; 107] = [
    b"212222", b"222122", b"222221", b"121223", b"121322", b"131222", b"122213", b"122312", b"132212",
    b"221213", b"221312", b"231212", b"112232", b"122132", b"122231", b"113222", b"123122", b"123221",
    b"223211", b"221132", b"221231", b"213212", b"223112", b"312131", b"311222", b"321122", b"321221",
    b"312212", b"322112", b"322211", b"212123", b"212321", b"232121", b"111323", b"131123", b"131321",
    b"112313", b"132113", b"132311", b"211313", b"231113", b"231311", b"112133", b"112331", b"132131",
    b"113123", b"113321", b"133121", b"313121", b"211331", b"231131", b"213113", b"213311", b"213131",
    b"311123", b"311321", b"331121", b"312113", b"312311", b"332111", b"314111", b"221411", b"431111",
    b"111224", b"111422", b"121124", b"121421", b"141122", b"141221", b"112214", b"112412", b"122114",
    b"122411", b"142112", b"142211", b"241211", b"221114", b"413111", b"241112", b"134111", b"111242",
    b"121142", b"121241", b"114212", b"124112", b"124211", b"411212", b"421112", b"421211", b"212141",
    b"214121", b"412121", b"111143", b"111341", b"131141", b"114113", b"114311", b"411113", b"411311",
    b"113141", b"114131", b"311141", b"411131", b"211412", b"211214", b"211232", b"2331112",
];
const START_A: usize = 103;
const START_C: usize = 105;
const STOP: usize = 106;
const SHIFT: usize = 98;
const TO_C: usize = 99;
const TO_B: usize = 100;
const TO_A: usize = 101;

/// Signs of one code; ours has at most forty-three characters.
const MOST_SIGNS: usize = 100;
/// Modules that a single bar may be off by, and all of a sign together.
const OFF_ONE: f32 = 0.75;
const OFF_ALL: f32 = 1.9;

/// Texts that at least two lines agree on.
pub(super) fn find(tones: &Raster, dpi: u32) -> Vec<String> {
    // A millimetre and a half between two lines: a printed code is ten high.
    let step = (dpi * 3 / 50).max(2) as usize;
    let middle = middle(tones);
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let mut along = |line: &[u8]| {
        let mut runs = runs(line, middle);
        for _ in 0..2 {
            for text in codes_in(&runs) {
                *seen.entry(text).or_default() += 1;
            }
            runs.reverse();
        }
    };
    let (width, height) = (tones.width() as usize, tones.height() as usize);
    for y in (step / 2..height.saturating_sub(2)).step_by(step) {
        let mut line = vec![0; width];
        for (x, tone) in line.iter_mut().enumerate() {
            *tone = mean((0..3).map(|down| tones.pixels()[(y + down) * width + x]));
        }
        along(&line);
    }
    for x in (step / 2..width.saturating_sub(2)).step_by(step) {
        let mut line = vec![0; height];
        for (y, tone) in line.iter_mut().enumerate() {
            *tone = mean((0..3).map(|across| tones.pixels()[y * width + x + across]));
        }
        along(&line);
    }
    seen.into_iter()
        .filter(|(_, lines)| *lines >= 2)
        .map(|(text, _)| text)
        .collect()
}

fn mean(tones: impl Iterator<Item = u8>) -> u8 {
    (tones.map(u32::from).sum::<u32>() / 3) as u8
}

/// Between the darkest hundredth and the paper.
fn middle(tones: &Raster) -> u8 {
    let mut counts = [0usize; 256];
    for tone in tones.pixels().iter().step_by(7) {
        counts[usize::from(*tone)] += 1;
    }
    let all: usize = counts.iter().sum();
    let reach = |share: usize| {
        let mut seen = 0;
        counts.iter().position(|count| {
            seen += count;
            seen * 1000 > all * share
        })
    };
    let (dark, paper) = (reach(5).unwrap_or(0), reach(700).unwrap_or(255));
    ((dark + paper) / 2) as u8
}

/// Lengths of stretches, light first.
fn runs(line: &[u8], middle: u8) -> Vec<u32> {
    let mut runs = vec![0];
    let mut dark = false;
    for tone in line {
        if (*tone < middle) != dark {
            dark = !dark;
            runs.push(0);
        }
        if let Some(run) = runs.last_mut() {
            *run += 1;
        }
    }
    // An odd number, so that light is at both ends and a reversed line is a line.
    if runs.len().is_multiple_of(2) {
        runs.push(0);
    }
    runs
}

fn codes_in(runs: &[u32]) -> Vec<String> {
    let mut texts = Vec::new();
    let mut at = 1;
    while at + 6 < runs.len() {
        match code_at(runs, at) {
            Some((text, signs)) => {
                texts.push(text);
                at += signs * 6;
            }
            None => at += 2,
        }
    }
    texts
}

/// A code whose first bar is `runs[at]`.
fn code_at(runs: &[u32], at: usize) -> Option<(String, usize)> {
    let start = sign(runs.get(at..at + 6)?, START_A..STOP)?;
    let module = runs[at..at + 6].iter().sum::<u32>() as f32 / 11.0;
    // Ten modules of light before a code, by the standard; half of them are asked for.
    if (runs[at - 1] as f32) < module * 5.0 {
        return None;
    }
    let mut signs = vec![start];
    loop {
        let next = at + signs.len() * 6;
        let is_stop = runs
            .get(next..next + 7)
            .is_some_and(|bars| off(bars, STOP).is_some());
        if is_stop {
            break;
        }
        if signs.len() > MOST_SIGNS {
            return None;
        }
        signs.push(sign(runs.get(next..next + 6)?, 0..START_A)?);
    }
    let sum = signs.pop()?;
    let weighed = signs
        .iter()
        .enumerate()
        .map(|(at, sign)| sign * at.max(1))
        .sum::<usize>();
    if signs.len() < 2 || weighed % 103 != sum {
        return None;
    }
    let number = signs.len() + 2;
    text(&signs)
        .filter(|text| !text.is_empty())
        .map(|text| (text, number))
}

/// The sign that these six widths are nearest to.
fn sign(bars: &[u32], among: std::ops::Range<usize>) -> Option<usize> {
    among
        .filter_map(|sign| off(bars, sign).map(|off| (sign, off)))
        .min_by(|one, other| one.1.total_cmp(&other.1))
        .map(|(sign, _)| sign)
}

/// How far widths are from a sign's, in modules; `None` beyond what a sign may be off.
fn off(bars: &[u32], sign: usize) -> Option<f32> {
    let widths = SIGNS[sign];
    let modules: u32 = widths.iter().map(|width| u32::from(width - b'0')).sum();
    let module = bars.iter().sum::<u32>() as f32 / modules as f32;
    if module < 1.0 {
        return None;
    }
    let mut all = 0.0;
    for (bar, width) in bars.iter().zip(widths) {
        let off = (*bar as f32 / module - f32::from(width - b'0')).abs();
        if off > OFF_ONE {
            return None;
        }
        all += off;
    }
    (all <= OFF_ALL).then_some(all)
}

#[derive(Clone, Copy, PartialEq)]
enum Set {
    A,
    B,
    C,
}

fn text(signs: &[usize]) -> Option<String> {
    let mut set = match *signs.first()? {
        START_A => Set::A,
        START_C => Set::C,
        _ => Set::B,
    };
    let mut text = String::new();
    let mut shifted = false;
    for sign in &signs[1..] {
        let now = match (set, std::mem::take(&mut shifted)) {
            (Set::A, true) => Set::B,
            (Set::B, true) => Set::A,
            (set, _) => set,
        };
        let value = u8::try_from(*sign).ok()?;
        match (now, *sign) {
            (Set::C, 0..=99) => text.push_str(&format!("{value:02}")),
            (Set::A, 0..=63) | (Set::B, 0..=95) => text.push(char::from(value + 32)),
            (Set::A, 64..=95) => text.push(char::from(value - 64)),
            (Set::A | Set::B, SHIFT) => shifted = true,
            (Set::A | Set::B, TO_C) => set = Set::C,
            (Set::A | Set::C, TO_B) => set = Set::B,
            (Set::B | Set::C, TO_A) => set = Set::A,
            // The function signs say how a text is meant, not what it is.
            (Set::A | Set::B, 96 | 97 | 102 | TO_B | TO_A) | (Set::C, 102) => {}
            (Set::A | Set::B | Set::C, _) => return None,
        }
    }
    Some(text)
}
