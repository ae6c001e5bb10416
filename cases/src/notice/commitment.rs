//! 告知承诺书: what has to be proven, what follows from a false promise, and the promise itself (国办发〔2020〕42号).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::content::{Block, Content};
use super::form::{SignedOnScreen, signed_place};
use super::kind::PaperKind;
use super::parts::{self, Facts, Head};
use super::pen::Pen;
use super::wording::Wording;

/// A certificate, or a condition, that a promise takes the place of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PromisedMatter {
    pub name: String,
    /// 证明内容: what it would have proven.
    pub content: String,
    /// 设定依据
    pub basis: String,
}

/// Everything a 告知承诺书 says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CommitmentFacts {
    pub head: Head,
    /// What the promise takes the place of: certificates (证明事项) or conditions.
    pub matters: Vec<PromisedMatter>,
    /// What the applicant promises beside the sentences of the wording, such as a condition of the item.
    pub promises: Vec<String>,
    #[schema(value_type = String, format = Date)]
    pub promised_on: Date,
    /// On the applicant's screen; absent means on paper.
    pub signed: Option<SignedOnScreen>,
}

/// Writes the 告知承诺书.
pub fn content(facts: &CommitmentFacts, wording: &Wording) -> Content {
    parts::paper(facts, wording)
}

impl Facts for CommitmentFacts {
    fn kind(&self) -> PaperKind {
        PaperKind::Commitment
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn dated(&self) -> Date {
        self.promised_on
    }

    fn blocks(&self, pen: &Pen<'_>) -> Vec<Block> {
        let head = &self.head;
        let mut blocks = Vec::new();
        blocks.extend(parts::addressee(pen, head));
        blocks.extend(pen.say("opening", &[]));
        blocks.push(parts::who_and_what(
            pen,
            head,
            parts::desk(pen, head, "handlingWindow", "handlingClerk"),
        ));
        blocks.push(pen.heading("told"));
        let rows = self.matters.iter().map(|matter| {
            vec![
                matter.name.clone(),
                pen.text(&matter.content),
                pen.text(&matter.basis),
            ]
        });
        let columns = [("matter", 30), ("provenContent", 36), ("basis", 26)];
        blocks.push(parts::table(pen, &columns, rows));
        blocks.extend(pen.say("choice", &[]));
        blocks.extend(pen.say("verification", &[]));
        blocks.extend(pen.say("consequence", &[]));
        blocks.push(pen.heading("promise"));
        blocks.extend(pen.say("promise", &[]));
        blocks.extend(
            self.promises
                .iter()
                .map(|promise| Block::Paragraph(pen.text(promise))),
        );
        let places = vec![
            signed_place(pen, "applicantPromises", self.signed.as_ref()),
            pen.seal(self.promised_on),
        ];
        parts::close(pen, head, &mut blocks, places);
        blocks.extend(self.signed.as_ref().map(|signed| signed.note(pen)));
        blocks
    }
}
