//! Results of a case and their delivery (结果送达), between window and hall.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::case::delivery::{Delivery, Receiver, Signed, Way};
use crate::case::{Draft, Party, Person};

/// One result (审批结果) as a department gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CaseResult {
    pub parcel: Uuid,
    pub department: String,
    /// 结果名称
    pub name: String,
    /// 结果文书、证照编号
    pub number: String,
    /// 准予 or 不予
    pub granted: bool,
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_to: Option<Date>,
    /// When the department issued it.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    pub handed_over: bool,
}

/// How the results were delivered; the receiver masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Delivered {
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    pub way: Way,
    /// Masked.
    pub receiver: String,
    /// 与受送达人关系
    pub relation: String,
    pub copies: u32,
    pub desk: String,
    /// 工号
    pub staff: String,
}

/// `POST /v1/cases/{case number or slip code}/delivery` → [`super::record::CaseView`]. Refused before 办结.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Deliver {
    /// The open visit in which it is handed over; only what is handed over at the window needs one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<Uuid>,
    pub way: Way,
    /// Who takes it; where it is not handed over at the window and nobody else is named, the applicant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiver: Option<Receiver>,
    pub signed: Signed,
    /// 份数
    pub copies: u32,
    #[serde(default)]
    pub proof: String,
}

impl Deliver {
    /// The delivery it asks for, of a case of this party.
    pub fn to(self, party: &Party) -> Delivery {
        let applicant = || Receiver::Applicant {
            person: Person {
                verified: None,
                ..party.person.clone()
            },
        };
        Delivery {
            way: self.way,
            receiver: self.receiver.unwrap_or_else(applicant),
            signed: self.signed,
            copies: self.copies,
            proof: self.proof,
        }
    }
}

/// `POST /v1/collectable` → `Vec<CaseRow>`: what somebody who stands at the window may take along. In the body, so that
/// no number stands in an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Collectable {
    pub visit: Uuid,
    pub id_number: String,
}

/// `POST /v1/papers/{id}/prints` → [`PrintNoted`]: a paper went to a printer. The same bytes each time; what is counted
/// stands on the print job, never in the file (补打).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PrintNoted {
    /// Which print of it this is, from 1.
    pub times: u32,
}

/// `POST /v1/cases/{case number or slip code}/void` → [`Voided`], under an approval of exactly this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VoidCase {
    pub approval: Uuid,
}

/// A void case (作废), and what it said: the case that corrects it starts from there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Voided {
    pub case: super::record::CaseView,
    pub draft: Draft,
}
