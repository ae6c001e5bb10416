//! 作废通知书（更正）: which paper counts no longer and why, what was wrong, which paper replaces it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::content::{Block, Content};
use super::kind::PaperKind;
use super::parts::{self, Facts, Head};
use super::pen::Pen;
use super::wording::Wording;

/// A paper by its title, number and date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NamedPaper {
    pub title: String,
    pub number: String,
    #[schema(value_type = String, format = Date)]
    pub dated: Date,
}

impl NamedPaper {
    fn words(&self) -> String {
        format!("《{}》{}", self.title, self.number)
    }
}

/// One thing that was wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Correction {
    /// Where it stands on the paper, such as 申请人名称.
    pub place: String,
    pub before: String,
    pub after: String,
}

/// Everything a 作废通知书 says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VoidFacts {
    pub head: Head,
    /// The paper that counts no longer.
    pub voided: NamedPaper,
    /// The paper in its place, where there is one.
    pub replacement: Option<NamedPaper>,
    pub reason: String,
    /// What the voiding rests on, where it rests on a law of its own.
    pub basis: Option<String>,
    pub approver: String,
    /// What was wrong and what is right (更正内容).
    pub corrections: Vec<Correction>,
    #[schema(value_type = String, format = Date)]
    pub voided_on: Date,
}

/// Writes the 作废通知书.
pub fn content(facts: &VoidFacts, wording: &Wording) -> Content {
    parts::paper(facts, wording)
}

impl Facts for VoidFacts {
    fn kind(&self) -> PaperKind {
        PaperKind::VoidNotice
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn dated(&self) -> Date {
        self.voided_on
    }

    fn blocks(&self, pen: &Pen<'_>) -> Vec<Block> {
        let head = &self.head;
        let mut blocks = Vec::new();
        blocks.extend(parts::addressee(pen, head));
        let fill = [
            ("paper", self.voided.words()),
            ("voidedOn", pen.day(self.voided_on)),
        ];
        blocks.extend(pen.say("opening", &fill));
        let mut then = vec![
            pen.fact("voidedPaper", self.voided.title.as_str()),
            pen.fact("voidedNumber", self.voided.number.as_str()),
            pen.fact("voidedDated", pen.day(self.voided.dated)),
            pen.fact("reasons", pen.text(&self.reason)),
        ];
        then.extend(pen.maybe("legalBasis", self.basis.as_deref().map(|basis| pen.text(basis))));
        then.push(pen.fact("approver", self.approver.as_str()));
        blocks.push(parts::who_and_what(pen, head, then));
        if !self.corrections.is_empty() {
            blocks.push(pen.heading("corrections"));
            let rows = self.corrections.iter().map(|correction| {
                [&correction.place, &correction.before, &correction.after]
                    .map(|words| pen.text(words))
                    .to_vec()
            });
            let columns = [("correctedPlace", 24), ("before", 34), ("after", 34)];
            blocks.push(parts::table(pen, &columns, rows));
        }
        blocks.extend(pen.say("effect", &fill));
        match &self.replacement {
            Some(paper) => {
                blocks.push(Block::Facts(vec![
                    pen.fact("replacement", paper.title.as_str()),
                    pen.fact("replacementNumber", paper.number.as_str()),
                    pen.fact("replacementDated", pen.day(paper.dated)),
                ]));
                blocks.extend(pen.say("replaced", &[("replacement", paper.words())]));
            }
            None => blocks.extend(pen.say("notReplaced", &fill)),
        }
        blocks.extend(pen.say("handBack", &fill));
        parts::close_sealed(pen, head, &mut blocks, self.voided_on);
        blocks
    }
}
