//! 不予受理通知书: the reasons and their article, the right body to go to, what is given back, both remedies.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::content::{Block, Content};
use super::kind::PaperKind;
use super::parts::{self, Facts, Head, ReceivedMaterial};
use super::pen::Pen;
use super::wording::Wording;

/// Everything a 不予受理通知书 says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RefusalFacts {
    /// Issued by the body that decides.
    pub head: Head,
    /// 情形, as the catalogue words it.
    pub ground: String,
    /// 法律依据
    pub basis: String,
    /// 理由, in the clerk's words.
    pub reasons: String,
    /// Where to go, when the matter is not ours.
    pub right_body: Option<String>,
    /// What was handed over and is given back.
    pub materials: Vec<ReceivedMaterial>,
    #[schema(value_type = String, format = Date)]
    pub applied_on: Date,
    #[schema(value_type = String, format = Date)]
    pub decided_on: Date,
}

/// Writes the 不予受理通知书.
pub fn content(facts: &RefusalFacts, wording: &Wording) -> Content {
    parts::paper(facts, wording)
}

impl Facts for RefusalFacts {
    fn kind(&self) -> PaperKind {
        PaperKind::RefusalNotice
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn dated(&self) -> Date {
        self.decided_on
    }

    fn blocks(&self, pen: &Pen<'_>) -> Vec<Block> {
        let head = &self.head;
        let mut blocks = Vec::new();
        blocks.extend(parts::addressee(pen, head));
        let fill = [
            ("appliedOn", pen.day(self.applied_on)),
            ("ground", pen.text(&self.ground)),
            ("law", pen.text(&self.basis)),
        ];
        blocks.extend(pen.say("opening", &fill));
        blocks.push(parts::who_and_what(
            pen,
            head,
            parts::desk(pen, head, "handlingWindow", "handlingClerk"),
        ));
        blocks.push(pen.heading("reasonsAndBasis"));
        let mut grounds = vec![
            pen.fact("refusalGround", pen.text(&self.ground)),
            pen.fact("legalBasis", pen.text(&self.basis)),
            pen.fact("reasons", pen.text(&self.reasons)),
        ];
        grounds.extend(pen.maybe("rightBody", self.right_body.as_deref()));
        blocks.push(Block::Facts(grounds));
        if let Some(body) = &self.right_body {
            blocks.extend(pen.say("goThere", &[("rightBody", body.clone())]));
        }
        parts::given_back(pen, &self.materials, &mut blocks);
        parts::remedies(pen, &mut blocks);
        parts::close_sealed(pen, head, &mut blocks, self.decided_on);
        blocks
    }
}
