//! Pictures of papers: PDF pages rasterised here, handed to the screen under addresses that work once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use scanners::page::Turn;

use crate::chance;

/// Pixels per point: 108 dpi, sharp at the width a paper has on the screen.
const SCALE: f32 = 1.5;
/// Pictures that nobody fetched; the oldest go first. As many as the pages of the longest scan, and some papers.
const KEPT: usize = 400;

/// One page as PNG, counted from 0. `None` for bytes that are no PDF or a page that cannot be drawn.
pub fn rasterise(pdf: &[u8], page: usize) -> Option<Vec<u8>> {
    drawn(pdf, page, |_| SCALE)
}

/// The same with this many pixels on the longer side, whatever size the page says it has.
pub fn rasterise_to(pdf: &[u8], page: usize, longest: u32) -> Option<Vec<u8>> {
    drawn(pdf, page, move |(wide, high)| {
        longest as f32 / wide.max(high).max(1.0)
    })
}

fn drawn(
    pdf: &[u8],
    page: usize,
    scale: impl FnOnce((f32, f32)) -> f32 + std::panic::UnwindSafe,
) -> Option<Vec<u8>> {
    let bytes = pdf.to_vec();
    // The bytes may come from a stranger's file: a panic inside the renderer is a page without a picture.
    std::panic::catch_unwind(move || draw(bytes, page, scale))
        .ok()
        .flatten()
}

/// Pages of a PDF; none of what is no PDF.
pub fn count(pdf: &[u8]) -> usize {
    let bytes = pdf.to_vec();
    let counted = std::panic::catch_unwind(move || Pdf::new(bytes).map(|pdf| pdf.pages().len()));
    counted.ok().and_then(Result::ok).unwrap_or(0)
}

fn draw(bytes: Vec<u8>, page: usize, scale: impl FnOnce((f32, f32)) -> f32) -> Option<Vec<u8>> {
    let pdf = Pdf::new(bytes).ok()?;
    let pages = pdf.pages();
    let page = pages.get(page)?;
    let scale = scale(page.render_dimensions());
    let pixels = PixmapSettings {
        x_scale: scale,
        y_scale: scale,
        bg_color: WHITE,
    };
    let picture = render(
        page,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &pixels,
    );
    picture.into_png().ok()
}

/// One-time handles (design: pictures never travel as base64 in JSON). A page is drawn when it is fetched, so
/// that a paper is on the screen before its pictures are.
#[derive(Default)]
pub struct Handles(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    pictures: HashMap<String, Picture>,
    order: Vec<String>,
}

enum Picture {
    /// A page of a paper.
    Paper(Arc<Vec<u8>>, usize),
    Scan(KeptPage),
    /// What a camera sees, or a page that was kept just now.
    Jpeg(Arc<Vec<u8>>),
}

/// A scanned page as it is shown.
pub struct KeptPage {
    /// Of the sealed file.
    pub digest: String,
    pub turn: Turn,
    /// Pixels, before it is turned.
    pub wide: u32,
}

impl Handles {
    /// A handle for one page of a paper, good for one fetch. Empty when there is no randomness.
    pub fn issue(&self, pdf: &Arc<Vec<u8>>, page: usize) -> String {
        self.keep(Picture::Paper(pdf.clone(), page))
    }

    /// The same for a scanned page.
    pub fn issue_kept(&self, page: KeptPage) -> String {
        self.keep(Picture::Scan(page))
    }

    /// The same for a JPEG that is in hand.
    pub fn issue_jpeg(&self, jpeg: Arc<Vec<u8>>) -> String {
        self.keep(Picture::Jpeg(jpeg))
    }

    /// Nobody fetched it yet.
    pub fn is_waiting(&self, handle: &str) -> bool {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pictures
            .contains_key(handle)
    }

    /// A picture that nobody is to see any more.
    pub fn withdraw(&self, handle: &str) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.order.retain(|known| known != handle);
        kept.pictures.remove(handle);
    }

    fn keep(&self, picture: Picture) -> String {
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
        kept.pictures.insert(handle.clone(), picture);
        handle
    }

    /// The picture (PNG of a paper, JPEG of a scanned page or a sight), the first time it is asked for; `read` gives a sealed file.
    pub fn take(&self, handle: &str, read: impl FnOnce(&str) -> Option<Vec<u8>>) -> Option<Vec<u8>> {
        let picture = {
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            kept.order.retain(|known| known != handle);
            kept.pictures.remove(handle)?
        };
        match picture {
            Picture::Paper(pdf, page) => rasterise(&pdf, page),
            Picture::Jpeg(jpeg) => Some(Arc::unwrap_or_clone(jpeg)),
            Picture::Scan(page) => scanners::page::shown(&read(&page.digest)?, page.turn, page.wide),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nothing(_: &str) -> Option<Vec<u8>> {
        None
    }

    fn waiting(handles: &Handles) -> usize {
        handles.0.lock().unwrap().pictures.len()
    }

    #[test]
    fn a_handle_works_once() {
        let handles = Handles::default();
        let pdf = Arc::new(crate::tests::blank_pdf());
        let handle = handles.issue(&pdf, 0);
        assert!(handles.take(&handle, nothing).unwrap().starts_with(b"\x89PNG"));
        assert_eq!(handles.take(&handle, nothing), None);
        assert_eq!(handles.take("other", nothing), None);
    }

    #[test]
    fn pictures_nobody_fetched_do_not_pile_up() {
        let handles = Handles::default();
        let pdf = Arc::new(Vec::new());
        for _ in 0..KEPT + 5 {
            handles.issue(&pdf, 0);
        }
        assert_eq!(waiting(&handles), KEPT);
    }

    #[test]
    fn what_is_no_pdf_gives_no_picture() {
        assert!(rasterise(b"GIF89a", 0).is_none());
    }
}
