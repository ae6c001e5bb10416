//! The one shape of every paper: header, blocks in reading order, codes.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::kind::PaperKind;
use super::language::Language;
use crate::case::Ink;
use crate::realm::Realm;

/// A paper before layout. Made by the constructors of this room, kept by the hall, drawn by `papers`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Content {
    pub kind: PaperKind,
    #[serde(default, skip_serializing_if = "Language::is_zh")]
    pub language: Language,
    /// Printed title, for example 收件凭证 or 食品经营许可申请书.
    pub title: String,
    /// The issuing body (制发机关), printed above the title.
    pub body: String,
    /// Document number (文书编号), given by the hall alone.
    pub number: Option<String>,
    /// Case number (办件编号), 43 characters, given by the hall alone.
    pub case_number: Option<String>,
    /// Slip code (收件码), ten characters that people read aloud.
    pub slip_code: Option<String>,
    /// Papers that this one replaces, or that replace it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Reference>,
    pub blocks: Vec<Block>,
    pub codes: Codes,
    pub realm: Realm,
    /// The date on the paper (落款日期) in words.
    pub dated: String,
    /// English companion (英文对照), written with the paper from the same facts and wording; it becomes bytes when
    /// somebody asks for it. None of the paper's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(no_recursion)]
    pub companion: Option<Box<Content>>,
}

/// A paper named by its title and number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Reference {
    pub relation: Relation,
    /// Such as 受理通知书.
    pub title: String,
    pub number: String,
}

/// How the other paper stands to this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Relation {
    /// 替代: the other paper counts no longer, this one stands in its place.
    Replaces,
    /// 被替代
    ReplacedBy,
    /// 作废: this paper makes the other one void.
    Voids,
    /// 已作废: the other paper made this one void.
    VoidedBy,
}

impl Relation {
    fn label(self, language: Language) -> &'static str {
        match self {
            Relation::Replaces => language.of("替代文书", "Replaces"),
            Relation::ReplacedBy => language.of("已由下列文书替代", "Replaced by"),
            Relation::Voids => language.of("作废文书", "Voids"),
            Relation::VoidedBy => language.of("已由下列文书作废", "Voided by"),
        }
    }
}

/// One piece of a paper, drawn in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", content = "value", rename_all = "camelCase")]
pub enum Block {
    Heading(String),
    /// Who is addressed, on a line of its own.
    Addressee(String),
    Paragraph(String),
    /// Explanatory text in small print.
    Note(String),
    Facts(Vec<Fact>),
    Table(Table),
    /// Kept on one page, side by side.
    Signatures(Vec<Signature>),
}

/// A label and its value. An empty value is an empty box to be filled by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Fact {
    pub label: String,
    pub value: String,
    /// Small print after the value, such as the source of a form's value.
    pub note: Option<String>,
}

impl Fact {
    pub fn new(label: &str, value: impl Into<String>) -> Self {
        Self {
            label: label.to_owned(),
            value: value.into(),
            note: None,
        }
    }
}

/// A table; its header is repeated on every page it reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Table {
    /// Column widths in percent of the text width; they should add up to 100.
    pub widths_percent: Vec<u8>,
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// A place to sign: who, under which printed name, which seal, which date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Signature {
    /// Such as 申请人（签字）.
    pub label: String,
    /// A printed name; absent means a line to sign on.
    pub name: Option<String>,
    /// The seal that belongs here, such as 行政审批专用章.
    pub seal: Option<String>,
    /// A printed date; absent means a date to be written by hand.
    pub date: Option<String>,
    /// Strokes from the applicant's screen, drawn on the line to sign on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ink: Option<Ink>,
}

/// What machines read from the paper.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Codes {
    /// The exact text in the QR code: the case number, or the slip code while there is none.
    pub qr: Option<String>,
    /// The exact text in the Code128 bars: printable ASCII, the slip code.
    pub code128: Option<String>,
    /// The exact text in the second QR code: see [`super::proof`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<String>,
}

impl Codes {
    /// The codes of a case: both numbers find it for ever.
    pub fn of_case(case_number: Option<&str>, slip_code: Option<&str>) -> Self {
        Self {
            qr: case_number.or(slip_code).map(str::to_owned),
            code128: slip_code.map(str::to_owned),
            proof: None,
        }
    }
}

/// A date to be written by hand, with room for the digits.
pub const BLANK_DATE: &str = "　　　　年　　月　　日";

impl Content {
    /// The lines under the title: number, slip code, case number, as far as they exist.
    pub fn reference_lines(&self) -> Vec<Fact> {
        let language = self.language;
        let mut lines = Vec::new();
        let mut add = |label: &str, value: &Option<String>| {
            lines.extend(value.as_ref().map(|value| Fact::new(label, value.as_str())));
        };
        add(language.of("文书编号", "Document number"), &self.number);
        add(slip_label(language), &self.slip_code);
        add(case_label(language), &self.case_number);
        lines.extend(self.references.iter().map(|other| {
            let value = format!("{} {}", other.title, other.number);
            Fact::new(other.relation.label(language), value.trim())
        }));
        lines.push(Fact::new(language.of("日期", "Date"), self.dated.as_str()));
        lines
    }

    /// Every word of the paper in reading order, one fact, cell row or paragraph a line.
    ///
    /// Two renditions of one paper must have the same plain text; page numbers, the repeated table header and
    /// the watermark are not part of it.
    pub fn plain_text(&self) -> String {
        let mut lines = vec![self.body.clone(), self.title.clone()];
        lines.extend(self.reference_lines().iter().map(fact_line));
        for block in &self.blocks {
            match block {
                Block::Heading(text)
                | Block::Addressee(text)
                | Block::Paragraph(text)
                | Block::Note(text) => lines.push(text.clone()),
                Block::Facts(facts) => lines.extend(facts.iter().map(fact_line)),
                Block::Table(table) => {
                    lines.push(table.header.join(" "));
                    lines.extend(table.rows.iter().map(|row| row.join(" ")));
                }
                Block::Signatures(signatures) => lines.extend(signatures.iter().map(signature_line)),
            }
        }
        lines.retain(|line| !line.trim().is_empty());
        lines.join("\n")
    }
}

/// What the slip code is called on every paper.
pub(super) fn slip_label(language: Language) -> &'static str {
    language.of("收件码", "Slip code")
}

/// What the case number is called on every paper.
pub(super) fn case_label(language: Language) -> &'static str {
    language.of("办件编号", "Case number")
}

fn fact_line(fact: &Fact) -> String {
    let mut line = format!("{} {}", fact.label, fact.value);
    if let Some(note) = &fact.note {
        line.push(' ');
        line.push_str(note);
    }
    line.trim_end().to_owned()
}

fn signature_line(signature: &Signature) -> String {
    let date = signature.date.as_deref().unwrap_or(BLANK_DATE);
    let parts = [
        Some(signature.label.as_str()),
        signature.name.as_deref(),
        signature.seal.as_deref(),
        Some(date),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
