use super::super::protocol::{Reply, Status, text_and_photo};
use super::*;
use proptest::prelude::*;

/// An invented resident's record with its frame checksum, worked out independently of this code.
const REFERENCE_HEX: &str = concat!(
    "97674B6DD58B200020002000200020002000200020002000200020002000310030003100310039003900300030003300",
    "300037008F79FA5E01773A790383025E3A7903833A533F65A152EF8D3100F75320002000200020002000200020002000",
    "200020002000200020002000200020002000200020002000200033003500300031003900390031003900390030003000",
    "33003000370030003000310031003A790383025E6C51895B405C3A7903830652405C2000200020002000200032003000",
    "320030003000310030003100320030003400300030003100300031002000200020002000200020002000200020002000",
    "20002000200020002000200020002000",
);

fn reference() -> [u8; RECORD_LEN] {
    hex::decode(REFERENCE_HEX).unwrap().try_into().unwrap()
}

fn resident() -> Resident {
    Resident {
        name: "林测试".to_owned(),
        sex_code: "1".to_owned(),
        nation_code: "01".to_owned(),
        birth: "19900307".to_owned(),
        address: "福建省示范市示范区政务路1号".to_owned(),
        id_number: "350199199003070011".to_owned(),
        issuer: "示范市公安局示范分局".to_owned(),
        valid_from: "20200101".to_owned(),
        valid_to: "20400101".to_owned(),
    }
}

fn hk_macao_taiwan() -> HkMacaoTaiwan {
    HkMacaoTaiwan {
        name: "陈示范".to_owned(),
        sex_code: "2".to_owned(),
        birth: "19851130".to_owned(),
        address: "福建省示范市示范区海峡路2号".to_owned(),
        id_number: "810000198511300020".to_owned(),
        issuer: "示范市公安局".to_owned(),
        valid_from: "20230501".to_owned(),
        valid_to: "20280501".to_owned(),
        pass_number: "H12345678".to_owned(),
        issue_count: "01".to_owned(),
    }
}

fn foreigner_2017() -> Foreigner2017 {
    Foreigner2017 {
        english_name: "SAMPLE, MARIA ELENA".to_owned(),
        sex_code: "2".to_owned(),
        id_number: "FRA350180010112".to_owned(),
        country: "FRA".to_owned(),
        chinese_name: String::new(),
        valid_from: "20180601".to_owned(),
        valid_to: "20280531".to_owned(),
        birth: "19800101".to_owned(),
        card_version: "01".to_owned(),
        accepting_body: "3501".to_owned(),
    }
}

fn foreigner_2023() -> Foreigner2023 {
    Foreigner2023 {
        chinese_name: "玛丽".to_owned(),
        sex_code: "2".to_owned(),
        replacement_count: "00".to_owned(),
        birth: "19800101".to_owned(),
        english_name: "SAMPLE-LONGFAMILYNAME, MARIA ELENA VICTORIA".to_owned(),
        id_number: "935250198001010022".to_owned(),
        valid_from: "20240101".to_owned(),
        valid_to: "20340101".to_owned(),
        country: "FRA".to_owned(),
        old_number_link: "112".to_owned(),
    }
}

/// Not `assert_eq!`: its message would print the record, and `Debug` rightly hides it.
fn check(bytes: &[u8; RECORD_LEN], expected: CardRecord) {
    let decoded = CardRecord::decode(bytes).unwrap();
    let (decoded, expected) = (fields(&decoded), fields(&expected));
    assert_eq!(decoded, expected);
}

/// The record through its serde face, as pairs that a failed test may show: every person here is invented.
fn fields(record: &CardRecord) -> Vec<(&'static str, String)> {
    match record {
        CardRecord::Resident(c) => vec![
            ("name", c.name.clone()),
            ("sex", c.sex_code.clone()),
            ("nation", c.nation_code.clone()),
            ("birth", c.birth.clone()),
            ("address", c.address.clone()),
            ("id", c.id_number.clone()),
            ("issuer", c.issuer.clone()),
            ("from", c.valid_from.clone()),
            ("to", c.valid_to.clone()),
        ],
        CardRecord::HkMacaoTaiwan(c) => vec![
            ("name", c.name.clone()),
            ("sex", c.sex_code.clone()),
            ("birth", c.birth.clone()),
            ("address", c.address.clone()),
            ("id", c.id_number.clone()),
            ("issuer", c.issuer.clone()),
            ("from", c.valid_from.clone()),
            ("to", c.valid_to.clone()),
            ("pass", c.pass_number.clone()),
            ("count", c.issue_count.clone()),
        ],
        CardRecord::Foreigner2017(c) => vec![
            ("english", c.english_name.clone()),
            ("sex", c.sex_code.clone()),
            ("id", c.id_number.clone()),
            ("country", c.country.clone()),
            ("chinese", c.chinese_name.clone()),
            ("from", c.valid_from.clone()),
            ("to", c.valid_to.clone()),
            ("birth", c.birth.clone()),
            ("version", c.card_version.clone()),
            ("body", c.accepting_body.clone()),
        ],
        CardRecord::Foreigner2023(c) => vec![
            ("chinese", c.chinese_name.clone()),
            ("sex", c.sex_code.clone()),
            ("replacements", c.replacement_count.clone()),
            ("birth", c.birth.clone()),
            ("english", c.english_name.clone()),
            ("id", c.id_number.clone()),
            ("from", c.valid_from.clone()),
            ("to", c.valid_to.clone()),
            ("country", c.country.clone()),
            ("old", c.old_number_link.clone()),
        ],
    }
}

#[test]
fn reference_record_and_its_checksum() {
    check(&reference(), CardRecord::Resident(resident()));
    assert_eq!(CardRecord::Resident(resident()).encode().unwrap(), reference());
    let reply = Reply {
        status: Status::Success,
        data: text_and_photo(&reference(), &[0; 1024]),
    };
    let frame = reply.frame();
    assert_eq!(frame.len(), 1295);
    assert_eq!(frame.last(), Some(&0x89));
}

#[test]
fn all_four_layouts_round_trip_with_their_flag() {
    let table = [
        (CardRecord::Resident(resident()), b' '),
        (CardRecord::HkMacaoTaiwan(hk_macao_taiwan()), b'J'),
        (CardRecord::Foreigner2017(foreigner_2017()), b'I'),
        (CardRecord::Foreigner2023(foreigner_2023()), b'Y'),
    ];
    for (card, flag) in table {
        let bytes = card.encode().unwrap();
        assert_eq!(bytes[248..250], [flag, 0]);
        check(&bytes, card);
    }
}

fn place_of(bytes: &[u8; RECORD_LEN], at: usize, len: usize) -> String {
    let units: Vec<u16> = bytes[at..at + len]
        .chunks(2)
        .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
        .collect();
    String::from_utf16(&units).unwrap()
}

/// Byte places stated once more, apart from the code's own table.
#[test]
fn fields_lie_where_the_layouts_say() {
    let j = CardRecord::HkMacaoTaiwan(hk_macao_taiwan()).encode().unwrap();
    assert_eq!(place_of(&j, 32, 4), "  ");
    assert_eq!(place_of(&j, 220, 18), "H12345678");
    assert_eq!(place_of(&j, 238, 4), "01");
    let i = CardRecord::Foreigner2017(foreigner_2017()).encode().unwrap();
    assert_eq!(place_of(&i, 120, 2), "2");
    assert_eq!(place_of(&i, 122, 30), "FRA350180010112");
    assert_eq!(place_of(&i, 152, 6), "FRA");
    assert_eq!(place_of(&i, 188, 16), "20180601");
    assert_eq!(place_of(&i, 220, 16), "19800101");
    assert_eq!(place_of(&i, 240, 8), "3501");
    let y = CardRecord::Foreigner2023(foreigner_2023()).encode().unwrap();
    assert_eq!(place_of(&y, 32, 4), "00");
    assert_eq!(place_of(&y, 52, 70), "SAMPLE-LONGFAMILYNAME, MARIA ELENA ");
    assert_eq!(place_of(&y, 220, 22), "VICTORIA   ");
    assert_eq!(place_of(&y, 242, 6), "FRA");
    assert_eq!(place_of(&y, 250, 6), "112");
}

#[test]
fn validity_may_be_forever_and_names_may_be_rare() {
    let card = CardRecord::Resident(Resident {
        name: "阿依·𠮷买提".to_owned(),
        valid_to: "长期".to_owned(),
        ..resident()
    });
    check(&card.encode().unwrap(), card);
}

#[test]
fn long_address_is_cut_like_a_chip_does_and_a_split_pair_is_dropped() {
    let long = CardRecord::Resident(Resident {
        address: "号".repeat(34) + "𠮷楼",
        ..resident()
    });
    let mut bytes = long.encode().unwrap();
    check(
        &bytes,
        CardRecord::Resident(Resident {
            address: "号".repeat(34),
            ..resident()
        }),
    );
    // A chip that counts bytes leaves the first half of the pair in the last place.
    bytes[120..122].copy_from_slice(&0xD842u16.to_le_bytes());
    check(
        &bytes,
        CardRecord::Resident(Resident {
            address: "号".repeat(34),
            ..resident()
        }),
    );
}

#[test]
fn nul_padding_reads_like_spaces() {
    let mut bytes = reference();
    bytes[6..30].fill(0);
    bytes[220..].fill(0);
    check(&bytes, CardRecord::Resident(resident()));
}

fn check_fault(at: usize, text: &str, expected: RecordFault) {
    let mut bytes = reference();
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes[at..at + units.len()].copy_from_slice(&units);
    assert_eq!(CardRecord::decode(&bytes).err(), Some(expected));
}

#[test]
fn what_is_not_a_record_is_refused_by_field() {
    check_fault(248, "Z", RecordFault::UnknownLayout);
    check_fault(36, "19901307", RecordFault::BadDate("birth"));
    check_fault(36, "1990030x", RecordFault::BadDate("birth"));
    check_fault(188, "长期      ", RecordFault::BadDate("validFrom"));
    check_fault(204, "永久      ", RecordFault::BadDate("validTo"));
    check_fault(122, "35019919900307001 ", RecordFault::BadNumber("idNumber"));
    check_fault(122, "35019919900307001x", RecordFault::BadNumber("idNumber"));
    check_fault(30, "男", RecordFault::BadNumber("sex"));
    check_fault(0, "\u{7}", RecordFault::Garbled("name"));
    let mut half_pair = reference();
    half_pair[0..2].copy_from_slice(&0xDC00u16.to_le_bytes());
    assert_eq!(
        CardRecord::decode(&half_pair).err(),
        Some(RecordFault::Garbled("name"))
    );
}

#[test]
fn too_long_a_field_is_named() {
    let card = CardRecord::Resident(Resident {
        name: "长".repeat(16),
        ..resident()
    });
    assert_eq!(card.encode(), Err(RecordFault::TooLong("name")));
}

#[test]
fn debug_text_holds_no_person() {
    let text = format!("{:?}", CardRecord::Resident(resident()));
    assert!(!text.contains("林测试") && !text.contains("350199199003070011"));
}

proptest! {
    #[test]
    fn any_bytes_decode_or_are_refused(bytes in prop::collection::vec(any::<u8>(), RECORD_LEN)) {
        let _ = CardRecord::decode(&bytes.try_into().unwrap());
    }

    #[test]
    fn damaged_records_decode_or_are_refused(at in 0..RECORD_LEN, byte in any::<u8>()) {
        let mut bytes = reference();
        bytes[at] = byte;
        let _ = CardRecord::decode(&bytes);
    }
}
