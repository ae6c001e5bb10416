//! One way to every page scanner (扫描仪), whatever it speaks.
//!
//! A [`Driver`] finds scanners, a [`Device`] is one of them held by this window. Pages come one at a time and only
//! whole; a fault says how many came before it, so that a jam on page 7 keeps pages 1 to 6.

mod cancel;
mod fault;
mod settings;

pub use cancel::Cancel;
pub use fault::{Failure, Fault};
pub use settings::{Area, Capabilities, Colour, Options, Resolutions, Source, SourceCapabilities};

use serde::{Deserialize, Serialize};

use crate::files::{self, Caps, FileKind, PixelSize};
use crate::page::Raster;

/// A scanner that can be opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeviceInfo {
    /// What [`Driver::open`] takes: an address, a name of the backend.
    pub id: String,
    /// Make and model, as the device says it.
    pub name: String,
}

/// A way to scanners: a protocol or a vendor's library.
pub trait Driver {
    /// # Errors
    /// [`Fault`] when the way itself is closed; no scanner at all is an empty list.
    fn list(&self) -> Result<Vec<DeviceInfo>, Fault>;

    /// Takes the scanner for this window until the device is dropped.
    ///
    /// # Errors
    /// [`Fault::NotFound`] when nothing answers there, [`Fault::Busy`] when it is held.
    fn open(&self, id: &str) -> Result<Box<dyn Device>, Fault>;
}

/// A scanner held by this window.
pub trait Device: Send {
    fn capabilities(&self) -> &Capabilities;

    /// Asks for settings; what is given back is what the scanner will really do.
    ///
    /// # Errors
    /// [`Fault::Unsupported`] where the device has no such source.
    fn set(&mut self, options: &Options) -> Result<Options, Fault>;

    /// Scans until the feeder is empty, the glass is read, or somebody cancels. Blocks.
    ///
    /// # Errors
    /// [`Failure`]: the fault, and how many pages were announced before it. Those stay good.
    fn scan(&mut self, cancel: &Cancel, heard: &mut dyn FnMut(Event)) -> Result<End, Failure>;
}

/// What happens during a scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Page `number`, counted from 1, begins to arrive.
    PageStarted { number: u32 },
    /// Bytes of the page so far, and of how many, where the device says so.
    Progress { bytes: u64, of: Option<u64> },
    /// A page that decodes to its end.
    Page(Page),
}

/// A whole page as it came from the device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Counted from 1.
    pub number: u32,
    pub size: PixelSize,
    /// Dots per inch that were really scanned, from the pixels and the area asked for.
    pub dpi: u32,
    pub content: Content,
}

/// How a device gives its pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A picture that was packed by the device, and decodes to its end.
    File {
        kind: FileKind,
        bytes: Vec<u8>,
    },
    Pixels(Raster),
}

impl Content {
    /// Its pixels; `None` for a picture that is not whole or larger than an A3 sheet at 600 dpi.
    pub fn raster(self) -> Option<Raster> {
        match self {
            Content::Pixels(raster) => Some(raster),
            Content::File { bytes, .. } => files::picture_of(
                &bytes,
                &Caps {
                    max_bytes: usize::MAX,
                    max_pixels: 75_000_000,
                    max_pages: 1,
                },
            ),
        }
    }
}

/// How a scan ends well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum End {
    /// The glass was read.
    Done,
    /// The feeder (自动进纸器) gave its last sheet.
    FeederEmpty,
    Cancelled,
}
