//! Devices of the window: what lies on the glass, under the reader or in a chosen file becomes bytes that are
//! known to be whole.
//!
//! # Map
//! - [`card`]: the second-generation ID-card reader (二代证阅读器). `protocol` is the frame codec, `record` the
//!   256-byte text record in its four layouts, `reader` the engine (find, select, read), `serial` a real port,
//!   `emulated` the training realm's reader, which speaks the same bytes over a pipe.
//! - [`driver`]: one way to every page scanner, whatever it speaks; [`escl`]: scanners on the network that need no driver.
//! - [`files`]: a PDF, JPEG, PNG or TIFF brought as a file or in a folder: judged by its content, measured before it is
//!   decoded, decoded to its end, in a child process under limits.
//! - [`page`]: the page pipeline: turned upright, straightened, cropped, cleaned, judged, packed, kept, announced.
//! - [`camera`]: document cameras, whose pictures become pages when a paper lies still.
//! - [`codes`]: QR and Code128 on pages and from code readers; separator sheets.
//! - [`recognise`]: the text of a page (识别), by a program in a child process; a guess.
//! - [`sane`]: scanners of Linux through libsane, in a child process.
//! - [`worker`]: the child process, and the protocol that a vendor's library in a 32-bit program can speak too.
//!
//! # Invariants
//! - A call ends within the time it was given; silence is an answer.
//! - Codecs hold no clock and no port; engines own both. Every decoder is tested from bytes alone.
//! - What a device or a stranger's file says is checked before it is believed: lengths, checksums, dates, sizes.
//! - A fault has a stable code (`YC-31xx` card, `YC-32xx` file, `YC-33xx` scanner and child process), a Chinese and an English sentence, and never
//!   carries a word that was read from a card or a file.
//!
//! # What it will not do
//! It knows pages and cards, never cases. It does not judge an identity number's check digit, does not decode
//! the card's photo (the decoder is licensed, the photo is dropped inside the engine), keeps nothing on disk
//! and logs no person.

pub mod camera;
pub mod card;
pub mod codes;
pub mod driver;
pub mod escl;
pub mod files;
pub mod page;
pub mod recognise;
#[cfg(unix)]
pub mod sane;
pub mod worker;
