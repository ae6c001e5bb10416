//! The rule that a refused number broke, with its sentence.

use crate::error::Trouble;

/// The first rule that a number breaks, in the order in which rules are judged.
///
/// Carries lengths and positions, never the number itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdFault {
    /// The number has not the length of its document. `expected` is worded, for example `18`.
    Length { expected: &'static str, found: usize },
    /// 15-digit number of the first generation, not an identity number since 2013; only a [`super::SearchKey`].
    OldFifteen,
    /// A character that the standard does not allow. `at` counts from 1.
    Character { at: usize },
    /// The fixed beginning of this kind of number is missing (9 for a foreigner, the root of a licence …).
    Prefix,
    /// The province part is not an assigned province code (GB/T 2260).
    Province,
    /// 81, 82 and 83 begin the numbers of 港澳台居民居住证, which are another document.
    ResidencePermit,
    /// A residence permit whose address code is not exactly 810000, 820000 or 830000.
    Address,
    /// The country part is not a numeric code of GB/T 2659.
    Country,
    /// The birth date is not in the calendar.
    NoSuchDate,
    /// The birth date lies after today.
    Future,
    /// The birth date gives an age above 130.
    TooOld,
    /// The check character does not fit the rest.
    Check,
    /// The number has not the form of this travel document.
    Form,
    /// The document type code is not one of the `idType` code list.
    UnknownType,
}

impl IdFault {
    /// The stable code of the rule, `YC-1101` to `YC-1114`.
    pub fn code(self) -> &'static str {
        match self {
            IdFault::Length { .. } => "YC-1101",
            IdFault::OldFifteen => "YC-1102",
            IdFault::Character { .. } => "YC-1103",
            IdFault::Prefix => "YC-1104",
            IdFault::Province => "YC-1105",
            IdFault::ResidencePermit => "YC-1106",
            IdFault::Address => "YC-1107",
            IdFault::Country => "YC-1108",
            IdFault::NoSuchDate => "YC-1109",
            IdFault::Future => "YC-1110",
            IdFault::TooOld => "YC-1111",
            IdFault::Check => "YC-1112",
            IdFault::Form => "YC-1113",
            IdFault::UnknownType => "YC-1114",
        }
    }

    fn zh(self) -> String {
        match self {
            IdFault::Length { expected, found } => {
                format!("号码位数不对：应为{expected}位，现为{found}位。请对照证件核对。")
            }
            IdFault::OldFifteen => "15位旧号码已不能作为身份号码，只能用于查找。请输入18位号码。".into(),
            IdFault::Character { at } => format!("号码第{at}位的字符不允许出现。请对照证件核对。"),
            IdFault::Prefix => "号码开头与该证件类型不符。请核对证件类型和号码。".into(),
            IdFault::Province => "号码中的省级地区代码不存在。请对照证件核对。".into(),
            IdFault::ResidencePermit => "这是港澳台居民居住证的号码。请把证件类型改为居住证。".into(),
            IdFault::Address => "居住证号码须以810000、820000或830000开头。请对照证件核对。".into(),
            IdFault::Country => "号码中的国家或地区代码不存在。请对照证件核对。".into(),
            IdFault::NoSuchDate => "号码中的出生日期不存在。请对照证件核对。".into(),
            IdFault::Future => "号码中的出生日期在今天之后。请对照证件核对。".into(),
            IdFault::TooOld => "号码中的出生日期距今超过130年。请对照证件核对。".into(),
            IdFault::Check => "号码的校验码不对，可能有一位输错。请对照证件核对。".into(),
            IdFault::Form => "号码不符合该证件的编号格式。请核对证件类型和号码。".into(),
            IdFault::UnknownType => "证件类型代码不在代码表中。请重新选择证件类型。".into(),
        }
    }

    fn en(self) -> String {
        match self {
            IdFault::Length { expected, found } => {
                format!(
                    "The number must have {expected} characters and has {found}. Compare it with the document."
                )
            }
            IdFault::OldFifteen => {
                "A 15-digit number no longer identifies a person; it can only be searched for. Enter the 18 characters."
                    .into()
            }
            IdFault::Character { at } => {
                format!("Character {at} of the number is not allowed. Compare it with the document.")
            }
            IdFault::Prefix => {
                "The number does not begin as this kind of document does. Check the kind and the number.".into()
            }
            IdFault::Province => {
                "The province code in the number does not exist. Compare it with the document.".into()
            }
            IdFault::ResidencePermit => {
                "This is the number of a Hong Kong, Macao or Taiwan residence permit. Choose that kind of document."
                    .into()
            }
            IdFault::Address => {
                "A residence permit number begins with 810000, 820000 or 830000. Compare it with the document.".into()
            }
            IdFault::Country => {
                "The country code in the number does not exist. Compare it with the document.".into()
            }
            IdFault::NoSuchDate => {
                "The birth date in the number does not exist. Compare it with the document.".into()
            }
            IdFault::Future => {
                "The birth date in the number lies after today. Compare it with the document.".into()
            }
            IdFault::TooOld => {
                "The birth date in the number is more than 130 years ago. Compare it with the document.".into()
            }
            IdFault::Check => {
                "The check character does not fit; one character may be mistyped. Compare it with the document."
                    .into()
            }
            IdFault::Form => {
                "The number has not the form of this document. Check the kind and the number.".into()
            }
            IdFault::UnknownType => "The document type code is not in the code list. Choose the kind again.".into(),
        }
    }
}

impl std::fmt::Display for IdFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code(), self.en())
    }
}

impl std::error::Error for IdFault {}

impl From<IdFault> for Trouble {
    fn from(fault: IdFault) -> Self {
        Trouble::new(fault.code(), fault.zh(), fault.en())
    }
}
