//! Rules (规则): boolean expressions of the Common Expression Language over what is known of a case.
//!
//! - [`names`]: what a rule of an item may name: its fields, what registries said, the party, today, answers.
//! - [`kind`]: kinds of values, known before any value is seen.
//! - [`number`]: exact decimals.
//! - [`compile`]: text → nodes whose kinds and cost are known; [`fault`]: why not.
//! - [`functions`]: what rules can do beside comparing.
//! - [`facts`]: the values of one intake.
//! - [`judge`]: true, false or unknown.
//!
//! The language is read by the `cel` crate. It is judged here and not by the crate's interpreter, because a rule of
//! the hall has to answer *unknown* while something is not filled in, must add money exactly, must not meet a
//! wrong kind of value at a window, and must end within a bound that is known when the edition is checked.
//!
//! Differences from plain CEL: all numbers are one exact kind (`1 == 1.0`); dates have no zone and take
//! `years(n)`, `months(n)`, `days(n)`; there are no maps, messages, bytes and no `null`. A fact that is not filled
//! in makes what depends on it unknown, unless the rule itself asks `has(a.b)` or `notEmpty(a.b)`.

mod compile;
mod facts;
pub mod fault;
mod functions;
mod judge;
pub mod kind;
pub mod names;
pub mod number;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use facts::Facts;
pub use fault::{RuleFault, What};
pub use kind::Kind;
pub use names::{FactNames, Source};

use crate::form::Value;
use compile::{Fact, Node};
use facts::Val;

/// Steps that all clauses of a rule may take together.
pub const MOST_STEPS: u64 = 100_000;
/// Bytes of one clause.
pub const LONGEST: usize = 4_000;
/// Brackets within brackets, and choices in one clause.
pub const DEEPEST: usize = 24;
/// Entries of a list that rules look at; a longer one is not judged.
pub const MOST_ENTRIES: usize = 100;
/// Bytes of a text that rules look at; a longer one is not judged.
pub const LONGEST_TEXT: usize = 8_000;
/// Clauses of one rule.
const MOST_CLAUSES: usize = 32;

/// A rule as the catalogue writes it: one expression, or several that all have to hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum RuleText {
    One(String),
    Clauses(Vec<Clause>),
}

/// One boolean of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clause {
    pub expr: String,
    /// What is wrong when it does not hold, where the rule's own sentence says too little.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A rule that can be judged.
#[derive(Debug, Clone)]
pub struct Rule(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    text: RuleText,
    facts: Vec<Fact>,
    clauses: Vec<Ready>,
    cost: u64,
}

#[derive(Debug)]
struct Ready {
    node: Node,
    named: Vec<usize>,
    materials: Vec<String>,
    text: Option<String>,
}

/// What a rule says of a case.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Every clause is true.
    Holds,
    /// At least one clause is false, whatever else is unknown: each false one.
    Fails(Vec<Failed>),
    /// No clause is false, and at least one cannot be judged: the facts that are missing. None are named where a
    /// sum is beyond reckoning.
    Unknown(Vec<String>),
}

/// One false clause and the values it saw.
#[derive(Debug, Clone, PartialEq)]
pub struct Failed {
    /// From 0.
    pub clause: usize,
    pub text: Option<String>,
    /// Facts of the clause in the order it names them.
    pub seen: Vec<Seen>,
    /// Materials it asks for.
    pub materials: Vec<String>,
}

/// One fact of a false clause.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    pub name: String,
    pub source: Source,
    /// As the form holds it; `None` where nothing stands, or the fact is none of the form.
    pub value: Option<Value>,
}

impl Rule {
    /// Compiles one expression.
    ///
    /// # Errors
    /// The first fault of the text.
    pub fn compile(text: &str, names: &FactNames) -> Result<Self, RuleFault> {
        Self::compile_all(&RuleText::One(text.to_owned()), names).map_err(|mut faults| faults.remove(0))
    }

    /// Compiles all clauses.
    ///
    /// # Errors
    /// The first fault of every clause that has one, never none.
    pub fn compile_all(text: &RuleText, names: &FactNames) -> Result<Self, Vec<RuleFault>> {
        let given: Vec<(&str, Option<&String>)> = match text {
            RuleText::One(expr) => vec![(expr, None)],
            RuleText::Clauses(all) => all
                .iter()
                .map(|one| (one.expr.as_str(), one.text.as_ref()))
                .collect(),
        };
        let whole = |what: What| RuleFault {
            clause: 0,
            at: None,
            what,
        };
        if given.is_empty() || given.len() > MOST_CLAUSES {
            return Err(vec![whole(What::TooLarge)]);
        }
        let mut facts = Vec::new();
        let mut clauses = Vec::new();
        let mut faults = Vec::new();
        let mut cost = 0_u64;
        for (clause, (expr, text)) in given.into_iter().enumerate() {
            match compile::compile(expr, names, &mut facts) {
                Ok(ready) => {
                    cost = cost.saturating_add(ready.cost);
                    clauses.push(Ready {
                        node: ready.node,
                        named: ready.named,
                        materials: ready.materials,
                        text: text.cloned(),
                    });
                }
                Err((what, at)) => faults.push(RuleFault { clause, at, what }),
            }
        }
        if faults.is_empty() && cost > MOST_STEPS {
            faults.push(whole(What::TooCostly(cost)));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Self(Arc::new(Inner {
            text: text.clone(),
            facts,
            clauses,
            cost,
        })))
    }

    pub fn text(&self) -> &RuleText {
        &self.0.text
    }

    /// Steps it takes at most.
    pub fn cost(&self) -> u64 {
        self.0.cost
    }

    /// The facts it names: name, source, kind.
    pub fn facts(&self) -> impl Iterator<Item = (&str, &Source, &Kind)> {
        self.0
            .facts
            .iter()
            .map(|fact| (fact.name.as_str(), &fact.source, &fact.kind))
    }

    /// Judges a case.
    pub fn judge(&self, facts: &Facts<'_>) -> Verdict {
        let mut failed = Vec::new();
        let mut missing = BTreeSet::new();
        let mut unknown = false;
        for (clause, ready) in self.0.clauses.iter().enumerate() {
            let run = judge::Run::new(facts, &self.0.facts);
            match run.value(&ready.node, &mut Vec::new()) {
                Val::Bool(true) => {}
                Val::Bool(false) => failed.push(Failed {
                    clause,
                    text: ready.text.clone(),
                    seen: ready.named.iter().map(|at| self.seen(*at, facts)).collect(),
                    materials: ready.materials.clone(),
                }),
                _ => {
                    unknown = true;
                    missing.extend(run.missing());
                }
            }
        }
        if !failed.is_empty() {
            return Verdict::Fails(failed);
        }
        if unknown {
            let name = |at: usize| self.0.facts[at].name.clone();
            return Verdict::Unknown(missing.into_iter().map(name).collect());
        }
        Verdict::Holds
    }

    /// Whether the rule holds: `None` while it cannot be judged.
    pub fn holds(&self, facts: &Facts<'_>) -> Option<bool> {
        match self.judge(facts) {
            Verdict::Holds => Some(true),
            Verdict::Fails(_) => Some(false),
            Verdict::Unknown(_) => None,
        }
    }

    fn seen(&self, at: usize, facts: &Facts<'_>) -> Seen {
        let fact = &self.0.facts[at];
        Seen {
            name: fact.name.clone(),
            source: fact.source.clone(),
            value: facts.held(&fact.source).cloned(),
        }
    }
}

impl PartialEq for Rule {
    /// By text: rules of one text over one item are the same.
    fn eq(&self, other: &Self) -> bool {
        self.0.text == other.0.text
    }
}
