//! Why a rule cannot be used. Everything here is found when an edition is checked, never at a window.

use super::{DEEPEST, LONGEST, MOST_STEPS};
use crate::error::Trouble;

/// One fault of a rule, with the place in its text where it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleFault {
    /// Which clause, from 0; always 0 where the rule is one text.
    pub clause: usize,
    /// Characters before the place, from 0; `None` where the whole clause is meant.
    pub at: Option<usize>,
    pub what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// No expression of the language; what the reader said.
    Syntax(String),
    /// More than [`LONGEST`] bytes, or deeper than [`DEEPEST`].
    TooLarge,
    UnknownFact(String),
    UnknownFunction(String),
    /// Values that do not go together: what was wanted, what was found.
    Kind {
        wanted: String,
        found: String,
    },
    /// Could take more than [`MOST_STEPS`] steps.
    TooCostly(u64),
    /// A constant that is none: a pattern, a day, a material that the item does not have.
    Constant(String),
    /// Part of the language that no rule needs: maps, messages, bytes, `null`.
    Unsupported(String),
}

impl RuleFault {
    /// The sentence with its code (YC-1340 to YC-1347).
    pub fn trouble(&self) -> Trouble {
        let (code, zh, en) = self.what.words();
        let place = self.at.map(|at| at + 1);
        Trouble::new(
            code,
            match place {
                Some(place) => format!("{zh}（第 {place} 字起）"),
                None => zh,
            },
            match place {
                Some(place) => format!("{en} (at character {place})"),
                None => en,
            },
        )
    }
}

impl What {
    fn words(&self) -> (&'static str, String, String) {
        match self {
            What::Syntax(said) => (
                "YC-1340",
                format!("规则读不懂：{said}"),
                format!("the rule cannot be read: {said}"),
            ),
            What::TooLarge => (
                "YC-1341",
                format!("规则太长或嵌套太深：最多 {LONGEST} 字节、{DEEPEST} 层"),
                format!(
                    "the rule is too long or nested too deeply: {LONGEST} bytes and {DEEPEST} levels at most"
                ),
            ),
            What::UnknownFact(name) => (
                "YC-1342",
                format!("本事项没有这个事实：{name}"),
                format!("the item has no such fact: {name}"),
            ),
            What::UnknownFunction(name) => (
                "YC-1343",
                format!("没有这个函数，或参数个数不对：{name}"),
                format!("no such function, or not with so many arguments: {name}"),
            ),
            What::Kind { wanted, found } => (
                "YC-1344",
                format!("类型不符：应为{wanted}，这里是{found}"),
                format!("kinds do not match: {wanted} is wanted, {found} is found"),
            ),
            What::TooCostly(steps) => (
                "YC-1345",
                format!("规则最多可能要算 {steps} 步，上限 {MOST_STEPS} 步"),
                format!("the rule could take {steps} steps, {MOST_STEPS} are allowed"),
            ),
            What::Constant(what) => (
                "YC-1346",
                format!("规则里的常量不能用：{what}"),
                format!("a constant of the rule cannot be used: {what}"),
            ),
            What::Unsupported(what) => (
                "YC-1347",
                format!("规则不支持这种写法：{what}"),
                format!("rules do not know this part of the language: {what}"),
            ),
        }
    }
}
