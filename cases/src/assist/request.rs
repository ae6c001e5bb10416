//! Asking for help (求助), and the promise that somebody comes within a minute.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A request is to be taken within this many seconds (1 分钟内响应).
pub const PROMISE_S: i64 = 60;

/// Where help is asked from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum HelpKind {
    /// 自助机求助
    Kiosk,
    /// 远程帮办
    Remote,
    /// 窗口呼叫支援
    Window,
    /// 预约上门
    Appointment,
}

/// What it is about: a code, never a person's words, so that it may stand in lists and counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum HelpNote {
    /// 找不到事项
    FindItem,
    /// 不知道要带什么材料
    Materials,
    /// 人脸核验失败
    Face,
    /// 不会填表
    Form,
    /// 老年人
    Elderly,
    /// 行动不便
    Mobility,
    /// 政策解释
    Explain,
    /// 其他
    Other,
}

/// How helping ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum HelpEnd {
    /// 已解答
    Answered,
    /// 已备好草稿
    Prepared,
    /// 转窗口
    Window,
    /// 申请人离开
    Left,
    /// 求助人自己取消
    Withdrawn,
}

macro_rules! words {
    ($kind:ident: $($variant:ident $word:literal),* $(,)?) => {
        impl $kind {
            pub const ALL: &'static [$kind] = &[$($kind::$variant),*];

            pub fn word(self) -> &'static str {
                match self {
                    $($kind::$variant => $word),*
                }
            }

            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.word() == word)
            }
        }
    };
}

words!(HelpKind: Kiosk "kiosk", Remote "remote", Window "window", Appointment "appointment");
words!(HelpNote: FindItem "findItem", Materials "materials", Face "face", Form "form", Elderly "elderly",
    Mobility "mobility", Explain "explain", Other "other");
words!(HelpEnd: Answered "answered", Prepared "prepared", Window "window", Left "left", Withdrawn "withdrawn");

/// Who took a request, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Taken {
    pub desk: String,
    /// 工号
    pub staff: String,
    pub name: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// How and when a request ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Ended {
    pub how: HelpEnd,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// One request for help. It names a place, never a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HelpRequest {
    pub id: Uuid,
    /// 自助机 03, 窗口 05, 杏林街道便民点
    pub place: String,
    pub kind: HelpKind,
    pub note: HelpNote,
    #[schema(value_type = String, format = DateTime)]
    pub asked_at: Timestamp,
    /// Of an appointment: nobody waits before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<Taken>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
}

impl HelpRequest {
    /// When the waiting begins: at the asking, or at the appointed time.
    pub fn waits_from(&self) -> Timestamp {
        self.due_at.map_or(self.asked_at, |due| due.max(self.asked_at))
    }

    /// Seconds that somebody has waited, or did wait; 0 before an appointment.
    pub fn waited_s(&self, now: Timestamp) -> i64 {
        let until = self
            .taken
            .as_ref()
            .map(|taken| taken.at)
            .or(self.ended.as_ref().map(|ended| ended.at))
            .unwrap_or(now);
        until.duration_since(self.waits_from()).as_secs().max(0)
    }

    pub fn is_waiting(&self) -> bool {
        self.taken.is_none() && self.ended.is_none()
    }
}

/// Those who wait, the longest wait first; appointments to come last, the next first. Equal ones by id, so that
/// the order is one everywhere.
pub fn order(requests: &[HelpRequest], now: Timestamp) -> Vec<&HelpRequest> {
    let mut waiting: Vec<&HelpRequest> = requests.iter().filter(|request| request.is_waiting()).collect();
    waiting.sort_by_key(|request| {
        let from = request.waits_from();
        (from > now, from, request.id)
    });
    waiting
}

/// The one-minute promise over some requests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Promised {
    /// Taken, or waiting longer than a minute.
    pub counted: u32,
    /// Taken within a minute.
    pub in_time: u32,
    /// Median wait of those taken, in seconds.
    pub median_s: Option<i64>,
}

impl Promised {
    /// Share taken within a minute in per cent, rounded down; `None` while nobody is counted.
    pub fn share(&self) -> Option<u32> {
        (self.counted > 0).then(|| self.in_time * 100 / self.counted)
    }
}

/// Measures the promise. Somebody who took his request back within the minute broke no promise and kept none.
pub fn promised(requests: &[HelpRequest], now: Timestamp) -> Promised {
    let mut waits: Vec<i64> = Vec::new();
    let mut promised = Promised::default();
    for request in requests {
        let waited = request.waited_s(now);
        if request.taken.is_some() {
            waits.push(waited);
            promised.counted += 1;
            promised.in_time += u32::from(waited <= PROMISE_S);
        } else if waited > PROMISE_S {
            promised.counted += 1;
        }
    }
    waits.sort_unstable();
    promised.median_s = match waits.len() {
        0 => None,
        odd if odd % 2 == 1 => waits.get(odd / 2).copied(),
        even => Some((waits[even / 2 - 1] + waits[even / 2]) / 2),
    };
    promised
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + second).unwrap()
    }

    fn asked(id: u128, second: i64) -> HelpRequest {
        HelpRequest {
            id: Uuid::from_u128(id),
            place: "自助机 03".to_owned(),
            kind: HelpKind::Kiosk,
            note: HelpNote::Face,
            asked_at: at(second),
            due_at: None,
            taken: None,
            ended: None,
        }
    }

    fn taken(id: u128, second: i64, after: i64) -> HelpRequest {
        HelpRequest {
            taken: Some(Taken {
                desk: "B1".to_owned(),
                staff: "0830".to_owned(),
                name: "周晓".to_owned(),
                at: at(second + after),
            }),
            ..asked(id, second)
        }
    }

    #[test]
    fn the_longest_wait_comes_first_and_appointments_in_their_time() {
        let mut visit = asked(1, 0);
        visit.due_at = Some(at(600));
        let requests = [visit, asked(2, 30), asked(3, 10), taken(4, 0, 5), asked(5, 30)];
        let ids = |now: i64| -> Vec<u128> {
            order(&requests, at(now))
                .into_iter()
                .map(|request| request.id.as_u128())
                .collect()
        };
        assert_eq!(ids(100), [3, 2, 5, 1]);
        assert_eq!(ids(700), [3, 2, 5, 1]);
        assert_eq!(requests[0].waited_s(at(100)), 0);
        assert_eq!(requests[0].waited_s(at(660)), 60);
    }

    #[test]
    fn the_minute_is_measured_over_those_taken_and_those_still_waiting_beyond_it() {
        let mut withdrawn = asked(5, 0);
        withdrawn.ended = Some(Ended {
            how: HelpEnd::Withdrawn,
            at: at(20),
        });
        let requests = [
            taken(1, 0, 20),
            taken(2, 0, 60),
            taken(3, 0, 61),
            asked(4, 0),
            withdrawn,
            asked(6, 90),
        ];
        let figures = promised(&requests, at(100));
        assert_eq!(
            figures,
            Promised {
                counted: 4,
                in_time: 2,
                median_s: Some(60)
            }
        );
        assert_eq!(figures.share(), Some(50));
        let none = promised(&[], at(0));
        assert_eq!((none.share(), none.median_s), (None, None));
        assert_eq!(
            promised(&[taken(1, 0, 10), taken(2, 0, 21)], at(100)).median_s,
            Some(15)
        );
    }

    #[test]
    fn words_read_back() {
        assert!(
            HelpKind::ALL
                .iter()
                .all(|kind| HelpKind::from_word(kind.word()) == Some(*kind))
        );
        assert!(
            HelpNote::ALL
                .iter()
                .all(|note| HelpNote::from_word(note.word()) == Some(*note))
        );
        assert!(
            HelpEnd::ALL
                .iter()
                .all(|end| HelpEnd::from_word(end.word()) == Some(*end))
        );
        assert_eq!(HelpNote::from_word("张三"), None);
    }
}
