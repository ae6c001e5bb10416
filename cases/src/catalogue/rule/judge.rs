//! Runs a compiled clause: true, false or unknown, never an error.

use std::borrow::Cow;
use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::rc::Rc;

use jiff::civil::DateTime;

use super::LONGEST_TEXT;
use super::compile::{Arith, Fact, Loop, Node};
use super::facts::{Facts, Span, Val};
use super::functions;

/// One clause being judged.
pub(super) struct Run<'a> {
    pub facts: &'a Facts<'a>,
    names: &'a [Fact],
    missing: RefCell<BTreeSet<usize>>,
}

impl<'a> Run<'a> {
    pub fn new(facts: &'a Facts<'a>, names: &'a [Fact]) -> Self {
        Self {
            facts,
            names,
            missing: RefCell::default(),
        }
    }

    /// Places of the facts that were asked for and are not known.
    pub fn missing(self) -> BTreeSet<usize> {
        self.missing.into_inner()
    }

    pub fn value(&self, node: &'a Node, vars: &mut Vec<Val<'a>>) -> Val<'a> {
        match node {
            Node::Bool(flag) => Val::Bool(*flag),
            Node::Number(number) => Val::Number(*number),
            Node::Text(text) => Val::Text(Cow::Borrowed(text)),
            Node::Date(date) => Val::Date(*date),
            Node::Fact(at) => self.fact(*at),
            Node::Filled(at) => {
                let fact = &self.names[*at];
                match self.facts.is_filled(&fact.source, &fact.kind) {
                    Some(filled) => Val::Bool(filled),
                    None => self.lack(*at),
                }
            }
            Node::Var(at) => vars.get(*at).cloned().unwrap_or(Val::Unknown),
            Node::Not(of) => match self.value(of, vars) {
                Val::Bool(flag) => Val::Bool(!flag),
                _ => Val::Unknown,
            },
            Node::And(pair) => self.both(pair, false, vars),
            Node::Or(pair) => self.both(pair, true, vars),
            Node::If(parts) => {
                let [when, then, other] = parts.as_ref();
                match self.value(when, vars) {
                    Val::Bool(true) => self.value(then, vars),
                    Val::Bool(false) => self.value(other, vars),
                    _ => Val::Unknown,
                }
            }
            Node::Equal(pair) => {
                let (a, b) = (self.value(&pair.0, vars), self.value(&pair.1, vars));
                equal(&a, &b).map_or(Val::Unknown, Val::Bool)
            }
            Node::Compare(wanted, pair) => {
                let (a, b) = (self.value(&pair.0, vars), self.value(&pair.1, vars));
                let order = match (&a, &b) {
                    (Val::Number(a), Val::Number(b)) => a.cmp(b),
                    (Val::Date(a), Val::Date(b)) => a.cmp(b),
                    (Val::Text(a), Val::Text(b)) => a.cmp(b),
                    _ => return Val::Unknown,
                };
                Val::Bool(wanted.contains(&order))
            }
            Node::Arith(how, pair) => {
                let (a, b) = (self.value(&pair.0, vars), self.value(&pair.1, vars));
                arith(*how, a, b).unwrap_or(Val::Unknown)
            }
            Node::Negative(of) => match self.value(of, vars) {
                Val::Number(number) => Val::Number(number.negated()),
                Val::Span(span) => span.negated().map_or(Val::Unknown, Val::Span),
                _ => Val::Unknown,
            },
            Node::In(pair) => {
                let (one, list) = (self.value(&pair.0, vars), self.value(&pair.1, vars));
                let Val::List(all) = list else {
                    return Val::Unknown;
                };
                any(all.iter().map(|other| equal(&one, other))).map_or(Val::Unknown, Val::Bool)
            }
            Node::At(pair) => {
                let (list, at) = (self.value(&pair.0, vars), self.value(&pair.1, vars));
                let (Val::List(all), Val::Number(at)) = (list, at) else {
                    return Val::Unknown;
                };
                let at = at.to_whole().and_then(|at| usize::try_from(at).ok());
                at.and_then(|at| all.get(at).cloned()).unwrap_or(Val::Unknown)
            }
            Node::List(all) => Val::List(Rc::new(all.iter().map(|one| self.value(one, vars)).collect())),
            Node::Loop(turns) => self.turns(turns, vars),
            Node::InHand(material) => Val::Bool(self.facts.in_hand(material)),
            Node::Signed(materials) => Val::Bool(materials.iter().all(|one| self.facts.is_signed(one))),
            Node::Matches(text, pattern) => match self.value(text, vars) {
                Val::Text(text) => Val::Bool(pattern.0.is_match(&text)),
                _ => Val::Unknown,
            },
            Node::Call(function, args) => {
                let args: Vec<Val<'a>> = args.iter().map(|arg| self.value(arg, vars)).collect();
                functions::call(*function, &args, self.facts.today()).unwrap_or(Val::Unknown)
            }
        }
    }

    fn fact(&self, at: usize) -> Val<'a> {
        let fact = &self.names[at];
        match self.facts.value(&fact.source, &fact.kind) {
            Val::Unknown => self.lack(at),
            Val::List(all) if all.contains(&Val::Unknown) => {
                self.lack(at);
                Val::List(all)
            }
            known => known,
        }
    }

    fn lack(&self, at: usize) -> Val<'a> {
        self.missing.borrow_mut().insert(at);
        Val::Unknown
    }

    /// `&&` and `||`: one side that decides is enough, whatever is unknown of the other.
    fn both(&self, pair: &'a (Node, Node), decides: bool, vars: &mut Vec<Val<'a>>) -> Val<'a> {
        let first = self.value(&pair.0, vars);
        if first == Val::Bool(decides) {
            return first;
        }
        match (first, self.value(&pair.1, vars)) {
            (_, second) if second == Val::Bool(decides) => second,
            (Val::Bool(_), Val::Bool(second)) => Val::Bool(second),
            _ => Val::Unknown,
        }
    }

    fn turns(&self, turns: &'a Loop, vars: &mut Vec<Val<'a>>) -> Val<'a> {
        let Val::List(all) = self.value(&turns.range, vars) else {
            return Val::Unknown;
        };
        let depth = vars.len();
        let start = self.value(&turns.init, vars);
        vars.push(start);
        for one in all.iter() {
            vars.push(one.clone());
            let go_on = self.value(&turns.cond, vars) != Val::Bool(false);
            let next = go_on.then(|| self.value(&turns.step, vars));
            vars.pop();
            match next {
                Some(next) => vars[depth] = next,
                None => break,
            }
        }
        let result = self.value(&turns.result, vars);
        vars.truncate(depth);
        result
    }
}

/// Whether any is true: unknown only while nothing decides.
fn any(all: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut unknown = false;
    for one in all {
        match one {
            Some(true) => return Some(true),
            Some(false) => {}
            None => unknown = true,
        }
    }
    (!unknown).then_some(false)
}

pub(super) fn equal(a: &Val<'_>, b: &Val<'_>) -> Option<bool> {
    match (a, b) {
        (Val::Unknown, _) | (_, Val::Unknown) => None,
        (Val::List(a), Val::List(b)) if a.len() == b.len() => {
            let unequal = a.iter().zip(b.iter()).map(|(a, b)| equal(a, b).map(|same| !same));
            any(unequal).map(|unequal| !unequal)
        }
        (Val::List(_), Val::List(_)) => Some(false),
        (a, b) => Some(a == b),
    }
}

fn arith<'a>(how: Arith, a: Val<'a>, b: Val<'a>) -> Option<Val<'a>> {
    Some(match (how, a, b) {
        (Arith::Plus, Val::Number(a), Val::Number(b)) => Val::Number(a.plus(b)?),
        (Arith::Minus, Val::Number(a), Val::Number(b)) => Val::Number(a.minus(b)?),
        (Arith::Times, Val::Number(a), Val::Number(b)) => Val::Number(a.times(b)?),
        (Arith::Over, Val::Number(a), Val::Number(b)) => Val::Number(a.over(b)?),
        (Arith::Rest, Val::Number(a), Val::Number(b)) => Val::Number(a.rest(b)?),
        (Arith::Plus, Val::Date(day), Val::Span(span)) | (Arith::Plus, Val::Span(span), Val::Date(day)) => {
            Val::Date(moved(day, span)?)
        }
        (Arith::Minus, Val::Date(day), Val::Span(span)) => Val::Date(moved(day, span.negated()?)?),
        (Arith::Plus, Val::Span(a), Val::Span(b)) => Val::Span(Span {
            months: a.months.checked_add(b.months)?,
            days: a.days.checked_add(b.days)?,
        }),
        (Arith::Plus, Val::Text(a), Val::Text(b)) if a.len() + b.len() <= LONGEST_TEXT => {
            Val::Text(Cow::Owned(format!("{a}{b}")))
        }
        (Arith::Plus, Val::List(a), Val::List(b)) => {
            let mut all = Rc::unwrap_or_clone(a);
            all.extend(b.iter().cloned());
            Val::List(Rc::new(all))
        }
        _ => return None,
    })
}

/// The day a span later; the last day of a month stays within the month.
fn moved(day: DateTime, span: Span) -> Option<DateTime> {
    let span = jiff::Span::new()
        .try_months(span.months)
        .ok()?
        .try_days(span.days)
        .ok()?;
    day.checked_add(span).ok()
}

/// Which orders a comparison takes for true.
pub(super) fn orders(operator: &str) -> Option<&'static [Ordering]> {
    Some(match operator {
        "_<_" => &[Ordering::Less],
        "_<=_" => &[Ordering::Less, Ordering::Equal],
        "_>_" => &[Ordering::Greater],
        "_>=_" => &[Ordering::Greater, Ordering::Equal],
        _ => return None,
    })
}
