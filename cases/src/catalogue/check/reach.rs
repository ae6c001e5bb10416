//! What no situation can ask for: expressions that cannot come true, whatever is answered.
//!
//! Where an expression hangs on answers, choices and yes-or-no alone, every case of them is tried. Where it hangs on
//! anything else it is taken to be reachable, so nothing is called unreachable that is not.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, date};

use super::super::element::CodeLists;
use super::super::item::{FieldType, Item};
use super::super::rule::names::PartyFact;
use super::super::rule::{Facts, Rule, Source};
use crate::case::Draft;
use crate::case::party::Body;
use crate::form::value::holds_many;
use crate::form::{Candidate, Cell, Provenance, SourceKind, Value};

/// Cases of one expression that are tried; one with more is taken to be reachable.
const MOST: usize = 20_000;
/// Any day: what hangs on the day is not tried.
const DAY: Date = date(2026, 1, 1);

/// One thing an expression hangs on, and everything it can be.
enum Choice {
    Answer(String, Vec<Vec<String>>),
    Field(String, Vec<Value>),
    Agent,
    Body,
}

impl Choice {
    fn many(&self) -> usize {
        match self {
            Self::Answer(_, all) => all.len(),
            Self::Field(_, all) => all.len(),
            Self::Agent | Self::Body => 2,
        }
    }
}

/// Whether some case makes the expression true. `item` is whose questions and fields it names.
pub fn can_hold(rule: &Rule, item: &Item, codes: &CodeLists) -> bool {
    let choices: Option<Vec<Choice>> = rule
        .facts()
        .map(|(_, source, _)| choice(source, item, codes))
        .collect();
    let Some(choices) = choices else { return true };
    let cases = choices
        .iter()
        .try_fold(1_usize, |all, choice| all.checked_mul(choice.many()));
    let Some(cases) = cases.filter(|cases| *cases <= MOST) else {
        return true;
    };
    (0..cases).any(|case| holds(rule, &choices, case))
}

/// `None` where it can be more than can be tried.
fn choice(source: &Source, item: &Item, codes: &CodeLists) -> Option<Choice> {
    match source {
        Source::Answer(id) => {
            let question = item.situations.iter().find(|question| question.id == *id)?;
            let each = || question.answers.iter().map(|answer| answer.code.clone());
            let mut all: Vec<Vec<String>> = each().map(|code| vec![code]).collect();
            // A question that is not asked is answered with nothing.
            all.push(Vec::new());
            if question.several {
                all.push(each().collect());
            }
            Some(Choice::Answer(id.clone(), all))
        }
        Source::Field(key) => {
            let field = item.field(key)?;
            match field.kind {
                FieldType::Bool => Some(Choice::Field(
                    key.clone(),
                    vec![Value::Flag(true), Value::Flag(false)],
                )),
                FieldType::Enum | FieldType::Multi => {
                    let list = field.code_list.as_deref()?;
                    if codes.is_open(list) {
                        return None;
                    }
                    let each = || codes.entries(list).iter().map(|entry| entry.code.clone());
                    let all = if holds_many(field) {
                        let mut all: Vec<Value> = each().map(|code| Value::Many(vec![code])).collect();
                        all.push(Value::Many(each().collect()));
                        all
                    } else {
                        each().map(Value::Text).collect()
                    };
                    Some(Choice::Field(key.clone(), all))
                }
                _ => None,
            }
        }
        Source::Party(PartyFact::AsAgent) => Some(Choice::Agent),
        Source::Party(PartyFact::HasBody) => Some(Choice::Body),
        Source::Party(_) | Source::Shared(_) | Source::Today => None,
    }
}

fn holds(rule: &Rule, choices: &[Choice], mut case: usize) -> bool {
    let mut draft = Draft::nobody();
    let mut answers = BTreeMap::new();
    for choice in choices {
        let which = case % choice.many();
        case /= choice.many();
        match choice {
            Choice::Answer(id, all) => {
                answers.insert(id.clone(), all[which].clone());
            }
            Choice::Field(key, all) => {
                draft.form.insert(key.clone(), holding(all[which].clone()));
            }
            Choice::Agent => draft.party.as_agent = which == 1,
            Choice::Body => {
                draft.party.body = (which == 1).then(|| Body {
                    uscc: String::new(),
                    name: String::new(),
                    relation: String::new(),
                });
            }
        }
    }
    rule.holds(&Facts::of(&draft, DAY).with_answers(&answers)) == Some(true)
}

fn holding(value: Value) -> Cell {
    Cell {
        held: Some(Candidate {
            value,
            from: Provenance {
                kind: SourceKind::Typed,
                label: String::new(),
                provider: String::new(),
                dataset: None,
                record_id: None,
                as_of: None,
                grant: None,
                base: None,
                consent: None,
                earlier: None,
                raw: None,
                at: Timestamp::UNIX_EPOCH,
            },
        }),
        ..Cell::default()
    }
}
