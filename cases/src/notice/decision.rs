//! 准予 / 不予决定送达通知书: facts, basis and decision; reasons and remedies of a denial; when the result comes.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::content::{Block, Content, Fact};
use super::kind::PaperKind;
use super::parts::{self, Facts, Head};
use super::pen::Pen;
use super::wording::Wording;

/// A result document (结果): a certificate or a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ResultPaper {
    pub name: String,
    pub number: String,
    pub copies: u32,
}

/// Everything a 决定送达通知书 says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DecisionFacts {
    pub head: Head,
    #[schema(value_type = String, format = Date)]
    pub accepted_on: Date,
    /// 准予, or 不予.
    pub granted: bool,
    /// The department's own decision that is delivered, such as 准予行政许可决定书 and its number.
    pub document: String,
    pub document_number: Option<String>,
    /// The department that decided.
    pub department: String,
    /// 事实
    pub found: String,
    /// 依据
    pub basis: String,
    /// 决定内容
    pub decision: String,
    /// 理由; a denial always has them.
    pub reasons: Option<String>,
    pub result: Option<ResultPaper>,
    /// The last day for handing the result over (行政许可法 art. 44: ten days).
    #[schema(value_type = Option<String>, format = Date)]
    pub deliver_by: Option<Date>,
    /// Such as 窗口领取 or 邮寄送达.
    pub result_way: String,
    #[schema(value_type = String, format = Date)]
    pub decided_on: Date,
    #[schema(value_type = String, format = Date)]
    pub told_on: Date,
}

/// Writes the 决定送达通知书.
pub fn content(facts: &DecisionFacts, wording: &Wording) -> Content {
    parts::paper(facts, wording)
}

impl Facts for DecisionFacts {
    fn kind(&self) -> PaperKind {
        PaperKind::DecisionNotice
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn dated(&self) -> Date {
        self.told_on
    }

    fn title(&self, pen: &Pen<'_>) -> String {
        pen.label(if self.granted {
            "grantedTitle"
        } else {
            "deniedTitle"
        })
    }

    fn blocks(&self, pen: &Pen<'_>) -> Vec<Block> {
        let head = &self.head;
        let mut blocks = Vec::new();
        blocks.extend(parts::addressee(pen, head));
        let fill = [
            ("acceptedOn", pen.day(self.accepted_on)),
            ("decidedOn", pen.day(self.decided_on)),
            ("department", self.department.clone()),
        ];
        blocks.extend(pen.say(if self.granted { "granted" } else { "denied" }, &fill));
        let number = self.document_number.as_deref();
        let mut then = vec![
            pen.fact("decidingDepartment", self.department.as_str()),
            pen.fact("decidedOn", pen.day(self.decided_on)),
            pen.fact("document", self.document.as_str()),
        ];
        then.extend(pen.maybe("documentNumber", number));
        blocks.push(parts::who_and_what(pen, head, then));
        blocks.push(pen.heading("decision"));
        let mut decision = vec![
            pen.fact("found", pen.text(&self.found)),
            pen.fact("legalBasis", pen.text(&self.basis)),
            pen.fact("decision", pen.text(&self.decision)),
        ];
        let reasons = self.reasons.as_deref().map(|reasons| pen.text(reasons));
        let reasons = reasons.or_else(|| (!self.granted).then(|| pen.text(&self.found)));
        decision.extend(pen.maybe("reasons", reasons));
        blocks.push(Block::Facts(decision));
        blocks.push(pen.heading("resultAndQuery"));
        blocks.push(Block::Facts(self.result(pen)));
        if let Some(last) = self.deliver_by {
            blocks.extend(pen.say("deliver", &[("last", pen.day(last))]));
        }
        if !self.granted {
            parts::remedies(pen, &mut blocks);
        }
        parts::close_sealed(pen, head, &mut blocks, self.told_on);
        blocks
    }
}

impl DecisionFacts {
    fn result(&self, pen: &Pen<'_>) -> Vec<Fact> {
        let mut lines = Vec::new();
        if let Some(result) = &self.result {
            lines.push(pen.fact("result", result.name.as_str()));
            lines.push(pen.fact("resultNumber", result.number.as_str()));
            lines.push(pen.fact("copies", result.copies.to_string()));
        }
        lines.push(pen.fact("resultWay", pen.term(&self.result_way)));
        lines.extend(pen.maybe("deliverBy", self.deliver_by.map(|day| pen.day(day))));
        lines
    }
}
