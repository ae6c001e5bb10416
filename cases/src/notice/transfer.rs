//! 材料移交单: which materials the window hands over to which department, when, by whom.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::content::{Block, Content};
use super::kind::PaperKind;
use super::parts::{self, Facts, Head, ReceivedMaterial};
use super::pen::Pen;
use super::wording::Wording;
use super::words;

/// Everything a 材料移交单 says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TransferFacts {
    pub head: Head,
    /// 接收部门
    pub department: String,
    pub materials: Vec<ReceivedMaterial>,
    #[schema(value_type = String, format = DateTime)]
    pub handed_at: Timestamp,
}

/// Writes the 材料移交单.
pub fn content(facts: &TransferFacts, wording: &Wording) -> Content {
    parts::paper(facts, wording)
}

impl Facts for TransferFacts {
    fn kind(&self) -> PaperKind {
        PaperKind::MaterialTransfer
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn dated(&self) -> Date {
        words::day_of(self.handed_at)
    }

    fn blocks(&self, pen: &Pen<'_>) -> Vec<Block> {
        let head = &self.head;
        let mut blocks = Vec::new();
        blocks.extend(pen.say("opening", &[("department", self.department.clone())]));
        let mut then = vec![
            pen.fact("receivingDepartment", self.department.as_str()),
            pen.fact("handedAt", pen.moment(self.handed_at)),
        ];
        then.extend(parts::desk(pen, head, "handingWindow", "handingClerk"));
        blocks.push(parts::who_and_what(pen, head, then));
        blocks.push(pen.heading("handedMaterials"));
        blocks.push(parts::materials(pen, &self.materials, false));
        blocks.extend(parts::totals(pen, &self.materials));
        blocks.extend(pen.say("checked", &[]));
        let places = vec![
            pen.signed("handerSigns", &head.clerk, self.dated()),
            pen.place("departmentSigns"),
        ];
        parts::close(pen, head, &mut blocks, places);
        blocks
    }
}
