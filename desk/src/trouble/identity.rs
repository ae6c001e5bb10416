//! What stands in the way of a 政务服务码.

use cases::error::Trouble;

pub fn code_needs_hall() -> Trouble {
    Trouble::new(
        "YC-5667",
        "大厅专线不通：政务服务码要由发码平台核验，现在查不了是谁，没有核验。请读身份证，或查验证件后录入。",
        "The line to the hall is down: whose e-code it is, only its platform says, and nothing was checked. Read the card, or look at a document and type.",
    )
}
