//! A portrait for the identity card: a small black-and-white PNG drawn from the number, of nobody.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::chance::draw;

const WIDTH: usize = 102;
const HEIGHT: usize = 126;

/// The portrait as PNG bytes.
pub fn portrait(key: &str) -> Vec<u8> {
    let dice = draw(&["face", key]);
    let (radius, shoulders) = (24 + (dice % 7) as i32, 34 + (dice / 7 % 10) as i32);
    let mut rows = Vec::with_capacity(HEIGHT * (WIDTH.div_ceil(8) + 1));
    for y in 0..HEIGHT as i32 {
        rows.push(0);
        for byte in 0..WIDTH.div_ceil(8) as i32 {
            let mut bits = 0_u8;
            for bit in 0..8 {
                let (dx, dy) = (byte * 8 + bit - WIDTH as i32 / 2, y - 46);
                let head = dx * dx + dy * dy < radius * radius;
                let body = y > 84 && dx.abs() < shoulders + (y - 84) / 3;
                bits = (bits << 1) | u8::from(!(head || body));
            }
            rows.push(bits);
        }
    }
    png(&rows)
}

/// The portrait in Base64, as a registry carries it.
pub fn portrait_base64(key: &str) -> String {
    STANDARD.encode(portrait(key))
}

/// Wraps 1-bit rows into a PNG with one stored block.
fn png(rows: &[u8]) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = Vec::new();
    header.extend((WIDTH as u32).to_be_bytes());
    header.extend((HEIGHT as u32).to_be_bytes());
    header.extend([1, 0, 0, 0, 0]);
    chunk(&mut out, b"IHDR", &header);
    let length = rows.len() as u16;
    let mut stored = vec![0x78, 0x01, 0x01];
    stored.extend(length.to_le_bytes());
    stored.extend((!length).to_le_bytes());
    stored.extend(rows);
    stored.extend(adler(rows).to_be_bytes());
    chunk(&mut out, b"IDAT", &stored);
    chunk(&mut out, b"IEND", &[]);
    out
}

fn chunk(out: &mut Vec<u8>, name: &[u8; 4], data: &[u8]) {
    out.extend((data.len() as u32).to_be_bytes());
    let start = out.len();
    out.extend(name);
    out.extend(data);
    let sum = crc(&out[start..]);
    out.extend(sum.to_be_bytes());
}

fn crc(data: &[u8]) -> u32 {
    !data.iter().fold(u32::MAX, |sum, &byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| {
            if sum & 1 == 1 {
                (sum >> 1) ^ 0xedb8_8320
            } else {
                sum >> 1
            }
        })
    })
}

fn adler(data: &[u8]) -> u32 {
    let (a, b) = data.iter().fold((1_u32, 0_u32), |(a, b), &byte| {
        let a = (a + u32::from(byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    (b << 16) | a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_match_the_published_check_values() {
        assert_eq!(crc(b"123456789"), 0xcbf4_3926);
        assert_eq!(adler(b"Wikipedia"), 0x11e6_0398);
        assert!(portrait("350199199003070011").starts_with(b"\x89PNG"));
    }
}
