//! What of a text can be searched for: letters and digits of any script, as units of UTF-16.
//!
//! Full-width forms are taken as the usual ones and capitals as small letters; spaces, punctuation, control characters
//! and right-to-left marks are passed over, in names as in questions.

use unicode_normalization::UnicodeNormalization;

pub type Symbol = u16;

/// Appends at most `most` symbols of a text.
pub fn read(text: &str, most: usize, into: &mut Vec<Symbol>) {
    let full = into.len() + most;
    for ch in text.chars() {
        if into.len() >= full {
            break;
        }
        match ch {
            'a'..='z' | '0'..='9' => into.push(ch as u16),
            '\u{4e00}'..='\u{9fff}' => into.push(u32::from(ch) as u16),
            'ü' | 'Ü' => into.push(u16::from(b'v')),
            _ => {
                let plain = std::iter::once(ch).nfkc().flat_map(char::to_lowercase);
                for ch in plain.filter(|ch| ch.is_alphanumeric()) {
                    into.extend_from_slice(ch.encode_utf16(&mut [0; 2]));
                }
            }
        }
    }
    into.truncate(full);
}

/// A letter that may be the beginning of a syllable.
pub fn letter(symbol: Symbol) -> Option<u8> {
    u8::try_from(symbol).ok().filter(u8::is_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> String {
        let mut symbols = Vec::new();
        read(text, 40, &mut symbols);
        String::from_utf16_lossy(&symbols)
    }

    #[test]
    fn forms_and_marks_do_not_matter() {
        assert_eq!(all("ＡＢ１２ Cd"), "ab12cd");
        assert_eq!(all("\u{202e}公\u{200f}章（刻制）\u{0}、备\t案"), "公章刻制备案");
        assert_eq!(all("Ⅱ类 ﬁ 𠮷"), "ii类fi𠮷");
        assert_eq!(all("lü"), "lv");
        assert_eq!(all(&"长".repeat(9_000)).chars().count(), 40);
    }
}
