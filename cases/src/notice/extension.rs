//! 延期通知书: the reason, who approved it, by how much, the day before and the day after.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::acceptance::Length;
use super::content::{Block, Content};
use super::kind::PaperKind;
use super::parts::{self, Facts, Head};
use super::pen::Pen;
use super::wording::Wording;

/// Everything a 延期通知书 says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ExtensionFacts {
    pub head: Head,
    #[schema(value_type = String, format = Date)]
    pub accepted_on: Date,
    pub reason: String,
    /// What the extension rests on. Licences name 行政许可法 art. 42 in the wording; an item's own rule stands here.
    pub basis: Option<String>,
    /// The head of the body, or whom the law lets approve.
    pub approver: String,
    #[schema(value_type = String, format = Date)]
    pub approved_on: Date,
    /// By how much.
    pub by: Length,
    #[schema(value_type = String, format = Date)]
    pub due_before: Date,
    #[schema(value_type = String, format = Date)]
    pub due: Date,
}

/// Writes the 延期通知书.
pub fn content(facts: &ExtensionFacts, wording: &Wording) -> Content {
    parts::paper(facts, wording)
}

impl Facts for ExtensionFacts {
    fn kind(&self) -> PaperKind {
        PaperKind::Extension
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn dated(&self) -> Date {
        self.approved_on
    }

    fn blocks(&self, pen: &Pen<'_>) -> Vec<Block> {
        let head = &self.head;
        let mut blocks = Vec::new();
        blocks.extend(parts::addressee(pen, head));
        let fill = [
            ("acceptedOn", pen.day(self.accepted_on)),
            ("approver", self.approver.clone()),
            ("by", self.by.words(pen)),
            ("due", pen.day(self.due)),
        ];
        blocks.extend(pen.say("opening", &fill));
        let mut then = vec![
            pen.fact("acceptedOn", pen.day(self.accepted_on)),
            pen.fact("reasons", pen.text(&self.reason)),
        ];
        then.extend(pen.maybe("legalBasis", self.basis.as_deref().map(|basis| pen.text(basis))));
        then.extend([
            pen.fact("approver", self.approver.as_str()),
            pen.fact("approvedOn", pen.day(self.approved_on)),
            pen.fact("extendedBy", self.by.words(pen)),
            pen.fact("dueBefore", pen.day(self.due_before)),
            pen.fact("newDue", pen.day(self.due)),
        ]);
        blocks.push(parts::who_and_what(pen, head, then));
        blocks.extend(pen.say("notice", &fill));
        parts::close_sealed(pen, head, &mut blocks, self.approved_on);
        blocks
    }
}
