//! 一次告知 at the hall: the first notice of a case by its slip code, its text message, and consultations without a case.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::record::TextState;
use crate::case::FirstTold;

/// `GET /v1/notices/{slip}`: what the applicant was told first, whether there is a case by now or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NoticeView {
    pub slip: String,
    pub item: String,
    pub item_name: String,
    pub told: FirstTold,
    /// The 一次性告知书 as it was printed; `None` where the list is a notice of the case. `GET /v1/notices/{slip}/pdf`
    /// gives its bytes.
    pub paper: Option<NoticePaper>,
    /// The number that the form gives for texts, masked.
    pub phone: Option<String>,
    /// What became of its text message, once one was asked for.
    pub text: Option<NoticeText>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NoticePaper {
    /// SHA-256 of the PDF, hex.
    pub digest: String,
    pub pages: u32,
}

/// `POST /v1/notices/{slip}/text`, `POST /v1/consultations/{item}/{id}/text` → [`NoticeText`]. Once for each notice.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SendNotice {
    /// A number that was typed; without one the number of the form, which a consultation does not have.
    #[serde(default)]
    pub phone: Option<String>,
    /// 单独同意: the applicant wants an item named whose name tells something about him.
    #[serde(default)]
    pub agreed: bool,
    /// Of a consultation: ids of the materials that its paper lists.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub materials: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NoticeText {
    pub state: TextState,
    /// Masked; nothing of a consultation.
    pub phone: Option<String>,
    pub words: String,
    #[schema(value_type = String, format = DateTime)]
    pub made_at: Timestamp,
}

/// `POST /v1/consultations` → [`ConsultationCounted`]: that an item was explained to somebody (咨询).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CountConsultation {
    /// Made at the desk: however often it is sent, it is one consultation.
    pub id: Uuid,
    pub item: String,
    /// When it was, by the desk's clock.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConsultationCounted {
    #[schema(value_type = String, format = Date)]
    pub day: Date,
}

/// `GET /v1/consultations`: how often each item was explained on each day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConsultationCount {
    #[schema(value_type = String, format = Date)]
    pub day: Date,
    pub item: String,
    pub item_name: String,
    pub times: u32,
}
