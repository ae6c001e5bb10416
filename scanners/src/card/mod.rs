//! The second-generation ID-card reader (居民身份证阅读机具, GA/T 490 text records over SAM_V frames).

pub mod emulated;
mod fault;
pub mod protocol;
pub mod reader;
pub mod record;
pub mod serial;

use std::time::Duration;

pub use emulated::{CardTray, EmulatedReader};
pub use fault::CardFault;
pub use record::{CardRecord, Foreigner2017, Foreigner2023, HkMacaoTaiwan, RecordFault, Resident};
pub use serial::SerialReader;

/// Bytes of the text record of every layout.
pub const RECORD_LEN: usize = 256;

/// A card reader of any make.
pub trait CardReader: Send {
    /// Waits for a card and reads it once, within `budget`.
    ///
    /// A card that was read is not found again until it has been lifted; that too is [`CardFault::NoCard`].
    fn read(&mut self, budget: Duration) -> Result<CardRecord, CardFault>;

    /// Names the reader for the device panel (设备面板). Holds nothing of any card.
    fn describe(&self) -> String;
}
