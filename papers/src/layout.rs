//! Text into lines: which face draws each character, how wide it is, where a line may end.

use std::collections::BTreeSet;

use crate::fonts::{FaceNumber, Fonts};

/// How a text looks: size in points, grey 0.0 (black) to 1.0 (white), strokes thickened for weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Style {
    pub size: f32,
    pub grey: f32,
    pub bold: bool,
}

/// A stretch of one line in one face and style; `x` from the start of the line, in points.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Run {
    pub x: f32,
    pub face: FaceNumber,
    pub style: Style,
    pub text: String,
}

/// One line ready to be drawn; `width` in points without trailing space.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Line {
    pub runs: Vec<Run>,
    pub width: f32,
}

/// Turns texts into lines and remembers the characters that no font has.
pub(crate) struct Setter<'a> {
    fonts: &'a Fonts,
    pub missing: BTreeSet<char>,
}

#[derive(Clone, Copy)]
struct Set {
    ch: char,
    face: FaceNumber,
    style: Style,
    width: f32,
}

impl<'a> Setter<'a> {
    pub fn new(fonts: &'a Fonts) -> Self {
        Self {
            fonts,
            missing: BTreeSet::new(),
        }
    }

    /// Breaks spans into lines of at most `width` points, the first one indented. Gives at least one line.
    pub fn lines(&mut self, spans: &[(&str, Style)], width: f32, indent: f32) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut paragraph = Vec::new();
        for (text, style) in spans {
            for ch in text.chars() {
                if ch == '\n' {
                    break_paragraph(&paragraph, width, indent, &mut lines);
                    paragraph.clear();
                } else {
                    self.set(ch, *style, &mut paragraph);
                }
            }
        }
        break_paragraph(&paragraph, width, indent, &mut lines);
        lines
    }

    /// One line, however wide.
    pub fn line(&mut self, text: &str, style: Style) -> Line {
        let mut set = Vec::new();
        text.chars().for_each(|ch| self.set(ch, style, &mut set));
        to_line(&set, 0.0)
    }

    /// The width of the text on one line, in points.
    pub fn width(&mut self, text: &str, style: Style) -> f32 {
        self.line(text, style).width
    }

    fn set(&mut self, ch: char, style: Style, out: &mut Vec<Set>) {
        let ch = match ch {
            '\t' | '\u{a0}' => ' ',
            _ if is_invisible(ch) => return,
            _ => ch,
        };
        if let Some(glyph) = self.fonts.glyph(ch) {
            let width = f32::from(glyph.advance) * style.size / 1000.0;
            out.push(Set {
                ch,
                face: glyph.face,
                style,
                width,
            });
            return;
        }
        self.missing.insert(ch);
        for stand_in in format!("〓({})", code_of(ch)).chars() {
            if let Some(glyph) = self.fonts.glyph(stand_in) {
                let width = f32::from(glyph.advance) * style.size / 1000.0;
                out.push(Set {
                    ch: stand_in,
                    face: glyph.face,
                    style,
                    width,
                });
            }
        }
    }
}

/// The code of a character as people look it up: `U+20BB7`.
pub(crate) fn code_of(ch: char) -> String {
    format!("U+{:04X}", u32::from(ch))
}

/// Controls, direction marks, joiners and variation selectors draw nothing of their own.
fn is_invisible(ch: char) -> bool {
    ch.is_control()
        || matches!(u32::from(ch), 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFE00..=0xFE0F | 0xFEFF
            | 0xE0000..=0xE0FFF)
}

/// 行首禁则: no line starts with these.
fn cannot_start(ch: char) -> bool {
    "，。、；：？！…—～·）》〉】〕〗」』”’％‰℃,.;:?!)]}>%°".contains(ch)
}

/// 行尾禁则: no line ends with these. 〓 stays with the code that follows it.
fn cannot_end(ch: char) -> bool {
    "（《〈【〔〖「『“‘￥〓([{<$¥№".contains(ch)
}

/// Letters, digits and signs that make up a word kept whole: everything before the CJK blocks.
fn in_word(ch: char) -> bool {
    u32::from(ch) < 0x2E80 && ch != ' ' && !"“”‘’…—·×".contains(ch)
}

fn may_break(before: char, after: char) -> bool {
    if after == ' ' || cannot_start(after) || cannot_end(before) {
        return false;
    }
    before == ' ' || !(in_word(before) && in_word(after))
}

fn break_paragraph(set: &[Set], width: f32, indent: f32, lines: &mut Vec<Line>) {
    let first = lines.len();
    let mut start = 0;
    let mut at = 0;
    let mut used = indent;
    let offset = |lines: &Vec<Line>| if lines.len() == first { indent } else { 0.0 };
    while at < set.len() {
        let mut end = at + 1;
        while end < set.len() && !may_break(set[end - 1].ch, set[end].ch) {
            end += 1;
        }
        let unit = &set[at..end];
        let needed: f32 = trimmed(unit).iter().map(|one| one.width).sum();
        if used + needed > width && at > start {
            lines.push(to_line(&set[start..at], offset(lines)));
            (start, used) = (at, 0.0);
        }
        if used + needed > width {
            // Longer than a line by itself: it is cut where the line is full.
            for (index, one) in unit.iter().enumerate() {
                let here = at + index;
                if used + one.width > width && here > start {
                    lines.push(to_line(&set[start..here], offset(lines)));
                    (start, used) = (here, 0.0);
                }
                used += one.width;
            }
        } else {
            used += unit.iter().map(|one| one.width).sum::<f32>();
        }
        at = end;
    }
    if start < set.len() || lines.len() == first {
        lines.push(to_line(&set[start..], offset(lines)));
    }
}

fn trimmed(set: &[Set]) -> &[Set] {
    let keep = set
        .iter()
        .rposition(|one| one.ch != ' ')
        .map_or(0, |last| last + 1);
    &set[..keep]
}

fn to_line(set: &[Set], indent: f32) -> Line {
    let mut runs: Vec<Run> = Vec::new();
    let mut x = indent;
    for one in trimmed(set) {
        match runs.last_mut() {
            Some(run) if run.face == one.face && run.style == one.style => run.text.push(one.ch),
            _ => runs.push(Run {
                x,
                face: one.face,
                style: one.style,
                text: one.ch.to_string(),
            }),
        }
        x += one.width;
    }
    Line { runs, width: x }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Style = Style {
        size: 10.0,
        grey: 0.0,
        bold: false,
    };

    fn check(text: &str, width: f32, expected: &[&str]) {
        let fonts = Fonts::find().expect("a Chinese font is installed");
        let lines = Setter::new(&fonts).lines(&[(text, PLAIN)], width, 0.0);
        let lines: Vec<String> = lines
            .iter()
            .map(|line| line.runs.iter().map(|run| run.text.as_str()).collect())
            .collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn lines_end_where_chinese_lines_may() {
        check("", 50.0, &[""]);
        check("一二三四五六", 50.0, &["一二三四五", "六"]);
        // 行首禁则 and 行尾禁则.
        check("一二三四五，六", 50.0, &["一二三四", "五，六"]);
        check("一二三四（五）", 50.0, &["一二三四", "（五）"]);
        check("一\n二", 50.0, &["一", "二"]);
    }

    #[test]
    fn words_stay_whole_and_endless_ones_are_cut() {
        check("见见 window 一", 55.0, &["见见", "window 一"]);
        let fonts = Fonts::find().expect("a Chinese font is installed");
        let lines = Setter::new(&fonts).lines(&[("11350199MB9A00014B400013150100001", PLAIN)], 60.0, 0.0);
        assert!(lines.len() >= 3);
        assert!(
            lines[..lines.len() - 1]
                .iter()
                .all(|line| line.width > 50.0 && line.width <= 60.0),
            "{lines:?}"
        );
    }

    #[test]
    fn no_line_is_wider_than_its_column() {
        let fonts = Fonts::find().expect("a Chinese font is installed");
        let text = "食品（GB 14881—2013）经营，11350199MB9A00014B400013150100001；，，，，，，，，，，，，。"
            .repeat(9);
        for width in [12.0, 33.0, 120.0] {
            for line in Setter::new(&fonts).lines(&[(text.as_str(), PLAIN)], width, 0.0) {
                assert!(line.width <= width + 0.01, "{line:?}");
            }
        }
    }
}
