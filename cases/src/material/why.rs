//! 为什么收纸: the one reason that every request for paper carries.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The one reason for which paper is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum WhyPaper {
    /// 未查到电子证照
    NotFound,
    /// 证照已过有效期
    Expired,
    /// 证照不在有效状态: 暂扣、挂起、吊销、撤销、注销、遗失
    NotValid,
    /// 证照签章核验未通过
    NotVerified,
    /// 证照库不可用
    SourceDown,
    /// 依法须收原件
    OriginalByLaw,
    /// 申请人未同意调用
    NotAgreed,
    /// 持证人尚未确认: nobody knows yet whose licence it would be
    HolderUnknown,
    /// 尚无此类电子证照
    NoKind,
    /// 未先查电子证照: no reason at all, a violation
    NotLooked,
}

impl WhyPaper {
    pub const ALL: [Self; 10] = [
        WhyPaper::NotFound,
        WhyPaper::Expired,
        WhyPaper::NotValid,
        WhyPaper::NotVerified,
        WhyPaper::SourceDown,
        WhyPaper::OriginalByLaw,
        WhyPaper::NotAgreed,
        WhyPaper::HolderUnknown,
        WhyPaper::NoKind,
        WhyPaper::NotLooked,
    ];

    pub fn word(self) -> &'static str {
        match self {
            WhyPaper::NotFound => "notFound",
            WhyPaper::Expired => "expired",
            WhyPaper::NotValid => "notValid",
            WhyPaper::NotVerified => "notVerified",
            WhyPaper::SourceDown => "sourceDown",
            WhyPaper::OriginalByLaw => "originalByLaw",
            WhyPaper::NotAgreed => "notAgreed",
            WhyPaper::HolderUnknown => "holderUnknown",
            WhyPaper::NoKind => "noKind",
            WhyPaper::NotLooked => "notLooked",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.word() == word)
    }

    pub fn zh(self) -> &'static str {
        match self {
            WhyPaper::NotFound => "未查到电子证照",
            WhyPaper::Expired => "电子证照已过有效期",
            WhyPaper::NotValid => "电子证照不在有效状态",
            WhyPaper::NotVerified => "电子证照签章核验未通过",
            WhyPaper::SourceDown => "证照库或数据来源不可用",
            WhyPaper::OriginalByLaw => "依法须收原件",
            WhyPaper::NotAgreed => "申请人未同意调用",
            WhyPaper::HolderUnknown => "持证人尚未确认",
            WhyPaper::NoKind => "尚无此类电子证照",
            WhyPaper::NotLooked => "未先查电子证照（违规）",
        }
    }

    /// Nothing but this is against 免提交: whoever asked had not looked, or had the licence.
    pub fn is_violation(self) -> bool {
        self == WhyPaper::NotLooked
    }
}
