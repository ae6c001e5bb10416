//! Identifier of an electronic licence 电子证照标识, GB/T 36904.

use jiff::civil::Date;

use super::check::{fold, mod37_36};
use super::fault::IdFault;
use super::number::number_type;

const ROOT: &str = "1.2.156.3005.2.";

number_type! {
    /// `1.2.156.3005.2.<type 21>.<issuer 18>.<serial>.<version 3>.<check 1>`.
    ///
    /// The type is the credit code of the defining body and three digits. The check is ISO 7064 MOD 37,36 over
    /// type, issuer, serial and version, without root and dots. Issued identifiers differ in how well they keep
    /// to the credit-code standard, so the codes inside are judged by length and characters only.
    public LicenceIdentifier
}

impl LicenceIdentifier {
    /// Parses a typed or read identifier.
    pub fn parse(raw: &str) -> Result<Self, IdFault> {
        Self::judge(raw, None)
    }

    /// Whether a text is meant as one, right or wrong: it begins as they do.
    pub fn is_meant(raw: &str) -> bool {
        fold(raw).starts_with("1.2.156.3005")
    }

    pub(super) fn judge(raw: &str, _today: Option<Date>) -> Result<Self, IdFault> {
        let text = fold(raw);
        let rest = text.strip_prefix(ROOT).ok_or(IdFault::Prefix)?;
        let parts: Vec<&str> = rest.split('.').collect();
        let [kind, issuer, serial, version, check] = parts[..] else {
            return Err(IdFault::Form);
        };
        let lengths = [
            (kind, 21, "21"),
            (issuer, 18, "18"),
            (version, 3, "3"),
            (check, 1, "1"),
        ];
        for (part, expected, said) in lengths {
            super::check::length(part, expected, said)?;
        }
        if serial.is_empty() {
            return Err(IdFault::Form);
        }
        super::check::characters(&text, |_, c| {
            c.is_ascii_digit() || c.is_ascii_uppercase() || c == '.'
        })?;
        if !version.bytes().all(|b| b.is_ascii_digit()) {
            return Err(IdFault::Form);
        }
        let body = [kind, issuer, serial, version].into_iter().flat_map(str::chars);
        if !check.starts_with(mod37_36(body)) {
            return Err(IdFault::Check);
        }
        Ok(Self(text))
    }

    fn part(&self, at: usize) -> &str {
        self.0[ROOT.len()..].split('.').nth(at).unwrap_or_default()
    }

    /// The licence type code, 21 characters.
    pub fn type_code(&self) -> &str {
        self.part(0)
    }

    /// The credit code of the issuing body, 18 characters.
    pub fn issuer(&self) -> &str {
        self.part(1)
    }

    /// The issuer's serial.
    pub fn serial(&self) -> &str {
        self.part(2)
    }

    /// The version, three digits.
    pub fn version(&self) -> &str {
        self.part(3)
    }
}
