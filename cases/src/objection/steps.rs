//! From hand to hand: raised, sent, under way at the source, answered. Answers come late, twice and contradicting
//! themselves; the first one that ends it stands.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where an objection stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum State {
    /// 待送: not at the source yet.
    Raised,
    /// 已送: the source has it.
    Sent,
    /// 核查中: the source said that it looks into it.
    Heard,
    /// 已更正: the source was wrong.
    Upheld,
    /// 部分更正
    Partly,
    /// 维持原数据
    Rejected,
    /// 未被接收: the source, or this hall, does not take it.
    Refused,
}

impl State {
    pub const ALL: [State; 7] = [
        State::Raised,
        State::Sent,
        State::Heard,
        State::Upheld,
        State::Partly,
        State::Rejected,
        State::Refused,
    ];

    pub fn word(self) -> &'static str {
        match self {
            State::Raised => "raised",
            State::Sent => "sent",
            State::Heard => "heard",
            State::Upheld => "upheld",
            State::Partly => "partly",
            State::Rejected => "rejected",
            State::Refused => "refused",
        }
    }

    pub fn from_word(word: &str) -> Option<State> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    pub fn zh(self) -> &'static str {
        match self {
            State::Raised => "待送",
            State::Sent => "已送",
            State::Heard => "核查中",
            State::Upheld => "已更正",
            State::Partly => "部分更正",
            State::Rejected => "维持原数据",
            State::Refused => "未被接收",
        }
    }

    /// Somebody still owes an answer.
    pub fn is_open(self) -> bool {
        match self {
            State::Raised | State::Sent | State::Heard => true,
            State::Upheld | State::Partly | State::Rejected | State::Refused => false,
        }
    }
}

/// What a source says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    Heard,
    Upheld,
    Partly,
    Rejected,
}

impl Verdict {
    pub fn state(self) -> State {
        match self {
            Verdict::Heard => State::Heard,
            Verdict::Upheld => State::Upheld,
            Verdict::Partly => State::Partly,
            Verdict::Rejected => State::Rejected,
        }
    }
}

/// An answer as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    pub verdict: Verdict,
    /// What the source has now, where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Why, in the source's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// The source, or the 工号 of the supervisor who settled what nobody answered.
    pub by: String,
}

/// What an answer does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Believed {
    Step(State),
    /// Said before: nothing changes.
    Again,
    /// It was answered otherwise before, or settled: what stands stays.
    Late,
    /// About something that was never sent.
    TooSoon,
}

/// Takes an answer in where the objection stands at `state` with `known` as its last answer.
pub fn hear(state: State, known: Option<&Answer>, said: &Answer) -> Believed {
    let same = |known: &Answer| {
        (known.verdict, &known.value, &known.note) == (said.verdict, &said.value, &said.note)
    };
    match state {
        State::Raised | State::Refused => Believed::TooSoon,
        State::Sent => Believed::Step(said.verdict.state()),
        State::Heard if said.verdict == Verdict::Heard => Believed::Again,
        State::Heard => Believed::Step(said.verdict.state()),
        State::Upheld | State::Partly | State::Rejected => match known {
            Some(known) if same(known) => Believed::Again,
            // That it is looked into was overtaken by the answer itself.
            Some(_) if said.verdict == Verdict::Heard => Believed::Again,
            Some(_) | None => Believed::Late,
        },
    }
}

/// Whether a supervisor may settle it by hand: while nobody answered, or where the source does not take it.
pub fn may_settle(state: State) -> bool {
    state.is_open() || state == State::Refused
}
