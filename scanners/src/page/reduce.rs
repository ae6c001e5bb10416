//! A page made small: what is judged of it is judged at about a hundred dots per inch.

use super::Raster;

/// Dots per inch at which pages are judged.
pub const JUDGED_DPI: u32 = 100;

/// The mean of each square of `by` pixels; what does not fill a square at the right or below is left out.
pub fn reduced(raster: &Raster, by: u32) -> Raster {
    let by = by.clamp(1, raster.width().min(raster.height()));
    if by == 1 {
        return raster.clone();
    }
    if raster.is_grey() {
        by_squares::<1>(raster, by)
    } else {
        by_squares::<3>(raster, by)
    }
}

fn by_squares<const N: usize>(raster: &Raster, by: u32) -> Raster {
    /// Of so many the sum fits into sixteen bits.
    const ROWS: usize = 256;
    let (width, height) = (raster.width() / by, raster.height() / by);
    let (square, row) = (by as usize, raster.width() as usize * N);
    let mut pixels = Vec::with_capacity(width as usize * N * height as usize);
    let mut down = vec![0u16; row];
    let mut sums = vec![[0u32; N]; width as usize];
    let area = by * by;
    for band in raster.pixels().chunks_exact(row * square) {
        sums.fill([0; N]);
        for rows in band.chunks(row * ROWS) {
            down.fill(0);
            for source in rows.chunks_exact(row) {
                for (sum, tone) in down.iter_mut().zip(source) {
                    *sum = sum.wrapping_add(u16::from(*tone));
                }
            }
            let (down, _) = down.as_chunks::<N>();
            for (sums, square) in sums.iter_mut().zip(down.chunks_exact(square)) {
                for pixel in square {
                    for (sum, tone) in sums.iter_mut().zip(pixel) {
                        *sum = sum.wrapping_add(u32::from(*tone));
                    }
                }
            }
        }
        pixels.extend(sums.as_flattened().iter().map(|sum| (sum / area) as u8));
    }
    raster.like(width, height, pixels)
}

/// Brightness as the eye has it (ITU-R BT.601).
pub fn luma(raster: &Raster) -> Raster {
    if raster.is_grey() {
        return raster.clone();
    }
    let tone = |pixel: &[u8]| {
        ((u32::from(pixel[0]) * 77 + u32::from(pixel[1]) * 150 + u32::from(pixel[2]) * 29) >> 8) as u8
    };
    let pixels = raster.pixels().chunks_exact(3).map(tone).collect();
    // As many pixels as before.
    Raster::grey(raster.width(), raster.height(), pixels)
        .unwrap_or_else(|| Raster::blank(raster.width(), raster.height(), 255))
}

/// What is dark on a small grey page.
pub struct Ink {
    pub width: usize,
    pub height: usize,
    /// One byte for each pixel, 1 where there is ink.
    pub dots: Vec<u8>,
    /// The tone of the paper.
    pub paper: u8,
    /// Darker than this is ink.
    pub below: u8,
}

impl Ink {
    pub fn of(small: &Raster) -> Ink {
        let mut counts = [0u32; 256];
        for tone in small.pixels() {
            counts[usize::from(*tone)] += 1;
        }
        let all = small.pixels().len() as u32;
        // Paper is the light half's most common tone, ink the darkest thousandth.
        let middle = percentile(&counts, all / 2).min(200);
        let paper = (middle..=255)
            .max_by_key(|tone| counts[usize::from(*tone)])
            .unwrap_or(255);
        let dark = percentile(&counts, all / 1000);
        let contrast = paper.saturating_sub(dark);
        let below = paper.saturating_sub((contrast / 3).max(28));
        let dots = small
            .pixels()
            .iter()
            .map(|tone| u8::from(*tone < below))
            .collect();
        Ink {
            width: small.width() as usize,
            height: small.height() as usize,
            dots,
            paper,
            below,
        }
    }

    pub fn at(&self, x: usize, y: usize) -> bool {
        self.dots[y * self.width + x] == 1
    }

    pub fn row(&self, y: usize) -> &[u8] {
        &self.dots[y * self.width..(y + 1) * self.width]
    }

    /// Turned by a quarter, clockwise.
    pub fn turned(&self) -> Ink {
        let mut dots = Vec::with_capacity(self.dots.len());
        for x in 0..self.width {
            dots.extend((0..self.height).rev().map(|y| self.dots[y * self.width + x]));
        }
        Ink {
            width: self.height,
            height: self.width,
            dots,
            ..*self
        }
    }

    /// Without what is longer than `most` in a row or a column: the rules of a table, the edge of a shadow.
    pub fn without_rules(&self, most: usize) -> Ink {
        let mut dots = self.dots.clone();
        let mut wipe = |start: usize, step: usize, number: usize| {
            let mut run = 0;
            for at in 0..=number {
                if at < number && self.dots[start + at * step] == 1 {
                    run += 1;
                } else {
                    if run > most {
                        for back in 1..=run {
                            dots[start + (at - back) * step] = 0;
                        }
                    }
                    run = 0;
                }
            }
        };
        for y in 0..self.height {
            wipe(y * self.width, 1, self.width);
        }
        for x in 0..self.width {
            wipe(x, self.width, self.height);
        }
        Ink { dots, ..*self }
    }
}

fn percentile(counts: &[u32; 256], rank: u32) -> u8 {
    let mut seen = 0;
    for (tone, count) in counts.iter().enumerate() {
        seen += count;
        if seen > rank {
            return tone as u8;
        }
    }
    255
}
