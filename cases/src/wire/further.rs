//! 补充材料: what a department asks for after acceptance, told to the applicant in one notice a round, and what of it
//! has come. It does not restart the clock.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::case::{Added, FirstTold, Stage, first_told};
use crate::catalogue::Item;
use crate::review::Spot;

/// One request of a department, on the page of its case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Further {
    pub id: Uuid,
    /// Name of the department.
    pub department: String,
    /// 理由
    pub reason: String,
    /// Who approved it at the department; empty where it did not say.
    pub approver: String,
    #[schema(value_type = String, format = DateTime)]
    pub asked_at: Timestamp,
    /// The notice that told the applicant; `None` while he has not been told.
    pub told: Option<FurtherTold>,
    pub demands: Vec<FurtherDemand>,
}

/// 补充材料通知书
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FurtherTold {
    pub number: String,
    /// 1 for the first notice of the case; a later one needed a supervisor.
    pub round: u32,
    #[schema(value_type = String, format = Date)]
    pub until: Date,
}

/// One thing asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FurtherDemand {
    pub material: String,
    /// 存在问题
    pub wrong: String,
    /// 补充要求
    pub cure: String,
    /// Empty takes the law of the item.
    #[serde(default)]
    pub basis: String,
    /// Id of the item's material that it is, where the department names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub material_id: Option<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub came_at: Option<Timestamp>,
}

impl FurtherDemand {
    /// The item's material that it is, where the department named one that the item has.
    pub fn spot(&self, item: &Item) -> Option<Spot> {
        let known = self.material_id.as_ref().filter(|id| item.material(id).is_some());
        known.map(|id| Spot::Material(id.clone()))
    }

    /// What it adds to the first list of the case (追加要求).
    pub fn added(&self, first: Option<&FirstTold>, item: &Item) -> Option<Added> {
        first?.added(
            item,
            &first_told::id_of(item, self.spot(item).as_ref(), &self.material),
        )
    }
}

/// How far 补充材料 of a case has got, as a list says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum FurtherState {
    /// 待告知: a department asks for something that the applicant was not told.
    Untold,
    /// 已告知: he was told, and it has not come.
    Told,
}

impl FurtherState {
    /// Nothing is awaited of a case that is decided or over.
    pub fn of(stage: Stage, asked: &[Further]) -> Option<Self> {
        let mut awaited = asked
            .iter()
            .filter(|one| one.demands.iter().any(|demand| demand.came_at.is_none()))
            .peekable();
        if stage != Stage::Accepted || awaited.peek().is_none() {
            return None;
        }
        Some(if awaited.any(|one| one.told.is_none()) {
            FurtherState::Untold
        } else {
            FurtherState::Told
        })
    }

    pub fn word(self) -> &'static str {
        match self {
            FurtherState::Untold => "untold",
            FurtherState::Told => "told",
        }
    }
}

/// `POST /v1/cases/{reference}/further`: tells the applicant everything that is asked for and was not told yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TellFurther {
    /// Of a second notice of the same case.
    #[serde(default)]
    pub approval: Option<Uuid>,
}

/// `POST /v1/cases/{reference}/further/came`: what of it was handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FurtherCame {
    pub came: Vec<Came>,
}

/// One thing that was handed in, as the receipt says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Came {
    /// [`Further::id`]
    pub of: Uuid,
    /// Place among its demands, from 0.
    pub place: u32,
    pub originals: u32,
    pub copies: u32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn asked(told: bool, came: bool) -> Further {
        Further {
            id: Uuid::nil(),
            department: "市场监督管理局".into(),
            reason: "地址存疑".into(),
            approver: String::new(),
            asked_at: Timestamp::UNIX_EPOCH,
            told: told.then(|| FurtherTold {
                number: "1".into(),
                round: 1,
                until: date(2026, 12, 1),
            }),
            demands: vec![FurtherDemand {
                material: "租赁合同".into(),
                wrong: "未提供".into(),
                cure: "提交复印件1份".into(),
                basis: String::new(),
                material_id: None,
                came_at: came.then_some(Timestamp::UNIX_EPOCH),
            }],
        }
    }

    #[test]
    fn a_list_says_what_is_not_told_before_what_is_awaited() {
        let of = |asked: &[Further]| FurtherState::of(Stage::Accepted, asked);
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[asked(true, true)]), None);
        assert_eq!(
            of(&[asked(true, true), asked(true, false)]),
            Some(FurtherState::Told)
        );
        assert_eq!(
            of(&[asked(true, false), asked(false, false)]),
            Some(FurtherState::Untold)
        );
        assert_eq!(FurtherState::of(Stage::Withdrawn, &[asked(false, false)]), None);
    }
}
