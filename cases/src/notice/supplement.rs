//! 补正材料告知书: every defect at once with its cure and basis, until when, and what follows.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::content::{Block, Content};
use super::kind::PaperKind;
use super::parts::{self, AddedTo, Defect, Facts, Head};
use super::pen::Pen;
use super::wording::Wording;

/// Everything a 补正材料告知书 says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SupplementFacts {
    pub head: Head,
    #[schema(value_type = String, format = Date)]
    pub received_on: Date,
    #[schema(value_type = String, format = Date)]
    pub told_on: Date,
    /// Every defect there is: what is not listed is not asked for later (行政许可法 art. 32).
    pub defects: Vec<Defect>,
    /// Of what is marked as 追加要求.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub added_to: Option<AddedTo>,
    /// The last day for supplementing.
    #[schema(value_type = String, format = Date)]
    pub until: Date,
}

/// Writes the 补正材料告知书.
pub fn content(facts: &SupplementFacts, wording: &Wording) -> Content {
    parts::paper(facts, wording)
}

impl Facts for SupplementFacts {
    fn kind(&self) -> PaperKind {
        PaperKind::SupplementNotice
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
        blocks.extend(pen.say("opening", &[("receivedOn", pen.day(self.received_on))]));
        let mut then = vec![pen.fact("receivedOn", pen.day(self.received_on))];
        then.extend(parts::desk(pen, head, "handlingWindow", "handlingClerk"));
        blocks.push(parts::who_and_what(pen, head, then));
        blocks.push(pen.heading("toSupplement"));
        blocks.push(parts::defects(pen, &self.defects));
        blocks.extend(pen.say("complete", &[("defects", self.defects.len().to_string())]));
        blocks.extend(parts::added(pen, self.added_to.as_ref()));
        blocks.push(pen.heading("untilAndConsequence"));
        blocks.push(Block::Facts(vec![
            pen.fact("supplementUntil", pen.day(self.until)),
        ]));
        let fill = [("until", pen.day(self.until))];
        blocks.extend(pen.say("limit", &fill));
        blocks.extend(pen.say("consequence", &fill));
        parts::close_sealed(pen, head, &mut blocks, self.told_on);
        blocks
    }
}
