//! Who comes to the window: practice people, or people made up from the seed when the province does not answer.

use cases::catalogue::Item;
use cases::identity::{ResidentId, Uscc};
use jiff::civil::date;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use scanners::card::{CardRecord, RECORD_LEN, Resident};

use super::Walk;
use crate::practice::{Persona, Shape};

/// A person with the card that lies on the reader.
#[derive(Debug, Clone)]
pub struct Comer {
    pub name: String,
    pub id_number: String,
    pub phone: Option<String>,
    pub card: [u8; RECORD_LEN],
}

/// Who comes for one item.
#[derive(Debug, Clone)]
pub struct Party {
    pub person: Comer,
    /// Credit code, name and relation of a body.
    pub body: Option<(String, String, String)>,
    /// Others, by relation: partner, spouse, child, mother, father.
    pub others: Vec<(String, Comer)>,
    /// Made up here, unknown to every register.
    pub made_up: bool,
}

impl Walk {
    /// Somebody who suits the item; another one for another index.
    pub(crate) async fn comer(&self, item: &Item, index: usize) -> Party {
        let seed = self.seed.wrapping_add(index as u64);
        if let Some(practice) = &self.practice
            && let Ok(people) = practice.fit(&Shape::of(item), seed, 1).await
            && let Some(party) = people.into_iter().next().and_then(known)
        {
            return party;
        }
        made_up(seed, item)
    }

    /// Somebody else, for a person of the form who is neither party nor family.
    pub(crate) async fn another(&self, index: usize) -> Comer {
        let seed = self
            .seed
            .wrapping_add(index as u64)
            .wrapping_mul(31)
            .wrapping_add(7);
        if let Some(practice) = &self.practice {
            let shape = Shape {
                types: vec!["自然人".to_owned()],
                subjects: vec!["applicant".to_owned()],
                elements: Vec::new(),
            };
            if let Ok(people) = practice.fit(&shape, seed, 1).await
                && let Some(party) = people.into_iter().next().and_then(known)
            {
                return party.person;
            }
        }
        person(&mut ChaCha8Rng::seed_from_u64(seed ^ 0x5eed), 1)
    }
}

pub(super) fn known(persona: Persona) -> Option<Party> {
    let card = |text: &str| -> Option<[u8; RECORD_LEN]> { hex::decode(text).ok()?.try_into().ok() };
    let others = persona.family.iter().filter_map(|one| {
        let comer = Comer {
            name: one.name.clone(),
            id_number: one.id_number.clone(),
            phone: None,
            card: card(&one.card_text_hex)?,
        };
        Some((one.relation.clone(), comer))
    });
    Some(Party {
        person: Comer {
            name: persona.resident.name.clone(),
            id_number: persona.resident.id_number.clone(),
            phone: persona.resident.phone.clone(),
            card: card(&persona.card_text_hex)?,
        },
        body: persona
            .bodies
            .first()
            .map(|body| (body.uscc.clone(), body.name.clone(), body.relation.clone())),
        others: others.collect(),
        made_up: false,
    })
}

/// Valid numbers, invented people: nobody a register knows.
fn made_up(seed: u64, item: &Item) -> Party {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let woman_comes = item.person_subjects().contains(&"mother");
    let man_comes = item.person_subjects().contains(&"male");
    let sex = if woman_comes && !man_comes { 2 } else { 1 };
    let person_comes = person(&mut chance, sex);
    let partner = person(&mut chance, 3 - sex);
    let code = uscc(&mut chance);
    Party {
        person: person_comes,
        body: Some((code, format!("示范区走查{seed}号有限公司"), "legalRep".to_owned())),
        others: vec![
            ("partner".to_owned(), partner.clone()),
            ("spouse".to_owned(), partner),
        ],
        made_up: true,
    }
}

/// `sex` 1 or 2.
pub(crate) fn person(chance: &mut ChaCha8Rng, sex: u32) -> Comer {
    const FAMILY: [&str; 8] = ["林", "陈", "黄", "郑", "王", "叶", "苏", "许"];
    const GIVEN: [&str; 8] = ["思远", "雨桐", "明哲", "若兰", "子墨", "安然", "景行", "念慈"];
    let name = format!(
        "{}{}",
        FAMILY[chance.random_range(0..8)],
        GIVEN[chance.random_range(0..8)]
    );
    let born = date(1985, 1, 1).saturating_add(jiff::Span::new().days(chance.random_range(0..3_000)));
    let order = chance.random_range(1..450) * 2 + (sex % 2);
    let id_number = resident_number(&format!("350199{}{order:03}", born.strftime("%Y%m%d")));
    let card = CardRecord::Resident(Resident {
        name: name.clone(),
        sex_code: sex.to_string(),
        nation_code: "01".to_owned(),
        birth: born.strftime("%Y%m%d").to_string(),
        address: "示范省示范市示范区走查路1号".to_owned(),
        id_number: id_number.clone(),
        issuer: "示范区公安局".to_owned(),
        valid_from: "20200101".to_owned(),
        valid_to: "20400101".to_owned(),
    });
    Comer {
        name,
        id_number,
        phone: Some(format!("139{:08}", chance.random_range(0..100_000_000))),
        card: card.encode().unwrap_or([0; RECORD_LEN]),
    }
}

/// The 17 digits with the check character that makes a valid number (GB 11643).
fn resident_number(body: &str) -> String {
    let today = date(2026, 11, 20);
    "0123456789X"
        .chars()
        .map(|check| format!("{body}{check}"))
        .find(|number| ResidentId::parse(number, today).is_ok())
        .unwrap_or_else(|| format!("{body}0"))
}

/// A valid credit code of the demonstration region (GB 32100).
pub fn uscc(chance: &mut ChaCha8Rng) -> String {
    const SIGNS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    // The ninth character of the organisation code inside has a check of its own; both are found by trying.
    for _ in 0..100 {
        let organisation: String = (0..8)
            .map(|_| char::from(b'0' + chance.random_range(0..10)))
            .collect();
        for inner in SIGNS.chars() {
            for check in SIGNS.chars() {
                let code = format!("91350199{organisation}{inner}{check}");
                if Uscc::parse(&code).is_ok_and(|code| code.inner_check_ok()) {
                    return code;
                }
            }
        }
    }
    "91350199000000000X".to_owned()
}

/// A valid number for a person of the form whom nobody identified.
pub fn number(chance: &mut ChaCha8Rng) -> String {
    person(chance, 1).id_number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_up_numbers_are_valid() {
        let mut chance = ChaCha8Rng::seed_from_u64(3);
        for sex in [1, 2, 1, 2] {
            let comer = person(&mut chance, sex);
            let id = ResidentId::parse(&comer.id_number, date(2026, 11, 20)).unwrap();
            assert_eq!(id.sex().code(), sex.to_string());
            assert_eq!(
                CardRecord::decode(&comer.card).unwrap().id_number(),
                comer.id_number
            );
        }
        assert!(Uscc::parse(&uscc(&mut chance)).is_ok());
    }
}
