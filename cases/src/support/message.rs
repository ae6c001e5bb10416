//! 大厅公告 and messages to one window: to whom, how long, who has confirmed.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::roles::Role;

/// How long a message stands, in minutes.
pub const MINUTES: std::ops::RangeInclusive<u32> = 1..=480;

/// Whom a message is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Audience {
    /// Windows, helpers, walls and kiosks.
    All,
    /// Windows that serve this group.
    Group { group: String },
    /// Windows and helpers.
    Windows,
    /// 大屏、取号机
    Walls,
    /// One window or helper.
    Window { desk: String },
}

/// A desk that reads: its role, its number, and the groups its window serves.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    pub role: Role,
    pub desk: &'a str,
    pub groups: &'a [String],
}

impl Audience {
    /// Whether a message for these is shown at that desk.
    pub fn reaches(&self, reader: Reader<'_>) -> bool {
        let staffed = matches!(reader.role, Role::Clerk | Role::Helper);
        match self {
            Audience::All => staffed || reader.role == Role::Device,
            Audience::Group { group } => reader.role == Role::Clerk && reader.groups.contains(group),
            Audience::Windows => staffed,
            Audience::Walls => reader.role == Role::Device,
            Audience::Window { desk } => staffed && desk == reader.desk,
        }
    }
}

/// One message of a supervisor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    pub id: Uuid,
    pub to: Audience,
    /// At most [`LONGEST`](super::text::LONGEST) characters, nobody's number in it.
    pub text: String,
    /// 紧急
    pub urgent: bool,
    /// Name of who posted it; empty at walls and kiosks.
    pub by: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
}

/// Until when a message of so many minutes stands; `None` where that is no length for one.
pub fn until(at: Timestamp, minutes: u32) -> Option<Timestamp> {
    let length = SignedDuration::from_mins(i64::from(minutes));
    MINUTES
        .contains(&minutes)
        .then(|| at.checked_add(length).ok())
        .flatten()
}

/// Those that stand: urgent ones first, then the latest.
pub fn order(mut messages: Vec<Message>, now: Timestamp) -> Vec<Message> {
    messages.retain(|message| message.until > now);
    messages.sort_by_key(|message| {
        (
            !message.urgent,
            std::cmp::Reverse(message.at),
            std::cmp::Reverse(message.id),
        )
    });
    messages
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every cell: audiences × clerk, supervisor, helper, administrator, device at desk 05 that serves A and B.
    #[test]
    fn every_audience_and_every_role() {
        let groups = ["A".to_owned(), "B".to_owned()];
        let check = |to: Audience, expected: [u8; 5]| {
            for (role, expected) in Role::ALL.into_iter().zip(expected) {
                let reader = Reader {
                    role,
                    desk: "05",
                    groups: &groups,
                };
                assert_eq!(to.reaches(reader), expected == 1, "{to:?} {role:?}");
            }
        };
        let group = |group: &str| Audience::Group {
            group: group.to_owned(),
        };
        let window = |desk: &str| Audience::Window {
            desk: desk.to_owned(),
        };
        check(Audience::All, [1, 0, 1, 0, 1]);
        check(group("B"), [1, 0, 0, 0, 0]);
        check(group("C"), [0, 0, 0, 0, 0]);
        check(Audience::Windows, [1, 0, 1, 0, 0]);
        check(Audience::Walls, [0, 0, 0, 0, 1]);
        check(window("05"), [1, 0, 1, 0, 0]);
        check(window("06"), [0, 0, 0, 0, 0]);
    }

    fn message(id: u128, minute: i64, minutes: u32, urgent: bool) -> Message {
        let at = Timestamp::from_second(1_795_000_000 + 60 * minute).unwrap();
        Message {
            id: Uuid::from_u128(id),
            to: Audience::All,
            text: "叫号暂停十分钟".to_owned(),
            urgent,
            by: "陈立".to_owned(),
            at,
            until: until(at, minutes).unwrap(),
        }
    }

    #[test]
    fn urgent_ones_stand_first_and_none_stands_longer_than_it_was_given() {
        let now = Timestamp::from_second(1_795_000_000 + 600).unwrap();
        let all = vec![
            message(1, 0, 480, false),
            message(2, 1, 480, true),
            message(3, 2, 8, true),
            message(4, 2, 9, false),
        ];
        let ids: Vec<u128> = order(all, now).iter().map(|one| one.id.as_u128()).collect();
        assert_eq!(ids, [2, 4, 1]);
    }

    #[test]
    fn a_message_stands_from_a_minute_to_eight_hours() {
        let now = Timestamp::from_second(1_795_000_000).unwrap();
        for minutes in [0, 481, u32::MAX] {
            assert_eq!(until(now, minutes), None, "{minutes}");
        }
        for minutes in [1, 480] {
            let length = until(now, minutes).unwrap().duration_since(now);
            assert_eq!(length, SignedDuration::from_mins(i64::from(minutes)));
        }
    }
}
