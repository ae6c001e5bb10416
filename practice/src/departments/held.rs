//! A parcel in a department's hands: its step, what may follow, and the event each step is reported by.

use jiff::{Timestamp, ToSpan};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use uuid::Uuid;

use super::said::Said;
use crate::chance::digits_of;
use crate::events::Outgoing;
use crate::{Speed, local_date, local_time};

/// Where a parcel stands at the department.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Step {
    Acknowledged,
    Handling,
    Returned,
    Decided,
    Done,
    /// Given back to the hall with the void case.
    Recalled,
    /// 特别程序开始: nothing is decided until it ends.
    Suspended,
    /// 特别程序结束
    Resumed,
    /// 延期
    Extended,
}

impl Step {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Acknowledged => "acknowledged",
            Self::Handling => "handling",
            Self::Returned => "returned",
            Self::Decided => "decided",
            Self::Done => "done",
            Self::Recalled => "recalled",
            Self::Suspended => "suspended",
            Self::Resumed => "resumed",
            Self::Extended => "extended",
        }
    }

    /// Whether it is reported beside the steps of handling and leaves the parcel where it stands.
    fn is_aside(self) -> bool {
        matches!(self, Self::Suspended | Self::Resumed | Self::Extended)
    }

    /// The step a department takes by itself after this one.
    pub(super) fn next(self) -> Option<Self> {
        match self {
            Self::Acknowledged => Some(Self::Handling),
            Self::Handling => Some(Self::Decided),
            Self::Decided => Some(Self::Done),
            // Waits for what was asked for.
            Self::Returned | Self::Done | Self::Recalled => None,
            Self::Suspended | Self::Resumed | Self::Extended => None,
        }
    }

    pub(super) fn may_follow(self, earlier: Self) -> bool {
        match self {
            Self::Acknowledged => false,
            Self::Handling => matches!(earlier, Self::Acknowledged | Self::Returned),
            Self::Returned => matches!(earlier, Self::Acknowledged | Self::Handling),
            Self::Decided => matches!(earlier, Self::Acknowledged | Self::Handling),
            Self::Done => earlier == Self::Decided,
            Self::Recalled => matches!(earlier, Self::Acknowledged | Self::Handling | Self::Returned),
            Self::Suspended | Self::Resumed | Self::Extended => {
                matches!(earlier, Self::Acknowledged | Self::Handling)
            }
        }
    }

    /// Milliseconds a department works before this step.
    pub(super) fn takes_ms(self, speed: Speed) -> Option<u64> {
        match (speed, self) {
            (Speed::Paused, _) => None,
            (Speed::Fast, _) => Some(50),
            (Speed::Normal, Self::Handling) => Some(3_000),
            (
                Speed::Normal,
                Self::Acknowledged
                | Self::Returned
                | Self::Decided
                | Self::Done
                | Self::Recalled
                | Self::Suspended
                | Self::Resumed
                | Self::Extended,
            ) => Some(6_000),
        }
    }
}

/// A parcel in the department's hands.
pub(super) struct Held {
    pub(super) parcel_id: Uuid,
    pub(super) case_number: String,
    pub(super) item_code: String,
    pub(super) item_name: String,
    pub(super) received_at: Timestamp,
    pub(super) step: Step,
    /// A special procedure runs.
    pub(super) suspended: bool,
    /// 不予: what was decided.
    pub(super) denied: bool,
    pub(super) digest: String,
    pub(super) receipt: Value,
    pub(super) events_url: String,
    pub(super) hall_ahead_ms: i64,
    pub(super) sent: Vec<Outgoing>,
    pub(super) queue: mpsc::UnboundedSender<Outgoing>,
    /// What the hall said of it afterwards.
    pub(super) said: Vec<Said>,
}

impl Held {
    /// Takes a step: writes the event down and hands it to the sender.
    pub(super) fn take(&mut self, uscc: &str, step: Step, words: &Words, now: Timestamp) {
        if step.is_aside() {
            self.suspended = match step {
                Step::Suspended => true,
                Step::Resumed => false,
                _ => self.suspended,
            };
        } else {
            self.step = step;
        }
        let sequence = u32::try_from(self.sent.len())
            .unwrap_or(u32::MAX)
            .saturating_add(1);
        let time = now
            .saturating_add(self.hall_ahead_ms.milliseconds())
            .unwrap_or(now);
        let granted = words.decision.as_deref() != Some("denied");
        let mut data = json!({"caseNumber": self.case_number});
        match step {
            Step::Acknowledged | Step::Recalled | Step::Resumed => {}
            Step::Suspended | Step::Extended => {
                data["approver"] = json!(officer(&self.case_number));
                data["reason"] = json!(words.reason.as_deref().unwrap_or("须进一步核实"));
                data["days"] = json!(words.days.unwrap_or(5));
                if step == Step::Suspended {
                    data["kind"] = json!(words.kind.as_deref().unwrap_or("检验"));
                }
            }
            Step::Handling => data["by"] = json!(officer(&self.case_number)),
            Step::Returned => {
                data["by"] = json!(officer(&self.case_number));
                data["opinion"] = json!(words.opinion.as_deref().unwrap_or("请补充材料"));
                if let Some(demands) = &words.demands {
                    data["demands"] = demands.clone();
                    data["reason"] = json!(words.reason.as_deref().unwrap_or("审查中发现材料不足"));
                    data["approver"] = json!(officer(&self.case_number));
                }
            }
            Step::Decided => {
                data["by"] = json!(officer(&self.case_number));
                let default = if granted {
                    "经审查，符合条件，准予办理"
                } else {
                    "经审查，不符合条件"
                };
                data["opinion"] = json!(words.opinion.as_deref().unwrap_or(default));
                data["decision"] = json!(if granted { "granted" } else { "denied" });
                self.denied = !granted;
            }
            Step::Done => {
                let name = if self.denied {
                    "不予办理决定书"
                } else {
                    "办理结果"
                };
                let digits = digits_of(&["result", &self.case_number], 8);
                let valid_to = local_date(time).saturating_add(3.years());
                data["result"] = json!({
                    "name": format!("{}{name}", self.item_name),
                    "number": format!("示政〔{}〕{digits}", local_date(time).year()),
                    // What is denied does not run out.
                    "validTo": (!self.denied).then(|| valid_to.to_string()),
                });
            }
        }
        let event = json!({
            "specversion": "1.0",
            "id": format!("{}-{sequence}", self.parcel_id),
            "source": format!("/departments/{uscc}"),
            "type": format!("cn.yichuang.parcel.{}", step.name()),
            "subject": self.parcel_id,
            "time": local_time(time),
            "datacontenttype": "application/json",
            "sequence": sequence.to_string(),
            "data": data,
        });
        let outgoing = Outgoing {
            url: self.events_url.clone(),
            event,
            sequence,
            last: step == Step::Done,
            hall_ahead_ms: self.hall_ahead_ms,
        };
        self.sent.push(outgoing.clone());
        // The sender ends only with the program; then nobody is left to tell.
        let _ = self.queue.send(outgoing);
    }
}

fn officer(case_number: &str) -> &'static str {
    let last = case_number.bytes().last().unwrap_or(b'0');
    ["林经办", "陈经办", "黄经办"][usize::from(last % 3)]
}

/// What a person at the department says with a step.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Words {
    opinion: Option<String>,
    decision: Option<String>,
    /// Of a special procedure: 种类.
    kind: Option<String>,
    /// Of a special procedure, an extension or a return.
    reason: Option<String>,
    /// Of a return: what the applicant is asked for.
    demands: Option<Value>,
    days: Option<u16>,
}
