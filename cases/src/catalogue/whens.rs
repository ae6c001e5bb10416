//! The expressions of an item's conditions and questions, compiled once when the edition is read.

use std::collections::BTreeMap;

use super::Item;
use super::rule::{FactNames, Facts, Rule, RuleFault};

/// Expression → what it means for this item.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Whens(BTreeMap<String, Rule>);

impl Whens {
    /// Compiles every expression of the item; those that fail come back with their path below the item.
    pub fn compile(item: &Item) -> (Self, Vec<(String, RuleFault)>) {
        let mut all = Self::default();
        let mut faults = Vec::new();
        let plain = FactNames::of(item);
        let mut add = |path: String, text: &str, names: &FactNames| match Rule::compile(text, names) {
            Ok(rule) => {
                all.0.insert(text.to_owned(), rule);
            }
            Err(fault) => faults.push((path, fault)),
        };
        for (at, question) in item.situations.iter().enumerate() {
            let names = plain.clone().with_questions(&item.situations[..at]);
            if let Some(when) = &question.when {
                add(format!("situations[{at}].when"), when, &names);
            }
            for (which, answer) in question.answers.iter().enumerate() {
                if let Some(given) = &answer.given {
                    add(format!("situations[{at}].answers[{which}].given"), given, &names);
                }
            }
        }
        let names = plain.with_questions(&item.situations);
        for (at, material) in item.materials.iter().enumerate() {
            if let Some(when) = &material.when {
                add(format!("materials[{at}].when"), when, &names);
            }
        }
        for (at, field) in item.fields.iter().enumerate() {
            for (key, rule) in [("when", &field.when), ("shownWhen", &field.shown_when)] {
                if let Some(rule) = rule {
                    add(format!("fields[{at}].{key}"), rule, &names);
                }
            }
        }
        (all, faults)
    }

    /// What an expression means, where it could be compiled.
    pub fn rule(&self, text: &str) -> Option<&Rule> {
        self.0.get(text)
    }

    /// Whether an expression holds; `None` while it cannot be judged.
    pub fn holds(&self, text: &str, facts: &Facts<'_>) -> Option<bool> {
        self.rule(text)?.holds(facts)
    }
}
