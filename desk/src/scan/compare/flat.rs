//! The text of a page as one row of signs that can be looked through: without spaces and punctuation, each sign knowing where
//! on the page it stands.

use std::ops::Range;

use cases::form::value::fold_width;
use scanners::recognise::{Rect, Text};

/// Of one page: small print has two thousand.
const MOST: usize = 20_000;
/// A gap between two words of a line that is wider than this part of their height divides columns.
const GAP: f64 = 0.9;

#[derive(Debug, Clone, Copy)]
pub struct Sign {
    /// As it is compared.
    pub ch: char,
    /// Place in what was read.
    at: usize,
    pub line: usize,
    /// A gap, a rule or punctuation stands before it, or the line begins.
    pub apart: bool,
    rect: Rect,
    sure: u32,
}

#[derive(Debug, Default)]
pub struct Flat {
    pub signs: Vec<Sign>,
    /// As it was read, lines and columns one behind the other.
    read: Vec<char>,
}

impl Flat {
    pub fn of(text: &Text) -> Flat {
        let mut flat = Flat::default();
        for (line, words) in text.lines.iter().enumerate() {
            let mut apart = true;
            let mut end: Option<Rect> = None;
            for word in &words.words {
                let height = f64::from(word.at.height);
                let gap = end.map_or(0.0, |end| {
                    f64::from(word.at.left) - f64::from(end.left + end.width)
                });
                if gap > GAP * height {
                    apart = true;
                    flat.read.push(' ');
                }
                end = Some(word.at);
                let chars: Vec<char> = word.text.chars().collect();
                for (at, raw) in chars.iter().enumerate() {
                    if flat.signs.len() >= MOST {
                        return flat;
                    }
                    let rest = &chars[at + 1..];
                    flat.take(
                        *raw,
                        rest,
                        line,
                        &mut apart,
                        part(word.at, at, chars.len()),
                        word.sure,
                    );
                }
            }
        }
        flat.without_loose_joints();
        flat
    }

    fn take(&mut self, raw: char, rest: &[char], line: usize, apart: &mut bool, rect: Rect, sure: u32) {
        let at = self.read.len();
        self.read.push(raw);
        let before = self
            .signs
            .last()
            .filter(|last| last.line == line)
            .map(|last| last.ch);
        if raw == ',' && before.is_some_and(|ch| ch.is_ascii_digit()) && is_thousand(rest) {
            return;
        }
        let Some(ch) = one_in_a_date(raw, before, rest.first().copied()).or_else(|| compared(raw)) else {
            *apart = true;
            return;
        };
        self.signs.push(Sign {
            ch,
            at,
            line,
            apart: std::mem::take(apart),
            rect,
            sure,
        });
    }

    /// A joint (`-`, `.`, `/`) is one only between two letters or digits; elsewhere it is punctuation.
    fn without_loose_joints(&mut self) {
        let joins = |at: usize| {
            let beside = |at: Option<usize>| {
                at.and_then(|at| self.signs.get(at))
                    .is_some_and(|one| one.ch.is_ascii_alphanumeric())
            };
            beside(at.checked_sub(1))
                && beside(Some(at + 1))
                && !self.signs[at].apart
                && !self.signs[at + 1].apart
        };
        let keep: Vec<bool> = (0..self.signs.len())
            .map(|at| !is_joint(self.signs[at].ch) || joins(at))
            .collect();
        let mut loose = false;
        let mut kept = Vec::with_capacity(self.signs.len());
        for (sign, keep) in self.signs.iter().zip(keep) {
            if keep {
                kept.push(Sign {
                    apart: sign.apart || loose,
                    ..*sign
                });
                loose = false;
            } else {
                loose = true;
            }
        }
        self.signs = kept;
    }

    /// What was read there, with its punctuation.
    pub fn read(&self, range: &Range<usize>) -> String {
        match self.signs.get(range.clone()) {
            Some([first, .., last]) => self.read[first.at..=last.at].iter().collect(),
            Some([only]) => self.read[only.at].to_string(),
            Some([]) | None => String::new(),
        }
    }

    /// The same in parts: `differs` says of the signs of the range which are not as they should be.
    pub fn parts(&self, range: &Range<usize>, differs: &[bool]) -> Vec<(String, bool)> {
        let mut parts: Vec<(String, bool)> = Vec::new();
        let mut next = self.signs.get(range.start).map_or(0, |first| first.at);
        for (sign, differs) in self.signs[range.clone()].iter().zip(differs) {
            let text = &self.read[next..=sign.at];
            next = sign.at + 1;
            match parts.last_mut() {
                Some((last, same)) if same == differs => last.extend(text),
                _ => parts.push((text.iter().collect(), *differs)),
            }
        }
        parts
    }

    /// Where it stands, one box for each line.
    pub fn places(&self, range: &Range<usize>) -> Vec<Rect> {
        let mut places: Vec<(usize, Rect)> = Vec::new();
        for sign in &self.signs[range.clone()] {
            match places.last_mut() {
                Some((line, rect)) if *line == sign.line => *rect = around(*rect, sign.rect),
                _ => places.push((sign.line, sign.rect)),
            }
        }
        places.into_iter().map(|(_, rect)| rect).collect()
    }

    /// How sure the reading is, of a hundred.
    pub fn sure(&self, range: &Range<usize>) -> u32 {
        let signs = &self.signs[range.clone()];
        let sum: u32 = signs.iter().map(|sign| sign.sure).sum();
        sum / (signs.len() as u32).max(1)
    }

    pub fn chars(&self, range: &Range<usize>) -> Vec<char> {
        self.signs[range.clone()].iter().map(|sign| sign.ch).collect()
    }

    /// The end of what begins at `from`: the next gap, mark or line.
    pub fn end_of_run(&self, from: usize) -> usize {
        let Some(first) = self.signs.get(from) else {
            return from;
        };
        let rest = self.signs[from + 1..].iter();
        from + 1
            + rest
                .take_while(|sign| !sign.apart && sign.line == first.line)
                .count()
    }

    /// What follows in the line, for reading a unit.
    pub fn behind(&self, at: usize, many: usize) -> String {
        let Some(line) = at
            .checked_sub(1)
            .and_then(|last| self.signs.get(last))
            .map(|sign| sign.line)
        else {
            return String::new();
        };
        let rest = self.signs.get(at..).unwrap_or_default().iter();
        rest.take(many)
            .take_while(|sign| sign.line == line)
            .map(|sign| sign.ch)
            .collect()
    }
}

/// A value of the form as the page's signs are compared with it.
pub fn key(value: &str) -> Vec<char> {
    let chars: Vec<char> = value.chars().filter_map(compared).collect();
    let joins = |at: usize| {
        let beside = |at: Option<usize>| {
            at.and_then(|at| chars.get(at))
                .is_some_and(char::is_ascii_alphanumeric)
        };
        beside(at.checked_sub(1)) && beside(Some(at + 1))
    };
    let kept = chars.iter().enumerate();
    kept.filter(|(at, ch)| !is_joint(**ch) || joins(*at))
        .map(|(_, ch)| *ch)
        .collect()
}

pub fn is_joint(ch: char) -> bool {
    matches!(ch, '-' | '.' | '/' | '@' | '_')
}

/// One width, one case, one sign of each kind; `None` for what is only punctuation.
fn compared(raw: char) -> Option<char> {
    let mut buffer = [0; 4];
    let folded = fold_width(raw.encode_utf8(&mut buffer)).chars().next()?;
    let ch = folded.to_uppercase().next()?;
    match ch {
        '‐' | '‑' | '–' | '—' | '―' | '−' | '~' => Some('-'),
        '㎡' => Some('㎡'),
        '○' | '〇' => Some('〇'),
        ch if ch.is_alphanumeric() || is_joint(ch) => Some(ch),
        _ => None,
    }
}

/// `2026年]月1日`: what looks like a 1 and stands where only a number can.
fn one_in_a_date(raw: char, before: Option<char>, after: Option<char>) -> Option<char> {
    let looks = matches!(raw, ']' | '[' | '|' | '!' | 'l' | 'I');
    let begins = matches!(before, Some('年' | '月'));
    let goes_on = before.is_some_and(|ch| ch.is_ascii_digit());
    let ends = after.is_none_or(|ch| matches!(ch, '月' | '日') || ch.is_ascii_digit());
    (looks && ends && (begins || goes_on && matches!(after, Some('月' | '日')))).then_some('1')
}

/// Whether two signs are told apart by a reader of print: a letter for a digit of the same shape is none.
pub fn alike(one: char, other: char) -> bool {
    let shape = |ch: char| match ch {
        'O' | '〇' => '0',
        'I' | 'L' => '1',
        'Z' => '2',
        'S' => '5',
        other => other,
    };
    one == other || shape(one) == shape(other)
}

/// 1,200,000: what stands behind the comma is three digits of the same number.
fn is_thousand(rest: &[char]) -> bool {
    rest.iter().take_while(|ch| ch.is_ascii_digit()).count() == 3
}

/// The place of one of `many` characters of a word.
fn part(word: Rect, at: usize, many: usize) -> Rect {
    let (at, many) = (at as u32, many.max(1) as u32);
    let from = (u64::from(word.width) * u64::from(at) / u64::from(many)) as u32;
    let to = (u64::from(word.width) * u64::from(at + 1) / u64::from(many)) as u32;
    Rect {
        left: word.left + from,
        width: (to - from).max(1),
        ..word
    }
}

fn around(one: Rect, other: Rect) -> Rect {
    let left = one.left.min(other.left);
    let top = one.top.min(other.top);
    let right = (one.left + one.width).max(other.left + other.width);
    let bottom = (one.top + one.height).max(other.top + other.height);
    Rect {
        left,
        top,
        width: right - left,
        height: bottom - top,
    }
}
