//! The wording of the papers (文书文本): every label and sentence, Chinese and English, with the law behind it.
//!
//! `catalogue/papers.json` is data that a hall may edit: reword, add sentences of its own, name more law. What the
//! law or this house demands cannot go: [`check`] holds an edited file against the built-in one. Tables, dates,
//! persons, limits and numbers are not wording at all: the constructors put them on the paper whatever a file says.
//!
//! A sentence has placeholders (`{item}`) that are filled when the paper is written. It is either one for `any`
//! item, or one for licences (行政许可, item type 01) and one for `other` items, whose basis is their own.

mod check;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::kind::PaperKind;
use super::language::Language;
use crate::error::Trouble;

/// The file as the house delivers it; a catalogue folder without the file means this one.
pub const BUILT_IN: &str = include_str!("../../../../catalogue/papers.json");

/// `papers.json`, checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// What the file is, for whoever opens it.
    #[serde(default)]
    about: String,
    /// Labels of facts, columns, headings and places to sign.
    labels: BTreeMap<String, Both>,
    /// Words that callers put on a paper, such as 申请人 or 窗口领取, and their English.
    terms: BTreeMap<String, String>,
    /// Sentences that several papers say.
    shared: BTreeMap<String, Sentence>,
    /// Word of the kind → what it says.
    papers: BTreeMap<String, PaperWords>,
}

/// One text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Both {
    pub zh: String,
    pub en: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PaperWords {
    pub sentences: BTreeMap<String, Sentence>,
    /// The hall's own sentences, before the contact lines.
    pub more: Vec<Text>,
}

/// One sentence of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sentence {
    /// It has to stand on the paper; a file may reword it and never leave it out.
    #[serde(default)]
    pub mandatory: bool,
    /// It is shown outside a paper too, where nothing fills a placeholder.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub plain: bool,
    /// Placeholders that it may use beside those of the built-in text and those that every paper has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub may: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub any: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<Text>,
}

/// The text of a sentence and what it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    pub zh: String,
    pub en: String,
    /// 法律依据, printed where the text says `{basis}`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basis: Vec<Basis>,
    /// Words that any rewording keeps, because the law asks for just that statement.
    #[serde(default, skip_serializing_if = "Keep::is_empty")]
    pub keep: Keep,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// Full name of the law without 《》.
    pub law: String,
    /// Such as 第三十二条.
    pub article: String,
    /// The English citation of both.
    pub en: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Keep {
    pub zh: Vec<String>,
    pub en: Vec<String>,
}

impl Keep {
    fn is_empty(&self) -> bool {
        self.zh.is_empty() && self.en.is_empty()
    }
}

/// One fault of an edited file: where, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordingFault {
    /// JSON path such as `papers.receipt.sentences.notify.licence.zh`.
    pub path: String,
    #[serde(flatten)]
    pub trouble: Trouble,
}

impl Wording {
    /// Reads and checks a file. Every fault is reported, not only the first.
    ///
    /// # Errors
    /// YC-1321 cannot be read · 1322 unknown key · 1323 mandatory sentence left out · 1324 made optional ·
    /// 1325 placeholder left out · 1326 unknown placeholder · 1327 legal basis left out · 1328 no words ·
    /// 1329 words of the law left out · 1330 label left out.
    pub fn load(json: &str) -> Result<Self, Vec<WordingFault>> {
        check::read(json, Self::built_in())
    }

    /// The wording that the house delivers.
    pub fn built_in() -> &'static Self {
        static READ: LazyLock<Wording> = LazyLock::new(|| {
            // Cannot fail: the file is part of the program, and a test reads it.
            serde_json::from_str(BUILT_IN).expect("the built-in wording")
        });
        &READ
    }

    pub fn label(&self, key: &str, language: Language) -> Option<&str> {
        self.labels.get(key).map(|both| both.of(language))
    }

    /// The English of a word that a caller put on a paper.
    pub fn term(&self, zh: &str) -> Option<&str> {
        self.terms.get(zh).map(String::as_str)
    }

    /// A sentence of this paper, or one that several share, in the variant of the item.
    pub fn text(&self, kind: PaperKind, key: &str, licence: bool) -> Option<&Text> {
        let own = self
            .papers
            .get(kind.word())
            .and_then(|paper| paper.sentences.get(key));
        own.or_else(|| self.shared.get(key))?.variant(licence)
    }

    /// The hall's own sentences on this paper.
    pub fn more(&self, kind: PaperKind) -> &[Text] {
        self.papers.get(kind.word()).map_or(&[], |paper| &paper.more)
    }
}

impl Both {
    fn of(&self, language: Language) -> &str {
        language.of(&self.zh, &self.en)
    }
}

impl Sentence {
    fn variant(&self, licence: bool) -> Option<&Text> {
        let special = if licence { &self.licence } else { &self.other };
        special.as_ref().or(self.any.as_ref())
    }
}

impl Text {
    pub fn of(&self, language: Language) -> &str {
        language.of(&self.zh, &self.en)
    }

    /// 《中华人民共和国行政许可法》第三十二条 / Article 32 of the Administrative Licensing Law
    pub fn basis_words(&self, language: Language) -> String {
        let words: Vec<String> = self
            .basis
            .iter()
            .map(|basis| match language {
                Language::Zh => format!("《{}》{}", basis.law, basis.article),
                Language::En => basis.en.clone(),
            })
            .collect();
        words.join(language.of("、", " and "))
    }
}

/// What a text says by itself: without its placeholders.
fn prose(text: &str) -> String {
    let mut said = String::new();
    let mut inside = false;
    for ch in text.chars() {
        match ch {
            '{' => inside = true,
            '}' => inside = false,
            ch if !inside => said.push(ch),
            _ => {}
        }
    }
    said
}

/// The placeholders of a text, each once, in order; or the place of a brace that has no partner.
fn placeholders(text: &str) -> Result<Vec<&str>, usize> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find(['{', '}']) {
        let at = text.len() - rest.len() + open;
        let Some(inside) = rest[open..].strip_prefix('{') else {
            return Err(at);
        };
        let close = inside.find(['{', '}']).ok_or(at)?;
        if !inside[close..].starts_with('}') {
            return Err(at);
        }
        let name = &inside[..close];
        if !found.contains(&name) {
            found.push(name);
        }
        rest = &inside[close + 1..];
    }
    Ok(found)
}
