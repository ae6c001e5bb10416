//! 办理时长: how long items take today, against their standard.

use std::collections::BTreeMap;

use super::{Day, count};
use crate::wire::board::{Handling, Level};

/// Rows that a panel shows.
const SHOWN: usize = 8;
/// Fewer say little: a single slow case is no slow item.
const ENOUGH: usize = 3;

pub fn handling(day: &Day<'_>) -> Vec<Handling> {
    let mut by_item: BTreeMap<&str, (&str, Vec<u32>)> = BTreeMap::new();
    for time in &day.times {
        let entry = by_item.entry(&time.item).or_insert((&time.name, Vec::new()));
        entry.1.push(time.seconds);
    }
    let mut rows: Vec<Handling> = by_item
        .into_iter()
        .map(|(item, (name, seconds))| row(day, item, name, seconds))
        .collect();
    rows.sort_by(|a, b| (b.count, &a.item).cmp(&(a.count, &b.item)));
    rows.truncate(SHOWN);
    rows
}

fn row(day: &Day<'_>, item: &str, name: &str, mut seconds: Vec<u32>) -> Handling {
    seconds.sort_unstable();
    let standard_s = day.limits().standard_s(item);
    let p90_s = quantile(&seconds, 90);
    let level = match (p90_s > standard_s, seconds.len() >= ENOUGH) {
        (true, true) => Level::Over,
        (true, false) => Level::Warn,
        (false, _) => Level::Ok,
    };
    Handling {
        item: item.to_owned(),
        name: name.to_owned(),
        level,
        count: count(seconds.len()),
        median_s: quantile(&seconds, 50),
        p90_s,
        standard_s,
    }
}

/// The smallest value that so many per cent of the sorted ones do not exceed; 0 of none.
pub fn quantile(sorted: &[u32], per_cent: usize) -> u32 {
    let place = (sorted.len() * per_cent).div_ceil(100).max(1);
    sorted.get(place - 1).copied().unwrap_or(0)
}
