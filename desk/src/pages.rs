//! Pictures of papers: PDF pages rasterised here, handed to the screen under addresses that work once.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

use crate::chance;

/// Pixels per point: 108 dpi, sharp at the width a paper has on the screen.
const SCALE: f32 = 1.5;
/// Pictures that nobody fetched; the oldest go first.
const KEPT: usize = 64;

/// Every page as PNG. Empty for bytes that are no PDF; a page that cannot be drawn is left out.
pub fn rasterise(pdf: &[u8]) -> Vec<Vec<u8>> {
    let bytes = pdf.to_vec();
    // The bytes may come from a stranger's file: a panic inside the renderer is a page without a picture.
    std::panic::catch_unwind(move || draw(bytes)).unwrap_or_default()
}

fn draw(bytes: Vec<u8>) -> Vec<Vec<u8>> {
    let Ok(pdf) = Pdf::new(bytes) else {
        return Vec::new();
    };
    let settings = InterpreterSettings::default();
    let cache = RenderCache::new();
    let pixels = PixmapSettings {
        x_scale: SCALE,
        y_scale: SCALE,
        bg_color: WHITE,
    };
    pdf.pages()
        .iter()
        .filter_map(|page| {
            render(page, &cache, &settings, &RenderSettings::default(), &pixels)
                .into_png()
                .ok()
        })
        .collect()
}

/// One-time handles (design: pictures never travel as base64 in JSON).
#[derive(Default)]
pub struct Handles(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    pictures: HashMap<String, Vec<u8>>,
    order: Vec<String>,
}

impl Handles {
    /// Keeps a picture and gives the handle it is fetched under, once. Empty when there is no randomness.
    pub fn issue(&self, png: Vec<u8>) -> String {
        let Some(random) = chance::bytes::<16>() else {
            return String::new();
        };
        let handle = hex::encode(random);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.order.len() >= KEPT {
            let oldest = kept.order.remove(0);
            kept.pictures.remove(&oldest);
        }
        kept.order.push(handle.clone());
        kept.pictures.insert(handle.clone(), png);
        handle
    }

    /// The picture, the first time it is asked for.
    pub fn take(&self, handle: &str) -> Option<Vec<u8>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.order.retain(|known| known != handle);
        kept.pictures.remove(handle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_works_once() {
        let handles = Handles::default();
        let handle = handles.issue(vec![1, 2]);
        assert_eq!(handles.take(&handle), Some(vec![1, 2]));
        assert_eq!(handles.take(&handle), None);
        assert_eq!(handles.take("other"), None);
    }

    #[test]
    fn pictures_nobody_fetched_do_not_pile_up() {
        let handles = Handles::default();
        let first = handles.issue(vec![0]);
        for _ in 0..KEPT {
            handles.issue(vec![1]);
        }
        assert_eq!(handles.take(&first), None);
        assert_eq!(handles.0.lock().unwrap().pictures.len(), KEPT);
    }

    #[test]
    fn what_is_no_pdf_gives_no_picture() {
        assert!(rasterise(b"GIF89a").is_empty());
    }
}
