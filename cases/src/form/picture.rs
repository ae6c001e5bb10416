//! 证件照片 in a form: a JPEG or PNG in Base64, as registers and the licence library give it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use imagesize::ImageType;

/// Most characters of a photo in Base64, about 96 KB of picture: a photo for a certificate is a tenth of it.
pub const MOST_TEXT: usize = 128 * 1024;
/// No photo of a face has more pixels on a side; what unpacks to more is not drawn.
const MOST_SIDE: usize = 4_000;

/// Width and height of a photo; `None` for any other text.
pub fn size(text: &str) -> Option<(usize, usize)> {
    if text.len() > MOST_TEXT {
        return None;
    }
    let bytes = STANDARD.decode(text).ok()?;
    let kind = imagesize::image_type(&bytes).ok()?;
    let size = imagesize::blob_size(&bytes).ok()?;
    let side = 1..=MOST_SIDE;
    let fits = side.contains(&size.width) && side.contains(&size.height);
    (matches!(kind, ImageType::Jpeg | ImageType::Png) && fits).then_some((size.width, size.height))
}

/// What a screen or a paper says of it: 照片 102×126.
pub fn words(text: &str) -> Option<String> {
    let (width, height) = size(text)?;
    Some(format!("照片 {width}×{height}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> String {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.extend([8, 0, 0, 0, 0, 0, 0, 0, 0]);
        STANDARD.encode(bytes)
    }

    #[test]
    fn a_photo_is_told_from_words_and_from_what_unpacks_to_too_much() {
        assert_eq!(size(&png(102, 126)), Some((102, 126)));
        assert_eq!(words(&png(358, 441)).as_deref(), Some("照片 358×441"));
        let gif = STANDARD.encode(b"GIF89a\x10\0\x10\0\0\0\0");
        let empty = String::new();
        let huge = "A".repeat(MOST_TEXT + 4);
        for other in [&png(60_000, 60_000), &png(0, 126), &gif, &empty, &huge] {
            assert_eq!(size(other), None);
        }
        assert_eq!(size("现场拍摄"), None);
    }
}
