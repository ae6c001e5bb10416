//! The situation (情形) of a draft: what is asked, what is answered, and what follows for its form and materials.
//!
//! An answer that states facts of the form stands in the form alone; any other is kept by the question's id. A
//! condition without an expression is itself a question of 是 and 否.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::draft::Draft;
use crate::catalogue::rule::Facts;
use crate::catalogue::situation::{Situation, SituationAnswer};
use crate::catalogue::{FieldSpec, Item, MaterialSpec};
use crate::form::alike::same;
use crate::form::value::holds_many;
use crate::form::{Value, merge};

#[cfg(test)]
mod tests;

/// What a person answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Answer {
    /// 是/否 to a condition that is only a text.
    Said(bool),
    /// The codes chosen of a question.
    Chosen(Vec<String>),
}

/// The codes of 是 and 否.
pub const YES: &str = "yes";
pub const NO: &str = "no";

/// A question that is asked in this situation, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked<'a> {
    /// Its id; the condition itself where that is only a text.
    pub id: &'a str,
    pub text: &'a str,
    pub several: bool,
    /// Code and label of each answer.
    pub answers: Vec<(&'a str, &'a str)>,
    pub chosen: Vec<&'a str>,
    /// Nobody answered: it follows from what is known.
    pub follows: bool,
}

impl Asked<'_> {
    pub fn is_open(&self) -> bool {
        self.chosen.is_empty()
    }

    /// The labels of what was chosen.
    pub fn words(&self) -> String {
        let chosen = self.answers.iter().filter(|(code, _)| self.chosen.contains(code));
        chosen.map(|(_, label)| *label).collect::<Vec<_>>().join("、")
    }
}

/// Why an answer was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerFault {
    /// No such question, or it has no such answer.
    Unknown,
    /// The question is not asked in this situation.
    NotAsked,
    /// Only one answer can hold.
    OnlyOne,
}

/// Who answers, and when.
#[derive(Debug, Clone, Copy)]
pub struct Answerer<'a> {
    pub clerk: &'a str,
    pub at: Timestamp,
}

/// What was answered of each question: the codes, none where it is not asked; a question that is open is absent.
type Known = BTreeMap<String, Vec<String>>;

/// A draft in its situation on one day: looked at once, asked often.
pub struct Situated<'a> {
    draft: &'a Draft,
    item: &'a Item,
    today: Date,
    known: Known,
    /// The questions that are asked, in order: those of the item, then conditions that are only a text.
    pub questions: Vec<Asked<'a>>,
}

impl Situated<'_> {
    /// Whether a material belongs to this situation; `None` while that is open.
    pub fn applies(&self, material: &MaterialSpec) -> Option<bool> {
        let by_condition = material
            .condition
            .as_deref()
            .map(|text| self.holds(Condition::new(text, material.when.as_deref())));
        let by_answer = included(self.item, &self.known, &material.id);
        match (by_condition, by_answer) {
            (None, None) => Some(true),
            (Some(one), None) | (None, Some(one)) => one,
            (Some(one), Some(other)) => either(one, other),
        }
    }

    /// Whether the material has to be handed in; `None` while that is open.
    pub fn needs(&self, material: &MaterialSpec) -> Option<bool> {
        if material.condition.is_some() || is_included(self.item, &material.id) {
            self.applies(material)
        } else {
            Some(material.is_required())
        }
    }

    /// Whether the field is on the form: a conditional one once its condition holds, the agent's with an agent.
    pub fn shows(&self, field: &FieldSpec) -> bool {
        self.places(field) == Some(true)
    }

    /// Whether the field belongs to this situation; `None` while that is open.
    pub fn places(&self, field: &FieldSpec) -> Option<bool> {
        if field.subject == "agent" && !self.draft.party.as_agent {
            return Some(false);
        }
        match (&field.shown_when, &field.required_when) {
            (Some(rule), _) => self.judge(rule),
            (None, Some(text)) => self.holds(Condition::new(text, field.when.as_deref())),
            (None, None) => Some(true),
        }
    }

    /// Whether the field has to be filled; never one that is not on the form.
    pub fn requires(&self, field: &FieldSpec) -> bool {
        let conditional = field.required_when.as_deref();
        self.shows(field)
            && (field.required
                || conditional.is_some_and(|text| {
                    self.holds(Condition::new(text, field.when.as_deref())) == Some(true)
                }))
    }

    /// Whether an open question would fill the field.
    pub fn asks_for(&self, field: &FieldSpec) -> bool {
        let open = self.questions.iter().filter(|asked| asked.is_open());
        let mut open = open.filter_map(|asked| self.item.situations.iter().find(|one| one.id == asked.id));
        open.any(|question| question.fields(self.item).any(|filled| filled.key == field.key))
    }

    /// Whether a condition holds; `None` while nobody knows. What was said of the text counts where the expression
    /// says nothing.
    fn holds(&self, condition: Condition<'_>) -> Option<bool> {
        condition
            .when
            .and_then(|rule| self.judge(rule))
            .or_else(|| self.draft.said(condition.text))
    }

    /// What rules may know of it.
    pub fn facts(&self) -> Facts<'_> {
        Facts::of(self.draft, self.today).with_answers(&self.known)
    }

    fn judge(&self, rule: &str) -> Option<bool> {
        self.draft.judge(self.item, &self.known, rule, self.today)
    }
}

impl Draft {
    /// Looks at the draft in its situation.
    pub fn situated<'a>(&'a self, item: &'a Item, today: Date) -> Situated<'a> {
        let mut known = Known::new();
        let mut questions: Vec<Asked<'a>> = Vec::new();
        for question in &item.situations {
            questions.extend(self.asked(item, question, &mut known, today));
        }
        for condition in texts(item).filter(|condition| condition.when.is_none()) {
            if questions.iter().any(|one| one.id == condition.text) {
                continue;
            }
            let said = self.said(condition.text).map(|yes| if yes { YES } else { NO });
            questions.push(Asked {
                id: condition.text,
                text: condition.text,
                several: false,
                answers: vec![(YES, "是"), (NO, "否")],
                chosen: said.into_iter().collect(),
                follows: false,
            });
        }
        Situated {
            draft: self,
            item,
            today,
            known,
            questions,
        }
    }

    /// Takes a person's answer: the codes that hold now, none to take it back. Gives the keys of the fields it speaks of.
    pub fn answer(
        &mut self,
        item: &Item,
        id: &str,
        codes: &[String],
        by: Answerer<'_>,
        today: Date,
    ) -> Result<Vec<String>, AnswerFault> {
        let here = self.situated(item, today);
        let Some(asked) = here.questions.iter().find(|asked| asked.id == id) else {
            let known = item.situations.iter().any(|question| question.id == id);
            return Err(if known {
                AnswerFault::NotAsked
            } else {
                AnswerFault::Unknown
            });
        };
        if codes
            .iter()
            .any(|code| asked.answers.iter().all(|(one, _)| one != code))
        {
            return Err(AnswerFault::Unknown);
        }
        if codes.len() > 1 && !asked.several {
            return Err(AnswerFault::OnlyOne);
        }
        let Some(question) = item.situations.iter().find(|question| question.id == id) else {
            match codes.first() {
                Some(code) => self.answers.insert(id.to_owned(), Answer::Said(code == YES)),
                None => self.answers.remove(id),
            };
            return Ok(Vec::new());
        };
        let chosen: Vec<&SituationAnswer> = question
            .answers
            .iter()
            .filter(|answer| codes.contains(&answer.code))
            .collect();
        let kept: Vec<String> = chosen
            .iter()
            .filter(|answer| answer.facts.is_empty())
            .map(|answer| answer.code.clone())
            .collect();
        if kept.is_empty() {
            self.answers.remove(id);
        } else {
            self.answers.insert(id.to_owned(), Answer::Chosen(kept));
        }
        let mut filled = Vec::new();
        for field in question.fields(item) {
            self.state(question, field, &chosen, by);
            filled.push(field.key.clone());
        }
        Ok(filled)
    }

    /// Brings a field in line with what was chosen.
    fn state(
        &mut self,
        question: &Situation,
        field: &FieldSpec,
        chosen: &[&SituationAnswer],
        by: Answerer<'_>,
    ) {
        let cell = self.form.entry(field.key.clone()).or_default();
        let stated: Vec<Value> = chosen.iter().filter_map(|answer| answer.states(field)).collect();
        let value = if question.several && holds_many(field) {
            let offered: Vec<String> = question
                .answers
                .iter()
                .filter_map(|answer| answer.states(field))
                .flat_map(entries)
                .collect();
            // What stands there and is none of the answers was said elsewhere: it stays.
            let others = cell.value().cloned().map(entries).unwrap_or_default();
            let others = others.into_iter().filter(|entry| !offered.contains(entry));
            let all: Vec<String> = stated.into_iter().flat_map(entries).chain(others).collect();
            (!all.is_empty()).then_some(Value::Many(all))
        } else {
            stated.into_iter().next()
        };
        match value {
            Some(value) => merge::guide(field, cell, value, &question.id, by.clerk, by.at),
            None => merge::unguide(field, cell, &question.id),
        }
    }

    fn asked<'a>(
        &self,
        item: &'a Item,
        question: &'a Situation,
        known: &mut Known,
        today: Date,
    ) -> Option<Asked<'a>> {
        let asked = match &question.when {
            None => Some(true),
            Some(rule) => self.judge(item, known, rule, today),
        };
        if asked != Some(true) {
            if asked == Some(false) {
                known.insert(question.id.clone(), Vec::new());
            }
            return None;
        }
        let stood = self.stands(item, question);
        let (chosen, follows) = if stood.is_empty() {
            (self.follows(item, question, known, today), true)
        } else {
            (stood, false)
        };
        if !chosen.is_empty() {
            let codes = chosen.iter().map(|answer| answer.code.clone()).collect();
            known.insert(question.id.clone(), codes);
        }
        Some(Asked {
            id: &question.id,
            text: &question.question,
            several: question.several,
            answers: question
                .answers
                .iter()
                .map(|answer| (answer.code.as_str(), answer.label.as_str()))
                .collect(),
            follows: follows && !chosen.is_empty(),
            chosen: chosen.into_iter().map(|answer| answer.code.as_str()).collect(),
        })
    }

    /// What was answered and still stands: an answer that states facts does while the form says the same.
    fn stands<'a>(&self, item: &'a Item, question: &'a Situation) -> Vec<&'a SituationAnswer> {
        let kept = match self.answers.get(&question.id) {
            Some(Answer::Chosen(codes)) => codes.as_slice(),
            Some(Answer::Said(_)) | None => &[],
        };
        let holds = |answer: &&SituationAnswer| {
            if answer.facts.is_empty() {
                kept.contains(&answer.code)
            } else {
                self.says(item, answer)
            }
        };
        let standing: Vec<&SituationAnswer> = question.answers.iter().filter(holds).collect();
        if question.several {
            return standing;
        }
        // What a person chose beside the form goes before what the form seems to say.
        let first = standing
            .iter()
            .find(|answer| answer.facts.is_empty())
            .or(standing.first());
        first.copied().into_iter().collect()
    }

    /// Whether the form says all that the answer states.
    fn says(&self, item: &Item, answer: &SituationAnswer) -> bool {
        let mut stated = answer.statements(item).peekable();
        stated.peek().is_some()
            && stated.all(|(field, stated)| {
                let cell = self.form.get(&field.key).filter(|cell| cell.is_filled());
                match (cell.and_then(|cell| cell.value()), stated) {
                    (Some(Value::Many(all)), Value::Many(some)) => some.iter().all(|one| all.contains(one)),
                    (Some(value), stated) => same(field, value, &stated),
                    (None, _) => false,
                }
            })
    }

    /// The answer that follows from what is known, where it is one.
    fn follows<'a>(
        &self,
        item: &'a Item,
        question: &'a Situation,
        known: &Known,
        today: Date,
    ) -> Vec<&'a SituationAnswer> {
        let given = question.answers.iter().filter(|answer| {
            answer
                .given
                .as_ref()
                .is_some_and(|rule| self.judge(item, known, rule, today) == Some(true))
        });
        let given: Vec<&SituationAnswer> = if question.several {
            given.collect()
        } else {
            given.take(1).collect()
        };
        if !given.is_empty() || question.several {
            return given;
        }
        self.said_before(item, question, known, today)
            .into_iter()
            .collect()
    }

    /// The only answer that fits what was said of the item's conditions before it asked this question.
    fn said_before<'a>(
        &self,
        item: &'a Item,
        question: &'a Situation,
        known: &Known,
        today: Date,
    ) -> Option<&'a SituationAnswer> {
        let said: Vec<(&str, bool)> = texts(item)
            .filter_map(|condition| Some((condition.when?, self.said(condition.text)?)))
            .collect();
        if said.is_empty() {
            return None;
        }
        let mut fitting = question.answers.iter().filter(|answer| {
            let mut known = known.clone();
            known.insert(question.id.clone(), vec![answer.code.clone()]);
            let mut supposed = self.clone();
            for (field, value) in answer.statements(item) {
                let cell = supposed.form.entry(field.key.clone()).or_default();
                merge::guide(field, cell, value, &question.id, "", Timestamp::UNIX_EPOCH);
            }
            let judged = said.iter().map(|(rule, yes)| {
                supposed
                    .judge(item, &known, rule, today)
                    .map(|holds| holds == *yes)
            });
            let judged: Vec<Option<bool>> = judged.collect();
            judged.contains(&Some(true)) && !judged.contains(&Some(false))
        });
        let only = fitting.next()?;
        fitting.next().is_none().then_some(only)
    }

    fn judge(&self, item: &Item, known: &Known, rule: &str, today: Date) -> Option<bool> {
        item.whens
            .holds(rule, &Facts::of(self, today).with_answers(known))
    }

    fn said(&self, condition: &str) -> Option<bool> {
        match self.answers.get(condition)? {
            Answer::Said(yes) => Some(*yes),
            Answer::Chosen(_) => None,
        }
    }
}

/// A textual condition with its expression, where it has one.
#[derive(Clone, Copy)]
struct Condition<'a> {
    text: &'a str,
    when: Option<&'a str>,
}

impl<'a> Condition<'a> {
    fn new(text: &'a str, when: Option<&'a str>) -> Self {
        Self { text, when }
    }
}

/// Every textual condition of the item.
fn texts(item: &Item) -> impl Iterator<Item = Condition<'_>> {
    let of_materials = item.materials.iter().filter_map(|material| {
        Some(Condition::new(
            material.condition.as_deref()?,
            material.when.as_deref(),
        ))
    });
    let of_fields = item.fields.iter().filter_map(|field| {
        Some(Condition::new(
            field.required_when.as_deref()?,
            field.when.as_deref(),
        ))
    });
    of_materials.chain(of_fields)
}

fn is_included(item: &Item, material: &str) -> bool {
    let mut answers = item.situations.iter().flat_map(|question| &question.answers);
    answers.any(|answer| answer.includes.iter().any(|one| one == material))
}

/// Whether an answer includes the material; `None` outside where no answer of the item could.
fn included(item: &Item, known: &Known, material: &str) -> Option<Option<bool>> {
    let including = item.situations.iter().filter_map(|question| {
        let mut codes = question
            .answers
            .iter()
            .filter(|answer| answer.includes.iter().any(|one| one == material))
            .map(|answer| &answer.code)
            .peekable();
        codes.peek()?;
        let chosen = known.get(&question.id);
        Some(chosen.map(|chosen| codes.any(|code| chosen.contains(code))))
    });
    including.reduce(either)
}

/// 或: one that holds is enough, whatever is unknown of the other.
fn either(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

fn entries(value: Value) -> Vec<String> {
    match value {
        Value::Many(all) => all,
        Value::Text(one) => vec![one],
        Value::Flag(_) => Vec::new(),
    }
}
