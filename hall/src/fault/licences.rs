//! What a hall says of a licence that was shown or named.

use cases::error::Trouble;
use cases::material::verify::{Checked, Step, refusal};

use super::Fault;

faults! {
    licence_code_unknown 422 "YC-2360"
        "证照库不认这个亮证码（已刷新、已过时或不是亮证码），没有使用。请申请人刷新后再扫，也可以按持证人查询。"
        "The library does not know this licence code: it was refreshed, has ended, or is none. Nothing was used. Ask the applicant to refresh it and scan again, or look by holder.";
    licence_code_used 409 "YC-2361"
        "这个亮证码已经用过，一个码只能用一次，没有使用。请申请人刷新后再扫。"
        "This licence code was used before; a code is taken once. Nothing was used. Ask the applicant to refresh it and scan again.";
    odd_identifier 422 "YC-2362"
        "证照标识不对：应为 1.2.156.3005.2 开头的六段，且末位校验码相符（GB/T 36904）。请核对后再输，没有发出查询。"
        "This is no licence identifier: it has six parts after 1.2.156.3005.2 and its check character has to fit (GB/T 36904). Look again; no request was sent.";
    no_such_licence 404 "YC-2363"
        "证照库没有这份证照，没有使用。请核对证照标识，或按持证人查询。"
        "The library has no such licence; nothing was used. Check the identifier, or look by holder.";
    another_licence 422 "YC-2364"
        "出示的不是这项材料要求的证照种类，没有使用。请申请人打开对应证照的亮证码。"
        "What was shown is not the kind of licence that this material asks for; it was not used. Ask the applicant to open the right one.";
    odd_day 422 "YC-2365"
        "日期不对，应写成 2026-11-01 这样，没有查询。"
        "This is no day such as 2026-11-01; nothing was read.";
}

/// A licence was shown whose holder is somebody else.
pub fn another_holder() -> Fault {
    let checked = Checked {
        step: Step::Holder,
        holds: Some(false),
        seen: String::new(),
    };
    Fault::new(422, refusal(&checked))
}
