//! What window and child say to each other about a scanner. A worker for TWAIN or WIA says the same.

use serde::{Deserialize, Serialize};

use crate::driver::{Capabilities, DeviceInfo, End, Fault, Options};

/// The word that starts the child for SANE.
pub const WORK: &str = "sane";

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "camelCase")]
pub(super) enum Ask {
    /// First: which library, the first that is there.
    Load {
        libraries: Vec<String>,
    },
    List,
    Open {
        name: String,
    },
    Set {
        options: Options,
    },
    Scan,
    /// During a scan.
    Cancel,
    /// Lets the device go, so that the next window finds it free.
    Close,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "camelCase")]
pub(super) enum Say {
    Loaded,
    Devices {
        devices: Vec<DeviceInfo>,
    },
    Opened {
        capabilities: Capabilities,
    },
    Applied {
        options: Options,
    },
    PageStarted {
        number: u32,
        of: Option<u64>,
    },
    /// `bytes` of the page follow: rows of pixels, grey or RGB, eight bits each.
    Piece {
        bytes: usize,
    },
    /// The page is whole.
    Page {
        width: u32,
        height: u32,
        grey: bool,
        dpi: u32,
    },
    /// The last word of a scan that ended well.
    Ended {
        end: End,
    },
    /// The last word of any ask that did not.
    Fault {
        fault: Fault,
    },
    Closed,
}
