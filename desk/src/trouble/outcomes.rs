//! What stops an outcome of an intake or a case (`YC-550x`).

use cases::case::Stage;
use cases::error::Trouble;

/// A decision was committed and the hall has not answered: nothing may be printed before it does.
pub fn decision_waits() -> Trouble {
    Trouble::new(
        "YC-5500",
        "大厅没有应答，这个去向还没有生效，也没有出文书；恢复后自动送出。申请人要走的，请选“只收件”。",
        "The hall did not answer: nothing was issued yet and it goes out by itself. If the applicant has to leave, only receive.",
    )
}

pub fn decision_needs_hall() -> Trouble {
    Trouble::new(
        "YC-5501",
        "大厅没有应答，这一步没有做。补正、撤回、容缺补交都由大厅登记，请恢复后再试。",
        "The hall did not answer and nothing was done: supplements, withdrawals and promises are kept by the hall. Try again.",
    )
}

pub fn no_demands() -> Trouble {
    Trouble::new(
        "YC-5502",
        "补正告知不能为空，请列明要补正的内容。",
        "A notice that asks for nothing is none: list what is missing.",
    )
}

pub fn not_told() -> Trouble {
    Trouble::new(
        "YC-5503",
        "这件没有告知过补正，没有可以确认的补正项。",
        "The case was told nothing to supplement.",
    )
}

pub fn no_reason_to_receive() -> Trouble {
    Trouble::new(
        "YC-5504",
        "请写明只收件的原因，最多500字。",
        "Note why it is only received, in at most 500 characters.",
    )
}

pub fn received_before() -> Trouble {
    Trouble::new(
        "YC-5505",
        "这件已经收件并告知补正；收到的材料请用“补正收件”登记。",
        "The case was received and told before; keep what came as a return.",
    )
}

pub fn not_tolerated() -> Trouble {
    Trouble::new(
        "YC-5506",
        "这份材料不能容缺后补。",
        "This material may not come later.",
    )
}

/// A case is taken up again while another intake is open.
pub fn intake_is_open(slip: &str) -> Trouble {
    Trouble::new(
        "YC-5508",
        format!("收件 {slip} 还开着；先暂存或办完，再接着办这件。"),
        format!("Intake {slip} is still open; park or finish it, then take this case up again."),
    )
}

/// The hall moved a case on while it was open here.
pub fn case_went_on(slip: &str, stage: Stage) -> Trouble {
    Trouble::new(
        "YC-5509",
        format!(
            "收件 {slip} 在大厅已是“{}”，本窗口不能再接着办，已收起。",
            stage.zh()
        ),
        format!(
            "The hall has moved case {slip} on ({}); it cannot go on at this window and was put away.",
            stage.word()
        ),
    )
}
