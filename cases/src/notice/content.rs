//! The one shape of every paper: header, blocks in reading order, codes.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::case::Ink;
use crate::realm::Realm;

/// The papers that the hall can make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum PaperKind {
    /// 收件凭证: materials were received; the only paper a window may print without the hall.
    ReceiptSlip,
    /// 受理通知书
    AcceptanceNotice,
    /// 不予受理决定书
    RefusalNotice,
    /// 申请表 / 申请书: its title is the name of the material it fulfils.
    ApplicationForm,
}

impl PaperKind {
    /// Every kind, in the order in which a case meets them.
    pub const ALL: [PaperKind; 4] = [
        PaperKind::ApplicationForm,
        PaperKind::ReceiptSlip,
        PaperKind::AcceptanceNotice,
        PaperKind::RefusalNotice,
    ];

    /// The official name of the kind.
    pub fn zh(self) -> &'static str {
        match self {
            PaperKind::ReceiptSlip => "收件凭证",
            PaperKind::AcceptanceNotice => "受理通知书",
            PaperKind::RefusalNotice => "不予受理决定书",
            PaperKind::ApplicationForm => "申请表",
        }
    }

    /// The English name for screens.
    pub fn en(self) -> &'static str {
        match self {
            PaperKind::ReceiptSlip => "Receipt slip",
            PaperKind::AcceptanceNotice => "Notice of acceptance",
            PaperKind::RefusalNotice => "Decision not to accept",
            PaperKind::ApplicationForm => "Application form",
        }
    }

    /// The word used in file names and addresses.
    pub fn word(self) -> &'static str {
        match self {
            PaperKind::ReceiptSlip => "receipt",
            PaperKind::AcceptanceNotice => "acceptance",
            PaperKind::RefusalNotice => "refusal",
            PaperKind::ApplicationForm => "form",
        }
    }
}

/// A paper before layout. Made by the constructors of this room, kept by the hall, drawn by `papers`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Content {
    pub kind: PaperKind,
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
    pub blocks: Vec<Block>,
    pub codes: Codes,
    pub realm: Realm,
    /// The date on the paper (落款日期) in words.
    pub dated: String,
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
}

impl Codes {
    /// The codes of a case: both numbers find it for ever.
    pub fn of_case(case_number: Option<&str>, slip_code: Option<&str>) -> Self {
        Self {
            qr: case_number.or(slip_code).map(str::to_owned),
            code128: slip_code.map(str::to_owned),
        }
    }
}

/// A date to be written by hand, with room for the digits.
pub const BLANK_DATE: &str = "　　　　年　　月　　日";

impl Content {
    /// The lines under the title: number, slip code, case number, as far as they exist.
    pub fn reference_lines(&self) -> Vec<Fact> {
        let mut lines = Vec::new();
        if let Some(number) = &self.number {
            lines.push(Fact::new("文书编号", number.as_str()));
        }
        if let Some(slip_code) = &self.slip_code {
            lines.push(Fact::new("收件码", slip_code.as_str()));
        }
        if let Some(case_number) = &self.case_number {
            lines.push(Fact::new("办件编号", case_number.as_str()));
        }
        lines.push(Fact::new("日期", self.dated.as_str()));
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
