//! A slip in the printer's language.

use encoding_rs::GBK;
use qrcode::{EcLevel, QrCode};

use super::{Align, Line, Picture, Size, Slip};
use crate::Fault;

/// How the printer was set up at the factory or in the hall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setup {
    /// Dots across: 576 at 80 mm, 384 at 58 mm.
    pub dots: u16,
    pub charset: Charset,
    pub has_cutter: bool,
}

/// How Chinese reaches the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Charset {
    /// The printer has a Chinese font (most sold in China).
    #[default]
    Gbk,
    /// It has none: every line with Chinese is a picture.
    Pictures,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            dots: 576,
            charset: Charset::Gbk,
            has_cutter: true,
        }
    }
}

/// Of one ticket; no printer of the kind takes a longer picture at once.
const MOST_ROWS: u16 = 2000;
const LONGEST_CODE: usize = 700;
/// Dots of one module of a QR code, and the quiet zone about it in modules.
const MODULE: usize = 6;
const QUIET: usize = 4;
const FONT_DOTS: u16 = 12;

/// The bytes of a slip. `draw` makes a picture of a line of text of a height in dots, for what the printer's font does
/// not hold; a picture is never wider than the paper.
///
/// # Errors
/// [`Fault::Unsupported`] where a line can be neither written nor drawn, or is larger than the paper.
pub fn encode(
    slip: &Slip,
    setup: Setup,
    draw: &dyn Fn(&str, u16, u16) -> Option<Picture>,
) -> Result<Vec<u8>, Fault> {
    // ESC @: as after switching on. FS &: two bytes are one Chinese sign.
    let mut out = vec![0x1b, b'@', 0x1c, b'&'];
    for line in &slip.lines {
        match line {
            Line::Text {
                text,
                size,
                align,
                bold,
            } => {
                let text = plain(text);
                out.extend([0x1b, b'a', u8::from(*align == Align::Centre)]);
                match written(&text, setup.charset) {
                    Some(bytes) => {
                        let times = size.times() - 1;
                        // GS ! is the size of all signs, FS ! of Chinese ones on printers that keep them apart.
                        out.extend([0x1d, b'!', times << 4 | times]);
                        out.extend([0x1c, b'!', if times > 0 { 0x0c } else { 0 }]);
                        out.extend([0x1b, b'E', u8::from(*bold)]);
                        out.extend(bytes);
                        out.push(b'\n');
                        out.extend([0x1d, b'!', 0, 0x1c, b'!', 0, 0x1b, b'E', 0]);
                    }
                    None => {
                        let height = u16::from(size.times()) * 24;
                        let picture = draw(&text, height, setup.dots).ok_or(Fault::Unsupported)?;
                        raster(&mut out, &picture, setup)?;
                    }
                }
            }
            Line::Code(text) => {
                out.extend([0x1b, b'a', 1]);
                raster(&mut out, &qr(text)?, setup)?;
            }
            Line::Rule => {
                out.extend([0x1b, b'a', 0]);
                out.extend(std::iter::repeat_n(b'-', usize::from(setup.dots / FONT_DOTS)));
                out.push(b'\n');
            }
            Line::Feed(lines) => out.extend([0x1b, b'd', *lines]),
            Line::Picture(picture) => {
                out.extend([0x1b, b'a', 1]);
                raster(&mut out, picture, setup)?;
            }
        }
    }
    if setup.has_cutter {
        // GS V 65: to the knife, a little further, and through but for one point.
        out.extend([0x1d, b'V', 65, 1]);
    } else {
        out.extend([0x1b, b'd', 4]);
    }
    Ok(out)
}

/// Text alone: a control sign within it would be a command.
fn plain(text: &str) -> String {
    text.chars()
        .map(|sign| if sign.is_control() { ' ' } else { sign })
        .collect()
}

/// `None` where a sign is not in the printer's font.
fn written(text: &str, charset: Charset) -> Option<Vec<u8>> {
    if charset == Charset::Pictures && !text.is_ascii() {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len());
    for sign in text.chars() {
        if sign.is_ascii() {
            bytes.push(sign as u8);
            continue;
        }
        let mut one = [0; 4];
        let (coded, _, unknown) = GBK.encode(sign.encode_utf8(&mut one));
        // One byte is the euro sign, which no such font has there.
        if unknown || coded.len() != 2 || !in_font(coded[0], coded[1]) {
            return None;
        }
        bytes.extend_from_slice(&coded);
    }
    Some(bytes)
}

/// Whether a printer's Chinese font has the sign.
pub fn has_sign(sign: char) -> bool {
    written(sign.encode_utf8(&mut [0; 4]), Charset::Gbk).is_some()
}

/// The signs of GBK/1 to GBK/5; user-defined areas are empty in the fonts.
fn in_font(high: u8, low: u8) -> bool {
    !matches!((high, low), (0xaa..=0xaf | 0xf8..=0xfe, 0xa1..) | (0xa1..=0xa7, ..=0xa0))
}

/// GS v 0: a picture by rows.
fn raster(out: &mut Vec<u8>, picture: &Picture, setup: Setup) -> Result<(), Fault> {
    if picture.width > setup.dots || picture.height > MOST_ROWS || picture.height == 0 {
        return Err(Fault::Unsupported);
    }
    let across = u16::try_from(picture.stride()).map_err(|_| Fault::Unsupported)?;
    out.extend([0x1d, b'v', b'0', 0]);
    out.extend(across.to_le_bytes());
    out.extend(picture.height.to_le_bytes());
    out.extend_from_slice(&picture.bits);
    Ok(())
}

/// As a picture: printers' own QR commands differ in what they take for UTF-8.
fn qr(text: &str) -> Result<Picture, Fault> {
    if text.len() > LONGEST_CODE {
        return Err(Fault::Unsupported);
    }
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| Fault::Unsupported)?;
    let modules = code.width();
    let side = (modules + 2 * QUIET) * MODULE;
    let stride = side.div_ceil(8);
    let mut bits = vec![0u8; stride * side];
    let colours = code.to_colors();
    for y in 0..side {
        for x in 0..side {
            let (column, row) = (x / MODULE, y / MODULE);
            let inside =
                (QUIET..QUIET + modules).contains(&column) && (QUIET..QUIET + modules).contains(&row);
            if inside && colours[(row - QUIET) * modules + column - QUIET] == qrcode::Color::Dark {
                bits[y * stride + x / 8] |= 0x80 >> (x % 8);
            }
        }
    }
    let side = u16::try_from(side).map_err(|_| Fault::Unsupported)?;
    Picture::new(side, side, bits).ok_or(Fault::Unsupported)
}

impl Size {
    fn times(self) -> u8 {
        match self {
            Size::Normal => 1,
            Size::Double => 2,
            Size::Triple => 3,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn none(_: &str, _: u16, _: u16) -> Option<Picture> {
        None
    }

    #[test]
    fn chinese_is_gbk_and_never_utf_8() {
        let slip = Slip {
            lines: vec![Line::text("请到3号窗口办理")],
        };
        let bytes = encode(&slip, Setup::default(), &none).unwrap();
        let gbk = [0xc7, 0xeb, 0xb5, 0xbd, b'3', 0xba, 0xc5];
        assert!(bytes.windows(gbk.len()).any(|part| part == gbk));
        assert!(!bytes.windows(3).any(|part| part == "请".as_bytes()));
    }

    #[test]
    fn a_sign_the_font_lacks_is_drawn() {
        let drawn = Picture::new(16, 2, vec![0xff; 4]).unwrap();
        let slip = Slip {
            lines: vec![Line::text("𬭚先生")],
        };
        let bytes = encode(&slip, Setup::default(), &|_, _, _| Some(drawn.clone())).unwrap();
        assert!(
            bytes
                .windows(8)
                .any(|part| part == [0x1d, b'v', b'0', 0, 2, 0, 2, 0])
        );
        assert_eq!(encode(&slip, Setup::default(), &none), Err(Fault::Unsupported));
    }

    #[test]
    fn words_of_a_line_are_no_commands() {
        let slip = Slip {
            lines: vec![Line::text("A\u{1b}p\u{0}0\u{1d}V")],
        };
        let bytes = encode(&slip, Setup::default(), &none).unwrap();
        assert!(bytes.windows(9).any(|part| part == b"A p 0 V\n\x1d"));
    }

    #[test]
    fn what_is_wider_than_the_paper_is_refused() {
        let wide = Line::Picture(Picture::new(600, 1, vec![0; 75]).unwrap());
        let slip = Slip { lines: vec![wide] };
        assert_eq!(encode(&slip, Setup::default(), &none), Err(Fault::Unsupported));
        assert!(Picture::new(9, 2, vec![0; 3]).is_none());
        let long = Slip {
            lines: vec![Line::Code("x".repeat(701))],
        };
        assert_eq!(encode(&long, Setup::default(), &none), Err(Fault::Unsupported));
    }
}
