//! Where a value comes from (promise 5): every value knows its source.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::consent::Consented;

/// The kind of source; the chip's colour and the precedence follow from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum SourceKind {
    /// 共享数据: a registry answered.
    Registry,
    /// 电子证照
    Licence,
    /// 读卡
    Card,
    /// 历史办件
    History,
    /// 网上申报: the applicant said it at an online portal.
    Online,
    /// 识别: only proposes.
    Recognition,
    /// 引导: an answer to a question.
    Guidance,
    /// 推导: follows from other values.
    Derived,
    /// 手工
    Typed,
}

impl SourceKind {
    /// The key under which the reports count it.
    pub fn word(self) -> &'static str {
        match self {
            SourceKind::Registry => "registry",
            SourceKind::Licence => "licence",
            SourceKind::Card => "card",
            SourceKind::History => "history",
            SourceKind::Online => "online",
            SourceKind::Recognition => "recognition",
            SourceKind::Guidance => "guidance",
            SourceKind::Derived => "derived",
            SourceKind::Typed => "typed",
        }
    }
}

/// The whole origin of one value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Provenance {
    pub kind: SourceKind,
    /// The word on the chip: 人口库, 读卡, 手工 …
    pub label: String,
    /// Who gave it: 示范区人口库, the clerk's number for typed values.
    pub provider: String,
    /// Dataset code (`population` …) for shared data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dataset: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record_id: Option<String>,
    /// When the source says the fact held.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Timestamp>,
    /// Grant (授权) under which it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant: Option<String>,
    /// The legal base (合法性基础) it was read on, by its code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// The consent (同意) it was read under, where the applicant was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consented>,
    /// What the source wrote, before normalising.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// When it reached the form.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}
