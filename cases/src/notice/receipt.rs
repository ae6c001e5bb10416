//! 收件凭证: each material with its form, copies and pages, the receipt time, the clerk, the next step.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::content::{Block, Content};
use super::kind::PaperKind;
use super::language::Language;
use super::parts::{self, Facts, Head, ReceivedMaterial};
use super::pen::Pen;
use super::received::PromisedLine;
use super::wording::Wording;
use super::words;

/// What happens after the receipt, beside what the law makes every receipt say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum NextStep {
    /// The department's line is down: accepted by itself when it is back.
    DepartmentAnswers,
    /// The hall's line is down: judged when it is back.
    HallAnswers,
}

/// Everything a 收件凭证 says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptFacts {
    /// Issued by the hall or department that received. A case number exists only once the hall answered.
    pub head: Head,
    /// Legal time of receipt; the hall's once it answered.
    #[schema(value_type = String, format = DateTime)]
    pub received_at: Timestamp,
    /// The window's own time of receipt, where the hall dated the receipt anew; both are printed.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub desk_received_at: Option<Timestamp>,
    /// How whoever stood at the window was identified (身份核验), a term of the wording.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<String>,
    /// Last of the five working days, when the calendar of that year is known.
    #[schema(value_type = Option<String>, format = Date)]
    pub notify_by: Option<Date>,
    pub materials: Vec<ReceivedMaterial>,
    /// 容缺后补
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promised: Vec<PromisedLine>,
    /// 告知承诺: the applicant promised in place of proof, and signed for it.
    #[serde(default)]
    pub commitment: bool,
    /// 数据校核: field and source of each value that the applicant contradicts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objections: Vec<String>,
    pub next_step: Option<NextStep>,
}

/// Writes the 收件凭证.
pub fn content(facts: &ReceiptFacts, wording: &Wording) -> Content {
    parts::paper(facts, wording)
}

impl Facts for ReceiptFacts {
    fn kind(&self) -> PaperKind {
        PaperKind::ReceiptSlip
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn dated(&self) -> Date {
        words::day_of(self.received_at)
    }

    fn blocks(&self, pen: &Pen<'_>) -> Vec<Block> {
        let head = &self.head;
        let mut then = vec![pen.fact("receivedAt", pen.moment(self.received_at))];
        then.extend(pen.maybe("deskReceivedAt", self.desk_received_at.map(|at| pen.moment(at))));
        then.extend(
            self.checked
                .as_deref()
                .map(|how| pen.fact("checked", pen.term(how))),
        );
        then.extend(parts::desk(pen, head, "receiptWindow", "receiptClerk"));
        let mut blocks = vec![
            parts::who_and_what(pen, head, then),
            pen.heading("receivedMaterials"),
        ];
        if self.materials.is_empty() {
            blocks.extend(pen.say("nothingReceived", &[]));
        } else {
            blocks.push(parts::materials(pen, &self.materials, true));
            blocks.extend(parts::totals(pen, &self.materials));
        }
        let language = pen.language;
        for promised in &self.promised {
            let (name, days) = (&promised.name, promised.days);
            blocks.push(Block::Paragraph(match language {
                Language::Zh => format!("容缺后补：{name}，申请人承诺自受理之日起{days}个工作日内补交，逾期前提醒。"),
                Language::En => format!(
                    "To come later: {name}. The applicant promised it within {days} working days from acceptance and is reminded before."
                ),
            }));
        }
        if self.commitment {
            blocks.push(Block::Paragraph(
                language
                    .of(
                        "告知承诺：申请人选择以书面承诺代替证明，以其签字的申请表和告知承诺书为准。",
                        "Commitment: the applicant chose a written promise in place of proof, by the form and commitment that he signs.",
                    )
                    .to_owned(),
            ));
        }
        blocks.push(pen.heading("nextStep"));
        let latest = self
            .notify_by
            .map(|last| pen.phrase("latest", &[("day", pen.day(last))]));
        let fill = [
            ("receivedOn", pen.day(self.dated())),
            ("fiveDays", pen.label("fiveWorkingDays")),
            ("latest", latest.unwrap_or_default()),
        ];
        blocks.extend(pen.say("notify", &fill));
        blocks.extend(self.next_step.and_then(|step| {
            pen.say(
                match step {
                    NextStep::DepartmentAnswers => "departmentAnswers",
                    NextStep::HallAnswers => "hallAnswers",
                },
                &[],
            )
        }));
        if !self.objections.is_empty() {
            let fields = self.objections.join("、");
            blocks.extend(pen.say("objections", &[("fields", fields)]));
        }
        if head.case_number.is_none() {
            blocks.extend(pen.say("notNumbered", &[]));
        }
        blocks.extend(pen.say("notAccepted", &[]));
        let places = vec![
            pen.signed("receiptSigns", &head.clerk, self.dated()),
            pen.place("giverSigns"),
        ];
        parts::close(pen, head, &mut blocks, places);
        blocks
    }
}
