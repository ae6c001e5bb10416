//! Looking for a value among the signs of a page: as it is, nearly, and in which signs it differs.

use std::ops::Range;

use super::flat::{Sign, alike};

/// Where the value stands as it is, but for letters and digits of one shape.
pub fn exact(signs: &[Sign], value: &[char]) -> Option<Range<usize>> {
    if value.is_empty() || value.len() > signs.len() {
        return None;
    }
    (0..=signs.len() - value.len())
        .find(|from| {
            let here = &signs[*from..*from + value.len()];
            here.iter().zip(value).all(|(sign, ch)| alike(sign.ch, *ch))
                && is_whole(signs, *from, *from + value.len())
        })
        .map(|from| from..from + value.len())
}

/// 18 is not in 180, ABC not in ABCD.
fn is_whole(signs: &[Sign], from: usize, to: usize) -> bool {
    let joined = |left: usize, right: usize| {
        let (left, right) = (signs[left], signs[right]);
        left.ch.is_ascii_alphanumeric()
            && right.ch.is_ascii_alphanumeric()
            && !right.apart
            && left.line == right.line
    };
    let begins = from == 0 || !joined(from - 1, from);
    let ends = to == signs.len() || !joined(to - 1, to);
    begins && ends
}

/// The place that is nearest to the value (Sellers), where that differs in at most so many signs.
pub fn near(signs: &[Sign], value: &[char], most: usize) -> Option<(Range<usize>, usize)> {
    let rows = value.len();
    let mut costs: Vec<usize> = (0..=rows).collect();
    let mut starts = vec![0; rows + 1];
    let mut best: Option<(Range<usize>, usize)> = None;
    for (at, sign) in signs.iter().enumerate() {
        let (mut diagonal, mut diagonal_start) = (costs[0], at);
        starts[0] = at + 1;
        for row in 1..=rows {
            let (above, above_start) = (costs[row], starts[row]);
            let same = usize::from(!alike(sign.ch, value[row - 1]));
            let (mut cost, mut start) = (diagonal + same, diagonal_start);
            if above + 1 < cost {
                (cost, start) = (above + 1, above_start);
            }
            if costs[row - 1] + 1 < cost {
                (cost, start) = (costs[row - 1] + 1, starts[row - 1]);
            }
            (costs[row], starts[row]) = (cost, start);
            (diagonal, diagonal_start) = (above, above_start);
        }
        let cost = costs[rows];
        if cost <= most && starts[rows] <= at && best.as_ref().is_none_or(|(_, least)| cost < *least) {
            best = Some((starts[rows]..at + 1, cost));
        }
    }
    best
}

/// In how many signs two differ.
pub fn distance(one: &[char], other: &[char]) -> usize {
    let mut costs: Vec<usize> = (0..=other.len()).collect();
    for (row, ch) in (1..).zip(one) {
        let mut diagonal = std::mem::replace(&mut costs[0], row);
        for (at, also) in (1..).zip(other) {
            let cost = (diagonal + usize::from(!alike(*ch, *also)))
                .min(costs[at] + 1)
                .min(costs[at - 1] + 1);
            diagonal = std::mem::replace(&mut costs[at], cost);
        }
    }
    costs[other.len()]
}

/// Which signs of what was read are not as in the value. Where signs are missing the two beside the place are marked.
pub fn differs(read: &[char], value: &[char]) -> Vec<bool> {
    let (rows, columns) = (read.len(), value.len());
    let mut costs = vec![vec![0usize; columns + 1]; rows + 1];
    for (row, costs) in costs.iter_mut().enumerate() {
        costs[0] = row;
    }
    costs[0] = (0..=columns).collect();
    for row in 1..=rows {
        for at in 1..=columns {
            let same = usize::from(!alike(read[row - 1], value[at - 1]));
            costs[row][at] = (costs[row - 1][at - 1] + same)
                .min(costs[row - 1][at] + 1)
                .min(costs[row][at - 1] + 1);
        }
    }
    let mut marks = vec![false; rows];
    let (mut row, mut at) = (rows, columns);
    while row > 0 || at > 0 {
        let cost = costs[row][at];
        if row > 0
            && at > 0
            && cost == costs[row - 1][at - 1] + usize::from(!alike(read[row - 1], value[at - 1]))
        {
            marks[row - 1] |= !alike(read[row - 1], value[at - 1]);
            (row, at) = (row - 1, at - 1);
        } else if row > 0 && cost == costs[row - 1][at] + 1 {
            marks[row - 1] = true;
            row -= 1;
        } else {
            for beside in [row.checked_sub(1), Some(row)].into_iter().flatten() {
                if let Some(mark) = marks.get_mut(beside) {
                    *mark = true;
                }
            }
            at -= 1;
        }
    }
    marks
}
