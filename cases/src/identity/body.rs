//! Numbers of bodies: unified social credit code (GB 32100) and organisation code (GB 11714).

use jiff::civil::Date;

use super::check::{USCC_ALPHABET, characters, fold, length, mod31, organisation};
use super::fault::IdFault;
use super::number::number_type;

number_type! {
    /// 统一社会信用代码: registering department 1, kind 1, registrar's region 6, organisation code 9, check 1.
    ///
    /// A few historical codes break the check inside the organisation code: they are accepted, and
    /// [`Uscc::inner_check_ok`] says so. Regions are not judged beyond being digits (100000 is the nation).
    public Uscc
}

impl Uscc {
    /// Parses a typed or read code.
    pub fn parse(raw: &str) -> Result<Self, IdFault> {
        Self::judge(raw, None)
    }

    pub(super) fn judge(raw: &str, _today: Option<Date>) -> Result<Self, IdFault> {
        let text = fold(raw);
        length(&text, 18, "18")?;
        characters(&text, |i, c| {
            if (2..8).contains(&i) {
                c.is_ascii_digit()
            } else {
                USCC_ALPHABET.contains(c)
            }
        })?;
        if !text.starts_with(|c| "123456789ANY".contains(c)) {
            return Err(IdFault::Prefix);
        }
        if !text.ends_with(mod31(&text[..17])) {
            return Err(IdFault::Check);
        }
        Ok(Self(text))
    }

    /// Whether the organisation code inside (places 9 to 17) passes its own check; if not, the clerk is warned.
    pub fn inner_check_ok(&self) -> bool {
        self.0[16..17].starts_with(organisation(&self.0[8..16]))
    }

    /// The organisation code inside, if its own check passes.
    pub fn organisation_code(&self) -> Option<OrganisationCode> {
        OrganisationCode::parse(&self.0[8..17]).ok()
    }

    /// The registrar's region (GB/T 2260), six digits.
    pub fn region(&self) -> &str {
        &self.0[2..8]
    }
}

number_type! {
    /// 组织机构代码: eight digits or letters, a hyphen, and the check character. Typed with or without the hyphen.
    public OrganisationCode
}

impl OrganisationCode {
    /// Parses a typed or read code.
    pub fn parse(raw: &str) -> Result<Self, IdFault> {
        Self::judge(raw, None)
    }

    pub(super) fn judge(raw: &str, _today: Option<Date>) -> Result<Self, IdFault> {
        let mut text = fold(raw);
        if !text.contains('-') && text.chars().count() == 9 && text.is_ascii() {
            text.insert(8, '-');
        }
        length(&text, 10, "8+1")?;
        characters(&text, |i, c| match i {
            8 => c == '-',
            9 => c.is_ascii_digit() || c == 'X',
            _ => c.is_ascii_digit() || c.is_ascii_uppercase(),
        })?;
        if !text.ends_with(organisation(&text[..8])) {
            return Err(IdFault::Check);
        }
        Ok(Self(text))
    }
}
