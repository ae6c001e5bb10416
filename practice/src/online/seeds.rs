//! What lies at the portal when a hall comes for the first time: applications of people who have cards.

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::Book;
use super::application::{Application, File, Word};
use crate::local_time;
use crate::pdf::{Line, page};
use crate::people::Province;
use crate::personas::{Listed, Persona, candidates};

/// Applications of one kind at most.
const OF_A_KIND: usize = 8;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Seed {
    comes: String,
    item_code: String,
    item_name: String,
    values: Vec<Value>,
    files: Vec<String>,
    pre_review: Option<Value>,
}

/// Files applications for a hall, the same ones for the same province.
pub fn plant(province: &Province, book: &mut Book, region: &str, now: Timestamp) {
    let seeds: Vec<Seed> = serde_json::from_str(include_str!("../../data/online.json")).unwrap_or_default();
    let mut age = SignedDuration::from_mins(20);
    for seed in seeds {
        let (persona, subjects): (Persona, &[&str]) = match seed.comes.as_str() {
            "catering" => (Persona::LegalRep, &["food"]),
            "bookkeeping" => (Persona::LegalRep, &["acc"]),
            _ => (Persona::Individual, &[]),
        };
        for person in candidates(province, persona, subjects)
            .into_iter()
            .take(OF_A_KIND)
        {
            age += SignedDuration::from_mins(37);
            let at = now.checked_sub(age).unwrap_or(now);
            let application = of(book, &seed, &person, region, at);
            book.file(application, local_time(at));
        }
    }
}

fn of(book: &mut Book, seed: &Seed, person: &Listed, region: &str, at: Timestamp) -> Application {
    let resident = &person.resident;
    let body = person.bodies.first().filter(|_| seed.comes != "individual");
    let files = seed.files.iter().map(|material| {
        let bytes = page(
            &[Line {
                drawn: format!("Online attachment {region}"),
                says: format!("{material}（{}）", resident.name),
            }],
            &seed.item_name,
        );
        let digest = hex::encode(Sha256::digest(&bytes));
        let size = bytes.len() as u64;
        book.files.insert(digest.clone(), bytes);
        File {
            material: material.clone(),
            name: format!("{material}.pdf"),
            digest,
            bytes: size,
        }
    });
    let files = files.collect();
    let later = |mut value: Value| {
        if let Some(proof) = value.get_mut("proof") {
            proof["at"] = json!(local_time(at));
        }
        value
    };
    let pre_review = seed.pre_review.clone().map(|mut review| {
        review["at"] = json!(local_time(
            at.checked_add(SignedDuration::from_mins(9)).unwrap_or(at)
        ));
        review
    });
    Application {
        application_id: String::new(),
        revision: 0,
        region: region.to_owned(),
        item_code: seed.item_code.clone(),
        item_name: seed.item_name.clone(),
        applicant: match body {
            Some(body) => json!({"kind": "body", "name": body.name, "uscc": body.uscc}),
            None => json!({"kind": "person", "name": resident.name, "idType": resident.id_type,
                "idNumber": resident.id_number}),
        },
        filer: json!({"name": resident.name, "idType": resident.id_type, "idNumber": resident.id_number,
            "relation": body.map_or("own", |body| body.relation)}),
        values: seed.values.iter().cloned().map(later).collect(),
        files,
        pre_review,
        submitted_at: String::new(),
        state: Word::Submitted,
        accepted_number: None,
    }
}
