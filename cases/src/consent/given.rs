//! What was asked and answered, and whether it covers one look.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::bases::Kind;
use super::gap::Gap;
use super::guardian::guardians;
use crate::case::Draft;
use crate::deadline::hall_date;

/// One set that is agreed to or not by itself: data of one source, on one base, about one person or body.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Named {
    pub source: String,
    pub base: String,
    /// Number of whom it is.
    pub of: String,
}

/// One question and what became of it (个人信息保护法 art. 14, 15): purpose, sets and end were said before the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Consent {
    pub item: String,
    /// Such as 食品经营许可（新办）.
    pub purpose: String,
    pub asked: Vec<Named>,
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    pub asked_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answered>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withdrawn: Vec<Withdrawn>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Answered {
    pub how: How,
    pub by: Giver,
    /// What was agreed to; none is a refusal, which stops no service.
    pub agreed: Vec<Named>,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// 撤回同意
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Withdrawn {
    pub set: Named,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum How {
    /// Ticked on the applicant's screen (申请人屏).
    Screen,
    /// Told at the window, his card laid on the reader for it (刷卡确认).
    Card,
    /// Signed on paper (书面同意).
    Paper,
}

impl How {
    pub fn word(self) -> &'static str {
        match self {
            How::Screen => "screen",
            How::Card => "card",
            How::Paper => "paper",
        }
    }

    pub fn zh(self) -> &'static str {
        match self {
            How::Screen => "申请人屏确认",
            How::Card => "窗口告知、刷卡确认",
            How::Paper => "书面同意",
        }
    }
}

/// Who agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Giver {
    pub name: String,
    pub number: String,
}

/// As whom somebody agreed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Stands {
    /// 本人
    #[default]
    Own,
    /// 监护人
    Guardian,
    /// 受托人: for a body, or for another person of the case under his mandate.
    Mandate,
}

impl Stands {
    pub fn word(self) -> &'static str {
        match self {
            Stands::Own => "own",
            Stands::Guardian => "guardian",
            Stands::Mandate => "mandate",
        }
    }

    pub fn zh(self) -> &'static str {
        match self {
            Stands::Own => "本人",
            Stands::Guardian => "监护人",
            Stands::Mandate => "受托人",
        }
    }
}

/// The consent that a look rests on, without anybody's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Consented {
    pub how: How,
    #[serde(default)]
    pub by: Stands,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

impl Consented {
    /// `申请人屏确认，本人`, for papers and logs; the moment stands beside it.
    pub fn zh(self) -> String {
        format!("{}，{}", self.how.zh(), self.by.zh())
    }
}

/// A set that a look needs somebody's word for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub set: Named,
    pub kind: Kind,
}

/// On what one look rests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rest {
    /// Codes of the bases, each once.
    pub bases: Vec<String>,
    pub wants: Vec<Wanted>,
    /// Subjects of the form who may answer for a child.
    pub guardians: Vec<String>,
}

impl Rest {
    /// The consent it rests on, by what was said in the case; none where nobody has to be asked.
    ///
    /// # Errors
    /// Something of it is not covered: why.
    pub fn standing(&self, draft: Option<&Draft>, now: Timestamp) -> Result<Option<Consented>, Gap> {
        let mut consented = None;
        for wanted in &self.wants {
            let draft = draft.ok_or(Gap::NotAsked)?;
            let may = guardians(draft, &self.guardians, hall_date(now));
            let given = covering(&draft.heard.consents, wanted, &draft.item, now, &may)?;
            consented.get_or_insert(given);
        }
        Ok(consented)
    }

    /// The codes in one word, for a log.
    pub fn word(&self) -> String {
        self.bases.join(" ")
    }
}

impl Consent {
    /// Asked, and neither given nor refused.
    pub fn is_open(&self) -> bool {
        self.answer.is_none()
    }

    /// Answered, and nothing agreed to.
    pub fn is_refused(&self) -> bool {
        self.answer
            .as_ref()
            .is_some_and(|answer| answer.agreed.is_empty())
    }

    pub fn names(&self, set: &Named) -> bool {
        self.asked.contains(set)
    }

    pub fn is_withdrawn(&self, set: &Named) -> bool {
        self.withdrawn.iter().any(|one| &one.set == set)
    }

    /// Agreed to, and not taken back.
    pub fn stands(&self, set: &Named) -> bool {
        let agreed = self
            .answer
            .as_ref()
            .is_some_and(|answer| answer.agreed.contains(set));
        agreed && !self.is_withdrawn(set)
    }
}

/// What the word last said of a set allows now. Nobody but one of `guardians` speaks for a child.
///
/// # Errors
/// Nothing covers it: why.
pub fn covering(
    consents: &[Consent],
    wanted: &Wanted,
    item: &str,
    now: Timestamp,
    guardians: &[&str],
) -> Result<Consented, Gap> {
    let set = &wanted.set;
    let answered = || consents.iter().rev().filter(|consent| !consent.is_open());
    let Some(consent) = answered().find(|consent| consent.names(set)) else {
        return Err(unnamed(consents, wanted));
    };
    let Some(answer) = &consent.answer else {
        return Err(Gap::NotAsked);
    };
    if consent.is_withdrawn(set) {
        return Err(Gap::Withdrawn);
    }
    if !answer.agreed.contains(set) {
        return Err(Gap::Refused);
    }
    if consent.item != item || now > consent.until {
        return Err(Gap::Elsewhere);
    }
    let number = answer.by.number.as_str();
    let by = match wanted.kind {
        Kind::Guardian if guardians.contains(&number) && number != set.of => Stands::Guardian,
        Kind::Guardian => return Err(Gap::Guardian),
        Kind::Duty | Kind::Consent | Kind::Separate if number == set.of => Stands::Own,
        Kind::Duty | Kind::Consent | Kind::Separate => Stands::Mandate,
    };
    Ok(Consented {
        how: answer.how,
        by,
        at: answer.at,
    })
}

/// Why a set that no answered question named is not covered.
fn unnamed(consents: &[Consent], wanted: &Wanted) -> Gap {
    let set = &wanted.set;
    if consents
        .iter()
        .any(|consent| consent.is_open() && consent.names(set))
    {
        return Gap::NotAsked;
    }
    let agreed = || {
        let answers = consents.iter().filter_map(|consent| consent.answer.as_ref());
        answers.flat_map(|answer| &answer.agreed)
    };
    let beside = agreed().any(|one| one.of == set.of && one.source == set.source && one.base != set.base);
    match wanted.kind {
        Kind::Guardian => Gap::Guardian,
        Kind::Separate if beside => Gap::Separate,
        Kind::Duty | Kind::Consent | Kind::Separate => {
            let other = agreed().any(|one| one.source == set.source && one.base == set.base);
            if other { Gap::Elsewhere } else { Gap::NotAsked }
        }
    }
}
