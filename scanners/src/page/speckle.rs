//! Specks: dots smaller than anything that is printed, alone on light paper.

use super::Raster;

/// Paints over every speck with the tone beside it, and says how many there were. The smallest full stop in print is twice
/// as wide as the largest speck (a hundredth of an inch).
pub fn despeckle(raster: &mut Raster, dpi: u32, below: u8) -> u32 {
    let most = (dpi / 100).max(1) as usize;
    let (width, height, channels) = (
        raster.width() as usize,
        raster.height() as usize,
        raster.channels(),
    );
    if width < most + 3 || height < most + 3 {
        return 0;
    }
    let row_bytes = width * channels;
    let mut wiped = 0;
    for y in 1..height - 1 {
        let mut x = 1;
        while x + 1 < width {
            let pixels = raster.pixels();
            let row = &pixels[y * row_bytes..(y + 1) * row_bytes];
            // Light pixels by stretches.
            let stretch = [32, 8]
                .into_iter()
                .find(|long| x + long < width && is_light(&row[x * channels..(x + long) * channels], below));
            if let Some(long) = stretch {
                x += long;
                continue;
            }
            if row[x * channels] >= below {
                x += 1;
                continue;
            }
            let dark = |x: usize, y: usize| pixels[y * row_bytes + x * channels] < below;
            let run = (x..width).take_while(|x| dark(*x, y)).count();
            if let Some((left, right, bottom)) = speck(&dark, (x, y), run, most, (width, height)) {
                let paper: Vec<u8> = row[(left - 1) * channels..left * channels].to_vec();
                let pixels = raster.pixels_mut();
                for y in y..=bottom {
                    for x in left..=right {
                        let at = y * row_bytes + x * channels;
                        pixels[at..at + channels].copy_from_slice(&paper);
                    }
                }
                wiped += 1;
            }
            x += run;
        }
    }
    wiped
}

/// Looks at all of them, as a processor does many at once.
fn is_light(pixels: &[u8], below: u8) -> bool {
    !pixels.iter().fold(false, |dark, tone| dark | (*tone < below))
}

/// The box of a speck whose uppermost row begins at `(x, y)`: no wider or higher than `most`, with light all around.
fn speck(
    dark: &impl Fn(usize, usize) -> bool,
    (x, y): (usize, usize),
    run: usize,
    most: usize,
    (width, height): (usize, usize),
) -> Option<(usize, usize, usize)> {
    if run > most || x == 0 || x + run >= width {
        return None;
    }
    let (mut left, mut right, mut bottom) = (x, x + run - 1, y);
    loop {
        if left == 0 || right + 1 >= width || bottom + 1 >= height {
            return None;
        }
        if bottom == y && (left - 1..=right + 1).any(|x| dark(x, y - 1)) {
            return None;
        }
        let below = (left - 1..=right + 1).filter(|x| dark(*x, bottom + 1));
        let (mut first, mut last) = (None, None);
        for x in below {
            first.get_or_insert(x);
            last = Some(x);
        }
        let (Some(first), Some(last)) = (first, last) else {
            break;
        };
        left = left.min(first);
        right = right.max(last);
        bottom += 1;
        if right - left + 1 > most || bottom - y + 1 > most {
            return None;
        }
    }
    let light = |x: usize| (y - 1..=bottom + 1).all(|y| !dark(x, y));
    let above = (left - 1..=right + 1).all(|x| !dark(x, y - 1));
    (light(left - 1) && light(right + 1) && above).then_some((left, right, bottom))
}
