//! 一次性告知书: conditions, every material, both limits, fee, the way through, whom to ask.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::acceptance::Length;
use super::content::{Block, Content};
use super::kind::PaperKind;
use super::parts::{self, Facts, Head};
use super::pen::Pen;
use super::wording::Wording;

/// One material that the item asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NeededMaterial {
    pub name: String,
    pub originals: u32,
    pub copies: u32,
    /// 必要, 非必要 or 容缺 as the catalogue says.
    pub necessity: String,
    /// When it is needed, where it is not always.
    pub condition: Option<String>,
    /// Where it comes from, such as 申请人自备; what the hall looks up itself is not handed in (免提交).
    pub source: String,
}

/// Everything a 一次性告知书 says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GuidanceFacts {
    pub head: Head,
    /// 办理条件
    pub conditions: Vec<String>,
    /// Every material that the item asks for in this situation (情形).
    pub materials: Vec<NeededMaterial>,
    /// 法定时限
    pub statutory: Length,
    /// 承诺时限
    pub promised: Length,
    pub fee: String,
    pub result: String,
    /// 设定依据, such as 《中华人民共和国食品安全法》第三十五条.
    pub basis: Vec<String>,
    #[schema(value_type = String, format = Date)]
    pub told_on: Date,
}

/// Writes the 一次性告知书.
pub fn content(facts: &GuidanceFacts, wording: &Wording) -> Content {
    parts::paper(facts, wording)
}

impl Facts for GuidanceFacts {
    fn kind(&self) -> PaperKind {
        PaperKind::Guidance
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
        blocks.extend(pen.say("opening", &[]));
        let mut then = vec![
            pen.fact("statutoryLimit", self.statutory.words(pen)),
            pen.fact("promisedLimit", self.promised.words(pen)),
            pen.fact("fee", pen.term(&self.fee)),
            pen.fact("result", self.result.as_str()),
        ];
        then.extend(parts::desk(pen, head, "handlingWindow", "handlingClerk"));
        blocks.push(parts::who_and_what(pen, head, then));
        parts::list(pen, "conditions", &self.conditions, &mut blocks);
        blocks.push(pen.heading("neededMaterials"));
        blocks.push(self.materials(pen));
        blocks.extend(pen.say("complete", &[]));
        blocks.push(pen.heading("flow"));
        blocks.extend(pen.say("flow", &[("fiveDays", pen.label("fiveWorkingDays"))]));
        parts::list(pen, "itemBasis", &self.basis, &mut blocks);
        let places = vec![
            pen.place("applicantReceives"),
            pen.signed("clerkSigns", &head.clerk, self.told_on),
        ];
        parts::close(pen, head, &mut blocks, places);
        blocks
    }
}

impl GuidanceFacts {
    fn materials(&self, pen: &Pen<'_>) -> Block {
        let rows = self.materials.iter().map(|material| {
            vec![
                material.name.clone(),
                material.originals.to_string(),
                material.copies.to_string(),
                pen.term(&material.necessity),
                material
                    .condition
                    .as_deref()
                    .map_or_else(String::new, |when| pen.text(when)),
                pen.term(&material.source),
            ]
        });
        let columns = [
            ("material", 34),
            ("originals", 9),
            ("copiesOf", 10),
            ("necessity", 10),
            ("when", 16),
            ("source", 13),
        ];
        parts::table(pen, &columns, rows)
    }
}
