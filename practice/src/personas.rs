//! Training listings, outside the contracts: whose card to lay on the reader for which kind of item.

use axum::Json;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};

use crate::Shared;
use crate::cards::text_record;
use crate::chance::draw;
use crate::licences::{of_body, of_person};
use crate::people::{Body, BodyKind, Province, Resident, Sex, Trade, Work};
use crate::registry::relatives;
use crate::values::body::phone;

/// What somebody comes to the window as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Persona {
    LegalRep,
    Operator,
    Individual,
    Marriage,
    Newborn,
    Retiree,
    Disabled,
    Unemployed,
    Veteran,
    Minor,
}

const ALL: [(Persona, usize); 10] = [
    (Persona::LegalRep, 12),
    (Persona::Operator, 6),
    (Persona::Individual, 6),
    (Persona::Marriage, 4),
    (Persona::Newborn, 4),
    (Persona::Retiree, 4),
    (Persona::Disabled, 3),
    (Persona::Unemployed, 3),
    (Persona::Veteran, 2),
    (Persona::Minor, 2),
];

/// One entry of the listing.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Listed {
    pub persona: Persona,
    pub resident: Named,
    /// The 256 bytes that the card reader would give, in hex.
    pub card_text_hex: String,
    pub bodies: Vec<Represented>,
    pub family: Vec<Relative>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth: Option<Newborn>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Named {
    pub name: String,
    pub id_number: String,
    pub id_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Represented {
    pub uscc: String,
    pub name: String,
    pub kind: &'static str,
    pub relation: &'static str,
}

/// A relative, or the partner in a couple to be.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Relative {
    pub relation: &'static str,
    pub name: String,
    pub id_number: String,
    pub id_type: &'static str,
    pub card_text_hex: String,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Newborn {
    pub child_name: String,
    pub cert_no: Option<String>,
}

fn list(province: &Province, persona: Persona, person: &Resident, body: Option<&Body>) -> Listed {
    let card = |r: &Resident| hex::encode_upper(text_record(province, r));
    let relative = |relation, r: &Resident| Relative {
        relation,
        name: r.name.clone(),
        id_number: r.id_number.clone(),
        id_type: "111",
        card_text_hex: card(r),
    };
    let partner = person
        .partner
        .map(|at| relative("partner", &province.residents[at]));
    // The body asked for comes first, then the others the person represents.
    let others = province
        .represented_by(person)
        .filter(|b| body.is_none_or(|first| first.index != b.index));
    let bodies = body.into_iter().chain(others).map(|b| {
        let (kind, relation) = match b.kind {
            BodyKind::Enterprise => ("enterprise", "legalRep"),
            BodyKind::SoleTrader => ("soleTrader", "operator"),
        };
        Represented {
            uscc: b.uscc.clone(),
            name: b.name.clone(),
            kind,
            relation,
        }
    });
    Listed {
        persona,
        resident: Named {
            name: person.name.clone(),
            id_number: person.id_number.clone(),
            id_type: "111",
            phone: person.phone(),
        },
        card_text_hex: card(person),
        bodies: bodies.collect(),
        family: partner
            .into_iter()
            .chain(
                relatives(province, person)
                    .into_iter()
                    .map(|(relation, r)| relative(relation, r)),
            )
            .collect(),
        birth: province.birth_of(person).map(|b| Newborn {
            child_name: b.child_name.clone(),
            cert_no: b.certificate.clone(),
        }),
    }
}

/// Nothing stands in the way: alive, a phone on file, every licence 有效.
pub fn in_order(province: &Province, person: &Resident) -> bool {
    let licences_fine = || of_person(province, person).iter().all(|l| l.state == "有效");
    person.died_on.is_none() && person.phone().is_some() && licences_fine()
}

pub fn body_in_order(province: &Province, body: &Body) -> bool {
    phone(body).is_some()
        && of_body(province, body).iter().all(|l| l.state == "有效")
        && in_order(province, &province.residents[body.legal_rep])
}

/// The trades whose bodies suit the subjects of an item.
fn suits(trade: Trade, subjects: &[&str]) -> bool {
    let any = |names: &[&str]| subjects.iter().any(|subject| names.contains(subject));
    if any(&["acc", "chiefAcc"]) {
        trade == Trade::Bookkeeping
    } else if any(&[
        "food",
        "foodSafety",
        "tobacco",
        "drain",
        "sign",
        "hygiene",
        "fireOwner",
        "fireManager",
    ]) {
        matches!(trade, Trade::Catering | Trade::Drinks)
    } else {
        true
    }
}

/// Everyone who can come as a persona, in the order of the register.
pub fn candidates(province: &Province, persona: Persona, subjects: &[&str]) -> Vec<Listed> {
    let bodies = |kind: BodyKind| -> Vec<Listed> {
        let fit = province
            .bodies
            .iter()
            .filter(|b| b.kind == kind && suits(b.trade, subjects));
        fit.filter(|b| body_in_order(province, b))
            .map(|b| list(province, persona, &province.residents[b.legal_rep], Some(b)))
            .collect()
    };
    let people = |fits: &dyn Fn(&Resident, i16) -> bool| -> Vec<Listed> {
        let fit = province
            .residents
            .iter()
            .filter(|r| fits(r, r.age_on(province.day)));
        fit.filter(|r| in_order(province, r))
            .map(|r| list(province, persona, r, None))
            .collect()
    };
    match persona {
        Persona::LegalRep => bodies(BodyKind::Enterprise),
        Persona::Operator => bodies(BodyKind::SoleTrader),
        Persona::Individual => people(&|r, age| {
            (23..=54).contains(&age)
                && !matches!(r.work, Work::Runs(_) | Work::Unemployed { .. } | Work::Student)
                && !r.near_retirement
                && r.disability.is_none()
        }),
        Persona::Marriage => people(&|r, age| {
            let partner = r.partner.map(|at| &province.residents[at]);
            r.sex == Sex::Male && age >= 22 && partner.is_some_and(|p| in_order(province, p))
        }),
        Persona::Newborn => people(&|r, _| {
            let birth = province.birth_of(r);
            birth.is_some_and(|b| {
                b.mother == r.index
                    && b.certificate.is_some()
                    && in_order(province, &province.residents[b.father])
            })
        }),
        Persona::Retiree => people(&|r, _| r.near_retirement),
        Persona::Disabled => people(&|r, _| {
            r.disability.is_some_and(|(_, level)| matches!(level, "1" | "2"))
                && province.household(r).low_income
        }),
        Persona::Unemployed => {
            people(&|r, _| matches!(r.work, Work::Unemployed { reason, .. } if reason != "本人意愿离职"))
        }
        Persona::Veteran => people(&|r, _| r.veteran),
        Persona::Minor => people(&|r, age| (7..=15).contains(&age) && r.mother.is_some()),
    }
}

/// `count` different ones, beginning at a place that the seed fixes.
fn choose(all: Vec<Listed>, seed: u64, count: usize) -> Vec<Listed> {
    if all.is_empty() {
        return all;
    }
    let start = usize::try_from(draw(&["persona", &seed.to_string()]) % all.len() as u64).unwrap_or(0);
    let length = all.len();
    all.into_iter()
        .cycle()
        .skip(start)
        .take(count.min(length))
        .collect()
}

/// Which personas suit an item, by its kinds of applicant, the subjects of its form, and the data elements on it.
pub fn personas_for(types: &[&str], subjects: &[&str], elements: &[&str]) -> Vec<Persona> {
    let subject = |name: &str| subjects.contains(&name);
    let element = |start: &str| elements.iter().any(|e| e.starts_with(start));
    if subject("male") || subject("female") {
        return vec![Persona::Marriage];
    }
    if subject("insured") {
        return vec![Persona::Retiree];
    }
    if (subject("mother") || subject("birth")) && !subject("applicant") {
        return vec![Persona::Newborn];
    }
    if subject("operator") {
        return vec![Persona::Individual];
    }
    if subject("vet") || element("person.veteran") || element("person.placement") || element("vet.") {
        return vec![Persona::Veteran];
    }
    if element("person.unemployed") {
        return vec![Persona::Unemployed];
    }
    if subject("relief") || element("person.disability") {
        return vec![Persona::Disabled];
    }
    let mut fit = Vec::new();
    if types.contains(&"企业法人") {
        fit.push(Persona::LegalRep);
    }
    if types.contains(&"个体工商户") {
        fit.push(Persona::Operator);
    }
    let a_person_comes = subject("applicant") || fit.is_empty();
    if a_person_comes && (types.contains(&"自然人") || types.is_empty()) {
        return vec![Persona::Individual];
    }
    if fit.is_empty() {
        vec![Persona::LegalRep]
    } else {
        fit
    }
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    seed: u64,
    n: Option<usize>,
    #[serde(default)]
    types: String,
    #[serde(default)]
    subjects: String,
    #[serde(default)]
    elements: String,
    persona: Option<Persona>,
}

/// `GET /personas?seed=N&persona=P&n=K`: a tray of cards, some of every persona.
pub async fn all(State(practice): State<Shared>, Query(asked): Query<Asked>) -> Json<Vec<Listed>> {
    let wanted = ALL
        .iter()
        .filter(|(persona, _)| asked.persona.is_none_or(|only| only == *persona));
    let listed = wanted.flat_map(|&(persona, count)| {
        let all = candidates(&practice.province, persona, &[]);
        choose(all, asked.seed, asked.n.unwrap_or(count))
    });
    Json(listed.collect())
}

fn words(list: &str) -> Vec<&str> {
    list.split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .collect()
}

/// `GET /personas/fit?types=…&subjects=…&elements=…&seed=N&n=K`: different people who suit an item of this shape.
pub async fn fit(State(practice): State<Shared>, Query(asked): Query<Asked>) -> Json<Vec<Listed>> {
    let subjects = words(&asked.subjects);
    let kinds = match asked.persona {
        Some(persona) => vec![persona],
        None => personas_for(&words(&asked.types), &subjects, &words(&asked.elements)),
    };
    let count = asked.n.unwrap_or(1);
    let mut queues: Vec<_> = kinds
        .into_iter()
        .map(|kind| choose(candidates(&practice.province, kind, &subjects), asked.seed, count).into_iter())
        .collect();
    // Kinds take turns until there are enough.
    let mut chosen: Vec<Listed> = Vec::new();
    while chosen.len() < count {
        let before = chosen.len();
        chosen.extend(queues.iter_mut().filter_map(Iterator::next));
        if chosen.len() == before {
            break;
        }
    }
    chosen.truncate(count);
    Json(chosen)
}
