//! The pen: writes labels, sentences, dates and persons in one language, from the wording of one edition.

use jiff::Timestamp;
use jiff::civil::Date;

use super::content::{Block, Fact, Signature};
use super::kind::PaperKind;
use super::language::Language;
use super::parts::Head;
use super::wording::Wording;
use super::words::Person;

/// Placeholders that every sentence of every paper may use.
pub(super) const COMMON: [&str; 9] = [
    "applicants",
    "basis",
    "body",
    "caseNumber",
    "clerk",
    "item",
    "itemCode",
    "slip",
    "window",
];

pub struct Pen<'w> {
    pub language: Language,
    kind: PaperKind,
    wording: &'w Wording,
    head: &'w Head,
}

impl<'w> Pen<'w> {
    pub(super) fn new(wording: &'w Wording, language: Language, kind: PaperKind, head: &'w Head) -> Self {
        Self {
            language,
            kind,
            wording,
            head,
        }
    }

    /// A label of the wording.
    pub fn label(&self, key: &str) -> String {
        let label = self.wording.label(key, self.language);
        debug_assert!(label.is_some(), "no label {key}");
        label.unwrap_or(key).to_owned()
    }

    pub fn fact(&self, label: &str, value: impl Into<String>) -> Fact {
        Fact::new(&self.label(label), value)
    }

    /// A fact that is there or not.
    pub fn maybe(&self, label: &str, value: Option<impl Into<String>>) -> Option<Fact> {
        value.map(|value| self.fact(label, value))
    }

    pub fn heading(&self, label: &str) -> Block {
        Block::Heading(self.label(label))
    }

    /// A sentence with its placeholders filled. Empty where the hall left an optional one out.
    pub fn phrase(&self, key: &str, fill: &[(&str, String)]) -> String {
        let text = self.wording.text(self.kind, key, self.head.licence);
        text.map_or_else(String::new, |text| {
            self.fill(text.of(self.language), &text.basis_words(self.language), fill)
        })
    }

    /// [`Self::phrase`] as a paragraph.
    pub fn say(&self, key: &str, fill: &[(&str, String)]) -> Option<Block> {
        Some(self.phrase(key, fill))
            .filter(|text| !text.is_empty())
            .map(Block::Paragraph)
    }

    /// The hall's own sentences on this paper.
    pub fn more(&self) -> impl Iterator<Item = Block> {
        self.wording
            .more(self.kind)
            .iter()
            .map(|text| self.fill(text.of(self.language), &text.basis_words(self.language), &[]))
            .map(Block::Paragraph)
    }

    fn fill(&self, text: &str, basis: &str, fill: &[(&str, String)]) -> String {
        let mut filled = String::with_capacity(text.len() * 2);
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            // A checked text closes every brace.
            let (name, behind) = after.split_once('}').unwrap_or((after, ""));
            match fill.iter().find(|(key, _)| *key == name) {
                Some((_, value)) => filled.push_str(value),
                None => filled.push_str(&self.common(name, basis)),
            }
            rest = behind;
        }
        filled.push_str(rest);
        filled
    }

    fn common(&self, name: &str, basis: &str) -> String {
        let head = self.head;
        let none = || self.label("notNumbered");
        match name {
            "applicants" => self.names(&head.applicants),
            "basis" => basis.to_owned(),
            "body" => head.body.clone(),
            "caseNumber" => head.case_number.clone().unwrap_or_else(none),
            "clerk" => head.clerk.clone(),
            "item" => head.item_name.clone(),
            "itemCode" => head.item_code.clone(),
            "slip" => head.slip_code.clone().unwrap_or_else(none),
            "window" => head.window.clone(),
            _ => {
                debug_assert!(false, "{} does not fill {{{name}}}", self.kind.word());
                String::new()
            }
        }
    }

    /// 甲、乙 / A, B
    pub fn names(&self, people: &[Person]) -> String {
        let names: Vec<String> = people.iter().map(|person| person.name.clone()).collect();
        self.list(&names)
    }

    pub fn list(&self, parts: &[String]) -> String {
        self.language.list(parts)
    }

    pub fn day(&self, date: Date) -> String {
        self.language.day(date)
    }

    pub fn moment(&self, at: Timestamp) -> String {
        self.language.moment(at)
    }

    /// What somebody wrote in Chinese. An English paper says so before it.
    pub fn text(&self, written: &str) -> String {
        match self.language {
            Language::En if has_chinese(written) => format!("{} {written}", self.label("inChinese")),
            Language::En | Language::Zh => written.to_owned(),
        }
    }

    /// A word of the terms; one that they do not know is text.
    pub fn term(&self, word: &str) -> String {
        match self.language {
            Language::Zh => word.to_owned(),
            Language::En => self
                .wording
                .term(word)
                .map_or_else(|| self.text(word), str::to_owned),
        }
    }

    /// A term as a label; one that the terms do not know gives its place to `otherwise`.
    fn term_label(&self, word: &str, otherwise: &str) -> String {
        match self.language {
            Language::Zh => word.to_owned(),
            Language::En => self
                .wording
                .term(word)
                .map_or_else(|| self.label(otherwise), str::to_owned),
        }
    }

    /// The two facts that name somebody: role with name, document kind with number.
    pub fn person(&self, person: &Person) -> [Fact; 2] {
        [
            Fact::new(&self.term_label(&person.role, "party"), person.name.as_str()),
            Fact::new(
                &self.term_label(&person.id_kind, "identityDocument"),
                person.id_shown.as_str(),
            ),
        ]
    }

    /// A place to sign by hand, with a date to be written.
    pub fn place(&self, label: &str) -> Signature {
        self.place_of(self.label(label))
    }

    /// A place to sign for somebody named by the caller.
    pub fn place_of(&self, label: String) -> Signature {
        Signature {
            label,
            name: None,
            seal: None,
            date: match self.language {
                Language::Zh => None,
                Language::En => Some(self.label("dateByHand")),
            },
            ink: None,
        }
    }

    /// A place with a printed name.
    pub fn signed(&self, label: &str, name: &str, on: Date) -> Signature {
        Signature {
            name: Some(name.to_owned()),
            date: Some(self.day(on)),
            ..self.place(label)
        }
    }

    /// Where the issuing body seals (行政审批专用章).
    pub fn seal(&self, on: Date) -> Signature {
        Signature {
            label: self.head.body.clone(),
            name: None,
            seal: Some(self.label("approvalSeal")),
            date: Some(self.day(on)),
            ink: None,
        }
    }
}

fn has_chinese(text: &str) -> bool {
    text.chars()
        .any(|ch| matches!(ch, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}'))
}
