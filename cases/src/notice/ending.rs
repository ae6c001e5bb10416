//! 撤回申请确认书 and 终止办理通知书: how a case without a decision ended, and what is given back.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::content::{Block, Content};
use super::kind::PaperKind;
use super::parts::{self, Facts, Head, ReceivedMaterial};
use super::pen::Pen;
use super::wording::Wording;

/// How the case ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", tag = "how")]
pub enum Ending {
    /// 撤回: the applicant asked for it.
    #[serde(rename_all = "camelCase")]
    Withdrawn {
        #[schema(value_type = String, format = Date)]
        asked_on: Date,
        reason: Option<String>,
    },
    /// 补正不来: nothing, or not everything, was supplemented in time.
    #[serde(rename_all = "camelCase")]
    Lapsed {
        /// Number of the 补正材料告知书.
        notice_number: String,
        #[schema(value_type = String, format = Date)]
        told_on: Date,
        #[schema(value_type = String, format = Date)]
        until: Date,
    },
    /// 转办: another body goes on with it.
    #[serde(rename_all = "camelCase")]
    Moved { to: String, reason: String },
}

/// Everything a 撤回申请确认书 or a 终止办理通知书 says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EndingFacts {
    pub head: Head,
    pub ending: Ending,
    #[schema(value_type = String, format = Date)]
    pub applied_on: Date,
    #[schema(value_type = String, format = Date)]
    pub ended_on: Date,
    /// What was handed over and is given back.
    pub materials: Vec<ReceivedMaterial>,
}

/// Writes the 撤回申请确认书 or a 终止办理通知书.
pub fn content(facts: &EndingFacts, wording: &Wording) -> Content {
    parts::paper(facts, wording)
}

impl Facts for EndingFacts {
    fn kind(&self) -> PaperKind {
        match self.ending {
            Ending::Withdrawn { .. } => PaperKind::WithdrawalNotice,
            Ending::Lapsed { .. } | Ending::Moved { .. } => PaperKind::TerminationNotice,
        }
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn dated(&self) -> Date {
        self.ended_on
    }

    fn blocks(&self, pen: &Pen<'_>) -> Vec<Block> {
        let head = &self.head;
        let mut blocks = Vec::new();
        blocks.extend(parts::addressee(pen, head));
        let mut fill = vec![
            ("appliedOn", pen.day(self.applied_on)),
            ("endedOn", pen.day(self.ended_on)),
        ];
        let (opening, mut then) = match &self.ending {
            Ending::Withdrawn { asked_on, reason } => {
                fill.push(("askedOn", pen.day(*asked_on)));
                let mut then = vec![pen.fact("withdrawnOn", pen.day(*asked_on))];
                then.extend(pen.maybe("reasons", reason.as_deref().map(|reason| pen.text(reason))));
                ("opening", then)
            }
            Ending::Lapsed {
                told_on,
                notice_number,
                until,
            } => {
                fill.push(("toldOn", pen.day(*told_on)));
                fill.push(("notice", notice_number.clone()));
                fill.push(("until", pen.day(*until)));
                let then = vec![
                    pen.fact("supplementNotice", notice_number.as_str()),
                    pen.fact("toldOn", pen.day(*told_on)),
                    pen.fact("supplementUntil", pen.day(*until)),
                ];
                ("lapsed", then)
            }
            Ending::Moved { to, reason } => {
                fill.push(("to", to.clone()));
                let then = vec![
                    pen.fact("movedTo", to.as_str()),
                    pen.fact("reasons", pen.text(reason)),
                ];
                ("moved", then)
            }
        };
        then.push(pen.fact("endedOn", pen.day(self.ended_on)));
        then.extend(parts::desk(pen, head, "handlingWindow", "handlingClerk"));
        blocks.extend(pen.say(opening, &fill));
        blocks.push(parts::who_and_what(pen, head, then));
        blocks.extend(pen.say("effect", &fill));
        parts::given_back(pen, &self.materials, &mut blocks);
        if self.kind() == PaperKind::TerminationNotice {
            parts::remedies(pen, &mut blocks);
        }
        parts::close_sealed(pen, head, &mut blocks, self.ended_on);
        blocks
    }
}
