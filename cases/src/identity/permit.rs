//! Residence permits: Hong Kong, Macao and Taiwan residents, and foreigners with permanent residence.

use jiff::civil::Date;

use super::check::{self, birth, characters, check_eighteen, eighteen, fold, is_province, length};
use super::country::is_country;
use super::fault::IdFault;
use super::number::number_type;
use super::resident::Sex;

number_type! {
    /// 港澳台居民居住证: the form and check of GB 11643 with the address code 810000, 820000 or 830000.
    personal HmtResidenceId
}

impl HmtResidenceId {
    /// Parses a typed or read number. `today` is the hall's date, for the rules on the birth date.
    pub fn parse(raw: &str, today: Date) -> Result<Self, IdFault> {
        Self::judge(raw, Some(today))
    }

    pub(super) fn judge(raw: &str, today: Option<Date>) -> Result<Self, IdFault> {
        let text = fold(raw);
        eighteen(&text)?;
        if !["81", "82", "83"].contains(&&text[..2]) {
            return Err(IdFault::Province);
        }
        if &text[2..6] != "0000" {
            return Err(IdFault::Address);
        }
        birth(&text[6..14], today)?;
        check_eighteen(&text)?;
        Ok(Self(text))
    }

    /// Whether this is a permit for residents of Taiwan (830000) and not of Hong Kong or Macao.
    pub fn is_taiwan(&self) -> bool {
        self.0.starts_with("83")
    }

    /// The birth date in the number.
    pub fn birth(&self) -> Date {
        // Cannot fail: `judge` read the same eight digits as a date before the value existed.
        check::date(&self.0[6..14]).expect("judged at parsing")
    }

    /// The sex in the number.
    pub fn sex(&self) -> Sex {
        Sex::of_eighteen(&self.0)
    }
}

number_type! {
    /// 外国人永久居留身份证 issued from 2023-12-01: `9`, accepting province 2, country 3 (GB/T 2659 numeric),
    /// birth date 8, sequence 3, check 1 (MOD 11-2).
    personal ForeignerId2023
}

impl ForeignerId2023 {
    /// Parses a typed or read number. `today` is the hall's date, for the rules on the birth date.
    pub fn parse(raw: &str, today: Date) -> Result<Self, IdFault> {
        Self::judge(raw, Some(today))
    }

    pub(super) fn judge(raw: &str, today: Option<Date>) -> Result<Self, IdFault> {
        let text = fold(raw);
        eighteen(&text)?;
        if !text.starts_with('9') {
            return Err(IdFault::Prefix);
        }
        if !is_province(&text[1..3]) {
            return Err(IdFault::Province);
        }
        if !is_country(&text[3..6]) {
            return Err(IdFault::Country);
        }
        birth(&text[6..14], today)?;
        check_eighteen(&text)?;
        Ok(Self(text))
    }

    /// The numeric country or region code (GB/T 2659), three digits.
    pub fn country(&self) -> &str {
        &self.0[3..6]
    }

    /// The birth date in the number.
    pub fn birth(&self) -> Date {
        // Cannot fail: `judge` read the same eight digits as a date before the value existed.
        check::date(&self.0[6..14]).expect("judged at parsing")
    }

    /// The sex in the number.
    pub fn sex(&self) -> Sex {
        Sex::of_eighteen(&self.0)
    }
}

number_type! {
    /// 外国人永久居留身份证 of 2017, accepted for years to come: 3 letters (country) and 12 digits.
    ///
    /// How the digits after the province split is not published, so neither a birth date nor a check is judged.
    personal ForeignerId2017
}

impl ForeignerId2017 {
    /// Parses a typed or read number.
    pub fn parse(raw: &str) -> Result<Self, IdFault> {
        Self::judge(raw, None)
    }

    pub(super) fn judge(raw: &str, _today: Option<Date>) -> Result<Self, IdFault> {
        let text = fold(raw);
        length(&text, 15, "15")?;
        characters(&text, |i, c| {
            if i < 3 {
                c.is_ascii_uppercase()
            } else {
                c.is_ascii_digit()
            }
        })?;
        if !is_province(&text[3..5]) {
            return Err(IdFault::Province);
        }
        Ok(Self(text))
    }

    /// The three-letter country or region code.
    pub fn country(&self) -> &str {
        &self.0[..3]
    }
}
