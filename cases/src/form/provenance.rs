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

    /// The word of papers.
    pub fn zh(self) -> &'static str {
        match self {
            SourceKind::Registry => "共享数据",
            SourceKind::Licence => "电子证照",
            SourceKind::Card => "读卡",
            SourceKind::History => "历史办件",
            SourceKind::Online => "网上申报",
            SourceKind::Recognition => "识别",
            SourceKind::Guidance => "引导",
            SourceKind::Derived => "推导",
            SourceKind::Typed => "申请人填写",
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
    /// The earlier case that said it (历史办件), where this hall holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier: Option<Box<Earlier>>,
    /// What the source wrote, before normalising.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// When it reached the form.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// The earlier case of this hall that a value comes from; its number is the record, its day the `as_of`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Earlier {
    /// Name of its item.
    pub item: String,
    /// How it came there: typed, guidance, online …
    pub how: SourceKind,
    /// Too old to stand in the field by itself: it counts once a person chose it.
    #[serde(default)]
    pub only_offered: bool,
}

impl Earlier {
    /// `食品经营许可（新办），9 个月前，申请人填写`, for papers.
    pub fn zh(&self, months: u32) -> String {
        let age = match months {
            0 => "不满 1 个月".to_owned(),
            months => format!("{months} 个月前"),
        };
        format!("{}，{age}，{}", self.item, self.how.zh())
    }
}

impl Provenance {
    /// Whether it is laid beside the field for a person to choose.
    pub fn is_only_offered(&self) -> bool {
        self.earlier.as_ref().is_some_and(|earlier| earlier.only_offered)
    }
}
