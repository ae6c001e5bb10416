//! Document cameras (高拍仪): a stream of pictures in which a paper is found, straightened as a sheet lies flat, and taken
//! when the hand has gone.
//!
//! Where pictures come from is a [`FrameSource`]: V4L2 on Linux, a folder of pictures for training and tests. A picture
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

use std::time::Duration;

use crate::driver::{Cancel, Content, End, Event, Failure, Fault, Page};
use crate::files::PixelSize;
use crate::page::{Raster, preview_jpeg};

/// Between two pictures; a camera gives one in a thirtieth of a second.
const SILENCE: Duration = Duration::from_secs(3);
/// Pictures in a row that do not decode.
const BROKEN: u32 = 30;

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

/// What the window shows and keeps of a camera.
#[derive(Debug, Clone, PartialEq)]
pub enum Sight {
    /// A small JPEG for the screen, with the paper's corners in parts of its sides.
    Preview {
        jpeg: Vec<u8>,
        corners: Option<[(f32, f32); 4]>,
        moment: Moment,
    },
    /// As every scanner says it.
    Scan(Event),
}

/// When pictures are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shutter {
    /// 自动拍摄: each paper once, when it lies still.
    WhenStill,
    /// The next picture, and no more.
    Now,
}

/// Looks through a camera until it is cancelled, or has taken its one picture. Blocks.
///
/// # Errors
/// [`Failure`]: the pages before it stay good.
pub fn look(
    source: &mut dyn FrameSource,
    shutter: Shutter,
    cancel: &Cancel,
    seen: &mut dyn FnMut(Sight),
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
        let (width, height) = (frame.raster.width() as f32, frame.raster.height() as f32);
        if let Some(jpeg) = preview_jpeg(&frame.raster) {
            seen(Sight::Preview {
                jpeg,
                corners: quad.map(|quad| quad.corners.map(|corner| (corner.x / width, corner.y / height))),
                moment,
            });
        }
        let takes = match shutter {
            Shutter::WhenStill => moment == Moment::Take,
            Shutter::Now => true,
        };
        if !takes {
            continue;
        }
        pages += 1;
        seen(Sight::Scan(Event::PageStarted { number: pages }));
        let (raster, dpi) = match quad {
            Some(quad) => flattened(&frame.raster, &quad),
            // Nothing stands out: what the camera sees is the page.
            None => (frame.raster, 0),
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
        if shutter == Shutter::Now {
            return Ok(End::Done);
        }
    }
    Ok(End::Cancelled)
}
