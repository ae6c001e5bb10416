//! Passports and travel permits.

use jiff::civil::Date;

use super::check::{characters, fold};
use super::fault::IdFault;
use super::number::number_type;

/// Whether `text` is one of `first` followed by `digits` digits.
fn letter_and_digits(text: &str, first: &str, digits: &[usize]) -> bool {
    text.strip_prefix(|c| first.contains(c))
        .is_some_and(|rest| is_digits(rest, digits))
}

fn is_digits(text: &str, counts: &[usize]) -> bool {
    counts.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

fn form(text: String, fits: impl Fn(&str) -> bool) -> Result<String, IdFault> {
    characters(&text, |_, c| c.is_ascii_alphanumeric())?;
    if fits(&text) { Ok(text) } else { Err(IdFault::Form) }
}

number_type! {
    /// 中华人民共和国护照: ordinary `E` or `G` with 8 digits, or `E` with a letter and 7 digits; diplomatic, service
    /// and public affairs `D`, `S`, `P`, perhaps with `E`, and 7 or 8 digits.
    personal PrcPassport
}

impl PrcPassport {
    /// Parses a typed or read number.
    pub fn parse(raw: &str) -> Result<Self, IdFault> {
        Self::judge(raw, None)
    }

    pub(super) fn judge(raw: &str, _today: Option<Date>) -> Result<Self, IdFault> {
        form(fold(raw), |text| {
            letter_and_digits(text, "EG", &[8])
                || text
                    .strip_prefix('E')
                    .is_some_and(|rest| letter_and_digits(rest, "ABCDEFGHJKLMNPQRSTUVWXYZ", &[7]))
                || text
                    .strip_prefix(['D', 'S', 'P'])
                    .is_some_and(|rest| is_digits(rest.strip_prefix('E').unwrap_or(rest), &[7, 8]))
        })
        .map(Self)
    }
}

number_type! {
    /// 外国护照: 5 to 15 letters and digits.
    personal ForeignPassport
}

impl ForeignPassport {
    /// Parses a typed or read number.
    pub fn parse(raw: &str) -> Result<Self, IdFault> {
        Self::judge(raw, None)
    }

    pub(super) fn judge(raw: &str, _today: Option<Date>) -> Result<Self, IdFault> {
        form(fold(raw), |text| (5..=15).contains(&text.len())).map(Self)
    }
}

number_type! {
    /// 港澳居民来往内地通行证: `H` or `M`, 8 digits, and perhaps 2 digits of the issue count.
    personal HkMacaoPermit
}

impl HkMacaoPermit {
    /// Parses a typed or read number.
    pub fn parse(raw: &str) -> Result<Self, IdFault> {
        Self::judge(raw, None)
    }

    pub(super) fn judge(raw: &str, _today: Option<Date>) -> Result<Self, IdFault> {
        form(fold(raw), |text| letter_and_digits(text, "HM", &[8, 10])).map(Self)
    }
}

number_type! {
    /// 台湾居民来往大陆通行证: 8 digits, or 10 digits and a letter.
    personal TaiwanPermit
}

impl TaiwanPermit {
    /// Parses a typed or read number.
    pub fn parse(raw: &str) -> Result<Self, IdFault> {
        Self::judge(raw, None)
    }

    pub(super) fn judge(raw: &str, _today: Option<Date>) -> Result<Self, IdFault> {
        form(fold(raw), |text| {
            is_digits(text, &[8])
                || text
                    .strip_suffix(|c: char| c.is_ascii_uppercase())
                    .is_some_and(|rest| is_digits(rest, &[10]))
        })
        .map(Self)
    }
}

number_type! {
    /// 其他证件: 1 to 30 letters, digits and hyphens; nothing more is known about it.
    personal OtherDocument
}

impl OtherDocument {
    /// Parses a typed number.
    pub fn parse(raw: &str) -> Result<Self, IdFault> {
        Self::judge(raw, None)
    }

    pub(super) fn judge(raw: &str, _today: Option<Date>) -> Result<Self, IdFault> {
        let text = fold(raw);
        let found = text.chars().count();
        if !(1..=30).contains(&found) {
            return Err(IdFault::Length {
                expected: "1–30",
                found,
            });
        }
        characters(&text, |_, c| c.is_alphanumeric() || c == '-')?;
        Ok(Self(text))
    }
}

/// Check digit of a machine-readable zone field (ICAO 9303): weights 7 3 1, A–Z as 10–35, `<` as 0.
///
/// None if the field has any other character.
pub fn mrz_check_digit(field: &str) -> Option<char> {
    let sum = field
        .chars()
        .zip([7, 3, 1].into_iter().cycle())
        .try_fold(0, |sum, (c, weight)| {
            let value = match c {
                '<' => 0,
                '0'..='9' | 'A'..='Z' => c.to_digit(36)?,
                _ => return None,
            };
            Some((sum + value * weight) % 10)
        })?;
    char::from_digit(sum, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn travel_documents_have_their_forms() {
        for good in [
            "E12345678",
            "g12345678",
            "EA1234567",
            "D1234567",
            "SE12345678",
            "PE1234567",
        ] {
            assert!(PrcPassport::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "E1234567",
            "EI1234567",
            "EO1234567",
            "X12345678",
            "DE123456",
            "E123456789",
        ] {
            assert_eq!(PrcPassport::parse(bad), Err(IdFault::Form), "{bad}");
        }
        assert!(ForeignPassport::parse("C01X00T47").is_ok());
        assert_eq!(ForeignPassport::parse("C01X"), Err(IdFault::Form));
        assert_eq!(
            ForeignPassport::parse("C01X 0T47"),
            Err(IdFault::Character { at: 5 })
        );
        for good in ["H12345678", "M1234567801"] {
            assert!(HkMacaoPermit::parse(good).is_ok(), "{good}");
        }
        for bad in ["H123456789", "T12345678", "H1234567"] {
            assert_eq!(HkMacaoPermit::parse(bad), Err(IdFault::Form), "{bad}");
        }
        for good in ["12345678", "1234567890B"] {
            assert!(TaiwanPermit::parse(good).is_ok(), "{good}");
        }
        for bad in ["1234567", "1234567890", "123456789B"] {
            assert_eq!(TaiwanPermit::parse(bad), Err(IdFault::Form), "{bad}");
        }
        assert_eq!(
            OtherDocument::parse("  "),
            Err(IdFault::Length {
                expected: "1–30",
                found: 0
            })
        );
        assert!(OtherDocument::parse("闽示字2026-001").is_ok());
    }

    #[test]
    fn mrz_digits_of_the_icao_specimen() {
        assert_eq!(mrz_check_digit("L898902C3"), Some('6'));
        assert_eq!(mrz_check_digit("740812"), Some('2'));
        assert_eq!(mrz_check_digit("ZE184226B<<<<<"), Some('1'));
        assert_eq!(mrz_check_digit("l898902c3"), None);
    }
}
