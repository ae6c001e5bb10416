//! The table of truth of identity numbers, and properties over generated ones.

use std::fmt::Debug;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use serde_json::Value;

use super::check::{USCC_ALPHABET, mod11_2, mod31, mod37_36, organisation};
use super::*;
use crate::error::Trouble;

const TODAY: Date = date(2026, 11, 22);
const TABLE: &str = include_str!("../../fixtures/id_examples.json");

/// Checks every row of one section; each invalid row has the fault stated here, none is left out.
fn section<T: Debug + ToString>(
    name: &str,
    parse: impl Fn(&str) -> Result<T, IdFault>,
    faults: &[(&str, IdFault)],
) {
    let table: Value = serde_json::from_str(TABLE).unwrap();
    let rows = |kind: &str| table[name][kind].as_array().cloned().unwrap_or_default();
    for row in rows("valid") {
        let text = row.as_str().unwrap();
        assert_eq!(parse(text).unwrap().to_string(), text);
    }
    let invalid = rows("invalid");
    assert_eq!(
        invalid.len(),
        faults.len(),
        "{name}: each invalid row has its fault here"
    );
    for row in invalid {
        let value = row["value"].as_str().unwrap();
        let (_, fault) = faults.iter().find(|(v, _)| *v == value).unwrap();
        assert_eq!(parse(value).unwrap_err(), *fault, "{value}: {}", row["why"]);
    }
}

#[test]
fn table_of_truth() {
    section(
        "residentId",
        |text| ResidentId::parse(text, TODAY),
        &[
            ("350199199003070012", IdFault::Check),
            ("35019919900231001X", IdFault::NoSuchDate),
            ("990199199003070010", IdFault::Province),
        ],
    );
    section(
        "hkMacaoTaiwanResidence",
        |text| HmtResidenceId::parse(text, TODAY),
        &[
            ("810000198805200013", IdFault::Check),
            ("810001198805200012", IdFault::Address),
            ("840000198805200011", IdFault::Province),
        ],
    );
    section(
        "foreignerPermanentResident2023",
        |text| ForeignerId2023::parse(text, TODAY),
        &[
            ("935840198805120017", IdFault::Check),
            ("935840198813120012", IdFault::NoSuchDate),
            (
                "USA358405120001",
                IdFault::Length {
                    expected: "18",
                    found: 15,
                },
            ),
        ],
    );
    section(
        "uscc",
        Uscc::parse,
        &[
            ("91350199MA8DEM0180", IdFault::Check),
            ("91350199IA8DEM0183", IdFault::Character { at: 9 }),
        ],
    );
    section(
        "organisationCode",
        OrganisationCode::parse,
        &[
            ("MA8DEM01-0", IdFault::Check),
            (
                "MA8DEM0-1",
                IdFault::Length {
                    expected: "8+1",
                    found: 9,
                },
            ),
        ],
    );
    let licence = "1.2.156.3005.2.11100000MB0143028R001.11350199MB9A00065K.20260301000001";
    section(
        "licenceIdentifier",
        LicenceIdentifier::parse,
        &[
            (&format!("{licence}.001.A"), IdFault::Check),
            (
                &format!("{licence}.1.M"),
                IdFault::Length {
                    expected: "3",
                    found: 1,
                },
            ),
            (
                "1.2.156.3005.1.11100000MB0143028R001.11350199MB9A00065K.20260301000001.001.M",
                IdFault::Prefix,
            ),
        ],
    );
}

#[test]
fn a_wrong_inner_organisation_code_is_a_warning() {
    let table: Value = serde_json::from_str(TABLE).unwrap();
    let uscc = &table["uscc"];
    for row in uscc["valid"].as_array().unwrap() {
        let code = Uscc::parse(row.as_str().unwrap()).unwrap();
        assert!(code.inner_check_ok() && code.organisation_code().is_some());
    }
    for row in uscc["validWithWarning"].as_array().unwrap() {
        let code = Uscc::parse(row["value"].as_str().unwrap()).unwrap();
        assert!(!code.inner_check_ok() && code.organisation_code().is_none());
    }
}

#[test]
fn every_province_of_the_table_is_known() {
    let table: Value = serde_json::from_str(TABLE).unwrap();
    for row in table["provinceCodes"].as_array().unwrap() {
        let code = row.as_str().unwrap();
        let body = format!("{code}000019900307001");
        let number = format!("{body}{}", mod11_2(&body));
        let permit = ["81", "82", "83"].contains(&code);
        assert_eq!(ResidentId::parse(&number, TODAY).is_ok(), !permit, "{code}");
        assert_eq!(HmtResidenceId::parse(&number, TODAY).is_ok(), permit, "{code}");
    }
}

#[test]
fn the_first_broken_rule_is_the_one_named() {
    let check = |raw: &str, fault: IdFault| assert_eq!(ResidentId::parse(raw, TODAY), Err(fault), "{raw}");
    check(
        "",
        IdFault::Length {
            expected: "18",
            found: 0,
        },
    );
    check(
        "99A",
        IdFault::Length {
            expected: "18",
            found: 3,
        },
    );
    check("350199900307001", IdFault::OldFifteen);
    check("99019919901307A01Z", IdFault::Character { at: 15 });
    check("990199199013070010", IdFault::Province);
    check("350199199013070010", IdFault::NoSuchDate);
    check("350199202611230010", IdFault::Future);
    check("350199189511220010", IdFault::TooOld);
    check("350199199003070010", IdFault::Check);
    check("3501991990030700一1", IdFault::Character { at: 17 });
    let body = "35019918951123001";
    assert!(
        ResidentId::parse(&format!("{body}{}", mod11_2(body)), TODAY).is_ok(),
        "130, and 131 tomorrow"
    );
    let foreigner = |raw: &str| ForeignerId2023::parse(raw, TODAY).unwrap_err();
    assert_eq!(foreigner("350199199003070011"), IdFault::Prefix);
    assert_eq!(foreigner("990199199003070010"), IdFault::Province);
    assert_eq!(foreigner("935199199003070010"), IdFault::Country);
    assert_eq!(Uscc::parse("01350199MA8DEM0183"), Err(IdFault::Prefix));
    assert_eq!(ForeignerId2017::parse("USA998405120001"), Err(IdFault::Province));
    assert_eq!(
        ForeignerId2017::parse("US1358405120001"),
        Err(IdFault::Character { at: 3 })
    );
    assert!(ForeignerId2017::parse("USA358405120001").is_ok());
    assert!(
        Uscc::parse("91310115MA1G4L1WXK").is_err(),
        "a well-known invented code"
    );
}

#[test]
fn today_is_judged_at_parsing_and_not_at_reading_back() {
    let child = "35019920261122001";
    let number = format!("{child}{}", mod11_2(child));
    assert_eq!(
        ResidentId::parse(&number, date(2026, 11, 21)),
        Err(IdFault::Future)
    );
    let id: ResidentId = serde_json::from_str(&format!("\"{number}\"")).unwrap();
    assert_eq!(id, ResidentId::parse(&number, TODAY).unwrap());
    assert!(serde_json::from_str::<ResidentId>("\"350199199003070012\"").is_err());
}

#[test]
fn promise_12_each_fault_speaks_two_languages_under_its_own_code() {
    let faults = [
        IdFault::Length {
            expected: "18",
            found: 17,
        },
        IdFault::OldFifteen,
        IdFault::Character { at: 3 },
        IdFault::Prefix,
        IdFault::Province,
        IdFault::ResidencePermit,
        IdFault::Address,
        IdFault::Country,
        IdFault::NoSuchDate,
        IdFault::Future,
        IdFault::TooOld,
        IdFault::Check,
        IdFault::Form,
        IdFault::UnknownType,
    ];
    let troubles: Vec<Trouble> = faults.into_iter().map(Trouble::from).collect();
    for (i, trouble) in troubles.iter().enumerate() {
        assert_eq!(trouble.code, format!("YC-{}", 1101 + i));
        assert!(trouble.zh.ends_with('。') && trouble.en.ends_with('.'));
    }
}

/// Turns ASCII into its full-width forms.
fn wide(text: &str) -> String {
    text.chars()
        .map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap())
        .collect()
}

/// Every text that differs from `text` in one place, by a character of `alphabet`.
fn neighbours<'a>(text: &'a str, alphabet: &'a str) -> impl Iterator<Item = String> + 'a {
    text.char_indices().flat_map(move |(i, old)| {
        alphabet
            .chars()
            .filter(move |c| *c != old)
            .map(move |c| format!("{}{c}{}", &text[..i], &text[i + old.len_utf8()..]))
    })
}

const ALNUM: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Checks round trip, full-width and lower-case forms, and that each neighbour in `alphabet` is refused.
fn properties<T>(text: &str, alphabet: &str, parse: impl Fn(&str) -> Result<T, IdFault>)
where
    T: Debug + PartialEq + ToString + serde::Serialize + serde::de::DeserializeOwned,
{
    let value = parse(text).unwrap();
    assert_eq!(value.to_string(), text);
    for typed in [
        wide(text),
        text.to_ascii_lowercase(),
        format!(" {text}\u{3000}\r\n"),
    ] {
        assert_eq!(parse(&typed).unwrap(), value);
    }
    let json = serde_json::to_string(&value).unwrap();
    assert_eq!(json, format!("\"{text}\""));
    assert_eq!(serde_json::from_str::<T>(&json).unwrap(), value);
    for near in neighbours(text, alphabet) {
        assert!(parse(&near).is_err(), "{near} is one character from {text}");
    }
}

fn birth_text() -> impl Strategy<Value = String> {
    (1900i16..=2025, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| format!("{y:04}{m:02}{d:02}"))
}

fn with_check(body: String) -> String {
    let check = mod11_2(&body);
    format!("{body}{check}")
}

fn uscc_text(len: usize) -> impl Strategy<Value = String> {
    proptest::collection::vec(0usize..31, len).prop_map(|places| {
        places
            .into_iter()
            .map(|i| char::from(USCC_ALPHABET.as_bytes()[i]))
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn resident_numbers(county in "[0-9]{4}", birth in birth_text(), sequence in "[0-9]{3}") {
        let text = with_check(format!("35{county}{birth}{sequence}"));
        properties(&text, ALNUM, |raw| ResidentId::parse(raw, TODAY));
        let id = ResidentId::parse(&text, TODAY).unwrap();
        prop_assert_eq!(id.birth().strftime("%Y%m%d").to_string(), birth);
        let odd = sequence.as_bytes()[2] % 2 == 1;
        prop_assert_eq!(id.sex(), if odd { Sex::Male } else { Sex::Female });
    }

    #[test]
    fn residence_permits(place in "8[123]0000", birth in birth_text(), sequence in "[0-9]{3}") {
        properties(&with_check(format!("{place}{birth}{sequence}")), ALNUM, |raw| HmtResidenceId::parse(raw, TODAY));
    }

    #[test]
    fn foreigners(country in "(840|826|392|004|894)", birth in birth_text(), sequence in "[0-9]{3}") {
        let text = with_check(format!("935{country}{birth}{sequence}"));
        properties(&text, ALNUM, |raw| ForeignerId2023::parse(raw, TODAY));
    }

    #[test]
    fn credit_codes(kind in "[1-9ANY][1239]", region in "[0-9]{6}", organisation in uscc_text(9)) {
        let body = format!("{kind}{region}{organisation}");
        let text = format!("{body}{}", mod31(&body));
        properties(&text, ALNUM, Uscc::parse);
    }

    /// GB 11714 is a MOD 11 check over 36 characters: a digit taken for another digit is always found.
    #[test]
    fn organisation_codes(body in "[0-9A-Z]{8}") {
        let text = format!("{body}-{}", organisation(&body));
        let code = OrganisationCode::parse(&text).unwrap();
        prop_assert_eq!(&OrganisationCode::parse(&text.replace('-', "").to_lowercase()).unwrap(), &code);
        prop_assert_eq!(&OrganisationCode::parse(&wide(&text)).unwrap(), &code);
        for (i, old) in text.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
            for new in ('0'..='9').filter(|c| *c != old) {
                let near = format!("{}{new}{}", &text[..i], &text[i + 1..]);
                prop_assert!(OrganisationCode::parse(&near).is_err(), "{} is one digit from {}", near, text);
            }
        }
    }

    #[test]
    fn licence_identifiers(serial in "[0-9A-Z]{1,24}", version in "[0-9]{3}") {
        let (kind, issuer) = ("11100000MB0143028R001", "11350199MB9A00065K");
        let check = mod37_36(format!("{kind}{issuer}{serial}{version}").chars());
        properties(&format!("1.2.156.3005.2.{kind}.{issuer}.{serial}.{version}.{check}"), ALNUM, LicenceIdentifier::parse);
    }

    #[test]
    fn nothing_typed_ever_panics(raw in "\\PC{0,40}") {
        for code in ["111", "112", "113", "414", "511", "516", "553", "554", "555", "990", "x"] {
            let _ = PersonId::parse(code, &raw, TODAY);
        }
        let _ = (Uscc::parse(&raw), OrganisationCode::parse(&raw), LicenceIdentifier::parse(&raw));
        let _ = SearchKey::parse(&raw);
    }

    #[test]
    fn nothing_of_the_right_length_ever_panics(raw in "[0-9A-ZＡ-Ｚ０-９一]{18}", short in "[0-9一A-Z]{8,15}") {
        for code in ["111", "414", "511", "516", "553", "554", "990"] {
            let _ = (PersonId::parse(code, &raw, TODAY), PersonId::parse(code, &short, TODAY));
        }
        let _ = (Uscc::parse(&raw), OrganisationCode::parse(&short));
    }
}
