//! 容缺受理告知承诺书: what is missing, until when it is promised, what follows when it does not come.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::content::{Block, Content};
use super::form::{SignedOnScreen, signed_place};
use super::kind::PaperKind;
use super::parts::{self, Facts, Head};
use super::pen::Pen;
use super::wording::Wording;

/// A material that is handed in later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PromisedMaterial {
    pub name: String,
    /// Promised days (容缺时限) as the catalogue has them.
    pub days: u32,
    #[schema(value_type = String, format = Date)]
    pub by: Date,
}

/// Everything a 容缺受理告知承诺书 says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ToleranceFacts {
    pub head: Head,
    /// The materials that are missing, each with its promised day.
    pub missing: Vec<PromisedMaterial>,
    /// The last of the promised days.
    #[schema(value_type = String, format = Date)]
    pub promised_by: Date,
    #[schema(value_type = String, format = Date)]
    pub promised_on: Date,
    /// On the applicant's screen; absent means on paper.
    pub signed: Option<SignedOnScreen>,
}

/// Writes the 容缺受理告知承诺书.
pub fn content(facts: &ToleranceFacts, wording: &Wording) -> Content {
    parts::paper(facts, wording)
}

impl Facts for ToleranceFacts {
    fn kind(&self) -> PaperKind {
        PaperKind::Tolerance
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
        let fill = [
            ("by", pen.day(self.promised_by)),
            ("count", self.missing.len().to_string()),
        ];
        blocks.extend(pen.say("opening", &fill));
        blocks.push(parts::who_and_what(
            pen,
            head,
            parts::desk(pen, head, "handlingWindow", "handlingClerk"),
        ));
        blocks.push(pen.heading("missingMaterials"));
        let rows = self.missing.iter().map(|material| {
            vec![
                material.name.clone(),
                material.days.to_string(),
                pen.day(material.by),
            ]
        });
        let columns = [("material", 58), ("promisedDays", 14), ("promisedBy", 20)];
        blocks.push(parts::table(pen, &columns, rows));
        blocks.push(Block::Facts(vec![
            pen.fact("promisedBy", pen.day(self.promised_by)),
        ]));
        blocks.push(pen.heading("consequence"));
        blocks.extend(pen.say("consequence", &fill));
        blocks.push(pen.heading("promise"));
        blocks.extend(pen.say("promise", &fill));
        let places = vec![
            signed_place(pen, "applicantPromises", self.signed.as_ref()),
            pen.seal(self.promised_on),
        ];
        parts::close(pen, head, &mut blocks, places);
        blocks.extend(self.signed.as_ref().map(|signed| signed.note(pen)));
        blocks
    }
}
