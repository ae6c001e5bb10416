//! `GET /v1/feed?cursor=N`: Server-Sent Events, each with its cursor as the event id. A subscriber gets what its
//! permit covers and nothing else; the cursors of what it does not get are passed over.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::case::{ParcelState, Stage};
use crate::objection::State as ObjectionState;
use crate::queue::WindowState;
use crate::roles::{Deed, Role, may};

/// One change. No person in it: a desk that may see more asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// Strictly growing per hall.
    pub cursor: u64,
    #[serde(flatten)]
    pub what: What,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", tag = "what")]
pub enum What {
    /// The queue is not as it was.
    Queue { waiting: u32 },
    /// A number was called, or called again.
    #[serde(rename_all = "camelCase")]
    Call {
        number: String,
        desk: String,
        /// 1, and one more with every recall.
        calls: u32,
    },
    /// A window opened, pauses, serves, closed, or was moved to other groups.
    #[serde(rename_all = "camelCase")]
    Window {
        desk: String,
        state: WindowState,
        groups: Vec<String>,
    },
    /// A draft was saved or taken.
    #[serde(rename_all = "camelCase")]
    Draft {
        draft: Uuid,
        revision: u64,
        desk: String,
    },
    /// A case stepped on.
    #[serde(rename_all = "camelCase")]
    Case {
        slip: String,
        case_number: Option<String>,
        stage: Stage,
        desk: String,
    },
    /// A parcel moved.
    #[serde(rename_all = "camelCase")]
    Parcel {
        slip: String,
        department: String,
        state: ParcelState,
        desk: String,
    },
    /// A text message to the applicant got further, or did not.
    #[serde(rename_all = "camelCase")]
    Text { slip: String, desk: String },
    /// 期限提醒: the warnings of this window are not as they were; without a window, those of the hall. However many
    /// cases are near their day, it is said once.
    #[serde(rename_all = "camelCase")]
    Warned { desk: Option<String> },
    /// An item handled at this desk was rated; nobody learns here how.
    #[serde(rename_all = "camelCase")]
    Rated { desk: String, slip: String },
    /// 督办: a case of this desk is urged.
    #[serde(rename_all = "camelCase")]
    Urged { slip: String, desk: String, times: u32 },
    /// 回访: who gave this rating was called.
    #[serde(rename_all = "camelCase")]
    CalledBack { rating: Uuid },
    /// 网上申报: an application came, was changed or taken back online, or went to a window or back. `desk` has it.
    #[serde(rename_all = "camelCase")]
    Online {
        application: String,
        desk: Option<String>,
    },
    /// Somebody asks for help, or is helped.
    Help { request: Uuid },
    /// A draft is offered to windows, taken, or not offered any more.
    #[serde(rename_all = "camelCase")]
    HandOver { hand_over: Uuid },
    /// A draft that `holder` has is asked for by `desk`, or the answer was given.
    #[serde(rename_all = "camelCase")]
    DraftAsk {
        ask: Uuid,
        holder: String,
        desk: String,
        given: Option<bool>,
    },
    /// A window calls for support or raises a quiet alarm, or the call was taken, ended or withdrawn. `to` is the desk
    /// of a helper who was sent.
    #[serde(rename_all = "camelCase")]
    Support {
        call: Uuid,
        desk: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
    },
    /// A message was posted, confirmed or taken back.
    Message { message: Uuid },
    /// An approval was asked for, answered, taken back or used.
    #[serde(rename_all = "camelCase")]
    Approval {
        approval: Uuid,
        /// The desk that asks.
        desk: String,
        /// waiting, approved, denied, withdrawn or used.
        state: String,
    },
    /// 监控预警: an alarm about somebody's looks was raised, grew or was closed.
    Watched { alarm: Uuid },
    /// 数据校核: one was raised, got on, or was answered. `desk` raised it.
    #[serde(rename_all = "camelCase")]
    Objection {
        objection: Uuid,
        slip: String,
        draft: Uuid,
        desk: String,
        state: ObjectionState,
    },
    /// 事项库发布: an edition of the catalogue is in force.
    Edition { number: String, sequence: u64 },
    /// The cursor is older than what the hall keeps: reload everything, then go on from this cursor.
    Reset,
}

impl What {
    /// Whether the permit of somebody with this role at this desk covers it.
    pub fn is_for(&self, role: Role, at: &str) -> bool {
        let one_of = |deeds: &[Deed]| deeds.iter().any(|deed| may(role, *deed));
        match self {
            What::Queue { .. } | What::Call { .. } | What::Window { .. } | What::Message { .. } => {
                one_of(&[Deed::SeeQueue])
            }
            What::Draft { .. } | What::DraftAsk { .. } => one_of(&[Deed::SaveDraft, Deed::TakeDraft]),
            What::Case { .. } | What::Parcel { .. } | What::Text { .. } => one_of(&[Deed::SeeCase]),
            What::Rated { desk, .. } | What::Urged { desk, .. } => {
                one_of(&[Deed::SeeBoard]) || (desk == at && one_of(&[Deed::AskApplicant]))
            }
            What::Warned { desk: Some(desk) } => desk == at && one_of(&[Deed::SeeCase]),
            What::Warned { desk: None } => one_of(&[Deed::SeeBoard]),
            What::CalledBack { .. } => one_of(&[Deed::SeeBoard]),
            What::Online { .. } => one_of(&[Deed::Receive]),
            What::Help { .. } => one_of(&[Deed::AskHelp, Deed::GiveHelp]),
            What::HandOver { .. } => one_of(&[Deed::HandOver, Deed::TakeDraft]),
            What::Support { desk, to, .. } => {
                one_of(&[Deed::SeeBoard])
                    || (one_of(&[Deed::CallSupport]) && (desk == at || to.as_deref() == Some(at)))
            }
            What::Approval { desk, .. } => {
                one_of(&[Deed::AnswerApproval]) || (desk == at && one_of(&[Deed::AskApproval]))
            }
            What::Watched { .. } => one_of(&[Deed::WatchLooks]),
            What::Objection { desk, .. } => {
                one_of(&[Deed::FollowUp]) || (desk == at && one_of(&[Deed::SaveDraft]))
            }
            // Everybody works by the same standard.
            What::Edition { .. } | What::Reset => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every cell: what happened at desk 05, for clerk, supervisor, helper, administrator and device; first at another
    /// desk, then at desk 05.
    #[test]
    fn promise_08_a_feed_carries_what_its_subscribers_permit_covers() {
        let check = |what: What, elsewhere: [u8; 5], here: [u8; 5]| {
            for (at, cells) in [("06", elsewhere), ("05", here)] {
                for (role, cell) in Role::ALL.into_iter().zip(cells) {
                    assert_eq!(what.is_for(role, at), cell == 1, "{what:?} for {role:?} at {at}");
                }
            }
        };
        let all = |what: What, cells: [u8; 5]| check(what, cells, cells);
        let (id, desk, slip) = (Uuid::nil(), "05".to_owned(), "S".to_owned());
        all(What::Queue { waiting: 1 }, [1, 1, 1, 1, 1]);
        let call = What::Call {
            number: "A001".to_owned(),
            desk: desk.clone(),
            calls: 1,
        };
        all(call, [1, 1, 1, 1, 1]);
        let window = What::Window {
            desk: desk.clone(),
            state: WindowState::Free,
            groups: Vec::new(),
        };
        all(window, [1, 1, 1, 1, 1]);
        let draft = What::Draft {
            draft: id,
            revision: 1,
            desk: desk.clone(),
        };
        all(draft, [1, 1, 1, 0, 0]);
        let case = What::Case {
            slip: slip.clone(),
            case_number: None,
            stage: Stage::Received,
            desk: desk.clone(),
        };
        all(case, [1, 1, 0, 0, 0]);
        let parcel = What::Parcel {
            slip: slip.clone(),
            department: "局".to_owned(),
            state: ParcelState::Waiting,
            desk: desk.clone(),
        };
        all(parcel, [1, 1, 0, 0, 0]);
        let text = What::Text {
            slip: slip.clone(),
            desk: desk.clone(),
        };
        all(text, [1, 1, 0, 0, 0]);
        let warned = What::Warned {
            desk: Some(desk.clone()),
        };
        check(warned, [0, 0, 0, 0, 0], [1, 1, 0, 0, 0]);
        all(What::Warned { desk: None }, [0, 1, 0, 0, 0]);
        let rated = What::Rated {
            desk: desk.clone(),
            slip: slip.clone(),
        };
        check(rated, [0, 1, 0, 0, 0], [1, 1, 0, 0, 0]);
        let urged = What::Urged {
            slip,
            desk: desk.clone(),
            times: 1,
        };
        check(urged, [0, 1, 0, 0, 0], [1, 1, 0, 0, 0]);
        all(What::CalledBack { rating: id }, [0, 1, 0, 0, 0]);
        let online = What::Online {
            application: "W1".to_owned(),
            desk: Some(desk.clone()),
        };
        all(online, [1, 0, 0, 0, 0]);
        all(What::Help { request: id }, [1, 1, 1, 0, 1]);
        all(What::HandOver { hand_over: id }, [1, 1, 1, 0, 0]);
        let ask = What::DraftAsk {
            ask: id,
            holder: desk.clone(),
            desk: "06".to_owned(),
            given: None,
        };
        all(ask, [1, 1, 1, 0, 0]);
        let support = |to: Option<&str>| What::Support {
            call: id,
            desk: desk.clone(),
            to: to.map(str::to_owned),
        };
        check(support(None), [0, 1, 0, 0, 0], [1, 1, 1, 0, 0]);
        check(support(Some("06")), [1, 1, 1, 0, 0], [1, 1, 1, 0, 0]);
        all(What::Message { message: id }, [1, 1, 1, 1, 1]);
        let approval = What::Approval {
            approval: id,
            desk: desk.clone(),
            state: "waiting".to_owned(),
        };
        check(approval, [0, 1, 0, 0, 0], [1, 1, 0, 0, 0]);
        all(What::Watched { alarm: id }, [0, 1, 0, 0, 0]);
        let edition = What::Edition {
            number: "20261127-1".to_owned(),
            sequence: 1,
        };
        all(edition, [1, 1, 1, 1, 1]);
        all(What::Reset, [1, 1, 1, 1, 1]);
    }
}
