//! 数据校核: a value that came from a source is said to be wrong, with what shows it; the case goes on with what the
//! applicant says, and the source verifies and answers (政务数据共享条例, 国务院令第809号).
//!
//! An objection concerns the register, not the case: it goes on whatever becomes of the case.
//!
//! - [`steps`]: how it goes from hand to hand, and which answers are believed.
//! - [`age`]: by when the source has to have answered, and the light of what is open.

pub mod age;
pub mod steps;

#[cfg(test)]
mod tests;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

pub use self::steps::{Answer, Believed, State, Verdict};
use crate::case::Draft;
use crate::form::{Form, SourceKind, Value};
use crate::support::text;
use crate::wire::gateway::SubjectKey;

/// Objections of one draft at most.
pub const MOST: usize = 50;
/// Materials and files that one objection points to.
const MOST_EVIDENCE: usize = 20;

/// As it was raised at the window; kept with the draft and never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Objection {
    pub id: Uuid,
    /// Key of the field.
    pub field: String,
    pub label: String,
    /// 数据元
    pub element: String,
    /// Source code of the catalogue.
    pub dataset: String,
    /// Who gave the value.
    pub provider: String,
    /// Of the record that has it, where the source named one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record_id: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Timestamp>,
    /// Whose record it is.
    pub subject: SubjectKey,
    /// What the source has, and what the applicant states.
    pub theirs: Value,
    pub stated: Value,
    /// What the source wrote, where that is not the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// The same as the window showed them: in words, masked where the field is.
    pub theirs_shown: String,
    pub stated_shown: String,
    pub why: Why,
    /// 佐证
    pub evidence: Vec<Evidence>,
    /// Working days in which the source has to answer, by the edition it was raised under.
    pub answer_days: u16,
    /// 工号
    pub by: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// Why the source's value is said to be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Why {
    /// 变更后未更新
    Outdated,
    /// 登记有误
    Wrong,
    /// 登记不完整
    Incomplete,
    /// 不是本人的记录
    NotTheirs,
}

impl Why {
    pub const ALL: [Why; 4] = [Why::Outdated, Why::Wrong, Why::Incomplete, Why::NotTheirs];

    pub fn word(self) -> &'static str {
        match self {
            Why::Outdated => "outdated",
            Why::Wrong => "wrong",
            Why::Incomplete => "incomplete",
            Why::NotTheirs => "notTheirs",
        }
    }

    pub fn from_word(word: &str) -> Option<Why> {
        Self::ALL.into_iter().find(|why| why.word() == word)
    }

    pub fn zh(self) -> &'static str {
        match self {
            Why::Outdated => "变更后未更新",
            Why::Wrong => "登记有误",
            Why::Incomplete => "登记不完整",
            Why::NotTheirs => "不是本人的记录",
        }
    }
}

/// What shows that the applicant is right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Evidence {
    /// A material of the case, with its files where it has some.
    #[serde(rename_all = "camelCase")]
    Material {
        material: String,
        name: String,
        /// SHA-256 of each file, hex.
        #[serde(default)]
        pieces: Vec<String>,
    },
    /// What the applicant says, or what he showed.
    Words { text: String },
}

impl Evidence {
    /// As a list shows it.
    pub fn shown(&self) -> &str {
        match self {
            Evidence::Material { name, .. } => name,
            Evidence::Words { text } => text,
        }
    }
}

/// Why an objection cannot be raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OddObjection {
    /// No source from outside gave a value that the applicant contradicts.
    NoValue,
    /// What is stated is what the source says.
    Same,
    NoEvidence,
    /// Too long, or somebody's number stands in it: see [`text::note`].
    Words,
    /// One about this value is open.
    Open,
    TooMany,
}

/// What a source said of a field that can be objected to: the candidates from outside, best first.
pub fn candidates<'a>(form: &'a Form, key: &str) -> impl Iterator<Item = &'a crate::form::Candidate> {
    let cell = form.get(key);
    let from_outside = |one: &&crate::form::Candidate| match one.from.kind {
        // What an earlier case of this hall says he said himself: he says it anew, and nobody else has to correct it.
        SourceKind::Registry | SourceKind::Licence | SourceKind::History => {
            one.from.dataset.is_some() && one.from.earlier.is_none()
        }
        SourceKind::Card
        | SourceKind::Online
        | SourceKind::Recognition
        | SourceKind::Guidance
        | SourceKind::Derived
        | SourceKind::Typed => false,
    };
    cell.into_iter()
        .flat_map(|cell| &cell.offered)
        .filter(from_outside)
}

impl Draft {
    /// The objections to what sources say of a field, in the order they were raised.
    pub fn objections_to<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a Objection> {
        self.heard.objections.iter().filter(move |one| one.field == key)
    }

    /// What a paper names: field and source of each.
    pub fn objections_shown(&self) -> Vec<String> {
        let raised = self.heard.objections.iter();
        raised
            .map(|one| format!("{}（{}）", one.label, one.provider))
            .collect()
    }

    /// Keeps one more.
    pub fn object(&mut self, objection: Objection) -> Result<(), OddObjection> {
        if objection.theirs == objection.stated {
            return Err(OddObjection::Same);
        }
        if objection.stated.is_empty() || objection.theirs.is_empty() {
            return Err(OddObjection::NoValue);
        }
        if !objection.is_shown() {
            return Err(OddObjection::NoEvidence);
        }
        if !objection.is_brief() {
            return Err(OddObjection::Words);
        }
        let same = |one: &&Objection| {
            one.dataset == objection.dataset
                && one.theirs == objection.theirs
                && one.stated == objection.stated
        };
        if self.objections_to(&objection.field).any(|one| same(&one)) {
            return Err(OddObjection::Open);
        }
        if self.heard.objections.len() >= MOST {
            return Err(OddObjection::TooMany);
        }
        self.heard.objections.push(objection);
        Ok(())
    }
}

impl Objection {
    /// Whether something shows it: a claim alone is none.
    pub fn is_shown(&self) -> bool {
        self.evidence.iter().any(|one| !one.shown().trim().is_empty())
    }

    /// Whether its words may go out.
    pub fn is_brief(&self) -> bool {
        let fits = |one: &Evidence| match one {
            Evidence::Material { pieces, .. } => pieces.len() <= MOST_EVIDENCE,
            Evidence::Words { text } => text::note(text).is_ok(),
        };
        self.evidence.len() <= MOST_EVIDENCE && self.evidence.iter().all(fits)
    }
}
