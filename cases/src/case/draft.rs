//! The intake (收件稿) as long as one desk owns it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use uuid::Uuid;

use super::credit::CreditLooked;
use super::first_told::FirstTold;
use super::heard::Heard;
use super::party::{Party, Person};
use super::situation::Answer;
use super::told::Told;
use crate::catalogue::{Item, MaterialSpec};
use crate::form::{Form, Value};
use crate::material::Slot;
use crate::notice::PromisedLine;
use crate::online::Origin;

/// The whole intake: what is saved at the desk, sent to the hall at each save and judged at acceptance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    pub id: Uuid,
    /// Counts saved changes from 1.
    pub revision: u64,
    /// Fencing number of the lease: a desk with a smaller one lost the draft.
    pub fence: u64,
    pub visit: Uuid,
    pub item: String,
    /// Edition of the catalogue the draft was opened under.
    pub edition: String,
    /// Slip code (收件码), made when the draft was opened; finds the case for ever.
    pub slip: String,
    pub desk: String,
    pub clerk: String,
    #[schema(value_type = String, format = DateTime)]
    pub opened_at: Timestamp,
    pub party: Party,
    /// Persons beside the party, by subject: spouse, child, mother, staff …
    #[serde(default)]
    pub subjects: BTreeMap<String, Person>,
    /// What was answered of the situation (情形): question id, or a condition that is only a text.
    #[serde(default)]
    pub answers: BTreeMap<String, Answer>,
    #[serde(default)]
    pub form: Form,
    #[serde(default)]
    pub slots: Vec<Slot>,
    /// Consent and doubts from the applicant's screen.
    #[serde(default, skip_serializing_if = "Heard::is_empty")]
    pub heard: Heard,
    /// 更正: slip code of the void case that it takes the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<String>,
    /// 网上申报: the application it was begun from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub online: Option<Box<Origin>>,
    /// 一次告知: what the case was told to supplement, once it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Told>,
    /// What the applicant was told first, frozen (首次一次告知).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_told: Option<FirstTold>,
    /// People whom a register called dead when it was asked for this draft.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deceased: Vec<Deceased>,
    /// 容缺: ids of materials that the applicant promises to hand in later.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub promised: BTreeSet<String>,
    /// 信用核查: what the item's declared looks said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credit: Vec<CreditLooked>,
}

/// Somebody whom a register called dead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Deceased {
    pub number: String,
    /// The word of the source.
    pub source: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

impl Draft {
    /// An intake of which nothing is known yet.
    pub fn nobody() -> Self {
        Self {
            id: Uuid::nil(),
            revision: 0,
            fence: 0,
            visit: Uuid::nil(),
            item: String::new(),
            edition: String::new(),
            slip: String::new(),
            desk: String::new(),
            clerk: String::new(),
            opened_at: Timestamp::UNIX_EPOCH,
            party: Party {
                person: Person {
                    name: String::new(),
                    id_type: String::new(),
                    id_number: String::new(),
                    verified: None,
                },
                body: None,
                as_agent: false,
            },
            subjects: BTreeMap::new(),
            answers: BTreeMap::new(),
            form: Form::new(),
            slots: Vec::new(),
            heard: Heard::default(),
            corrects: None,
            online: None,
            told: None,
            first_told: None,
            credit: Vec::new(),
            deceased: Vec::new(),
            promised: BTreeSet::new(),
        }
    }

    /// Digest over everything the application form depends on: item, party, values and answers, not their sources.
    pub fn form_digest(&self) -> String {
        let mut sum = Sha256::new();
        let mut put = |text: &str| {
            sum.update((text.len() as u64).to_be_bytes());
            sum.update(text.as_bytes());
        };
        put(&self.item);
        put(self.party.applicant_name());
        put(self.party.applicant_number());
        for (key, cell) in &self.form {
            let Some(value) = cell.value().filter(|value| !value.is_empty()) else {
                continue;
            };
            put(key);
            match value {
                Value::Flag(flag) => put(if *flag { "1" } else { "0" }),
                Value::Text(text) => put(text),
                Value::Many(all) => {
                    put(&all.len().to_string());
                    all.iter().for_each(|one| put(one));
                }
            }
        }
        // An answer may take fields off the form. One to a mere text is of drafts that were signed without it.
        for (question, answer) in &self.answers {
            if let Answer::Chosen(codes) = answer {
                put(question);
                put(&codes.join("\n"));
            }
        }
        hex::encode(sum.finalize())
    }

    pub fn slot(&self, material: &str) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.material == material)
    }

    pub fn slot_mut(&mut self, material: &str) -> Option<&mut Slot> {
        self.slots.iter_mut().find(|slot| slot.material == material)
    }

    /// 容缺受理: materials that are missing and promised, as far as the item lets them come later.
    pub fn promises<'a>(&self, item: &'a Item, today: Date) -> Vec<&'a MaterialSpec> {
        let form_digest = self.form_digest();
        let here = self.situated(item, today);
        let is_missing = |material: &MaterialSpec| {
            here.needs(material) == Some(true)
                && !self
                    .slot(&material.id)
                    .is_some_and(|slot| slot.is_satisfied(&form_digest))
        };
        item.materials
            .iter()
            .filter(|material| material.tolerant_days.is_some())
            .filter(|material| self.promised.contains(&material.id) && is_missing(material))
            .collect()
    }

    /// What a receipt says of them.
    pub fn promised_lines(&self, item: &Item, today: Date) -> Vec<PromisedLine> {
        let promises = self.promises(item, today).into_iter();
        promises
            .map(|spec| PromisedLine {
                name: spec.name.clone(),
                days: spec.tolerant_days.unwrap_or_default(),
            })
            .collect()
    }

    /// 告知承诺: whether the applicant chose the promise in place of proof, where the item lets him.
    pub fn is_by_commitment(&self, item: &Item) -> bool {
        item.fields
            .iter()
            .filter(|field| field.data_element == "apply.promiseMode")
            .any(|field| {
                let cell = self.form.get(&field.key);
                matches!(cell.and_then(|cell| cell.value()), Some(Value::Flag(true)))
            })
    }
}
