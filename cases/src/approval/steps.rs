//! The steps of an approval, and what stands against one.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::about::{About, LONGEST, Overridden};
use super::{Approval, seen};
use crate::case::Draft;

/// Where a request stands, with what is known then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", tag = "state")]
pub enum State {
    /// 待审批
    Waiting,
    /// 已同意, not used yet
    Approved { answer: Answer },
    /// 不同意
    Denied { answer: Answer },
    /// 已撤回
    Withdrawn {
        #[schema(value_type = String, format = DateTime)]
        at: Timestamp,
    },
    /// 已使用: what was approved has been done, and is not done again.
    Used {
        answer: Answer,
        #[schema(value_type = String, format = DateTime)]
        at: Timestamp,
    },
}

/// Who answered, and with which words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// 工号
    pub staff: String,
    pub name: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// 意见; a denial has words.
    pub note: String,
}

/// Why a step is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Against {
    /// 不能审批自己的提请
    OwnRequest,
    /// 不同意须写明意见
    NoWords,
    /// The first answer stands: whose, and whether it was yes.
    Answered { answer: Answer, approved: bool },
    /// The asker took it back.
    Withdrawn,
    /// It was used already.
    Used,
    /// Nobody has answered.
    NotAnswered,
    /// The answer was no.
    Denied { answer: Answer },
    /// It was asked at another desk.
    OtherDesk,
    /// It was asked for something else.
    OtherMatter,
    /// What was looked at is not what it is any more.
    Stale,
}

/// What an approval is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose<'a> {
    /// Issues the refusal of this draft.
    Refuse(&'a Draft),
    /// Lets this draft pass beside the open case of this number.
    PassDuplicate(&'a Draft, &'a str),
    /// Makes the case of this slip code void.
    Void(&'a str),
    /// Issues a further notice for the case of this slip code.
    DemandAgain(&'a str),
}

impl State {
    pub fn word(&self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Approved { .. } => "approved",
            State::Denied { .. } => "denied",
            State::Withdrawn { .. } => "withdrawn",
            State::Used { .. } => "used",
        }
    }

    pub fn answer(&self) -> Option<&Answer> {
        match self {
            State::Approved { answer } | State::Denied { answer } | State::Used { answer, .. } => {
                Some(answer)
            }
            State::Waiting | State::Withdrawn { .. } => None,
        }
    }
}

impl Approval {
    /// A supervisor's answer.
    ///
    /// # Errors
    /// His own request, a denial without words, or a request that does not wait any more.
    pub fn answer(self, approve: bool, answer: Answer) -> Result<Approval, Against> {
        if answer.staff == self.staff {
            return Err(Against::OwnRequest);
        }
        match &self.state {
            State::Waiting => {}
            State::Approved { answer } => {
                return Err(Against::Answered {
                    answer: answer.clone(),
                    approved: true,
                });
            }
            State::Denied { answer } => {
                return Err(Against::Answered {
                    answer: answer.clone(),
                    approved: false,
                });
            }
            State::Withdrawn { .. } => return Err(Against::Withdrawn),
            State::Used { .. } => return Err(Against::Used),
        }
        let words = answer.note.trim();
        if words.chars().count() > LONGEST || (!approve && words.is_empty()) {
            return Err(Against::NoWords);
        }
        let state = if approve {
            State::Approved { answer }
        } else {
            State::Denied { answer }
        };
        Ok(Approval { state, ..self })
    }

    /// Taken back by the desk that asked. An approval that was given and not used may be taken back as well.
    ///
    /// # Errors
    /// Another desk, or an end that was reached already.
    pub fn withdraw(self, desk: &str, at: Timestamp) -> Result<Approval, Against> {
        if self.desk != desk {
            return Err(Against::OtherDesk);
        }
        match &self.state {
            State::Waiting | State::Approved { .. } => Ok(Approval {
                state: State::Withdrawn { at },
                ..self
            }),
            State::Denied { answer } => Err(Against::Answered {
                answer: answer.clone(),
                approved: false,
            }),
            State::Withdrawn { .. } => Err(Against::Withdrawn),
            State::Used { .. } => Err(Against::Used),
        }
    }

    /// Uses it, once, for exactly what was looked at.
    ///
    /// # Errors
    /// Why not; see [`Approval::fits`].
    pub fn use_for(self, purpose: Purpose<'_>, at: Timestamp) -> Result<Approval, Against> {
        let answer = match &self.state {
            State::Approved { answer } => answer.clone(),
            State::Waiting => return Err(Against::NotAnswered),
            State::Denied { answer } => {
                return Err(Against::Denied {
                    answer: answer.clone(),
                });
            }
            State::Withdrawn { .. } => return Err(Against::Withdrawn),
            State::Used { .. } => return Err(Against::Used),
        };
        self.fits(purpose)?;
        Ok(Approval {
            state: State::Used { answer, at },
            ..self
        })
    }

    /// Whether it speaks of this matter, as it stands.
    ///
    /// # Errors
    /// [`Against::OtherMatter`] or [`Against::Stale`].
    pub fn fits(&self, purpose: Purpose<'_>) -> Result<(), Against> {
        let (of, looked_at, now): (Uuid, &str, &Draft) = match (&self.about, purpose) {
            // What was received or accepted does not change under an approval.
            (About::Void { case, .. }, Purpose::Void(slip)) => {
                return if case == slip {
                    Ok(())
                } else {
                    Err(Against::OtherMatter)
                };
            }
            (About::Refusal { draft, seen, .. }, Purpose::Refuse(now)) => (*draft, seen, now),
            (
                About::Override {
                    draft, seen, what, ..
                },
                Purpose::PassDuplicate(now, beside),
            ) => {
                let Overridden::Duplicate { case_number } = what;
                if now.id == *draft && case_number != beside {
                    return Err(Against::Stale);
                }
                (*draft, seen, now)
            }
            (About::SecondDemand { case, .. }, Purpose::DemandAgain(slip)) if case == slip => return Ok(()),
            (
                About::Refusal { .. }
                | About::Override { .. }
                | About::SecondDemand { .. }
                | About::Void { .. }
                | About::Grant { .. }
                | About::Pause { .. }
                | About::Extension { .. },
                Purpose::Refuse(_) | Purpose::PassDuplicate(..) | Purpose::Void(_) | Purpose::DemandAgain(_),
            ) => return Err(Against::OtherMatter),
        };
        if of != now.id {
            Err(Against::OtherMatter)
        } else if looked_at != seen(now) {
            Err(Against::Stale)
        } else {
            Ok(())
        }
    }
}
