//! What a hall says of a 政务服务码 that was shown before, or that its platform does not know.

use cases::deadline::hall_time;
use cases::error::Trouble;
use jiff::Timestamp;

use super::Fault;

faults! {
    code_used 409 "YC-2319"
        "这个政务服务码已经用过，一个码只能用一次，没有核验。请申请人刷新后再扫。"
        "The e-code was used before; a code is taken once, and nothing was checked. Ask the applicant to refresh it and scan again.";
    code_unknown 422 "YC-2799"
        "发码平台不认这个政务服务码（已刷新、已撤销或已失效），没有核验。请申请人刷新后再扫，也可以读身份证或录入。"
        "The platform does not know the e-code: it was refreshed, withdrawn or has ended. Nothing was checked. Ask the applicant to refresh it and scan again, read the card, or type.";
}

/// A code that this hall took before: at which window, by whom, when.
pub fn code_used_here(desk: &str, staff: &str, name: &str, at: Timestamp) -> Fault {
    let mut fault = code_used();
    let at = hall_time(at).strftime("%Y-%m-%d %H:%M:%S");
    fault.trouble.zh = format!(
        "这个政务服务码已于{at}在{desk}号窗口由{name}（工号{staff}）用过，一个码只能用一次，没有核验。请申请人刷新后再扫。"
    );
    fault.trouble.en = format!(
        "The e-code was used at window {desk} by {name} ({staff}) at {at}; a code is taken once, and nothing was checked. Ask the applicant to refresh it and scan again."
    );
    fault
}

/// A code that its platform resolved before, for somebody else.
pub fn code_used_there(at: Timestamp) -> Fault {
    let mut fault = code_used();
    let at = hall_time(at).strftime("%Y-%m-%d %H:%M:%S");
    fault.trouble.zh = format!(
        "发码平台称这个政务服务码已于{at}在别处用过，一个码只能用一次，没有核验。请申请人刷新后再扫。"
    );
    fault.trouble.en = format!(
        "The platform says that the e-code was used elsewhere at {at}; a code is taken once, and nothing was checked. Ask the applicant to refresh it and scan again."
    );
    fault
}
