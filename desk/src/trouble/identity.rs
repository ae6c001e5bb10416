//! What stands in the way of a 政务服务码, and of a promise.

use cases::error::Trouble;

pub fn code_needs_hall() -> Trouble {
    Trouble::new(
        "YC-5667",
        "大厅专线不通：政务服务码要由发码平台核验，现在查不了是谁，没有核验。请读身份证，或查验证件后录入。",
        "The line to the hall is down: whose e-code it is, only its platform says, and nothing was checked. Read the card, or look at a document and type.",
    )
}

/// 不适用容缺受理: what says so.
pub fn promise_restricted(basis: &str) -> Trouble {
    Trouble::new(
        "YC-5672",
        format!("申请人有在册的失信记录，不适用容缺受理，须交齐材料，没有登记承诺。依据：{basis}"),
        "The applicant stands on a list that closes promises to him: the material has to be handed in, and nothing was promised.",
    )
}
