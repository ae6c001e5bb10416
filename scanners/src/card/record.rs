//! The 256-byte text record: UTF-16LE, space padded, four layouts told apart by the character at byte 248.
//!
//! Layouts: GA/T 490 (居民身份证), 港澳台居民居住证 (flag `J`), 外国人永久居留身份证 of 2017 (`I`) and of 2023
//! (`Y`). A blank flag is the resident card.

use serde::{Deserialize, Serialize};

use super::RECORD_LEN;

/// One card, as the chip has it. Dates are text `yyyymmdd`; `valid_to` may be `长期`. Nothing is derived.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum CardRecord {
    /// 居民身份证
    Resident(Resident),
    /// 港澳台居民居住证
    HkMacaoTaiwan(HkMacaoTaiwan),
    /// 外国人永久居留身份证 (2017 版)
    Foreigner2017(Foreigner2017),
    /// 外国人永久居留身份证 (2023 版, 五星卡)
    Foreigner2023(Foreigner2023),
}

/// 居民身份证
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Resident {
    pub name: String,
    /// GB/T 2261.1: 1 男 2 女 0 未知 9 未说明
    pub sex_code: String,
    /// GB/T 3304: 01–56, 97 其他, 98 外国血统
    pub nation_code: String,
    pub birth: String,
    /// Cut by the chip after 35 UTF-16 units.
    pub address: String,
    pub id_number: String,
    /// 签发机关
    pub issuer: String,
    pub valid_from: String,
    pub valid_to: String,
}

/// 港澳台居民居住证
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HkMacaoTaiwan {
    pub name: String,
    pub sex_code: String,
    pub birth: String,
    pub address: String,
    pub id_number: String,
    pub issuer: String,
    pub valid_from: String,
    pub valid_to: String,
    /// 通行证号码
    pub pass_number: String,
    /// 签发次数
    pub issue_count: String,
}

/// 外国人永久居留身份证, 2017
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Foreigner2017 {
    pub english_name: String,
    pub sex_code: String,
    /// 永久居留证号码, 15 characters
    pub id_number: String,
    /// GB/T 2659 three letters
    pub country: String,
    /// May be blank.
    pub chinese_name: String,
    pub valid_from: String,
    pub valid_to: String,
    pub birth: String,
    /// 证件版本号
    pub card_version: String,
    /// 当次申请受理机关代码
    pub accepting_body: String,
}

/// 外国人永久居留身份证, 2023
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Foreigner2023 {
    /// May be blank.
    pub chinese_name: String,
    pub sex_code: String,
    /// 换证次数
    pub replacement_count: String,
    pub birth: String,
    /// Up to 46 characters, joined from two places of the record.
    pub english_name: String,
    /// 18 characters
    pub id_number: String,
    pub valid_from: String,
    pub valid_to: String,
    /// GB/T 2659 three letters
    pub country: String,
    /// 既往版本证件号码关联项
    pub old_number_link: String,
}

/// Why 256 bytes are not a record, or a record does not fit into 256 bytes. Holds field names, no content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.en())]
pub enum RecordFault {
    /// The type flag is none of blank, `J`, `I`, `Y`.
    UnknownLayout,
    /// Half a surrogate pair, or a control character, inside the field.
    Garbled(&'static str),
    /// A date that is not `yyyymmdd`, nor 长期 where that may stand.
    BadDate(&'static str),
    /// A number with other signs than digits and capitals, or of the wrong length.
    BadNumber(&'static str),
    /// The field's text is longer than its place.
    TooLong(&'static str),
}

impl RecordFault {
    pub fn zh(&self) -> String {
        match self {
            RecordFault::UnknownLayout => "未知的证件类型标识".to_owned(),
            RecordFault::Garbled(field) => format!("{field} 含乱码"),
            RecordFault::BadDate(field) => format!("{field} 不是日期"),
            RecordFault::BadNumber(field) => format!("{field} 格式不符"),
            RecordFault::TooLong(field) => format!("{field} 超长"),
        }
    }

    pub fn en(&self) -> String {
        match self {
            RecordFault::UnknownLayout => "unknown card type flag".to_owned(),
            RecordFault::Garbled(field) => format!("{field} is garbled"),
            RecordFault::BadDate(field) => format!("{field} is no date"),
            RecordFault::BadNumber(field) => format!("{field} has the wrong form"),
            RecordFault::TooLong(field) => format!("{field} is too long"),
        }
    }
}

/// A place in the record: its name in faults, first byte, length in bytes.
type Place = (&'static str, usize, usize);

/// Places that several layouts share.
mod place {
    use super::Place;
    pub const NAME: Place = ("name", 0, 30);
    pub const SEX: Place = ("sex", 30, 2);
    pub const NATION: Place = ("nation", 32, 4);
    pub const BIRTH: Place = ("birth", 36, 16);
    pub const ADDRESS: Place = ("address", 52, 70);
    pub const ID: Place = ("idNumber", 122, 36);
    pub const ISSUER: Place = ("issuer", 158, 30);
    pub const FROM: Place = ("validFrom", 188, 16);
    pub const TO: Place = ("validTo", 204, 16);
    pub const FLAG: Place = ("typeFlag", 248, 2);

    /// Flag `J`
    pub const PASS_NUMBER: Place = ("passNumber", 220, 18);
    pub const ISSUE_COUNT: Place = ("issueCount", 238, 4);

    /// Flag `I`
    pub const I_ENGLISH: Place = ("englishName", 0, 120);
    pub const I_SEX: Place = ("sex", 120, 2);
    pub const I_ID: Place = ("idNumber", 122, 30);
    pub const I_COUNTRY: Place = ("country", 152, 6);
    pub const I_CHINESE: Place = ("chineseName", 158, 30);
    pub const I_BIRTH: Place = ("birth", 220, 16);
    pub const I_VERSION: Place = ("cardVersion", 236, 4);
    pub const I_BODY: Place = ("acceptingBody", 240, 8);

    /// Flag `Y`
    pub const Y_REPLACEMENTS: Place = ("replacementCount", 32, 4);
    pub const Y_ENGLISH: Place = ("englishName", 52, 70);
    pub const Y_ENGLISH_REST: Place = ("englishName", 220, 22);
    pub const Y_COUNTRY: Place = ("country", 242, 6);
    pub const Y_OLD_LINK: Place = ("oldNumberLink", 250, 6);
}

impl CardRecord {
    /// Reads the record.
    pub fn decode(bytes: &[u8; RECORD_LEN]) -> Result<CardRecord, RecordFault> {
        let page = Page(bytes);
        match page.text(place::FLAG)?.as_str() {
            "" => page.resident().map(CardRecord::Resident),
            "J" => page.hk_macao_taiwan().map(CardRecord::HkMacaoTaiwan),
            "I" => page.foreigner_2017().map(CardRecord::Foreigner2017),
            "Y" => page.foreigner_2023().map(CardRecord::Foreigner2023),
            _ => Err(RecordFault::UnknownLayout),
        }
    }

    /// Writes the record as a chip holds it, for the emulated reader. A long address is cut, as chips do.
    pub fn encode(&self) -> Result<[u8; RECORD_LEN], RecordFault> {
        let mut blank = Blank::new();
        match self {
            CardRecord::Resident(card) => blank.resident(card)?,
            CardRecord::HkMacaoTaiwan(card) => blank.hk_macao_taiwan(card)?,
            CardRecord::Foreigner2017(card) => blank.foreigner_2017(card)?,
            CardRecord::Foreigner2023(card) => blank.foreigner_2023(card)?,
        }
        Ok(blank.0)
    }

    /// 证件号码
    pub fn id_number(&self) -> &str {
        match self {
            CardRecord::Resident(card) => &card.id_number,
            CardRecord::HkMacaoTaiwan(card) => &card.id_number,
            CardRecord::Foreigner2017(card) => &card.id_number,
            CardRecord::Foreigner2023(card) => &card.id_number,
        }
    }

    /// The Chinese name, or the English one where the Chinese is blank.
    pub fn name(&self) -> &str {
        let (chinese, english) = match self {
            CardRecord::Resident(card) => return &card.name,
            CardRecord::HkMacaoTaiwan(card) => return &card.name,
            CardRecord::Foreigner2017(card) => (&card.chinese_name, &card.english_name),
            CardRecord::Foreigner2023(card) => (&card.chinese_name, &card.english_name),
        };
        if chinese.is_empty() { english } else { chinese }
    }
}

impl std::fmt::Debug for CardRecord {
    /// Says the layout only: a record is a person, and debug text ends up in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            CardRecord::Resident(_) => "Resident(…)",
            CardRecord::HkMacaoTaiwan(_) => "HkMacaoTaiwan(…)",
            CardRecord::Foreigner2017(_) => "Foreigner2017(…)",
            CardRecord::Foreigner2023(_) => "Foreigner2023(…)",
        })
    }
}

/// The reading side.
struct Page<'a>(&'a [u8; RECORD_LEN]);

impl Page<'_> {
    fn resident(&self) -> Result<Resident, RecordFault> {
        Ok(Resident {
            name: self.text(place::NAME)?,
            sex_code: self.number(place::SEX, 1)?,
            nation_code: self.number(place::NATION, 2)?,
            birth: self.date(place::BIRTH)?,
            address: self.text(place::ADDRESS)?,
            id_number: self.number(place::ID, 18)?,
            issuer: self.text(place::ISSUER)?,
            valid_from: self.date(place::FROM)?,
            valid_to: self.date_or_forever(place::TO)?,
        })
    }

    fn hk_macao_taiwan(&self) -> Result<HkMacaoTaiwan, RecordFault> {
        Ok(HkMacaoTaiwan {
            name: self.text(place::NAME)?,
            sex_code: self.number(place::SEX, 1)?,
            birth: self.date(place::BIRTH)?,
            address: self.text(place::ADDRESS)?,
            id_number: self.number(place::ID, 18)?,
            issuer: self.text(place::ISSUER)?,
            valid_from: self.date(place::FROM)?,
            valid_to: self.date_or_forever(place::TO)?,
            pass_number: self.text(place::PASS_NUMBER)?,
            issue_count: self.text(place::ISSUE_COUNT)?,
        })
    }

    fn foreigner_2017(&self) -> Result<Foreigner2017, RecordFault> {
        Ok(Foreigner2017 {
            english_name: self.text(place::I_ENGLISH)?,
            sex_code: self.number(place::I_SEX, 1)?,
            id_number: self.number(place::I_ID, 15)?,
            country: self.text(place::I_COUNTRY)?,
            chinese_name: self.text(place::I_CHINESE)?,
            valid_from: self.date(place::FROM)?,
            valid_to: self.date_or_forever(place::TO)?,
            birth: self.date(place::I_BIRTH)?,
            card_version: self.text(place::I_VERSION)?,
            accepting_body: self.text(place::I_BODY)?,
        })
    }

    fn foreigner_2023(&self) -> Result<Foreigner2023, RecordFault> {
        let (_, at, len) = place::Y_ENGLISH;
        let (_, rest_at, rest_len) = place::Y_ENGLISH_REST;
        let english = [&self.0[at..at + len], &self.0[rest_at..rest_at + rest_len]].concat();
        Ok(Foreigner2023 {
            chinese_name: self.text(place::NAME)?,
            sex_code: self.number(place::SEX, 1)?,
            replacement_count: self.text(place::Y_REPLACEMENTS)?,
            birth: self.date(place::BIRTH)?,
            english_name: read_text(place::Y_ENGLISH.0, &english)?,
            id_number: self.number(place::ID, 18)?,
            valid_from: self.date(place::FROM)?,
            valid_to: self.date_or_forever(place::TO)?,
            country: self.text(place::Y_COUNTRY)?,
            old_number_link: self.text(place::Y_OLD_LINK)?,
        })
    }

    fn text(&self, (name, at, len): Place) -> Result<String, RecordFault> {
        read_text(name, &self.0[at..at + len])
    }

    fn number(&self, place: Place, len: usize) -> Result<String, RecordFault> {
        let text = self.text(place)?;
        let well_formed = text.len() == len
            && text
                .bytes()
                .all(|sign| sign.is_ascii_digit() || sign.is_ascii_uppercase());
        if well_formed {
            Ok(text)
        } else {
            Err(RecordFault::BadNumber(place.0))
        }
    }

    fn date(&self, place: Place) -> Result<String, RecordFault> {
        let text = self.text(place)?;
        if is_date(&text) {
            Ok(text)
        } else {
            Err(RecordFault::BadDate(place.0))
        }
    }

    fn date_or_forever(&self, place: Place) -> Result<String, RecordFault> {
        let text = self.text(place)?;
        if text == "长期" || is_date(&text) {
            Ok(text)
        } else {
            Err(RecordFault::BadDate(place.0))
        }
    }
}

/// UTF-16LE, padded with spaces (some readers: NUL). A pair that the chip cut at the end is dropped.
fn read_text(name: &'static str, bytes: &[u8]) -> Result<String, RecordFault> {
    let mut units: Vec<u16> = bytes
        .chunks_exact(2)
        .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
        .collect();
    if units.last().is_some_and(|unit| (0xD800..0xDC00).contains(unit)) {
        units.pop();
    }
    let text = String::from_utf16(&units).map_err(|_| RecordFault::Garbled(name))?;
    let text = text.trim_matches([' ', '\0']);
    if text.chars().any(char::is_control) {
        return Err(RecordFault::Garbled(name));
    }
    Ok(text.to_owned())
}

/// Eight digits with a month and a day that exist in some month.
fn is_date(text: &str) -> bool {
    text.len() == 8
        && text.bytes().all(|sign| sign.is_ascii_digit())
        && ("01"..="12").contains(&&text[4..6])
        && ("01"..="31").contains(&&text[6..])
}

/// The writing side: a record of spaces that is filled in.
struct Blank([u8; RECORD_LEN]);

impl Blank {
    fn new() -> Self {
        let mut bytes = [0; RECORD_LEN];
        bytes.iter_mut().step_by(2).for_each(|low| *low = b' ');
        Self(bytes)
    }

    fn resident(&mut self, card: &Resident) -> Result<(), RecordFault> {
        self.put(place::NAME, &card.name)?;
        self.put(place::SEX, &card.sex_code)?;
        self.put(place::NATION, &card.nation_code)?;
        self.put(place::BIRTH, &card.birth)?;
        self.put(place::ADDRESS, cut(&card.address, place::ADDRESS))?;
        self.put(place::ID, &card.id_number)?;
        self.put(place::ISSUER, &card.issuer)?;
        self.put(place::FROM, &card.valid_from)?;
        self.put(place::TO, &card.valid_to)
    }

    fn hk_macao_taiwan(&mut self, card: &HkMacaoTaiwan) -> Result<(), RecordFault> {
        self.put(place::NAME, &card.name)?;
        self.put(place::SEX, &card.sex_code)?;
        self.put(place::BIRTH, &card.birth)?;
        self.put(place::ADDRESS, cut(&card.address, place::ADDRESS))?;
        self.put(place::ID, &card.id_number)?;
        self.put(place::ISSUER, &card.issuer)?;
        self.put(place::FROM, &card.valid_from)?;
        self.put(place::TO, &card.valid_to)?;
        self.put(place::PASS_NUMBER, &card.pass_number)?;
        self.put(place::ISSUE_COUNT, &card.issue_count)?;
        self.put(place::FLAG, "J")
    }

    fn foreigner_2017(&mut self, card: &Foreigner2017) -> Result<(), RecordFault> {
        self.put(place::I_ENGLISH, &card.english_name)?;
        self.put(place::I_SEX, &card.sex_code)?;
        self.put(place::I_ID, &card.id_number)?;
        self.put(place::I_COUNTRY, &card.country)?;
        self.put(place::I_CHINESE, &card.chinese_name)?;
        self.put(place::FROM, &card.valid_from)?;
        self.put(place::TO, &card.valid_to)?;
        self.put(place::I_BIRTH, &card.birth)?;
        self.put(place::I_VERSION, &card.card_version)?;
        self.put(place::I_BODY, &card.accepting_body)?;
        self.put(place::FLAG, "I")
    }

    fn foreigner_2023(&mut self, card: &Foreigner2023) -> Result<(), RecordFault> {
        let first = cut(&card.english_name, place::Y_ENGLISH);
        self.put(place::NAME, &card.chinese_name)?;
        self.put(place::SEX, &card.sex_code)?;
        self.put(place::Y_REPLACEMENTS, &card.replacement_count)?;
        self.put(place::BIRTH, &card.birth)?;
        self.put(place::Y_ENGLISH, first)?;
        self.put(place::Y_ENGLISH_REST, &card.english_name[first.len()..])?;
        self.put(place::ID, &card.id_number)?;
        self.put(place::FROM, &card.valid_from)?;
        self.put(place::TO, &card.valid_to)?;
        self.put(place::Y_COUNTRY, &card.country)?;
        self.put(place::Y_OLD_LINK, &card.old_number_link)?;
        self.put(place::FLAG, "Y")
    }

    fn put(&mut self, (name, at, len): Place, text: &str) -> Result<(), RecordFault> {
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        if bytes.len() > len {
            return Err(RecordFault::TooLong(name));
        }
        self.0[at..at + bytes.len()].copy_from_slice(&bytes);
        Ok(())
    }
}

/// As much of the text as the place holds, whole characters only.
fn cut(text: &str, (_, _, len): Place) -> &str {
    let mut used = 0;
    let end = text.char_indices().find(|(_, sign)| {
        used += sign.len_utf16() * 2;
        used > len
    });
    &text[..end.map_or(text.len(), |(at, _)| at)]
}

#[cfg(test)]
mod tests;
