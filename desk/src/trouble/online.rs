//! What stands in the way of an application that was begun online.

use cases::error::Trouble;

/// An agent of a natural person cannot take up what is another's.
pub fn online_principal() -> Trouble {
    Trouble::new(
        "YC-5590",
        "这是代他人申报的件，申请人是另一位自然人：须申请人本人到窗口，或由帮办人员凭委托书代办，没有取用。",
        "The application is for another natural person: he comes himself, or a helper files it under his mandate. It was not taken up.",
    )
}

pub fn online_item_gone() -> Trouble {
    Trouble::new(
        "YC-5591",
        "这件网上申报的事项已不在现行事项库里，没有取用；申报仍在待收件，请告知申请人改报现行事项。",
        "The item of the application is not in the catalogue any more. It was not taken up and still waits; tell the applicant which item took its place.",
    )
}

pub fn online_changed() -> Trouble {
    Trouble::new(
        "YC-5592",
        "申请人刚刚在网上修改了这件申报：新的内容已列为候选，已填写和已确认的没有改动，请核对标出的各项。",
        "The applicant has just changed the application online: what he says now is offered beside what stands; nothing typed or confirmed was changed. Look at the marked places.",
    )
}

pub fn online_withdrawn() -> Trouble {
    Trouble::new(
        "YC-5593",
        "申请人刚刚在网上撤回了这件申报，请当面确认：仍要办理的，可以作为窗口申请继续收件；不办的，请退回待收件。",
        "The applicant has just taken the application back online. Ask him: it can go on as an application at the window, or be put back.",
    )
}

pub fn online_accepted(number: &str) -> Trouble {
    Trouble::new(
        "YC-5594",
        format!("这件申报已在网上受理（{number}），窗口不能再收一次，请告知申请人并退回。"),
        format!(
            "The application was accepted online ({number}) and is not filed twice. Tell the applicant and put it back."
        ),
    )
}

pub fn not_online() -> Trouble {
    Trouble::new(
        "YC-5595",
        "这件不是从网上申报取来的，没有可退回的申报。",
        "This intake was not begun online; there is nothing to put back.",
    )
}

pub fn no_put_back_reason() -> Trouble {
    Trouble::new("YC-5596", "请写明为什么退回待收件。", "Say why it goes back.")
}

pub fn park_first() -> Trouble {
    Trouble::new(
        "YC-5597",
        "正在办一件，没有取用；请先暂存它（Esc），再取网上申报。",
        "An intake is open and the application was not taken up; park it first (Esc).",
    )
}
