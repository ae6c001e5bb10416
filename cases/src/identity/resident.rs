//! Resident identity number 公民身份号码, GB 11643.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::check::{self, birth, check_eighteen, eighteen, fold, is_province};
use super::fault::IdFault;
use super::number::number_type;

/// Sex as a number states it (GB/T 2261.1, code list `sex`: 1 男, 2 女).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Sex {
    /// 男
    Male,
    /// 女
    Female,
}

impl Sex {
    /// The code of the `sex` code list.
    pub fn code(self) -> &'static str {
        match self {
            Sex::Male => "1",
            Sex::Female => "2",
        }
    }

    /// Odd is male, even is female, in the last digit of the sequence (place 17).
    pub(super) fn of_eighteen(text: &str) -> Sex {
        if text.as_bytes()[16] % 2 == 1 {
            Sex::Male
        } else {
            Sex::Female
        }
    }
}

number_type! {
    /// A resident identity number: address code 6, birth date 8, sequence 3, check 1 (GB 11643).
    ///
    /// The address code is that of first registration and may belong to a county that no longer exists, so only
    /// its province is judged. Numbers that begin with 81, 82 or 83 are [`super::HmtResidenceId`].
    personal ResidentId
}

impl ResidentId {
    /// Parses a typed or read number. `today` is the hall's date, for the rules on the birth date.
    pub fn parse(raw: &str, today: Date) -> Result<Self, IdFault> {
        Self::judge(raw, Some(today))
    }

    pub(super) fn judge(raw: &str, today: Option<Date>) -> Result<Self, IdFault> {
        let text = fold(raw);
        if text.len() == 15 && text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(IdFault::OldFifteen);
        }
        eighteen(&text)?;
        if ["81", "82", "83"].contains(&&text[..2]) {
            return Err(IdFault::ResidencePermit);
        }
        if !is_province(&text[..2]) {
            return Err(IdFault::Province);
        }
        birth(&text[6..14], today)?;
        check_eighteen(&text)?;
        Ok(Self(text))
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

    /// The six-digit code of the place of first registration (GB/T 2260).
    pub fn address_code(&self) -> &str {
        &self.0[..6]
    }
}
