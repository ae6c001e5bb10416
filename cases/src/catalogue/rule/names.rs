//! What a rule of one item may name.

use std::collections::{BTreeMap, BTreeSet};

use super::kind::Kind;
use crate::catalogue::{Item, Situation};

/// Names that belong to no field, so that no subject may be called so.
const TAKEN: [&str; 4] = ["today", "party", "answers", "shared"];

/// Where the value of a name comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// What stands in the field with this key.
    Field(String),
    /// What a registry (共享数据) gave for the field with this key.
    Shared(String),
    Today,
    Party(PartyFact),
    /// What was answered to this question (情形引导).
    Answer(String),
}

/// What is known of the party (申请主体) beside the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartyFact {
    AsAgent,
    HasBody,
    PersonName,
    PersonIdType,
    PersonIdNumber,
    PersonSex,
    PersonBirth,
    PersonAge,
    BodyName,
    BodyUscc,
    BodyRelation,
}

impl PartyFact {
    /// Every fact with its name and kind.
    pub const ALL: [(&'static str, PartyFact, Kind); 11] = [
        ("party.asAgent", PartyFact::AsAgent, Kind::Bool),
        ("party.hasBody", PartyFact::HasBody, Kind::Bool),
        ("party.person.name", PartyFact::PersonName, Kind::Text),
        ("party.person.idType", PartyFact::PersonIdType, Kind::Text),
        ("party.person.idNumber", PartyFact::PersonIdNumber, Kind::Text),
        ("party.person.sex", PartyFact::PersonSex, Kind::Text),
        ("party.person.birth", PartyFact::PersonBirth, Kind::Date),
        ("party.person.age", PartyFact::PersonAge, Kind::Number),
        ("party.body.name", PartyFact::BodyName, Kind::Text),
        ("party.body.uscc", PartyFact::BodyUscc, Kind::Text),
        ("party.body.relation", PartyFact::BodyRelation, Kind::Text),
    ];
}

/// The facts, materials and questions of one item, with the kind of each.
#[derive(Debug, Clone)]
pub struct FactNames {
    facts: BTreeMap<String, (Source, Kind)>,
    materials: BTreeMap<String, String>,
    generated: BTreeSet<String>,
    clashes: Vec<(String, String)>,
}

impl FactNames {
    /// The names of an item: `SUBJECT.NAME` for each field, where `NAME` is its data element without the first
    /// segment (`legalRep` and `person.idNumber` make `legalRep.idNumber`), and the same below `shared`.
    pub fn of(item: &Item) -> Self {
        let mut names = Self {
            facts: BTreeMap::new(),
            materials: BTreeMap::new(),
            generated: BTreeSet::new(),
            clashes: Vec::new(),
        };
        names
            .facts
            .insert("today".to_owned(), (Source::Today, Kind::Date));
        for (name, fact, kind) in PartyFact::ALL {
            names.facts.insert(name.to_owned(), (Source::Party(fact), kind));
        }
        for field in &item.fields {
            let name = fact_name(&field.subject, &field.data_element);
            if TAKEN.contains(&field.subject.as_str()) || names.is_beside(&name) {
                names.clashes.push((field.key.clone(), name));
                continue;
            }
            let kind = Kind::of(field);
            let shared = (Source::Shared(field.key.clone()), kind.clone());
            names.facts.insert(format!("shared.{name}"), shared);
            names.facts.insert(name, (Source::Field(field.key.clone()), kind));
        }
        for material in &item.materials {
            if material.is_generated() {
                names.generated.insert(material.id.clone());
            }
            names.materials.insert(material.id.clone(), material.id.clone());
            if let Some((_, short)) = material.id.rsplit_once('-') {
                let known = names.materials.entry(short.to_owned());
                known.or_insert_with(|| material.id.clone());
            }
        }
        names
    }

    /// The same with questions of its guidance (情形引导), each as `answers.ID`: the code, or a list of codes.
    pub fn with_questions<'a>(mut self, questions: impl IntoIterator<Item = &'a Situation>) -> Self {
        for question in questions {
            let kind = if question.several {
                Kind::list(Kind::Text)
            } else {
                Kind::Text
            };
            let answer = (Source::Answer(question.id.clone()), kind);
            self.facts.insert(format!("answers.{}", question.id), answer);
        }
        self
    }

    /// Fields whose name another field has already, or that hide a name of their own: key and name.
    pub fn clashes(&self) -> &[(String, String)] {
        &self.clashes
    }

    /// Every name a rule of this item may use.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Kind)> {
        self.facts.iter().map(|(name, (_, kind))| (name.as_str(), kind))
    }

    pub(super) fn find(&self, name: &str) -> Option<(&Source, &Kind)> {
        self.facts.get(name).map(|(source, kind)| (source, kind))
    }

    /// The material with this id, or with an id that ends so: `m03` for `ga-seal-m03`.
    pub(super) fn material(&self, id: &str) -> Option<&str> {
        self.materials.get(id).map(String::as_str)
    }

    /// The item's own forms (系统生成), by material id.
    pub(super) fn generated(&self) -> impl Iterator<Item = &str> {
        self.generated.iter().map(String::as_str)
    }

    /// Whether the name is taken, or is the beginning of one, or one is the beginning of it.
    fn is_beside(&self, name: &str) -> bool {
        let below = format!("{name}.");
        let next = self.facts.range(below.clone()..).next();
        self.facts.contains_key(name)
            || next.is_some_and(|(other, _)| other.starts_with(&below))
            || name
                .match_indices('.')
                .any(|(at, _)| self.facts.contains_key(&name[..at]))
    }
}

/// The name of a field's fact.
pub fn fact_name(subject: &str, element: &str) -> String {
    match element.split_once('.') {
        Some((_, name)) => format!("{subject}.{name}"),
        None => format!("{subject}.{element}"),
    }
}
