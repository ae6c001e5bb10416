//! 不受理告知书: the matter needs no licence or is none of this item; told at once (行政许可法 art. 32 (1)).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::content::{Block, Content};
use super::kind::PaperKind;
use super::parts::{self, Facts, Head, ReceivedMaterial};
use super::pen::Pen;
use super::wording::Wording;

/// Everything a 不受理告知书 says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NotNeededFacts {
    pub head: Head,
    /// 法律依据
    pub basis: String,
    /// 理由
    pub reasons: String,
    /// What the applicant may do without a licence, or where the matter is looked after.
    pub advice: Option<String>,
    /// What was handed over and is given back.
    pub materials: Vec<ReceivedMaterial>,
    #[schema(value_type = String, format = Date)]
    pub applied_on: Date,
    #[schema(value_type = String, format = Date)]
    pub told_on: Date,
}

/// Writes the 不受理告知书.
pub fn content(facts: &NotNeededFacts, wording: &Wording) -> Content {
    parts::paper(facts, wording)
}

impl Facts for NotNeededFacts {
    fn kind(&self) -> PaperKind {
        PaperKind::NotNeededNotice
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn dated(&self) -> Date {
        self.told_on
    }

    fn blocks(&self, pen: &Pen<'_>) -> Vec<Block> {
        let head = &self.head;
        let mut blocks = Vec::new();
        blocks.extend(parts::addressee(pen, head));
        let fill = [
            ("appliedOn", pen.day(self.applied_on)),
            ("law", pen.text(&self.basis)),
        ];
        blocks.extend(pen.say("opening", &fill));
        blocks.push(parts::who_and_what(
            pen,
            head,
            parts::desk(pen, head, "handlingWindow", "handlingClerk"),
        ));
        blocks.push(pen.heading("reasonsAndBasis"));
        let mut reasons = vec![
            pen.fact("legalBasis", pen.text(&self.basis)),
            pen.fact("reasons", pen.text(&self.reasons)),
        ];
        reasons.extend(pen.maybe("advice", self.advice.as_deref().map(|advice| pen.text(advice))));
        blocks.push(Block::Facts(reasons));
        parts::given_back(pen, &self.materials, &mut blocks);
        parts::remedies(pen, &mut blocks);
        parts::close_sealed(pen, head, &mut blocks, self.told_on);
        blocks
    }
}
