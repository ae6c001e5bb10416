//! 补充材料通知书: what a department asks for after acceptance, why, under whose approval, until when.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::content::{Block, Content};
use super::kind::PaperKind;
use super::parts::{self, AddedTo, Defect, Facts, Head};
use super::pen::Pen;
use super::wording::Wording;

/// Everything a 补充材料通知书 says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FurtherFacts {
    pub head: Head,
    #[schema(value_type = String, format = Date)]
    pub accepted_on: Date,
    pub demands: Vec<Defect>,
    /// Of what is marked as 追加要求.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub added_to: Option<AddedTo>,
    /// 理由
    pub reason: String,
    /// Who approved the demand.
    pub approver: String,
    /// 1 for the first demand after acceptance; a later one needed a supervisor and is counted.
    pub round: u32,
    /// The department that asks.
    pub department: String,
    #[schema(value_type = String, format = Date)]
    pub asked_on: Date,
    #[schema(value_type = String, format = Date)]
    pub until: Date,
}

/// Writes the 补充材料通知书.
pub fn content(facts: &FurtherFacts, wording: &Wording) -> Content {
    parts::paper(facts, wording)
}

impl Facts for FurtherFacts {
    fn kind(&self) -> PaperKind {
        PaperKind::FurtherMaterials
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn dated(&self) -> Date {
        self.asked_on
    }

    fn blocks(&self, pen: &Pen<'_>) -> Vec<Block> {
        let head = &self.head;
        let mut blocks = Vec::new();
        blocks.extend(parts::addressee(pen, head));
        let fill = [
            ("acceptedOn", pen.day(self.accepted_on)),
            ("department", self.department.clone()),
            ("until", pen.day(self.until)),
        ];
        blocks.extend(pen.say("opening", &fill));
        let then = [
            pen.fact("acceptedOn", pen.day(self.accepted_on)),
            pen.fact("askingDepartment", self.department.as_str()),
            pen.fact("round", self.round.to_string()),
            pen.fact("reasons", pen.text(&self.reason)),
            pen.fact("approver", self.approver.as_str()),
        ];
        blocks.push(parts::who_and_what(pen, head, then));
        blocks.push(pen.heading("furtherMaterials"));
        blocks.push(parts::defects(pen, &self.demands));
        blocks.extend(parts::added(pen, self.added_to.as_ref()));
        blocks.push(Block::Facts(vec![pen.fact("furtherUntil", pen.day(self.until))]));
        blocks.extend(pen.say("noRestart", &fill));
        blocks.extend(pen.say("consequence", &fill));
        parts::close_sealed(pen, head, &mut blocks, self.asked_on);
        blocks
    }
}
