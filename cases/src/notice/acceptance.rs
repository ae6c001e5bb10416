//! 受理通知书: the acceptance, its number, both limits as calendar days, what does not count, the way back.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::content::{Block, Content, Fact};
use super::kind::PaperKind;
use super::parts::{self, Facts, Head};
use super::pen::Pen;
use super::wording::Wording;

/// A handling limit: its length as the item states it, and the day it ends on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Limit {
    /// Length; 0 means the same day while the hall is open (即办).
    pub days: u32,
    /// 工作日, 日 or 小时.
    pub unit: String,
    /// The last day; absent only when the year's calendar is not published, and then the paper says so.
    #[schema(value_type = Option<String>, format = "date")]
    pub due: Option<Date>,
}

impl Limit {
    fn words(&self, pen: &Pen<'_>) -> String {
        let length = length(pen, self.days, &self.unit);
        match self.due {
            Some(due) => pen.phrase("limit", &[("length", length), ("due", pen.day(due))]),
            None => pen.phrase("limitUnknown", &[("length", length)]),
        }
    }
}

/// A length of time without its last day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Length {
    /// 0 means the same day while the hall is open (即办).
    pub days: u32,
    /// 工作日, 日 or 小时.
    pub unit: String,
}

impl Length {
    pub(super) fn words(&self, pen: &Pen<'_>) -> String {
        length(pen, self.days, &self.unit)
    }
}

/// 20个工作日 / 20 working days; 即时办结 for none.
fn length(pen: &Pen<'_>, days: u32, unit: &str) -> String {
    match days {
        0 => pen.label("atOnce"),
        days => pen.phrase("length", &[("days", days.to_string()), ("unit", pen.term(unit))]),
    }
}

/// A step outside the ordinary handling (特别程序), as the item states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SpecialProcedure {
    pub name: String,
    /// Expected length in days; 0 when the item does not say.
    pub days: u32,
    pub counts_in_limit: bool,
}

impl SpecialProcedure {
    fn words(&self, pen: &Pen<'_>) -> String {
        let counts = pen.label(if self.counts_in_limit {
            "counts"
        } else {
            "countsNot"
        });
        let fill = [
            ("name", pen.term(&self.name)),
            ("counts", counts),
            ("days", self.days.to_string()),
        ];
        pen.phrase(
            if self.days == 0 {
                "procedure"
            } else {
                "procedureDays"
            },
            &fill,
        )
    }
}

/// Everything a 受理通知书 says. It exists only after the hall accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AcceptanceFacts {
    /// Issued by the body that accepts.
    pub head: Head,
    #[schema(value_type = String, format = Date)]
    pub received_on: Date,
    #[schema(value_type = String, format = Date)]
    pub accepted_on: Date,
    /// 视为受理: the five days passed untold, so the acceptance is dated at receipt.
    pub deemed: bool,
    pub statutory: Limit,
    pub promised: Limit,
    pub special_procedures: Vec<SpecialProcedure>,
    /// The departments that handle the case.
    pub departments: Vec<String>,
    /// The result the case leads to, such as 食品经营许可证.
    pub result: String,
    /// How the result is handed over, such as 窗口领取.
    pub result_way: String,
    /// Such as 不收费.
    pub fee: Option<String>,
}

/// Writes the 受理通知书.
pub fn content(facts: &AcceptanceFacts, wording: &Wording) -> Content {
    parts::paper(facts, wording)
}

impl Facts for AcceptanceFacts {
    fn kind(&self) -> PaperKind {
        PaperKind::AcceptanceNotice
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn dated(&self) -> Date {
        self.accepted_on
    }

    fn blocks(&self, pen: &Pen<'_>) -> Vec<Block> {
        let head = &self.head;
        let mut blocks = Vec::new();
        blocks.extend(parts::addressee(pen, head));
        let fill = [
            ("receivedOn", pen.day(self.received_on)),
            ("acceptedOn", pen.day(self.accepted_on)),
            ("fiveDays", pen.label("fiveWorkingDays")),
        ];
        blocks.extend(pen.say(if self.deemed { "openingDeemed" } else { "opening" }, &fill));
        let departments = (!self.departments.is_empty()).then(|| pen.list(&self.departments));
        let mut then: Vec<Fact> = pen.maybe("departments", departments).into_iter().collect();
        then.push(pen.fact("acceptedOn", pen.day(self.accepted_on)));
        then.extend(parts::desk(pen, head, "acceptanceWindow", "acceptanceClerk"));
        blocks.push(parts::who_and_what(pen, head, then));
        blocks.push(pen.heading("limits"));
        blocks.push(Block::Facts(self.limits(pen)));
        blocks.extend(pen.say("notCounted", &[]));
        blocks.push(pen.heading("resultAndQuery"));
        let mut result = vec![
            pen.fact("result", self.result.as_str()),
            pen.fact("resultWay", pen.term(&self.result_way)),
        ];
        result.extend(pen.maybe("fee", self.fee.as_deref().map(|fee| pen.term(fee))));
        blocks.push(Block::Facts(result));
        parts::close_sealed(pen, head, &mut blocks, self.accepted_on);
        blocks
    }
}

impl AcceptanceFacts {
    fn limits(&self, pen: &Pen<'_>) -> Vec<Fact> {
        let special: Vec<String> = self
            .special_procedures
            .iter()
            .map(|step| step.words(pen))
            .collect();
        let special = if special.is_empty() {
            pen.label("noSpecialProcedure")
        } else {
            pen.list(&special)
        };
        vec![
            pen.fact("statutoryLimit", self.statutory.words(pen)),
            pen.fact("promisedLimit", self.promised.words(pen)),
            pen.fact("specialProcedures", special),
        ]
    }
}
