//! When a picture is taken by itself: a paper lies there, nothing has moved for a while, and it is not the one that was
//! taken already.

use std::time::Duration;

use super::Frame;
use super::edges::Quad;
use crate::page::{Raster, reduced_tones};

/// How long nothing may move.
const STILL_FOR: Duration = Duration::from_millis(600);
/// The mean difference of two pictures, of 255, that is a sensor's noise and no hand.
const NOISE: f32 = 2.5;
/// Corners may tremble by so much of the picture's width.
const TREMBLE: f32 = 0.01;
/// Another paper differs from the last one taken in so many parts of the picture, each by more than so much of 255: two
/// forms may differ in a line alone. One that is laid down again elsewhere counts as another; it is found to be the same
/// page later, and none is missed.
const ANOTHER_PARTS: usize = 3;
const ANOTHER_TONE: u8 = 12;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    NoPaper,
    Moving,
    /// Still, but not for long enough.
    Settling,
    /// It lies still, and was not taken yet.
    Take,
    /// This one was taken; the next one may be laid down.
    Taken,
}

/// Remembers what it saw; the clock is the frames' own.
#[derive(Default)]
pub struct Stillness {
    last: Option<(Raster, Option<Quad>)>,
    since: Option<Duration>,
    taken: Option<Raster>,
    /// Something moved since.
    moved: bool,
}

impl Stillness {
    pub fn see(&mut self, frame: &Frame, quad: Option<&Quad>) -> Moment {
        let small = reduced_tones(&frame.raster, (frame.raster.width() / 64).max(1));
        let width = frame.raster.width() as f32;
        let moved = self.last.as_ref().is_none_or(|(before, before_quad)| {
            differs(before, &small) > NOISE
                || match (before_quad, quad) {
                    (Some(before), Some(now)) => shifted(before, now) > TREMBLE * width,
                    (None, None) => false,
                    (Some(_), None) | (None, Some(_)) => true,
                }
        });
        self.last = Some((small.clone(), quad.copied()));
        if moved {
            self.since = None;
            self.moved = true;
        }
        let since = *self.since.get_or_insert(frame.at);
        if quad.is_none() {
            return Moment::NoPaper;
        }
        if moved {
            return Moment::Moving;
        }
        if self
            .taken
            .as_ref()
            .is_some_and(|taken| !self.moved || is_same(taken, &small))
        {
            return Moment::Taken;
        }
        if frame.at.saturating_sub(since) < STILL_FOR {
            return Moment::Settling;
        }
        Moment::Take
    }

    /// What was seen last is taken.
    pub fn taken(&mut self) {
        self.taken = self.last.as_ref().map(|(small, _)| small.clone());
        self.moved = false;
    }
}

fn is_same(one: &Raster, other: &Raster) -> bool {
    let pairs = one.pixels().iter().zip(other.pixels());
    let apart = pairs.filter(|(one, other)| one.abs_diff(**other) > ANOTHER_TONE);
    one.pixels().len() == other.pixels().len() && apart.count() < ANOTHER_PARTS
}

fn differs(one: &Raster, other: &Raster) -> f32 {
    if (one.width(), one.height()) != (other.width(), other.height()) {
        return f32::MAX;
    }
    let pairs = one.pixels().iter().zip(other.pixels());
    let sum: u32 = pairs.map(|(one, other)| u32::from(one.abs_diff(*other))).sum();
    sum as f32 / one.pixels().len() as f32
}

fn shifted(one: &Quad, other: &Quad) -> f32 {
    let pairs = one.corners.iter().zip(&other.corners);
    let off = pairs.map(|(one, other)| ((one.x - other.x).powi(2) + (one.y - other.y).powi(2)).sqrt());
    off.fold(0.0, f32::max)
}
