//! 特别程序告知书: which procedure, why, how long, that it does not count, how the clock resumes.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::acceptance::Length;
use super::content::{Block, Content};
use super::kind::PaperKind;
use super::parts::{self, Facts, Head};
use super::pen::Pen;
use super::wording::Wording;

/// Everything a 特别程序告知书 says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SpecialFacts {
    pub head: Head,
    #[schema(value_type = String, format = Date)]
    pub accepted_on: Date,
    /// Such as 检验, 检测, 专家评审.
    pub procedure: String,
    pub reason: String,
    /// What the procedure rests on, such as 《食品经营许可和备案管理办法》第十七条.
    pub basis: String,
    #[schema(value_type = String, format = Date)]
    pub starts_on: Date,
    /// How long it is expected to take.
    pub expected: Length,
    /// The expected end, where the calendar knows it.
    #[schema(value_type = Option<String>, format = Date)]
    pub expected_until: Option<Date>,
    /// The day the handling limit would have ended on.
    #[schema(value_type = Option<String>, format = Date)]
    pub due_before: Option<Date>,
}

/// Writes the 特别程序告知书.
pub fn content(facts: &SpecialFacts, wording: &Wording) -> Content {
    parts::paper(facts, wording)
}

impl Facts for SpecialFacts {
    fn kind(&self) -> PaperKind {
        PaperKind::SpecialProcedure
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn dated(&self) -> Date {
        self.starts_on
    }

    fn blocks(&self, pen: &Pen<'_>) -> Vec<Block> {
        let head = &self.head;
        let mut blocks = Vec::new();
        blocks.extend(parts::addressee(pen, head));
        let fill = [
            ("acceptedOn", pen.day(self.accepted_on)),
            ("startsOn", pen.day(self.starts_on)),
            ("procedure", pen.term(&self.procedure)),
        ];
        blocks.extend(pen.say("opening", &fill));
        let mut then = vec![
            pen.fact("acceptedOn", pen.day(self.accepted_on)),
            pen.fact("procedure", pen.term(&self.procedure)),
            pen.fact("reasons", pen.text(&self.reason)),
            pen.fact("legalBasis", pen.text(&self.basis)),
            pen.fact("startsOn", pen.day(self.starts_on)),
            pen.fact("expectedLength", self.expected.words(pen)),
        ];
        then.extend(pen.maybe("expectedUntil", self.expected_until.map(|day| pen.day(day))));
        then.extend(pen.maybe("dueBefore", self.due_before.map(|day| pen.day(day))));
        blocks.push(parts::who_and_what(pen, head, then));
        blocks.push(pen.heading("limits"));
        blocks.extend(pen.say("notCounted", &fill));
        blocks.extend(pen.say("resume", &fill));
        parts::close_sealed(pen, head, &mut blocks, self.starts_on);
        blocks
    }
}
