//! The text record of an identity card as the reader gives it (GA/T 490): 256 bytes UTF-16LE, padded with spaces.

use jiff::civil::Date;

use crate::people::{Province, Resident};
use crate::values::person::{CARD_ISSUER, card_validity};

/// The 256 bytes. The address is cut at 35 units, as on the card.
pub fn text_record(province: &Province, person: &Resident) -> Vec<u8> {
    let (from, to) = card_validity(person, province.day);
    let day = |date: Date| date.strftime("%Y%m%d").to_string();
    let fields: [(&str, usize); 9] = [
        (&person.name, 15),
        (person.sex.code(), 1),
        (person.nation, 2),
        (&day(person.born), 8),
        (&card_address(province, person), 35),
        (&person.id_number, 18),
        (CARD_ISSUER, 15),
        (&day(from), 8),
        (&to.map_or_else(|| "长期".to_owned(), day), 8),
    ];
    let mut units: Vec<u16> = Vec::with_capacity(128);
    for (text, width) in fields {
        let end = units.len() + width;
        let mut buffer = [0_u16; 2];
        for c in text.chars() {
            let encoded = c.encode_utf16(&mut buffer);
            if units.len() + encoded.len() > end {
                break;
            }
            units.extend_from_slice(encoded);
        }
        units.resize(end, 0x20);
    }
    units.resize(128, 0x20);
    units.iter().flat_map(|unit| unit.to_le_bytes()).collect()
}

/// The address printed on the card; one card in twenty shows where the household lived before.
pub fn card_address(province: &Province, person: &Resident) -> String {
    if person.index % 20 != 3 {
        return province.household(person).address.clone();
    }
    let mut chance = crate::chance::Chance::new(province.seed, &format!("card {}", person.id_number));
    crate::people::places::home(&mut chance)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_record_is_256_bytes_and_reads_back() {
        let province = Province::invent(7, date(2026, 9, 28));
        for person in &province.residents {
            let record = text_record(&province, person);
            assert_eq!(record.len(), 256);
            let units: Vec<u16> = record
                .chunks(2)
                .map(|b| u16::from_le_bytes([b[0], b[1]]))
                .collect();
            let text =
                |from: usize, count: usize| String::from_utf16(&units[from / 2..][..count / 2]).unwrap();
            assert_eq!(text(0, 30).trim_end(), person.name);
            assert_eq!(text(122, 36), person.id_number);
            assert_eq!(text(36, 16), person.born.strftime("%Y%m%d").to_string());
            assert_eq!(text(248, 2), " ");
        }
    }
}
