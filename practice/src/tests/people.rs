//! Numbers, counts, ties between people, and that a seed fixes them all.

use std::collections::HashSet;

use super::{DAY, province};
use crate::licences::{of_body, of_person};
use crate::people::{BodyKind, Province, Sex, Trade, Work};
use crate::values::account;

/// GB 11643 as powers of two: valid when the weighted sum with the check leaves 1.
fn resident_number_is_valid(number: &str) -> bool {
    let digits: Vec<u32> = number
        .chars()
        .map(|c| if c == 'X' { 10 } else { c.to_digit(10).unwrap() })
        .collect();
    let sum: u32 = digits
        .iter()
        .enumerate()
        .map(|(at, digit)| digit * (1 << (17 - at)))
        .sum();
    number.len() == 18 && sum % 11 == 1
}

/// GB 32100 and the GB 11714 code inside.
fn credit_code_is_valid(code: &str) -> bool {
    let alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    let value = |c: char| alphabet.find(c).unwrap() as u64;
    let outer: u64 = code
        .chars()
        .enumerate()
        .map(|(at, c)| value(c) * 3_u64.pow(at as u32))
        .sum();
    let inner: u32 = code[8..16]
        .chars()
        .zip([3, 7, 9, 10, 5, 8, 4, 2])
        .map(|(c, w)| c.to_digit(36).unwrap() * w)
        .sum();
    let expected = match (11 - inner % 11) % 11 {
        10 => 'X',
        digit => char::from_digit(digit, 10).unwrap(),
    };
    // The last weight is 3^17, and 3^17 + 3^17 * check has to come out as a multiple of 31.
    let last = value(code.chars().last().unwrap());
    let without = outer - last * 3_u64.pow(17);
    code.len() == 18 && (without + last).is_multiple_of(31) && code.chars().nth(16) == Some(expected)
}

/// ISO 7064 MOD 37,36: the whole string, check included, ends at 1.
fn licence_identifier_is_valid(identifier: &str) -> bool {
    let parts: Vec<&str> = identifier
        .strip_prefix("1.2.156.3005.2.")
        .unwrap()
        .split('.')
        .collect();
    let widths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let mut p = 36;
    let text = parts.concat();
    for (at, c) in text.chars().enumerate() {
        let s = (p + c.to_digit(36).unwrap()) % 36;
        if at + 1 == text.len() {
            return widths == [21, 18, 20, 3, 1] && s == 1;
        }
        p = (if s == 0 { 36 } else { s }) * 2 % 37;
    }
    false
}

fn card_number_is_valid(number: &str) -> bool {
    let sum: u32 = number
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, b)| {
            let digit = u32::from(b - b'0') << (at % 2);
            if digit > 9 { digit - 9 } else { digit }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[test]
fn every_number_passes_its_check() {
    assert!(
        resident_number_is_valid("350199199003070011") && !resident_number_is_valid("350199199003070012")
    );
    assert!(credit_code_is_valid("91350199MA8DEM0183") && !credit_code_is_valid("91350199MA8DEM0180"));
    let known = "1.2.156.3005.2.11100000MB0143028R001.11350199MB9A00065K.";
    assert!(!licence_identifier_is_valid(&format!(
        "{known}20260301000001000000.001.A"
    )));
    let province = province();
    for person in &province.residents {
        assert!(
            resident_number_is_valid(&person.id_number),
            "{}",
            person.id_number
        );
        assert_eq!(
            person.id_number[6..14],
            person.born.strftime("%Y%m%d").to_string()
        );
        let odd = person.id_number.as_bytes()[16] % 2 == 1;
        assert_eq!(odd, person.sex == Sex::Male);
        assert!(card_number_is_valid(&account(&person.id_number)));
        for licence in of_person(&province, person) {
            assert!(
                licence_identifier_is_valid(&licence.identifier()),
                "{}",
                licence.identifier()
            );
        }
    }
    for body in &province.bodies {
        assert!(credit_code_is_valid(&body.uscc), "{}", body.uscc);
        let head = if body.kind == BodyKind::Enterprise {
            "91350199"
        } else {
            "92350199"
        };
        assert!(body.uscc.starts_with(head));
        for licence in of_body(&province, body) {
            assert!(licence_identifier_is_valid(&licence.identifier()));
        }
    }
    let numbers: HashSet<_> = province.residents.iter().map(|r| &r.id_number).collect();
    assert_eq!(numbers.len(), province.residents.len());
    let codes: HashSet<_> = province.bodies.iter().map(|b| &b.uscc).collect();
    assert_eq!(codes.len(), province.bodies.len());
}

#[test]
fn the_province_has_people_for_every_item() {
    let province = province();
    let count = |fits: &dyn Fn(&crate::people::Resident) -> bool| {
        province.residents.iter().filter(|r| fits(r)).count()
    };
    assert!(province.residents.len() >= 300);
    assert_eq!(
        province
            .bodies
            .iter()
            .filter(|b| b.kind == BodyKind::Enterprise)
            .count(),
        120
    );
    assert_eq!(
        province
            .bodies
            .iter()
            .filter(|b| b.kind == BodyKind::SoleTrader)
            .count(),
        40
    );
    assert!(province.births.iter().filter(|b| b.certificate.is_some()).count() >= 12);
    assert!(province.births.iter().any(|b| b.certificate.is_none()));
    assert!(count(&|r| r.died_on.is_some()) >= 8);
    assert!(count(&|r| r.near_retirement && r.sex == Sex::Male) >= 8);
    assert!(count(&|r| r.near_retirement && r.sex == Sex::Female) >= 8);
    assert!(count(&|r| r.disability.is_some()) >= 12);
    assert!(count(&|r| r.veteran) >= 6);
    assert!(count(&|r| matches!(r.work, Work::Unemployed { .. })) >= 10);
    assert!(count(&|r| r.work == Work::Student) >= 30);
    assert!(count(&|r| r.age_on(DAY) < 18 && r.mother.is_some()) >= 40);
    assert!(count(&|r| r.partner.is_some()) >= 16);
    for firm in province.bodies.iter().filter(|b| b.trade == Trade::Bookkeeping) {
        let qualified = firm
            .staff
            .iter()
            .filter(|&&at| province.residents[at].accountant.is_some())
            .count();
        assert!(qualified >= 3, "{} has {qualified}", firm.name);
    }
    let names: Vec<&str> = province.residents.iter().map(|r| r.name.as_str()).collect();
    assert!(names.iter().any(|name| name.chars().any(|c| c as u32 > 0xffff)));
    assert!(names.iter().any(|name| name.contains('·')));
}

#[test]
fn ties_between_people_hold_from_both_ends() {
    let province = province();
    for person in &province.residents {
        assert!(province.household(person).members.contains(&person.index));
        if let Some(spouse) = person.spouse.map(|at| &province.residents[at]) {
            assert_eq!(spouse.sex == Sex::Male, person.sex == Sex::Female);
            assert_eq!(spouse.married_on, person.married_on);
            if person.died_on.is_none() {
                assert_eq!(spouse.spouse, Some(person.index));
                assert_eq!(person.marital, "20");
            }
            let wedding = person.married_on.unwrap();
            assert!(person.age_on(wedding) >= 20, "{} {wedding}", person.id_number);
        }
        for parent in [person.father, person.mother]
            .into_iter()
            .flatten()
            .map(|at| &province.residents[at])
        {
            assert!(
                person.born.year() - parent.born.year() >= 18,
                "{}",
                person.id_number
            );
        }
        if let Some(partner) = person.partner.map(|at| &province.residents[at]) {
            assert_eq!(partner.partner, Some(person.index));
            assert_ne!(partner.sex, person.sex);
            assert_eq!(person.marital, "10");
            assert!(person.age_on(DAY) >= if person.sex == Sex::Male { 22 } else { 20 });
        }
        match person.work {
            Work::Employed(at) => assert!(province.bodies[at].staff.contains(&person.index)),
            Work::Runs(at) => assert_eq!(province.bodies[at].legal_rep, person.index),
            Work::Child | Work::Student | Work::Unemployed { .. } | Work::Retired | Work::None => {}
        }
    }
    for body in &province.bodies {
        let rep = &province.residents[body.legal_rep];
        assert!(rep.died_on.is_none() && rep.age_on(DAY) >= 18);
    }
    for birth in &province.births {
        let (mother, father) = (
            &province.residents[birth.mother],
            &province.residents[birth.father],
        );
        assert_eq!(mother.spouse, Some(father.index));
        assert!(
            matches!(mother.work, Work::Employed(_) | Work::Runs(_)),
            "mothers are insured"
        );
        assert!(birth.child_name.starts_with(father.name.chars().next().unwrap()));
    }
}

#[test]
fn gaps_have_their_fixed_share() {
    let province = province();
    let share = |count: usize, of: usize| 100.0 * count as f64 / of as f64;
    let people = province.residents.len();
    let no_phone = province.residents.iter().filter(|r| r.phone().is_none()).count();
    assert!((4.0..=6.0).contains(&share(no_phone, people)));
    let moved = province
        .residents
        .iter()
        .filter(|r| crate::values::person::residence(&province, r) != province.household(r).address);
    assert!((4.0..=6.0).contains(&share(moved.count(), people)));
    let other = province
        .bodies
        .iter()
        .filter(|b| b.licence_domicile != b.domicile)
        .count();
    assert!((4.0..=6.0).contains(&share(other, province.bodies.len())));
    let all: Vec<&str> = province
        .residents
        .iter()
        .flat_map(|r| of_person(&province, r))
        .chain(province.bodies.iter().flat_map(|b| of_body(&province, b)))
        .map(|licence| licence.state)
        .collect();
    let spoilt = all.iter().filter(|state| **state != "有效").count();
    assert!(
        (1.0..=4.0).contains(&share(spoilt, all.len())),
        "{}",
        share(spoilt, all.len())
    );
}

#[test]
fn a_seed_fixes_everyone() {
    let one = format!("{:?}{:?}", province().residents, province().bodies);
    let again = format!("{:?}{:?}", province().residents, province().bodies);
    assert_eq!(one, again);
    let other = Province::invent(12, DAY);
    assert_ne!(one, format!("{:?}{:?}", other.residents, other.bodies));
    // Tomorrow the same people live here, and the same bodies do business.
    let tomorrow = Province::invent(11, DAY.tomorrow().unwrap());
    assert_eq!(one, format!("{:?}{:?}", tomorrow.residents, tomorrow.bodies));
}

#[test]
fn any_day_and_seed_gives_a_province() {
    use jiff::civil::date;
    for day in [
        date(2024, 2, 29),
        date(2026, 12, 31),
        date(2027, 1, 1),
        date(2031, 6, 15),
    ] {
        for seed in 0..6 {
            let province = Province::invent(seed, day);
            assert!(
                province
                    .residents
                    .iter()
                    .all(|r| r.born <= day && r.age_on(day) < 110)
            );
            assert!(province.births.iter().all(|b| b.day < day));
        }
    }
}
