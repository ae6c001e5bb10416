//! 常见问答: what applicants ask every day, answered in Markdown, with source, owner and day.
//!
//! `answers.json` is an optional part of the catalogue, so an answer belongs to an edition as an item does.
//!
//! - [`markdown`]: the body as a tree that a screen draws.
//! - [`index`]: found by words of any length.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub mod index;
pub mod markdown;

#[cfg(test)]
mod tests;

pub use index::AnswerIndex;

use super::Item;
use markdown::Block;

/// The answers of a folder that has none.
pub const NONE: &str = "[]";

/// Characters of one body.
const LONGEST_BODY: usize = 20_000;
/// Characters of a question, and of anything that is said in one line.
const LONGEST_LINE: usize = 200;

/// One question with its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    pub id: String,
    pub question: String,
    /// 其他问法: how people put it otherwise.
    #[serde(default)]
    pub also: Vec<String>,
    /// Ids of the items it is about; none where it is about the hall.
    #[serde(default)]
    pub items: Vec<String>,
    /// Lines of Markdown.
    pub body: Vec<String>,
    /// What it rests on; never none.
    pub sources: Vec<Source>,
    /// 答复单位: who answers for it.
    pub owner: String,
    pub answered_on: Date,
    /// 有效期至: from the day after it has to be looked at again.
    #[serde(default)]
    pub valid_to: Option<Date>,
}

/// 依据: a law, a standard, or the item's own data in this edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Source {
    pub name: String,
    #[serde(default)]
    pub article: Option<String>,
}

impl Answer {
    pub fn blocks(&self) -> Vec<Block> {
        markdown::read(&self.body.join("\n"))
    }

    /// Whether it has to be looked at again before anybody relies on it.
    pub fn is_over(&self, today: Date) -> bool {
        self.valid_to.is_some_and(|last| last < today)
    }
}

/// What is wrong with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerFault {
    Twice,
    NoSuchItem,
    /// Empty, too long, or with characters that cannot be seen.
    Words,
    NoSource,
    /// 有效期 ends before the answer was given.
    Days,
}

impl AnswerFault {
    /// Code and sentences.
    pub fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            AnswerFault::Twice => ("YC-5640", "问答标识重复", "two answers have one id"),
            AnswerFault::NoSuchItem => (
                "YC-5641",
                "问答所指的事项不存在",
                "the answer is about an item that is not there",
            ),
            AnswerFault::Words => (
                "YC-5642",
                "这里的文字为空、过长或含看不见的字符",
                "the words here are none, too many, or hold characters that are not seen",
            ),
            AnswerFault::NoSource => ("YC-5643", "问答没有写明依据", "the answer names no source"),
            AnswerFault::Days => (
                "YC-5644",
                "问答的有效期早于答复日期",
                "the answer's validity ends before it was given",
            ),
        }
    }
}

/// Every fault with its path; items are looked for where they are given.
pub fn check(answers: &[Answer], items: Option<&[Item]>) -> Vec<(String, AnswerFault)> {
    let known: Option<BTreeSet<&str>> =
        items.map(|items| items.iter().map(|item| item.id.as_str()).collect());
    let mut ids = BTreeSet::new();
    let mut faults = Vec::new();
    for (at, answer) in answers.iter().enumerate() {
        let mut say = |path: String, fault| faults.push((format!("[{at}].{path}"), fault));
        if !is_line(&answer.id) {
            say("id".to_owned(), AnswerFault::Words);
        } else if !ids.insert(answer.id.as_str()) {
            say("id".to_owned(), AnswerFault::Twice);
        }
        for (path, text) in [("question", &answer.question), ("owner", &answer.owner)] {
            if !is_line(text) {
                say(path.to_owned(), AnswerFault::Words);
            }
        }
        for (place, other) in answer.also.iter().enumerate() {
            if !is_line(other) {
                say(format!("also[{place}]"), AnswerFault::Words);
            }
        }
        for (place, item) in answer.items.iter().enumerate() {
            if known.as_ref().is_some_and(|known| !known.contains(item.as_str())) {
                say(format!("items[{place}]"), AnswerFault::NoSuchItem);
            }
        }
        let length: usize = answer.body.iter().map(|line| line.chars().count() + 1).sum();
        let empty = answer.body.iter().all(|line| line.trim().is_empty());
        if empty || length > LONGEST_BODY {
            say("body".to_owned(), AnswerFault::Words);
        }
        for (place, line) in answer.body.iter().enumerate() {
            if line.chars().any(is_unseen) {
                say(format!("body[{place}]"), AnswerFault::Words);
            }
        }
        if answer.sources.is_empty() {
            say("sources".to_owned(), AnswerFault::NoSource);
        }
        for (place, source) in answer.sources.iter().enumerate() {
            let article = source.article.as_deref();
            if !is_line(&source.name) || article.is_some_and(|article| !is_line(article)) {
                say(format!("sources[{place}]"), AnswerFault::Words);
            }
        }
        if answer.is_over(answer.answered_on) {
            say("validTo".to_owned(), AnswerFault::Days);
        }
    }
    faults
}

fn is_line(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= LONGEST_LINE && !text.chars().any(is_unseen)
}

/// Control characters, and marks that turn the direction of reading.
fn is_unseen(ch: char) -> bool {
    ch.is_control()
        || matches!(ch, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}
