//! Document cameras (高拍仪): a stream of pictures in which a paper is found, straightened as a sheet lies flat, and taken
//! when the hand has gone.
//!
//! Where pictures come from is a [`FrameSource`]: V4L2 on Linux, a folder of pictures for demonstrations and tests. A picture
//! that does not decode to its end is left out; a camera that falls silent or is pulled out is a fault, in time.

mod edges;
mod files;
mod still;
#[cfg(target_os = "linux")]
mod v4l;
mod warp;

pub use edges::{Corner, Quad, paper_in};
pub use files::FolderSource;
pub use still::{Moment, Stillness};
#[cfg(target_os = "linux")]
pub use v4l::{V4l, VideoSource};
pub use warp::flattened;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::driver::{Cancel, Content, End, Event, Failure, Fault, Page};
use crate::files::PixelSize;
use crate::page::Raster;

/// Between two pictures; a camera gives one in a thirtieth of a second.
const SILENCE: Duration = Duration::from_secs(3);
/// Pictures in a row that do not decode.
const BROKEN: u32 = 30;
/// The longer side of A4, in tenths of an inch.
const A4_TENTHS: u32 = 117;

/// One picture of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    pub raster: Raster,
    /// Since the stream began.
    pub at: Duration,
}

/// Where pictures come from.
pub trait FrameSource: Send {
    /// The next picture that decodes to its end.
    ///
    /// # Errors
    /// [`Fault::Timeout`] when none came within the time, [`Fault::BadData`] for one that was cut (the next may be whole),
    /// [`Fault::Lost`] when the camera is gone, [`Fault::Empty`] when a folder has no more.
    fn next(&mut self, within: Duration) -> Result<Frame, Fault>;
}

/// What is seen through a camera.
#[derive(Debug, Clone, PartialEq)]
pub enum Sight<'a> {
    /// A picture that decodes, with the paper's corners in parts of its sides.
    Frame {
        frame: &'a Frame,
        corners: Option<[(f32, f32); 4]>,
        moment: Moment,
    },
    /// As every scanner says it.
    Scan(Event),
}

/// The button of a camera in use and its automatic (自动拍摄). Clones are the same one.
#[derive(Debug, Clone, Default)]
pub struct Shutter(Arc<Buttons>);

#[derive(Debug, Default)]
struct Buttons {
    pressed: AtomicBool,
    automatic: AtomicBool,
}

impl Shutter {
    /// The next picture is taken.
    pub fn press(&self) {
        self.0.pressed.store(true, Ordering::Release);
    }

    /// Each paper is taken once, when it lies still.
    pub fn set_automatic(&self, on: bool) {
        self.0.automatic.store(on, Ordering::Release);
    }

    pub fn is_automatic(&self) -> bool {
        self.0.automatic.load(Ordering::Acquire)
    }

    fn is_pressed(&self) -> bool {
        self.0.pressed.swap(false, Ordering::AcqRel)
    }
}

/// Looks through a camera until it is cancelled or has no more to show, and takes pictures as the shutter says. Blocks.
///
/// # Errors
/// [`Failure`]: the pages before it stay good.
pub fn look(
    source: &mut dyn FrameSource,
    shutter: &Shutter,
    cancel: &Cancel,
    seen: &mut dyn FnMut(Sight<'_>),
) -> Result<End, Failure> {
    let mut stillness = Stillness::default();
    let (mut pages, mut broken) = (0, 0);
    while !cancel.is_cancelled() {
        let frame = match source.next(SILENCE) {
            Ok(frame) => frame,
            Err(Fault::BadData) if broken < BROKEN => {
                broken += 1;
                continue;
            }
            Err(Fault::Empty) => return Ok(End::FeederEmpty),
            Err(fault) => return Err(fault.after(pages)),
        };
        broken = 0;
        let quad = paper_in(&frame.raster);
        let moment = stillness.see(&frame, quad.as_ref());
        let (width, height) = (frame.raster.width(), frame.raster.height());
        seen(Sight::Frame {
            frame: &frame,
            corners: quad.map(|quad| {
                quad.corners
                    .map(|corner| (corner.x / width as f32, corner.y / height as f32))
            }),
            moment,
        });
        let taken = shutter.is_pressed() || shutter.is_automatic() && moment == Moment::Take;
        if !taken || cancel.is_cancelled() {
            continue;
        }
        stillness.taken();
        pages += 1;
        seen(Sight::Scan(Event::PageStarted { number: pages }));
        let (raster, dpi) = match quad {
            Some(quad) => flattened(&frame.raster, &quad),
            // Nothing stands out: what the camera sees is the page.
            None => (frame.raster, 0),
        };
        // Where no A4 sheet says it, the camera is taken to look at as much as one.
        let dpi = if dpi == 0 {
            width.max(height) * 10 / A4_TENTHS
        } else {
            dpi
        };
        seen(Sight::Scan(Event::Page(Page {
            number: pages,
            size: PixelSize {
                width: raster.width(),
                height: raster.height(),
            },
            dpi,
            content: Content::Pixels(raster),
        })));
    }
    Ok(End::Cancelled)
}
