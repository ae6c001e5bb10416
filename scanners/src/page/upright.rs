//! Which way is up, of a page whose lines are level: lines begin together at the left and end where they like, and pages
//! fill from the top.

use super::reduce::Ink;

/// So many lines have to speak.
const LEAST_VOTES: i32 = 4;

/// `Some(true)` for a page that stands on its head, `None` where it does not say. `dpi` is that of the ink.
pub fn is_on_its_head(ink: &Ink, dpi: u32) -> Option<bool> {
    let mm = |mm: f32| (mm * dpi as f32 / 25.4) as usize;
    let ink = ink.without_rules(mm(12.0));
    let lines = lines(&ink, mm(1.2), mm(9.0), mm(3.0));
    let left = lines.iter().map(|line| line.left).min()?;
    let right = lines.iter().map(|line| line.right).max()?;
    let near = mm(2.5);
    // More than the two signs by which a paragraph is indented.
    let far = mm(12.0);
    let mut votes = 0i32;
    let mut voters = 0;
    for line in &lines {
        let (before, after) = (line.left - left, right - line.right);
        // A line in the middle says nothing, a full one neither.
        let vote = if before <= near && after >= far {
            1
        } else if after <= near && before >= far {
            -1
        } else {
            continue;
        };
        votes += vote;
        voters += 1;
    }
    let decided = voters >= LEAST_VOTES && votes.abs() * 10 >= voters * 4;
    decided.then_some(votes < 0)
}

struct Line {
    left: usize,
    right: usize,
}

/// Bands of rows with ink between bands without, as high as letters are.
fn lines(ink: &Ink, least: usize, most: usize, gap: usize) -> Vec<Line> {
    let edge = ink.width / 50;
    let mut lines = Vec::new();
    let mut begun = None;
    for y in 0..=ink.height {
        let inked = y < ink.height
            && ink.row(y)[edge..ink.width - edge]
                .iter()
                .filter(|dot| **dot == 1)
                .count()
                > 1;
        match (inked, begun) {
            (true, None) => begun = Some(y),
            (false, Some(top)) => {
                if (least..=most).contains(&(y - top))
                    && let Some(line) = extent(ink, top, y, edge, gap)
                {
                    lines.push(line);
                }
                begun = None;
            }
            (true, Some(_)) | (false, None) => {}
        }
    }
    lines
}

/// From the first column to the last that has more than a speck.
fn extent(ink: &Ink, top: usize, bottom: usize, edge: usize, gap: usize) -> Option<Line> {
    let inked = |x: &usize| (top..bottom).filter(|y| ink.at(*x, *y)).count() > 1;
    let left = (edge..ink.width - edge).find(inked)?;
    let right = (edge..ink.width - edge).rev().find(inked)?;
    (right - left > gap).then_some(Line { left, right })
}
