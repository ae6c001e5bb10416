//! 材料移交单: which materials of which cases the window hands over to which department, when, by whom.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::content::{self, Block, Content};
use super::kind::PaperKind;
use super::parts::{self, Facts, Head, ReceivedMaterial};
use super::pen::Pen;
use super::wording::Wording;
use super::words;

/// The paper of one case in the batch (材料袋).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HandedBundle {
    /// The code on the bundle.
    pub slip: String,
    pub case_number: String,
    pub item_name: String,
    /// `pages` are those of one copy.
    pub materials: Vec<ReceivedMaterial>,
}

/// Everything a 材料移交单 says. It is the paper of a batch: its head has no case and nobody, and all its matters as one
/// name for the hall's own sentences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TransferFacts {
    pub head: Head,
    /// 接收部门
    pub department: String,
    pub bundles: Vec<HandedBundle>,
    #[schema(value_type = String, format = DateTime)]
    pub handed_at: Timestamp,
}

/// Writes the 材料移交单.
pub fn content(facts: &TransferFacts, wording: &Wording) -> Content {
    parts::paper(facts, wording)
}

impl TransferFacts {
    /// Which cases: the code on each bundle finds its lines in the list below.
    fn cases(&self, pen: &Pen<'_>) -> Block {
        let rows = self.bundles.iter().map(|bundle| {
            vec![
                bundle.slip.clone(),
                bundle.case_number.clone(),
                bundle.item_name.clone(),
            ]
        });
        let header = [
            content::slip_label(pen.language).to_owned(),
            content::case_label(pen.language).to_owned(),
            pen.label("item"),
        ];
        parts::titled_table(pen, header, &[18, 38, 36], rows)
    }

    /// Every material under the code of its bundle, so that a page by itself says whose it is.
    fn materials(&self, pen: &Pen<'_>) -> Block {
        let rows = self.bundles.iter().flat_map(|bundle| {
            bundle.materials.iter().map(|material| {
                vec![
                    bundle.slip.clone(),
                    material.name.clone(),
                    pen.label(material.form.label()),
                    material.copies.to_string(),
                    material.pages.to_string(),
                ]
            })
        });
        let header = [
            content::slip_label(pen.language).to_owned(),
            pen.label("material"),
            pen.label("form"),
            pen.label("copies"),
            pen.label("pages"),
        ];
        parts::titled_table(pen, header, &[18, 43, 13, 9, 9], rows)
    }
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
        let mut lines = vec![
            pen.fact("receivingDepartment", self.department.as_str()),
            pen.fact("handedAt", pen.moment(self.handed_at)),
        ];
        lines.extend(parts::desk(pen, head, "handingWindow", "handingClerk"));
        blocks.push(Block::Facts(lines));
        blocks.push(self.cases(pen));
        blocks.push(pen.heading("handedMaterials"));
        blocks.push(self.materials(pen));
        let all: Vec<ReceivedMaterial> = self.bundles.iter().flat_map(|of| of.materials.clone()).collect();
        blocks.extend(parts::totals(pen, &all));
        blocks.extend(pen.say("checked", &[]));
        let places = vec![
            pen.signed("handerSigns", &head.clerk, self.dated()),
            pen.place("departmentSigns"),
        ];
        parts::close(pen, head, &mut blocks, places);
        blocks
    }
}
