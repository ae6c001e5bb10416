//! A paper seen from an angle, as it lies flat.

use super::edges::{Corner, Quad};
use crate::page::Raster;

/// Height by width of the A papers.
const A_PAPER: f32 = std::f32::consts::SQRT_2;
/// How far off a measured ratio may be and still be an A paper.
const NEAR: f32 = 0.08;
/// The shorter side of A4 in inches.
const A4_INCHES: f32 = 8.27;

/// The paper alone, its sides as long as they are in the picture, and dots per inch where it has the shape of an A4 sheet;
/// 0 where it has another.
pub fn flattened(picture: &Raster, quad: &Quad) -> (Raster, u32) {
    let [tl, tr, br, bl] = quad.corners;
    let apart = |one: Corner, other: Corner| ((one.x - other.x).powi(2) + (one.y - other.y).powi(2)).sqrt();
    let wide = apart(tl, tr).max(apart(bl, br)).max(2.0);
    let high = apart(tl, bl).max(apart(tr, br)).max(2.0);
    let ratio = high.max(wide) / high.min(wide);
    let (wide, high, dpi) = if (ratio / A_PAPER - 1.0).abs() < NEAR {
        let short = high.min(wide);
        let long = short * A_PAPER;
        let dpi = (short / A4_INCHES).round() as u32;
        if high > wide {
            (short, long, dpi)
        } else {
            (long, short, dpi)
        }
    } else {
        (wide, high, 0)
    };
    let (width, height) = ((wide.round() as u32).max(2), (high.round() as u32).max(2));
    let onto = onto_square(&quad.corners);
    let mut pixels = Vec::with_capacity(width as usize * height as usize * picture.channels());
    for y in 0..height {
        let v = (y as f32 + 0.5) / height as f32;
        for x in 0..width {
            let u = (x as f32 + 0.5) / width as f32;
            sample(picture, onto(u, v), &mut pixels);
        }
    }
    let flat = picture.like(width, height, pixels);
    (flat, dpi)
}

/// From the unit square to a four-sided figure (Heckbert 1989).
fn onto_square(corners: &[Corner; 4]) -> impl Fn(f32, f32) -> Corner + use<> {
    let [p0, p1, p2, p3] = *corners;
    let (dx1, dx2, dx3) = (p1.x - p2.x, p3.x - p2.x, p0.x - p1.x + p2.x - p3.x);
    let (dy1, dy2, dy3) = (p1.y - p2.y, p3.y - p2.y, p0.y - p1.y + p2.y - p3.y);
    let base = dx1 * dy2 - dx2 * dy1;
    let (g, h) = if base.abs() < f32::EPSILON {
        (0.0, 0.0)
    } else {
        ((dx3 * dy2 - dx2 * dy3) / base, (dx1 * dy3 - dx3 * dy1) / base)
    };
    let (a, b) = (p1.x - p0.x + g * p1.x, p3.x - p0.x + h * p3.x);
    let (d, e) = (p1.y - p0.y + g * p1.y, p3.y - p0.y + h * p3.y);
    move |u, v| {
        let depth = g * u + h * v + 1.0;
        Corner {
            x: (a * u + b * v + p0.x) / depth,
            y: (d * u + e * v + p0.y) / depth,
        }
    }
}

fn sample(picture: &Raster, at: Corner, into: &mut Vec<u8>) {
    let (width, height, channels) = (
        picture.width() as usize,
        picture.height() as usize,
        picture.channels(),
    );
    let x = at.x.clamp(0.0, width as f32 - 1.001);
    let y = at.y.clamp(0.0, height as f32 - 1.001);
    let (left, top) = (x as usize, y as usize);
    let (part_x, part_y) = (x - left as f32, y - top as f32);
    let right = (left + 1).min(width - 1);
    let below = (top + 1).min(height - 1);
    let pixels = picture.pixels();
    for channel in 0..channels {
        let tone = |x: usize, y: usize| f32::from(pixels[(y * width + x) * channels + channel]);
        let upper = tone(left, top) * (1.0 - part_x) + tone(right, top) * part_x;
        let lower = tone(left, below) * (1.0 - part_x) + tone(right, below) * part_x;
        into.push((upper * (1.0 - part_y) + lower * part_y + 0.5) as u8);
    }
}
