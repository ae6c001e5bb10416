//! A signature by hand (手写签名): strokes as points with time, and what was signed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Both sides of the pad, whatever its pixels were.
pub const SIDE: u16 = 10_000;
const MOST_STROKES: usize = 200;
const MOST_POINTS: usize = 10_000;
const LONGEST_MS: u32 = 10 * 60 * 1000;
/// A dot or a short dash is no name: at least this much of the pad, in one direction.
const LEAST_SPAN: u16 = SIDE / 20;
const LEAST_POINTS: usize = 6;

/// Where the pen was, and when since the first touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InkPoint {
    /// 0 … [`SIDE`], from the left.
    pub x: u16,
    /// 0 … [`SIDE`], from the top.
    pub y: u16,
    pub ms: u32,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Ink {
    /// Width of the pad in thousandths of its height.
    pub aspect: u16,
    pub strokes: Vec<Vec<InkPoint>>,
}

/// Why strokes are no signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InkFault {
    TooLittle,
    TooMuch,
    /// Outside the pad, or time runs backwards.
    Impossible,
}

impl Ink {
    /// Whether this can be a signature.
    ///
    /// # Errors
    /// Which limit it breaks.
    pub fn check(&self) -> Result<(), InkFault> {
        let points = || self.strokes.iter().flatten();
        let count: usize = self.strokes.iter().map(Vec::len).sum();
        if self.strokes.len() > MOST_STROKES || count > MOST_POINTS {
            return Err(InkFault::TooMuch);
        }
        if count < LEAST_POINTS {
            return Err(InkFault::TooLittle);
        }
        let mut before = 0;
        for point in points() {
            if point.x > SIDE || point.y > SIDE || point.ms < before || point.ms > LONGEST_MS {
                return Err(InkFault::Impossible);
            }
            before = point.ms;
        }
        if !(200..=10_000).contains(&self.aspect) {
            return Err(InkFault::Impossible);
        }
        let span = |of: fn(&InkPoint) -> u16| {
            let most = points().map(of).max().unwrap_or(0);
            most - points().map(of).min().unwrap_or(0)
        };
        if span(|point| point.x).max(span(|point| point.y)) < LEAST_SPAN {
            return Err(InkFault::TooLittle);
        }
        Ok(())
    }
}

/// A signature given on the applicant's screen, as a material slot names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ScreenSignature {
    /// SHA-256 of the sealed piece: strokes and what was shown, hex.
    pub piece: String,
    /// SHA-256 of exactly what was shown, hex.
    pub shown: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(points: usize, step: u16) -> Vec<InkPoint> {
        let points = 0..u16::try_from(points).unwrap();
        points
            .map(|at| InkPoint {
                x: 1_000 + at * step,
                y: 5_000,
                ms: u32::from(at) * 10,
            })
            .collect()
    }

    fn check(strokes: Vec<Vec<InkPoint>>, expected: Result<(), InkFault>) {
        assert_eq!(
            Ink {
                aspect: 1_600,
                strokes
            }
            .check(),
            expected
        );
    }

    #[test]
    fn a_name_passes_and_a_dot_does_not() {
        check(vec![line(40, 100)], Ok(()));
        check(Vec::new(), Err(InkFault::TooLittle));
        check(vec![line(3, 400)], Err(InkFault::TooLittle));
        check(vec![line(40, 1)], Err(InkFault::TooLittle));
    }

    #[test]
    fn enormous_and_impossible_strokes_are_refused() {
        check(vec![line(2, 1); 201], Err(InkFault::TooMuch));
        check(vec![line(6_000, 1), line(6_000, 1)], Err(InkFault::TooMuch));
        let mut outside = line(40, 100);
        outside[7].y = SIDE + 1;
        check(vec![outside], Err(InkFault::Impossible));
        // The second stroke begins before the first has ended.
        check(vec![line(40, 100), line(40, 100)], Err(InkFault::Impossible));
        let mut late = line(40, 100);
        late[39].ms = LONGEST_MS + 1;
        check(vec![late], Err(InkFault::Impossible));
        let flat = Ink {
            aspect: 0,
            strokes: vec![line(40, 100)],
        };
        assert_eq!(flat.check(), Err(InkFault::Impossible));
    }
}
