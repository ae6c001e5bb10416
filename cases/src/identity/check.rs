//! Folding of typed text and the check characters of the standards.

use jiff::civil::Date;

use super::fault::IdFault;

/// Trims, folds full-width forms (U+FF01–U+FF5E, U+3000) to ASCII and upper-cases.
pub(super) fn fold(raw: &str) -> String {
    let half: String = raw
        .chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            '\u{3000}' => ' ',
            _ => c.to_ascii_uppercase(),
        })
        .collect();
    half.trim().to_ascii_uppercase()
}

/// Fails at the first character that `allowed` (by its place, from 0) does not take.
pub(super) fn characters(text: &str, allowed: impl Fn(usize, char) -> bool) -> Result<(), IdFault> {
    match text.chars().enumerate().find(|&(i, c)| !allowed(i, c)) {
        Some((i, _)) => Err(IdFault::Character { at: i + 1 }),
        None => Ok(()),
    }
}

/// Fails unless `text` has exactly `length` characters.
pub(super) fn length(text: &str, length: usize, expected: &'static str) -> Result<(), IdFault> {
    let found = text.chars().count();
    if found == length {
        Ok(())
    } else {
        Err(IdFault::Length { expected, found })
    }
}

/// The shape that GB 11643 and the permits share: 18 characters, 17 digits and a digit or X.
pub(super) fn eighteen(text: &str) -> Result<(), IdFault> {
    length(text, 18, "18")?;
    characters(text, |i, c| c.is_ascii_digit() || (i == 17 && c == 'X'))
}

/// Check character of ISO 7064 MOD 11-2 over the first 17 digits (GB 11643).
pub(super) fn mod11_2(digits: &str) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits
        .bytes()
        .zip(WEIGHTS)
        .map(|(b, w)| u32::from(b.wrapping_sub(b'0')) * w)
        .sum();
    char::from(b"10X98765432"[(sum % 11) as usize])
}

/// Fails unless the last of the 18 characters is the MOD 11-2 check of the rest.
pub(super) fn check_eighteen(text: &str) -> Result<(), IdFault> {
    if text.ends_with(mod11_2(&text[..17])) {
        Ok(())
    } else {
        Err(IdFault::Check)
    }
}

/// The 31 characters of GB 32100: digits and letters without I, O, S, V, Z.
pub(super) const USCC_ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Check character of GB 32100 over the first 17 characters, all of [`USCC_ALPHABET`].
pub(super) fn mod31(body: &str) -> char {
    let (sum, _) = body.chars().fold((0, 1), |(sum, weight), c| {
        let value = USCC_ALPHABET.find(c).unwrap_or(0);
        ((sum + value * weight) % 31, weight * 3 % 31)
    });
    char::from(USCC_ALPHABET.as_bytes()[(31 - sum) % 31])
}

/// Check character of GB 11714 over the eight body characters.
pub(super) fn organisation(body: &str) -> char {
    const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body.chars().zip(WEIGHTS).map(|(c, w)| value36(c) * w).sum();
    match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        c => char::from(b'0' + c as u8),
    }
}

/// Check character of ISO 7064 MOD 37,36 (GB/T 36904) over digits and upper-case letters.
pub(super) fn mod37_36(body: impl Iterator<Item = char>) -> char {
    let p = body.fold(36, |p, c| {
        let s = match (p + value36(c)) % 36 {
            0 => 36,
            s => s,
        };
        s * 2 % 37
    });
    char::from(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[((37 - p) % 36) as usize])
}

/// 0–9 and A–Z as 0–35.
fn value36(c: char) -> u32 {
    c.to_digit(36).unwrap_or(0)
}

/// Province codes of GB/T 2260 that a person can be registered in: the mainland and 71.
const PROVINCES: [&str; 32] = [
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42",
    "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71",
];

/// Whether the two digits are an assigned province. County codes are never judged: those of abolished counties
/// stay legal.
pub(super) fn is_province(code: &str) -> bool {
    PROVINCES.contains(&code)
}

/// Reads eight digits as a birth date; with `today`, also refuses the future and an age above 130.
pub(super) fn birth(yyyymmdd: &str, today: Option<Date>) -> Result<Date, IdFault> {
    let date = date(yyyymmdd).ok_or(IdFault::NoSuchDate)?;
    let Some(today) = today else { return Ok(date) };
    if date > today {
        return Err(IdFault::Future);
    }
    let birthday_passed = (today.month(), today.day()) >= (date.month(), date.day());
    let age = today.year() - date.year() - i16::from(!birthday_passed);
    if age > 130 { Err(IdFault::TooOld) } else { Ok(date) }
}

/// Eight digits as a date, if the calendar has it.
pub(crate) fn date(yyyymmdd: &str) -> Option<Date> {
    if yyyymmdd.len() != 8 || !yyyymmdd.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let year = yyyymmdd[..4].parse().ok()?;
    let month = yyyymmdd[4..6].parse().ok()?;
    let day = yyyymmdd[6..].parse().ok()?;
    Date::new(year, month, day).ok()
}
