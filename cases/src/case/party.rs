//! Who applies (申请人), who stands at the window, and for whom.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A natural person, and how he was verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    pub name: String,
    /// Code list `idType` (GA/T 2000.156): 111 居民身份证 …
    pub id_type: String,
    pub id_number: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified: Option<Verified>,
}

impl Person {
    /// How he was identified, as papers say it; nothing where nobody identified him.
    pub fn checked(&self) -> Option<&'static str> {
        self.verified.as_ref().map(|verified| verified.how.term())
    }
}

/// How somebody's identity was confirmed (人证核验). A typed number alone confirms nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Verified {
    pub how: How,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    pub by: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum How {
    /// 读卡
    Card,
    /// 政务服务码: the platform that issued the code says who shows it.
    Code,
    /// 实名核验: name and number were typed from a document, and a platform says that they belong together.
    RealName,
    /// 查验证件: the clerk compared a document with the person and says so; nothing confirmed what was typed.
    Document,
    /// A family or legal-entity register names the person; he is not present.
    Register,
}

/// How surely somebody present was identified (身份核验等级), from 0: the chip of a card says most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum Grade {
    /// 0 录入未核验
    Typed,
    /// 1 录入，实名核验一致
    Checked,
    /// 2 政务服务码
    Code,
    /// 3 读卡
    Card,
}

impl Grade {
    pub const ALL: [Grade; 4] = [Grade::Typed, Grade::Checked, Grade::Code, Grade::Card];

    pub fn number(self) -> u8 {
        self as u8
    }
}

impl From<Grade> for u8 {
    fn from(grade: Grade) -> u8 {
        grade.number()
    }
}

impl TryFrom<u8> for Grade {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, Self::Error> {
        let known = Self::ALL.into_iter().find(|grade| grade.number() == number);
        known.ok_or_else(|| format!("no grade of identity: {number}"))
    }
}

impl How {
    /// Whether the person stood at the window.
    pub fn is_present(self) -> bool {
        self.grade().is_some()
    }

    /// `None` for somebody who is not present.
    pub fn grade(self) -> Option<Grade> {
        match self {
            How::Card => Some(Grade::Card),
            How::Code => Some(Grade::Code),
            How::RealName => Some(Grade::Checked),
            How::Document => Some(Grade::Typed),
            How::Register => None,
        }
    }

    /// The word of screens and contracts.
    pub fn word(self) -> &'static str {
        match self {
            How::Card => "card",
            How::Code => "code",
            How::RealName => "realName",
            How::Document => "document",
            How::Register => "register",
        }
    }

    /// As papers say it, a term of the wording (身份核验).
    pub fn term(self) -> &'static str {
        match self {
            How::Card => "读卡核验",
            How::Code => "政务服务码核验",
            How::RealName => "查验证件，实名核验一致",
            How::Document => "查验证件，号码录入未核验",
            How::Register => "登记信息，本人未到场",
        }
    }
}

/// A body (法人、非法人组织、个体工商户).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Body {
    pub uscc: String,
    pub name: String,
    /// How the person at the window is connected: `legalRep`, `operator`, `staff`, `agent`.
    pub relation: String,
}

/// The applying party (申请主体).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Party {
    /// Who stands at the window.
    pub person: Person,
    /// The body he acts for; `None` when he acts for himself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
    /// Whether he acts as an agent (经办人) under a 授权委托书.
    #[serde(default)]
    pub as_agent: bool,
}

impl Party {
    /// The applicant's name on papers.
    pub fn applicant_name(&self) -> &str {
        self.body.as_ref().map_or(&self.person.name, |body| &body.name)
    }

    /// The applicant's number on papers: credit code of a body, else the person's number.
    pub fn applicant_number(&self) -> &str {
        self.body
            .as_ref()
            .map_or(&self.person.id_number, |body| &body.uscc)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chip_says_more_than_a_code_and_a_code_more_than_a_name_that_was_checked() {
        let all = [How::Card, How::Code, How::RealName, How::Document, How::Register];
        let grades: Vec<Option<u8>> = all.iter().map(|how| how.grade().map(Grade::number)).collect();
        assert_eq!(grades, [Some(3), Some(2), Some(1), Some(0), None]);
        let present: Vec<bool> = all.iter().map(|how| how.is_present()).collect();
        assert_eq!(present, [true, true, true, true, false]);
        for how in all {
            assert_eq!(serde_json::to_value(how).unwrap(), how.word());
        }
        assert_eq!(serde_json::from_str::<Grade>("3").unwrap(), Grade::Card);
        assert!(serde_json::from_str::<Grade>("4").is_err());
    }
}
