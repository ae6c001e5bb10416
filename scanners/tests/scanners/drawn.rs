//! Test pages, drawn here: invented strokes in the cells of invented lines, at a known angle, the right way up.

use scanners::page::Raster;

/// Numbers without chance: the same page for the same seed.
pub struct Dice(u64);

impl Dice {
    pub fn of(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03)
    }

    pub fn below(&mut self, most: u32) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % u64::from(most.max(1))) as u32
    }
}

/// A page of paper with ink on it.
pub struct Sheet {
    pub width: u32,
    pub height: u32,
    pub dpi: u32,
    pub pixels: Vec<u8>,
}

pub const PAPER: u8 = 246;
pub const INK: u8 = 28;

impl Sheet {
    pub fn a4(dpi: u32) -> Sheet {
        let (width, height) = (dpi * 827 / 100, dpi * 1169 / 100);
        Sheet {
            width,
            height,
            dpi,
            pixels: vec![PAPER; (width * height) as usize],
        }
    }

    pub fn mm(&self, mm: f32) -> u32 {
        (mm * self.dpi as f32 / 25.4).round() as u32
    }

    pub fn fill(&mut self, left: u32, top: u32, width: u32, height: u32, tone: u8) {
        for y in top..(top + height).min(self.height) {
            for x in left..(left + width).min(self.width) {
                self.pixels[(y * self.width + x) as usize] = tone;
            }
        }
    }

    /// One sign: three bars across, two down, in a cell.
    fn sign(&mut self, dice: &mut Dice, left: u32, top: u32, side: u32) {
        let thick = (side / 10).max(2);
        for _ in 0..3 {
            let (at, from) = (dice.below(side - thick), dice.below(side / 3));
            let length = side - from - dice.below(side / 3);
            self.fill(left + from, top + at, length, thick, INK);
        }
        for _ in 0..2 {
            let (at, from) = (dice.below(side - thick), dice.below(side / 3));
            let length = side - from - dice.below(side / 3);
            self.fill(left + at, top + from, thick, length, INK);
        }
        // Signs stand on their line.
        self.fill(left + side / 5, top + side - thick, side * 3 / 5, thick, INK);
    }

    /// Paragraphs: an indented first line, full lines, a last one that ends where it likes; a title in the middle.
    pub fn text(seed: u64, dpi: u32) -> Sheet {
        let mut sheet = Sheet::a4(dpi);
        let mut dice = Dice::of(seed);
        let side = sheet.mm(3.9);
        let line = side * 17 / 10;
        let (left, right) = (sheet.mm(26.0), sheet.width - sheet.mm(24.0));
        let per_line = (right - left) / side;
        let mut y = sheet.mm(28.0);
        let title = per_line / 3;
        for at in 0..title {
            sheet.sign(
                &mut dice,
                (sheet.width - title * side) / 2 + at * side,
                y,
                side * 9 / 10,
            );
        }
        y += line * 2;
        while y + line < sheet.height - sheet.mm(45.0) {
            let lines = 2 + dice.below(3);
            for number in 0..lines {
                let first = if number == 0 { 2 } else { 0 };
                let last = if number + 1 == lines {
                    per_line / 4 + dice.below(per_line / 2)
                } else {
                    per_line
                };
                for at in first..last {
                    if dice.below(11) > 0 {
                        sheet.sign(&mut dice, left + at * side, y, side * 9 / 10);
                    }
                }
                y += line;
                if y + line >= sheet.height - sheet.mm(45.0) {
                    break;
                }
            }
        }
        sheet
    }

    /// As a scanner sees it when it lies askew: lines fall to the right by `degrees`, around the middle.
    pub fn askew(&self, degrees: f32) -> Sheet {
        let (sin, cos) = f64::from(degrees).to_radians().sin_cos();
        let (middle_x, middle_y) = (f64::from(self.width) / 2.0, f64::from(self.height) / 2.0);
        let mut pixels = vec![PAPER; self.pixels.len()];
        for y in 0..self.height {
            for x in 0..self.width {
                let (dx, dy) = (f64::from(x) - middle_x, f64::from(y) - middle_y);
                let (from_x, from_y) = (middle_x + dx * cos + dy * sin, middle_y - dx * sin + dy * cos);
                if from_x >= 0.0
                    && from_y >= 0.0
                    && from_x < f64::from(self.width) - 1.0
                    && from_y < f64::from(self.height) - 1.0
                {
                    // The mean of what the dot covers, as a sensor has it.
                    let (left, top) = (from_x as usize, from_y as usize);
                    let (part_x, part_y) = (from_x.fract(), from_y.fract());
                    let tone = |x: usize, y: usize| f64::from(self.pixels[y * self.width as usize + x]);
                    let above = tone(left, top) * (1.0 - part_x) + tone(left + 1, top) * part_x;
                    let below = tone(left, top + 1) * (1.0 - part_x) + tone(left + 1, top + 1) * part_x;
                    pixels[(y * self.width + x) as usize] = (above * (1.0 - part_y) + below * part_y) as u8;
                }
            }
        }
        Sheet { pixels, ..*self }
    }

    pub fn noisy(&self, most: u32, seed: u64) -> Sheet {
        let mut dice = Dice::of(seed);
        let noise = |tone: &u8| {
            let off = dice.below(2 * most + 1) as i32 - most as i32;
            (i32::from(*tone) + off).clamp(0, 255) as u8
        };
        Sheet {
            pixels: self.pixels.iter().map(noise).collect(),
            ..*self
        }
    }

    /// A lens out of focus: the mean of a square around each dot.
    pub fn blurred(&self, reach: u32) -> Sheet {
        let (width, height, reach) = (self.width as usize, self.height as usize, reach as usize);
        let mut across = self.pixels.clone();
        for y in 0..height {
            for x in reach..width - reach {
                let sum: u32 = (x - reach..=x + reach)
                    .map(|x| u32::from(self.pixels[y * width + x]))
                    .sum();
                across[y * width + x] = (sum / (2 * reach as u32 + 1)) as u8;
            }
        }
        let mut pixels = across.clone();
        for y in reach..height - reach {
            for x in 0..width {
                let sum: u32 = (y - reach..=y + reach)
                    .map(|y| u32::from(across[y * width + x]))
                    .sum();
                pixels[y * width + x] = (sum / (2 * reach as u32 + 1)) as u8;
            }
        }
        Sheet { pixels, ..*self }
    }

    pub fn raster(&self) -> Raster {
        Raster::grey(self.width, self.height, self.pixels.clone()).unwrap()
    }

    pub fn in_colour(&self) -> Raster {
        let pixels = self.pixels.iter().flat_map(|tone| [*tone; 3]).collect();
        Raster::colour(self.width, self.height, pixels).unwrap()
    }
}
