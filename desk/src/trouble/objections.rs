//! Why an objection (数据校核) is not raised.

use cases::error::Trouble;
use cases::objection::OddObjection;

pub fn odd_objection(odd: OddObjection) -> Trouble {
    let (code, zh, en) = match odd {
        OddObjection::NoValue | OddObjection::Same => (
            "YC-5660",
            "没有提出校核：这个字段没有与申请人所述不同的共享数据。请先填申请人所述的内容。",
            "Nothing was raised: no shared data of this field differs from what the applicant states. Enter what he states first.",
        ),
        OddObjection::NoEvidence => (
            "YC-5661",
            "没有提出校核：请选一份佐证材料，或写明出示了什么。填写的内容没有变动。",
            "Nothing was raised: choose a material that shows it, or say what was shown. The form is as it was.",
        ),
        OddObjection::Words => (
            "YC-5662",
            "没有提出校核：说明最多 200 字，不能写身份号码或手机号，佐证最多 20 份。",
            "Nothing was raised: at most 200 characters without an identity or telephone number, and at most 20 pieces of evidence.",
        ),
        OddObjection::Open => (
            "YC-5663",
            "对这个来源的这个值已经提出过同样的校核，没有重复提出。",
            "The same was raised about this value of this source already; it is not raised twice.",
        ),
        OddObjection::TooMany => (
            "YC-5664",
            "一件收件最多提出 50 项校核，没有再提出。",
            "One intake raises at most 50 objections; this one was not raised.",
        ),
    };
    Trouble::new(code, zh, en)
}
