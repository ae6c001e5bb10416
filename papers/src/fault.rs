//! Why a paper could not be made, with a stable code and one sentence in each language.

use cases::error::Trouble;

/// What stops a paper. A missing character never does: it is shown as 〓 and reported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PaperFault {
    /// No installed font draws Chinese.
    #[error("no font for Chinese was found")]
    NoFont,
    /// The text of a code does not fit into it or has characters that it cannot carry.
    #[error("the {code} cannot carry its text: {reason}")]
    Code { code: &'static str, reason: String },
    /// The PDF writer gave something that is not a whole document.
    #[error("the PDF could not be written: {reason}")]
    Pdf { reason: String },
}

impl PaperFault {
    /// The failure as people read it. Carries no personal data.
    pub fn trouble(&self) -> Trouble {
        match self {
            PaperFault::NoFont => Trouble::new(
                "YC-6101",
                "这台电脑没有中文字体，文书无法生成；办件不受影响。请安装文泉驿微米黑或思源黑体后重新打印。",
                "This computer has no Chinese font, so the paper cannot be made; the case is unaffected. Install \
                 WenQuanYi Micro Hei or Noto Sans CJK and print again.",
            ),
            PaperFault::Code { code, .. } => Trouble::new(
                "YC-6102",
                format!(
                    "文书上的{code}放不下要写入的内容，文书没有生成；办件不受影响。请联系管理员检查编号规则。"
                ),
                format!(
                    "The {code} on the paper cannot carry its text, so the paper was not made; the case is \
                     unaffected. Ask the administrator to check the numbering rules."
                ),
            ),
            PaperFault::Pdf { .. } => Trouble::new(
                "YC-6103",
                "文书排版后没有生成完整文件，没有保存任何内容；办件不受影响。请再试一次，仍不行请联系管理员。",
                "The paper was laid out but no whole file came of it; nothing was kept and the case is unaffected. \
                 Try again, then ask the administrator.",
            ),
        }
    }
}
