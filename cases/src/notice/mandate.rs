//! 委托书: who gives which powers to whom, for which items, from when until when.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::content::{Block, Content};
use super::kind::PaperKind;
use super::parts::{self, Facts, Head};
use super::pen::Pen;
use super::wording::Wording;
use super::words::Person;
use crate::assist::mandate::Power;

/// Everything a 委托书 says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MandateFacts {
    pub head: Head,
    pub principal: Person,
    pub principal_phone: Option<String>,
    pub delegate: Person,
    pub delegate_phone: Option<String>,
    /// Names of the items.
    pub items: Vec<String>,
    pub powers: Vec<Power>,
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    pub until: Date,
}

/// Writes the 委托书.
pub fn content(facts: &MandateFacts, wording: &Wording) -> Content {
    parts::paper(facts, wording)
}

impl Facts for MandateFacts {
    fn kind(&self) -> PaperKind {
        PaperKind::Mandate
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn dated(&self) -> Date {
        self.from
    }

    fn blocks(&self, pen: &Pen<'_>) -> Vec<Block> {
        let powers: Vec<String> = self.powers.iter().map(|power| pen.label(label(*power))).collect();
        let fill = [
            ("principal", self.principal.name.clone()),
            ("delegate", self.delegate.name.clone()),
            ("powers", pen.list(&powers)),
            ("from", pen.day(self.from)),
            ("until", pen.day(self.until)),
        ];
        let mut blocks = vec![pen.heading("principal")];
        let mut principal = pen.person(&self.principal).to_vec();
        principal.extend(pen.maybe("phone", self.principal_phone.as_deref()));
        blocks.push(Block::Facts(principal));
        blocks.push(pen.heading("delegate"));
        let mut delegate = pen.person(&self.delegate).to_vec();
        delegate.extend(pen.maybe("phone", self.delegate_phone.as_deref()));
        blocks.push(Block::Facts(delegate));
        blocks.push(pen.heading("mandate"));
        blocks.push(Block::Facts(vec![
            pen.fact("mandateItems", pen.list(&self.items)),
            pen.fact("powers", pen.list(&powers)),
            pen.fact("mandateFrom", pen.day(self.from)),
            pen.fact("mandateUntil", pen.day(self.until)),
        ]));
        blocks.extend(pen.say("statement", &fill));
        blocks.extend(pen.say("noAccount", &fill));
        blocks.extend(pen.say("revocation", &fill));
        blocks.extend(pen.more());
        blocks.push(Block::Signatures(vec![
            pen.place("principalSigns"),
            pen.place("delegateSigns"),
        ]));
        blocks
    }
}

fn label(power: Power) -> &'static str {
    match power {
        Power::Fill => "powerFill",
        Power::Submit => "powerSubmit",
        Power::Collect => "powerCollect",
    }
}
