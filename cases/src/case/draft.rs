//! The intake (收件稿) as long as one desk owns it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use uuid::Uuid;

use super::heard::Heard;
use super::party::{Party, Person};
use super::told::Told;
use crate::catalogue::condition::{ConditionRule, Rules};
use crate::catalogue::{FieldSpec, Item, MaterialSpec};
use crate::form::{Form, Value};
use crate::identity::PersonId;
use crate::material::Slot;

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
    /// Answers to conditions nobody can derive: condition text → 是/否.
    #[serde(default)]
    pub answers: BTreeMap<String, bool>,
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
    /// 一次告知: what the case was told to supplement, once it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Told>,
    /// 容缺: ids of materials that the applicant promises to hand in later.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub promised: BTreeSet<String>,
}

impl Draft {
    /// Digest over everything the application form shows: item, party and values, not their sources.
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
        hex::encode(sum.finalize())
    }

    pub fn slot(&self, material: &str) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.material == material)
    }

    pub fn slot_mut(&mut self, material: &str) -> Option<&mut Slot> {
        self.slots.iter_mut().find(|slot| slot.material == material)
    }

    /// Whether a condition holds: derived, answered, or `None` while nobody knows.
    pub fn holds(&self, item: &Item, rules: &Rules, condition: &str, today: Date) -> Option<bool> {
        match rules.conditions.get(condition) {
            Some(ConditionRule::Agent) => Some(self.party.as_agent),
            Some(ConditionRule::Element { element, is }) => {
                let mut asked = item
                    .fields
                    .iter()
                    .filter(|field| &field.data_element == element)
                    .peekable();
                asked.peek()?;
                Some(asked.any(|field| {
                    self.form
                        .get(&field.key)
                        .and_then(|cell| cell.value())
                        .is_some_and(|value| match value {
                            Value::Text(text) => is.contains(text),
                            Value::Many(all) => all.iter().any(|one| is.contains(one)),
                            Value::Flag(flag) => {
                                is.iter().any(|one| one == if *flag { "是" } else { "否" })
                            }
                        })
                }))
            }
            Some(ConditionRule::YoungerThan { years }) => {
                let person = &self.party.person;
                let id = PersonId::parse(&person.id_type, &person.id_number, today).ok()?;
                let birth = id.birth()?;
                let mut age = i32::from(today.year()) - i32::from(birth.year());
                if (today.month(), today.day()) < (birth.month(), birth.day()) {
                    age -= 1;
                }
                Some(age < i32::from(*years))
            }
            None => self.answers.get(condition).copied(),
        }
    }

    /// Whether the field has to be filled.
    pub fn requires(&self, item: &Item, rules: &Rules, field: &FieldSpec, today: Date) -> bool {
        field.required
            || field
                .required_when
                .as_deref()
                .is_some_and(|condition| self.holds(item, rules, condition, today) == Some(true))
    }

    /// Whether the material has to be handed in; `None` while its condition is unanswered.
    pub fn needs(&self, item: &Item, rules: &Rules, material: &MaterialSpec, today: Date) -> Option<bool> {
        match &material.condition {
            None => Some(material.is_required()),
            Some(condition) => self.holds(item, rules, condition, today),
        }
    }

    /// 容缺受理: materials that are missing and promised, as far as the item lets them come later.
    pub fn promises<'a>(&self, item: &'a Item, rules: &Rules, today: Date) -> Vec<&'a MaterialSpec> {
        let form_digest = self.form_digest();
        let is_missing = |material: &MaterialSpec| {
            self.needs(item, rules, material, today) == Some(true)
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

    /// Conditions of this item that only a person can answer, each once, in the order they appear.
    pub fn questions<'a>(&self, item: &'a Item, rules: &Rules) -> Vec<&'a str> {
        let mut questions: Vec<&str> = Vec::new();
        let of_materials = item
            .materials
            .iter()
            .filter_map(|material| material.condition.as_deref());
        let of_fields = item
            .fields
            .iter()
            .filter_map(|field| field.required_when.as_deref());
        for condition in of_materials.chain(of_fields) {
            if !rules.conditions.contains_key(condition) && !questions.contains(&condition) {
                questions.push(condition);
            }
        }
        questions
    }
}
