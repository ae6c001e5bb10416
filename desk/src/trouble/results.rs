//! What stands in the way of a result: of waiting for it, delivering it, signing for it, making its case void.

use cases::case::Stage;
use cases::error::Trouble;

/// A visit that waits for a decision is not ended by accident.
pub fn visit_waits(slip: &str) -> Trouble {
    Trouble::new(
        "YC-5540",
        format!(
            "即办件 {slip} 还在等部门决定，来访没有结束。请先改为稍后领取（Ctrl+R）再结束，或等结果出来当面送达。"
        ),
        format!(
            "Case {slip} is being decided while the applicant waits; the visit is not ended. Put it off to a later pickup (Ctrl+R) first, or wait and hand the result over."
        ),
    )
}

pub fn waits_for_nothing() -> Trouble {
    Trouble::new(
        "YC-5541",
        "本次来访没有在等这件的结果，不需要改为稍后领取。",
        "This visit does not wait for that case; there is nothing to put off.",
    )
}

pub fn delivery_needs_hall() -> Trouble {
    Trouble::new(
        "YC-5542",
        "大厅服务器没有应答，不能确定这次送达是否已经登记；结果先不要交出。恢复连接后再按一次，不会重复登记。",
        "The hall does not answer and nobody can say whether the delivery was recorded; keep the result. Press again when the line is back, nothing is recorded twice.",
    )
}

pub fn void_needs_hall() -> Trouble {
    Trouble::new(
        "YC-5544",
        "大厅服务器没有应答，不能确定这件是否已作废；原文书先不要收回。恢复连接后再按一次，不会重复作废。",
        "The hall does not answer and nobody can say whether the case is void; leave its papers as they are. Press again when the line is back, nothing is done twice.",
    )
}

/// What nobody takes at the window is not signed for on a screen.
pub fn only_by_hand() -> Trouble {
    Trouble::new(
        "YC-5546",
        "只有当面送达才能在申请人屏签收，没有送出。",
        "Only what is handed over at the window is signed for on the applicant's screen; nothing was sent.",
    )
}

/// The receiver would not sign.
pub fn not_taken() -> Trouble {
    Trouble::new(
        "YC-5547",
        "领取人没有签收，结果没有送达。请核对后再送，或改用纸质签收。",
        "The receiver did not sign and nothing was delivered. Check it and ask again, or have him sign on paper.",
    )
}

pub fn odd_wrong() -> Trouble {
    Trouble::new(
        "YC-5545",
        "请说明错在哪里：事项、申请人或内容。",
        "Say what is wrong: the item, the applicant or the content.",
    )
}

/// 即办件: what was waited for is over.
pub fn waits_no_longer(slip: &str, stage: Stage) -> Trouble {
    Trouble::new(
        "YC-5580",
        format!("即办件 {slip} 在大厅已是“{}”，本次来访不再等候它。", stage.zh()),
        format!(
            "Case {slip} is {}; this visit does not wait for it any longer.",
            stage.word()
        ),
    )
}
