//! The numbers of a case and its papers: case number, document number, slip code.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

use crate::error::Trouble;
use crate::identity::Uscc;

mod slip;

pub use slip::SlipCode;

/// Why a number was refused, or could not be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberFault {
    #[error("the number must have {expected} characters and has {found}")]
    Length { expected: usize, found: usize },
    /// `at` counts from 1.
    #[error("character {at} of the number is not allowed")]
    Character { at: usize },
    #[error("the implementation code in the number is not valid")]
    Implementation,
    #[error("the date in the number does not exist")]
    NoSuchDate,
    #[error("the day lies outside what the number can hold")]
    DayOutOfRange,
    #[error("the serial is 0 or more than the number can hold")]
    Serial,
    #[error("the check character does not fit; one character may be mistyped")]
    Check,
    #[error("the document number has not the form (区划)政务(类)受字〔年〕第000000号")]
    Form,
}

impl From<NumberFault> for Trouble {
    fn from(fault: NumberFault) -> Self {
        let (code, zh) = match fault {
            NumberFault::Length { expected, found } => (
                "YC-1141",
                format!("编号位数不对：应为{expected}位，现为{found}位"),
            ),
            NumberFault::Character { at } => ("YC-1142", format!("编号第{at}位的字符不允许出现")),
            NumberFault::Implementation => ("YC-1143", "编号中的实施编码不正确".to_owned()),
            NumberFault::NoSuchDate => ("YC-1144", "编号中的日期不存在".to_owned()),
            NumberFault::DayOutOfRange => ("YC-1145", "日期超出编号可表示的范围".to_owned()),
            NumberFault::Serial => ("YC-1146", "流水号为零或超出编号可表示的范围".to_owned()),
            NumberFault::Check => ("YC-1147", "编号的校验字符不对，可能有一位输错".to_owned()),
            NumberFault::Form => ("YC-1148", "文书编号格式不正确".to_owned()),
        };
        let en = fault.to_string();
        let mut letters = en.chars();
        let en: String = letters
            .next()
            .into_iter()
            .flat_map(char::to_uppercase)
            .chain(letters)
            .collect();
        Trouble::new(
            code,
            format!("{zh}。请对照凭证核对。"),
            format!("{en}. Compare it with the paper."),
        )
    }
}

/// 办件编号: implementation code 31 (credit code 18, exercise level 1, base code 12), `yyyyMMdd`, serial 4.
///
/// 43 characters, for systems and QR codes; people use the [`SlipCode`]. Given by the hall alone, inside
/// acceptance, without gaps.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "11350199MB9A00014B4000131501000202611200001")]
pub struct CaseNumber(String);

impl CaseNumber {
    /// Characters of a case number.
    pub const LENGTH: usize = 43;

    /// The number of the `serial`-th case (from 1) of an item on one day. `implementation_code` is 实施编码.
    pub fn make(implementation_code: &str, day: Date, serial: u16) -> Result<Self, NumberFault> {
        if !(1..=9999).contains(&serial) {
            return Err(NumberFault::Serial);
        }
        if !(1..=9999).contains(&day.year()) {
            return Err(NumberFault::DayOutOfRange);
        }
        Self::parse(&format!(
            "{implementation_code}{:04}{:02}{:02}{serial:04}",
            day.year(),
            day.month(),
            day.day()
        ))
    }

    /// Parses a number, trimmed and in upper case.
    pub fn parse(raw: &str) -> Result<Self, NumberFault> {
        let text = raw.trim().to_ascii_uppercase();
        let found = text.chars().count();
        if found != Self::LENGTH {
            return Err(NumberFault::Length {
                expected: Self::LENGTH,
                found,
            });
        }
        let allowed = |i: usize, c: char| c.is_ascii_digit() || (i < 18 && c.is_ascii_uppercase());
        if let Some((i, _)) = text.chars().enumerate().find(|&(i, c)| !allowed(i, c)) {
            return Err(NumberFault::Character { at: i + 1 });
        }
        if Uscc::parse(&text[..18]).is_err() || !(b'1'..=b'7').contains(&text.as_bytes()[18]) {
            return Err(NumberFault::Implementation);
        }
        date_of(&text[31..39]).ok_or(NumberFault::NoSuchDate)?;
        if &text[39..] == "0000" {
            return Err(NumberFault::Serial);
        }
        Ok(Self(text))
    }

    /// The number as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// 实施编码, 31 characters.
    pub fn implementation_code(&self) -> &str {
        &self.0[..31]
    }

    /// The hall's day on which the number was given.
    pub fn day(&self) -> Date {
        // Cannot fail: `parse` read the same eight digits as a date before the value existed.
        date_of(&self.0[31..39]).expect("judged at parsing")
    }

    /// The serial of the item's day, from 1.
    pub fn serial(&self) -> u16 {
        // Cannot fail: four ASCII digits.
        self.0[39..].parse().expect("judged at parsing")
    }
}

fn date_of(yyyymmdd: &str) -> Option<Date> {
    Date::new(
        yyyymmdd[..4].parse().ok()?,
        yyyymmdd[4..6].parse().ok()?,
        yyyymmdd[6..].parse().ok()?,
    )
    .ok()
}

/// 文书编号: `(区划简称)政务(类)受字〔2026〕第000123号`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DocumentNumber {
    /// 区划简称, for example 示范区.
    region: String,
    /// 类, for example 许.
    class: String,
    /// The word of the kind of paper, for example 受 or 收.
    word: String,
    year: i16,
    serial: u32,
}

impl DocumentNumber {
    /// Builds a number. Each of the three words is 1 to 12 Chinese characters; `serial` runs from 1 to 999999
    /// within a year.
    pub fn new(region: &str, class: &str, word: &str, year: i16, serial: u32) -> Result<Self, NumberFault> {
        let is_word = |text: &str| {
            (1..=12).contains(&text.chars().count())
                && text.chars().all(|c| c.is_alphabetic() && !c.is_ascii())
        };
        if ![region, class, word].into_iter().all(is_word) || !(1000..=9999).contains(&year) {
            return Err(NumberFault::Form);
        }
        if !(1..=999_999).contains(&serial) {
            return Err(NumberFault::Serial);
        }
        let [region, class, word] = [region, class, word].map(str::to_owned);
        Ok(Self {
            region,
            class,
            word,
            year,
            serial,
        })
    }

    /// Parses a printed number; full-width brackets are taken for the half-width ones.
    pub fn parse(raw: &str) -> Result<Self, NumberFault> {
        let text = raw.trim().replace('（', "(").replace('）', ")");
        Self::split(&text).ok_or(NumberFault::Form)?
    }

    fn split(text: &str) -> Option<Result<Self, NumberFault>> {
        let (region, rest) = text.strip_prefix('(')?.split_once(")政务(")?;
        let (class, rest) = rest.split_once(')')?;
        let (word, rest) = rest.split_once("字〔")?;
        let (year, rest) = rest.split_once("〕第")?;
        let serial = rest.strip_suffix('号')?;
        let digits = |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(serial, 6) {
            return None;
        }
        Some(Self::new(
            region,
            class,
            word,
            year.parse().ok()?,
            serial.parse().ok()?,
        ))
    }

    /// The year within which the serial counts.
    pub fn year(&self) -> i16 {
        self.year
    }

    /// The serial, from 1.
    pub fn serial(&self) -> u32 {
        self.serial
    }
}

impl std::fmt::Display for DocumentNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            region,
            class,
            word,
            year,
            serial,
        } = self;
        write!(f, "({region})政务({class}){word}字〔{year:04}〕第{serial:06}号")
    }
}

impl std::fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl utoipa::PartialSchema for DocumentNumber {
    fn schema() -> RefOr<Schema> {
        String::schema()
    }
}

impl ToSchema for DocumentNumber {}

impl TryFrom<String> for CaseNumber {
    type Error = NumberFault;

    fn try_from(raw: String) -> Result<Self, NumberFault> {
        Self::parse(&raw)
    }
}

impl From<CaseNumber> for String {
    fn from(number: CaseNumber) -> String {
        number.0
    }
}

impl TryFrom<String> for DocumentNumber {
    type Error = NumberFault;

    fn try_from(raw: String) -> Result<Self, NumberFault> {
        Self::parse(&raw)
    }
}

impl From<DocumentNumber> for String {
    fn from(number: DocumentNumber) -> String {
        number.to_string()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const IMPLEMENTATION: &str = "11350199MB9A00014B4000131501000";

    #[test]
    fn a_case_number_has_43_characters() {
        let number = CaseNumber::make(IMPLEMENTATION, date(2026, 11, 20), 68).unwrap();
        assert_eq!(number.as_str(), "11350199MB9A00014B4000131501000202611200068");
        assert_eq!(number.as_str().len(), CaseNumber::LENGTH);
        assert_eq!(number.implementation_code(), IMPLEMENTATION);
        assert_eq!((number.day(), number.serial()), (date(2026, 11, 20), 68));
        // A number found in public use.
        let real = CaseNumber::parse("12441500196720244T3442199806003202206230068").unwrap();
        assert_eq!((real.day(), real.serial()), (date(2022, 6, 23), 68));
    }

    #[test]
    fn a_wrong_case_number_says_what_is_wrong() {
        let check = |raw: &str, fault: NumberFault| assert_eq!(CaseNumber::parse(raw), Err(fault), "{raw}");
        let number = "11350199MB9A00014B4000131501000202611200068";
        check(
            &number[1..],
            NumberFault::Length {
                expected: 43,
                found: 42,
            },
        );
        check(
            &number.replace("2026112", "202A112"),
            NumberFault::Character { at: 35 },
        );
        check(&number.replace("14B4", "14C4"), NumberFault::Implementation);
        check(&number.replace("14B4", "14B8"), NumberFault::Implementation);
        check(&number.replace("20261120", "20261131"), NumberFault::NoSuchDate);
        check(&number.replace("0068", "0000"), NumberFault::Serial);
        assert_eq!(
            CaseNumber::make(IMPLEMENTATION, date(2026, 11, 20), 0),
            Err(NumberFault::Serial)
        );
        assert_eq!(
            CaseNumber::make(IMPLEMENTATION, date(2026, 11, 20), 10_000),
            Err(NumberFault::Serial)
        );
        assert!(serde_json::from_str::<CaseNumber>("\"1\"").is_err());
    }

    #[test]
    fn a_document_number_reads_as_it_is_printed() {
        let number = DocumentNumber::new("示范区", "许", "受", 2026, 123).unwrap();
        assert_eq!(number.to_string(), "(示范区)政务(许)受字〔2026〕第000123号");
        assert_eq!(DocumentNumber::parse(&number.to_string()).unwrap(), number);
        assert_eq!(
            DocumentNumber::parse("（示范区）政务（许）受字〔2026〕第000123号").unwrap(),
            number
        );
        assert_eq!((number.year(), number.serial()), (2026, 123));
        assert_eq!(
            DocumentNumber::new("示)范", "许", "受", 2026, 1),
            Err(NumberFault::Form)
        );
        assert_eq!(
            DocumentNumber::new("示范区", "", "受", 2026, 1),
            Err(NumberFault::Form)
        );
        assert_eq!(
            DocumentNumber::new("示范区", "许", "受", 2026, 0),
            Err(NumberFault::Serial)
        );
        assert_eq!(
            DocumentNumber::new("示范区", "许", "受", 2026, 1_000_000),
            Err(NumberFault::Serial)
        );
        assert_eq!(
            DocumentNumber::parse("(示范区)政务(许)受字〔2026〕第123号"),
            Err(NumberFault::Form)
        );
    }

    #[test]
    fn promise_12_number_faults_speak_two_languages() {
        let trouble = Trouble::from(NumberFault::Check);
        assert_eq!(trouble.code, "YC-1147");
        assert!(trouble.zh.ends_with('。'));
        assert!(trouble.en.starts_with("The check") && trouble.en.ends_with('.'));
    }

    proptest! {
        #[test]
        fn nothing_typed_ever_panics(raw in "\\PC{0,60}", near in "[0-9A-Z一]{10}", long in "[0-9A-Z]{43}") {
            let _ = (CaseNumber::parse(&raw), DocumentNumber::parse(&raw), SlipCode::parse(&raw));
            let _ = (SlipCode::parse(&near), CaseNumber::parse(&long));
        }
    }
}
