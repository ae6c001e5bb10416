//! From the text of a clause to nodes whose kinds and cost are known.

use std::cmp::Ordering;
use std::thread;

use cel::common::ast::{ComprehensionExpr, Expr, IdedExpr, LiteralValue};
use cel::parser::Parser;
use jiff::civil::DateTime;
use regex::RegexBuilder;

use super::facts::read_date;
use super::fault::What;
use super::functions::{self, Function};
use super::judge::orders;
use super::kind::Kind;
use super::names::{FactNames, Source};
use super::number::Number;
use super::{DEEPEST, LONGEST, MOST_ENTRIES};

/// Operators, points and indices of one clause at most: what is chained is as deep as it is long.
const MOST_SIGNS: usize = 200;
/// Bytes of stack for reading one clause: 24 brackets around a chain of 200 signs take less than half.
const READING_STACK: usize = 16 << 20;
/// Bytes of a pattern, and of the machine made from it.
const LONGEST_PATTERN: usize = 200;
const LARGEST_PATTERN: usize = 1 << 16;
/// Steps of searching the longest text for a pattern.
const PATTERN_STEPS: u64 = 512;

/// An expression whose kinds fit, ready to be judged.
#[derive(Debug)]
pub(super) enum Node {
    Bool(bool),
    Number(Number),
    Text(String),
    Date(DateTime),
    /// The fact at this place of the rule's names.
    Fact(usize),
    /// Whether that fact was said at all.
    Filled(usize),
    /// A value of a loop, by its place.
    Var(usize),
    Not(Box<Node>),
    And(Box<(Node, Node)>),
    Or(Box<(Node, Node)>),
    If(Box<[Node; 3]>),
    Equal(Box<(Node, Node)>),
    Compare(&'static [Ordering], Box<(Node, Node)>),
    Arith(Arith, Box<(Node, Node)>),
    Negative(Box<Node>),
    In(Box<(Node, Node)>),
    At(Box<(Node, Node)>),
    List(Vec<Node>),
    Loop(Box<Loop>),
    InHand(String),
    Signed(Vec<String>),
    Matches(Box<Node>, Pattern),
    Call(Function, Vec<Node>),
}

/// `all`, `exists`, `exists_one`, `filter` and `map` as the reader writes them out.
#[derive(Debug)]
pub(super) struct Loop {
    pub range: Node,
    pub init: Node,
    pub cond: Node,
    pub step: Node,
    pub result: Node,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arith {
    Plus,
    Minus,
    Times,
    Over,
    Rest,
}

#[derive(Debug)]
pub(super) struct Pattern(pub regex::Regex);

/// One fact that a rule names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fact {
    pub name: String,
    pub source: Source,
    pub kind: Kind,
}

/// A node with what is known of it beforehand.
struct Typed {
    node: Node,
    kind: Kind,
    /// Steps at most.
    cost: u64,
    /// Entries at most, of a list.
    entries: usize,
}

/// One clause: its node, its steps at most, which facts of `facts` it names and which materials, in order.
pub(super) struct Compiled {
    pub node: Node,
    pub cost: u64,
    pub named: Vec<usize>,
    pub materials: Vec<String>,
}

/// Why, and the part of the expression where it shows; the nearest one around is taken where none is said.
type Fault = (What, Option<u64>);

/// Compiles one clause. Facts it names are added to `facts` once each.
///
/// The text is read on a thread with a stack of its own: the reader takes up to 200 KiB for each bracket. Should it
/// stumble over a text, that text is no rule and nobody else is harmed.
pub(super) fn compile(
    text: &str,
    names: &FactNames,
    facts: &mut Vec<Fact>,
) -> Result<Compiled, (What, Option<usize>)> {
    if !is_small(text) {
        return Err((What::TooLarge, None));
    }
    let done = thread::scope(|scope| {
        thread::Builder::new()
            .stack_size(READING_STACK)
            .spawn_scoped(scope, || read(text, names, facts))
            .map(|reading| reading.join())
    });
    match done {
        Ok(Ok(read)) => read,
        Ok(Err(_)) | Err(_) => Err((What::Syntax("the reader gave up".to_owned()), None)),
    }
}

fn read(text: &str, names: &FactNames, facts: &mut Vec<Fact>) -> Result<Compiled, (What, Option<usize>)> {
    let (parsed, places) = Parser::new().parse_with_source_info(text).map_err(|wrong| {
        let first = wrong.errors.first();
        let said = first.map_or_else(String::new, |error| error.msg.clone());
        let at = first.and_then(|error| offset(text, error.pos));
        (What::Syntax(said), at)
    })?;
    let mut reader = Reader {
        names,
        facts,
        named: Vec::new(),
        materials: Vec::new(),
        scope: Vec::new(),
        depth: 0,
    };
    let all = reader
        .read(&parsed)
        .and_then(|all| wanted(&Kind::Bool, all))
        .map_err(|(what, part)| {
            let at = part.and_then(|part| places.offset_for(part));
            (what, at.and_then(|(start, _)| characters(text, start as usize)))
        })?;
    Ok(Compiled {
        node: all.node,
        cost: all.cost,
        named: reader.named,
        materials: reader.materials,
    })
}

struct Reader<'a> {
    names: &'a FactNames,
    facts: &'a mut Vec<Fact>,
    named: Vec<usize>,
    materials: Vec<String>,
    /// Values of the loops around, outermost first.
    scope: Vec<(String, Kind, usize)>,
    depth: usize,
}

impl Reader<'_> {
    fn read(&mut self, expr: &IdedExpr) -> Result<Typed, Fault> {
        self.depth += 1;
        if self.depth > MOST_SIGNS {
            return Err((What::TooLarge, None));
        }
        let read = self.read_one(expr);
        self.depth -= 1;
        read.map_err(|(what, part)| (what, part.or(Some(expr.id))))
    }

    fn read_one(&mut self, expr: &IdedExpr) -> Result<Typed, Fault> {
        match &expr.expr {
            Expr::Literal(literal) => constant(literal),
            Expr::Ident(_) => self.name(expr),
            Expr::Select(select) if select.test => {
                let path = path(&select.operand).map(|front| format!("{front}.{}", select.field));
                let at = self.fact(path.as_deref().unwrap_or(&select.field))?;
                Ok(typed(Node::Filled(at), Kind::Bool, 1))
            }
            Expr::Select(_) => self.name(expr),
            Expr::List(list) => self.list(&list.elements),
            Expr::Comprehension(turns) => self.turns(turns),
            Expr::Call(call) => {
                let mut args: Vec<&IdedExpr> = call.target.iter().map(AsRef::as_ref).collect();
                args.extend(&call.args);
                self.call(&call.func_name, &args)
            }
            Expr::Map(_) => Err(unsupported("{key: value}")),
            Expr::Struct(_) => Err(unsupported("Type{field: value}")),
            Expr::Unspecified => Err((What::Syntax("?".to_owned()), None)),
        }
    }

    /// A value of a loop, or a fact by its whole path.
    fn name(&mut self, expr: &IdedExpr) -> Result<Typed, Fault> {
        let Some(path) = path(expr) else {
            return Err(unsupported("(…).field"));
        };
        if let Some(at) = self.scope.iter().rposition(|(name, ..)| *name == path) {
            let (_, kind, entries) = &self.scope[at];
            return Ok(Typed {
                node: Node::Var(at),
                kind: kind.clone(),
                cost: 1,
                entries: *entries,
            });
        }
        let at = self.fact(&path)?;
        Ok(Typed {
            node: Node::Fact(at),
            kind: self.facts[at].kind.clone(),
            cost: 4,
            entries: MOST_ENTRIES,
        })
    }

    fn fact(&mut self, path: &str) -> Result<usize, Fault> {
        let Some((source, kind)) = self.names.find(path) else {
            return Err((What::UnknownFact(path.to_owned()), None));
        };
        let at = match self.facts.iter().position(|fact| fact.name == path) {
            Some(at) => at,
            None => {
                self.facts.push(Fact {
                    name: path.to_owned(),
                    source: source.clone(),
                    kind: kind.clone(),
                });
                self.facts.len() - 1
            }
        };
        if !self.named.contains(&at) {
            self.named.push(at);
        }
        Ok(at)
    }

    fn list(&mut self, elements: &[IdedExpr]) -> Result<Typed, Fault> {
        let mut kind = Kind::Nothing;
        let mut cost = 1_u64;
        let mut nodes = Vec::with_capacity(elements.len());
        for element in elements {
            let one = self.read(element)?;
            kind = kind.join(&one.kind).ok_or_else(|| mixed(&kind, &one.kind))?;
            cost = cost.saturating_add(one.cost);
            nodes.push(one.node);
        }
        Ok(Typed {
            node: Node::List(nodes),
            kind: Kind::list(kind),
            cost,
            entries: elements.len(),
        })
    }

    fn turns(&mut self, turns: &ComprehensionExpr) -> Result<Typed, Fault> {
        if turns.iter_var2.is_some() {
            return Err(unsupported("all(i, x, …)"));
        }
        let range = self.read(&turns.iter_range)?;
        let Kind::List(of) = &range.kind else {
            return Err(mixed(&Kind::list(Kind::Nothing), &range.kind));
        };
        let init = self.read(&turns.accu_init)?;
        let entries = range.entries.max(1);
        let gathered = (turns.accu_var.clone(), init.kind.clone(), entries);
        self.scope.push(gathered);
        self.scope
            .push((turns.iter_var.clone(), of.as_ref().clone(), MOST_ENTRIES));
        let cond = self.read(&turns.loop_cond)?;
        let step = self.read(&turns.loop_step)?;
        self.scope.pop();
        let kind = init
            .kind
            .join(&step.kind)
            .ok_or_else(|| mixed(&init.kind, &step.kind))?;
        if let Some(gathered) = self.scope.last_mut() {
            gathered.1 = kind;
        }
        let result = self.read(&turns.result)?;
        self.scope.pop();
        let once = cond.cost.saturating_add(step.cost).saturating_add(1);
        let cost = once
            .saturating_mul(range.entries as u64)
            .saturating_add(range.cost)
            .saturating_add(init.cost)
            .saturating_add(result.cost);
        Ok(Typed {
            node: Node::Loop(Box::new(Loop {
                range: range.node,
                init: init.node,
                cond: cond.node,
                step: step.node,
                result: result.node,
            })),
            kind: result.kind,
            cost,
            entries,
        })
    }

    fn call(&mut self, name: &str, args: &[&IdedExpr]) -> Result<Typed, Fault> {
        match (name, args) {
            ("date", [day]) => {
                let given = constant_text(day, name)?;
                let date = read_date(given).ok_or_else(|| no_constant(given))?;
                return Ok(typed(Node::Date(date), Kind::Date, 1));
            }
            ("inHand", [material]) => {
                let material = self.material(material, name)?;
                return Ok(typed(Node::InHand(material), Kind::Bool, 4));
            }
            ("signed", []) => {
                let forms: Vec<String> = self.names.generated().map(str::to_owned).collect();
                if forms.is_empty() {
                    return Err(no_constant("signed()"));
                }
                let cost = 4 * forms.len() as u64;
                self.materials.extend(forms.iter().cloned());
                return Ok(typed(Node::Signed(forms), Kind::Bool, cost));
            }
            ("signed", [material]) => {
                let material = self.material(material, name)?;
                return Ok(typed(Node::Signed(vec![material]), Kind::Bool, 4));
            }
            ("_[_]", [front, key]) if path(front).as_deref() == Some("answers") => {
                let question = constant_text(key, "answers")?;
                let at = self.fact(&format!("answers.{question}"))?;
                return Ok(typed(Node::Fact(at), Kind::Text, 4));
            }
            ("notEmpty", [field]) if path(field).is_some_and(|path| self.names.find(&path).is_some()) => {
                let path = path(field).unwrap_or_default();
                let at = self.fact(&path)?;
                return Ok(typed(Node::Filled(at), Kind::Bool, 4));
            }
            ("matches", [text, pattern]) => {
                let text = wanted(&Kind::Text, self.read(text)?)?;
                let given = constant_text(pattern, name)?;
                let pattern = (given.len() <= LONGEST_PATTERN)
                    .then(|| RegexBuilder::new(given).size_limit(LARGEST_PATTERN).build().ok())
                    .flatten()
                    .ok_or_else(|| no_constant(given))?;
                let cost = text.cost + PATTERN_STEPS;
                let node = Node::Matches(Box::new(text.node), Pattern(pattern));
                return Ok(typed(node, Kind::Bool, cost));
            }
            _ => {}
        }
        let mut read = Vec::with_capacity(args.len());
        for arg in args {
            read.push(self.read(arg)?);
        }
        if is_operator(name) {
            operator(name, read)
        } else {
            function(name, read)
        }
    }

    fn material(&mut self, given: &IdedExpr, function: &str) -> Result<String, Fault> {
        let id = constant_text(given, function)?;
        let material = self.names.material(id).ok_or_else(|| no_constant(id))?;
        self.materials.push(material.to_owned());
        Ok(material.to_owned())
    }
}

fn is_operator(name: &str) -> bool {
    name == "@in" || (name.contains('_') && !name.contains(|ch: char| ch.is_ascii_alphabetic()))
}

/// What an operator makes of its sides.
fn operator(name: &str, args: Vec<Typed>) -> Result<Typed, Fault> {
    let cost = args.iter().fold(1_u64, |sum, arg| sum.saturating_add(arg.cost));
    let mut args = args.into_iter();
    match (name, args.next(), args.next(), args.next()) {
        ("!_", Some(one), None, None) => {
            let one = wanted(&Kind::Bool, one)?;
            Ok(typed(Node::Not(Box::new(one.node)), Kind::Bool, cost))
        }
        ("-_", Some(one), None, None) if matches!(one.kind, Kind::Number | Kind::Span) => {
            Ok(typed(Node::Negative(Box::new(one.node)), one.kind, cost))
        }
        ("-_", Some(one), None, None) => Err(mixed(&Kind::Number, &one.kind)),
        ("_?_:_", Some(when), Some(then), Some(other)) => {
            let when = wanted(&Kind::Bool, when)?;
            let kind = then.kind.join(&other.kind);
            Ok(Typed {
                kind: kind.ok_or_else(|| mixed(&then.kind, &other.kind))?,
                cost,
                entries: then.entries.max(other.entries),
                node: Node::If(Box::new([when.node, then.node, other.node])),
            })
        }
        (_, Some(a), Some(b), None) => binary(name, a, b, cost),
        _ => Err(unsupported(name)),
    }
}

fn binary(name: &str, a: Typed, b: Typed, cost: u64) -> Result<Typed, Fault> {
    let clash = || mixed(&a.kind, &b.kind);
    let entries = a.entries.max(b.entries) as u64;
    let heavy = match a.kind {
        Kind::List(_) => cost.saturating_add(entries.saturating_mul(4)),
        _ => cost,
    };
    let pair = |a: Typed, b: Typed| Box::new((a.node, b.node));
    match name {
        "_&&_" | "_||_" => {
            let (a, b) = (wanted(&Kind::Bool, a)?, wanted(&Kind::Bool, b)?);
            let node = if name == "_&&_" { Node::And } else { Node::Or };
            Ok(typed(node(pair(a, b)), Kind::Bool, cost))
        }
        "_==_" | "_!=_" => {
            a.kind.join(&b.kind).ok_or_else(clash)?;
            let equal = Node::Equal(pair(a, b));
            let node = if name == "_==_" {
                equal
            } else {
                Node::Not(Box::new(equal))
            };
            Ok(typed(node, Kind::Bool, heavy))
        }
        "_<_" | "_<=_" | "_>_" | "_>=_" => {
            let (true, true, Some(orders)) = (a.kind == b.kind, a.kind.is_ordered(), orders(name)) else {
                return Err(clash());
            };
            Ok(typed(Node::Compare(orders, pair(a, b)), Kind::Bool, heavy))
        }
        "@in" => {
            let Kind::List(of) = &b.kind else {
                return Err(mixed(&Kind::list(a.kind.clone()), &b.kind));
            };
            a.kind.join(of).ok_or_else(clash)?;
            let cost = cost.saturating_add(b.entries as u64);
            Ok(typed(Node::In(pair(a, b)), Kind::Bool, cost))
        }
        "_[_]" => {
            let (Kind::List(of), Kind::Number) = (&a.kind, &b.kind) else {
                return Err(clash());
            };
            let kind = of.as_ref().clone();
            Ok(Typed {
                kind,
                cost: cost.saturating_add(entries),
                entries: MOST_ENTRIES,
                node: Node::At(pair(a, b)),
            })
        }
        "_+_" | "_-_" | "_*_" | "_/_" | "_%_" => {
            let (how, kind) = arith(name, &a.kind, &b.kind).ok_or_else(clash)?;
            Ok(Typed {
                kind,
                cost: heavy,
                entries: a.entries.saturating_add(b.entries),
                node: Node::Arith(how, pair(a, b)),
            })
        }
        _ => Err(unsupported(name)),
    }
}

fn arith(name: &str, a: &Kind, b: &Kind) -> Option<(Arith, Kind)> {
    let how = match name {
        "_+_" => Arith::Plus,
        "_-_" => Arith::Minus,
        "_*_" => Arith::Times,
        "_/_" => Arith::Over,
        _ => Arith::Rest,
    };
    let kind = match (how, a, b) {
        (_, Kind::Number, Kind::Number) => Kind::Number,
        (Arith::Plus | Arith::Minus, Kind::Date, Kind::Span) | (Arith::Plus, Kind::Span, Kind::Date) => {
            Kind::Date
        }
        (Arith::Plus, Kind::Span, Kind::Span) => Kind::Span,
        (Arith::Plus, Kind::Text, Kind::Text) => Kind::Text,
        (Arith::Plus, Kind::List(_), Kind::List(_)) => a.join(b)?,
        _ => return None,
    };
    Some((how, kind))
}

fn function(name: &str, args: Vec<Typed>) -> Result<Typed, Fault> {
    let kinds: Vec<Kind> = args.iter().map(|arg| arg.kind.clone()).collect();
    let (function, kind, steps) = functions::find(name, &kinds).map_err(|want| match want {
        Some(wanted) => {
            let found: Vec<String> = kinds.iter().map(Kind::to_string).collect();
            let what = What::Kind {
                wanted: wanted.to_owned(),
                found: found.join(", "),
            };
            (what, None)
        }
        None => (What::UnknownFunction(name.to_owned()), None),
    })?;
    let cost = args.iter().fold(steps, |sum, arg| sum.saturating_add(arg.cost));
    let nodes = args.into_iter().map(|arg| arg.node).collect();
    Ok(typed(Node::Call(function, nodes), kind, cost))
}

fn constant(literal: &LiteralValue) -> Result<Typed, Fault> {
    let number = |number: Option<Number>, given: String| {
        let number = number.ok_or_else(|| no_constant(&given))?;
        Ok(typed(Node::Number(number), Kind::Number, 1))
    };
    match literal {
        LiteralValue::Boolean(flag) => Ok(typed(Node::Bool(**flag), Kind::Bool, 1)),
        LiteralValue::String(text) => Ok(typed(Node::Text(text.inner().to_owned()), Kind::Text, 1)),
        LiteralValue::Int(whole) => number(Some(Number::whole(**whole)), (**whole).to_string()),
        LiteralValue::UInt(whole) => number(Number::read(&(**whole).to_string()), (**whole).to_string()),
        LiteralValue::Double(decimal) => {
            number(Number::read(&(**decimal).to_string()), (**decimal).to_string())
        }
        LiteralValue::Bytes(_) => Err(unsupported("b'…'")),
        LiteralValue::Null => Err(unsupported("null")),
    }
}

fn typed(node: Node, kind: Kind, cost: u64) -> Typed {
    Typed {
        node,
        kind,
        cost,
        entries: MOST_ENTRIES,
    }
}

fn wanted(kind: &Kind, found: Typed) -> Result<Typed, Fault> {
    if found.kind == *kind {
        Ok(found)
    } else {
        Err(mixed(kind, &found.kind))
    }
}

fn mixed(wanted: &Kind, found: &Kind) -> Fault {
    let what = What::Kind {
        wanted: wanted.to_string(),
        found: found.to_string(),
    };
    (what, None)
}

fn unsupported(what: &str) -> Fault {
    (What::Unsupported(what.to_owned()), None)
}

fn no_constant(given: &str) -> Fault {
    (What::Constant(given.to_owned()), None)
}

fn constant_text<'a>(expr: &'a IdedExpr, function: &str) -> Result<&'a str, Fault> {
    match &expr.expr {
        Expr::Literal(LiteralValue::String(text)) => Ok(text.inner()),
        _ => Err(no_constant(function)),
    }
}

/// `a.b.c` as one name.
fn path(expr: &IdedExpr) -> Option<String> {
    match &expr.expr {
        Expr::Ident(name) => Some(name.clone()),
        Expr::Select(select) if !select.test => {
            path(&select.operand).map(|front| format!("{front}.{}", select.field))
        }
        _ => None,
    }
}

/// Whether a text is short and flat enough to be read at all. Counted by signs, before anything recursive runs.
fn is_small(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let (mut depth, mut deepest, mut choices, mut signs) = (0_usize, 0_usize, 0_usize, 0_usize);
    let mut quote: Option<char> = None;
    let mut escaped = false;
    for ch in text.chars() {
        if let Some(end) = quote {
            if escaped {
                escaped = false;
            } else if ch == '\\' {
                escaped = true;
            } else if ch == end {
                quote = None;
            }
            continue;
        }
        match ch {
            '\'' | '"' => quote = Some(ch),
            '(' | '[' | '{' => {
                signs += usize::from(ch == '[');
                depth += 1;
                deepest = deepest.max(depth);
            }
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            '?' => choices += 1,
            '.' | '+' | '-' | '*' | '/' | '%' | '!' | '<' | '>' | '=' | '&' | '|' => signs += 1,
            _ => {}
        }
    }
    deepest <= DEEPEST && choices <= DEEPEST && signs <= MOST_SIGNS
}

/// Characters before a byte.
fn characters(text: &str, byte: usize) -> Option<usize> {
    text.get(..byte).map(|before| before.chars().count())
}

/// Characters before a line and column, both from 1.
fn offset(text: &str, (line, column): (isize, isize)) -> Option<usize> {
    let line = usize::try_from(line).ok()?.checked_sub(1)?;
    let column = usize::try_from(column).ok()?.checked_sub(1)?;
    let before: usize = text
        .split_inclusive('\n')
        .take(line)
        .map(|line| line.chars().count())
        .sum();
    Some(before + column)
}
