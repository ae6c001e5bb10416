//! Pixels of a page.

/// Eight bits for each channel, one channel (grey, 0 is black) or three (RGB), rows without padding.
#[derive(Clone, PartialEq, Eq)]
pub struct Raster {
    width: u32,
    height: u32,
    channels: usize,
    pixels: Vec<u8>,
}

impl std::fmt::Debug for Raster {
    /// Without what stands on the page.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Raster {}×{}×{}", self.width, self.height, self.channels)
    }
}

impl Raster {
    /// `None` unless there are exactly `width × height` pixels, and at least one.
    pub fn grey(width: u32, height: u32, pixels: Vec<u8>) -> Option<Raster> {
        Raster::of(width, height, 1, pixels)
    }

    /// `None` unless there are exactly `width × height` pixels of three bytes, and at least one.
    pub fn colour(width: u32, height: u32, pixels: Vec<u8>) -> Option<Raster> {
        Raster::of(width, height, 3, pixels)
    }

    fn of(width: u32, height: u32, channels: usize, pixels: Vec<u8>) -> Option<Raster> {
        let bytes = (width as usize)
            .checked_mul(height as usize)?
            .checked_mul(channels)?;
        (bytes > 0 && pixels.len() == bytes).then_some(Raster {
            width,
            height,
            channels,
            pixels,
        })
    }

    /// A page of one tone.
    pub fn blank(width: u32, height: u32, tone: u8) -> Raster {
        let (width, height) = (width.max(1), height.max(1));
        Raster {
            width,
            height,
            channels: 1,
            pixels: vec![tone; width as usize * height as usize],
        }
    }

    pub(crate) fn like(&self, width: u32, height: u32, pixels: Vec<u8>) -> Raster {
        debug_assert_eq!(pixels.len(), width as usize * height as usize * self.channels);
        Raster {
            width,
            height,
            channels: self.channels,
            pixels,
        }
    }

    pub fn width(&self) -> u32 {
        self.width
    }

    pub fn height(&self) -> u32 {
        self.height
    }

    pub fn is_grey(&self) -> bool {
        self.channels == 1
    }

    pub fn channels(&self) -> usize {
        self.channels
    }

    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    pub fn pixels_mut(&mut self) -> &mut [u8] {
        &mut self.pixels
    }

    pub fn rows(&self) -> std::slice::ChunksExact<'_, u8> {
        self.pixels.chunks_exact(self.width as usize * self.channels)
    }

    pub fn row(&self, y: u32) -> &[u8] {
        let row = self.width as usize * self.channels;
        &self.pixels[y as usize * row..(y as usize + 1) * row]
    }

    /// Grey where every pixel is: a colour picture without colours takes a third of the room.
    #[must_use]
    pub fn plain(self) -> Raster {
        if self.channels == 1
            || self
                .pixels
                .chunks_exact(3)
                .any(|pixel| pixel[0] != pixel[1] || pixel[1] != pixel[2])
        {
            return self;
        }
        let pixels = self.pixels.chunks_exact(3).map(|pixel| pixel[0]).collect();
        Raster {
            channels: 1,
            pixels,
            ..self
        }
    }

    /// Nothing on it but black and white.
    pub fn is_bilevel(&self) -> bool {
        self.channels == 1 && self.pixels.iter().all(|tone| matches!(tone, 0 | 255))
    }
}
