//! 来源附页: where every value of an application comes from, to be read beside it and kept with it.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::content::{Block, Content};
use super::kind::PaperKind;
use super::parts::{self, Facts, Head};
use super::pen::Pen;
use super::wording::Wording;
use super::words;

/// What a line says of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum OriginPart {
    Source,
    Provider,
    Dataset,
    Record,
    /// 上次办理: item, age and how it came there.
    Earlier,
    AsOf,
    ReadAt,
    Grant,
    /// 合法性基础
    Base,
    Consent,
    Raw,
    /// Who chose it over what sources say, and why.
    Decided,
    /// What another source says.
    Other,
    /// What stood here before.
    Before,
}

impl OriginPart {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            OriginPart::Source => ("来源", "source"),
            OriginPart::Provider => ("提供方", "provider"),
            OriginPart::Dataset => ("数据集", "dataset"),
            OriginPart::Record => ("记录号", "record"),
            OriginPart::Earlier => ("上次办理", "said before in"),
            OriginPart::AsOf => ("数据时间", "as of"),
            OriginPart::ReadAt => ("取得时间", "read at"),
            OriginPart::Grant => ("授权", "grant"),
            OriginPart::Base => ("依据", "legal base"),
            OriginPart::Consent => ("同意", "consent"),
            OriginPart::Raw => ("来源原文", "as written there"),
            OriginPart::Decided => ("窗口确认", "decided"),
            OriginPart::Other => ("另有来源", "another source says"),
            OriginPart::Before => ("此前", "before"),
        }
    }
}

/// One thing that is known of where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OriginLine {
    pub part: OriginPart,
    pub text: String,
}

/// One value of the form and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ValueOrigin {
    pub label: String,
    /// In words; numbers of persons come masked.
    pub value: String,
    pub origin: Vec<OriginLine>,
}

/// Everything a 来源附页 says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SourcesFacts {
    pub head: Head,
    pub values: Vec<ValueOrigin>,
    #[schema(value_type = String, format = DateTime)]
    pub made_at: Timestamp,
}

/// Writes the 来源附页.
pub fn content(facts: &SourcesFacts, wording: &Wording) -> Content {
    parts::paper(facts, wording)
}

impl Facts for SourcesFacts {
    fn kind(&self) -> PaperKind {
        PaperKind::SourceAnnex
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn dated(&self) -> Date {
        words::day_of(self.made_at)
    }

    fn blocks(&self, pen: &Pen<'_>) -> Vec<Block> {
        let head = &self.head;
        let desk = parts::desk(pen, head, "handlingWindow", "handlingClerk");
        let mut blocks = vec![parts::who_and_what(pen, head, desk)];
        blocks.extend(pen.say("statement", &[]));
        let rows = self.values.iter().map(|value| {
            let origin: Vec<String> = value.origin.iter().map(|line| line.words(pen)).collect();
            vec![value.label.clone(), value.value.clone(), origin.join("\n")]
        });
        let columns = [("formField", 20), ("formValue", 26), ("formSource", 46)];
        blocks.push(parts::table(pen, &columns, rows));
        blocks.extend(pen.more());
        blocks.push(Block::Note(pen.moment(self.made_at)));
        let read = pen.place("applicantReceives");
        parts::close(pen, head, &mut blocks, vec![read]);
        blocks
    }
}

impl OriginLine {
    fn words(&self, pen: &Pen<'_>) -> String {
        let (zh, en) = self.part.words();
        format!("{} {}", pen.language.of(zh, en), pen.term(&self.text))
    }
}
