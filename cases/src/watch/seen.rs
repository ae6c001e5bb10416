//! One look as far as it is judged.

use jiff::Timestamp;
use uuid::Uuid;

/// A look of one operator, granted or refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub at: Timestamp,
    /// Digest of the person or body looked at; the same for the same one.
    pub subject: String,
    /// The case it was for; `None` while somebody is only being identified.
    pub case: Option<Uuid>,
    /// Somebody with a ticket stands there, or a case was opened or handed out in this visit.
    pub backed: bool,
    /// Belongs to another look, as the question whom a person represents belongs to his identification.
    pub part: bool,
    pub whose: Whose,
    pub denied: Option<Denial>,
    /// Minutes before the hall opens or after it closes; 0 while it is open, `u32::MAX` on a day on which it is not.
    pub outside_minutes: u32,
}

/// Who was looked at, as seen from the operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Whose {
    Anybody,
    /// 本人
    Own,
    /// 亲属
    Relative,
    /// 重点关注人员
    Listed,
}

impl Whose {
    pub const ALL: [Whose; 4] = [Whose::Anybody, Whose::Own, Whose::Relative, Whose::Listed];

    pub fn word(self) -> &'static str {
        match self {
            Whose::Anybody => "anybody",
            Whose::Own => "own",
            Whose::Relative => "relative",
            Whose::Listed => "listed",
        }
    }

    pub fn from_word(word: &str) -> Option<Whose> {
        Self::ALL.into_iter().find(|whose| whose.word() == word)
    }
}

/// Why a look was refused, as far as it tells something of who wanted it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Denial {
    /// Nobody stood there, the person was nobody of this matter, or the data none of its business.
    Beyond,
    /// No grant, or the applicant did not agree: that is an ordinary answer.
    Ordinary,
}

impl Denial {
    pub const ALL: [Denial; 2] = [Denial::Beyond, Denial::Ordinary];

    pub fn word(self) -> &'static str {
        match self {
            Denial::Beyond => "beyond",
            Denial::Ordinary => "ordinary",
        }
    }

    pub fn from_word(word: &str) -> Option<Denial> {
        Self::ALL.into_iter().find(|denial| denial.word() == word)
    }
}
