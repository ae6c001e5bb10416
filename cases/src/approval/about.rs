//! What approval is asked for (提请事由).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::catalogue::Item;
use crate::catalogue::condition::Rules;
use crate::deadline::{Promise, Unit};

/// Characters of a reason at most: it stands on a paper.
pub const LONGEST: usize = 500;
/// Characters of the name of a body at most.
pub const LONGEST_NAME: usize = 80;
/// A grant that a supervisor gives from his desk lasts so long at most; a longer one is a matter of the department.
pub const LONGEST_GRANT: SignedDuration = SignedDuration::from_hours(31 * 24);
/// Days of a special procedure at most; one that lasts longer is another one.
pub const LONGEST_PAUSE: u16 = 180;
/// Materials of one demand at most.
pub const MOST_MATERIALS: usize = 60;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum About {
    /// 不予受理
    #[serde(rename_all = "camelCase")]
    Refusal {
        draft: Uuid,
        /// Revision that was looked at.
        revision: u64,
        /// [`super::seen`] of it.
        seen: String,
        /// Code of a [`crate::catalogue::RefusalGround`].
        ground: String,
        /// 法律依据, as it stood in the catalogue when it was asked.
        basis: String,
        /// 理由, as the paper says it.
        reasons: String,
        /// Where the applicant has to go, when it is not ours.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        right_body: Option<RightBody>,
    },
    /// 再次补正: more is asked for after everything was asked for once.
    #[serde(rename_all = "camelCase")]
    SecondDemand {
        /// Slip code of the case.
        case: String,
        materials: Vec<String>,
        reason: String,
    },
    /// 放行
    #[serde(rename_all = "camelCase")]
    Override {
        draft: Uuid,
        revision: u64,
        seen: String,
        what: Overridden,
        reason: String,
    },
    /// 作废: what was received or accepted is wrong and is recalled, with its papers.
    #[serde(rename_all = "camelCase")]
    Void {
        /// Slip code of the case.
        case: String,
        wrong: Wrong,
        reason: String,
    },
    /// 临时授权: a source that the item declares and no grant covers.
    #[serde(rename_all = "camelCase")]
    Grant {
        item: String,
        dataset: String,
        elements: Vec<String>,
        #[schema(value_type = String, format = DateTime)]
        until: Timestamp,
        reason: String,
    },
    /// 特别程序: the clock of a case stands still while something is looked into.
    #[serde(rename_all = "camelCase")]
    Pause {
        /// Slip code of the case.
        case: String,
        /// 种类, such as 检验 or 专家评审.
        procedure: String,
        /// 所需时间
        expected: Promise,
        reason: String,
    },
    /// 延期
    #[serde(rename_all = "camelCase")]
    Extension {
        case: String,
        /// Working days.
        days: u16,
        reason: String,
    },
}

/// What is wrong with a case that is to be void.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Wrong {
    /// 事项错误
    Item,
    /// 申请人错误
    Person,
    /// 内容错误
    Content,
}

impl Wrong {
    pub const ALL: [Wrong; 3] = [Wrong::Item, Wrong::Person, Wrong::Content];

    /// The word on screens and in contracts.
    pub fn word(self) -> &'static str {
        match self {
            Wrong::Item => "item",
            Wrong::Person => "person",
            Wrong::Content => "content",
        }
    }

    /// As papers say it.
    pub fn zh(self) -> &'static str {
        match self {
            Wrong::Item => "事项错误",
            Wrong::Person => "申请人错误",
            Wrong::Content => "内容错误",
        }
    }

    pub fn from_word(word: &str) -> Option<Wrong> {
        Self::ALL.into_iter().find(|wrong| wrong.word() == word)
    }
}

/// The body (有权机关) that an applicant is sent to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RightBody {
    pub name: String,
}

/// What would stop a draft and is passed once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", tag = "what")]
pub enum Overridden {
    /// An open case of the same applicant and item: its number or slip code.
    #[serde(rename_all = "camelCase")]
    Duplicate { case_number: String },
}

/// What a request still lacks before it may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacking {
    /// Reasons, at most [`LONGEST`] characters.
    Reason,
    /// A ground that the item knows.
    Ground,
    /// The body that is right, when the ground needs one.
    RightBody,
    /// What is to be handed in.
    Materials,
    /// A moment to come, [`LONGEST_GRANT`] away at most.
    Until,
    /// 种类 of a special procedure.
    Procedure,
    /// How long it takes.
    Days,
}

impl About {
    pub const KINDS: [&'static str; 7] = [
        "refusal",
        "secondDemand",
        "override",
        "void",
        "grant",
        "pause",
        "extension",
    ];

    pub fn kind(&self) -> &'static str {
        match self {
            About::Refusal { .. } => "refusal",
            About::SecondDemand { .. } => "secondDemand",
            About::Override { .. } => "override",
            About::Void { .. } => "void",
            About::Grant { .. } => "grant",
            About::Pause { .. } => "pause",
            About::Extension { .. } => "extension",
        }
    }

    /// The words it was asked with.
    pub fn reason(&self) -> &str {
        match self {
            About::Refusal { reasons, .. } => reasons,
            About::SecondDemand { reason, .. }
            | About::Override { reason, .. }
            | About::Void { reason, .. }
            | About::Grant { reason, .. }
            | About::Pause { reason, .. }
            | About::Extension { reason, .. } => reason,
        }
    }

    /// The draft it speaks of.
    pub fn draft(&self) -> Option<Uuid> {
        match self {
            About::Refusal { draft, .. } | About::Override { draft, .. } => Some(*draft),
            About::SecondDemand { .. }
            | About::Void { .. }
            | About::Grant { .. }
            | About::Pause { .. }
            | About::Extension { .. } => None,
        }
    }

    /// Whether both ask for the same thing, whatever the words: a later one takes the place of an earlier one.
    pub fn is_same_matter(&self, other: &About) -> bool {
        match (self, other) {
            (About::Refusal { draft, .. }, About::Refusal { draft: of, .. })
            | (About::Override { draft, .. }, About::Override { draft: of, .. }) => draft == of,
            (About::SecondDemand { case, .. }, About::SecondDemand { case: of, .. })
            | (About::Void { case, .. }, About::Void { case: of, .. })
            | (About::Pause { case, .. }, About::Pause { case: of, .. })
            | (About::Extension { case, .. }, About::Extension { case: of, .. }) => case == of,
            (
                About::Grant { item, dataset, .. },
                About::Grant {
                    item: of,
                    dataset: from,
                    ..
                },
            ) => (item, dataset) == (of, from),
            (
                About::Refusal { .. }
                | About::SecondDemand { .. }
                | About::Override { .. }
                | About::Void { .. }
                | About::Grant { .. }
                | About::Pause { .. }
                | About::Extension { .. },
                _,
            ) => false,
        }
    }

    /// The first thing that is missing. `item` is what it is about.
    pub fn lacks(&self, item: &Item, rules: &Rules, now: Timestamp) -> Option<Lacking> {
        if !is_said(self.reason(), LONGEST) {
            return Some(Lacking::Reason);
        }
        match self {
            About::Refusal {
                ground, right_body, ..
            } => {
                let Some(ground) = rules.ground(item, ground) else {
                    return Some(Lacking::Ground);
                };
                let named = right_body
                    .as_ref()
                    .is_some_and(|body| is_said(&body.name, LONGEST_NAME));
                // A body that is not needed stands on no paper.
                (ground.needs_body != named || right_body.is_some() != named).then_some(Lacking::RightBody)
            }
            About::SecondDemand { materials, .. } => {
                let said = materials.iter().all(|name| is_said(name, LONGEST_NAME));
                let few = (1..=MOST_MATERIALS).contains(&materials.len());
                (!few || !said).then_some(Lacking::Materials)
            }
            About::Override { .. } | About::Void { .. } => None,
            About::Grant { until, .. } => {
                let away = until.duration_since(now);
                (!away.is_positive() || away > LONGEST_GRANT).then_some(Lacking::Until)
            }
            About::Pause {
                procedure, expected, ..
            } => {
                if !is_said(procedure, LONGEST_NAME) {
                    return Some(Lacking::Procedure);
                }
                let days = expected.unit != Unit::Hours && (1..=LONGEST_PAUSE).contains(&expected.days);
                (!days).then_some(Lacking::Days)
            }
            About::Extension { days, .. } => {
                let most = item.limits().longest_extension();
                (!(1..=most).contains(days)).then_some(Lacking::Days)
            }
        }
    }
}

fn is_said(text: &str, longest: usize) -> bool {
    !text.trim().is_empty() && text.chars().count() <= longest
}
