//! Pages of an A4 paper: what is drawn where, and when the next page begins.
//!
//! Lengths are points (1/72 inch); `y` grows downwards from the top edge.

use crate::layout::{Line, Run};

pub(crate) const WIDTH: f32 = 595.276;
pub(crate) const HEIGHT: f32 = 841.89;
pub(crate) const LEFT: f32 = 57.0;
pub(crate) const RIGHT: f32 = WIDTH - 57.0;
/// Width of the text.
pub(crate) const MEASURE: f32 = RIGHT - LEFT;
const TOP: f32 = 44.0;
/// Lowest line of the text; the footer is below.
pub(crate) const BOTTOM: f32 = HEIGHT - 56.0;

/// Something drawn on a page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Mark {
    /// A run with its baseline.
    Text { x: f32, y: f32, run: Run },
    /// A run turned anticlockwise about its start.
    Turned { x: f32, y: f32, degrees: f32, run: Run },
    /// The picture of this number, its upper left corner here.
    Picture {
        number: usize,
        x: f32,
        y: f32,
        width: f32,
        height: f32,
    },
    Rule {
        from: (f32, f32),
        to: (f32, f32),
        weight: f32,
        grey: f32,
    },
    /// Filled rectangles (x, y, width, height) in one grey.
    Blocks { blocks: Vec<[f32; 4]>, grey: f32 },
    /// Pen strokes, each through its points.
    Ink {
        strokes: Vec<Vec<(f32, f32)>>,
        weight: f32,
        grey: f32,
    },
    /// A dashed circle: where a seal goes.
    SealPlace {
        centre: (f32, f32),
        radius: f32,
        grey: f32,
    },
}

/// How far apart lines stand, and what lies between blocks (行距).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Spacing {
    /// Of the usual distance from line to line.
    pub lines: f32,
    /// Of the usual room around blocks and inside boxes.
    pub room: f32,
}

impl Spacing {
    pub const USUAL: Self = Self {
        lines: 1.0,
        room: 1.0,
    };
    /// What may be tried in this order so that the places to sign and to seal stand on the page of the text: spacing is
    /// adjusted rather than a page left to the seal alone (GB/T 9704—2012, 7.3.5.4).
    pub const CLOSER: [Self; 2] = [
        Self {
            lines: 0.9,
            room: 0.75,
        },
        Self {
            lines: 0.82,
            room: 0.5,
        },
    ];
}

/// Where the text has got to.
#[derive(Debug)]
pub(crate) struct Flow {
    pub pages: Vec<Vec<Mark>>,
    pub y: f32,
    pub spacing: Spacing,
    bottom: f32,
}

impl Flow {
    pub fn new(spacing: Spacing) -> Self {
        Self {
            pages: vec![Vec::new()],
            y: TOP,
            spacing,
            bottom: BOTTOM,
        }
    }

    /// A page without end, to see how high something is.
    pub fn endless(spacing: Spacing) -> Self {
        Self {
            bottom: f32::INFINITY,
            ..Self::new(spacing)
        }
    }

    /// Where the text of a page begins.
    pub fn top(&self) -> f32 {
        TOP
    }

    pub fn turn(&mut self) {
        self.pages.push(Vec::new());
        self.y = TOP;
    }

    /// Height left on this page.
    pub fn left(&self) -> f32 {
        self.bottom - self.y
    }

    /// Begins the next page unless `height` fits. True when it turned.
    pub fn need(&mut self, height: f32) -> bool {
        let turns = height > self.left() && self.y > TOP;
        if turns {
            self.turn();
        }
        turns
    }

    pub fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    /// Draws a line with its left end and baseline here.
    pub fn line(&mut self, line: &Line, x: f32, y: f32) {
        for run in &line.runs {
            self.mark(Mark::Text {
                x: x + run.x,
                y,
                run: run.clone(),
            });
        }
    }

    pub fn centred(&mut self, line: &Line, x: f32, y: f32) {
        self.line(line, x - line.width / 2.0, y);
    }

    pub fn rule(&mut self, from: (f32, f32), to: (f32, f32), weight: f32, grey: f32) {
        self.mark(Mark::Rule {
            from,
            to,
            weight,
            grey,
        });
    }
}
