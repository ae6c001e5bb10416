//! Tickets (号票) to ESC/POS printers, over network (port 9100) or serial.
//!
//! A slip is lines; what they are on paper is said here. Chinese goes as GBK in the printer's own font; a line with a
//! sign that GBK does not hold (生僻字) goes as a picture, which whoever knows fonts draws.

mod code;
mod port;
mod state;
mod written;

pub use code::{Charset, Setup, encode, has_sign};
pub use port::{Printed, TicketPrinter};
pub use state::State;

/// What stands on a ticket, from top to bottom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Slip {
    pub lines: Vec<Line>,
}

/// One line of a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    Text {
        text: String,
        size: Size,
        align: Align,
        bold: bool,
    },
    /// A QR code with this text (UTF-8).
    Code(String),
    /// A line across.
    Rule,
    /// Empty lines.
    Feed(u8),
    Picture(Picture),
}

/// How large a line of text is, in times of the printer's font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    Normal,
    Double,
    /// The number itself.
    Triple,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Centre,
}

/// Black and white dots, eight in a byte, the leftmost in its highest bit; rows begin with a new byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub width: u16,
    pub height: u16,
    pub bits: Vec<u8>,
}

impl Line {
    pub fn text(text: impl Into<String>) -> Line {
        Line::Text {
            text: text.into(),
            size: Size::Normal,
            align: Align::Left,
            bold: false,
        }
    }

    pub fn centred(text: impl Into<String>, size: Size) -> Line {
        Line::Text {
            text: text.into(),
            size,
            align: Align::Centre,
            bold: size == Size::Triple,
        }
    }
}

impl Picture {
    /// Bytes of one row.
    pub fn stride(&self) -> usize {
        usize::from(self.width).div_ceil(8)
    }

    /// `None` unless the bits are as many as the sides say.
    pub fn new(width: u16, height: u16, bits: Vec<u8>) -> Option<Picture> {
        let picture = Picture { width, height, bits };
        (width > 0 && picture.bits.len() == picture.stride() * usize::from(height)).then_some(picture)
    }
}
