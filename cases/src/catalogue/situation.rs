//! Guidance (情形引导): the questions of an item, each a short line of answers.
//!
//! An answer states facts of the form, includes materials, or is only referred to by conditions as `answers.ID`. A
//! question knows the answers of those before it, never its own or a later one's, so that no circle can arise.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{CodeLists, FieldSpec, Item};
use crate::error::Trouble;
use crate::form::value::{self, Value, holds_many};

/// As many answers as there are digits.
pub const MOST_ANSWERS: usize = 10;

/// One question (情形问题).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Situation {
    pub id: String,
    pub question: String,
    /// Several answers may hold at once; `answers.ID` is then a list.
    #[serde(default, skip_serializing_if = "is_false")]
    pub several: bool,
    /// Asked only while this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    pub answers: Vec<SituationAnswer>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SituationAnswer {
    pub code: String,
    pub label: String,
    /// The answer follows by itself once this holds; a person may answer otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<String>,
    /// Materials that are handed in with this answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub includes: Vec<String>,
    /// Fact → value: the answer and these fields of the form are one and the same, so neither is asked twice.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<String, Json>,
}

impl Situation {
    pub fn answer(&self, code: &str) -> Option<&SituationAnswer> {
        self.answers.iter().find(|answer| answer.code == code)
    }

    /// The fields of the form that some answer of this question fills.
    pub fn fields<'a>(&'a self, item: &'a Item) -> impl Iterator<Item = &'a FieldSpec> {
        let stated = |field: &&FieldSpec| {
            let mut names = self.answers.iter().flat_map(|answer| answer.facts.keys());
            names.any(|name| is_fact(field, name))
        };
        item.fields.iter().filter(stated)
    }
}

impl SituationAnswer {
    /// What it states of a field, in the field's own form.
    pub fn states(&self, field: &FieldSpec) -> Option<Value> {
        let (_, fact) = self.facts.iter().find(|(name, _)| is_fact(field, name))?;
        let text = |one: &Json| match one {
            Json::String(text) => Some(text.clone()),
            Json::Number(number) => Some(number.to_string()),
            _ => None,
        };
        match fact {
            Json::Bool(flag) => Some(Value::Flag(*flag)),
            Json::Array(all) => all.iter().map(text).collect::<Option<_>>().map(Value::Many),
            one if holds_many(field) => text(one).map(|one| Value::Many(vec![one])),
            one => text(one).map(Value::Text),
        }
    }

    /// The fields it states something of, with what it states.
    pub fn statements<'a>(&'a self, item: &'a Item) -> impl Iterator<Item = (&'a FieldSpec, Value)> {
        let named = |name: &'a String| item.fields.iter().find(move |field| is_fact(field, name));
        self.facts
            .keys()
            .filter_map(named)
            .filter_map(|field| Some((field, self.states(field)?)))
    }
}

/// Whether `name` is the fact of this field, as [`super::rule::fact_name`] makes it.
fn is_fact(field: &FieldSpec, name: &str) -> bool {
    let element = field
        .data_element
        .split_once('.')
        .map_or(field.data_element.as_str(), |(_, name)| name);
    name.strip_prefix(field.subject.as_str())
        .and_then(|rest| rest.strip_prefix('.'))
        .is_some_and(|rest| rest == element)
}

fn is_false(flag: &bool) -> bool {
    !flag
}

/// What is wrong with the questions of an item, whatever its expressions say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SituationFault {
    /// Two questions, or two answers of one, are called alike.
    Twice,
    /// No answer, or more than digits.
    Answers,
    /// An id that no expression could name.
    Id,
    /// A material that the item does not have.
    Material,
    /// No field of the form has this fact.
    Fact,
    /// The fact cannot have this value.
    Value,
    /// The applicant's own act (声明、承诺) is never filled by an answer.
    OwnAct,
}

impl SituationFault {
    /// The sentence with its code (YC-1311 to YC-1317).
    pub fn trouble(self) -> Trouble {
        let (code, zh, en) = match self {
            SituationFault::Twice => (
                "YC-1311",
                "情形问题或答案重复",
                "a question or an answer is there twice",
            ),
            SituationFault::Answers => (
                "YC-1312",
                "情形问题应有 1 至 10 个答案",
                "a question has between 1 and 10 answers",
            ),
            SituationFault::Id => (
                "YC-1313",
                "情形问题标识只能用字母、数字和下划线，不以数字开头",
                "the id of a question has letters, digits and underscores only and begins with no digit",
            ),
            SituationFault::Material => (
                "YC-1314",
                "答案所含材料不在本事项中",
                "an answer includes a material that the item does not have",
            ),
            SituationFault::Fact => (
                "YC-1315",
                "答案所填的事实不是本事项表单中的字段",
                "an answer states a fact that no field of the form has",
            ),
            SituationFault::Value => (
                "YC-1316",
                "答案所填的值不能填入该字段",
                "an answer states a value that the field cannot have",
            ),
            SituationFault::OwnAct => (
                "YC-1317",
                "声明、承诺由申请人本人作出，不能由答案代填",
                "what the applicant declares or promises himself cannot be filled by an answer",
            ),
        };
        Trouble::new(code, zh, en)
    }
}

/// Every fault with its path below the item.
pub fn check(item: &Item, codes: &CodeLists) -> Vec<(String, SituationFault)> {
    let mut faults = Vec::new();
    let mut ids = BTreeSet::new();
    for (at, question) in item.situations.iter().enumerate() {
        let path = format!("situations[{at}]");
        if !ids.insert(&question.id) {
            faults.push((format!("{path}.id"), SituationFault::Twice));
        }
        if !is_name(&question.id) {
            faults.push((format!("{path}.id"), SituationFault::Id));
        }
        if question.answers.is_empty() || question.answers.len() > MOST_ANSWERS {
            faults.push((format!("{path}.answers"), SituationFault::Answers));
        }
        let mut known = BTreeSet::new();
        for (at, answer) in question.answers.iter().enumerate() {
            let path = format!("{path}.answers[{at}]");
            if !known.insert(&answer.code) {
                faults.push((format!("{path}.code"), SituationFault::Twice));
            }
            for (at, material) in answer.includes.iter().enumerate() {
                if item.material(material).is_none() {
                    faults.push((format!("{path}.includes[{at}]"), SituationFault::Material));
                }
            }
            for name in answer.facts.keys() {
                if let Some(fault) = fact_fault(item, codes, answer, name) {
                    faults.push((format!("{path}.facts.{name}"), fault));
                }
            }
        }
    }
    faults
}

fn fact_fault(
    item: &Item,
    codes: &CodeLists,
    answer: &SituationAnswer,
    name: &str,
) -> Option<SituationFault> {
    let Some(field) = item.fields.iter().find(|field| is_fact(field, name)) else {
        return Some(SituationFault::Fact);
    };
    if field.is_own_act() {
        return Some(SituationFault::OwnAct);
    }
    let stated = answer.states(field);
    let day = jiff::civil::date(2026, 1, 1);
    let stands = stated.as_ref().is_some_and(|stated| {
        let json = serde_json::to_value(stated).unwrap_or_default();
        value::read(field, &json, codes, None, day).is_ok_and(|read| read == *stated)
    });
    (!stands).then_some(SituationFault::Value)
}

/// What `answers.ID` can name.
fn is_name(id: &str) -> bool {
    let mut chars = id.chars();
    chars
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && chars.all(|ch| ch.is_ascii_alphanumeric() || ch == '_')
}
